package web_test

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// mostHTML is how large the HTML of a page may be, mostSent how large as it is sent: compressed.
const (
	mostHTML = 100_000
	mostSent = 20_000
)

// weighed are the pages of each route that are weighed on a large site.
var weighed = map[string][]string{
	"/{$}": {"/"},
	"/projects": {
		"/projects", "/projects?columns=maintenance", "/projects?columns=funding", "/projects?columns=security", "/projects?columns=all",
		"/projects?sort=name", "/projects?q=be", "/projects?ranked=no", "/projects?q=nothing-of-the-kind&tag=area-1", "/projects?fail=Code-Review&fail=License&tag=topic-1",
	},
	"/policy":                   {"/policy", "/policy?cohort=frozen&tag=area-1", "/policy?added_before=2024-01-01&check=Code-Review"},
	"/cohorts":                  {"/cohorts"},
	"/reports":                  {"/reports"},
	"/reports/{id}":             {"/reports/kept", "/reports/of-area", "/reports/of-area?from=before"},
	"/e/{id}":                   {keptEvidence},
	"/cohorts/{slug}":           {"/cohorts/frozen"},
	"/map":                      {"/map", "/map?tag=area-1", "/map?tag=area-1&tag=area-2&tag=area-3&tag=area-4"},
	"/fund":                     {"/fund", "/fund?programme=open-source-endowment&budget=5000000", "/fund?rule=none&people=0&why=synthetic-000001&with=synthetic-000002"},
	"/whatif":                   {"/whatif"},
	"/matrix":                   {"/matrix", "/matrix?sort=name&per=100"},
	"/checks":                   {"/checks"},
	"/checks/{check}":           {"/checks/Code-Review", "/checks/License", "/checks/no-such-check"},
	"/p/{slug}/checks/{check}":  {"/p/synthetic-000001/checks/License"},
	"/tags/{tag}":               {"/tags/synthetic", "/tags/topic-1", "/tags/topic-x"},
	"/owners/{host}/{owner...}": {"/owners/synthetic.example/owner-000000", "/owners/synthetic.example/owner-00000x"},
	"/p/{slug}":                 {"/p/synthetic-000001", "/p/synthetic-000002", "/p/synthetic-000004", "/p/synthetic-00000x", "/p/synthetic-000001?as_of=run-1"},
	"/compare": {
		"/compare", "/compare?p=synthetic-000001&p=synthetic-000002&p=synthetic-000003&p=synthetic-000004&p=synthetic-000005&p=synthetic-000006",
		"/compare?list=synthetic&from=run-1&to=run-2", "/compare?p=synthetic-000001&from=run-1&to=run-2", "/compare?p=topic",
	},
	"/changes":                 {"/changes", "/changes?per=100", "/changes?as_of=run-1"},
	"/lists":                   {"/lists"},
	"/lists/{slug}":            {"/lists/synthetic", "/lists/synthetic?per=50", "/lists/synthetic?tag=area-1", "/lists/synthetic?q=nothing-of-the-kind"},
	"/shortlists":              {"/shortlists", "/shortlists?p=synthetic-000001", longShortlist()},
	"/shortlists/new":          {"/shortlists/new", "/shortlists/new" + strings.TrimPrefix(longShortlist(), "/shortlists")},
	"/shortlists/{token}":      {"/shortlists/" + string(pagetest.Token)},
	"/login":                   {"/login"},
	"/logout":                  {"/logout"},
	"/status":                  {"/status"},
	"/search":                  {"/search?q=synthetic", "/search?q=be", "/search?q=owner", "/search?q=topic", "/search?q=nothing-of-the-kind"},
	"/about":                   {"/about"},
	"/p/{slug}/own-words":      {"/p/synthetic-000001/own-words"},
	"/p/{slug}/recheck":        {"/p/synthetic-000001/recheck"},
	"/p/{slug}/fix":            {"/p/synthetic-000001/fix", "/p/synthetic-000002/fix?done=Token-Permissions"},
	"/baseline":                {"/baseline", "/baseline?of=level-1", "/baseline?of=OSPS-QA-01.01", "/baseline?version=2025.10.10"},
	"/p/{slug}/baseline":       {"/p/synthetic-000001/baseline", "/p/synthetic-000002/baseline?version=2025.10.10"},
	"/p/{slug}/manifest":       {"/p/synthetic-000001/manifest", "/p/synthetic-000002/manifest?file=funding.json"},
	"/maintainers":             {"/maintainers"},
	"/corrections":             {"/corrections"},
	"/privacy":                 {"/privacy"},
	"/accessibility":           {"/accessibility"},
	"/p/{slug}/history":        {"/p/synthetic-000001/history"},
	"/p/{slug}/funding":        {"/p/synthetic-000001/funding", "/p/synthetic-000002/funding"},
	"/p/{slug}/brief":          {"/p/synthetic-000001/brief", "/p/synthetic-000002/brief"},
	"/p/{slug}/past":           {"/p/synthetic-000001/past"},
	"/before-after":            {"/before-after"},
	"/p/{slug}/before-after":   {"/p/synthetic-000001/before-after?day=2024-05-01", "/p/synthetic-000001/before-after?day=2024-05-01&points=runs"},
	"/repo/{host}/{path...}":   {"/repo/synthetic.example/owner-000000/nothing"},
	"/method":                  {"/method"},
	"/method/{version}":        {"/method/2.0.0"},
	"/changes/model/{version}": {"/changes/model/2.0.0"},
	"/method/posture":          {"/method/posture"},
	"/method/data":             {"/method/data"},
	"/method/programs":         {"/method/programs"},
	"/method/limits":           {"/method/limits"},
	"/method/candidates":       {"/method/candidates"},
	"/method/funding":          {"/method/funding"},
	"/method/guide":            {"/method/guide"},
	"/method/services":         {"/method/services"},
	"/method/glossary":         {"/method/glossary"},
}

