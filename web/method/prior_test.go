package method_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestMethod_expectedScoresAndHowRightTheyAre(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	held, width := .85, 40.25
	b.Model.Prior = model.Prior{Made: "2026-12-02", Source: "A crawl.", Cells: []model.PriorCell{
		{Check: "Code-Review", N: 1503, Mean: 4.93, Deciles: model.Deciles{0, 0, 0, 1, 2, 5, 8, 9, 10, 10, 10}},
		{Check: "Code-Review", Gap: model.MirrorGap, N: 252, Mean: 1.11, LowerHalf: true},
	}}
	b.Results.PriorCheck = &model.PriorCheck{
		Made: "2026-12-02", Crawl: "2022-10-28", Table: model.PriorHalf{Repositories: 62}, Test: model.PriorHalf{Repositories: 60, NoWorkflows: 7}, Shared: .2,
		Posture: []model.PriorMeasure{{ID: "assumed", N: 60, Truth: 48.75, Bias: -3.25, Low: -7.6, High: 1, Coverage: &held, Width: &width}},
		Gaps:    []model.PriorMeasure{{ID: "no_workflows", N: 10, Truth: 28.2, Bias: 11.1, Low: -9.6, High: 29.8}},
		Splits:  []model.PriorSplits{{ID: "assumed", N: 50, Bias: -.8, SD: 2.4, Coverage: .885, Width: 40}},
		Notes:   []string{"A limit."},
	}
	doc := pagetest.Page(t, b.Site(), page.Checks, 200)
	table := doc.Find("section[aria-labelledby=expected]").Text()
	for _, want := range []string{"1,503", "4.93", "0 · 0 · 0 · 1 · 2 · 5", "lower half", "not asked, mirror or not on GitHub", "fewer than 20"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q: %s", want, table)
		}
	}
	test := doc.Find("section[aria-labelledby=expected-test]")
	row := pagetest.Numbers(strings.Join(pagetest.Texts(test.Find("tr[data-row=assumed] td")), " "))
	if len(row) < 3 || !slices.Equal(row[:3], []string{"60", "48.8", "3.3"}) && !slices.Equal(row[:3], []string{"60", "48.8", "−3.3"}) {
		t.Errorf("the row has the numbers %q", row)
	}
	for _, want := range []string{"A limit.", "85%", "122", "7 of these", "50 other splits", "Checks not asked, no GitHub workflows"} {
		if !strings.Contains(test.Text(), want) {
			t.Errorf("the test lacks %q: %s", want, test.Text())
		}
	}
	b = pagetest.Scanned(t)
	b.Model.Prior = model.Prior{}
	if pagetest.Page(t, b.Site(), page.Checks, 200).Find("section[aria-labelledby=expected]").Length() > 0 {
		t.Error("without a table there is a section about it")
	}
}
