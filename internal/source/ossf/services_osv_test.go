package ossf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
)

// osv answers a batch: "none" is known of nothing, "bad" is no query, "much" has
// another page, and so has the last of more than 5 queries; sizes notes how many
// queries there were.
type osv struct {
	*served
	mu    sync.Mutex
	sizes []int
}

// osvOf serves scans that wait for each other for as long as it takes.
func osvOf(t *testing.T, crowd *batch.Crowd) *osv {
	t.Helper()
	o := &osv{served: serve(t, nil)}
	o.queries = o.together(crowd)
	o.reply.Store(o.answer)
	return o
}

func patient() *batch.Crowd { return &batch.Crowd{Each: time.Hour, Longest: time.Hour, Back: -1} }

func (o *osv) answer(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body) // of this test
	var q struct {
		Queries []struct{ Package struct{ Name string } }
	}
	if err := json.Unmarshal(body, &q); err != nil || strings.Contains(string(body), `"bad"`) {
		http.Error(rw, "no query", http.StatusBadRequest)
		return
	}
	o.mu.Lock()
	o.sizes = append(o.sizes, len(q.Queries))
	o.mu.Unlock()
	var out []string
	for i, x := range q.Queries {
		switch name := x.Package.Name; {
		case name == "none":
			out = append(out, "{}")
		case name == "much", len(q.Queries) > 5 && i == len(q.Queries)-1:
			out = append(out, fmt.Sprintf(`{"vulns":[{"id":"OSV-%s"}],"next_page_token":"p"}`, name))
		default:
			out = append(out, fmt.Sprintf(`{"vulns":[{"id":"OSV-%s", "modified":"2026-01-01T00:00:00Z"}, {"id":"OSV-<&>"}]}`, name))
		}
	}
	fmt.Fprintf(rw, "{ \"results\": [%s] }\n", strings.Join(out, ", "))
}

// query is a batch about packages.
func query(names ...string) ask {
	var all []string
	for _, n := range names {
		all = append(all, fmt.Sprintf(`{"package":{"name":%q,"ecosystem":"npm"},"version":"1"}`, n))
	}
	return ask{Kind: askFetch, Method: http.MethodPost, Arg: "https://" + hostOSV + targetBatch, Body: []byte(`{"queries":[` + strings.Join(all, ",") + `]}`)}
}

// scans ask at once, each about some packages, and return what each was told.
func (o *osv) scans(t *testing.T, crowd *batch.Crowd, all ...[]string) []string {
	t.Helper()
	out := make([]string, len(all))
	var wg sync.WaitGroup
	var leave []func()
	for range all {
		leave = append(leave, crowd.Enter())
	}
	for i, names := range all {
		wg.Go(func() {
			defer leave[i]()
			body, err := o.fetch(t.Context(), query(names...), "github.com/a/b", "")
			if out[i] = string(body); err != nil {
				out[i] = err.Error()
			}
		})
	}
	wg.Wait()
	return out
}

// alone asks about the same packages as if there were no other scan.
func aloneOf(t *testing.T, names []string) string {
	t.Helper()
	o := osvOf(t, nil)
	body, err := o.fetch(t.Context(), query(names...), "github.com/a/b", "")
	if err != nil {
		return err.Error()
	}
	return string(body)
}

// Several scans are one request, and each is told byte by byte what it would be
// told alone; so it is when one of them asks what is refused, or OSV has more to
// say than it says at once.
func TestOSV_scansAskTogetherAndAreToldTheirOwn(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		scans    [][]string
		requests int64
	}{
		"of different packages":         {[][]string{{"a"}, {"b", "none"}, {"c"}}, 1},
		"of some that are the same":     {[][]string{{"a", "b"}, {"b", "a"}, {"b", "b", "c"}, {"a"}}, 1},
		"one of them refused":           {[][]string{{"a"}, {"bad"}, {"c", "a"}}, 4},
		"one of them with more to come": {[][]string{{"a"}, {"much", "b"}, {"c"}}, 2},
		"together too much for a page":  {[][]string{{"a", "b"}, {"c", "d"}, {"e", "f"}}, 2},
		"one without a query":           {[][]string{{"a"}, {"b"}, {}}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			crowd := patient()
			o := osvOf(t, crowd)
			for i, got := range o.scans(t, crowd, tt.scans...) {
				if want := aloneOf(t, tt.scans[i]); got != want {
					t.Errorf("scan %d: %s\nalone %s", i, got, want)
				}
			}
			if name == "together too much for a page" {
				// Which of them came last is not settled.
				tt.requests = o.hits.Load()
			}
			if n := o.hits.Load(); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
		})
	}
}

