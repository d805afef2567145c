package method

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// ordersSection puts the order under the model before beside that of the shipped one; none if there
// was no model before.
func (s maker) ordersSection() []section {
	o := s.rules.Orders
	if o == nil || len(o.Projects) == 0 {
		return nil
	}
	g := table.Grid("Ranks and criticality under both models", []string{"Project", "Rank before", "Rank now", "C before", "C now"}, 1, 2, 3, 4)
	for _, r := range o.Projects {
		name := table.Cell{Text: r.Name}
		switch {
		case r.After.Rank == 0:
			name.Sub = "not ranked now: " + r.After.Why
		case r.Before.Rank == 0:
			name.Sub = "not ranked before: " + r.Before.Why
		}
		g.Rows = append(g.Rows, table.Row{Key: r.Slug, Cells: []table.Cell{
			name, {Text: rankWords(r.Before)}, {Text: rankWords(r.After)}, {Text: criticalityWords(r.Before)}, {Text: criticalityWords(r.After)},
		}})
	}
	return []section{{
		ID: "orders", Head: "The model before and now, side by side", Points: o.Why, Tables: []table.Table{g},
		Folded: explain.Of(len(o.Projects), "project", "projects") + " under both models",
		Text: []string{
			fmt.Sprintf("List %s, figures bundled on %s: %s ranks %d projects, %s ranked %d. “–” means not ranked.",
				o.List, explain.DayOf(o.Figures), o.After.Model, o.After.Ranked, o.Before.Model, o.Before.Ranked),
			fmt.Sprintf("SHA-256 of the models: before %.12s…, now %.12s….%s", o.Before.ModelSHA, o.After.ModelSHA, s.ordersOf(*o)),
		},
	}}
}

// ordersOf says whether the newer of the two models is the one in use.
func (s maker) ordersOf(o model.Orders) string {
	if o.After.ModelSHA == s.Model.SHA256 {
		return " The second is the current model."
	}
	return " Neither is the current model."
}

func rankWords(p model.OrdersPlace) string {
	if p.Rank == 0 {
		return "–"
	}
	return explain.Thousands(p.Rank)
}

func criticalityWords(p model.OrdersPlace) string {
	if p.Criticality == nil {
		return "–"
	}
	return explain.Decimal(*p.Criticality)
}
