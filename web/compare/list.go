package compare

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

const (
	// movesShown is how many rows each table of the page has; the CSV has all.
	movesShown = 15
	// slopesDrawn is how many lines the chart has.
	slopesDrawn = 20
)

// listView is one list at two dates.
type listView struct {
	Title   string
	Finding ui.Finding
	Dates   datesView
	Slope   chart.Figure
	Parts   []movePart
	Early   string // says that one date was not published; empty: both were
	Links   []ui.Link
	Note    string
}

// movePart is the projects that moved in one way.
type movePart struct {
	ID, Title string
	N         int
	Table     table.Table
	More      string
}

// listDates answers with one list at two dates.
func (m maker) listDates(a ask) error {
	if m.List == nil {
		return page.NotFound("No list is loaded.")
	}
	b, err := m.between(a)
	if err != nil {
		return err
	}
	parts := []any{b.Early, b.First}
	if b.Early == "" {
		parts = append(append(parts, b.From.Tag()...), b.To.Tag()...)
	}
	if m.Known(parts...) {
		return nil
	}
	v := listView{Title: cmp.Or(m.List.Title, m.List.Slug), Dates: b.dates(m, a, paramList, m.List.Slug)}
	if b.Early != "" {
		return m.listUnpublished(a, b, v)
	}
	var all query.Moves
	if !b.One {
		if all, err = b.To.Moves(m.Context(), b.From); err != nil {
			return err
		}
	}
	switch m.format() {
	case "json":
		return m.listDocument(b, all)
	case "csv":
		return m.CSV("plumbline-compare-list-"+m.List.Slug+".csv", moveRows(b, all))
	}
	p := m.listFrame(a, v, b.notices())
	sum, err := b.To.Summary(m.Context())
	if err != nil {
		return err
	}
	p.Dateline = m.Dateline(m.List, b.To.Run, sum.From, sum.To)
	if err := m.fill(&v, b, all); err != nil {
		return err
	}
	return m.Show(listPage(p, v))
}

func (m maker) listFrame(a ask, v listView, notices []ui.Notice) ui.Page {
	p := m.Frame(v.Title+" at two dates", "Who moved, came, went or changed state between two published runs, and why.", address)
	p.Notices = append(notices, page.Ignored(a.Ignored)...)
	p.Formats = m.formats()
	return p
}

// listUnpublished answers for a date before everything that was published of a list.
func (m maker) listUnpublished(a ask, b between, v listView) error {
	if m.format() != "" {
		bad := m.bad(b.EarlyParam, b.Early, "a day from "+b.First+" on, the oldest that is kept")
		if bad.Reason = "too-early"; b.First == "" {
			bad.Reason, bad.Limit = "no-runs", "no day, because nothing has been published yet"
		}
		bad.Missing = true
		return bad
	}
	v.Early = "too-early:" + b.Early
	v.Finding = ui.Finding{Claim: "Nothing was published on or before " + explain.DayOf(page.Cut(b.Early)) + ".", Rest: "Earlier ranks do not exist: past quarters are reconstructed for single projects only.", Says: v.Early}
	if b.First == "" {
		v.Finding.Claim = "Nothing has been published yet."
	} else {
		v.Finding.Rest = "The first run is of " + explain.DayOf(b.First) + ". " + v.Finding.Rest
		if first, ok, err := m.FirstRun(m.Context()); err != nil {
			return err
		} else if ok && first.ID != m.Run.ID { // or else there is nothing to compare it with
			v.Links = []ui.Link{{Label: "Compare from the first run", Href: m.at(a, paramList, m.List.Slug, paramFrom, b.First, paramTo, explain.ISO(m.Now))}}
		}
	}
	return m.Show(listPage(m.listFrame(a, v, nil), v))
}

