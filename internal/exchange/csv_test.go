package exchange_test

import (
	"bytes"
	"encoding/csv"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// cells are the written rows, each by the names of the columns.
func cells(t *testing.T, run health.Run, weights string, rows ...health.Ranked) []map[string]string {
	t.Helper()
	var buf bytes.Buffer
	c, err := exchange.NewRankCSV(&buf, run)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Under(weights).Write(rows); err != nil {
		t.Fatal(err)
	}
	read, err := csv.NewReader(&buf).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range read[1:] {
		row := map[string]string{}
		for i, name := range read[0] {
			row[name] = r[i]
		}
		if len(row) != len(r) {
			t.Errorf("%d cells have %d names", len(r), len(row))
		}
		out = append(out, row)
	}
	return out
}

// moved are a row that other weights rank, and one they do not.
func moved() []health.Ranked {
	risk := 41.5
	return []health.Ranked{
		{Slug: "a", Rank: 3, Risk: &health.Interval{Value: 60}, Views: []health.View{{ID: "equal", Rank: 9, Of: 10}, {ID: "insider", Rank: 1, Of: 10, Risk: &risk}}},
		{Slug: "b", Rank: 1, Risk: &health.Interval{Value: 70}, Views: []health.View{{ID: "insider", Of: 10}}},
	}
}

func TestRankCSV_otherWeightsStandBesideThePublishedRank(t *testing.T) {
	t.Parallel()
	got := cells(t, health.Run{}, "insider", moved()...)
	for i, want := range []map[string]string{
		{"rank": "3", "risk": "60", "weights": "insider", "weights_rank": "1", "weights_risk": "41.5"},
		{"rank": "1", "risk": "70", "weights": "insider", "weights_rank": "", "weights_risk": ""},
	} {
		for name, v := range want {
			if have, ok := got[i][name]; !ok || have != v {
				t.Errorf("row %d: %s is %q, want %q", i, name, have, v)
			}
		}
	}
	for _, name := range []string{"weights", "weights_rank", "weights_risk"} {
		if v, ok := cells(t, health.Run{}, "", moved()...)[0][name]; v != "" || !ok {
			t.Errorf("as published %s is %q", name, v)
		}
	}
}

func TestRankDocument_otherWeightsStandBesideThePublishedRank(t *testing.T) {
	t.Parallel()
	published := exchange.RankDocument("l", health.Page{Rows: moved()})
	d := published.Under("insider")
	if d.Weights == nil || *d.Weights != "insider" || *d.Projects[0].Rank != 3 || *d.Projects[0].WeightsRank != 1 || *d.Projects[0].WeightsRisk != 41.5 {
		t.Errorf("under other weights: %+v", d.Projects[0])
	}
	if d.Projects[1].WeightsRank != nil || d.Projects[1].WeightsRisk != nil {
		t.Errorf("not ranked under them: %+v", d.Projects[1])
	}
	if published.Weights != nil || published.Projects[0].WeightsRank != nil {
		t.Error("the published document was changed")
	}
	if same := published.Under(""); same.Weights != nil {
		t.Errorf("as published the weights are %q", *same.Weights)
	}
}
