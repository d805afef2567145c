package git

import (
	"fmt"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// observeAs reads the repository with the shipped lists of programs and agents.
func observeAs(t testing.TB, r *testkit.Repo, p health.Project) health.Inputs {
	t.Helper()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	r.SetTaken(taken)
	s := newSource(t, mirrorOf(r.Dir()))
	s.cfg.Bots, s.cfg.Agents, s.cfg.Shared = set.Bots, set.Agents, set.Shared
	snap, err := s.Observe(t.Context(), p, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, snap)
	return byField(snap)
}

// A Co-authored-by line counts when it names an agent, however it is written; a
// person called as one is not one, and prose about one is no line.
func TestObserve_countsCommitsWrittenWithAnAgent(t *testing.T) {
	t.Parallel()
	for line, n := range map[string]string{
		"Co-Authored-By: Claude <noreply@anthropic.com>":                                       "1",
		"co-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>":                 "1",
		"Co-authored-by: Cursor <cursoragent@cursor.com>":                                      "1",
		"Co-authored-by: aider (some-model) <noreply@aider.chat>":                              "1",
		"Co-authored-by: Bo Person <bo@example.org>\nCo-authored-by: Codex <codex@openai.com>": "1",
		"Co-authored-by: Claude Example <claude@example.org>":                                  "0",
		"Co-authored-by: Copilot":                                                              "1",
		"Signed-off-by: Claude <noreply@anthropic.com>":                                        "0",
		"Thanks to Claude <noreply@anthropic.com>, who would be a co-author.":                  "0",
		"Co-authored-by: <>": "0",
	} {
		r := testkit.NewRepo(t)
		r.Commit(testkit.Commit{At: at("2024-02-01"), Message: "fix\n\nbody\n\n" + line + "\n"})
		r.Commit(testkit.Commit{At: at("2022-02-01"), Message: "old\n\nCo-authored-by: Claude <noreply@anthropic.com>\n", Branch: "old"})
		want(t, observeAs(t, r, project()), map[string]string{"agent_commits_12m": n, "human_commits_12m": "1", "authors_12m": "1"})
	}
}

// Whether releases off the default branch are a habit is told by the years before.
func TestObserve_tellsWhetherSideBranchesAreAHabit(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	base := r.Commit(testkit.Commit{At: at("2020-01-01")})
	release := func(name, day, branch string, from int) int {
		c := r.Commit(testkit.Commit{At: at(day), Branch: branch, From: from, Message: name})
		r.Tag(name, c, at(day))
		return c
	}
	release("v1.0", "2021-09-01", "stable", base)
	release("v1.1", "2022-09-01", "stable", 0)
	r.Commit(testkit.Commit{At: at("2022-10-01")})
	want(t, observeAs(t, r, project()), map[string]string{"release_tags_off_branch": "0", "release_tags_off_branch_before": "n/a", "release_tags_off_branch_names": "[]"})
	main := r.Commit(testkit.Commit{At: at("2023-01-01")})
	r.Tag("v1.2", main, at("2023-01-02"))
	release("v1.3", "2024-03-01", "stable", 0)
	release("v1.4", "2024-04-01", "stable", 0)
	want(t, observeAs(t, r, project()), map[string]string{"release_tags_off_branch": "2", "release_tags_off_branch_before": "2", "release_tags_off_branch_names": `["v1.4","v1.3"]`})
	for i := range 12 {
		release(fmt.Sprintf("v2.%d", i), fmt.Sprintf("2024-05-%02d", i+1), "stable", 0)
	}
	got := observeAs(t, r, project()).Field("release_tags_off_branch_names").Strings()
	if len(got) != 10 || got[0] != "v2.11" || got[9] != "v2.2" {
		t.Errorf("of 14 the newest ten are %q", got)
	}
}
