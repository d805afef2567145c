package change_test

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// with returns the input as of another source, or of another version.
func with(in health.Input, source string) health.Input {
	in.Source = source
	return in
}

// dated has the instant of its observation.
func dated(in health.Input, at time.Time) health.Input {
	in.ObservedAt = at
	return in
}

// edited has the list in another revision.
func edited(f figures.Project) figures.Project {
	return version(f, field.SourceList, "list/2")
}

// version gives a source's figures another version.
func version(f figures.Project, source, version string) figures.Project {
	for i := range f.Snapshots {
		if f.Snapshots[i].Source == source {
			f.Snapshots[i].Version = version
		}
	}
	for id, in := range f.Inputs {
		if in.Source == source {
			in.Version = version
			f.Inputs[id] = in
		}
	}
	return f
}

func TestCompare_eachDifferenceHasItsCause(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	next := sunday.AddDate(0, 0, 7)
	num, text := health.Obs, health.ObsText
	tracker := []health.Input{
		num("outside_items_12m", 10), num("outside_items_answered_12m", 8), num("outside_items_24m", 20), num("outside_items_answered_24m", 15),
		num("mergers_12m", 3), num("first_response_days_p50", 4), num("change_request_closure", .8), text("last_maintainer_act", "2026-02-01"), text("tracker_read_since", "2025-01-01"),
	}
	moved := func(ins ...health.Input) []health.Input { return append(append([]health.Input{}, tracker...), ins...) }
	for name, tc := range map[string]struct {
		before, after figures.Project
		field         string
		want          cause.Cause
	}{
		"the editors judge anew":                  {measured(sunday, "a"), edited(measured(next, "a", num("exposure_points", 4))), "exposure_points", cause.List},
		"the editors judge for the first time":    {measured(sunday, "a", with(health.Missing("base_image", "not looked up", nil), field.SourceList)), edited(measured(next, "a", with(num("base_image", 1), field.SourceList))), "base_image", cause.List},
		"the list says it does not apply":         {measured(sunday, "a"), edited(measured(next, "b", with(health.NotApplies("integrators_12m", "a mirror"), field.SourceList))), "integrators_12m", cause.List},
		"the same list is read in another way":    {measured(sunday, "a"), measured(next, "a", num("exposure_points", 4)), "exposure_points", cause.Instrument},
		"a registry says what the list held":      {measured(sunday, "a", with(num("downloads_percentile", 80), field.SourceList)), measured(next, "a", with(num("downloads_percentile", 85), field.SourceRegistry)), "downloads_percentile", cause.Source},
		"another state of a distribution":         {measured(sunday, "a", with(dated(num(field.DebianRunShare, .4), sunday), field.SourceDistro)), measured(next, "a", with(dated(num(field.DebianRunShare, .5), next), field.SourceDistro)), "debian_run_share", cause.Source},
		"an open question the host settles":       {measured(sunday, "a", with(health.Missing("archived", "ask the host", nil), field.SourceList)), measured(next, "a", with(num("repository_archived", 0), field.SourceGitHub)), "archived", cause.Coverage},
		"the host's record counts for the first":  {measured(sunday, "a"), measured(next, "b", with(num("mergers_12m", 4), field.SourceGitHub)), "integrators_12m", cause.Source},
		"the host's record grows":                 {measured(sunday, "a", tracker...), measured(next, "b", moved(num("mergers_12m", 5))...), "integrators_12m", cause.Project},
		"another version":                         {measured(sunday, "a"), version(measured(next, "b", num("Token-Permissions", 10)), field.SourceScorecard, "scorecard/2"), "Token-Permissions", cause.Instrument},
		"another git is no other instrument":      {version(measured(sunday, "a"), field.SourceGit, "git/2 (git 2.39.5)"), version(measured(next, "b", num("regulars_12m", 4)), field.SourceGit, "git/2 (git 2.47.0)"), "regulars_12m", cause.Project},
		"history that differs at one commit":      {measured(sunday, "a", num("authors_total", 5)), measured(next, "a", num("authors_total", 4)), "authors_total", cause.Instrument},
		"a value that goes":                       {measured(sunday, "a"), measured(next, "b", health.Missing("Token-Permissions", "cut short", nil)), "Token-Permissions", cause.Coverage},
		"a window at one commit":                  {measured(sunday, "a"), measured(next, "a", num("regulars_12m", 2)), "regulars_12m", cause.Clock},
		"a window grows at one commit":            {measured(sunday, "a"), measured(next, "a", num("regulars_12m", 4)), "regulars_12m", cause.Instrument},
		"programs alone committed":                {measured(sunday, "a"), measured(next, "b", num("human_commits_12m", 38)), "human_commits_12m", cause.Clock},
		"time since the same act":                 {measured(sunday, "a"), measured(next, "b", num("months_since_human_act", 2.3)), "months_since_human_act", cause.Clock},
		"an act":                                  {measured(sunday, "a"), measured(next, "b", num("months_since_human_act", .1), text("last_human_commit", "2026-03-05")), "months_since_human_act", cause.Project},
		"time since the same release":             {measured(sunday, "a"), measured(next, "b", num("release_flow_months", 7.3), text("last_human_commit", "2026-03-05")), "release_flow_months", cause.Clock},
		"a tag at one commit":                     {measured(sunday, "a"), measured(next, "a", num("release_flow_months", 0), text("last_release_tag", "v2")), "release_flow_months", cause.Project},
		"a change begins to wait for a release":   {measured(sunday, "a", num("release_flow_months", 0)), measured(next, "b", num("release_flow_months", 7)), "release_flow_months", cause.Project},
		"items leave the window":                  {measured(sunday, "a", tracker...), measured(next, "b", moved(num("outside_items_12m", 8))...), "outside_items_12m", cause.Clock},
		"an item is filed":                        {measured(sunday, "a", tracker...), measured(next, "a", moved(num("outside_items_12m", 11))...), "outside_items_12m", cause.Project},
		"an answer takes longer, nothing rose":    {measured(sunday, "a", tracker...), measured(next, "a", moved(num("first_response_days_p50", 5))...), "first_response_days_p50", cause.Clock},
		"an answer takes longer, one was given":   {measured(sunday, "a", tracker...), measured(next, "a", moved(num("first_response_days_p50", 5), num("outside_items_answered_12m", 9))...), "first_response_days_p50", cause.Project},
		"the tracker is known further back":       {measured(sunday, "a", tracker...), measured(next, "a", moved(num("outside_items_24m", 40), text("tracker_read_since", "2024-06-01"))...), "outside_items_24m", cause.Coverage},
		"an advisory grows older":                 {measured(sunday, "a", num("advisory_unpatched_days", 40), text("advisories_unpatched", `["X-1"]`)), measured(next, "a", num("advisory_unpatched_days", 47), text("advisories_unpatched", `["X-1"]`)), "advisory_unpatched_days", cause.Clock},
		"another advisory":                        {measured(sunday, "a", num("advisory_unpatched_days", 40), text("advisories_unpatched", `["X-1"]`)), measured(next, "a", num("advisory_unpatched_days", 3), text("advisories_unpatched", `["X-2"]`)), "advisory_unpatched_days", cause.Project},
		"a check of a setting, at one commit":     {measured(sunday, "a", num("Branch-Protection", 0)), measured(next, "a", num("Branch-Protection", 8)), "Branch-Protection", cause.Project},
		"a check of files, at one commit":         {measured(sunday, "a"), measured(next, "a", num("Token-Permissions", 10)), "Token-Permissions", cause.Instrument},
		"a check of files, of other files":        {measured(sunday, "a"), measured(next, "b", num("Token-Permissions", 10)), "Token-Permissions", cause.Project},
		"a fault that became known":               {measured(sunday, "a", num("Vulnerabilities", 10)), measured(next, "a", num("Vulnerabilities", 2)), "Vulnerabilities", cause.Project},
		"the count is the same, its place is not": {measured(sunday, "a", with(num("dependents_percentile", 90), field.SourceRegistry), num("dependents", 500)), measured(next, "a", with(num("dependents_percentile", 88), field.SourceRegistry), num("dependents", 500)), "dependents_percentile", cause.Instrument},
		"more depend on it":                       {measured(sunday, "a", with(num("dependents_percentile", 90), field.SourceRegistry), num("dependents", 500)), measured(next, "a", with(num("dependents_percentile", 91), field.SourceRegistry), num("dependents", 600)), "dependents_percentile", cause.Project},
		"stars":                                   {measured(sunday, "a", num("stars", 10)), measured(next, "a", num("stars", 12)), "stars", cause.Project},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := health.Project{Slug: "p"}
			d := change.Compare(change.Side{Project: p, Figures: tc.before, Model: m, Now: sunday}, change.Side{Project: p, Figures: tc.after, Model: m, Now: next})
			for _, c := range d.Changes {
				if c.Field == field.ID(tc.field) {
					if c.Cause != tc.want || c.Why == "" {
						t.Errorf("%s of %s→%s is by %q (%s), want %q", tc.field, c.Before.String(field.Number), c.After.String(field.Number), c.Cause, c.Why, tc.want)
					}
					return
				}
			}
			t.Errorf("%s is not among the changes %+v", tc.field, d.Changes)
		})
	}
}

