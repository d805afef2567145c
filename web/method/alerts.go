package method

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// alertSection shows the rules of what is worth a look, with how often they hold:
// a reader must know how little most of it means.
func (s maker) alertSection() section {
	g := table.Grid("Alerts", []string{"Alert", "Rule", "Often caused by", "How often"})
	for _, r := range s.Query.AlertRules() {
		name := table.Cell{Text: r.Label, Sub: r.ID}
		if r.Operators {
			name.Says = "operators"
			name.Sub += ", operators only"
		}
		g.Rows = append(g.Rows, table.Row{ID: "alert-" + r.ID, Cells: []table.Cell{name, {Text: r.About, Sub: "Needs: " + r.Needs + " Why: " + r.Why}, {Text: r.False}, {Text: rateWords(r.Measured), Says: rateSays(r.Measured)}}})
	}
	if len(g.Rows) == 0 {
		return section{ID: "alerts", Head: "Alerts", Text: []string{"This installation has no alert rules."}}
	}
	return section{
		ID: "alerts", Head: "Alerts: facts to look at, never scored", Tables: []table.Table{g},
		Text: []string{
			"An alert says what happened, never who, and changes no figure. An alert that cannot be judged is not shown, so no alert does not mean that nothing happened.",
			"A change of the most active committer is for operators only, because it is nearly always normal. Public pages show it only with --operator-alerts.",
		},
	}
}

// rateSays is what rateWords states: how often a rule held, of how many years.
func rateSays(a *alert.Rate) string {
	if a == nil {
		return "not-measured"
	}
	return fmt.Sprintf("held:%d/%d", a.Held, a.Of)
}

func rateWords(a *alert.Rate) string {
	if a == nil {
		return "not measured, because it needs more than git history"
	}
	text := fmt.Sprintf("in %d of %s project-years (%s%%) of %d projects, %d–%d", a.Held, explain.Thousands(a.Of), explain.Decimal(100*float64(a.Held)/float64(a.Of)), a.Projects, a.FirstYear, a.LastYear)
	if a.Cases > 0 {
		text += fmt.Sprintf("; before %d of %s", a.CasesHeld, explain.Of(a.Cases, "known incident", "known incidents"))
	}
	return text + "; measured " + explain.DayOf(a.Made)
}
