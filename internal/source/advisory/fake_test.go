package advisory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/advisory"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// world is OSV, CISA and deps.dev as their descriptions say they answer, over
// real HTTP, with faults and a count of what was asked.
type world struct {
	*httptest.Server
	t testing.TB

	mu       sync.Mutex
	records  map[string]osv // by id
	releases map[string]string
	affects  map[string][]string // releases by record
	kev      string
	page     int    // most ids on a page of a batch; 0: all
	listedAs string // the day of modification of all in a batch; empty: theirs
	refuse   string // a name for which OSV refuses the request
	asked    []string
	queries  []int // names in each batch
	// fault answers in the place of the world when it returns true.
	fault func(w http.ResponseWriter, r *http.Request) bool
	clock time.Time
}

// osv is a record as far as the fake looks into it.
type osv struct {
	ID       string `json:"id"`
	Modified string `json:"modified"`
	Affected []struct {
		Package struct{ Ecosystem, Name string }
		Ranges  []struct{ Type, Repo string }
	} `json:"affected"`
	Withdrawn string `json:"withdrawn"`
	body      []byte
}

func newWorld(t testing.TB, stories ...string) *world {
	t.Helper()
	w := &world{t: t, records: map[string]osv{}, affects: map[string][]string{}, releases: map[string]string{}, clock: noon, kev: `{"count":1,"vulnerabilities":[{"cveID":"CVE-2021-99999"}]}`}
	for _, s := range stories {
		b, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "advisory", s+".json"))
		if err != nil {
			t.Fatal(err)
		}
		w.tell(string(b))
	}
	w.Server = httptest.NewServer(w)
	t.Cleanup(w.Close)
	return w
}

// tell adds a record, or puts it in the place of the one with its id.
func (w *world) tell(body string) {
	w.t.Helper()
	var r osv
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		w.t.Fatal(err)
	}
	r.body = []byte(body)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.records[r.ID] = r
}

// npm adds a record of a package, published so many days ago.
func (w *world) npm(name, id string, days int, events, more string) {
	at := w.now().AddDate(0, 0, -days).Format(time.RFC3339)
	w.tell(fmt.Sprintf(`{"id":%q,"modified":%q,"published":%q,"affected":[{"package":{"ecosystem":"npm","name":%q},"ranges":[{"type":"SEMVER","events":[%s]}]}],"database_specific":{"severity":"HIGH"}%s}`,
		id, at, at, name, events, more))
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
}

// requests returns what was asked since, and forgets it.
func (w *world) requests() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := w.asked
	w.asked, w.queries = nil, nil
	return out
}

// breakWith has every request to a path that holds the text answered by fn.
func (w *world) breakWith(path string, fn http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault = func(rw http.ResponseWriter, r *http.Request) bool {
		if fn == nil || !strings.Contains(r.URL.Path, path) {
			return false
		}
		fn(rw, r)
		return true
	}
}

func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	var body json.RawMessage
	_ = json.NewDecoder(r.Body).Decode(&body) // a GET has none
	w.mu.Lock()
	w.asked = append(w.asked, r.URL.Path)
	fault := w.fault
	w.mu.Unlock()
	if fault != nil && fault(rw, r) { // not under the lock: it may hang
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	host, path, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	switch {
	case host == advisory.HostOSV && path == "v1/querybatch":
		w.batch(rw, body)
	case host == advisory.HostOSV && path == "v1/query":
		w.query(rw, body)
	case host == advisory.HostOSV && strings.HasPrefix(path, "v1/vulns/"):
		rec, ok := w.records[strings.TrimPrefix(path, "v1/vulns/")]
		if !ok {
			http.Error(rw, `{"code":5,"message":"Bug not found."}`, http.StatusNotFound)
			return
		}
		rw.Write(rec.body)
	case host == advisory.HostCISA && strings.HasSuffix(path, "feeds/known_exploited_vulnerabilities.json"):
		fmt.Fprint(rw, w.kev)
	case host == advisory.HostDepsDev && strings.HasPrefix(path, "v3/systems/"):
		name, err := url.PathUnescape(path[strings.LastIndex(path, "/")+1:])
		answer, ok := w.releases[name]
		if err != nil || !ok {
			http.Error(rw, "package not found", http.StatusNotFound)
			return
		}
		fmt.Fprint(rw, answer)
	default:
		http.Error(rw, "no such path", http.StatusTeapot)
	}
}

type asking struct {
	Package   struct{ Ecosystem, Name string }
	Version   string
	PageToken string `json:"page_token"`
}

