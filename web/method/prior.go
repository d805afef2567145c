package method

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// priorSections print the table of expected scores and how right it is; none without a table.
func (s maker) priorSections() []section {
	p := s.Model.Prior
	if len(p.Cells) == 0 {
		return nil
	}
	g := table.Grid("Expected scores by check", []string{"Check", "Why it was not seen", "Results", "Mean", "Deciles"}, 2, 3)
	for _, c := range p.Cells {
		if repeated(c) {
			continue
		}
		n := table.Cell{Text: explain.Thousands(c.N)}
		if c.LowerHalf {
			n.Sub = "lower half"
		}
		g.Add(table.Cell{Text: checkName(string(c.Check))}, table.Cell{Text: explain.CellName(c)}, n,
			table.Cell{Text: number(c.Mean)}, table.Cell{Text: decileWords(c.Deciles)})
	}
	out := []section{{
		ID: "expected", Head: "What is expected of checks that were not seen",
		Text: []string{
			"A check that was not seen counts at the mean score of repositories with the same reason for the gap. The table below is part of the model. It is never computed from a run.",
			"Made on " + explain.DayOf(p.Made) + ". Source: " + p.Source,
		},
		Points: []string{
			fmt.Sprintf("A row with fewer than %d results is not used. The row of the reason on any host is used instead, then the row of the check. Below that number there too, the check is unknown.", model.LeastN),
			"Where no repository with the reason was seen in full, the lower half of all results is used.",
			"A check that the project’s own files make unreadable counts at the lower quartile of the check.",
		},
		Folded: explain.Of(len(g.Rows), "row", "rows") + " by check", Tables: []table.Table{g},
	}}
	if c := s.rules.Results.PriorCheck; c != nil {
		out = append(out, priorCheckSection(*c))
	}
	return out
}

// checkName returns the label of a check.
func checkName(id string) string {
	if f, ok := field.ByID(field.ID(id)); ok {
		return f.Label
	}
	return id
}

// repeated reports whether another row of the table says the same: on GitHub that without a host,
// elsewhere that of mirrors.
func repeated(c model.PriorCell) bool {
	return c.Host == model.OnGitHub || c.Host == model.Elsewhere && c.Gap != model.NotVisible
}

func decileWords(d model.Deciles) string {
	var out []string
	for _, x := range d {
		out = append(out, number(x))
	}
	return strings.Join(out, " · ")
}

// priorWays are the ways in which posture was computed for the test, in the words of a cell.
var priorWays = map[string]string{
	"assumed":            "Expected scores; the checks of a project share a part of the draw, as in ranks",
	"assumed_apart":      "Expected scores; each check drawn by itself",
	"assumed_applicable": "Expected scores of checks that apply only",
	"assumed_published":  "Expected scores, files as the older Scorecard scored them",
	"seen_only":          "Checks seen in the files only, as before",
}

// priorCheckSection prints how far expected scores were from published ones.
func priorCheckSection(c model.PriorCheck) section {
	g := table.Grid("Expected against published posture", []string{"What was compared", "Repositories", "Published mean", "Bias (95% interval)", "In the 90% interval", "Mean width"}, 1, 2, 3, 4, 5)
	for _, m := range c.Posture {
		g.Rows = append(g.Rows, priorRow(m, priorWays[m.ID]))
	}
	for _, m := range c.Gaps {
		g.Rows = append(g.Rows, priorRow(m, "Checks "+explain.GapName(model.Gap(m.ID))))
	}
	points := []string{}
	for _, x := range c.Splits {
		name := "posture"
		if gap := explain.GapName(model.Gap(x.ID)); gap != "" {
			name = "checks " + gap
		}
		points = append(points, fmt.Sprintf("%d other splits of the same repositories, %s: mean bias %s points (standard deviation %s), %s in the 90%% interval, mean width %s.",
			x.N, name, explain.Decimal(x.Bias), explain.Decimal(x.SD), explain.Percent(x.Coverage), explain.Decimal(x.Width)))
	}
	return section{
		ID: "expected-test", Head: "How right the expected scores are",
		Text: []string{
			fmt.Sprintf("Measured on %s. We scanned the files of %s as of %s and compared expected scores with the published results of that day. Owners were split by a seed: %s for the table, %s for the test. %s of these have no GitHub workflows.",
				explain.DayOf(c.Made), explain.Of(c.Table.Repositories+c.Test.Repositories, "repository", "repositories"), explain.DayOf(c.Crawl),
				explain.Of(c.Table.Repositories, "repository", "repositories"), explain.Thousands(c.Test.Repositories), explain.Thousands(c.Test.NoWorkflows)),
			"Bias is expected minus published, in points of 100. The interval should hold 0. A 90% interval should hold the published value of 85–97% of the repositories.",
			fmt.Sprintf("The checks of one project tend to be good or bad together. The shared part of %s is the smallest that held 90%% in the table’s half.", number(c.Shared)),
		},
		Points: append(points, c.Notes...), Tables: []table.Table{g},
	}
}

func priorRow(m model.PriorMeasure, name string) table.Row {
	held, width := table.Cell{Text: "–"}, table.Cell{Text: "–"}
	if m.Coverage != nil && m.Width != nil {
		held.Text, width.Text = explain.Percent(*m.Coverage), explain.Decimal(*m.Width)
	}
	return table.Row{Key: m.ID, Cells: []table.Cell{
		{Text: name},
		{Text: explain.Thousands(m.N)},
		{Text: explain.Decimal(m.Truth)},
		{Text: explain.Decimal(m.Bias) + " (" + explain.Decimal(m.Low) + " to " + explain.Decimal(m.High) + ")"},
		held, width,
	}}
}
