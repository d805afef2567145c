package ossf

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// world is a repository, all that is true of it, and how GitHub, OSV, the Best
// Practices programme and OSS-Fuzz tell it. The library's own client and ours
// look at the same world.
type world struct {
	owner    string // of one test alone
	files    map[string]string
	defaults map[string]string // files of the owner's .github; nil: no such repository
	records  forge.Records
	rules    rules
	runs     map[string][]forge.WorkflowRun
	// author answers a search for dependabot's commits: "" none, "account",
	// "nobody" a commit whose author has no account.
	author string
	vulns  map[string][]string // by commit or "ecosystem/name@version"
	badge  string
	fuzzed bool
	refuse map[string]int // status by path: what GitHub refuses
}

// rules are branch protections as GraphQL tells them.
type rules struct {
	branches map[string]string // JSON of a Ref, by branch; the default one among them
	rulesets string            // JSON of the nodes
	hidden   bool              // Resource not accessible
}

// newWorld is a young project with little of anything.
func newWorld(t *testing.T) *world {
	t.Helper()
	sum := sha256.Sum256([]byte(t.Name()))
	id := hex.EncodeToString(sum[:])
	w := &world{
		owner: "o" + id[:12],
		files: map[string]string{"README": "hello\n", "main.go": "package main\n", "docs/a.txt": "a\n"},
		records: forge.Records{
			ObservedAt: time.Now().UTC(), Commit: id[:40], Tree: id[24:], DefaultBranch: "main",
			CreatedAt: time.Now().UTC().AddDate(-3, 0, 0).Truncate(time.Second),
			Branches:  map[string]*forge.Branch{"main": {Name: "main"}},
			Commits:   []forge.Commit{{OID: id[:40], At: ago(10), Message: "first", Committer: "ada"}},
			Languages: []forge.Language{{Name: "Go", Bytes: 1000}},
		},
		rules: rules{branches: map[string]string{"main": `{"name":"main"}`}, rulesets: "[]"},
		runs:  map[string][]forge.WorkflowRun{}, vulns: map[string][]string{},
	}
	t.Cleanup(func() { worlds.Delete(w.owner) })
	return w
}

// tell makes the services tell of the world as it is now: they answer for all
// worlds at once, while tests go on changing theirs.
func (w *world) tell() *world {
	now := *w
	now.files, now.defaults, now.vulns = maps.Clone(w.files), maps.Clone(w.defaults), maps.Clone(w.vulns)
	now.rules.branches, now.refuse = maps.Clone(w.rules.branches), maps.Clone(w.refuse)
	now.runs = map[string][]forge.WorkflowRun{}
	for file, runs := range w.runs {
		now.runs[file] = slices.Clone(runs)
	}
	worlds.Store(w.owner, &now)
	return w
}

func ago(days int) time.Time {
	return time.Now().UTC().AddDate(0, 0, -days).Truncate(time.Second)
}

func (w *world) repo() string { return "github.com/" + w.owner + "/name" }

func (w *world) project() health.Project {
	return health.Project{Slug: w.owner, Repositories: []health.Repository{{URL: "https://" + w.repo(), Role: health.Primary}}}
}

// merged adds a commit that came by a merged change with reviews "login STATE".
func (w *world) merged(by, mergedBy string, reviews ...string) *forge.Change {
	n := len(w.records.Commits)
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", w.owner, n))
	id := hex.EncodeToString(sum[:])
	c := &forge.Change{
		Number: 100 + n, Head: id[:40], MergedAt: ago(n), MergedBy: mergedBy,
		Author: forge.User{Login: by, Bot: strings.HasSuffix(by, "[bot]")},
	}
	for _, r := range reviews {
		login, state, _ := strings.Cut(r, " ")
		c.Reviews = append(c.Reviews, forge.Review{Author: login, State: state})
	}
	w.records.Commits = append(w.records.Commits, forge.Commit{OID: id[20:60], At: ago(n), Message: "change", Committer: "github", Change: c})
	return c
}

// worlds are those of the running tests by owner.
var worlds sync.Map

// earth serves all worlds by HTTP. It is what http.DefaultTransport reaches in
// this process: nothing gets out of it.
type earth struct {
	base   *url.URL
	real   http.RoundTripper
	mu     *sync.Mutex
	asked  map[string]int
	refuse map[string]string // by host: a fault
}

var sky = sync.OnceValue(func() earth {
	srv := httptest.NewServer(http.HandlerFunc(serveWorld))
	u, err := url.Parse(srv.URL)
	if err != nil {
		panic(err)
	}
	return earth{base: u, real: &http.Transport{MaxIdleConnsPerHost: 8}}
})

// newEarth counts the requests to each host.
func newEarth(faults map[string]string) earth {
	e := sky()
	e.mu, e.asked, e.refuse = new(sync.Mutex), map[string]int{}, faults
	return e
}

func (e earth) RoundTrip(r *http.Request) (*http.Response, error) {
	if e.mu != nil {
		e.mu.Lock()
		e.asked[r.URL.Host]++
		e.mu.Unlock()
	}
	to := r.Clone(r.Context())
	to.Header.Set("World", r.URL.Host)
	to.Header.Set("Fault", e.refuse[r.URL.Host])
	to.URL.Scheme, to.URL.Host, to.Host = e.base.Scheme, e.base.Host, e.base.Host
	return e.real.RoundTrip(to)
}

func serveWorld(rw http.ResponseWriter, r *http.Request) {
	if fault := r.Header.Get("Fault"); fault != "" {
		serveFault(rw, r, fault)
		return
	}
	switch r.Header.Get("World") {
	case "api.github.com":
		serveGitHub(rw, r)
	case hostOSV:
		serveOSV(rw, r)
	case hostBadges:
		serveBadges(rw, r)
	case hostFuzzing:
		serveFuzzing(rw)
	default:
		http.Error(rw, "no such host", http.StatusTeapot)
	}
}

func serveFault(rw http.ResponseWriter, r *http.Request, fault string) {
	switch fault {
	case "hang":
		<-r.Context().Done()
	case "empty":
	case "500", "404", "429", "302":
		rw.Header().Set("Location", "https://elsewhere.example/")
		var code int
		fmt.Sscan(fault, &code)
		http.Error(rw, "[]", code)
	case "endless":
		for r.Context().Err() == nil {
			fmt.Fprint(rw, strings.Repeat("[", 64<<10))
		}
	default:
		fmt.Fprint(rw, fault)
	}
}

// worldOf is the world of an owner; nil when there is none.
func worldOf(owner string) *world {
	w, ok := worlds.Load(owner)
	if !ok {
		return nil
	}
	return w.(*world)
}

// tarball is an archive as codeload makes it.
func tarball(out io.Writer, files map[string]string) error {
	zip := gzip.NewWriter(out)
	tw := tar.NewWriter(zip)
	dirs := map[string]bool{".": true}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		var missing []string
		for d := path.Dir(name); !dirs[d]; d = path.Dir(d) {
			dirs[d], missing = true, append(missing, d)
		}
		for _, d := range slices.Backward(missing) {
			if err := tw.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: "name-0/" + d + "/", Mode: 0o755}); err != nil {
				return err
			}
		}
		err := tw.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "name-0/" + name, Size: int64(len(files[name])), Mode: 0o644})
		if err != nil {
			return err
		}
		if _, err := io.Copy(tw, bytes.NewBufferString(files[name])); err != nil {
			return err
		}
	}
	if err := tw.Close(); err != nil {
		return err
	}
	return zip.Close()
}
