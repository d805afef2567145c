package exchange_test

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"pgregory.net/rapid"
)

// cells are the written rows, each by the names of the columns.
func cells(t *testing.T, run health.Run, weights string, rows ...ranking.Row) []map[string]string {
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
func moved() []ranking.Row {
	risk := 41.5
	return []ranking.Row{
		{Slug: "a", Rank: 3, Risk: &health.Interval{Value: 60}, Views: []ranking.View{{ID: "equal", Rank: 9, Of: 10}, {ID: "insider", Rank: 1, Of: 10, Risk: &risk}}},
		{Slug: "b", Rank: 1, Risk: &health.Interval{Value: 70}, Views: []ranking.View{{ID: "insider", Of: 10}}},
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
	published := exchange.RankDocument("l", ranking.Page{Rows: moved()})
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

func TestRankCSV_everyRowSaysWhichRunAndDay(t *testing.T) {
	t.Parallel()
	run := health.Run{ID: 7, Finished: time.Date(2026, 8, 22, 23, 30, 0, 0, time.FixedZone("", -3600))}
	for _, row := range cells(t, run, "", moved()...) {
		if row["run"] != "7" || row["published"] != "2026-08-23" { // the day is of UTC
			t.Errorf("%s is of run %q, published %q", row["slug"], row["run"], row["published"])
		}
	}
	if got := cells(t, health.Run{}, "", moved()...)[0]; got["run"] != "" || got["published"] != "" {
		t.Errorf("without a run: %q, %q", got["run"], got["published"])
	}
}

func TestRankCSV_numbersHaveAtMostTwoDecimals(t *testing.T) {
	t.Parallel()
	plain := regexp.MustCompile(`^(-?[1-9][0-9]*|0|-?[0-9]+\.[0-9]{1,2})$`)
	rapid.Check(t, func(rt *rapid.T) {
		v := rapid.Float64Range(-100, 100).Draw(rt, "figure")
		i := &health.Interval{Value: v, Lo: v, Hi: v}
		row := cells(t, health.Run{}, "w", ranking.Row{
			V: i, R: i, H: i, S: i, C: i, Risk: i, RiskUpper: v, CoverV: v, CoverR: v, CoverS: v, CoverC: v,
			Standings: []ranking.Standing{{Axis: model.Health, N: 7, Below: 2, Equal: 1}}, Views: []ranking.View{{ID: "w", Rank: 1, Risk: &v}},
		})[0]
		for _, c := range exchange.Columns() {
			if (c.Unit == "0 to 100" || c.Unit == "0 to 1") && !plain.MatchString(row[c.Name]) {
				rt.Errorf("%s of %v is %q", c.Name, v, row[c.Name])
			}
		}
	})
}

func TestColumns_eachIsNamedOnceAndExplained(t *testing.T) {
	t.Parallel()
	var names []string
	for _, c := range exchange.Columns() {
		if slices.Contains(names, c.Name) || c.Meaning == "" || c.Unit == "" {
			t.Errorf("column %+q: twice, or without meaning or unit", c.Name)
		}
		names = append(names, c.Name)
	}
	// Whoever reads them by place finds what was there before where it was.
	if names[0] != "rank" || slices.Index(names, "model_sha256") != 45 || len(names) < 51 {
		t.Errorf("the order: %q", names)
	}
}

func TestRank_namesTheCopyThatWasRead(t *testing.T) {
	t.Parallel()
	rows := moved()
	rows[0].Copy = "github.com/somebody/xz"
	got := cells(t, health.Run{}, "", rows...)
	if got[0]["copy"] != "github.com/somebody/xz" || got[1]["copy"] != "" {
		t.Errorf("copies %q and %q", got[0]["copy"], got[1]["copy"])
	}
	if d := exchange.RankDocument("l", ranking.Page{Rows: rows}); d.Projects[0].Copy != rows[0].Copy || d.Projects[1].Copy != "" {
		t.Errorf("copies %q and %q", d.Projects[0].Copy, d.Projects[1].Copy)
	}
	same, with := exchange.NewRankHash(), exchange.NewRankHash()
	same.Add(moved()[0])
	with.Add(rows[0])
	if same.Sum() != with.Sum() {
		t.Error("the hash of the figures depends on where they were read")
	}
}