// matching are the records of a name, by id, as OSV matches: a repository by its
// address without the scheme and ".git", case minded.
func (w *world) matching(q asking) []osv {
	plain := func(s string) string {
		_, rest, _ := strings.Cut(s, "://")
		return strings.TrimSuffix(rest, ".git")
	}
	var out []osv
	for _, r := range w.records {
		if r.Withdrawn != "" || q.Version != "" && !slices.Contains(w.affects[r.ID], q.Version) {
			continue
		}
		for _, a := range r.Affected {
			eco, _, _ := strings.Cut(a.Package.Ecosystem, ":")
			hit := eco == q.Package.Ecosystem && a.Package.Name == q.Package.Name
			for _, x := range a.Ranges {
				hit = hit || x.Type == "GIT" && q.Package.Ecosystem == "GIT" && plain(x.Repo) == plain(q.Package.Name)
			}
			if hit {
				out = append(out, r)
				break
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}

func (w *world) batch(rw http.ResponseWriter, body []byte) {
	var in struct{ Queries []asking }
	if json.Unmarshal(body, &in) != nil || len(in.Queries) == 0 || len(in.Queries) > 1000 {
		http.Error(rw, `{"code":3,"message":"too many queries"}`, http.StatusBadRequest)
		return
	}
	w.queries = append(w.queries, len(in.Queries))
	type result struct {
		Vulns []map[string]string `json:"vulns,omitempty"`
		Next  string              `json:"next_page_token,omitempty"`
	}
	var out struct {
		Results []result `json:"results"`
	}
	for _, q := range in.Queries {
		if w.refuse != "" && q.Package.Name == w.refuse {
			http.Error(rw, `{"code":3,"message":"invalid query"}`, http.StatusBadRequest)
			return
		}
		all := w.matching(q)
		from := 0
		if q.PageToken != "" {
			fmt.Sscanf(q.PageToken, "from-%d", &from)
		}
		all = all[min(from, len(all)):]
		var r result
		if w.page > 0 && len(all) > w.page {
			all, r.Next = all[:w.page], fmt.Sprintf("from-%d", from+w.page)
		}
		for _, v := range all {
			modified := v.Modified
			if w.listedAs != "" {
				modified = w.listedAs
			}
			r.Vulns = append(r.Vulns, map[string]string{"id": v.ID, "modified": modified})
		}
		out.Results = append(out.Results, r)
	}
	json.NewEncoder(rw).Encode(out)
}

// listing is the answer to a batch of the names of a project of acme, its package
// last.
func (w *world) listing(name string) string {
	var ids []string
	for _, r := range w.matching(asking{Package: struct{ Ecosystem, Name string }{"npm", name}}) {
		ids = append(ids, fmt.Sprintf(`{"id":%q,"modified":%q}`, r.ID, r.Modified))
	}
	return `{"results":[{},{},{"vulns":[` + strings.Join(ids, ",") + `]}]}`
}

func (w *world) query(rw http.ResponseWriter, body []byte) {
	var q asking
	if json.Unmarshal(body, &q) != nil {
		http.Error(rw, "bad", http.StatusBadRequest)
		return
	}
	var out struct {
		Vulns []json.RawMessage `json:"vulns,omitempty"`
	}
	for _, r := range w.matching(q) {
		out.Vulns = append(out.Vulns, r.body)
	}
	json.NewEncoder(rw).Encode(out)
}

// source is a source that asks the world, each with a client of its own.
func (w *world) source(change func(*advisory.Config)) *advisory.Source {
	w.t.Helper()
	hosts := map[string]fetch.Host{}
	for _, h := range []string{advisory.HostOSV, advisory.HostCISA, advisory.HostDepsDev} {
		hosts[h] = fetch.Host{PerSecond: 1e6}
	}
	client, err := fetch.New(fetch.Config{
		Hosts: hosts, Base: w.URL, Transport: http.DefaultTransport.(*http.Transport).Clone(), Now: w.now, Cache: &testkit.Memory{},
		Deadline: time.Second, Pause: time.Millisecond,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	cfg := advisory.Config{Client: client, Now: w.now, Cache: &testkit.Memory{}}
	if change != nil {
		change(&cfg)
	}
	s, err := advisory.New(cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func acme(purls ...string) health.Project {
	return health.Project{
		Slug: "acme", Packages: purls,
		Repositories: []health.Repository{{URL: "https://github.com/Acme/libacme", Role: health.Primary}},
	}
}

// observe returns the inputs of the project.
func observe(t testing.TB, s *advisory.Source, p health.Project) health.Inputs {
	t.Helper()
	snap, err := s.Observe(context.Background(), p, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	ins := health.Inputs{}
	for _, in := range snap.Inputs {
		if in.Source != field.SourceAdvisory || in.ObservedAt.IsZero() || in.State != health.Observed && in.Reason == "" {
			t.Errorf("%s is %+v", in.Field, in)
		}
		ins.Put(in)
	}
	for _, f := range field.Catalogue {
		if _, ok := ins[f.ID]; f.Source == field.SourceAdvisory && !ok {
			t.Errorf("%s is not in the snapshot", f.ID)
		}
	}
	return ins
}

// says returns the inputs in one line, in the order of the catalogue.
func says(ins health.Inputs) string {
	var out []string
	for _, f := range field.Catalogue {
		if f.Source == field.SourceAdvisory && f.ID != field.AdvisoryFixes && f.ID != field.ReleasesAffected {
			out = append(out, ins.Field(f.ID).String(f.Kind))
		}
	}
	return strings.Join(out, " ")
}
