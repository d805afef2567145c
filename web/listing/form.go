package listing

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Column is a column that rows can be ordered by, with its words.
type Column struct {
	Sort  ranking.Sort
	Name  string
	First string // where the natural direction begins
	// Descending is whether the natural direction is from high to low.
	Descending bool
}

// Columns are the columns that rows can be ordered by, in the order of the form.
var Columns = []Column{
	{ranking.SortRisk, "risk", "highest first", true},
	{ranking.SortHealth, "health", "lowest first", false},
	{ranking.SortVitality, "vitality", "lowest first", false},
	{ranking.SortResilience, "resilience", "lowest first", false},
	{ranking.SortPosture, "posture", "lowest first", false},
	{ranking.SortCriticality, "criticality", "highest first", true},
	{ranking.SortUpper, "highest possible risk", "highest first", true},
	{ranking.SortRegulars, "regulars", "fewest first", false},
	{ranking.SortCommits, "human commits", "fewest first", false},
	{ranking.SortName, "name", "A to Z", false},
}

// ColumnName returns the word of a column.
func ColumnName(x ranking.Sort) string {
	for _, c := range Columns {
		if c.Sort == x {
			return c.Name
		}
	}
	return string(x)
}

// SortWords returns how the rows of a query are ordered: "ordered by risk, highest first".
func SortWords(q ranking.Query) string {
	for _, c := range Columns {
		if c.Sort == q.Sort {
			if q.Reverse {
				return "ordered by " + c.Name + ", reversed"
			}
			return "ordered by " + c.Name + ", " + c.First
		}
	}
	return ""
}

// Choice is one of several views; Href is empty in a form.
type Choice struct {
	Label, Value, Href string
	Current            bool
}

// Form is the form of filters beside the rows.
type Form struct {
	Action string
	Hidden []ui.Pair // parameters that the form carries along
	Sorts  []Choice
	Facets []Facet
	Date   Date
}

// Date is the form that shows the same rows as of another day. Last is the last day there is; empty:
// no past is kept, and there is no form.
type Date struct {
	Day, Last string
	Hidden    []ui.Pair
}

// Form returns the form of filters and of the order of a query.
func (l Listing) Form(q ranking.Query, facets []Facet) Form {
	return Form{Action: l.Path, Hidden: l.hidden(), Sorts: sortChoices(q), Facets: facets, Date: l.date()}
}

func sortChoices(q ranking.Query) []Choice {
	var out []Choice
	for _, c := range Columns {
		if c.Sort == ranking.SortUpper {
			continue // the order of the section without ranks, of no use elsewhere
		}
		current := q.Sort == c.Sort
		x := Choice{Label: explain.Sentence(c.Name) + ", " + c.First, Value: string(c.Sort), Current: current && !q.Reverse}
		out = append(out, x)
		if current && q.Reverse {
			out = append(out, Choice{Label: explain.Sentence(c.Name) + ", reversed", Value: "-" + string(c.Sort), Current: true})
		}
	}
	return out
}

// date is the form of another day. Other weights are of the newest run only, so it drops them; a run
// that is asked for by its number is no day.
func (l Listing) date() Date {
	if !l.req.CanBeCited() {
		return Date{}
	}
	d := Date{Last: l.req.Query.Present().Now.Format(time.DateOnly)} // the view counts ages to its own day
	if _, err := time.Parse(time.DateOnly, l.AsOf); err == nil {
		d.Day = l.AsOf
	}
	l.AsOf, l.Weights, l.After = "", "", ""
	d.Hidden = page.Hidden(l.values())
	return d
}

// hidden are the parameters that the form carries along.
func (l Listing) hidden() []ui.Pair {
	v := url.Values{
		query.AsOf: {l.AsOf}, "q": {l.Text}, "regulars": {l.Regulars}, "ranked": {l.Ranked}, "weights": {l.Weights}, "columns": {l.Preset},
	}
	if l.List != nil && l.List.Slug != l.defaultList() {
		v.Set("list", l.List.Slug)
	}
	if l.Per != 0 && l.Per != DefaultPer {
		v.Set("per", strconv.Itoa(l.Per))
	}
	return page.Hidden(v)
}

// Chip is a link that removes one thing that narrows the rows. Without says how many rows there are
// then; empty: not counted.
type Chip struct{ Label, Href, Without string }

// Chips are what narrows the rows, each with a link that removes it.
func (l Listing) Chips() []Chip {
	var out []Chip
	for _, n := range l.Narrowings() {
		out = append(out, Chip{Label: n.Label, Href: n.Without.Href()})
	}
	return out
}

// None is shown in the place of rows when nothing matches.
type None struct {
	Text  string
	Chips []Chip
	// Unknown lead to projects that may match: a check that was asked to fail is unknown of them.
	Unknown []ui.Link
	Clear   string
}

// NoMatch is the finding of a page on which nothing matches.
var NoMatch = ui.Finding{Says: "no-match", Claim: "No project matches these filters."}

// None returns what to show when nothing matches, with what is near.
func (l Listing) None(near Beside) *None {
	v := &None{Text: "No listed project matches", Clear: l.Cleared().Href()}
	for i, n := range l.Narrowings() {
		c := Chip{Label: n.Label, Href: n.Without.Href()}
		if i < len(near.Without) {
			c.Without = explain.Thousands(near.Without[i]) + " without it"
		}
		v.Chips = append(v.Chips, c)
		if i > 0 {
			v.Text += " and"
		}
		v.Text += " “" + n.Label + "”"
	}
	v.Text += "."
	for i, check := range l.Filters["fail"] {
		if i < len(near.Unknown) && near.Unknown[i] > 0 {
			label := explain.Of(near.Unknown[i], "project has", "projects have") + " an unknown result of " + check
			v.Unknown = append(v.Unknown, ui.Link{Label: label, Href: l.unknown(check).Href()})
		}
	}
	return v
}

// Scenario returns the scenario that the rows are read by; empty as published.
func (l Listing) Scenario() model.Overlay {
	for _, o := range l.req.Scenarios() {
		if viewID(o) == l.Weights {
			return o
		}
	}
	return model.Overlay{}
}

// Weightings are the choices of other weights; none for the past.
func (l Listing) Weightings() []Choice {
	scenarios := l.req.Scenarios()
	if len(scenarios) == 0 {
		return nil
	}
	to := l
	to.Sort, to.Reverse, to.After = "", false, ""
	add := func(id, label string) Choice {
		to.Weights = id
		return Choice{Label: label, Value: id, Href: to.Href(), Current: id == l.Weights}
	}
	out := []Choice{add("", "As published")}
	for _, o := range scenarios {
		out = append(out, add(viewID(o), o.Label))
	}
	return out
}

// viewID is the scenario's id as rankings and addresses have it: without the prefix that tells it
// from a file on the command line.
func viewID(o model.Overlay) string { return strings.TrimPrefix(o.ID, "scenario:") }

// scenarioIDs are the values of weights.
func (l *Listing) scenarioIDs() []string {
	all := l.req.Scenarios()
	out := make([]string, len(all))
	for i, o := range all {
		out[i] = viewID(o)
	}
	return out
}
