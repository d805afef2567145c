package method

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// backtestSection is what the program measured by itself, beside what the
// model's authors did: nothing of it is typed here.
func (s maker) backtestSection() section {
	sec := section{ID: "backtest", Head: "Measured again, by this program"}
	b := s.rules.Backtest
	if b == nil || len(b.Rankers) == 0 || len(b.Bands) == 0 {
		sec.Says, sec.Text = "not-measured", []string{"Nothing was measured with this copy of the program. Anybody with clones can: plumbline backtest silence --mirror PATTERN."}
		return sec
	}
	only := "every clone at hand"
	if b.Only != "" {
		only = "the clones of list " + b.Only
	}
	sec.Says = s.measuredSays(*b)
	sec.Text = []string{
		fmt.Sprintf("Silence, measured on %s by Plumbline %s over %s: %s of %s, each 1 July from %d to %d; %d of them, in %s, were followed by no human commit in months 13 to 24 (%s\u00a0%%). The clones were made from %s to %s.",
			explain.DayOf(b.Made), b.Plumbline, only, explain.Of(b.ProjectYears, "project-year", "project-years"), explain.Of(b.Projects, "project", "projects"),
			b.FirstYear, b.LastYear, b.Events, explain.Of(b.EventProjects, "project", "projects"), explain.Decimal(100*b.BaseRate), explain.DayOf(b.OldestCopy), explain.DayOf(b.NewestCopy)),
		s.measuredWith(*b),
	}
	sec.Tables = []table.Table{rankerGrid(*b), silenceGrid(*b)}
	sec.Points = backtestPoints(*b)
	return sec
}

// measuredWith says whether the figures are of the model in use.
func (s maker) measuredWith(b model.Backtest) string {
	which := fmt.Sprintf("%s, SHA-256 %.12s…", b.Model, b.ModelSHA)
	switch {
	case b.ModelSHA == s.Model.SHA256:
		return "Measured with the model in use: " + which + "."
	case s.Model.Overlay != nil:
		return "Measured with another model than the one in use, which was changed by its users: " + which + "."
	default:
		return "Measured with an earlier model: " + which + ". The model in use was not measured yet."
	}
}

// measuredSays is what measuredWith states.
func (s maker) measuredSays(b model.Backtest) string {
	switch {
	case b.ModelSHA == s.Model.SHA256:
		return "model-in-use"
	case s.Model.Overlay != nil:
		return "changed-model"
	default:
		return "earlier-model"
	}
}

// rankerGrid puts each ranker beside the authors' figure for it.
func rankerGrid(b model.Backtest) table.Table {
	g := table.Grid("Going silent: this program beside the authors", []string{"Ordered by", "AUC here", "AUC, authors", "First tenth here", "First tenth, authors"}, 1, 2, 3, 4)
	for _, r := range b.Rankers {
		theirs, tenth := "–", "–"
		for _, a := range authors {
			if a.id == r.ID {
				theirs, tenth = a.auc, a.precision
			}
		}
		row := table.Row{Key: r.ID, Cells: []table.Cell{{Text: r.Label}, {Text: "–"}, {Text: theirs}, {Text: "–"}, {Text: tenth}}}
		if r.ProjectYears < b.ProjectYears {
			row.Cells[0].Sub = "known of " + explain.Of(r.ProjectYears, "project-year", "project-years")
		}
		if r.Hi > 0 {
			row.Cells[1].Text = fmt.Sprintf("%.3f (%.2f–%.2f)", r.AUC, r.Lo, r.Hi)
			row.Cells[3].Text = fmt.Sprintf("%.2f (lift %.1f)", r.Precision, r.Lift)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func silenceGrid(b model.Backtest) table.Table {
	g := table.Grid("Went silent, by band of health", []string{"Band", "From", "Here", "Authors"}, 1)
	for _, x := range b.Bands {
		g.Rows = append(g.Rows, table.Row{Key: "band-" + x.Letter, Cells: []table.Cell{{Text: x.Letter}, {Text: number(x.From)}, {Text: silentOf(x.Silent, x.Of)}, {Text: silenceWords(x.From), Says: silenceSays(x.From)}}})
	}
	return g
}

// backtestPoints says how to read the figures, what they missed and where they
// differ from the authors'.
func backtestPoints(b model.Backtest) []string {
	h, top := b.Rankers[0], b.Bands[0]
	tenth := math.Ceil(.1 * float64(h.ProjectYears))
	points := []string{
		fmt.Sprintf("Missed: %d of %d silences came from band %s. The tenth with the lowest health holds about %s of the %d.", top.Silent, b.Events, top.Letter, explain.Whole(h.Precision*tenth), b.Events),
		fmt.Sprintf("Brier score (0 is perfect): %s when the rate of the band is taken for the chance of silence, %s when one rate is taken for all. Both rates are of the other projects only.", ratio4(b.Brier.Bands), ratio4(b.Brier.BaseRate)),
		fmt.Sprintf("Ranges hold 95\u00a0%% of %s draws of whole projects (seed %d). Of values tied at the edge of the tenth each counts in proportion.", explain.Thousands(b.Draws), b.Seed),
		"Only what was knowable at each date goes in: commits and tags of the default branch by then. Who is who, and what a list says of a project, is today’s knowledge. Whether silence followed is read in the clone as it is now.",
	}
	if better := betterThan(h, b.Rankers); better != "" {
		points = append(points, "Plainer figures that order as well or better over all: "+better+".")
	}
	points = append(points, "Why it differs from the authors’ figures: the projects are others, and so is the share that went silent, on which precision and lift hang. Here an integrator is who committed others’ changes; the authors counted everybody who committed, which lifts health: one reason why the same letter stands for less silence here than there.")
	for _, g := range b.LeftOut {
		points = append(points, fmt.Sprintf("Left out: %s %s: %s.", explain.Thousands(g.Count), g.What, g.Why))
	}
	return points
}

// betterThan names the rankers whose AUC is not below that of health, apart
// from its own halves.
func betterThan(h model.BacktestRanker, all []model.BacktestRanker) string {
	var names []string
	for _, r := range all {
		if r.ID != h.ID && r.ID != "vitality" && r.ID != "resilience" && r.Hi > 0 && r.AUC >= h.AUC {
			names = append(names, fmt.Sprintf("%s (%.3f against %.3f)", strings.ToLower(r.Label[:1])+r.Label[1:], r.AUC, h.AUC))
		}
	}
	return strings.Join(names, ", ")
}

func ratio4(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }
