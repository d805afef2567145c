package github

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

const queries = "POST /graphql"

// observeAll returns the snapshots of those that answered and the errors of the
// others, by slug.
func observeAll(b *bench, all []health.Project) (map[string]health.Snapshot, map[string]error) {
	b.t.Helper()
	snaps, errs := map[string]health.Snapshot{}, map[string]error{}
	for i, p := range all {
		if err := b.Prefetch(b.t.Context(), all[i:]); err != nil {
			errs[p.Slug] = err
			continue
		}
		snap, err := b.observe(p)
		if err != nil {
			errs[p.Slug] = err
			continue
		}
		sound(b.t, p, snap)
		snaps[p.Slug] = snap
	}
	return snaps, errs
}

// same checks that whoever answered says what it said before.
func same(t testing.TB, what string, before, after map[string]health.Snapshot) {
	t.Helper()
	for slug, snap := range after {
		for i, in := range snap.Inputs {
			if was := before[slug].Inputs[i]; !in.Same(was) {
				t.Errorf("%s: %s of %s was %s %g %q, is %s %g %q (%s)", what, in.Field, slug, was.State, was.Value, was.Text, in.State, in.Value, in.Text, in.Reason)
			}
		}
	}
}

func TestFault_aFailingAliasFailsAlone(t *testing.T) {
	t.Parallel()
	b := start(t, setup{world: githubtest.Generate(50, 1)})
	all := generated(50)
	before, errs := observeAll(b, all)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for name, f := range map[string]githubtest.Fault{
		"resource limits": githubtest.Partial("RESOURCE_LIMITS_EXCEEDED", "r7"),
		"internal":        githubtest.Partial("INTERNAL", "r7"),
		"name only":       githubtest.Partial("SERVICE_UNAVAILABLE", "n7"),
	} {
		lift := b.fake.Fail(f)
		after, errs := observeAll(b, all)
		lift()
		if len(after) != 49 || len(errs) != 1 {
			t.Errorf("%s: %d of 50 answered, errors %v", name, len(after), errs)
		}
		wrong(t, errs[all[7].Slug], source.ErrUnavailable)
		same(t, name, before, after)
	}
}

func TestFault_aFailingBatchIsSplit(t *testing.T) {
	t.Parallel()
	const n = 80
	world := func() *githubtest.World { return githubtest.Generate(n, 1) }
	poisoned := func(f githubtest.Fault, i int) githubtest.Fault {
		f.Endpoint, f.Repository = queries, githubtest.GeneratedName(i)
		return f
	}
	for name, tc := range map[string]struct {
		fault  githubtest.Fault
		places []int
		most   int // requests
	}{
		"too much for one query": {githubtest.TooMuch(), []int{0, 37, n - 1}, 15},
		"no JSON":                {githubtest.Malformed(), []int{37}, 15},
		// The transport asks four times, and between two failures it is found out
		// that the host is well.
		"502": {githubtest.Broken(http.StatusBadGateway), []int{37, n - 1}, 50},
	} {
		for _, i := range tc.places {
			b := start(t, setup{world: world()})
			all := generated(n)
			lift := b.fake.Fail(poisoned(tc.fault, i))
			var err error
			c := b.cost(func() { err = b.Prefetch(t.Context(), all) })
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if c.Total > tc.most {
				t.Errorf("%s in place %d: %d requests to find it", name, i, c.Total)
			}
			t.Logf("%s in place %d: %d requests", name, i, c.Total)
			snaps, errs := observeAll(b, all)
			if len(snaps) != n-1 || len(errs) != 1 {
				t.Errorf("%s in place %d: %d of %d answered, errors %v", name, i, len(snaps), n, errs)
			}
			wrong(t, errs[all[i].Slug], source.ErrUnavailable)
			lift()
			b.must(all[i])
		}
	}
}

