package git

import (
	"fmt"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// The index of the edge cases stands in internal/score/edge_test.go.

// People who work on many packages of one repository are one person each, by
// whatever folder, name or address.
func TestEdge_peopleOfAMonorepoCountOnce(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	for month := range 4 {
		for pkg := range 5 {
			r.Commit(testkit.Commit{
				At: at("2024-01-05").AddDate(0, month, pkg), Name: "Ada Example", Email: fmt.Sprintf("ada+%d@example.org", pkg),
				Files: map[string]string{fmt.Sprintf("packages/p%d/package.json", pkg): fmt.Sprint(month)},
			})
		}
	}
	_, in := observe(t, r, time.Time{})
	want(t, in, map[string]string{"authors_12m": "1", "regulars_12m": "1", "human_commits_12m": "20", "contributor_absence_factor": "1"})
}

// Figures come from the primary alone. A union of people would need every
// component's history and the keys of all who appear in them; of the 158 shipped
// projects 8 name components. The primary's figures are then the least there is,
// and pages, README and method say so.
func TestEdge_ofSeveralRepositoriesThePrimaryIsMeasured(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2024-01-01")})
	r.SetTaken(taken)
	p := project()
	alone, err := newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), p, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	p.Repositories = append([]health.Repository{{URL: "https://example.org/x/nowhere", Role: health.Component}}, p.Repositories...)
	both, err := newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), p, time.Time{})
	if err != nil {
		t.Fatalf("a component that is not at hand ends it: %v", err)
	}
	if both.SourceURL != "https://example.org/x/repo" || both.Commit != alone.Commit || len(both.Inputs) != len(alone.Inputs) {
		t.Errorf("measured %s at %s", both.SourceURL, both.Commit)
	}
}

// A history imported on one day tells nothing of the time before, for as long as
// the trend would look back there.
func TestEdge_importedHistoryHasNoTrendFor36Months(t *testing.T) {
	t.Parallel()
	for imported, state := range map[string]health.State{"2021-06-17": health.NotApplicable, "2021-06-14": health.Observed} {
		r := testkit.NewRepo(t)
		for i := range 60 {
			r.Commit(testkit.Commit{At: at(imported).Add(time.Duration(i) * time.Minute), AuthorAt: at("2010-01-01").AddDate(0, 0, 20*i)})
		}
		for i := range 50 { // and a life after it
			r.Commit(testkit.Commit{At: at("2022-07-01").AddDate(0, 0, 14*i)})
		}
		_, in := observe(t, r, time.Time{})
		want(t, in, map[string]string{"imported_history": "yes"})
		if got := in.Field("commit_trend_log2"); got.State != state {
			t.Errorf("imported %s: the trend is %s (%s), want %s", imported, got.State, got.Reason, state)
		}
	}
}

// A change squashed on the host is its author's, whoever pressed the button, and a
// rebased one too. Co-authors are not credited. Measured on 139 clones: crediting
// those named in Co-authored-by lines would change how many people there are in 58
// and the regulars in 19 (by 1 in 16 of them), up to 30 of R2's 100 points in the
// smallest. But anybody can be written into such a line, mailmaps do not reach it,
// a reviewer whose wording was taken becomes an author, what the figures were
// tested against (the silence panel) knew only authors, and growth by lines of
// text is what must earn nothing.
func TestEdge_squashMergesCreditTheAuthor(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	for i := range 3 {
		r.Commit(testkit.Commit{
			At: at("2024-02-01").AddDate(0, i, 0), AuthorAt: at("2024-01-01"), Name: "Ada Example", Email: "ada@example.org", CommitterName: "GitHub", CommitterEmail: "noreply@github.com",
			Message: "feature (#7)\n\n* one\n* two\n\nCo-authored-by: Bo Person <bo@example.org>\n",
		})
		r.Commit(testkit.Commit{At: at("2024-02-02").AddDate(0, i, 0), Name: "Cy Rebased", Email: "cy@example.org", CommitterName: "Ada Example", CommitterEmail: "ada@example.org"})
	}
	in := observeAs(t, r, project())
	want(t, in, map[string]string{"authors_12m": "2", "regulars_12m": "2", "human_commits_12m": "6", "author_shares_12m": "[3,3]", "agent_commits_12m": "0"})
	// Half of what was taken in went through the host's pages, not more: the other
	// half shows who integrates.
	want(t, in, map[string]string{"integrators_12m": "1"})
}

// What an agent wrote counts for whoever committed it: one person, the months of
// work they were; an agent that commits itself is a program and counts for nobody.
func TestEdge_agentsCountForThePersonWhoCommitted(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	for i := range 3 {
		r.Commit(testkit.Commit{At: at("2024-02-01").AddDate(0, i, 0), Message: "x\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n"})
		r.Commit(testkit.Commit{
			At: at("2024-02-03").AddDate(0, i, 0), Name: "copilot-swe-agent[bot]", Email: "198982749+Copilot@users.noreply.github.com",
			CommitterName: "Ada Example", CommitterEmail: "ada@example.org", Message: "y\n\nCo-authored-by: Bo Person <bo@example.org>\n",
		})
	}
	want(t, observeAs(t, r, project()), map[string]string{
		"authors_12m": "1", "regulars_12m": "1", "human_commits_12m": "3", "agent_commits_12m": "3", "bot_commits_12m": "3", "integrators_12m": "unknown",
	})
}

// The facts of A1 for two shapes of a change of hands, invented after known ones:
// somebody who became the most active within two years, and somebody who made the
// last three changes of a project at rest. And a project that goes on as ever.
func TestEdge_factsOfAChangeOfHands(t *testing.T) {
	t.Parallel()
	slow, rest, calm := testkit.NewRepo(t), testkit.NewRepo(t), testkit.NewRepo(t)
	for i := range 48 {
		day := at("2020-07-01").AddDate(0, i, 0)
		if day.After(taken) {
			break
		}
		for range 3 {
			slow.Commit(testkit.Commit{At: day})
			calm.Commit(testkit.Commit{At: day})
		}
		if i >= 24 {
			for range 2 + (i-24)/2 {
				slow.Commit(testkit.Commit{At: day.AddDate(0, 0, 3), Name: "New Person", Email: "new@example.org"})
			}
		}
		if i < 20 {
			rest.Commit(testkit.Commit{At: day})
		}
	}
	for range 3 {
		rest.Commit(testkit.Commit{At: at("2024-05-01"), Name: "New Person", Email: "new@example.org"})
	}
	for name, tc := range map[string]struct {
		r    *testkit.Repo
		want map[string]string
	}{
		"slowly":       {slow, map[string]string{"top_author_changed": "yes", "newcomer_core_share": "0.78", "contributor_absence_factor_12m": "1"}},
		"after a rest": {rest, map[string]string{"top_author_changed": "yes", "newcomer_core_share": "1", "contributor_absence_factor_12m": "1", "human_commits_12m": "3"}},
		"not at all":   {calm, map[string]string{"top_author_changed": "no", "newcomer_core_share": "0"}},
	} {
		t.Run(name, func(t *testing.T) { want(t, observeAs(t, tc.r, project()), tc.want) })
	}
}
