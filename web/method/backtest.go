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
	sec := section{ID: "backtest", Head: "What this program measured"}
	b := s.rules.Results.Backtest
	if b == nil || len(b.Rankers) == 0 || len(b.Bands) == 0 {
		sec.Says, sec.Text = "not-measured", []string{"This copy of the program contains no measurement. Anyone with clones can run one: plumbline backtest silence --mirror PATTERN."}
		return sec
	}
	only := "all available clones"
	if b.Only != "" {
		only = "the clones of list " + b.Only
	}
	sec.Says = s.measuredSays(*b)
	sec.Text = []string{
		plainCount(*b) + fmt.Sprintf("Inactivity, measured on %s by Plumbline %s over %s: %s of %s, each 1 July from %d to %d. %d of them, in %s, had no human commit in months 13–24 (%s%%). The clones are from %s to %s.",
			explain.DayOf(b.Made), b.Plumbline, only, explain.Of(b.ProjectYears, "project-year", "project-years"), explain.Of(b.Projects, "project", "projects"),
			b.FirstYear, b.LastYear, b.Events, explain.Of(b.EventProjects, "project", "projects"), explain.Decimal(100*b.BaseRate), explain.DayOf(b.OldestCopy), explain.DayOf(b.NewestCopy)),
		s.measuredWith(*b),
	}
	sec.Tables = []table.Table{rankerGrid(*b), s.silenceGrid(*b)}
	sec.Points = backtestPoints(*b)
	return sec
}

// plainCount says first how health compares with a plain count of commits.
func plainCount(b model.Backtest) string {
	for _, r := range b.Rankers {
		if r.ID != "few_commits" || r.Hi == 0 {
			continue
		}
		does := "does not do as well as health"
		if r.AUC >= b.Rankers[0].Lo {
			does = "does as well as health"
		}
		if r.AUC > b.Rankers[0].AUC {
			does = "does at least as well as health"
		}
		return fmt.Sprintf("A plain count of commits %s: AUC %.3f versus %.3f. ", does, r.AUC, b.Rankers[0].AUC)
	}
	return ""
}

// measuredWith says whether the figures are of the model in use.
func (s maker) measuredWith(b model.Backtest) string {
	which := fmt.Sprintf("%s, SHA-256 %.12s…", b.Model, b.ModelSHA)
	switch {
	case b.ModelSHA == s.Model.SHA256:
		return "Measured with the current model: " + which + "."
	case s.Model.Overlay != nil:
		return "Measured with a different model; the operator changed the current one: " + which + "."
	default:
		return "Measured with an earlier model: " + which + ". The current model has not been measured yet."
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
	g := table.Grid("Inactivity: this program and the authors", []string{"Ordered by", "AUC here", "AUC, authors", "First tenth here", "First tenth, authors"}, 1, 2, 3, 4)
	for _, r := range b.Rankers {
		theirs, tenth := "–", "–"
		for _, a := range authors {
			if a.id == r.ID {
				theirs, tenth = a.auc, a.precision
			}
		}
		row := table.Row{Key: r.ID, Cells: []table.Cell{{Text: r.Label}, {Text: "–"}, {Text: theirs}, {Text: "–"}, {Text: tenth}}}
		if r.ProjectYears < b.ProjectYears {
			row.Cells[0].Sub = "known for " + explain.Of(r.ProjectYears, "project-year", "project-years")
		}
		if r.Hi > 0 {
			row.Cells[1].Text = fmt.Sprintf("%.3f (%.2f–%.2f)", r.AUC, r.Lo, r.Hi)
			row.Cells[3].Text = fmt.Sprintf("%.2f (lift %s)", r.Precision, explain.Decimal(r.Lift))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (s maker) silenceGrid(b model.Backtest) table.Table {
	g := table.Grid("Inactive, by health band", []string{"Band", "From", "Here", "Authors"}, 1)
	for _, x := range b.Bands {
		g.Rows = append(g.Rows, table.Row{Key: "band-" + x.Letter, Cells: []table.Cell{{Text: s.healthWord(x.From)}, {Text: number(x.From)}, {Text: silentOf(x.Silent, x.Of)}, {Text: silenceWords(x.From), Says: silenceSays(x.From)}}})
	}
	return g
}

// backtestPoints says how to read the figures, what they missed and where they
// differ from the authors'.
func backtestPoints(b model.Backtest) []string {
	h, top := b.Rankers[0], b.Bands[0]
	tenth := math.Ceil(.1 * float64(h.ProjectYears))
	points := []string{
		fmt.Sprintf("Missed: %d of %d inactive project-years had health of %s or more. The tenth with the lowest health contains about %s of the %d.", top.Silent, b.Events, number(top.From), explain.Whole(h.Precision*tenth), b.Events),
		fmt.Sprintf("Brier score (0 is perfect): %s with the rate of each band, %s with one rate for all. Both rates come from the other projects only.", ratio4(b.Brier.Bands), ratio4(b.Brier.BaseRate)),
		fmt.Sprintf("Intervals hold 95%% of %s bootstrap draws of whole projects (seed %d). Ties at the edge of the tenth count in proportion.", explain.Thousands(b.Draws), b.Seed),
		"Only data known at each date is used: commits and tags of the default branch up to that date. Identities and list entries are today’s. Inactivity is read from the clone as it is now.",
	}
	if better := betterThan(h, b.Rankers); better != "" {
		points = append(points, "Simpler measures that do as well or better overall: "+better+".")
	}
	points = append(points, "Why the two differ: the projects differ, and so does the share that became inactive, which precision and lift depend on. Here an integrator is a person who committed other people’s changes. The authors counted everyone who committed, which raises health.")
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
			names = append(names, fmt.Sprintf("%s (%.3f versus %.3f)", strings.ToLower(r.Label[:1])+r.Label[1:], r.AUC, h.AUC))
		}
	}
	return strings.Join(names, ", ")
}

// healthWord returns the word of the health band that starts at from; "–" when the
// model in use has no such band.
func (s maker) healthWord(from float64) string {
	for _, b := range s.Model.Bands["H"] {
		if b.From == from {
			return explain.Sentence(b.Word)
		}
	}
	return "–"
}

func ratio4(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }
