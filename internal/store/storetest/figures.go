package storetest

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"pgregory.net/rapid"
)

func failureChangesNoFigure(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b")
	run := d.start("l", "a", "b")
	fails := health.Attempt{Run: run.ID, Project: "b", Outcome: health.OutcomeFailed, Reason: "no", Error: "exit 128", At: noon}
	d.record(run, "a", gitSnapshot("a", noon, health.Obs("authors_12m", 3)))
	d.answer(fails, health.Snapshot{Source: field.SourceList, ObservedAt: noon})
	d.publish(run)
	before := d.project("a")

	next := d.start("l", "a", "b")
	fails.Run = next.ID
	d.answer(fails)
	fails.Project, fails.At = "a", noon.Add(time.Hour)
	d.answer(fails)
	d.publish(next)

	want := before
	want.Last = fails
	want.Last.Outcome = health.OutcomeCarried
	if diff := cmp.Diff(want, d.project("a")); diff != "" {
		t.Errorf("after a failure (-want +got)\n%s", diff)
	}
	if !want.LastGood.Equal(noon) {
		t.Errorf("last good is %v", want.LastGood)
	}
	if got := d.project("b").Last.Outcome; got != health.OutcomeFailed {
		t.Errorf("a project only its list ever spoke of is %s, want failed", got)
	}
	if r, err := d.LastRun(t.Context(), "l"); err != nil || r.Carried != 1 || r.Failed != 1 || r.Observed != 0 {
		t.Errorf("the run counts %+v, error %v", r, err)
	}
}

func historyIsImmutable(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	var runs []health.Run
	var seen []figures.Project
	for week, ins := range [][]health.Input{
		{health.Obs("authors_12m", 1), health.ObsText("licence", "MIT")},
		{health.Obs("authors_12m", 2), health.ObsText("licence", "MIT")},
		{health.Missing("authors_12m", "too deep", errors.New("boom")), health.ObsText("licence", "MIT")},
		{health.Obs("authors_12m", 1), health.NotApplies("licence", "said so")},
		{health.Obs("authors_12m", 1)}, // the licence is no longer reported
		{health.Obs("authors_12m", 1), health.ObsText("licence", "")},
	} {
		run := d.start("l", "a")
		d.record(run, "a", gitSnapshot("a", noon.AddDate(0, 0, 7*week), ins...))
		d.publish(run)
		runs, seen = append(runs, run), append(seen, d.project("a"))
		for i, r := range runs {
			got := d.asOf("l", r.ID, "a")
			if diff := cmp.Diff(seen[i], got, cmpopts.IgnoreFields(got, "Last")); diff != "" {
				t.Errorf("week %d read in week %d (-then +now)\n%s", i, week, diff)
			}
		}
	}
	if got := value(seen[4], "licence"); got != "unknown" {
		t.Errorf("a field its source no longer reports is %q", got)
	}
	in := seen[2].Inputs.Field("authors_12m")
	want := health.Input{
		Field: "authors_12m", State: health.Unknown, Reason: "too deep", Error: "boom", Source: "git", Version: "git/1",
		Commit: gitSnapshot("a", noon.AddDate(0, 0, 14)).Commit, ObservedAt: noon.AddDate(0, 0, 14),
	}
	if diff := cmp.Diff(want, in); diff != "" {
		t.Errorf("an unknown reads back (-want +got)\n%s", diff)
	}
}

// anyHistoryReadsBack compares random histories with a map that contains everything.
func anyHistoryReadsBack(t *testing.T, e env) {
	d := e.open()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		list, slug := fmt.Sprintf("l%d", n), fmt.Sprintf("p%d", n)
		d.save(list, slug)
		then := map[int64]map[string]string{}
		for range rapid.IntRange(1, 6).Draw(rt, "weeks") {
			run := d.start(list, slug)
			now := map[string]string{}
			var ins []health.Input
			for _, name := range []string{"authors_12m", "regulars_12m", "licence", "other"} {
				switch v := rapid.IntRange(0, 4).Draw(rt, name); v {
				case 0:
				case 1:
					ins = append(ins, health.Missing(field.ID(name), "r", nil))
				default:
					ins = append(ins, health.Obs(field.ID(name), float64(v)))
				}
			}
			for _, in := range ins {
				now[string(in.Field)] = fmt.Sprint(in.State, in.Value, in.Reason)
			}
			d.record(run, slug, gitSnapshot(slug, noon, ins...))
			d.publish(run)
			then[run.ID] = now
			for id, want := range then {
				got := map[string]string{}
				for _, in := range d.asOf(list, id, slug).Inputs {
					got[string(in.Field)] = fmt.Sprint(in.State, in.Value, in.Reason)
				}
				if !maps.Equal(got, want) {
					rt.Fatalf("run %d reads %v, wrote %v", id, got, want)
				}
			}
		}
	})
}

