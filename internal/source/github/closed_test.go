package github

import (
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest/schema"
)

// guard is a bench whose token may not see fields of the schema.
func guard(t *testing.T, refused ...string) *bench {
	t.Helper()
	b := start(t, setup{})
	b.fake = githubtest.Start(t, githubtest.Config{
		World: githubtest.Generate(4, 7), Now: b.clock.now,
		Tokens: map[string]githubtest.Budget{secret: {Owner: "example-demo", Refused: refused}},
	})
	b.Source = b.source(false)
	return b
}

// A part that is refused, alone or with all of the repository, costs one more request at most, once
// an owner. Its inputs are late; the others are what they were.
func TestClosed_theRestIsRead(t *testing.T) {
	t.Parallel()
	open := guard(t)
	p := generated(1)[0]
	whole := open.must(p)
	for name, row := range map[string]struct {
		refused string
		late    []field.ID
		more    int // requests more than without
	}{
		"alone":         {"Repository.fundingLinks", []field.ID{field.FundingLinks}, 1},
		"topics":        {"Repository.repositoryTopics", []field.ID{field.Topics}, 1},
		"may be null":   {"Repository.licenseInfo", []field.ID{field.LicenceDeclared}, 0},
		"policy":        {"Repository.isSecurityPolicyEnabled", []field.ID{field.SecurityPolicyShown}, 0},
		"releases":      {"Repository.releases", lost["releases"], 1},
		"issues":        {"Repository.issues", append([]field.ID{field.OpenIssues}, issueFields...), 1},
		"pull requests": {"Repository.pullRequests", append([]field.ID{field.OpenChangeRequests}, changeInputs...), 1},
		"comments":      {"Issue.comments", issueFields, 1},
		"history":       {"Commit.history", []field.ID{field.OrgsOfRegulars}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			other := guard(t)
			n := other.cost(func() { other.must(p) }).Total
			b := guard(t, row.refused)
			var ins health.Inputs
			if c := b.cost(func() { ins = b.must(p) }).Total; c > n+row.more {
				t.Errorf("%d requests, want at most %d", c, n+row.more)
			}
			late := map[field.ID]bool{}
			for _, id := range row.late {
				late[id] = true
			}
			for id, in := range ins {
				switch {
				case late[id] && (in.State != health.Unknown || in.Late.Whom != "GitHub" || in.Late.Why != hidden):
					t.Errorf("%s is %+v, want late", id, in)
				case !late[id] && !in.Same(whole[id]):
					t.Errorf("%s was %+v, is %+v", id, whole[id], in)
				}
			}
			b.clock.add(2 * time.Hour)
			if c := b.cost(func() { b.must(p) }).Total; c > 2 {
				t.Errorf("%d requests later", c)
			}
		})
	}
}

// One refused repository of a batch takes no other with it.
func TestClosed_inABatch(t *testing.T) {
	t.Parallel()
	b := guard(t, "Repository.issues")
	all := generated(4)
	c := b.cost(func() {
		snaps, errs := observeAll(b, all)
		if len(snaps) != 4 || len(errs) > 0 {
			t.Errorf("%d answered, errors %v", len(snaps), errs)
		}
	})
	if c.Total > 2+4*firstAsks {
		t.Errorf("%d requests", c.Total)
	}
}

// The same for records: what is refused is unseen, and the rest is read.
func TestClosed_records(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		refused string
		fault   githubtest.Fault
		unseen  []forge.Part
	}{
		"releases": {refused: "Repository.releases", unseen: []forge.Part{forge.PartReleases}},
		"issues":   {refused: "Repository.issues", unseen: []forge.Part{forge.PartIssues}},
		"unnamed": {
			fault:  githubtest.Fault{Endpoint: queries, Errors: "FORBIDDEN", NoData: true, Times: 1},
			unseen: []forge.Part{forge.PartBranches, forge.PartCheckRuns},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := seat(t).must(reviewed)
			d := seat(t)
			if row.refused != "" {
				d = seat(t, row.refused)
			} else {
				d.fake.Fail(row.fault)
			}
			var r forge.Records
			first := d.cost(func() { r = d.must(reviewed, row.unseen...) }).Total
			for _, part := range row.unseen {
				if r.Unseen[part] != hidden {
					t.Errorf("%s: %q", part, r.Unseen[part])
				}
			}
			if r.Commit != whole.Commit || len(r.Commits) != len(whole.Commits) || len(r.Languages) != len(whole.Languages) {
				t.Errorf("the rest is %+v", r)
			}
			d.clock.add(time.Hour)
			if again := d.cost(func() { d.must(reviewed, row.unseen...) }).Total; again >= first {
				t.Errorf("%d requests, then %d: the refusal is not remembered", first, again)
			}
		})
	}
}

// Any parts can be left out of a query, and it stays one of the schema.
func TestClosed_queriesAreOfTheSchema(t *testing.T) {
	t.Parallel()
	vars := map[string]any{"o0": "a", "n0": "b"}
	for name := range lost {
		schema.ValidateQuery(t, batchQuery([]bool{false}, [][]string{{name}}, 0), vars)
	}
	one := map[string]any{"owner": "a", "name": "b", "defaults": defaultsName}
	for _, names := range [][]string{{"head"}, {"issues"}, {"releases"}, {"protected"}, {"rulesets"}, {"languages"}, {"licenseInfo"}, guarded} {
		schema.ValidateQuery(t, recordsQuery(false, true, 0, names...), one)
		for _, name := range names {
			if q := recordsQuery(false, false, 0, names...); name != checksPart && strings.Contains(q, "\n  "+name) {
				t.Errorf("%s is still in\n%s", name, q)
			}
		}
	}
}
