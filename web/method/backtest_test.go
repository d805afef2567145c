package method_test

import (
	"strings"
	"testing"

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
	b.Backtest = measured(b.Model.SHA256)
	text := pagetest.Page(t, b.Site(), "/method", 200).Find("section[aria-labelledby=backtest]").Text()
	for _, want := range []string{
		"25\u00a0Nov\u00a02026", "Plumbline 9.8.7", "12\u00a0345\u00a0project-years", "Measured with the model in use", "0.812 (0.71–0.91)", "0.918 (0.89–0.94)", "0.02 (lift 4.9)", "0.43",
		"Missed: 3 of 50 silences came from band A", "about 25 of the 50", "3 of 6000 project-years (0.1\u00a0%)", "0 of 363 project-years", "0.0346", "0.0383",
		"few human commits (0.833 against 0.812)", "known of 12\u00a0000\u00a0project-years", "Left out: 19 project-years: the copy was too old.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the section lacks %q: %s", want, text)
		}
	}
}

func TestMethod_aBacktestOfAnotherModelSaysSo(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.Backtest = measured(strings.Repeat("5a", 32))
	if text := pagetest.Page(t, b.Site(), "/method", 200).Find("section[aria-labelledby=backtest]").Text(); !strings.Contains(text, "Measured with an earlier model") || strings.Contains(text, "the model in use:") {
		t.Errorf("got %s", text)
	}
	b = pagetest.Scanned(t)
	if text := pagetest.Page(t, b.Site(), "/method", 200).Find("section[aria-labelledby=backtest]").Text(); !strings.Contains(text, "Nothing was measured") {
		t.Errorf("without a result: %s", text)
	}
}