func sourcesKeepTheirOwn(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	run := d.start("l", "a")
	list := health.Snapshot{Source: field.SourceList, Version: "l@r1", Origin: health.OriginLive, ObservedAt: noon.Add(time.Hour), Inputs: []health.Input{health.ObsBool("archived", true), health.Obs("expert_lists", 2)}}
	d.record(run, "a", gitSnapshot("a", noon, health.Obs("authors_12m", 3), health.Missing("archived", "git cannot tell", nil)), list)
	f := d.asOf("l", run.ID, "a")
	if in := f.Inputs.Field("archived"); !in.True() || in.Source != field.SourceList || in.Version != "l@r1" || !in.ObservedAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("two sources of one field give %+v", in)
	}
	if !f.LastGood.Equal(noon) || !f.At().Equal(noon) || len(f.Snapshots) != 2 {
		t.Errorf("last good %v, at %v, %d snapshots", f.LastGood, f.At(), len(f.Snapshots))
	}
	d.publish(run)
	next := d.start("l", "a")
	list.Inputs = list.Inputs[1:]
	d.answer(health.Attempt{Run: next.ID, Project: "a", Outcome: health.OutcomeFailed}, list)
	f = d.asOf("l", next.ID, "a")
	if value(f, "authors_12m") != "3" || f.Inputs.Field("archived").State != health.Unknown || value(f, "expert_lists") != "2" {
		t.Errorf("after only the list answered: %+v", f.Inputs)
	}
}

func anyText(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	huge := float64(1<<53) - 1
	texts := map[string]string{
		"plain": "plain", "empty": "", "markup": `<script>alert("x")</script>'; DROP TABLE project; --`, "accents": "Ærø – 東京 \u202ertl",
		"emoji": "👩‍👩‍👧🏳️‍🌈", "control": "a\tb\r\nc\x1b[31m", "nul": "a\x00b", "latin1": "caf\xe9", "long": string(slices.Repeat([]byte("x"), 1<<16)),
	}
	numbers := map[string]float64{"huge": huge, "max": math.MaxFloat64, "tiny": math.SmallestNonzeroFloat64, "minus": -1.5, "zero": 0, "big int": math.MaxInt64, "third": 1. / 3, "nan": math.NaN(), "inf": math.Inf(1)}
	snap := gitSnapshot("a", noon)
	for k, v := range texts {
		in := health.ObsText(field.ID("t "+k), v)
		in.SourceURL = "https://example.org/" + v
		snap.Inputs = append(snap.Inputs, in, health.Missing(field.ID("r "+k), v, errors.New(v)))
	}
	for k, v := range numbers {
		snap.Inputs = append(snap.Inputs, health.Obs(field.ID("n "+k), v))
	}
	run := d.start("l", "a")
	d.record(run, "a", snap)
	d.publish(run, ranking.Row{Slug: "a", Name: "x\x00y\xff", MainReason: "\x00", Tags: []string{"t\x00"}, Reasons: []health.Reason{{Text: "\xfe"}}})
	f := d.project("a")
	texts["nul"], texts["latin1"] = "a\uFFFDb", "caf\uFFFD"
	for k, want := range texts {
		in, why := f.Inputs.Field(field.ID("t "+k)), f.Inputs.Field(field.ID("r "+k))
		if in.Text != want || in.SourceURL != "https://example.org/"+want || why.Reason != want || why.Error != want || why.State != health.Unknown {
			t.Errorf("%s: %.40q, reason %.40q, error %.40q; want %.40q", k, in.Text, why.Reason, why.Error, want)
		}
	}
	for k, want := range numbers {
		in := f.Inputs.Field(field.ID("n " + k))
		if k == "nan" || k == "inf" {
			if in.State != health.Unknown || in.Reason == "" {
				t.Errorf("%s became %+v", k, in)
			}
		} else if in.Value != want || in.State != health.Observed {
			t.Errorf("%s: %v, want %v", k, in.Value, want)
		}
	}
	if r := f.Ranked; r.Name != "x\uFFFDy\uFFFD" || r.MainReason != "\uFFFD" || r.Tags[0] != "t\uFFFD" || r.Reasons[0].Text != "\uFFFD" {
		t.Errorf("the row reads back %+v", r)
	}
}

