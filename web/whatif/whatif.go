package whatif

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// whatifView is the page.
type whatifView struct {
	Finding ui.Finding
	Choices []ui.NavItem
	Why     string
	Hidden  []ui.Pair
	Fields  []field
	// Sum says what the weights sum to and what they count as.
	Sum   string
	Slope chart.Figure
	Rows  table.Table
	Links []ui.Link
	Cite  page.Citation
	// TooLong is set in place of all figures.
	TooLong string
}

// field is the weight of one axis.
type field struct {
	Name, Label string
	Value       int
}

// mostMoves is how many moves the drawing has.
const mostMoves = 12

func (s maker) page() error {
	p := s.Frame("What if the weights were different", "Rank critical open source projects by weights of your own, and see which places depend on them.", "/projects")
	if s.List == nil || !s.Published {
		listed := 0
		if s.List != nil {
			listed = len(s.List.Projects)
			p.Dateline = s.Dateline(s.List, s.Run, time.Time{}, time.Time{})
		}
		return s.Show(page.Nothing(p, listed))
	}
	if s.Known() {
		return nil
	}
	o, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	p.Dateline = s.Dateline(s.List, s.Run, o.From, o.To)
	p.Notices = append(page.Ignored(s.asked.ignored), page.Unread(o)...)
	v := s.form()
	if !s.CanReorder() {
		v.TooLong = "This list has more than " + explain.Thousands(query.MostReordered) + " projects and is not ranked anew for a page. “plumbline model diff” does it."
		v.Finding = ui.Finding{Says: "too-long", Claim: "This list is too long to be ranked anew here."}
		return s.Show(whatifPage(p, v))
	}
	r, err := s.Reorder(s.Context(), s.model())
	if err != nil {
		return err
	}
	v.Finding = finding(r)
	v.Slope = s.slope(r).Figure()
	v.Rows = s.rows(r)
	v.Cite = s.Cite(page.Cited{What: "ranks under other weights of " + s.List.Title, Run: s.Run, From: o.From, To: o.To, Data: o.DataSHA}, func(day string) string {
		return s.to("/whatif", func(v url.Values) { v.Set(query.AsOf, day) })
	})
	return s.Show(whatifPage(p, v))
}

// form is what does not need figures.
func (s maker) form() whatifView {
	var v whatifView
	none := s.asked.scenario == "" && !s.asked.given
	clear := func(v url.Values) {
		for _, x := range axes {
			v.Del(x.param)
		}
		v.Del("scenario")
	}
	v.Choices = append(v.Choices, ui.NavItem{Label: "As the model has them", Href: s.to("/whatif", clear), Current: none})
	for _, sc := range s.Query.Weightings() {
		v.Choices = append(v.Choices, ui.NavItem{Label: sc.Label, Href: s.to("/whatif", func(v url.Values) {
			clear(v)
			v.Set("scenario", sc.ID)
		}), Current: sc.ID == s.asked.scenario})
		if sc.ID == s.asked.scenario && sc.Model.Overlay != nil {
			v.Why = sc.Model.Overlay.Why
		}
	}
	m, sum, shares := s.model(), 0, ""
	for i, x := range axes {
		n := s.asked.weights[i]
		if s.asked.scenario != "" {
			n = percent(m.Risk.Omega[x.axis])
		}
		v.Fields = append(v.Fields, field{x.param, explain.Sentence(x.axis.Name()), n})
		sum += n
		if i > 0 {
			shares += ", "
		}
		shares += x.param + " " + explain.Percent(m.Risk.Omega[x.axis])
	}
	v.Sum = fmt.Sprintf("They sum to %d and count as shares of the sum: %s.", sum, shares)
	v.Hidden = page.Hidden(s.Carried())
	v.Links = []ui.Link{{Label: "CSV", Href: s.to("/whatif.csv", nil)}, {Label: "JSON", Href: s.to("/whatif.json", nil)}}
	for _, n := range perChoices {
		if n != s.asked.per {
			v.Links = append(v.Links, ui.Link{Label: strconv.Itoa(n) + " rows", Href: s.to("/whatif", func(v url.Values) {
				if v.Del("per"); n != perChoices[0] {
					v.Set("per", strconv.Itoa(n))
				}
			})})
		}
	}
	v.Links = append(v.Links, ui.Link{Label: "How risk is computed", Href: "/method#risk"})
	return v
}

