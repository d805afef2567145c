package web_test

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// visit is how the states of one page are reached. Selectors name the element that says the state;
// a state without one has the selector of most pages.
type visit struct {
	// path shows the page with figures; xz and critical are the project and the list.
	path string
	// none is an address that nothing matches, bad one with a value that is not allowed, missing one
	// of something that does not exist; near is a link that the page offers instead. Empty: the page
	// has no such address.
	none, bad, missing, near string
	// still is why the page shows no figures, so that no state of them applies. Empty: it shows some.
	still string
	// present pages ignore as_of, and say so.
	present bool
	// empty, partial and stale override the selectors of these states. "-" is for one that cannot apply.
	empty, partial, stale string
	// noMatch overrides the selector of an address that nothing matches.
	noMatch string
	// unknown pages show a value that is not known on the site of unknown values.
	unknown bool
}

// never are words for a page that says that no run has been published.
const never = "[data-says~=never-run], [data-reason=never-run]"

// keptEvidence is the address of evidence that every site keeps.
var keptEvidence = "/e/" + pagetest.Kept().Report.Projects[0].EvidenceID

// visits are the pages of every family, by the pattern of the route. Addresses with the ending of a
// format belong to the page without it.
var visits = map[string]visit{
	"/{$}":       {path: "/", unknown: true, bad: "/?as_of=x"},
	"/projects":  {path: "/projects", none: "/projects?q=zzz&lang=C", bad: "/projects?sort=zzz", unknown: true},
	"/map":       {path: "/map", none: "/map?q=zzz&lang=C", bad: "/map?list=zzz", unknown: true},
	"/fund":      {path: "/fund", bad: "/fund?budget=-1", unknown: true},
	"/fund/plan": {path: "/fund/plan", bad: "/fund/plan?most=0"},
	"/whatif":    {path: "/whatif", bad: "/whatif?vitality=0&resilience=0&posture=0", unknown: true},
	"/matrix":    {path: "/matrix", none: "/matrix?q=zzz&lang=C", bad: "/matrix?sort=zzz", unknown: true},
	"/checks":    {path: "/checks", bad: "/checks?as_of=x", unknown: true},
	"/checks/{check}": {
		path: "/checks/Code-Review", bad: "/checks/Code-Review?as_of=x", missing: "/checks/Code-Revew", near: "/checks/Code-Review", unknown: true,
	},
	"/p/{slug}/checks/{check}": {
		path: "/p/xz/checks/Code-Review", missing: "/p/xz/checks/Code-Revew", near: "/p/xz/checks/Code-Review", empty: ".unk", unknown: true,
	},
	"/policy":  {path: "/policy", bad: "/policy?added_before=x", unknown: true},
	"/cohorts": {path: "/cohorts", present: true, still: "it reads the lists alone"},
	"/cohorts/{slug}": {
		path: "/cohorts/" + pagetest.Frozen, bad: "/cohorts/" + pagetest.Frozen + "?with=zzz", missing: "/cohorts/frozn", near: "/cohorts", present: true, still: "it reads the lists alone",
	},
	"/reports": {path: "/reports", present: true, still: "it reads what was kept"},
	"/reports/{id}": {
		path: "/reports/kept", bad: "/reports/kept?from=zzz", missing: "/reports/kep", near: "/reports", present: true, still: "it never changes",
	},
	"/e/{id}":     {path: keptEvidence, missing: "/e/zzz", near: "/reports", present: true, still: "it never changes"},
	"/tags/{tag}": {path: "/tags/compression", none: "/tags/compression?q=zzz", bad: "/tags/compression?sort=zzz", missing: "/tags/compresion", near: "/tags/compression", unknown: true},
	"/owners/{host}/{owner...}": {
		path: "/owners/github.com/xz", none: "/owners/github.com/xz?q=zzz", bad: "/owners/github.com/xz?sort=zzz", missing: "/owners/github.com/xzz", near: "/owners/github.com/xz", unknown: true,
	},
	"/p/{slug}": {path: "/p/xz", missing: "/p/xzz", near: "/p/xz", empty: ".unk", stale: ".notice[data-says^='stale:']", unknown: true},
	"/compare":  {path: "/compare?p=xz&p=zlib", bad: "/compare?p=a&p=b&p=c&p=d&p=e&p=f&p=g", missing: "/compare?p=xzz", near: "/p/xz", empty: ".unk", unknown: true},
	"/changes":  {path: "/changes", none: "/changes?field=gate&least=90", bad: "/changes?cause=zzz", noMatch: "[data-reason=no-match], [data-reason=quiet]"},
	"/lists":    {path: "/lists", present: true, empty: ".unk", partial: "-", stale: "-", unknown: true},
	"/status":   {path: "/status", bad: "/status?list=zzz", present: true, partial: "[data-says~='failed:1']", unknown: false},
	"/shortlists": {
		path: "/shortlists?p=xz&p=zlib", bad: "/shortlists?p=" + strings.Repeat("x", 300), missing: "/shortlists?p=xzz", near: "/p/xz",
		present: true, empty: ".unk", unknown: true,
	},
	"/shortlists/{token}": {
		path: "/shortlists/" + string(pagetest.Token), missing: "/shortlists/" + strings.Repeat("B", 42) + "A", near: "/shortlists",
		present: true, empty: ".unk", unknown: true,
	},
	"/shortlists/new":     {path: "/shortlists/new?p=xz", present: true, still: "it is a form"},
	"/login":              {path: "/login", present: true, still: "it is about the reader"},
	"/logout":             {path: "/logout", present: true, still: "it is about the reader"},
	"/search":             {path: "/search?q=xz", none: "/search?q=zzz", noMatch: "[data-reason=not-listed]", present: true, still: "it reads the lists alone"},
	"/about":              {path: "/about", present: true, still: "it is about the site"},
	"/p/{slug}/fix":       {path: "/p/xz/fix", bad: "/p/xz/fix?done=zzz", missing: "/p/xzz/fix", near: "/p/xz", empty: "[data-says=no-plan]", unknown: true},
	"/p/{slug}/manifest":  {path: "/p/xz/manifest", bad: "/p/xz/manifest?file=zzz", missing: "/p/xzz/manifest", near: "/p/xz", empty: "[data-says=unsure]", unknown: true},
	"/p/{slug}/own-words": {path: "/p/xz/own-words", missing: "/p/xzz/own-words", near: "/p/xz", empty: "[data-says=unread]", unknown: true},
	"/baseline":           {path: "/baseline", bad: "/baseline?of=zzz", unknown: true},
	"/p/{slug}/baseline": {
		path: "/p/xz/baseline", bad: "/p/xz/baseline?version=zzz", missing: "/p/xzz/baseline", near: "/p/xz", empty: ".unk", unknown: true,
	},
	"/maintainers":      {path: "/maintainers", present: true, still: "it is about the site"},
	"/corrections":      {path: "/corrections", present: true, still: "it reads the lists alone"},
	"/privacy":          {path: "/privacy", present: true, still: "it is about the site"},
	"/method":           {path: "/method", present: true, empty: "[data-reason=no-ranks]", partial: "-"},
	"/p/{slug}/recheck": {path: "/p/xz/recheck", missing: "/p/xzz/recheck", near: "/p/xz", present: true, still: "it is about a request"},
	"/p/{slug}/history": {
		path: "/p/xz/history", missing: "/p/xzz/history", near: "/p/xz", partial: "-", unknown: true,
	},
	"/p/{slug}/funding": {path: "/p/xz/funding", missing: "/p/xzz/funding", near: "/p/xz", empty: "[data-reason=need]", unknown: true},
	"/p/{slug}/brief":   {path: "/p/xz/brief", missing: "/p/xzz/brief", near: "/p/xz", empty: ".unk", unknown: true},
	"/before-after":     {path: "/before-after", bad: "/before-after?list=zzz", present: true, still: "it is about past quarters, whatever was published"},
	"/p/{slug}/before-after": {
		path: "/p/xz/before-after?day=2022-01-01", bad: "/p/xz/before-after?day=zzz", missing: "/p/xzz/before-after", near: "/p/xz", present: true,
		still: "it is about past quarters, whatever was published",
	},
	"/p/{slug}/past": {
		path: "/p/xz/past", bad: "/p/xz/past?at=zzz", missing: "/p/xzz/past", near: "/p/xz", present: true,
		still: "it is about past quarters, whatever was published",
	},
	"/lists/{slug}": {
		path: "/lists/critical", none: "/lists/critical?q=zzz", bad: "/lists/critical?per=zzz", missing: "/lists/criticl", near: "/lists/critical",
		present: true, empty: ".finding[data-says='entries:2']", partial: "-", unknown: false,
	},
	"/repo/{host}/{path...}":   {path: "/repo/github.com/xz/xz", missing: "/repo/github.com/xz/xzz", near: "/p/xz", present: true, still: "it leads to a project"},
	"/accessibility":           {path: "/accessibility", present: true, still: "it is about the site"},
	"/method/{version}":        {path: "/method/2.0.0", missing: "/method/0.0.1", near: "/method", present: true, still: "it is about the model"},
	"/changes/model/{version}": {path: "/changes/model/2.0.0", missing: "/changes/model/0.0.1", near: "/method", present: true, still: "it is about the model"},
	"/method/posture":          sheet("posture"),
	"/method/data":             sheet("data"),
	"/method/programs":         sheet("programs"),
	"/method/limits":           sheet("limits"),
	"/method/candidates":       sheet("candidates"),
	"/method/funding":          sheet("funding"),
	"/method/guide":            sheet("guide"),
	"/method/services":         sheet("services"),
	"/method/glossary":         sheet("glossary"),
}

func sheet(name string) visit {
	return visit{path: "/method/" + name, present: true, still: "it is about the method"}
}
