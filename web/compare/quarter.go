package compare

import (
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// quarterAxes are what a clone shows of past quarters; criticality is today's at every point.
var quarterAxes = []struct {
	axis  model.Axis
	label string
}{{model.Vitality, "Vitality"}, {model.Resilience, "Resilience"}, {model.Posture, "Posture"}}

var quarterFields = []field.ID{field.Regulars12m, field.ContributorAbsenceFactor, field.HumanCommits12m}

// quarterTable sets two reconstructed points side by side.
func quarterTable(name string, points []query.Quarter) table.Table {
	heads := []string{"Figure"}
	for _, p := range points {
		heads = append(heads, explain.DayOf(p.Day)+", reconstructed")
	}
	t := table.Grid(name+" at two reconstructed points", heads, 1, 2)
	for _, a := range quarterAxes {
		cells := []table.Cell{{Text: a.label}}
		for _, p := range points {
			c := table.Cell{Unknown: true, Text: "unknown"}
			x := p.Score.Axis(a.axis)
			if v := pointOf(p, a.axis); v != nil {
				c = table.Cell{Text: explain.Decimal(*v), Href: page.Past(p.Slug(), p.Day), Sub: explain.Whole(x.Lo) + "–" + explain.Whole(x.Hi) + " · " + explain.Seen(x.Coverage) + " seen"}
			}
			cells = append(cells, c)
		}
		t.Rows = append(t.Rows, table.Row{Key: string(a.axis), Cells: cells})
	}
	for _, id := range quarterFields {
		f, _ := field.ByID(id)
		cells := []table.Cell{{Text: f.Label}}
		for _, p := range points {
			c := table.Cell{Unknown: true, Text: "unknown", Sub: p.Cells[id].Reason}
			if x := p.Cells[id]; x.State == health.Observed {
				c = table.Cell{Text: explain.Thousands(int(x.Value))}
			} else if x.State == health.NotApplicable {
				c = table.Cell{Text: "n/a", Sub: x.Reason}
			}
			cells = append(cells, c)
		}
		t.Rows = append(t.Rows, table.Row{Key: string(id), Cells: cells})
	}
	return t
}

// pastDocument is /compare.json of two dates of which one was not published.
type pastJSON struct {
	Kind    string `json:"kind"`
	Project string `json:"project"`
	Note    string `json:"note"`
	// Points are reconstructed; none was published.
	Points []pastPointJSON `json:"points"`
	Causes []causeJSON     `json:"causes,omitempty"`
}

type pastPointJSON struct {
	Kind   string              `json:"kind"`
	At     string              `json:"at"`
	Commit string              `json:"commit"`
	Scores map[string]*float64 `json:"scores"`
	URL    string              `json:"url"`
}

func pastDocument(slug string, v pastView, points []query.Quarter) pastJSON {
	d := pastJSON{Kind: "project_" + quarters.Kind, Project: slug, Note: v.Text, Points: []pastPointJSON{}, Causes: causesJSON(v.Causes)}
	for _, p := range points {
		one := pastPointJSON{Kind: quarters.Kind, At: p.Day, Commit: p.Commit, Scores: map[string]*float64{}, URL: page.Past(slug, p.Day)}
		for _, a := range quarterAxes {
			one.Scores[string(a.axis)] = rounded(pointOf(p, a.axis))
		}
		d.Points = append(d.Points, one)
	}
	return d
}

// quarterRows are the same as a table.
func quarterRows(points []query.Quarter) [][]string {
	out := [][]string{{"kind", "at", "commit", "id", "value", "low", "high", "seen"}}
	for _, p := range points {
		for _, a := range quarterAxes {
			x := p.Score.Axis(a.axis)
			row := []string{quarters.Kind, p.Day, p.Commit, string(a.axis), "", "", "", exchange.Number(x.Coverage)}
			if v := pointOf(p, a.axis); v != nil {
				row[4], row[5], row[6] = exchange.Number(*v), exchange.Number(x.Lo), exchange.Number(x.Hi)
			}
			out = append(out, row)
		}
	}
	return out
}
