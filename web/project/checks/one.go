package checks

import (
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// One is one check of a project, for a page of its own.
type One struct {
	Words   explain.Check
	Finding ui.Finding
	// Facts are the result with what it costs, what read it and when.
	Facts []ui.Fact
	Lines []evidence
	Left  int
	// Advice is what would make it known, Plan the address of all that can be done.
	Advice, Plan string
	// Published is the result that somebody else published; nil without one.
	Published []ui.Fact
	row       checkRow
}

// Name is the name of the check.
func (o One) Name() string { return o.row.ID }

// OneOf returns a check of a project with what to do about it, and false if its posture has no such
// check; on returns an address with the day of the page.
func OneOf(sub query.Project, id field.ID, todo explain.ToDo, on func(address string) string) (One, bool) {
	i := slices.IndexFunc(sub.Score.S.Inputs, func(in health.ScoredInput) bool { return in.ID == string(id) })
	if i < 0 {
		return One{}, false
	}
	in := sub.Score.S.Inputs[i]
	var snap health.Snapshot
	if b := sub.Figures.Basis; b != nil {
		snap, _ = sub.Figures.Snapshot(b.Used.Source)
	}
	c := checkIn(snap, string(id))
	v := One{row: checkRowOf(in, c, explain.Blobs(sub.Project, snap)), Plan: on(page.FixHref(sub.Slug))}
	v.row.Remarks = remarks(sub, id)
	v.row.ToDo = todo
	v.Words, _ = explain.CheckOf(id)
	v.Lines, v.Left = slices.Concat(v.row.Lines, v.row.More), v.row.Left
	v.Finding = oneFinding(in, v.row)
	if in.Input.State == health.Unknown {
		v.Advice = explain.AdviceFor(sub.Project, sub.Figures, in.Input).Step()
	}
	v.Facts = oneFacts(sub, in, v, snap)
	v.Published = publishedFacts(sub, string(id))
	return v, true
}

func checkIn(snap health.Snapshot, name string) check.Check {
	for _, c := range snap.Checks {
		if c.Name == name {
			return c
		}
	}
	return check.Check{}
}

// PassWord says whether a score passes.
func PassWord(points int) string {
	if points >= ranking.PassFrom {
		return "pass"
	}
	return "fail"
}

// oneFinding opens with the result.
func oneFinding(in health.ScoredInput, row checkRow) ui.Finding {
	switch in.Input.State {
	case health.Observed:
		word := PassWord(int(in.Input.Value))
		return ui.Finding{Says: word + ":" + explain.Whole(in.Input.Value), Claim: explain.Sentence(word) + ": " + explain.Whole(in.Input.Value) + " of 10.", Rest: "8 to 10 of 10 pass."}
	case health.NotApplicable:
		return ui.Finding{Says: "not-applicable", Claim: "Not applicable.", Rest: row.Reason + "."}
	default:
		why := row.Why
		if row.WhyID == "unknown" { // no short form
			why = explain.LowerFirst(row.Reason)
		}
		return ui.Finding{Says: "unknown:" + row.WhyID, Claim: "Unknown: " + why + ".", Rest: "It neither passes nor fails."}
	}
}

// oneFacts are the result with what it costs, what read it and when.
func oneFacts(sub query.Project, in health.ScoredInput, v One, snap health.Snapshot) []ui.Fact {
	result := ui.Fact{ID: in.ID, Name: "Result", State: in.Input.State, Text: explain.Sentence(explain.Reason(in.Input))}
	if in.Input.Known() {
		result.Text, result.Value, result.Note = explain.Whole(in.Input.Value)+" of 10", explain.Whole(in.Input.Value), v.row.Reason
	}
	text := func(id, name, text, note string) ui.Fact {
		return ui.Fact{ID: id, Name: name, Text: text, Note: note, State: health.Observed}
	}
	out := []ui.Fact{result}
	switch {
	case in.Counts():
		lost := text("posture-points", "Points lost of posture", explain.Decimal(in.Share*(100-in.S)), "of "+explain.Decimal(in.Share*100)+" that the check weighs")
		if in.Expected != nil {
			lost.Note += "; assumed, not measured"
		}
		out = append(out, lost)
		if p, ok := explain.PrintedPoints(sub.Score)[in.ID]; ok && sub.Score.RiskKnown {
			out = append(out, text("risk-points", "Points of risk", p, "of "+explain.Decimal(sub.Score.Risk.Value)))
		}
	default:
		out = append(out, text("posture-points", "Points lost of posture", "None: the check does not count", ""))
	}
	if e := in.Expected; e != nil {
		from := "from " + explain.Of(e.N, "result", "results") + " of other repositories"
		if e.LowerHalf {
			from += ", lower half"
		}
		out = append(out, text("assumed", "Assumed", explain.Decimal(e.Score)+" of 10, middle half "+explain.Range(e.Deciles.At(.25), e.Deciles.At(.75)), from))
	}
	for _, r := range v.row.Remarks {
		f := text("remark", "The maintainers say", r.Text, r.Place+"; it changes no score")
		f.URL = r.URL
		out = append(out, f)
	}
	if v.Advice != "" {
		out = append(out, text("advice", "What would make it known", v.Advice, ""))
	}
	if at := in.Input.ObservedAt; !at.IsZero() {
		out = append(out, text("as-of", "As of", explain.Day(at), explain.Age(at, sub.Now)))
	}
	if snap.Source != "" {
		out = append(out, text("instrument", "Read by", instrument(snap), ""))
		if c := commitFact(sub, snap); c.Text != "" {
			c.ID, c.Name, c.State, c.Mono = "commit", "Commit", health.Observed, true
			out = append(out, c)
		}
	}
	f, _ := field.ByID(in.Field)
	doc := text("doc", "Definition", "OpenSSF Scorecard, check "+in.ID, f.Reference)
	doc.URL = v.Words.Doc
	return append(out, text("measured", "How it is measured", v.Words.Measured, ""), text("limits", "Known limits", v.Words.Limits, ""), doc)
}

// publishedFacts are the result that somebody else published beside our own scan; nil without one.
func publishedFacts(sub query.Project, id string) []ui.Fact {
	pub, ok := sub.Figures.Snapshot(field.SourcePublished)
	if !ok {
		return nil
	}
	c := checkIn(pub, id)
	cell := cellOf(c, c.Name != "")
	f := ui.Fact{ID: "published", Name: "Published result", State: health.Observed, Text: cell.Score + " of 10", Note: explain.Sentence(pub.Version) + ", " + explain.Day(pub.ObservedAt), URL: pub.SourceURL}
	if cell.Score == "" {
		f.State, f.Text = health.Unknown, explain.Sentence(cell.Why.text)
	}
	own, ok := sub.Figures.Snapshot(field.SourceScorecard)
	ours := cellOf(checkIn(own, id), ok && checkIn(own, id).Name != "")
	g := ui.Fact{ID: "own", Name: "Our own scan", State: health.Observed, Text: ours.Score + " of 10", Note: explain.Day(own.ObservedAt)}
	if ours.Score == "" {
		g.State, g.Text = health.Unknown, explain.Sentence(ours.Why.text)
	}
	return []ui.Fact{g, f}
}

// Points is a check of a project over time as a table, in the order of the points; link leads to a
// point, nil to none.
func Points(caption, head string, points []query.CheckPoint, id field.ID, link func(query.CheckPoint) string) table.Table {
	t := table.Grid(caption, []string{head, "Result"})
	for _, p := range points {
		score, state := p.Checks.Of(ranking.Place(id))
		when := table.Cell{Text: explain.DayOf(p.Day)}
		if link != nil {
			when.Href = link(p)
		}
		if p.Run > 0 {
			when.Sub = fmt.Sprintf("run %d", p.Run)
		}
		t.Rows = append(t.Rows, table.Row{Key: p.Day, Cells: []table.Cell{when, resultCell(score, state)}})
	}
	return t
}

func resultCell(score int, state ranking.CheckState) table.Cell {
	switch state {
	case ranking.CheckPass, ranking.CheckFail:
		return table.Cell{Text: fmt.Sprintf("%d of 10, %s", score, state), Says: string(state)}
	case ranking.CheckNone:
		return table.Cell{Text: "n/a", Says: "not-applicable"}
	default:
		return table.Cell{Unknown: true, Text: "unknown", Says: "unknown"}
	}
}

// Peers is how the other listed projects of one category do at a check.
type Peers struct {
	Category                  string
	Pass, Fail, None, Unknown int
}

// Count adds the result of a peer.
func (p *Peers) Count(state ranking.CheckState) {
	switch state {
	case ranking.CheckPass:
		p.Pass++
	case ranking.CheckFail:
		p.Fail++
	case ranking.CheckNone:
		p.None++
	default:
		p.Unknown++
	}
}

// All counts the peers.
func (p Peers) All() int { return p.Pass + p.Fail + p.None + p.Unknown }

// Bar is the results as a stacked bar.
func (p Peers) Bar() chart.Stack {
	return chart.Results(p.Pass, p.Fail, p.None, p.Unknown)
}

// Text says the numbers.
func (p Peers) Text() string {
	return fmt.Sprintf("Of %s in the category %s, %d pass, %d fail, %d are not applicable and %d are unknown.",
		explain.Of(p.All(), "other listed project", "other listed projects"), p.Category, p.Pass, p.Fail, p.None, p.Unknown)
}

// Method returns where the check is shown over its list.
func (v One) Method() string { return page.CheckHref(v.row.ID) }
