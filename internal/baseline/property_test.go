package baseline_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"pgregory.net/rapid"
)

// better orders the states that evidence decides: what worse evidence must not raise.
var better = map[baseline.State]int{baseline.NotMet: 0, baseline.Unknown: 1, baseline.NotContradicted: 2, baseline.Met: 3}

// warnings speak against a project; details are those and others.
var warnings = []check.Detail{
	{Type: "warn", Text: "script injection with untrusted input ' github.head_ref '", Path: ".github/workflows/a.yml"},
	{Type: "warn", Text: "binary detected", Path: "src/a.exe"},
	{Type: "warn", Text: "binary detected", Path: "tests/a.exe"},
	{Type: "warn", Text: "topLevel permissions set to 'write-all'", Path: ".github/workflows/a.yml"},
	{Type: "warn", Text: "release artifact v1 not signed"},
}

var details = append(slices.Clone(warnings),
	check.Detail{Type: "info", Text: "script injection, only mentioned"},
	check.Detail{Type: "info", Text: "License file found in expected location", Path: "LICENSE"})

// asked returns every field that the rules of a version name.
func asked(v baseline.Version) []field.ID {
	ids := map[field.ID]bool{}
	for _, r := range v.Requirements {
		for _, all := range [][]baseline.Clause{r.Met, r.Fits, r.Against} {
			for _, c := range all {
				for _, cond := range c.All {
					ids[cond.Term.Field] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// drawFacts draws an answer of any state for each field, with details for checks.
func drawFacts(t *rapid.T, ids []field.ID) baseline.Facts {
	f := baseline.Facts{Inputs: health.Inputs{}, Copy: rapid.Bool().Draw(t, "copy"), Away: rapid.Bool().Draw(t, "away")}
	for _, id := range ids {
		in := health.Input{Field: id, State: rapid.SampledFrom([]health.State{health.Observed, health.Observed, health.Unknown, health.NotApplicable}).Draw(t, string(id)), Reason: "drawn"}
		in.Value = float64(rapid.IntRange(0, 10).Draw(t, "value"))
		in.Source = rapid.SampledFrom([]string{field.SourceGit, field.SourcePublished}).Draw(t, "source")
		in.SourceURL = rapid.SampledFrom([]string{"https://example.org/a", "", "https://10.0.0.1/a"}).Draw(t, "address")
		if row, _ := field.ByID(id); row.Kind == field.Bool {
			in.Value = min(in.Value, 1)
		}
		if in.Known() && rapid.Bool().Draw(t, "uncertain") {
			in.Low, in.High = max(0, in.Value-1), min(10, in.Value+1)
		}
		f.Inputs[id] = in
		if rapid.Bool().Draw(t, "detailed") {
			f.Checks = append(f.Checks, check.Check{
				Name: string(id), State: check.Scored, Score: int(in.Value), Omitted: rapid.IntRange(0, 1).Draw(t, "omitted"),
				Details: rapid.SliceOfN(rapid.SampledFrom(details), 0, 3).Draw(t, "details"),
			})
		}
	}
	return f
}

func states(v baseline.Version, f baseline.Facts) []baseline.State {
	var out []baseline.State
	for _, r := range baseline.Evaluate(v, f).Results {
		out = append(out, r.State)
	}
	return out
}

// What is no longer known decides nothing: a requirement keeps its state or becomes unknown.
func TestEvaluate_missingEvidenceDecidesNothing(t *testing.T) {
	t.Parallel()
	versions := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SampledFrom(versions).Draw(t, "version")
		ids := asked(v)
		f := drawFacts(t, append(ids, field.ActiveMonths12m))
		f.Inputs[field.Archived] = health.ObsBool(field.Archived, rapid.Bool().Draw(t, "archived"))
		before := states(v, f)
		gone := rapid.SampledFrom(ids).Draw(t, "gone")
		f.Inputs[gone] = health.Missing(gone, "gone", nil)
		for i, s := range states(v, f) {
			if s != before[i] && s != baseline.Unknown {
				t.Fatalf("without %s, %s was %s and is %s", gone, v.Requirements[i].ID, before[i], s)
			}
		}
	})
}

// A lower score or one more warning never makes a state better.
func TestEvaluate_worseEvidenceIsNeverBetter(t *testing.T) {
	t.Parallel()
	versions := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SampledFrom(versions).Draw(t, "version")
		f := drawFacts(t, asked(v))
		before := states(v, f)
		id := rapid.SampledFrom(field.Checks()).Draw(t, "worse")
		if in, ok := f.Inputs[id]; ok {
			by := float64(rapid.IntRange(0, 10).Draw(t, "by"))
			in.Value, in.Low, in.High = max(0, in.Value-by), max(0, in.Low-by), max(0, in.High-by)
			f.Inputs[id] = in
		}
		for i := range f.Checks {
			if c := &f.Checks[i]; c.Name == string(id) {
				c.Score = int(f.Inputs[id].Value)
				c.Details = append(slices.Clone(c.Details), rapid.SampledFrom(warnings).Draw(t, "warning"))
			}
		}
		for i, s := range states(v, f) {
			if better[s] > better[before[i]] {
				t.Fatalf("with a worse %s, %s was %s and is %s", id, v.Requirements[i].ID, before[i], s)
			}
		}
	})
}

// What a result names as its evidence was observed, if it is decided.
func TestEvaluate_onlyObservedEvidenceDecides(t *testing.T) {
	t.Parallel()
	versions := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SampledFrom(versions).Draw(t, "version")
		for _, r := range baseline.Evaluate(v, drawFacts(t, asked(v))).Results {
			for _, e := range r.Evidence {
				if r.State != baseline.Unknown && !e.Input.Known() {
					t.Fatalf("%s is %s by %s, which is %s", r.Requirement.ID, r.State, e.Input.Field, e.Input.State)
				}
			}
			if r.Why == "" {
				t.Fatalf("%s is %s without a reason", r.Requirement.ID, r.State)
			}
		}
	})
}

