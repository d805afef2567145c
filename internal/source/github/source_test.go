package github

import (
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestObserve_factsOfARepository(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	policy := true
	p := b.repository("example-org/tool", func(r *githubtest.Repository) {
		r.Stars, r.Forks, r.SecurityPolicy = 1234, 56, &policy
		r.Topics = []string{"parser", "c"}
		r.Languages = []githubtest.Language{{Name: "C", Size: 900}, {Name: "Shell", Size: 90}}
		r.Publish("v1.0", "example-member", b.ago(50))
		r.Publish("v1.1-rc1", "example-member", b.ago(5)).Prerelease = true
		r.OpenIssue("example-visitor", b.ago(3))
		r.OpenIssue("example-visitor", b.ago(9)).Close("example-member", b.ago(8))
		r.OpenPull("example-visitor", b.ago(2))
	})
	ins := b.must(p)
	is(t, ins, "repository_name", "example-org/tool")
	is(t, ins, "repository_created", "2021-06-04")
	is(t, ins, "repository_archived", false)
	is(t, ins, "repository_fork", false)
	is(t, ins, "repository_mirror", false)
	is(t, ins, "issues_enabled", true)
	is(t, ins, "default_branch", "main")
	is(t, ins, "licence_declared", "MIT")
	is(t, ins, "topics", `["parser","c"]`)
	is(t, ins, "languages", `["C","Shell"]`)
	is(t, ins, "stars", 1234)
	is(t, ins, "forks", 56)
	is(t, ins, "open_issues", 1)
	is(t, ins, "open_change_requests", 1)
	is(t, ins, "host_release", "2026-10-06")
	is(t, ins, "security_policy_shown", true)
	is(t, ins, "funding_links", `[]`)
	is(t, ins, "last_maintainer_act", "2026-11-20") // the pre-release is an act, too
	is(t, ins, "tracker_read_since", "2021-06-04")
	isNot(t, ins, "repository_archived_on", health.NotApplicable)
	isNot(t, ins, "repository_parent", health.NotApplicable)
	if len(ins.Field("head_commit").Text) != 40 {
		t.Errorf("head %q", ins.Field("head_commit").Text)
	}
	id := b.ledger.ids["github.com/example-org/tool"]
	if id.NodeID == "" || id.Name != "example-org/tool" || id.Presence != forge.Present || !id.Since.Equal(b.clock.now()) || !id.Checked.Equal(b.clock.now()) || !id.MovedAt.IsZero() {
		t.Errorf("identity %+v", id)
	}
}

func TestObserve_howOutsidersAreAnswered(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/tool", func(r *githubtest.Repository) {
		for i := range 4 { // answered after one to four days, by a comment
			r.OpenIssue("example-visitor", b.ago(100+float64(i))).Comment("example-member", b.ago(99))
		}
		r.OpenIssue("example-visitor", b.ago(60)) // by nobody
		r.OpenIssue("example-visitor", b.ago(50)).Close("example-helper[bot]", b.ago(20))
		r.OpenIssue("example-visitor", b.ago(40)).Comment("example-passer-by", b.ago(39))
		r.OpenIssue("example-member", b.ago(30)) // no outsider
		r.OpenIssue("renovate[bot]", b.ago(30))
		r.OpenPull("example-visitor", b.ago(30)).Review("example-other", "APPROVED", b.ago(28))
		r.OpenPull("example-visitor", b.ago(30)).Merge("example-member", b.ago(29))
		r.OpenPull("example-visitor", b.ago(30)).Close("example-other", b.ago(20))
		r.OpenPull("example-member", b.ago(20)).Merge("example-other", b.ago(20))
		r.OpenPull("example-member", b.ago(20)).Merge("example-member", b.ago(19))
		r.OpenPull("dependabot[bot]", b.ago(9)).Merge("example-member", b.ago(8))
	})
	ins := b.must(p)
	is(t, ins, "first_response_days_p50", 3.) // 1 1 2 2 3 4 10, and three wait
	if got := ins.Field("first_response_days_p50").Reason; testkit.Unsaid(got, "10", "180", "3") != nil {
		t.Errorf("how it was had: %q", got)
	}
	is(t, ins, "change_request_closure", .8)
	is(t, ins, "outside_items_12m", 10)
	is(t, ins, "outside_items_answered_12m", 7)
	is(t, ins, "outside_items_24m", 10)
	is(t, ins, "mergers_12m", 0)
	is(t, ins, "last_maintainer_act", "2026-11-17")
	// A day later it waits a day longer, without a request.
	b.clock.add(24 * time.Hour)
	c := b.cost(func() { is(t, b.must(p), "first_response_days_p50", 3.) })
	if c.Total != 1 { // the batch of one
		t.Errorf("%d requests for an unchanged repository", c.Total)
	}
}

