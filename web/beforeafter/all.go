package beforeafter

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/intervention"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// allView is the page of a list.
type allView struct {
	Finding ui.Finding
	Table   table.Table
	Rest    table.Table // what is not compared
	Note    string
	Links   []ui.Link
}

// all answers with the interventions on record of a list, or with the same as JSON or CSV.
func (s maker) all() error {
	if err := s.Listed(); err != nil {
		return err
	}
	if s.Request.Known(s.Query.Ground().SHA256) {
		return nil
	}
	records, undated, err := s.Recorded(s.Context())
	if err != nil {
		return err
	}
	d := s.documentOf(records, undated)
	switch path := s.HTTP.URL.Path; {
	case strings.HasSuffix(path, ".json"):
		return s.Document(d)
	case strings.HasSuffix(path, ".csv"):
		return s.CSV("before-after.csv", d.rows())
	}
	v := allView{Finding: overall(d.Summary, len(records)), Table: recordsTable(records), Rest: s.restTable(records), Note: noteOf(undated)}
	for _, f := range []struct{ label, path string }{{"CSV", ".csv"}, {"JSON", ".json"}} {
		v.Links = append(v.Links, ui.Link{Label: f.label, Href: page.BeforeAfter + f.path + page.Encode(s.Carried())})
	}
	v.Links = append(v.Links, ui.Link{Label: "How peers are chosen", Href: page.Funding + "#before-after"})
	p := s.Frame("Before and after interventions", "Projects before and after grants and audits on record, beside their peers. Not an effect.", "")
	p.Notices = page.Ignored(page.Others(s.Values(), "list"))
	return s.Show(allPage(p, v))
}

// allDocument is /before-after.json.
type allDocument struct {
	List        string `json:"list"`
	NotAnEffect string `json:"not_an_effect"`
	// Points is what is compared: reconstructed quarters.
	Points  points      `json:"points"`
	Model   string      `json:"model_sha256"`
	Undated int         `json:"projects_with_undated_grants_only"`
	Summary summaryJSON `json:"summary"`
	Records []document  `json:"interventions"`
}

// summaryJSON sums up the differences a year after, one for each project.
type summaryJSON struct {
	N      int      `json:"compared"`
	Up     int      `json:"above_zero"`
	Down   int      `json:"below_zero"`
	Median *float64 `json:"median_difference"`
	// Lo, Hi and P are null below the least number that is tested.
	Least int      `json:"least_tested"`
	Lo    *float64 `json:"lo95"`
	Hi    *float64 `json:"hi95"`
	P     *float64 `json:"sign_test_p"`
}

func (s maker) documentOf(records []query.Record, undated int) allDocument {
	d := allDocument{NotAnEffect: notAnEffect, Points: reconstructed, Model: s.Model.SHA256, Undated: undated, Records: []document{}}
	if s.List != nil {
		d.List = s.List.Slug
	}
	var differences []float64
	for _, r := range records {
		dated, _ := s.Query.Interventions(r.On.Project)
		one := document{
			Others:  intervention.Near(dated, r.On.Day),
			Project: r.On.Project, NotAnEffect: notAnEffect, Day: given(r.On.Day), Ended: r.On.Ended, Kind: r.On.Kind, Points: reconstructed, Model: s.Model.SHA256,
			Changes: []changeJSON{}, Peers: []peerJSON{},
		}
		if _, why := (maker{Request: s.Request, asked: asked{day: r.On.Day}}).missing(r.BeforeAfter); why != "" {
			one.Why = &why
		}
		one.of(r.BeforeAfter)
		// Of which only the end is known, the point before may lie within it.
		if len(r.Changes) > 0 && r.Changes[0].Difference != nil && !r.On.Ended {
			differences = append(differences, *r.Changes[0].Difference)
		}
		d.Records = append(d.Records, one)
	}
	x := intervention.Summarise(differences)
	d.Summary = summaryJSON{N: x.N, Up: x.Up, Down: x.Down, Least: intervention.LeastTested}
	if x.N > 0 {
		d.Summary.Median = &x.Median
	}
	if x.Tested {
		d.Summary.Lo, d.Summary.Hi, d.Summary.P = &x.Lo, &x.Hi, &x.P
	}
	return d
}

// rows are the document as CSV: a row for each horizon of each intervention.
func (d allDocument) rows() [][]string {
	out := document{}.rows()
	for _, r := range d.Records {
		out = append(out, r.rows()[1:]...)
	}
	return out
}