// longShortlist is the address of as many projects as a shortlist has.
func longShortlist() string {
	var out strings.Builder
	for i := range shortlist.MostItems {
		fmt.Fprintf(&out, "&p=synthetic-%06d", i)
	}
	return "/shortlists?" + out.String()[1:]
}

// Every page is light, however many projects there are and however long their names are. A route
// without an entry in weighed fails, so that none is forgotten. A page of more rows than it has by
// itself is as large as was asked for.
func TestPages_ofALargeListAreLight(t *testing.T) {
	if testing.Short() {
		t.Skip("it publishes two runs of thousands of projects")
	}
	t.Parallel()
	began := time.Now()
	h := large(t, many)
	t.Logf("two runs of %d projects in %.1f s", many, time.Since(began).Seconds())
	var all []weight
	for _, pattern := range web.Patterns() {
		if i := strings.LastIndexByte(pattern, '.'); i >= 0 && !strings.HasSuffix(pattern, "...}") {
			continue // for machines
		}
		if len(weighed[pattern]) == 0 {
			t.Errorf("%s has no entry in weighed: say which of its pages are weighed", pattern)
		}
		for _, path := range weighed[pattern] {
			all = append(all, weigh(t, h, path))
		}
	}
	slices.SortFunc(all, func(a, b weight) int { return cmp.Compare(b.html, a.html) })
	for _, w := range all {
		t.Log(w)
		if w.html > mostHTML || w.sent > mostSent {
			t.Errorf("%s; at most %d and %d", w, mostHTML, mostSent)
		}
	}
}

// weight is what a page costs: bytes, and the time of the first answer and of the next one.
type weight struct {
	path         string
	html, sent   int
	first, again time.Duration
}

func (w weight) String() string {
	return fmt.Sprintf("%7d bytes, %6d compressed, %5d ms, then %4d ms: %s", w.html, w.sent, w.first.Milliseconds(), w.again.Milliseconds(), w.path)
}

func weigh(t *testing.T, h http.Handler, path string) weight {
	t.Helper()
	w := weight{path: path}
	began := time.Now()
	res := pagetest.Get(t, h, path)
	w.first = time.Since(began)
	if kind := res.Header.Get("Content-Type"); res.StatusCode >= 500 || res.StatusCode/100 == 3 || !strings.HasPrefix(kind, "text/html") {
		t.Errorf("%s is no page: status %d, %s", path, res.StatusCode, kind)
	}
	w.html = len(pagetest.Body(t, res))
	began = time.Now()
	w.sent = len(pagetest.Body(t, pagetest.Get(t, h, path, "Accept-Encoding", "gzip")))
	w.again = time.Since(began)
	return w
}
