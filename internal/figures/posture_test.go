package figures_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// weights is a model of four checks, a tenth to four tenths of the weight.
func weights() model.Model {
	m := model.Model{Axes: map[model.Axis][]model.InputRule{}, Scorecard: model.ScorecardRule{Inconclusive: map[string]string{"Signed-Releases": "not_applicable"}}}
	m.Ageing.CarryDays = 30
	for i, name := range []string{"License", "Signed-Releases", "Code-Review", "SAST"} {
		m.Axes[model.Posture] = append(m.Axes[model.Posture], model.InputRule{ID: name, Field: field.ID(name), Weight: float64(i + 1)})
	}
	return m
}

// scanOf puts results of our own into the figures.
func scanOf(f *figures.Project, at time.Time, scores map[string]int) {
	f.Snapshots = append(f.Snapshots, health.Snapshot{Source: field.SourceScorecard, Version: "v4.13.1", ObservedAt: at, Commit: "ours"})
	for _, c := range field.Catalogue {
		if c.Source != field.SourceScorecard {
			continue
		}
		in := health.Missing(c.ID, "needs GitHub", nil)
		if s, ok := scores[string(c.ID)]; ok {
			in = health.Obs(c.ID, float64(s))
		}
		in.Source, in.Version, in.ObservedAt = field.SourceScorecard, "v4.13.1", at
		f.Inputs.Put(in)
	}
}

// published puts a published result into the figures; −1 is inconclusive.
func published(f *figures.Project, at time.Time, scores map[string]int) {
	sn := health.Snapshot{Source: field.SourcePublished, Version: "scorecard v5.3.0, published by X", ObservedAt: at, Commit: "theirs"}
	for name, s := range scores {
		c := check.Check{Name: name, State: check.Scored, Score: s, Reason: "as published"}
		if s < 0 {
			c.State = check.Inconclusive
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
		license, release string   // the judged inputs
		why              []string // what it says of both
	}{
		"nothing":                  {},
		"only our own":             {own: ours, used: field.SourceScorecard, coverage: .5, license: "9", release: "unknown"},
		"only a published one":     {pub: more, used: field.SourcePublished, coverage: 1, license: "2", release: "n/a"},
		"published covers more":    {own: ours, pub: more, used: field.SourcePublished, coverage: 1, license: "2", release: "n/a", why: []string{"100%", "50%"}},
		"our own covers more":      {own: ours, pub: less, used: field.SourceScorecard, coverage: .5, license: "9", release: "unknown", why: []string{"50%", "40%"}},
		"the same goes to our own": {own: ours, pub: ours, used: field.SourceScorecard, coverage: .5, license: "9", release: "unknown", why: []string{"50%"}},
		"published is too old":     {own: ours, pub: more, pubAge: 31 * day, used: field.SourceScorecard, coverage: .5, license: "9", release: "unknown", why: []string{"31", "30"}},
		"published at the limit":   {own: ours, pub: more, pubAge: 30 * day, used: field.SourcePublished, coverage: 1, license: "2", release: "n/a", why: []string{"100%", "50%"}},
		"our own is too old":       {own: ours, pub: less, ownAge: 40 * day, used: field.SourcePublished, coverage: .4, license: "2", release: "unknown", why: []string{"40"}},
		"both are too old":         {own: ours, pub: more, ownAge: 40 * day, pubAge: 50 * day, used: field.SourceScorecard, license: "9", release: "unknown", why: []string{"40", "50"}},
		"a later result":           {own: ours, pub: more, pubAge: -90 * day, used: field.SourcePublished, coverage: 1, license: "2", release: "n/a", why: []string{"100%", "50%"}},
		"later, as of a past date": {own: ours, pub: more, pubAge: -day, asOf: true, used: field.SourceScorecard, coverage: .5, license: "9", release: "unknown", why: []string{figures.Instrument{Source: field.SourcePublished}.Name()}},
	} {
		f := known()
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
		if g.Basis.Used.Source != tc.used || math.Abs(g.Basis.Used.Coverage-tc.coverage) > 1e-9 || testkit.Unsaid(g.Basis.Why, tc.why...) != nil {
			t.Errorf("%s: %+v", name, g.Basis)
		}
		if tc.used != "" {
			text := func(id string) string { return g.Inputs.Field(field.ID(id)).String(field.Number) }
			if text("License") != tc.license || text("Signed-Releases") != tc.release {
				t.Errorf("%s: License %s, Signed-Releases %s", name, text("License"), text("Signed-Releases"))
			}
		}
		for _, c := range field.Catalogue {
			if in, ok := g.Inputs[c.ID]; ok && c.Source == field.SourceScorecard && in.Source != tc.used {
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
	f := known(health.Input{Field: "Code-Review", State: health.NotApplicable, Reason: "a mailing list", Source: field.SourceList})
	published(&f, seen, map[string]int{"Code-Review": 0, "License": 5})
	g := f.Judged(weights())
	if in := g.Inputs.Field("Code-Review"); in.State != health.NotApplicable || in.Source != field.SourceList {
		t.Errorf("got %+v", in)
	}
	if got := g.Basis.Used.Coverage; math.Abs(got-1.0/7) > 1e-9 {
		t.Errorf("coverage %v: what does not apply is in it", got)
	}
}

func TestPublishedInputs_readEachState(t *testing.T) {
	t.Parallel()
	sn := health.Snapshot{Source: field.SourcePublished, ObservedAt: seen, Checks: []check.Check{
		{Name: "License", State: check.Scored, Score: 0, Reason: "none", Doc: "https://example.org/doc"},
		{Name: "Signed-Releases", State: check.Inconclusive, Score: -1, Reason: "no releases"},
		{Name: "Packaging", State: check.Inconclusive, Score: -1},
		{Name: "SAST", State: check.Errored, Score: -1, Error: "internal error: x"},
		{Name: "Webhooks", State: check.Scored, Score: 0},
		{Name: "Maintained", State: check.Scored, Score: 10},
	}}
	ins := figures.PublishedInputs(weights().Scorecard, sn)
	for fieldID, want := range map[string]string{"License": "0", "Signed-Releases": "n/a", "Packaging": "unknown", "SAST": "unknown", "CI-Tests": "unknown"} {
		in := ins.Field(field.ID(fieldID))
		if got := in.String(field.Number); got != want || !in.Known() && in.Reason == "" || in.Source != field.SourcePublished || !in.ObservedAt.Equal(seen) {
			t.Errorf("%s is %s: %+v, want %s", fieldID, got, in, want)
		}
	}
	if got := ins.Field("SAST"); got.Error == "" || strings.Contains(got.Reason, "internal") {
		t.Errorf("a check that broke: %+v", got)
	}
	for id := range ins {
		if f, ok := field.ByID(id); !ok || f.Source != field.SourceScorecard {
			t.Errorf("%s is an input", id)
		}
	}
}

func TestSupersedes_nothingOlderAndNoneForOne(t *testing.T) {
	t.Parallel()
	at := func(days int, checks ...check.Check) health.Snapshot {
		return health.Snapshot{ObservedAt: seen.AddDate(0, 0, days), Checks: checks}
	}
	one := check.Check{Name: "License"}
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