// finding says how much the order depends on the weights.
func finding(r query.Reordered) ui.Finding {
	f := ui.Finding{Says: fmt.Sprintf("moved:%d/%d top:%d", r.RankMoved, r.Projects, r.Top)}
	switch {
	case r.Both < 2:
		f.Claim = "Fewer than two projects are ranked, so there is no order to compare."
	case r.RankMoved == 0:
		f.Claim = "No rank changes."
	default:
		f.Claim = explain.Sentence(explain.HowMany(r.Top)) + " of the first 10 " + explain.IsOrAre(r.Top, "is", "are") + " new."
		moved := 0
		for _, m := range r.Moves {
			if m.Before.Rank > 0 && m.After.Rank > 0 && m.Places != 0 {
				moved++
			}
		}
		f.Rest = fmt.Sprintf("Of %s with a position under both, %s another rank; on average a rank changes by %s places. The rank correlation is %s.",
			explain.Of(r.Both, "project", "projects"), explain.Thousands(moved)+" "+explain.Plural(moved, "has", "have"),
			explain.Decimal(r.MeanMove), correlation(r.Spearman))
		if r.RankableMoved > 0 {
			f.Rest += " " + explain.Sentence(explain.Of(r.RankableMoved, "project enters or leaves", "projects enter or leave")) + " the ranking, because weights decide how much counts as seen."
		}
	}
	return f
}

// correlation is a rank correlation; one below 1 is never printed as 1.
func correlation(x float64) string {
	if x < 1 && stats.Round(x, 2) == 1 {
		return "above 0.99"
	}
	return strconv.FormatFloat(stats.Round(x, 2), 'f', 2, 64)
}

// slope draws the largest moves.
func (s maker) slope(r query.Reordered) chart.Slope {
	c := chart.Slope{ID: "wi", Title: "Largest changes of rank", Desc: "Rank by the model and under the chosen weights", From: "by the model", To: "these weights"}
	for _, m := range r.Moves {
		if m.Before.Rank > 0 && m.After.Rank > 0 && m.Places != 0 && len(c.Moves) < mostMoves {
			c.Moves = append(c.Moves, chart.SlopeMove{Name: m.Name, Href: s.On("/p/" + m.Slug), From: m.Before.Rank, To: m.After.Rank})
		}
	}
	return c
}

// rows are the first projects by the chosen weights.
func (s maker) rows(r query.Reordered) table.Table {
	t := table.Table{
		Caption: "Ranks under the chosen weights", Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Project", Cells: "is-name"},
			{Label: "Rank", Class: "num", Cells: "num is-row", Short: "Rank"},
			{Label: "By the model", Class: "num", Cells: "num is-row", Short: "By the model"},
			{Label: "Change", Class: "num", Cells: "num is-row", Short: "Change"},
			{Label: "Risk", Class: "num", Cells: "num is-row", Short: "Risk"},
			{Label: "Risk by the model", Class: "num", Cells: "num is-row", Short: "Risk by the model"},
			{Label: "Main reason", Class: "is-g hide-n", Cells: "is-g is-off hide-n small muted"},
		},
	}
	before := bySlug(r.Before)
	for i, x := range r.After {
		if i == s.asked.per {
			break
		}
		was := before[x.Slug]
		t.Rows = append(t.Rows, table.Row{Key: x.Slug, Cells: []table.Cell{
			{Text: page.Cut(x.Name), Href: s.On("/p/" + x.Slug)},
			rankCell(x), rankCell(was), change(was, x), riskCell(x), riskCell(was),
			{Text: explain.Sentence(x.MainReason)},
		}})
	}
	return t
}

