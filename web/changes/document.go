package changes

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is /changes.json.
type document struct {
	List string `json:"list"`
	// Week is the Monday of the week that ends with run "to"; empty if nothing is published.
	Week string `json:"week,omitempty"`
	// From and To are the runs that are compared; null if there is none.
	From *runJSON `json:"from"`
	To   *runJSON `json:"to"`
	// Compared counts the projects in both runs, Differ those with other figures, and NotExamined
	// those of a long list whose causes were not determined.
	Compared    int    `json:"compared"`
	Differ      int    `json:"differ"`
	NotExamined int    `json:"not_examined"`
	Assumed     string `json:"assumed,omitempty"`
	// Total counts the changes that match; Changes are one page of them, Next the value of "after"
	// for the next page.
	Total       int              `json:"total"`
	Changes     []changeJSON     `json:"changes"`
	Next        string           `json:"next,omitempty"`
	Instruments []instrumentJSON `json:"instruments"`
	// Reconstructed is what repositories show of past quarters. It was never published.
	Reconstructed []quarterJSON `json:"reconstructed,omitempty"`
}

type runJSON struct {
	Run       int64  `json:"run"`
	Published string `json:"published"`
	Origin    string `json:"origin"`
	Model     string `json:"model_sha256"`
	Revision  string `json:"list_revision"`
	Version   string `json:"version"`
}

type changeJSON struct {
	Project string      `json:"project"`
	Name    string      `json:"name"`
	Cause   cause.Cause `json:"cause"`
	Field   field.ID    `json:"field"`
	Label   string      `json:"label"`
	Before  string      `json:"before"`
	After   string      `json:"after"`
	Kind    query.Kind  `json:"kind"`
	// Points of risk; null if risk is unknown on a side.
	Points     *float64 `json:"points"`
	RiskBefore *float64 `json:"risk_before"`
	RiskAfter  *float64 `json:"risk_after"`
	Why        string   `json:"why"`
	Evidence   string   `json:"evidence,omitempty"`
	AsOf       string   `json:"as_of,omitempty"`
}

type instrumentJSON struct {
	Cause    cause.Cause `json:"cause"`
	Projects int         `json:"projects"`
	Changes  int         `json:"changes"`
	Points   float64     `json:"points"`
	Why      []string    `json:"why"`
	Entered  []string    `json:"entered,omitempty"`
	Left     []string    `json:"left,omitempty"`
}

type quarterJSON struct {
	Kind     string     `json:"kind"`
	Day      string     `json:"day"`
	Before   string     `json:"before"`
	Projects int        `json:"projects"`
	Differ   int        `json:"differ"`
	Moves    []moveJSON `json:"moves"`
}

type moveJSON struct {
	Project string   `json:"project"`
	Field   field.ID `json:"field"`
	Before  int      `json:"before"`
	After   int      `json:"after"`
}

// json answers with the same as the page.
func (s maker) json() error {
	a, p, done, err := s.data()
	if done || err != nil {
		return err
	}
	return s.Document(s.documentOf(a, p))
}

// data reads what an answer for machines is made of; done is whether the reader has it already.
func (s maker) data() (a ask, p query.Period, done bool, err error) {
	if a, err = s.ask(); err != nil {
		return a, p, false, err
	}
	if s.List == nil {
		return a, p, false, page.NotFound("There is no list.")
	}
	if s.Known() {
		return a, p, true, nil
	}
	p, err = s.Period(s.Context())
	return a, p, false, err
}

// documentOf is pure.
func (s maker) documentOf(a ask, p query.Period) document {
	matching, shown, next := a.rows(p.Changes)
	d := document{
		List: s.List.Slug, From: runOf(p.From), To: runOf(p.To), Compared: p.Compared, Differ: p.Differ, NotExamined: p.Left, Assumed: p.Assumed,
		Total: len(matching), Changes: []changeJSON{}, Next: next, Instruments: []instrumentJSON{},
	}
	if !p.Week.IsZero() {
		d.Week = explain.ISO(p.Week)
	}
	for _, m := range shown {
		d.Changes = append(d.Changes, changeOf(m))
	}
	for _, i := range p.Instruments {
		d.Instruments = append(d.Instruments, instrumentJSON{i.Cause, i.Projects, i.Changes, tenths(i.Points), append([]string{}, i.Why...), i.Entered, i.Left})
	}
	if s.IsPast() {
		return d
	}
	for _, t := range s.Turns() {
		q := quarterJSON{Kind: quarters.Kind, Day: t.Day, Before: t.Before, Projects: t.Projects, Differ: t.Differ, Moves: []moveJSON{}}
		for _, m := range t.Moves {
			q.Moves = append(q.Moves, moveJSON{m.Slug, m.Field, m.Before, m.After})
		}
		d.Reconstructed = append(d.Reconstructed, q)
	}
	return d
}

func runOf(r health.Run) *runJSON {
	if r.ID == 0 {
		return nil
	}
	return &runJSON{r.ID, r.Finished.UTC().Format(time.RFC3339), string(r.Origin), r.ModelSHA, r.Revision, r.Version}
}

func changeOf(m query.Moved) changeJSON {
	c := changeJSON{
		Project: m.Slug, Name: m.Name, Cause: m.Cause, Field: m.Field, Label: m.Label, Before: m.Before, After: m.After, Kind: m.Kind,
		RiskBefore: number(m.RiskBefore), RiskAfter: number(m.RiskAfter), Why: m.Why, Evidence: m.Evidence,
	}
	if m.HasPoints {
		c.Points = &m.Points
	}
	if !m.At.IsZero() {
		c.AsOf = explain.ISO(m.At)
	}
	return c
}

// number reads a printed figure; nil if it is unknown.
func number(text string) *float64 {
	v, err := strconv.ParseFloat(strings.ReplaceAll(text, "−", "-"), 64)
	if err != nil {
		return nil
	}
	return &v
}

// tenths is a sum of points as it is printed.
func tenths(v float64) float64 {
	if v = stats.Round(v, 1); v == 0 { // not "-0"
		return 0
	}
	return v
}

// csv answers with all changes that match.
func (s maker) csv() error {
	a, p, done, err := s.data()
	if done || err != nil {
		return err
	}
	matching, _, _ := a.rows(p.Changes)
	rows := [][]string{{"project", "name", "cause", "field", "label", "before", "after", "kind", "points", "risk_before", "risk_after", "why", "evidence", "as_of", "from_run", "to_run", "published"}}
	for _, m := range matching {
		c := changeOf(m)
		rows = append(rows, []string{
			m.Slug, exchange.TextCell(m.Name), string(m.Cause), string(m.Field), exchange.TextCell(m.Label), exchange.TextCell(m.Before), exchange.TextCell(m.After), string(m.Kind),
			cell(c.Points), cell(c.RiskBefore), cell(c.RiskAfter), exchange.TextCell(m.Why), exchange.TextCell(m.Evidence), c.AsOf,
			fmt.Sprint(p.From.ID), fmt.Sprint(p.To.ID), p.To.Finished.UTC().Format(time.RFC3339),
		})
	}
	return s.CSV("plumbline-"+s.List.Slug+"-changes.csv", rows)
}

// cell is a number of points; empty if it is unknown.
func cell(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', 1, 64)
}
