package method_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestMethod_ordersOfBothModelsAreSideBySide(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	old, now := 61.2, 62.
	b.Orders = &model.Orders{
		List: "critical", Figures: "2026-11-25",
		Before: model.OrdersSide{Model: "riskhealth 1.3.0", ModelSHA: "f5bdc272ecfee6a5", Ranked: 1},
		After:  model.OrdersSide{Model: "riskhealth 2.0.0", ModelSHA: b.Model.SHA256, Ranked: 0},
		Why:    []string{"Something changed."},
		Projects: []model.OrdersRow{{
			Slug: "p", Name: "P", Before: model.OrdersPlace{Rank: 7, Criticality: &old},
			After: model.OrdersPlace{Why: "criticality: 40% of the evidence seen, 50% needed", Criticality: &now},
		}},
	}
	section := pagetest.Page(t, b.Site(), "/method", 200).Find("section[aria-labelledby=orders]")
	if got := pagetest.Numbers(strings.Join(pagetest.Texts(section.Find("tr[data-row=p] td")), " ")); !slices.Equal(got, []string{"40", "50", "7", "61.2", "62.0"}) {
		t.Errorf("the row has the numbers %q in %s", got, section.Text())
	}
	for _, want := range []string{"Something changed.", "riskhealth 1.3.0", "The second is the current model.", "50% needed"} {
		if !strings.Contains(section.Text(), want) {
			t.Errorf("the section lacks %q: %s", want, section.Text())
		}
	}
	b = pagetest.Scanned(t)
	if pagetest.Page(t, b.Site(), "/method", 200).Find("section[aria-labelledby=orders]").Length() > 0 {
		t.Error("without a model before there is a section about it")
	}
}
