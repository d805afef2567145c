package compare

import (
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// document is /compare.json of projects side by side, or of one project at two dates.
type document struct {
	// Kind is "projects", "project_at_two_dates" or "project_reconstructed".
	Kind    string `json:"kind"`
	Project string `json:"project,omitempty"`
	// Columns are the projects, or the runs.
	Columns []columnJSON `json:"columns"`
	// Gone are the projects that cannot be shown.
	Gone []goneJSON `json:"gone,omitempty"`
	Same sameJSON   `json:"same"`
	Rows []rowJSON  `json:"rows"`
	// Causes are of two dates: the difference of risk first, then each input that a score may depend on.
	Causes []causeJSON `json:"causes,omitempty"`
	Notes  []string    `json:"notes,omitempty"`
}

type columnJSON struct {
	ID         string  `json:"id"`
	Slug       string  `json:"slug"`
	Name       string  `json:"name"`
	Repository string  `json:"repository,omitempty"`
	List       string  `json:"list,omitempty"`
	Run        int64   `json:"run"`
	Published  *string `json:"published"`
	AsOf       *string `json:"as_of"`
	Model      string  `json:"model_sha256"`
	// Instrument is what the checks are from; null if nothing looked.
	Instrument *string `json:"instrument"`
	URL        string  `json:"url"`
}

type goneJSON struct {
	Text    string   `json:"text"`
	Reason  string   `json:"reason"`
	Nearest []string `json:"nearest"`
}

// sameJSON is whether all columns were measured alike.
type sameJSON struct {
	Instrument bool `json:"instrument"`
	Age        bool `json:"age"`
	DaysApart  int  `json:"days_apart"`
	Model      bool `json:"model"`
}

type rowJSON struct {
	ID    string `json:"id"`
	Group string `json:"group"`
	Label string `json:"label"`
	Unit  string `json:"unit,omitempty"`
	// Differs is null if fewer than two values are known.
	Differs *bool      `json:"differs"`
	Cells   []cellJSON `json:"cells"`
}

// cellJSON is one value: a number or a text, null unless it was observed.
type cellJSON struct {
	Column string       `json:"column"`
	State  health.State `json:"state"`
	Value  any          `json:"value"`
	Low    *float64     `json:"low,omitempty"`
	High   *float64     `json:"high,omitempty"`
	// Seen is the share of an axis that was observed, 0 to 1.
	Seen   *float64 `json:"seen,omitempty"`
	Note   string   `json:"note,omitempty"`
	Reason string   `json:"reason,omitempty"`
}

type causeJSON struct {
	ID    string `json:"id"`
	Claim string `json:"claim"`
	Why   string `json:"why"`
	What  string `json:"what,omitempty"`
}

func (m maker) sideDocument(cs []column, items []item, missing []gone) document {
	d := documentOf("projects", cs, items)
	for _, g := range missing {
		one := goneJSON{Text: g.Text, Reason: g.Reason, Nearest: []string{}}
		for _, near := range g.Near {
			one.Nearest = append(one.Nearest, near.Label)
		}
		d.Gone = append(d.Gone, one)
	}
	return d
}

// documentOf is pure.
func documentOf(kind string, cs []column, items []item) document {
	s := sameOf(cs)
	d := document{Kind: kind, Same: sameJSON{s.Instrument, s.Age, s.Days, s.Model}, Columns: []columnJSON{}, Rows: []rowJSON{}}
	for _, c := range cs {
		d.Columns = append(d.Columns, columnOf(c))
	}
	for _, it := range items {
		row := rowJSON{ID: it.ID, Group: it.Group, Label: it.Label, Unit: it.Unit}
		if it.Mark != unclear {
			yes := it.Mark == differs
			row.Differs = &yes
		}
		for i, c := range it.Cells {
			row.Cells = append(row.Cells, cellOf(cs[i].Key, c))
		}
		d.Rows = append(d.Rows, row)
	}
	return d
}

func columnOf(c column) columnJSON {
	out := columnJSON{ID: c.Key, Slug: c.P.Slug, Name: c.P.Project.Name, Run: c.P.Run.ID, Model: c.P.Model.SHA256, URL: c.Page}
	if c.P.List != nil {
		out.List = c.P.List.Slug
	}
	if repo, ok := c.P.Project.PrimaryRepository(); ok {
		out.Repository = repo.URL
	}
	if t := c.P.Run.Finished; !t.IsZero() {
		text := explain.ISO(t)
		out.Published = &text
	}
	if t := c.P.Figures.At(); !t.IsZero() {
		text := explain.ISO(t)
		out.AsOf = &text
	}
	if i := instrumentOf(c); i != "" {
		out.Instrument = &i
	}
	return out
}

func cellOf(key string, c cell) cellJSON {
	out := cellJSON{Column: key, State: c.State, Low: rounded(c.Lo), High: rounded(c.Hi), Seen: rounded(c.Seen), Note: c.Sub, Reason: c.Reason}
	switch {
	case c.State != health.Observed:
	case c.Day != "":
		out.Value = c.Day
	case c.Value != nil:
		out.Value = *rounded(c.Value)
	default:
		out.Value = c.Text
		if c.Status != "" {
			out.Value = string(c.Status)
		}
	}
	return out
}

func rounded(v *float64) *float64 {
	if v == nil {
		return nil
	}
	x := stats.Round(*v, 2)
	return &x
}

func causesJSON(causes []query.Cause) []causeJSON {
	var out []causeJSON
	for _, c := range causes {
		out = append(out, causeJSON{c.Says, c.Claim, c.Why, c.What})
	}
	return out
}

// raw is the value for programs that read the page; empty if there is none.
func (c cell) raw() string {
	switch {
	case c.State != health.Observed:
		return ""
	case c.Day != "":
		return c.Day
	case c.Value != nil:
		return exchange.Number(*c.Value)
	case c.Status != "":
		return string(c.Status)
	}
	return c.Text
}

// why is why there is no value, as the page shows it.
func (c cell) why() string {
	if c.Brief != "" {
		return explain.Sentence(c.Brief)
	}
	return explain.Sentence(c.Reason)
}

// rowsOf are the cells as a table: a line for each value. of is what a column is: "project" or "run".
func rowsOf(of string, cs []column, items []item) [][]string {
	out := [][]string{{"id", "group", "label", "unit", "differs", of, "state", "value", "low", "high", "seen", "note", "reason", "as_of", "model_sha256", "published_run"}}
	for _, it := range items {
		for i, c := range it.Cells {
			col := columnOf(cs[i])
			asOf := ""
			if col.AsOf != nil {
				asOf = *col.AsOf
			}
			value := c.raw()
			if c.Value == nil || c.Day != "" { // no number
				value = exchange.TextCell(value)
			}
			out = append(out, []string{
				exchange.TextCell(it.ID), it.Group, exchange.TextCell(it.Label), exchange.TextCell(it.Unit), markID(it.Mark), exchange.TextCell(cs[i].Key), string(c.State), value,
				exchange.NumberOr(c.Lo), exchange.NumberOr(c.Hi), exchange.NumberOr(c.Seen), exchange.TextCell(c.Sub), exchange.TextCell(c.Reason), asOf, col.Model, strconv.FormatInt(col.Run, 10),
			})
		}
	}
	return out
}
