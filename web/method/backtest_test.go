package method_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func measured(sha string) *model.Backtest {
	return &model.Backtest{
		Made: "2026-11-25", Plumbline: "9.8.7", Model: "riskhealth 1.1.0", ModelSHA: sha, FirstYear: 2013, LastYear: 2022, OldestCopy: "2024-01-02", NewestCopy: "2026-08-22",
		ProjectYears: 12345, Projects: 77, Events: 50, EventProjects: 33, BaseRate: .0407, Draws: 1000, Seed: 5,
		Rankers: []model.BacktestRanker{
			{ID: "health", Label: "Health", ProjectYears: 12345, AUC: .8124, Lo: .71, Hi: .91, Precision: .02, Lift: 4.9},
			{ID: "few_commits", Label: "Few human commits", ProjectYears: 12345, AUC: .8333, Lo: .7, Hi: .9, Precision: .25, Lift: 4.1},
			{ID: "release_age", Label: "Time since the last release", ProjectYears: 12000},
		},
		Bands: []model.BacktestBand{{Letter: "A", From: 80, Silent: 3, Of: 6000}, {Letter: "B", From: 0, Silent: 47, Of: 6345}},
		Brier: model.BacktestBrier{Bands: .0346, BaseRate: .0383}, LeftOut: []model.BacktestGap{{What: "project-years", Count: 19, Why: "the copy was too old"}},
	}
}

func TestMethod_showsTheLastBacktestBesideTheAuthors(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.Results.Backtest = measured(b.Model.SHA256)
	section := pagetest.Page(t, b.Site(), "/method/limits", 200).Find("section[aria-labelledby=backtest]")
	if got := section.AttrOr("data-says", ""); got != "model-in-use" {
		t.Errorf("it is measured with %q", got)
	}
	first := section.Find("p.prose").First().Text()
	for _, want := range []string{explain.DayOf("2026-11-25"), "9.8.7", explain.Thousands(12345)} {
		if !strings.Contains(first, want) {
			t.Errorf("what was measured lacks %q: %s", want, first)
		}
	}
	cells := func(row string) []string {
		return pagetest.Numbers(strings.Join(pagetest.Texts(section.Find("tr[data-row="+row+"] td")), " "))
	}
	for row, want := range map[string][]string{
		"health": {"0.812", "0.71", "0.91", "0.918", "0.89", "0.94", "0.02", "4.9", "0.43"}, "band-A": {"80", "3", "6000", "0.1", "0", "363"},
	} {
		if got := cells(row); len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Errorf("%s: %q, want %q", row, got, want)
		}
	}
	if got := pagetest.Numbers(section.Find("tr[data-row=release_age] .tbl__sub").Text()); !slices.Equal(got, []string{"12000"}) {
		t.Errorf("the ranker that is not known everywhere is known of %q", got)
	}
	for what, want := range map[string][]string{
		"missed": {"3", "50", "80", "25", "50"}, "Brier score": {"0", "0.0346", "0.0383"}, "plainer figures": {"0.833", "0.812"}, "left out": {"19"},
	} {
		if !slices.ContainsFunc(pagetest.Texts(section.Find("li")), func(line string) bool { return slices.Equal(pagetest.Numbers(line), want) }) {
			t.Errorf("%s: no line has the numbers %q in %s", what, want, section.Find("ul").Text())
		}
	}
	for _, want := range []string{"few human commits", "the copy was too old", "project-years"} { // of the result
		if got := section.Find("li").Text(); !strings.Contains(got, want) {
			t.Errorf("the lines lack %q: %s", want, got)
		}
	}
}

func TestMethod_aBacktestOfAnotherModelSaysSo(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.Results.Backtest = measured(strings.Repeat("5a", 32))
	if text := pagetest.Page(t, b.Site(), "/method/limits", 200).Find("section[aria-labelledby=backtest]"); text.AttrOr("data-says", "") != "earlier-model" || !strings.Contains(text.Text(), strings.Repeat("5a", 6)) {
		t.Errorf("got %s", text.Text())
	}
	b = pagetest.Scanned(t)
	if text := pagetest.Page(t, b.Site(), "/method/limits", 200).Find("section[aria-labelledby=backtest]"); text.AttrOr("data-says", "") != "not-measured" || text.Find("table").Length() != 0 {
		t.Errorf("without a result: %s", text.Text())
	}
}
