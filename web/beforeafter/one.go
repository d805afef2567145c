package beforeafter

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/intervention"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// claim heads every comparison, and notAnEffect says why.
const (
	claim       = "Not an effect."
	notAnEffect = "Funders choose projects, low figures rise by themselves, and no lots were drawn. What else happened in that time is not known."
)

// oneView is the page of a project.
type oneView struct {
	Name, Project string
	Finding       ui.Finding
	Action        string
	Form          formView
	Grants        []ui.Link // interventions on record
	Undated       string
	Reason, Why   string // why nothing is compared, and its id; empty: it is
	Kind          string // which points are compared
	Other         ui.Link
	Chart         chart.Figure
	Changes       table.Table
	Peers         table.Table
	Left          string
	Others        string // on record near the day
	Links         []ui.Link
}

// formView is the form of the day.
type formView struct {
	Day, Last string
	Kinds     []listing.Choice
	Points    string // carried along
}

// one answers with the page of a project, or with the same as JSON or CSV.
func (s maker) one() error {
	slug := s.HTTP.PathValue("slug")
	e, listed := s.Query.Entry(slug)
	if !listed {
		return &page.Missing{Text: slug, Near: s.Query.Nearest(slug)}
	}
	if s.Known(s.Query.Ground().SHA256) {
		return nil
	}
	v := oneView{Name: e.Project.Name, Project: "/p/" + slug, Action: page.BeforeAfterHref(slug)}
	others := v.record(s, slug)
	b, err := s.BeforeAfter(s.Context(), slug, s.asked.day)
	if err != nil {
		return err
	}
	if s.asked.points == "" && b.First == "" {
		s.asked.points = runs
	}
	d := document{Project: slug, NotAnEffect: notAnEffect, Day: given(s.asked.day), Kind: s.asked.kind, Model: s.Model.SHA256, Changes: []changeJSON{}, Peers: []peerJSON{}, Others: others}
	if s.asked.points == runs {
		err = s.live(&v, &d, slug)
	} else {
		err = s.past(&v, &d, b)
	}
	if err != nil {
		return err
	}
	switch path := s.HTTP.URL.Path; {
	case strings.HasSuffix(path, ".json"):
		return s.Document(d)
	case strings.HasSuffix(path, ".csv"):
		return s.CSV("before-after-"+slug+".csv", d.rows())
	}
	return s.show(v, slug)
}

// record fills in what the record of grants dates. It returns how many of it lie near the day.
func (v *oneView) record(s maker, slug string) (others int) {
	dated, undated := s.Query.Interventions(slug)
	for _, x := range dated {
		label := x.What + ", " + when(x)
		v.Grants = append(v.Grants, ui.Link{Label: label, Href: to(slug, "", asked{day: x.Day, kind: x.Kind, points: s.asked.points})})
	}
	if undated > 0 {
		v.Undated = fmt.Sprintf("%s on record %s no month.", explain.Sentence(explain.HowMany(undated)+" "+explain.Plural(undated, "grant", "grants")), explain.Plural(undated, "has", "have"))
	}
	if others = intervention.Near(dated, s.asked.day); others > 0 {
		v.Others = fmt.Sprintf("%s on record %s within two years of that day, so a change belongs to none of them alone.", explain.Sentence(explain.Of(others, "other intervention", "other interventions")), explain.Plural(others, "lies", "lie"))
	}
	return others
}

func (s maker) show(v oneView, slug string) error {
	v.Form = formView{Day: s.asked.day, Last: explain.ISO(s.Now), Points: string(s.asked.points)}
	for _, k := range intervention.Kinds {
		v.Form.Kinds = append(v.Form.Kinds, listing.Choice{Label: explain.Sentence(string(k)), Value: string(k), Current: k == s.asked.kind})
	}
	if s.asked.day != "" {
		other := asked{day: s.asked.day, kind: s.asked.kind, points: runs}
		v.Other = ui.Link{Label: "Published runs in place of reconstructed quarters"}
		if s.asked.points == runs {
			other.points, v.Other.Label = reconstructed, "Reconstructed quarters in place of published runs"
		}
		v.Other.Href = to(slug, "", other)
		v.Links = []ui.Link{{Label: "CSV", Href: to(slug, ".csv", s.asked)}, {Label: "JSON", Href: to(slug, ".json", s.asked)}}
	}
	v.Links = append(v.Links, ui.Link{Label: "All interventions on record", Href: page.BeforeAfter + page.Encode(url.Values{"list": {s.Addressed()}})}, ui.Link{Label: "How peers are chosen", Href: page.Funding + "#before-after"})
	p := s.Frame("Before and after: "+v.Name, "A project before and after a grant, an audit or a sprint, beside its peers. Not an effect.", "/projects")
	p.Notices = page.Ignored(page.Others(s.Values(), paramDay, paramKind, paramPoints))
	return s.Show(onePage(p, v))
}