func TestCompare_whatIsTooOldToCountIsCoverage(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	later := sunday.AddDate(0, 0, m.Ageing.CarryDays+5)
	after := measured(later, "a")
	for _, id := range []string{"Token-Permissions"} {
		in := after.Inputs[field.ID(id)]
		in.ObservedAt = sunday
		after.Inputs[field.ID(id)] = in
	}
	p := health.Project{Slug: "p"}
	d := change.Compare(change.Side{Project: p, Figures: measured(sunday, "a"), Model: m, Now: sunday}, change.Side{Project: p, Figures: after, Model: m, Now: later})
	for _, c := range d.Changes {
		if c.Field == "Token-Permissions" && c.Cause == cause.Coverage {
			return
		}
	}
	t.Errorf("changes %+v: want Token-Permissions by coverage", d.Changes)
}

// checksOf is a published result of checks, scored as given.
func checksOf(at time.Time, commit, version string, total float64, scores map[string]int) figures.Project {
	sn := health.Snapshot{Project: "p", Source: field.SourcePublished, Version: version, Commit: commit, ObservedAt: at}
	for name, s := range scores {
		sn.Checks = append(sn.Checks, check.Check{Name: name, State: check.Scored, Score: s})
	}
	in := health.Obs("published_score", total)
	in.Source, in.Version, in.Commit, in.ObservedAt = sn.Source, version, commit, at
	return figures.Project{Project: "p", Inputs: health.Inputs{in.Field: in}, Snapshots: []health.Snapshot{sn}}
}

