package ranked

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// HealthSpread returns how many projects of a run have which health; id is that of
// the drawing on its page, wide its width, 0 for that of a column.
func HealthSpread(m model.Model, o query.Summary, id string, wide float64) chart.Figure {
	low, total := o.LowHealth, len(o.Health)
	return chart.Histogram{
		ID: id, Title: "Distribution of health", Values: o.Health, Step: 10, Max: 100, Cuts: cuts(m.Bands["H"]), Unit: "Projects", Wide: wide,
		Desc:    fmt.Sprintf("%d of %d measured projects have health below 40.", low, total),
		Caption: explain.Thousands(total) + " " + explain.Plural(total, "project", "projects") + " by health, in steps of 10.",
	}.Figure()
}

// Regulars counts projects by how many regulars they have.
func Regulars(o query.Summary) chart.Counts {
	if o.RegularsKnown == 0 {
		return nil
	}
	var out chart.Counts
	for i, name := range [...]string{"None", "One", "2 to 4", "5 to 9", "10 or more"} {
		out = append(out, chart.Count{Name: name, N: o.Groups[i], Hot: i < 2})
	}
	return out
}

// RiskSpread is HealthSpread of the risk of those that are ranked.
func RiskSpread(m model.Model, o query.Summary, id string, wide float64) chart.Figure {
	bands := m.Bands["risk"]
	return chart.Histogram{
		ID: id, Title: "Distribution of risk", Values: o.Risks, Step: 5, Max: float64(chart.Risk), Cuts: cuts(bands), Unit: "Projects", Wide: wide, HotFrom: query.CutOf(bands, len(bands)-2),
		Desc:    fmt.Sprintf("%d of %d projects with a position are at high or very high risk.", o.HighRisk, o.Ranked),
		Caption: "Projects by risk, in steps of 5, those without a position included. Unranked projects are left out. The last column holds all higher values.",
	}.Figure()
}

func cuts(bands []model.Band) []chart.Cut {
	var out []chart.Cut
	for i := len(bands) - 1; i >= 0; i-- {
		out = append(out, chart.Cut{From: bands[i].From, Word: bands[i].Word})
	}
	return out
}
