package survey_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/survey"
)

var bands = model.Model{Bands: map[string][]model.Band{
	"risk": {{Word: "Very high", From: 45}, {Word: "Low", From: 0}},
	"H":    {{Word: "Good", From: 50}, {Word: "Poor", From: 0}},
}}

func of(members int, rows ...ranking.Row) survey.Survey {
	k := survey.New(bands, members)
	for _, r := range rows {
		k.Add(r)
	}
	return k.Done()
}

func TestSurvey_countsWhatIsUnknownApart(t *testing.T) {
	t.Parallel()
	s := of(4,
		ranking.Row{
			Status: health.Status{Word: health.StatusActive}, RankState: health.RankRanked, RiskBand: model.Band{Word: "Low"}, HealthBand: model.Band{Word: "Good"},
			AbsenceFactor: 1, Regulars: 3, Funding: []string{}, Host: "github.com", Owner: "a", Tags: []string{"c", "tls"},
		},
		ranking.Row{Status: health.Status{Word: health.StatusUnknown}, RankState: health.RankNone, AbsenceFactor: -1, Regulars: -1, Host: "github.com", Owner: "a", Tags: []string{"c"}},
		ranking.Row{Status: health.Status{Word: health.StatusActive}, RankState: health.RankPartial, AbsenceFactor: 7, Regulars: 12, Funding: []string{"github"}, Host: "gitlab.com", Owner: "a"},
	)
	counts := func(all []survey.Count) map[string]int {
		out := map[string]int{}
		for _, c := range all {
			if c.N > 0 {
				out[c.Key] = c.N
			}
		}
		return out
	}
	for what, c := range map[string]struct {
		got  []survey.Count
		want map[string]int
	}{
		"states":   {s.States, map[string]int{"ranked": 1, "partial": 1, "not_ranked": 1}},
		"risk":     {s.Risk, map[string]int{"Low": 1, "unknown": 2}},
		"health":   {s.Health, map[string]int{"Good": 1, "unknown": 2}},
		"status":   {s.Status, map[string]int{"active": 2, "unknown": 1}},
		"absence":  {s.Absence, map[string]int{"1": 1, "6+": 1, "unknown": 1}},
		"regulars": {s.Regulars, map[string]int{"2-4": 1, "10+": 1, "unknown": 1}},
		"funding":  {s.Funding, map[string]int{"none": 1, "named": 1, "unknown": 1}},
		"hosts":    {s.Hosts, map[string]int{"github.com": 2, "gitlab.com": 1}},
		"owners":   {s.Owners, map[string]int{"github.com/a": 2}},
		"tags":     {s.Tags, map[string]int{"c": 2, "tls": 1}},
	} {
		if diff := cmp.Diff(c.want, counts(c.got)); diff != "" {
			t.Errorf("%s:\n%s", what, diff)
		}
	}
	if s.Members != 4 || s.Counted != 3 || s.OwnersOf != 2 {
		t.Errorf("%d members, %d counted, %d owners", s.Members, s.Counted, s.OwnersOf)
	}
	if keys := s.Risk; keys[0].Key != "Very high" || keys[len(keys)-1].Key != survey.Unknown {
		t.Errorf("risk begins with %s and ends with %s", keys[0].Key, keys[len(keys)-1].Key)
	}
	if s.Health[0].Key != "Poor" {
		t.Errorf("health begins with %s, not the worst", s.Health[0].Key)
	}
}

// Every group of counts but tags and owners adds up to the rows, whatever is unknown.
func TestSurvey_addsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(rt, "n")
		rows := make([]ranking.Row, n)
		for i := range rows {
			rows[i] = ranking.Row{
				Slug: fmt.Sprint(i), Status: health.Status{Word: rapid.SampledFrom(health.StatusWords).Draw(rt, "status")},
				RankState:     rapid.SampledFrom(health.RankStates).Draw(rt, "state"),
				RiskBand:      model.Band{Word: rapid.SampledFrom([]string{"", "Low", "Very high"}).Draw(rt, "risk")},
				HealthBand:    model.Band{Word: rapid.SampledFrom([]string{"", "Good", "Poor"}).Draw(rt, "health")},
				AbsenceFactor: rapid.IntRange(-1, 20).Draw(rt, "absence"), Regulars: rapid.IntRange(-1, 20).Draw(rt, "regulars"),
				Host: rapid.SampledFrom([]string{"", "github.com"}).Draw(rt, "host"),
			}
		}
		s := of(n, rows...)
		for what, counts := range map[string][]survey.Count{"states": s.States, "risk": s.Risk, "health": s.Health, "status": s.Status, "absence": s.Absence, "regulars": s.Regulars, "funding": s.Funding, "hosts": s.Hosts} {
			sum := 0
			for _, c := range counts {
				sum += c.N
			}
			if sum != n {
				rt.Fatalf("%s: %d of %d projects: %+v", what, sum, n, counts)
			}
		}
		if len(s.Checks) != len(field.Checks()) {
			rt.Fatalf("%d checks", len(s.Checks))
		}
		for _, c := range s.Checks {
			if c.Known()+c.NotApplicable+c.Unknown != n {
				rt.Fatalf("%s: %+v of %d", c.Check, c, n)
			}
		}
	})
}