// A level is met only if each requirement of it and of the levels below is met or does not apply, and
// what stops it is the rest. Requirements are drawn, because the shipped levels are never met.
func TestEvaluate_aLevelIsNeverMetWhileOneIsUnknown(t *testing.T) {
	t.Parallel()
	ids, met := field.Checks()[:4], 0
	rapid.Check(t, func(t *rapid.T) {
		v := baseline.Version{Name: "2030.01.01"}
		ins := health.Inputs{field.Archived: health.ObsBool(field.Archived, rapid.Bool().Draw(t, "archived"))}
		for i, id := range ids {
			r := asks("OSPS-AC-0"+string(rune('1'+i))+".01", id, rapid.SampledFrom([][]int{{1}, {1, 2, 3}, {2, 3}, {3}}).Draw(t, "levels")...)
			r.Active = rapid.Bool().Draw(t, "active")
			r.Seen = rapid.SampledFrom([]baseline.Seen{baseline.Fully, baseline.Fully, baseline.Fully, baseline.No}).Draw(t, "seen")
			v.Requirements = append(v.Requirements, r)
			if score := rapid.SampledFrom([]float64{-1, 0, 5, 10, 10, 10}).Draw(t, "score"); score >= 0 {
				ins[id] = health.Obs(id, score)
			}
		}
		report := baseline.Evaluate(v, baseline.Facts{Inputs: ins})
		stopped := 0
		for _, l := range report.Levels {
			stopped += len(report.Stops(l.Level))
			if l.State != baseline.Met {
				continue
			}
			met++
			if stopped > 0 || l.By[baseline.Unknown]+l.By[baseline.NotObservable]+l.By[baseline.NotContradicted]+l.By[baseline.NotMet] > 0 {
				t.Fatalf("level %d is met with %v; %d stop it or one below", l.Level, l.By, stopped)
			}
		}
	})
	if met == 0 {
		t.Error("no level was met, so nothing was tested")
	}
}