// past compares reconstructed points.
func (s maker) past(v *oneView, d *document, b query.BeforeAfter) error {
	d.Points = reconstructed
	v.Kind = "All points are reconstructed: today’s clone, read as it was at the end of each quarter and scored by today’s model. None was published. Projects were chosen today, which favours survivors."
	v.Reason, v.Why = s.missing(b)
	if v.Why != "" {
		v.Finding = ui.Finding{Claim: claim, Rest: notAnEffect, Says: "not-an-effect"}
		d.Why = given(v.Why)
		return nil
	}
	v.Finding = findingOf(b.Changes)
	v.Changes, v.Peers, v.Left = changesTable(b), peersTable(b), leftWords(b.Left, len(b.Peers))
	d.of(b)
	slugs := []string{b.Subject.Slug}
	for _, p := range b.Peers {
		slugs = append(slugs, p.Slug)
	}
	days, values, err := s.Trail(b.Day, 30, slugs...)
	if err != nil {
		return err
	}
	v.Chart = chartOf(b, days, values)
	return nil
}

// missing returns why reconstructed points are not compared, with its id; empty: they are.
func (s maker) missing(b query.BeforeAfter) (reason, why string) {
	switch {
	case b.First == "":
		return "no-quarters", "No past quarter of this project was reconstructed: no clone of it was available."
	case s.asked.day == "":
		return "no-day", "Choose the day on which money or work came."
	case b.Day < b.First:
		return "too-early", "The first reconstructed point describes " + explain.DayOf(b.First) + ", after that day."
	case b.Subject.Before.Health == nil:
		return "no-point", "No known health is near enough before that day. Points describe " + explain.DayOf(b.First) + " to " + explain.DayOf(b.Last) + "."
	}
	return "", ""
}

// findingOf heads a comparison.
func findingOf(changes []intervention.Change) ui.Finding {
	f := ui.Finding{Claim: claim, Rest: notAnEffect, Says: "not-an-effect"}
	c := changes[0]
	switch {
	case c.Own == nil:
		f.Claim += " No figure of a year after is known yet."
	case c.Median == nil:
		f.Claim += fmt.Sprintf(" Health changed by %s points in a year; there are too few peers to compare.", explain.Points(*c.Own))
	default:
		f.Claim += fmt.Sprintf(" Health changed by %s points in a year, and by %s in the median of %s.", explain.Points(*c.Own), explain.Points(*c.Median), explain.Of(len(c.Peers), "peer", "peers"))
		f.Says += fmt.Sprintf(" own:%s median:%s", explain.Decimal(*c.Own), explain.Decimal(*c.Median))
	}
	if c.Own != nil && c.Inside {
		f.Rest = "The change is within the ranges of both figures, so it may be none. " + f.Rest
	}
	return f
}

// when is the day of an intervention as its source states it.
func when(x intervention.Intervention) string {
	text := explain.Period(x.Said, x.Said)
	if x.Ended {
		text += " (its end)"
	}
	return text
}

// leftWords says who of the group is no peer.
func leftWords(l intervention.Left, peers int) string {
	var parts []string
	for _, x := range []struct {
		n    int
		what string
	}{
		{l.Own, "with an intervention of their own within two years"},
		{l.Unknown, "without known health before or a year after"},
		{l.Far, fmt.Sprintf("more than %d points away before", int(intervention.Alike))},
		{l.More, "as alike, but less near"},
	} {
		if x.n > 0 {
			parts = append(parts, explain.Thousands(x.n)+" "+x.what)
		}
	}
	text := fmt.Sprintf("Peers belong to the same declared group, with health within %d points before the day and no intervention on record near it; the record is not complete.", int(intervention.Alike))
	if peers == 0 {
		text = "No project is alike enough. " + text
	}
	if len(parts) > 0 {
		text += " Left out of the group: " + strings.Join(parts, "; ") + "."
	}
	return text
}