// overall heads the page of a list. Below the least number nothing is tested.
func overall(x summaryJSON, records int) ui.Finding {
	f := ui.Finding{Claim: claim, Rest: notAnEffect, Says: fmt.Sprintf("not-an-effect compared:%d", x.N)}
	switch {
	case records == 0:
		f.Claim += " No intervention with a day is on record for this list."
	case x.N == 0:
		f.Claim += fmt.Sprintf(" None of %s on record can be compared a year after.", explain.Of(records, "intervention", "interventions"))
	default:
		f.Claim += fmt.Sprintf(" %s of %s on record have a result after one year.", explain.Sentence(explain.HowMany(x.N)), explain.Of(records, "intervention", "interventions"))
		f.Rest = fmt.Sprintf("Above their peers: %d; below: %d; median difference %s points of health. ", x.Up, x.Down, explain.Points(*x.Median)) + tested(x) + " " + notAnEffect
	}
	return f
}

// tested says what the test says, or why there is none.
func tested(x summaryJSON) string {
	if x.P == nil {
		return fmt.Sprintf("No test: that needs %d.", x.Least)
	}
	return fmt.Sprintf("The median lies between %s and %s (95%%, sign test); so uneven a division has a chance of %s if up and down are as likely.", explain.Points(*x.Lo), explain.Points(*x.Hi), chance(*x.P))
}

// chance is a probability: "below 1%", "34%".
func chance(p float64) string {
	if p < .01 {
		return "less than 1%"
	}
	return explain.Percent(p)
}

// noteOf says what is not in the table.
func noteOf(undated int) string {
	text := "Of a project with several interventions the first with a point before it is here. All points are reconstructed: today’s clone, read as it was then. Those of which only the end is known are not summed up: the point before may lie within them. The record of grants is not complete."
	if undated > 0 {
		text += " " + explain.Sentence(explain.Of(undated, "project has", "projects have")) + " only grants without a month."
	}
	return text
}

// recordsTable has a row for each intervention with a known change a year after.
func recordsTable(records []query.Record) table.Table {
	heads := []string{"Project", "Time", "Health before", "Change in 12 months", "Peers, 12 months", "Difference", "Difference in 24 months"}
	t := table.Grid("Interventions on record, the earliest first", heads, 2, 3, 4, 5, 6)
	for _, r := range records {
		if !compared(r) {
			continue
		}
		year, two := r.Changes[0], r.Changes[1]
		count := explain.Of(len(year.Peers), "peer", "peers")
		peers := pointsCell(year.Median, fmt.Sprintf("%s; %d are needed", count, intervention.LeastPeers))
		if year.Median != nil {
			peers.Sub = count
		}
		late := "too few peers"
		if two.Own == nil {
			late = noPoint(r.BeforeAfter, two.Months)
		}
		t.Rows = append(t.Rows, table.Row{Key: r.On.Project, Cells: []table.Cell{
			of(r),
			{Text: when(r.On), Sub: r.On.What},
			figure(r.Subject.Before), pointsCell(year.Own, ""),
			peers, pointsCell(year.Difference, "too few peers"), pointsCell(two.Difference, late),
		}})
	}
	return t
}

// compared reports whether a change a year after is known.
func compared(r query.Record) bool { return len(r.Changes) > 0 && r.Changes[0].Own != nil }

// of names the project of a record.
func of(r query.Record) table.Cell {
	return table.Cell{Text: page.Cut(r.Project.Name), Href: to(r.On.Project, "", asked{day: r.On.Day, kind: r.On.Kind})}
}

// restTable has a row for each intervention that is not compared, with the reason.
func (s maker) restTable(records []query.Record) table.Table {
	t := table.Grid("Interventions on record that are not compared", []string{"Project", "Time", "Why not"})
	for _, r := range records {
		if compared(r) {
			continue
		}
		_, why := (maker{Request: s.Request, asked: asked{day: r.On.Day}}).missing(r.BeforeAfter)
		if why == "" {
			why = "A year after: " + noPoint(r.BeforeAfter, intervention.Horizons[0]) + "."
		}
		t.Rows = append(t.Rows, table.Row{Key: r.On.Project, Cells: []table.Cell{of(r), {Text: when(r.On), Sub: r.On.What}, {Text: why}}})
	}
	return t
}