// When all fails, little is asked.
func TestFault_aHostInTroubleIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]githubtest.Fault{
		"502":     githubtest.Broken(http.StatusBadGateway),
		"HTML":    githubtest.HTML(http.StatusOK),
		"unicorn": githubtest.HTML(http.StatusBadGateway),
		"dropped": {Drop: true},
	} {
		b := start(t, setup{world: githubtest.Generate(80, 1)})
		all := generated(80)
		b.fake.Fail(f)
		c := b.cost(func() {
			if err := b.Prefetch(t.Context(), all); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
		_, err := b.observe(all[0])
		wrong(t, err, source.ErrUnavailable)
		if c.Total > 40 {
			t.Errorf("%s: %d requests", name, c.Total)
		}
		t.Logf("%s: %d requests for a batch of 80", name, c.Total)
	}
}

// useless are answers to a query.
var useless = map[string]githubtest.Fault{
	"malformed":    githubtest.Malformed(),
	"mistyped":     githubtest.Mistyped(),
	"nulls":        githubtest.Nulls(),
	"deep":         githubtest.Deep(100_000),
	"twice":        githubtest.Twice(),
	"numbers":      githubtest.Numbers("1e999"),
	"not a number": githubtest.Numbers("NaN"),
	"below zero":   githubtest.Numbers("-1"),
	"no text":      githubtest.BadUTF8(),
	"html":         githubtest.HTML(http.StatusOK),
	"empty":        {Mangle: func([]byte) []byte { return nil }},
	"null":         {Body: []byte("null")},
	"a list":       {Body: []byte("[]")},
	"no data":      {Body: []byte(`{"data":{}}`)},
	"other data":   {Body: []byte(`{"data":{"x":1}}`)},
	"shortened":    {Shorten: 500},
	"cut":          {Cut: 500},
	"partial":      githubtest.Partial("INTERNAL"),
	"too much":     githubtest.TooMuch(),
	"huge":         {Pad: maxAnswer + 1},
}

// Whatever the answer looks like: an error, never a panic, never another figure;
// and the same as before when it is over.
func TestFault_answersNobodyCanUse(t *testing.T) {
	t.Parallel()
	b := start(t, setup{world: githubtest.Generate(5, 1)})
	all := generated(5)
	before, errs := observeAll(b, all)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for name, f := range useless {
		// What moves is asked for, so that both queries meet the fault.
		b.clock.add(time.Hour)
		b.edit(githubtest.GeneratedName(0), func(_ *githubtest.World, r *githubtest.Repository) { r.Push("example-member-0-0", b.clock.now()) })
		f.Endpoint = queries
		lift := b.fake.Fail(f)
		after, errs := observeAll(b, all)
		lift()
		if name == "no text" {
			// Text that is none is text without it; ids and names stay checked.
			if len(errs) == 0 {
				t.Errorf("%s: all answered", name)
			}
			continue
		}
		if len(after) != 0 || len(errs) != len(all) {
			t.Errorf("%s: %d answered", name, len(after))
		}
		for slug, err := range errs {
			if !errors.Is(err, source.ErrUnavailable) {
				t.Errorf("%s: %s: %v", name, slug, err)
			}
		}
	}
	after, errs := observeAll(b, all)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for slug, snap := range after {
		for i, in := range snap.Inputs {
			was := before[slug].Inputs[i]
			if in.State != was.State {
				t.Errorf("%s of %s was %s, is %s (%s)", in.Field, slug, was.State, in.State, in.Reason)
			}
		}
	}
}

// An activity that fails keeps what is remembered, and asks for less first.
func TestFault_activityAsksForLess(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/heavy", func(r *githubtest.Repository) {
		for i := range 150 {
			r.OpenPull("example-visitor", b.ago(200-float64(i))).Comment("example-member", b.ago(199-float64(i)))
		}
	})
	broken := githubtest.TooMuch()
	broken.Endpoint, broken.Skip, broken.Times = queries, 1, 2
	lift := b.fake.Fail(broken)
	c := b.cost(func() { is(t, b.must(p), "first_response_days_p50", 1.) })
	lift()
	if c.Total != 5 { // a batch, 100, 50, 25, one further back
		t.Errorf("%d requests", c.Total)
	}
	lift = b.fake.Fail(githubtest.Fault{Endpoint: queries, Skip: 1, Status: http.StatusBadGateway})
	b.edit("example-org/heavy", func(_ *githubtest.World, r *githubtest.Repository) { r.OpenIssue("example-visitor", b.clock.now()) })
	_, err := b.observe(p)
	wrong(t, err, source.ErrUnavailable)
	lift()
	b.clock.add(time.Hour)
	is(t, b.must(p), "first_response_days_p50", 1.)
}

// A page further back that fails leaves the figures of what is known as they
// are; a cursor the host no longer understands is dropped, and
// the walk begins again when something moves.
func TestFault_aPageFurtherBackThatFails(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		kind         string
		times, asked int // readings, requests for the first of them
	}{
		"a refused cursor":   {"INVALID_CURSOR_ARGUMENTS", 1, 2},
		"too much, always":   {"RESOURCE_LIMITS_EXCEEDED", patience, 6},
		"too much, for once": {"RESOURCE_LIMITS_EXCEEDED", 1, 6},
	} {
		b := start(t, setup{})
		p := b.repository("example-org/busy", func(r *githubtest.Repository) {
			for i := range 450 {
				r.OpenIssue("example-visitor", b.ago(500-float64(i))).Comment("example-member", b.ago(499-float64(i)))
			}
		})
		is(t, b.must(p), "first_response_days_p50", 1.)
		known := b.must(p).Field("tracker_read_since").Text
		for i := range tc.times {
			b.clock.add(time.Hour)
			lift := b.fake.Fail(githubtest.Fault{Endpoint: queries, Skip: 1, Errors: tc.kind, NoData: true})
			c := b.cost(func() {
				ins := b.must(p)
				is(t, ins, "first_response_days_p50", 1.)
				is(t, ins, "tracker_read_since", known)
			})
			lift()
			if i == 0 && c.Total != tc.asked {
				t.Errorf("%s: %d requests, want %d", name, c.Total, tc.asked)
			}
		}
		b.clock.add(time.Hour)
		b.edit("example-org/busy", func(_ *githubtest.World, r *githubtest.Repository) { r.OpenIssue("example-visitor", b.clock.now()) })
		for range 6 {
			is(t, b.must(p), "first_response_days_p50", 1.)
		}
		is(t, b.must(p), "outside_items_24m", 451)
	}
}
