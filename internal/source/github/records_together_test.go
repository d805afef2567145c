package github

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest/schema"
)

// hall is a desk at which all wait for each other for as long as it takes.
func hall(t testing.TB, refused ...string) *desk {
	t.Helper()
	d := seat(t, refused...)
	d.crowd = &batch.Crowd{Each: time.Hour, Longest: time.Hour, Back: -1}
	d.restart()
	return d
}

// scanned is what became of one scan.
type scanned struct {
	r   forge.Records
	err error
}

// atOnce scans all at the same time, in the order of the names.
func (d *desk) atOnce(names ...string) []scanned {
	d.t.Helper()
	out := make([]scanned, len(names))
	var wg sync.WaitGroup
	leave := make([]func(), len(names))
	for i := range names {
		leave[i] = d.crowd.Enter()
	}
	for i, name := range names {
		wg.Go(func() {
			defer leave[i]()
			out[i].r, out[i].err = d.Records(d.t.Context(), project(name))
		})
	}
	wg.Wait()
	return out
}

// sameAs compares a scan with the one of a repository alone.
func (s scanned) sameAs(t *testing.T, name string, d, alone *desk) {
	t.Helper()
	want, err := alone.Records(t.Context(), project(name))
	if text(err) != text(s.err) {
		t.Errorf("%s: error %v, alone %v", name, s.err, err)
	}
	want.ObservedAt, s.r.ObservedAt = time.Time{}, time.Time{}
	if diff := cmp.Diff(alone.plain(want), d.plain(s.r)); diff != "" {
		t.Errorf("%s (-alone +together):\n%s", name, diff)
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// everything are all there is to scan, and what is not there.
func (d *desk) everything() []string {
	return append(d.judged(), "example-bare/empty", "example-bare/headless", "example-gone/blocked", "example-none/none", "example-busy/server")
}

// Different repositories scanned at once through shared queries are each what
// they are alone, the first time, when known, and with a day between; whatever
// the token may see. Mixing them up would be the worst fault there is.
func TestRecords_togetherAreWhatTheyAreAlone(t *testing.T) {
	t.Parallel()
	for _, refused := range []string{"", "Commit.checkSuites", "Ref.branchProtectionRule", "User.organizations"} {
		t.Run("without "+refused, func(t *testing.T) {
			t.Parallel()
			d, alone := hall(t, refused), seat(t, refused)
			names := d.everything()
			for _, step := range []string{"first", "again", "a day later"} {
				var all []scanned
				n := d.cost(func() { all = d.atOnce(names...) })
				for i, s := range all {
					s.sameAs(t, names[i], d, alone)
				}
				t.Logf("%s: %d of %d requests for %d repositories in queries", step, n.Endpoint["POST /graphql"], n.Total, len(names))
				if n.Endpoint["POST /graphql"] > len(names)/2 {
					t.Errorf("%s: %d queries for %d repositories", step, n.Endpoint["POST /graphql"], len(names))
				}
				d.restart()
				alone.restart()
				if step == "again" {
					d.clock.add(25 * time.Hour)
					alone.clock.add(25 * time.Hour)
				}
			}
		})
	}
}

// A fault of one is the fault of one. What may come of asking together is asked
// again alone, and a limit is of all.
func TestRecords_aFaultIsOfWhomItIsOf(t *testing.T) {
	t.Parallel()
	names := []string{reviewed, rulesets, targets, twice}
	together := func(r *http.Request) bool { return asksFor("r1:")(r) }
	later := (*source.LaterError)(nil)
	for what, tt := range map[string]struct {
		fault githubtest.Fault
		check func(t *testing.T, all []scanned) // nil: as without it
		most  int                               // queries
	}{
		"one refused":        {fault: githubtest.Partial("SOME_ERROR", "r1"), most: 6},
		"all refused":        {fault: githubtest.Partial("SOME_ERROR"), most: 10},
		"too much":           {fault: githubtest.TooMuch(), most: 12},
		"too much for one":   {fault: githubtest.Partial("RESOURCE_LIMITS_EXCEEDED", "r1"), most: 12},
		"a gateway gives up": {fault: githubtest.HTML(http.StatusBadGateway), most: 20},
		"no JSON":            {fault: githubtest.Malformed(), most: 12},
		"other types": {fault: githubtest.Mistyped(), most: 12, check: func(t *testing.T, all []scanned) {
			for i, s := range all { // as alone: it fails those it was for, whole
				if s.err != nil && (!errors.Is(s.err, source.ErrUnavailable) || s.r.Commit != "") {
					t.Errorf("%s: %v beside %s", names[i], s.err, s.r.Commit)
				}
			}
		}},
		"nothing":            {fault: githubtest.Fault{Body: []byte(`{"data":{}}`)}, most: 12},
		"not found, it says": {fault: githubtest.Partial("NOT_FOUND", "d0", "d1"), most: 4},
		"cut off":            {fault: githubtest.Fault{Cut: 4000}, most: 12},
		"404":                {fault: githubtest.Broken(http.StatusNotFound), most: 12},
		"a limit": {fault: githubtest.PrimaryLimit(newClock().now().Add(20 * time.Minute)), most: 2, check: func(t *testing.T, all []scanned) {
			for i, s := range all {
				if !errors.As(s.err, &later) || s.r.Commit != "" {
					t.Errorf("%s: %v", names[i], s.err)
				}
			}
		}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			d, alone := hall(t), seat(t)
			tt.fault.Endpoint, tt.fault.Match = "POST /graphql", together
			d.fake.Fail(tt.fault)
			var all []scanned
			n := d.cost(func() { all = d.atOnce(names...) }).Endpoint["POST /graphql"]
			if n > tt.most {
				t.Errorf("%d queries, want at most %d", n, tt.most)
			}
			if tt.check != nil {
				tt.check(t, all)
				return
			}
			for i, s := range all {
				s.sameAs(t, names[i], d, alone)
			}
		})
	}
}

// A repository whose records are too much for one query is no company for others
// after the first time.
func TestRecords_theLargeAskAlone(t *testing.T) {
	t.Parallel()
	d, alone := hall(t), seat(t)
	large := githubtest.TooMuch()
	large.Match = func(r *http.Request) bool {
		return asksFor("checkSuites", "issues(", `"reviewed"`)(r)
	}
	d.fake.Fail(large)
	names := []string{reviewed, rulesets, targets, twice}
	for _, most := range []int{12, 7} { // queries: that of all is asked no more
		n := d.cost(func() {
			for i, s := range d.atOnce(names...) {
				s.sameAs(t, names[i], d, alone)
			}
		}).Endpoint["POST /graphql"]
		if n > most {
			t.Errorf("%d queries, want at most %d", n, most)
		}
		if most == 12 {
			d.clock.add(time.Hour)
			alone.restart()
		}
	}
}

// One who gives up harms nobody.
func TestRecords_togetherEndWithTheirContext(t *testing.T) {
	t.Parallel()
	d, alone := hall(t), seat(t)
	var leave []func()
	for range 3 {
		leave = append(leave, d.crowd.Enter())
	}
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		defer leave[0]()
		_, err := d.Records(ctx, project(reviewed))
		gone <- err
	}()
	var wg sync.WaitGroup
	for i, name := range []string{rulesets, targets} {
		wg.Go(func() {
			defer leave[i+1]()
			r, err := d.Records(t.Context(), project(name))
			scanned{r, err}.sameAs(t, name, d, alone)
		})
	}
	cancel()
	if err := <-gone; err != nil { // or it was told before
		wrong(t, err, context.Canceled)
	}
	wg.Wait()
}

