package health_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// weights is a model of four checks, a tenth to four tenths of the weight.
func weights() health.Model {
	m := health.Model{Axes: map[health.Axis][]health.InputRule{}, Scorecard: health.ScorecardRule{Inconclusive: map[string]string{"Signed-Releases": "not_applicable"}}}
	m.Ageing.CarryDays = 30
	for i, name := range []string{"License", "Signed-Releases", "Code-Review", "SAST"} {
		m.Axes[health.Posture] = append(m.Axes[health.Posture], health.InputRule{ID: name, Field: name, Weight: float64(i + 1)})
	}
	return m
}

// scanOf puts results of our own into the figures.
func scanOf(f *health.ProjectFigures, at time.Time, scores map[string]int) {
	f.Snapshots = append(f.Snapshots, health.Snapshot{Source: health.SourceScorecard, Version: "v4.13.1", ObservedAt: at, Commit: "ours"})
	for _, c := range health.Catalogue {
		if c.Source != health.SourceScorecard {
			continue
		}
		in := health.Missing(c.ID, "needs GitHub", nil)
		if s, ok := scores[c.ID]; ok {
			in = health.Obs(c.ID, float64(s))
		}
		in.Source, in.Version, in.ObservedAt = health.SourceScorecard, "v4.13.1", at
		f.Inputs.Put(in)
	}
}

// published puts a published result into the figures; −1 is inconclusive.
func published(f *health.ProjectFigures, at time.Time, scores map[string]int) {
	sn := health.Snapshot{Source: health.SourcePublished, Version: "scorecard v5.3.0, published by X", ObservedAt: at, Commit: "theirs"}
	for name, s := range scores {
		c := health.Check{Name: name, State: health.CheckScored, Score: s, Reason: "as published"}
		if s < 0 {
			c.State = health.CheckInconclusive
		}
		sn.Checks = append(sn.Checks, c)
	}
	f.Snapshots = append(f.Snapshots, sn)
}

func TestJudged_postureIsOfOneInstrument(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	ours := map[string]int{"License": 9, "SAST": 9}                                                     // 5 of 10
	more := map[string]int{"License": 2, "Signed-Releases": -1, "Code-Review": 2, "SAST": 2, "SBOM": 3} // 8 of 8
	less := map[string]int{"License": 2, "Code-Review": 2}                                              // 4 of 10
	for name, tc := range map[string]struct {
		own, pub         map[string]int
		ownAge, pubAge   time.Duration
		asOf             bool
		used             string
		coverage         float64
		license, release string // the judged inputs
		why              string
	}{
		"nothing":                  {},
		"only our own":             {own: ours, used: health.SourceScorecard, coverage: .5, license: "9", release: "unknown"},
		"only a published one":     {pub: more, used: health.SourcePublished, coverage: 1, license: "2", release: "n/a"},
		"published covers more":    {own: ours, pub: more, used: health.SourcePublished, coverage: 1, license: "2", release: "n/a", why: "the published result covers 100 % of the weight of posture, our own scan 50 %"},
		"our own covers more":      {own: ours, pub: less, used: health.SourceScorecard, coverage: .5, license: "9", release: "unknown", why: "our own scan covers 50 % of the weight of posture, the published result 40 %"},
		"the same goes to our own": {own: ours, pub: ours, used: health.SourceScorecard, coverage: .5, license: "9", release: "unknown", why: "our own scan covers 50 %"},
		"published is too old":     {own: ours, pub: more, pubAge: 31 * day, used: health.SourceScorecard, coverage: .5, license: "9", release: "unknown", why: "the published result is 31 days older than the other figures, and 30 days are the limit"},
		"published at the limit":   {own: ours, pub: more, pubAge: 30 * day, used: health.SourcePublished, coverage: 1, license: "2", release: "n/a", why: "covers"},
		"our own is too old":       {own: ours, pub: less, ownAge: 40 * day, used: health.SourcePublished, coverage: .4, license: "2", release: "unknown", why: "our own scan is 40 days older"},
		"both are too old":         {own: ours, pub: more, ownAge: 40 * day, pubAge: 50 * day, used: health.SourceScorecard, license: "9", release: "unknown", why: "neither can count"},
		"a later result":           {own: ours, pub: more, pubAge: -90 * day, used: health.SourcePublished, coverage: 1, license: "2", release: "n/a", why: "covers"},
		"later, as of a past date": {own: ours, pub: more, pubAge: -day, asOf: true, used: health.SourceScorecard, coverage: .5, license: "9", release: "unknown", why: "of after the date that was asked for"},
	} {
		f := figures()
		if tc.asOf {
			f.Snapshots[0].Origin = health.OriginAsOf
		}
		if tc.own != nil {
			scanOf(&f, seen.Add(-tc.ownAge), tc.own)
		}
		if tc.pub != nil {
			published(&f, seen.Add(-tc.pubAge), tc.pub)
		}
		g := f.Judged(weights())
		if g.Basis.Used.Source != tc.used || math.Abs(g.Basis.Used.Coverage-tc.coverage) > 1e-9 || !strings.Contains(g.Basis.Why, tc.why) {
			t.Errorf("%s: %+v", name, g.Basis)
		}
		if tc.used != "" {
			text := func(id string) string { return g.Inputs.Field(id).String(health.Number) }
			if text("License") != tc.license || text("Signed-Releases") != tc.release {
				t.Errorf("%s: License %s, Signed-Releases %s", name, text("License"), text("Signed-Releases"))
			}
		}
		for _, c := range health.Catalogue {
			if in, ok := g.Inputs[c.ID]; ok && c.Source == health.SourceScorecard && in.Source != tc.used {
				t.Errorf("%s: %s is from %s, the others from %s", name, c.ID, in.Source, tc.used)
			}
		}
		if again := g.Judged(weights()); *again.Basis != *g.Basis || fmt.Sprint(again.Inputs) != fmt.Sprint(g.Inputs) {
			t.Errorf("%s: judged twice it is another", name)
		}
	}
}

