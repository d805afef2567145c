package pagetest

import (
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Measured gives a project figures from git: what counts most is how many
// people and months there are.
func (b *Builder) Measured(slug string, regulars, months, commits int, more ...health.Input) *Builder {
	byMonth := make([]int, 36)
	for i := range months {
		byMonth[35-i] = max(1, commits/max(1, months))
	}
	shares := []int{commits}
	if regulars > 1 {
		shares = []int{commits / 2, commits - commits/2}
	}
	ins := []health.Input{
		health.Obs("active_months_12m", float64(months)), health.Obs("months_since_human_act", 1.4), health.Obs("release_flow_months", 7),
		health.Obs("commit_trend_log2", -0.25), health.Obs("contributor_absence_factor", float64(max(1, regulars/2))),
		health.Obs("regulars_12m", float64(regulars)), health.Obs("integrators_12m", float64(regulars)),
		health.Obs("human_commits_12m", float64(commits)), health.Obs("authors_12m", float64(max(regulars, len(shares)))), health.Obs("bot_commits_12m", 4),
		health.Obs("top_author_share_12m", float64(shares[0])/float64(max(1, commits))), health.ObsList("author_shares_12m", shares), health.ObsList("human_commits_by_month", byMonth),
		health.ObsText("last_human_commit", "2026-08-20"), health.ObsText("first_commit", "2007-10-05"),
		health.ObsText("last_release", "2026-03-31"), health.ObsText("last_release_tag", "v5.8.3"), health.Obs("months_since_release", 4.7),
		health.Obs("unreleased_human_commits", 12), health.Obs("releases_12m", 2), health.Obs("release_tags_total", 61),
		health.ObsList("release_dates", []string{"2026-03-31", "2025-12-01", "2025-04-02"}),
		health.ObsText("licence", "0BSD"), health.ObsBool("security_policy", true), health.ObsBool("code_owners", false),
		health.ObsList("funding_channels", []string{"liberapay"}), health.ObsText("update_tool", "none in this tree"),
		health.Obs("workflows", 11), health.Obs("files", 644), health.Obs("tree_bytes", 5_412_000), health.ObsBool("top_author_changed", true),
	}
	ins = replace(ins, more)
	b.Snapshot(slug, field.SourceDistro, started())
	return b.Snapshot(slug, field.SourceGit, ins)
}

// started is what a distribution shows of a program that people start themselves.
func started() []health.Input {
	var out []health.Input
	for _, id := range []field.ID{field.DebianRunShare, field.DebianBuildShare, field.DebianBase} {
		out = append(out, health.NotApplies(id, "People start it themselves."))
	}
	return out
}

// Hosted gives a project what its host says.
func (b *Builder) Hosted(slug string, more ...health.Input) *Builder {
	days := health.Obs("first_response_days_p50", 2.5)
	days.Reason = "6 items of outsiders in 180 days, 1 unanswered"
	ins := []health.Input{
		days, health.ObsText("repository_name", slug+"/"+slug), health.Obs("outside_items_12m", 9), health.Obs("outside_items_answered_12m", 8),
		health.Obs("outside_items_24m", 12), health.Obs("outside_items_answered_24m", 11), health.ObsText("tracker_read_since", "2024-11-22"),
		health.Obs("change_request_closure", .8), health.ObsText("last_maintainer_act", "2026-08-21"), health.Obs("mergers_12m", 2),
		health.Missing("orgs_of_regulars", "fewer than half of the regulars declare an employer", nil),
		health.ObsBool("repository_archived", false), health.ObsBool("issues_enabled", true), health.Obs("stars", 12345),
		health.ObsList("topics", []string{"compression", "c"}), health.ObsList("funding_links", []string{}),
	}
	return b.Snapshot(slug, field.SourceGitHub, replace(ins, more))
}

// Posture gives a project results of all Scorecard checks.
func (b *Builder) Posture(slug string, of10 float64) *Builder {
	var ins []health.Input
	for _, r := range b.Model.Axes[model.Posture] {
		ins = append(ins, health.Obs(r.Field, of10))
	}
	return b.Snapshot(slug, field.SourceScorecard, ins)
}

// Checks gives a project the results of a scan over git alone: what counts
// fully is scored, the rest is as the model reads it. edit may change each.
func (b *Builder) Checks(slug string, edit func(*check.Check)) *Builder {
	var ins []health.Input
	var checks []check.Check
	for _, r := range b.Model.Axes[model.Posture] {
		c := check.Check{Name: r.ID, State: check.NotRun, Score: -1, Reason: "needs GitHub: it is not in git", Doc: "https://example.org/checks#" + r.ID}
		switch {
		case slices.Contains(b.Model.Scorecard.CountFully, r.ID):
			c.State, c.Score, c.Reason = check.Scored, 4, "some of it was found"
		case slices.Contains(b.Model.Scorecard.CountAboveZero, r.ID):
			c.State, c.Reason = check.NotVisible, "not visible in this tree: it may be elsewhere"
		}
		if edit != nil {
			edit(&c)
		}
		in := health.Missing(r.Field, c.Reason, nil)
		if c.State == check.Scored {
			in = health.Obs(r.Field, float64(c.Score))
			in.Reason = c.Reason
		}
		ins, checks = append(ins, in), append(checks, c)
	}
	b.Snapshot(slug, field.SourceScorecard, ins)
	for i := range b.Answers {
		if sn := &b.Answers[i].Snapshots; b.Answers[i].Attempt.Project == slug {
			last := &(*sn)[len(*sn)-1]
			last.Checks, last.Version = checks, "v4.13.1"
		}
	}
	return b
}

// Snapshot gives a project what a source says, in place of what it said before.
func (b *Builder) Snapshot(slug, source string, ins []health.Input) *Builder {
	for i := range ins {
		ins[i].Source, ins[i].ObservedAt, ins[i].Version = source, AsOf, "1.0"
	}
	sn := health.Snapshot{Project: slug, Source: source, Version: "1.0", Origin: health.OriginBundle, ObservedAt: AsOf, Commit: "28a66a3d1b6a28a66a3d1b6a28a66a3d1b6a0000", Inputs: ins}
	for i := range b.Answers {
		if b.Answers[i].Attempt.Project == slug {
			others := slices.DeleteFunc(b.Answers[i].Snapshots, func(x health.Snapshot) bool { return x.Source == source })
			b.Answers[i].Snapshots = append(others, sn)
			return b
		}
	}
	b.Answers = append(b.Answers, health.Answer{
		Attempt:   health.Attempt{Project: slug, Outcome: health.OutcomeObserved, At: AsOf},
		Snapshots: []health.Snapshot{sn},
	})
	return b
}

// Failed says that a project could not be read.
func (b *Builder) Failed(slug, reason string) *Builder {
	b.Answers = append(b.Answers, health.Answer{Attempt: health.Attempt{Project: slug, Outcome: health.OutcomeFailed, Reason: reason, Error: "exit status 128", At: Today}})
	return b
}

func replace(ins, more []health.Input) []health.Input {
	for _, m := range more {
		found := false
		for i := range ins {
			if ins[i].Field == m.Field {
				ins[i], found = m, true
			}
		}
		if !found {
			ins = append(ins, m)
		}
	}
	return ins
}

// Edit sets the number of a field in the answers to come.
func (b *Builder) Edit(slug, name string, value float64) {
	for _, a := range b.Answers {
		for _, sn := range a.Snapshots {
			for i := range sn.Inputs {
				if a.Attempt.Project == slug && sn.Inputs[i].Field == field.ID(name) {
					sn.Inputs[i].Value = value
				}
			}
		}
	}
}

// Published gives a project a result somebody published: every check of posture
// but those the weekly scan leaves out, with 7 of 10, and two that are never
// scored. edit may change each.
func (b *Builder) Published(slug string, at time.Time, edit func(*check.Check)) *Builder {
	b.Snapshot(slug, field.SourcePublished, []health.Input{health.Obs("published_score", 6.4), health.Obs("published_checks", 16)})
	sn := b.Last(slug)
	sn.Version, sn.ObservedAt, sn.Origin = "scorecard v5.3.0, published by OpenSSF's weekly scan", at, health.OriginFile
	sn.Commit, sn.SourceURL = "5e1ab0de5e1ab0de5e1ab0de5e1ab0de5e1ab0de", "https://scorecard.dev/viewer/?uri=github.com/"+slug+"/"+slug
	for i := range sn.Inputs {
		sn.Inputs[i].ObservedAt = at
	}
	names := []string{"Maintained", "SBOM"}
	for _, r := range b.Model.Axes[model.Posture] {
		if r.ID != "CI-Tests" && r.ID != "Dependency-Update-Tool" {
			names = append(names, r.ID)
		}
	}
	for _, name := range names {
		c := check.Check{Name: name, State: check.Scored, Score: 7, Reason: "as published"}
		if edit != nil {
			edit(&c)
		}
		sn.Checks = append(sn.Checks, c)
	}
	return b
}

// Last is the newest snapshot of a project.
func (b *Builder) Last(slug string) *health.Snapshot {
	b.T.Helper()
	for i := range b.Answers {
		if a := &b.Answers[i]; a.Attempt.Project == slug {
			return &a.Snapshots[len(a.Snapshots)-1]
		}
	}
	b.T.Fatalf("%s has no snapshot", slug)
	return nil
}