func bySlug(rows []ranking.Row) map[string]ranking.Row {
	out := make(map[string]ranking.Row, len(rows))
	for _, r := range rows {
		out[r.Slug] = r
	}
	return out
}

// rankCell is a rank with its range.
func rankCell(r ranking.Row) table.Cell {
	switch {
	case r.Rank > 0:
		return table.Cell{Text: explain.Thousands(r.Rank), Sub: explain.Places(r.RankLo, r.RankHi)}
	case r.Rankable:
		return table.Cell{Text: explain.Places(r.RankLo, r.RankHi), Sub: "no position"}
	}
	return table.Cell{Unknown: true, Text: "not ranked"}
}

// change is how many places a project moves up; empty if it has no rank in one of the orders.
func change(was, now ranking.Row) table.Cell {
	if was.Rank == 0 || now.Rank == 0 {
		return table.Cell{Text: "–"}
	}
	up := was.Rank - now.Rank
	if up > 0 {
		return table.Cell{Text: "+" + strconv.Itoa(up)}
	}
	return table.Cell{Text: explain.Whole(float64(up))}
}

func riskCell(r ranking.Row) table.Cell {
	if r.Risk == nil {
		return table.Cell{Unknown: true, Text: "unknown"}
	}
	return table.Cell{Text: explain.Whole(r.Risk.Value), Sub: explain.Range(r.Risk.Lo, r.Risk.Hi)}
}

// whatifJSON is /whatif.json. Ranks are null without a position, risks if they are unknown.
type whatifJSON struct {
	page.RunJSON
	Scenario *string `json:"scenario"`
	// Weights are the shares of the axes in weakness.
	Weights map[model.Axis]float64 `json:"weights"`
	// NewInTop counts the projects that are new among the first ten.
	NewInTop int       `json:"new_in_first_ten"`
	Rows     []rowJSON `json:"rows"`
}

type rowJSON struct {
	Slug      string   `json:"slug"`
	Name      string   `json:"name"`
	Rank      *int     `json:"rank"`
	RankLo    *int     `json:"rank_lo"`
	RankHi    *int     `json:"rank_hi"`
	Published *int     `json:"rank_as_published"`
	Risk      *float64 `json:"risk"`
	RiskWas   *float64 `json:"risk_as_published"`
}

// read ranks the list for a file; before the first run there are no rows.
func (s maker) read() (query.Reordered, error) {
	switch {
	case s.List == nil:
		return query.Reordered{}, page.NotFound("No list is loaded.")
	case !s.Published:
		return query.Reordered{Comparison: score.Comparison{}}, nil
	case !s.CanReorder():
		return query.Reordered{}, page.NotFound("This list has more than " + explain.Thousands(query.MostReordered) + " projects and is not ranked anew here.")
	}
	return s.Reorder(s.Context(), s.model())
}

func (s maker) rowsOf(r query.Reordered) []rowJSON {
	out, before := []rowJSON{}, bySlug(r.Before)
	for _, x := range r.After {
		was := before[x.Slug]
		j := rowJSON{Slug: x.Slug, Name: x.Name, Rank: page.Rank(x.Rank), Published: page.Rank(was.Rank), RankLo: page.Rank(x.RankLo), RankHi: page.Rank(x.RankHi)}
		if x.Risk != nil {
			j.Risk = &x.Risk.Value
		}
		if was.Risk != nil {
			j.RiskWas = &was.Risk.Value
		}
		out = append(out, j)
	}
	return out
}

func (s maker) document() error {
	if s.Known() {
		return nil
	}
	r, err := s.read()
	if err != nil {
		return err
	}
	run, err := s.RunJSON()
	if err != nil {
		return err
	}
	d := whatifJSON{RunJSON: run, Weights: s.model().Risk.Omega, NewInTop: r.Top, Rows: s.rowsOf(r)}
	if s.asked.scenario != "" {
		d.Scenario = &s.asked.scenario
	}
	return s.Document(d)
}