// What is asked of one package is kept for all who use it, and no longer than
// the oldest answer a scan was told of.
func TestOSV_aPackageIsAskedOnce(t *testing.T) {
	t.Parallel()
	o := osvOf(t, nil)
	for _, step := range []struct {
		after   time.Duration
		names   []string
		queries []int // of the requests so far
	}{
		{0, []string{"a", "b"}, []int{2}},
		{0, []string{"b", "a"}, []int{2}},
		{30 * time.Minute, []string{"a", "c", "none"}, []int{2, 2}},
		{29 * time.Minute, []string{"a", "c", "none"}, []int{2, 2}},
		{time.Minute, []string{"a", "c", "none"}, []int{2, 2, 1}}, // a is an hour old
		{29 * time.Minute, []string{"none", "c", "a"}, []int{2, 2, 1}},
		{time.Minute, []string{"none", "c", "a"}, []int{2, 2, 1, 2}},
		{0, []string{"much"}, []int{2, 2, 1, 2, 1}},
		{0, []string{"much", "a"}, []int{2, 2, 1, 2, 1}}, // told so alone a moment ago
		{0, []string{"much", "d"}, []int{2, 2, 1, 2, 1, 2}},
	} {
		o.later(step.after)
		body, err := o.fetch(t.Context(), query(step.names...), "github.com/a/b", "")
		if want := aloneOf(t, step.names); err != nil || string(body) != want {
			t.Errorf("%v: %s, %v; want %s", step.names, body, err, want)
		}
		if fmt.Sprint(o.sizes) != fmt.Sprint(step.queries) {
			t.Errorf("%v: asked %v queries, want %v", step.names, o.sizes, step.queries)
		}
	}
}

// A batch that is not what Scorecard's client writes, or too large to be taken
// apart, goes as it is.
func TestOSV_whatIsNotUnderstoodIsPassedOn(t *testing.T) {
	t.Parallel()
	o := osvOf(t, nil)
	var got []string
	o.reply.Store(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // of this test
		got = append(got, string(body))
		rw.Write([]byte(`{"results":[{}]}`))
	})
	for i, body := range []string{`{"queries":[{"commit":"c"}],"more":1}`, `{"queries": [{"commit":"d"}]}`} {
		q := query()
		q.Body = []byte(body)
		if _, err := o.fetch(t.Context(), q, "github.com/a/b", ""); err != nil || len(got) != i+1 || got[i] != body {
			t.Errorf("sent %q, %v; want %q", got, err, body)
		}
	}
	if queriesOf([]byte(`{"queries":[`+strings.Repeat(`{},`, mostQueries)+`{}]}`)) != nil {
		t.Error("more than OSV takes are taken apart")
	}
}

// A host in trouble fails each of them as it would alone.
func TestOSV_aFailureIsOfEachScan(t *testing.T) {
	t.Parallel()
	crowd := patient()
	o := osvOf(t, crowd)
	o.reply.Store(func(rw http.ResponseWriter, _ *http.Request) { http.Error(rw, "x", http.StatusInternalServerError) })
	for i, got := range o.scans(t, crowd, []string{"a"}, []string{"b"}) {
		if !strings.Contains(got, errService.Error()) {
			t.Errorf("scan %d: %s", i, got)
		}
	}
	if n := o.hits.Load(); n < 3 || n > 5 { // together once, then twice each or left alone
		t.Errorf("%d requests", n)
	}
	if got := o.scans(t, crowd, []string{"a"}, []string{"b"}); !regexp.MustCompile(`\d\d:\d\d:\d\d`).MatchString(got[0] + got[1]) {
		t.Errorf("a moment later: %v", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o.later(time.Hour)
	defer crowd.Enter()()
	defer crowd.Enter()()
	if _, err := o.fetch(ctx, query("z"), "github.com/a/b", ""); !errors.Is(err, context.Canceled) || !errors.Is(err, errService) {
		t.Errorf("called off: %v", err)
	}
}