// checksOfNone is a published result there is none of.
func checksOfNone(at time.Time) figures.Project {
	f := checksOf(at, "", "none published", 0, nil)
	in := health.Missing("published_score", "not in the published set", nil)
	in.Source, in.Version, in.ObservedAt = field.SourcePublished, "none published", at
	f.Inputs[in.Field] = in
	return f
}

func TestCompare_aPublishedTotal(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	const weekly = "scorecard v5.3.0, published by OpenSSF's weekly scan"
	next := sunday.AddDate(0, 0, 7)
	was := checksOf(sunday, "a", weekly, 6, map[string]int{"Maintained": 10, "License": 10})
	for name, tc := range map[string]struct {
		after figures.Project
		want  cause.Cause
	}{
		"another publisher":        {checksOf(next, "a", "scorecard v5.3.0, published by another run than OpenSSF's weekly scan", 7, map[string]int{"Maintained": 10, "License": 10}), cause.Source},
		"another version":          {checksOf(next, "b", "scorecard v5.4.0, published by OpenSSF's weekly scan", 7, map[string]int{"Maintained": 10, "License": 10}), cause.Instrument},
		"none is published":        {checksOfNone(next), cause.Coverage},
		"another set of checks":    {checksOf(next, "b", weekly, 7, map[string]int{"Maintained": 10, "License": 10, "Fuzzing": 10}), cause.Instrument},
		"Maintained alone":         {checksOf(next, "a", weekly, 5, map[string]int{"Maintained": 2, "License": 10}), cause.Clock},
		"a setting, at one commit": {checksOf(next, "a", weekly, 5, map[string]int{"Maintained": 10, "License": 0}), cause.Project},
		"new commits":              {checksOf(next, "b", weekly, 5, map[string]int{"Maintained": 2, "License": 10}), cause.Project},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := health.Project{Slug: "p"}
			d := change.Compare(change.Side{Project: p, Figures: was, Model: m, Now: sunday}, change.Side{Project: p, Figures: tc.after, Model: m, Now: next})
			for _, c := range d.Changes {
				if c.Field == "published_score" {
					if c.Cause != tc.want {
						t.Errorf("the total is by %q (%s), want %q", c.Cause, c.Why, tc.want)
					}
					return
				}
			}
			t.Errorf("the total is not among the changes %+v", d.Changes)
		})
	}
}

func TestCompare_knowsWhatAScoreCounts(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	p := health.Project{Slug: "p"}
	num := health.Obs
	before := measured(sunday, "a", num("stars", 10), num("advisory_unpatched_days", 40), num("outside_items_24m", 3))
	after := measured(sunday, "a", num("stars", 11), num("advisory_unpatched_days", 10), num("outside_items_24m", 4), num("Token-Permissions", 9))
	d := change.Compare(change.Side{Project: p, Figures: before, Model: m, Now: sunday}, change.Side{Project: p, Figures: after, Model: m, Now: sunday})
	want := map[string]bool{"stars": false, "advisory_unpatched_days": true, "outside_items_24m": true, "Token-Permissions": true}
	for _, c := range d.Changes {
		if counts, ok := want[string(c.Field)]; !ok || c.Counts != counts || (c.Axis != "") != (c.Field == "Token-Permissions") {
			t.Errorf("%s counts %v on axis %q", c.Field, c.Counts, c.Axis)
		}
	}
	if len(d.Changes) != len(want) {
		t.Errorf("changes %+v", d.Changes)
	}
}

func TestCompare_whatTheListSaysHoldsWhereItWasNotWrittenDown(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	for name, tc := range map[string]struct {
		added string
		want  cause.Cause
	}{
		"on the list before the run": {"2025-01-01", ""},
		"added after it":             {"2026-12-01", cause.List},
	} {
		p := health.Project{Slug: "p", Added: tc.added}
		run := health.Run{ID: 1, Finished: sunday}
		d := change.Compare(change.Side{Project: p, Figures: figures.Project{Project: "p"}, Model: m, Run: run, Now: sunday},
			change.Side{Project: p, Figures: measured(sunday, "a"), Model: m, Now: sunday})
		var got cause.Cause
		for _, c := range d.Changes {
			if c.Field == "exposure_points" {
				got = c.Cause
			}
		}
		if got != tc.want {
			t.Errorf("%s: what its editors say differs by %q, want %q", name, got, tc.want)
		}
	}
}