// fill makes the finding, the chart and the tables.
func (m maker) fill(v *listView, b between, all query.Moves) error {
	if b.One {
		v.Finding = b.sameRun()
		return nil
	}
	v.Finding = ui.Finding{
		Claim: explain.HowMany(len(all.Far)) + " moved by " + explain.FarPlaces() + ".",
		Rest: fmt.Sprintf("%s came, %s went and %s changed state, of %s. Places of others can move a project without any change of its own.",
			explain.HowMany(len(all.Came)), howMany(len(all.Went)), howMany(len(all.State)), explain.Of(all.All, "project", "projects")),
		Says: fmt.Sprintf("far:%d came:%d went:%d state:%d of:%d", len(all.Far), len(all.Came), len(all.Went), len(all.State), all.All),
	}
	if !b.To.NoticesKnown() {
		v.Note = "The list is too long to look for instruments that moved many projects at once."
	}
	v.Slope = slopeOf(b, all.Far)
	for _, part := range []struct {
		id, title string
		moves     []query.Move
	}{{"far", "Moved by " + explain.FarPlaces(), all.Far}, {"state", "Changed state", all.State}, {"came", "New in the list", all.Came}, {"went", "Left the list", all.Went}} {
		p := movePart{ID: part.id, Title: part.title, N: len(part.moves)}
		if more := p.N - movesShown; more > 0 {
			p.More = explain.Of(more, "more row is", "more rows are") + " in the CSV."
		}
		var err error
		if p.Table, err = m.moveTable(b, part.title, part.moves[:min(p.N, movesShown)]); err != nil {
			return err
		}
		v.Parts = append(v.Parts, p)
	}
	return nil
}

// howMany is a count within a sentence: "none", "one", "12".
func howMany(n int) string { return explain.LowerFirst(explain.HowMany(n)) }

// slopeOf draws the farthest moves.
func slopeOf(b between, far []query.Move) chart.Figure {
	s := chart.Slope{
		ID: "slope", Title: "Places at two dates", From: explain.Day(b.From.Run.Finished), To: explain.Day(b.To.Run.Finished),
		Caption: "Place 1 has the highest risk. Solid: nearer to place 1. Dashed: farther from it.",
	}
	if explain.ISO(b.From.Run.Finished) == explain.ISO(b.To.Run.Finished) {
		s.From, s.To = fmt.Sprintf("run %d", b.From.Run.ID), fmt.Sprintf("run %d", b.To.Run.ID)
	}
	up := 0
	for _, x := range far[:min(len(far), slopesDrawn)] {
		s.Moves = append(s.Moves, chart.SlopeMove{Name: x.Name(), Href: "/p/" + x.Slug(), From: x.From.Rank, To: x.To.Rank})
		if x.Places() > 0 {
			up++
		}
	}
	s.Desc = fmt.Sprintf("%s nearer to place 1, %s farther from it. The table has the places.", explain.Of(up, "project moved", "projects moved"), explain.Number(len(s.Moves)-up))
	return s.Figure()
}

// moveTable has a row for each move, with its causes.
func (m maker) moveTable(b between, title string, all []query.Move) (table.Table, error) {
	from, to := b.heads()
	t := table.Grid(title, []string{"Project", explain.Sentence(from), explain.Sentence(to), "Places", "Why"}, 3)
	for _, x := range all {
		causes, err := m.moveCauses(b, x)
		if err != nil {
			return t, err
		}
		places := "–"
		if x.From.Rank > 0 && x.To.Rank > 0 {
			places = explain.Points(float64(x.Places()))
			places = places[:len(places)-len(".0")]
		}
		t.Rows = append(t.Rows, table.Row{Key: x.Slug(), Cells: []table.Cell{
			{Text: x.Name(), Href: "/p/" + x.Slug()},
			{Text: placeOf(x.From), Sub: stateOf(x.From), Href: m.runHref(b.From, x.From)},
			{Text: placeOf(x.To), Sub: stateOf(x.To), Href: m.runHref(b.To, x.To)},
			{Text: places},
			{Content: moveWhy(causes, b.href(x))},
		}})
	}
	return t, nil
}

// causesShown is how many causes a row of a list has.
const causesShown = 4

// moveCauses says why a project moved, as far as it is known.
func (m maker) moveCauses(b between, x query.Move) ([]query.Cause, error) {
	if !x.Both() {
		c := query.Cause{Says: "list:came", Claim: "The list:", Why: "it was not in the earlier ranking"}
		if x.To.Slug == "" {
			c = query.Cause{Says: "list:went", Claim: "The list:", Why: "it is not in the later ranking"}
		}
		return []query.Cause{c}, nil
	}
	if _, listed := m.Query.Entry(x.Slug()); !listed {
		return []query.Cause{{Says: "not-listed", Claim: "Unknown:", Why: "it is on no list today, so its figures are not compared"}}, nil
	}
	causes, _, err := b.To.Causes(m.Context(), b.From, x.Slug())
	if err != nil {
		return nil, err
	}
	if len(causes) == 1 {
		causes = append(causes, query.Cause{Says: "others", Claim: "Others:", Why: "none of its own inputs changed; other projects moved, came or went"})
	}
	if more := len(causes) - causesShown; more > 0 {
		causes = append(causes[:causesShown:causesShown], query.Cause{Says: fmt.Sprintf("more:%d", more), Why: explain.Of(more, "more change", "more changes")})
	}
	return causes, nil
}