func TestObserve_whereNothingCanBeAsked(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := project("example-org/tool")
	p.Repositories[0].URL = "https://gitlab.com/example-org/tool"
	c := b.cost(func() {
		ins := b.must(p)
		for _, in := range ins {
			isNot(t, ins, string(in.Field), health.Unknown, "gitlab.com")
		}
	})
	if c.Total != 0 {
		t.Errorf("%d requests", c.Total)
	}
	_, err := b.Observe(t.Context(), project("example-org/tool"), b.ago(400))
	wrong(t, err, source.ErrUnavailable)
	_, err = b.observe(health.Project{Slug: "x", NoRepository: "none"})
	wrong(t, err, source.ErrUnavailable)
}

func TestObserve_notApplicableAndWhoSaysSo(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	fill := func(r *githubtest.Repository) {
		for range 5 {
			r.OpenIssue("example-visitor", b.ago(50)).Comment("example-member", b.ago(49))
			r.OpenPull("example-visitor", b.ago(50)).Merge("example-member", b.ago(49))
		}
	}
	tracker := b.repository("example-org/tracker", fill)
	tracker.Tracker = "bugs.example.org"
	both := b.repository("example-org/both", fill)
	both.Tracker, both.Review = "bugs.example.org", "phabricator"
	mirrored := b.repository("example-org/pushed", fill)
	mirrored.Repositories[0].Mirror = true
	hosted := b.repository("example-org/mirror", func(r *githubtest.Repository) { fill(r); r.Mirror = "https://git.example.org/x" })
	closed := b.repository("example-org/closed", func(r *githubtest.Repository) { fill(r); r.NoIssues = true })
	archived := b.repository("example-org/archived", func(r *githubtest.Repository) { fill(r); r.Archive(b.ago(7)) })
	list := b.repository("example-org/list", fill)
	list.Review = "mailing_list"
	reasons := map[string]string{}
	for _, tc := range []struct {
		p       health.Project
		says    string // who says so, or where it is
		v5, v6  health.State
		mergers health.State
	}{
		{tracker, "", health.Observed, health.Observed, health.Observed},
		{both, "bugs.example.org", health.NotApplicable, health.NotApplicable, health.Observed},
		{mirrored, "", health.NotApplicable, health.NotApplicable, health.NotApplicable},
		{hosted, "GitHub", health.NotApplicable, health.NotApplicable, health.NotApplicable},
		{closed, "GitHub", health.NotApplicable, health.Observed, health.Observed},
		{archived, "GitHub", health.NotApplicable, health.NotApplicable, health.Observed},
		{list, "", health.Observed, health.NotApplicable, health.NotApplicable},
	} {
		ins := b.must(tc.p)
		for name, want := range map[string]health.State{"first_response_days_p50": tc.v5, "outside_items_12m": tc.v5, "change_request_closure": tc.v6, "mergers_12m": tc.mergers} {
			in := ins.Field(field.ID(name))
			if in.State != want || want == health.NotApplicable && in.Reason == "" {
				t.Errorf("%s: %s is %s (%s), want %s", tc.p.Slug, name, in.State, in.Reason, want)
			}
			if want == health.NotApplicable {
				if isNot(t, ins, name, want); tc.says != "" {
					isNot(t, ins, name, want, tc.says)
				}
				if other, ok := reasons[in.Reason]; ok && other != tc.p.Slug {
					t.Errorf("%s and %s have one reason: %s", tc.p.Slug, other, in.Reason)
				}
				reasons[in.Reason] = tc.p.Slug
			}
		}
	}
}

func TestObserve_employersOfTheRegulars(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/tool", func(r *githubtest.Repository) {
		for i := range 4 {
			for _, who := range []string{"example-member", "example-other", "example-third"} {
				r.Push(who, b.ago(float64(30*(4-i))))
			}
		}
		r.Push("example-once", b.ago(1))
	})
	b.fake.Edit(func(w *githubtest.World) {
		w.AddAccount(&githubtest.Account{Login: "example-member", Company: "@Acme"})
		w.AddAccount(&githubtest.Account{Login: "example-other", Company: "Acme, Inc."})
	})
	ins := b.must(p)
	is(t, ins, "orgs_of_regulars", 1)
	if got := ins.Field("orgs_of_regulars").Reason; testkit.Unsaid(got, "2 of 3") != nil {
		t.Errorf("%q", got)
	}
	// What is declared is renewed before it lapses, also where nothing happens.
	b.fake.Edit(func(w *githubtest.World) {
		w.AddAccount(&githubtest.Account{Login: "example-other", Company: "Beispiel GmbH"})
	})
	b.clock.add(20 * 24 * time.Hour)
	if c := b.cost(func() { is(t, b.must(p), "orgs_of_regulars", 1) }); c.Total != 1 {
		t.Errorf("%d requests", c.Total)
	}
	b.clock.add(6 * 24 * time.Hour)
	if c := b.cost(func() { is(t, b.must(p), "orgs_of_regulars", 2) }); c.Total != 2 {
		t.Errorf("%d requests", c.Total)
	}
}