func anyInstant(t *testing.T, e env) {
	d := e.open()
	for i, at := range []time.Time{{}, time.Unix(0, 0), time.Date(1970, 1, 1, 0, 0, 0, 1e6, time.UTC), time.Date(2100, 2, 28, 23, 59, 59, 999e6, time.UTC), time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), noon.In(time.FixedZone("x", 3600))} {
		slug := fmt.Sprintf("p%d", i)
		run, err := d.StartRun(t.Context(), health.Run{List: slug, Origin: health.OriginAsOf, AsOf: at, Started: noon}, []string{slug})
		if err != nil {
			t.Fatal(err)
		}
		d.record(run, slug, gitSnapshot(slug, at, health.Obs("authors_12m", 1)))
		got := d.project(slug).Snapshots[0].ObservedAt
		if !got.Equal(at) || !run.AsOf.Equal(at) || got.IsZero() != at.IsZero() || got.Location() != time.UTC {
			t.Errorf("%v reads back %v, as of %v", at, got, run.AsOf)
		}
	}
}

func projectShowsPublished(t *testing.T, e env) {
	d := e.open()
	if _, err := d.Project(t.Context(), "a"); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("an unknown project: %v", err)
	}
	d.save("l", "a")
	if f := d.project("a"); f.Project != "a" || len(f.Inputs) != 0 || f.Ranked != nil || f.Last != (health.Attempt{}) || !f.LastGood.IsZero() {
		t.Errorf("a project never collected: %+v", f)
	}
	week := func(n int) health.Run {
		run := d.start("l", "a")
		d.record(run, "a", gitSnapshot("a", noon.AddDate(0, 0, n), health.Obs("authors_12m", float64(n))))
		return run
	}
	one := week(1)
	if got := value(d.project("a"), "authors_12m"); got != "1" {
		t.Errorf("with nothing published the newest is shown: %s", got)
	}
	d.publish(one, ranking.Row{Slug: "a", Name: "A", Rank: 1})
	two := week(2)
	f := d.project("a")
	if value(f, "authors_12m") != "1" || !f.At().Equal(noon.AddDate(0, 0, 1)) || f.Ranked == nil || f.Last.Run != two.ID {
		t.Errorf("while a run goes on: %s of %v, last %+v", value(f, "authors_12m"), f.At(), f.Last)
	}
	d.publish(two, ranking.Row{Slug: "a", Name: "A2", Rank: 1})
	if f := d.project("a"); value(f, "authors_12m") != "2" || f.Ranked.Name != "A2" {
		t.Errorf("after publishing: %s, %+v", value(f, "authors_12m"), f.Ranked)
	}
}

func rescoreIsShown(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b")
	run := d.start("l", "a", "b")
	d.record(run, "a", gitSnapshot("a", noon, health.Obs("authors_12m", 3)))
	d.record(run, "b")
	d.publish(run)
	before := d.project("a").Last
	re, err := d.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginRescore, ModelSHA: "m2"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	list := health.Snapshot{Source: field.SourceList, ObservedAt: noon, Inputs: []health.Input{health.Obs("expert_lists", 2)}}
	for range 2 { // killed before publishing and started again
		d.answer(health.Attempt{Run: re.ID, Project: "a"}, list)
	}
	d.publish(re)
	f := d.project("a")
	if value(f, "expert_lists") != "2" || value(f, "authors_12m") != "3" || f.Last != before {
		t.Errorf("after a rescore: lists %s, authors %s, last %+v", value(f, "expert_lists"), value(f, "authors_12m"), f.Last)
	}
	if got := d.attempts(re); len(got) != 0 {
		t.Errorf("a rescore has answers: %+v", got)
	}
	if r, err := d.LastRun(t.Context(), "l"); err != nil || r.ID != re.ID || r.Total != 0 {
		t.Errorf("last run %+v, error %v", r, err)
	}
}

func figuresOfMembers(t *testing.T, e env) {
	d := e.open()
	var slugs []string
	for i := range 150 { // more than two batches
		slugs = append(slugs, fmt.Sprintf("p%03d", (i*37)%150))
	}
	d.save("l", slugs...)
	d.save("other", "zz")
	run := d.start("l", slugs...)
	for _, s := range slugs[:100] {
		d.record(run, s, gitSnapshot(s, noon, health.ObsText("last_release_tag", s)))
	}
	var got []string
	err := d.Figures(t.Context(), "l", 0, func(f figures.Project) error {
		if has := value(f, "last_release_tag"); has != f.Project && has != "unknown" {
			t.Errorf("%s has the figures of %s", f.Project, has)
		}
		got = append(got, f.Project)
		return nil
	})
	slices.Sort(slugs)
	if err != nil || !slices.Equal(got, slugs) {
		t.Errorf("error %v; projects %v", err, got)
	}
	stop := errors.New("stop")
	if err := d.Figures(t.Context(), "l", 0, func(figures.Project) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("fn's error became %v", err)
	}
	if err := d.Figures(t.Context(), "none", 0, nil); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("an unknown list: %v", err)
	}
}
