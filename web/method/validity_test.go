package method_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestMethod_showsWhatCriticalityWasComparedWith(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.Results.Validity = &model.Validity{
		List: "critical", Figures: "2026-11-25", Model: "riskhealth 2.0.0", ModelSHA: b.Model.SHA256, Draws: 1000, Seed: 5,
		Dependence: []model.ValidityRank{
			{Set: "all", Of: "now", With: "run", N: 86, Rho: .187, Lo: -.03, Hi: .391},
			{Set: "all", Of: "now", With: "build", N: 86, Rho: .14, Lo: -.08, Hi: .36},
			{Set: "all", Of: "former_model", With: "run", N: 86, Rho: .21, Lo: -.01, Hi: .4},
		},
		Ports: []model.ValidityRank{{Set: "vcpkg", Of: "now", With: "vcpkg", N: 21, Rho: .56, Lo: .16, Hi: .8}},
		Experts: []model.ValidityList{
			{ID: "large", Title: "Large list", Members: 75, Others: 84, AUC: .509, Lo: .416, Hi: .595}, {ID: "small", Title: "Small list", Members: 3, Others: 156},
		},
		Ties:  []model.ValidityTie{{Criticality: 62, Projects: []string{"a", "b"}, Inputs: []string{"C5", "C6"}, Same: 2}},
		Facts: []model.ValidityFact{{ID: "policy", Agree: 37, Of: 40, Unknown: 2, Lo: .801, Hi: .974}},
		Pairs: []model.ValidityPairs{{Set: "open", Agree: 55, Equal: 5, Disagree: 6}},
		Gate:  &model.ValidityGate{Gate: "G3", Slug: "xz", Criticality: 68.9, Needs: 70, Days: []model.ValidityDay{{Day: "2022-06-15", Regulars: 1, Integrators: 1}}},
	}
	b.Results.Releases = []model.Release{{Version: "2.0.0", Date: "2026-12-01"}, {Version: "1.9.9", Date: "2026-11-01"}}
	page := pagetest.Page(t, b.Site(), "/method/limits", 200)
	for row, want := range map[string][]string{
		"all-now": {"86", "0.19", "−0.03", "0.39", "0.14", "−0.08", "0.36"}, "vcpkg-now": {"21", "0.56", "0.16", "0.80"},
		"list-large": {"75", "84", "0.51", "0.42", "0.60"}, "list-small": {"3", "156"}, "fact-policy": {"37", "40", "80", "97", "2"},
	} {
		got := strings.Join(pagetest.Texts(page.Find("tr[data-row="+row+"] td")), " ")
		for _, n := range want {
			if !strings.Contains(got, n) {
				t.Errorf("%s lacks %s: %s", row, n, got)
			}
		}
	}
	former := page.Find("tr[data-row=all-former_model]")
	if got := pagetest.Texts(former.Find("td")); got[len(got)-1] != "–" || !strings.Contains(former.Text(), "1.9.9") {
		t.Errorf("without a correlation with builds the row is %q", pagetest.Words(former))
	}
	if got := page.Find("section[aria-labelledby=facts]").Text(); strings.Contains(got, "40 repositories") || !strings.Contains(got, "42 repositories") {
		t.Errorf("the number of projects is not that of the results: %.300s", got)
	}
	if got := page.Find("tr[data-row=list-small]").Text(); !strings.Contains(got, "too few") {
		t.Errorf("three members are judged: %s", got)
	}
	lines := pagetest.Texts(page.Find("section[aria-labelledby=validity] li"))
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "cannot tell a helper") && strings.Contains(l, "68.9") }) {
		t.Errorf("nothing is said of the gate: %q", lines)
	}
	if text := page.Find("section[aria-labelledby=ties]").Text(); !strings.Contains(text, "Exposure") {
		t.Errorf("the tie has no reason: %s", text)
	}
	b = pagetest.Scanned(t)
	if pagetest.Page(t, b.Site(), "/method/limits", 200).Find("section[aria-labelledby=validity]").Length() > 0 {
		t.Error("without a comparison there is a section about it")
	}
}