// href is the address of one project at the two runs; empty for one that was in one of them only.
func (b between) href(x query.Move) string {
	if !x.Both() {
		return ""
	}
	return fmt.Sprintf("%s?%s=%s&%s=%s%d&%s=%s%d", address, paramProject, x.Slug(), paramFrom, query.RunPrefix, b.From.Run.ID, paramTo, query.RunPrefix, b.To.Run.ID)
}

func (m maker) runHref(v *query.View, r ranking.Row) string {
	if r.Slug == "" {
		return ""
	}
	return fmt.Sprintf("/p/%s?%s=%s%d", r.Slug, query.AsOf, query.RunPrefix, v.Run.ID)
}

// placeOf is the place of a row, or why there is none.
func placeOf(r ranking.Row) string {
	switch {
	case r.Slug == "":
		return "not in the ranking"
	case r.Rank > 0:
		return "place " + explain.Thousands(r.Rank)
	case r.State() == health.RankPartial:
		return "no position, " + explain.Places(r.RankLo, r.RankHi) + " possible"
	}
	return "not ranked"
}

// stateOf is the status of a row with its risk.
func stateOf(r ranking.Row) string {
	if r.Slug == "" {
		return ""
	}
	text := explain.StatusText(r.Status)
	if r.Risk != nil {
		text += ", risk " + explain.Decimal(r.Risk.Value) + " " + explain.Range(r.Risk.Lo, r.Risk.Hi)
	}
	return text
}

// moveColumns are the columns of the table of moves. Each column of from is followed by that of to.
var moveColumns = []string{
	"change", "slug", "name", "from_rank", "to_rank", "places", "from_state", "to_state", "from_status", "to_status", "from_risk", "to_risk", "from_run", "to_run",
	"from_rank_low", "to_rank_low", "from_rank_high", "to_rank_high", "from_risk_low", "to_risk_low", "from_risk_high", "to_risk_high",
}

// moveRows are all moves as a table, without causes: each would cost a reading of two runs.
func moveRows(b between, all query.Moves) [][]string {
	out := [][]string{moveColumns}
	for _, x := range each(all) {
		places := ""
		if x.move.From.Rank > 0 && x.move.To.Rank > 0 {
			places = strconv.Itoa(x.move.Places())
		}
		f, t := cellsOf(x.move.From), cellsOf(x.move.To)
		out = append(out, []string{
			x.how, exchange.TextCell(x.move.Slug()), exchange.TextCell(x.move.Name()), f.rank, t.rank, places, f.state, t.state, f.status, t.status, f.risk, t.risk,
			strconv.FormatInt(b.From.Run.ID, 10), strconv.FormatInt(b.To.Run.ID, 10),
			f.rankLow, t.rankLow, f.rankHigh, t.rankHigh, f.riskLow, t.riskLow, f.riskHigh, t.riskHigh,
		})
	}
	return out
}

// moveCells are the cells of one run of a move; empty where there is none.
type moveCells struct{ rank, rankLow, rankHigh, state, status, risk, riskLow, riskHigh string }

func cellsOf(r ranking.Row) moveCells {
	p := placeJSONOf(r)
	if p == nil {
		return moveCells{}
	}
	count := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	return moveCells{
		rank: count(p.Rank), rankLow: count(p.RankLow), rankHigh: count(p.RankHigh), state: string(p.State), status: string(p.Status),
		risk: exchange.NumberOr(p.Risk), riskLow: exchange.NumberOr(p.RiskLow), riskHigh: exchange.NumberOr(p.RiskHigh),
	}
}

type howMoved struct {
	how  string
	move query.Move
}

// each are all moves with how.
func each(m query.Moves) []howMoved {
	var out []howMoved
	for _, part := range []struct {
		how   string
		moves []query.Move
	}{{"far", m.Far}, {"state", m.State}, {"came", m.Came}, {"went", m.Went}} {
		for _, x := range part.moves {
			out = append(out, howMoved{part.how, x})
		}
	}
	return out
}