// Two years of a busy project are read a page further each time.
func TestObserve_readsFurtherBackEachTime(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/busy", func(r *githubtest.Repository) {
		for i := range 560 {
			r.OpenIssue("example-visitor", b.ago(600-float64(i))).Comment("example-member", b.ago(599-float64(i)))
			r.OpenPull("example-visitor", b.ago(600-float64(i))).Merge("example-member", b.ago(599-float64(i)))
		}
	})
	c := b.cost(func() {
		ins := b.must(p)
		is(t, ins, "first_response_days_p50", 1.)
		isNot(t, ins, "outside_items_12m", health.Unknown)
		is(t, ins, "tracker_read_since", b.ago(239).Format(time.DateOnly))
	})
	if c.Total != 3 { // a batch of one, the newest page, one further back
		t.Errorf("%d requests for the first reading", c.Total)
	}
	for i, want := range []float64{339, 439, 539, 2000} {
		c := b.cost(func() { is(t, b.must(p), "tracker_read_since", b.ago(want).Format(time.DateOnly)) })
		if c.Total != 2 {
			t.Errorf("reading %d: %d requests", i+2, c.Total)
		}
	}
	c = b.cost(func() {
		ins := b.must(p)
		is(t, ins, "outside_items_24m", 1120)
		is(t, ins, "outside_items_answered_24m", 1120)
		is(t, ins, "mergers_12m", 1)
	})
	if c.Total != 1 {
		t.Errorf("%d requests when all is read", c.Total)
	}
}

// After a long pause more than a page moved: the gap is closed, and where it is
// too wide the figures are of what is known.
func TestObserve_closesTheGap(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/busy", func(r *githubtest.Repository) {
		for i := range 10 {
			r.OpenIssue("example-visitor", b.ago(30-float64(i)))
		}
	})
	is(t, b.must(p), "outside_items_12m", 10)
	b.clock.add(24 * time.Hour)
	b.edit("example-org/busy", func(_ *githubtest.World, r *githubtest.Repository) {
		for i := range 250 {
			r.OpenIssue("example-visitor", b.ago(1-float64(i)/300))
		}
	})
	c := b.cost(func() { is(t, b.must(p), "outside_items_12m", 260) })
	if c.Total < 4 || c.Total > 5 {
		t.Errorf("%d requests to read 250 new items", c.Total)
	}
	b.clock.add(24 * time.Hour)
	b.edit("example-org/busy", func(_ *githubtest.World, r *githubtest.Repository) {
		for i := range 100*laterAsks + 50 {
			r.OpenIssue("example-visitor", b.ago(1-float64(i)/3000))
		}
	})
	c = b.cost(func() {
		ins := b.must(p)
		isNot(t, ins, "outside_items_12m", health.Unknown, "2026-11-26")
		if got := ins.Field("outside_items_24m").Value; got < 1900 || got > 2000 {
			t.Errorf("%g items in the part that is known", got)
		}
	})
	if c.Total != 1+laterAsks {
		t.Errorf("%d requests at most: %d", c.Total, 1+laterAsks)
	}
}

func TestObserve_withoutAToken(t *testing.T) {
	t.Parallel()
	b := start(t, setup{anonymous: true})
	p := b.repository("example-org/tool", func(r *githubtest.Repository) { r.Stars = 7 })
	c := b.cost(func() {
		if err := b.Prefetch(t.Context(), []health.Project{p}); err != nil {
			t.Error(err)
		}
		ins := b.must(p)
		is(t, ins, "stars", 7)
		is(t, ins, "licence_declared", "MIT")
		is(t, ins, "repository_archived", false)
		for _, f := range append([]field.ID{"languages", "head_commit", "host_release"}, trackerFields...) {
			isNot(t, ins, string(f), health.Unknown, "token")
		}
	})
	if c.Total != 1 || c.Endpoint["GET /repos/{owner}/{repo}"] != 1 {
		t.Errorf("%v", c.Endpoint)
	}
	plan, err := b.Plan(t.Context(), generated(145))
	if err != nil || plan.Projects != 145 || plan.First != 145 || plan.Cost != (cost.Cost{Requests: 145}) || plan.Hourly != 60 || plan.Without == "" {
		t.Errorf("%+v, error %v", plan, err)
	}
}

// Whoever asks at the same time shares one request.
func TestObserve_sharesARequest(t *testing.T) {
	t.Parallel()
	b := start(t, setup{world: githubtest.Generate(60, 1), latency: 20 * time.Millisecond})
	all := generated(60)
	c := b.cost(func() {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if err := b.Prefetch(t.Context(), all); err != nil {
					t.Error(err)
				}
			})
			wg.Go(func() { b.must(all[7]) })
		}
		wg.Wait()
	})
	// Of eight at once one learns, the others wait for it. An answer serves whoever
	// waited; who comes later asks again.
	activity := c.Repository[githubtest.GeneratedName(7)]
	if c.Total > 6 || activity > 6 {
		t.Errorf("%d requests for 16 callers", c.Total)
	}
	t.Logf("16 callers at once: %d requests", c.Total)
}