func TestJudged_theListsWordStandsWhoeverScanned(t *testing.T) {
	t.Parallel()
	f := figures(health.Input{Field: "Code-Review", State: health.NotApplicable, Reason: "a mailing list", Source: health.SourceList})
	published(&f, seen, map[string]int{"Code-Review": 0, "License": 5})
	g := f.Judged(weights())
	if in := g.Inputs.Field("Code-Review"); in.State != health.NotApplicable || in.Source != health.SourceList {
		t.Errorf("got %+v", in)
	}
	if got := g.Basis.Used.Coverage; math.Abs(got-1.0/7) > 1e-9 {
		t.Errorf("coverage %v: what does not apply is in it", got)
	}
}

func TestPublishedInputs_readEachState(t *testing.T) {
	t.Parallel()
	sn := health.Snapshot{Source: health.SourcePublished, ObservedAt: seen, Checks: []health.Check{
		{Name: "License", State: health.CheckScored, Score: 0, Reason: "none", Doc: "https://example.org/doc"},
		{Name: "Signed-Releases", State: health.CheckInconclusive, Score: -1, Reason: "no releases"},
		{Name: "Packaging", State: health.CheckInconclusive, Score: -1},
		{Name: "SAST", State: health.CheckErrored, Score: -1, Error: "internal error: x"},
		{Name: "Webhooks", State: health.CheckScored, Score: 0},
		{Name: "Maintained", State: health.CheckScored, Score: 10},
	}}
	ins := health.PublishedInputs(weights().Scorecard, sn)
	for field, want := range map[string]string{"License": "0", "Signed-Releases": "n/a", "Packaging": "unknown", "SAST": "unknown", "CI-Tests": "unknown"} {
		in := ins.Field(field)
		if got := in.String(health.Number); got != want || !in.Known() && in.Reason == "" || in.Source != health.SourcePublished || !in.ObservedAt.Equal(seen) {
			t.Errorf("%s is %s: %+v, want %s", field, got, in, want)
		}
	}
	if got := ins.Field("SAST"); got.Error == "" || strings.Contains(got.Reason, "internal") {
		t.Errorf("a check that broke: %+v", got)
	}
	for id := range ins {
		if f, ok := health.FieldByID(id); !ok || f.Source != health.SourceScorecard {
			t.Errorf("%s is an input", id)
		}
	}
}

func TestSupersedes_nothingOlderAndNoneForOne(t *testing.T) {
	t.Parallel()
	at := func(days int, checks ...health.Check) health.Snapshot {
		return health.Snapshot{ObservedAt: seen.AddDate(0, 0, days), Checks: checks}
	}
	one := health.Check{Name: "License"}
	for name, tc := range map[string]struct {
		now, before health.Snapshot
		want        bool
	}{
		"the first":               {at(0, one), health.Snapshot{}, true},
		"newer":                   {at(1, one), at(0, one), true},
		"of the same day":         {at(0, one), at(0, one), true},
		"older":                   {at(-1, one), at(0, one), false},
		"none where there is one": {at(9), at(0, one), false},
		"one where there is none": {at(-9, one), at(0), true},
		"none again":              {at(1), at(0), true},
	} {
		if got := tc.now.Supersedes(tc.before); got != tc.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