// What was asked together is counted once, for whoever sent it.
func TestRecords_togetherAreMeteredOnce(t *testing.T) {
	t.Parallel()
	d := hall(t)
	names := d.judged()
	meters := make([]cost.Meter, len(names))
	n := d.cost(func() {
		var wg sync.WaitGroup
		for i, name := range names {
			leave := d.crowd.Enter()
			wg.Go(func() {
				defer leave()
				if _, err := d.Records(cost.WithMeter(t.Context(), &meters[i]), project(name)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			})
		}
		wg.Wait()
	})
	var sum cost.Cost
	for i := range meters {
		sum = sum.Add(meters[i].Cost())
	}
	if sum.Requests != n.Total || sum.Points != n.Points {
		t.Errorf("metered %+v, the host counts %d requests and %d points", sum, n.Total, n.Points)
	}
}

// FuzzDivided: whatever a host answers to several, each is told of nothing but
// what it asked for, under the name it would have alone.
func FuzzDivided(f *testing.F) {
	for _, s := range []string{
		`{"data":{"r0":1,"r1":2,"u0":3}}`, `{"data":{"r0":1},"errors":[{"type":"FORBIDDEN","path":["r1","a",0]}]}`, `{"data":{"r0":1,"r1":2,"u0":3},"errors":[{"type":"NOT_FOUND","path":["u0"]}]}`,
		`{"data":{"r0":1},"errors":[{"path":[7]}]}`, `{"data":{"r0":1},"errors":[{"type":"RESOURCE_LIMITS_EXCEEDED","path":["r0"]}]}`, `{"data":{"r0":1},"errors":[{}]}`,
	} {
		f.Add([]byte(s))
	}
	names := []map[string]string{{"r0": "r", "u0": "u0"}, {"r1": "r", "u0": "u1"}, {}}
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, _, err := decodeAnswer(raw)
		if err != nil {
			return
		}
		all, err := a.divided(names)
		if err != nil {
			return
		}
		for i, mine := range all {
			for theirs, alone := range names[i] {
				if !bytes.Equal(mine.Value.data[alone], a.data[theirs]) {
					t.Errorf("%d is told %s of %s", i, mine.Value.data[alone], alone)
				}
			}
			if len(mine.Value.data) != len(names[i]) {
				t.Errorf("%d is told %v", i, mine.Value.data)
			}
			for _, f := range mine.Value.faults {
				if alone, ok := f.Path[0].(string); !ok || !slices.Contains(slices.Collect(maps.Values(names[i])), alone) {
					t.Errorf("%d is told of a fault at %v", i, f.Path)
				}
				if mine.Err == nil && f.Type != "NOT_FOUND" && !f.permission() {
					t.Errorf("%d is told of %s", i, f.Type)
				}
			}
		}
	})
}

