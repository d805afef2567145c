package parity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/tree"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
)

// counted are services that know of one package and of some badges, and count.
type counted struct {
	mu    sync.Mutex
	hosts map[string]int
}

func (c *counted) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.hosts[r.URL.Host]++
	c.mu.Unlock()
	var out any
	switch {
	case r.URL.Path == "/v1/querybatch":
		var q struct{ Queries []struct{ Version string } }
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			return nil, err
		}
		results := make([]map[string]any, len(q.Queries))
		for i, x := range q.Queries {
			if results[i] = map[string]any{}; x.Version == "2.0.1" {
				results[i]["vulns"] = []any{map[string]string{"id": "OSV-made-1"}}
			}
		}
		out = map[string]any{"results": results}
	case strings.HasPrefix(r.URL.Path, "/v1/vulns/"):
		out = map[string]string{"id": strings.TrimPrefix(r.URL.Path, "/v1/vulns/")}
	case r.URL.Path == "/status.json":
		out = map[string]any{"projects": []any{map[string]string{"main_repo": "https://github.com/example-cost/p7"}}}
	case strings.HasSuffix(r.URL.Query().Get("url"), "1"):
		out = []any{map[string]string{"badge_level": "passing"}}
	default:
		out = []any{}
	}
	body, err := json.Marshal(out)
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(body))), Request: r,
	}, err
}

// office scans projects of the kind make bench-live does, without most of their
// sources: what they cost is time.
type office struct {
	t        *testing.T
	fake     *githubtest.Server
	services *counted
	later    atomic.Int64 // how far the clock was put on
	names    []string
}

func newOffice(t *testing.T, projects int) *office {
	t.Helper()
	o := &office{t: t, services: &counted{hosts: map[string]int{}}}
	w := githubtest.NewWorld()
	o.fake = githubtest.Start(t, githubtest.Config{World: w, Now: o.now, Tokens: map[string]githubtest.Budget{anybody: {Owner: "example-anybody", Search: 5000}}})
	for i := range projects {
		o.names = append(o.names, fmt.Sprintf("example-cost/p%d", i))
	}
	o.fake.Edit(func(w *githubtest.World) {
		w.AddExercised(o.names...)
		for _, name := range o.names {
			maps.DeleteFunc(w.Repository(name).Files, func(path, _ string) bool { return strings.HasPrefix(path, "src/") && path != "src/part0/file000.c" })
		}
	})
	return o
}

func (o *office) now() time.Time { return time.Now().Add(time.Duration(o.later.Load())) }

// source is a program over a database.
func (o *office) source(m *memory, crowd *batch.Crowd) *ossf.Source {
	o.t.Helper()
	self, err := os.Executable()
	if err != nil {
		o.t.Fatal(err)
	}
	api, err := url.Parse(o.fake.URL() + "/")
	if err != nil {
		o.t.Fatal(err)
	}
	rt, err := transport.New(transport.Config{
		API: api, Archives: api.JoinPath("_codeload"), UserAgent: "plumbline-test", Now: o.now, Limits: transport.Limits{Backoff: time.Millisecond},
		Credentials: []transport.Credential{{Owner: "example", Tokens: transport.StaticToken(anybody)}},
	})
	if err != nil {
		o.t.Fatal(err)
	}
	host, err := github.New(github.Config{
		API: api, Archives: api.JoinPath("_codeload"), Client: rt, Authenticated: true, Ledger: m, Memory: m,
		Key: []byte("a key"), Dir: o.t.TempDir(), Now: o.now, Together: crowd,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	s, err := ossf.New(ossf.Config{
		Trees: func(context.Context, health.Project, time.Time) (tree.Tree, error) {
			return nil, errors.New("no clones here")
		},
		Host: host, Services: ossf.Services{Transport: o.services}, Cache: m, Together: crowd,
		Command: []string{self, ossf.ChildArg}, TempDir: o.t.TempDir(), Now: o.now,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

// scan scans all projects, some at once, and returns the results of the checks
// and what a project cost over all hosts.
func (o *office) scan(s *ossf.Source, workers int) (map[string][]check.Check, float64) {
	o.t.Helper()
	o.fake.Reset()
	clear(o.services.hosts)
	queue, results := make(chan string), make(chan ossf.Result)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for name := range queue {
				r, err := s.ScanHosted(o.t.Context(), project(name))
				if err != nil {
					o.t.Errorf("%s: %v", name, err)
				}
				results <- r
			}
		})
	}
	go func() {
		for _, name := range o.names {
			queue <- name
		}
		close(queue)
		wg.Wait()
		close(results)
	}()
	out := map[string][]check.Check{}
	for r := range results {
		for i := range r.Checks {
			r.Checks[i].Took = 0
		}
		out[r.Repo] = r.Checks
	}
	n := o.fake.Requests()
	total := n.Total
	for _, c := range o.services.hosts {
		total += c
	}
	o.t.Logf("%d requests of GitHub: %v; of others: %v", n.Total, n.Endpoint, o.services.hosts)
	return out, float64(total) / float64(len(o.names))
}

// Of projects scanned sixteen at once a first scan costs at most 6 requests over
// all hosts and an unchanged one at most 1.5, a day later too, when nothing is
// remembered any more of what services said; and each gets the results it gets
// alone. Scans wait for each other here for as long as it takes, so that it does
// not matter how busy the machine is.
func TestCost_scansAtOnceAskTogether(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 32)
	crowd := &batch.Crowd{Each: time.Minute, Longest: time.Minute, Back: -1}
	db := &memory{ids: map[string]forge.Identity{}, kv: map[string][]byte{}}
	together, cost := o.scan(o.source(db, crowd), 16)
	if t.Logf("first: %.2f requests a project", cost); cost > 6 {
		t.Errorf("a first scan costs %.2f requests, want at most 6", cost)
	}
	for _, x := range []struct {
		when  string
		later time.Duration
		most  float64
	}{{"at once", 0, 0.5}, {"a day later", 25 * time.Hour, 1.5}, {"a week later", 7 * 24 * time.Hour, 3}} {
		o.later.Add(int64(x.later))
		again, cost := o.scan(o.source(db, crowd), 16) // another process
		if t.Logf("%s: %.2f requests a project", x.when, cost); cost > x.most {
			t.Errorf("%s an unchanged scan costs %.2f requests, want at most %g", x.when, cost, x.most)
		}
		if x.later <= 25*time.Hour { // in a week things grow old, and scores with them
			if diff := gocmp.Diff(together, again); diff != "" {
				t.Errorf("%s (-first +again):\n%s", x.when, diff)
			}
		}
	}
	o.later.Store(0)
	alone, cost := o.scan(o.source(&memory{ids: map[string]forge.Identity{}, kv: map[string][]byte{}}, nil), 4)
	t.Logf("first, each alone: %.2f requests a project", cost)
	if diff := gocmp.Diff(alone, together); diff != "" {
		t.Errorf("results (-alone +together):\n%s", diff)
	}
	differ := map[string]bool{}
	for _, checks := range alone {
		scores := ""
		for _, c := range checks {
			scores += fmt.Sprint(c.Score, " ")
		}
		differ[scores] = true
	}
	if len(differ) < 12 { // else mixing them up would not be seen
		t.Errorf("%d kinds of projects", len(differ))
	}
}