// The queries are ones GitHub would take.
func TestTogetherQueries_areGitHubs(t *testing.T) {
	t.Parallel()
	var qs []inquiry
	for i := range mostRecords {
		q := inquiry{owner: "a", name: fmt.Sprint("b", i)}
		if i%2 == 0 {
			q.node, q.ahead = "R_x", []string{"a", "b"}[:i/2]
		}
		qs = append(qs, q)
	}
	query, vars, names := recordsTogether(qs)
	schema.ValidateQuery(t, query, vars)
	if want := map[string]string{"r2": "r", "n2": "n", "d2": "d"}; !cmp.Equal(names[2], want) || len(names) != mostRecords {
		t.Errorf("names %v", names)
	}
	follow := []following{{users: []string{"Kim", "zoe"}}, {node: "R_x", users: []string{"kim", "ole"}, branches: []string{"a", "b"}}, {node: "R_y", branches: []string{"c"}}}
	query, vars, names = followTogether(follow)
	schema.ValidateQuery(t, query, vars)
	if want := []map[string]string{{"u0": "u0", "u1": "u1"}, {"u0": "u0", "u2": "u1", "r1": "r"}, {"r2": "r"}}; !cmp.Equal(names, want) {
		t.Errorf("names %v", names)
	}
	query, vars, _ = followTogether(follow[:1])
	schema.ValidateQuery(t, query, vars)
	query, vars, _ = followTogether(follow[2:])
	schema.ValidateQuery(t, query, vars)

	page := make([]string, maxUsers)
	if held := slices.Repeat([]following{{users: page}}, mostFollowed-1); !followable(held, following{users: page}) || followable(held, following{users: append(page, "one")}) || strings.Contains(query, "user(") {
		t.Error("a page of users of each fits, and no more")
	}
}
