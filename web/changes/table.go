package changes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/feed"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// tableOf has a row for each change, below a line for its cause.
func tableOf(p query.Period, shown []query.Moved) table.Table {
	heads := []string{"Project", "Change", "Points of risk", "Why", "As of"}
	t := table.Grid("Changes from run "+fmt.Sprint(p.From.ID)+" to run "+fmt.Sprint(p.To.ID)+", those of projects first", heads, 2)
	t.Layout = table.Names
	t.Heads[3].Cells += " is-wide"
	var last cause.Cause
	for _, m := range shown {
		if m.Cause != last {
			last = m.Cause
			t.Rows = append(t.Rows, table.Row{Key: string(m.Cause), Group: explain.Sentence(explain.CauseName(m.Cause)), Note: causeNote(m.Cause)})
		}
		t.Rows = append(t.Rows, table.Row{Key: m.Slug + ":" + string(m.Field), Cells: cellsOf(p, m)})
	}
	return t
}

func cellsOf(p query.Period, m query.Moved) []table.Cell {
	points := table.Cell{Text: explain.Points(m.Points)}
	switch {
	case !m.HasPoints:
		points = table.Cell{Unknown: true, Text: "unknown", Sub: "risk is unknown"}
	case m.Points == 0:
		points.Text = "0.0"
	}
	change := table.Cell{Text: m.Label, Sub: feed.Sides(m)}
	return []table.Cell{
		{Text: page.Cut(m.Name), Href: "/p/" + m.Slug, Sub: feed.RiskWords(m)},
		change, points,
		{Text: explain.Sentence(m.Why)},
		{Content: asOf(m, "/p/"+m.Slug+"/history")},
	}
}

// causeNote says what a cause is, once, above its rows.
func causeNote(c cause.Cause) string {
	switch c {
	case cause.Project:
		return "the measured project changed"
	case cause.Coverage:
		return "a value became known, unknown or not applicable"
	case cause.Clock:
		return "a time window moved without any activity"
	case cause.List:
		return "editors of the list changed an entry"
	case cause.Source:
		return "the value has another origin"
	case cause.Instrument:
		return "another version of an instrument, or other checks"
	case cause.Model:
		return "other weights, curves or rules"
	}
	return ""
}

// instrumentView is one collapsed entry.
type instrumentView struct {
	Cause, Name, Note string
	Says              string
	Text              string
	Lines             []string
	Links             []ui.Link
}

// instrumentsOf has one entry for each cause that is no change of a project.
func (s maker) instrumentsOf(a ask, p query.Period) []instrumentView {
	var out []instrumentView
	for _, i := range p.Instruments {
		v := instrumentView{
			Cause: string(i.Cause), Name: explain.Sentence(explain.CauseName(i.Cause)), Note: causeNote(i.Cause),
			Says: fmt.Sprintf("%s:%d/%d", i.Cause, i.Projects, p.Compared),
			Text: movedText(i, p),
		}
		v.Lines = append(v.Lines, s.runLines(i.Cause, p)...)
		for _, why := range i.Why {
			v.Lines = append(v.Lines, explain.Sentence(why)+".")
		}
		for _, n := range i.Notices {
			claim, rest := explain.NoticeText(n)
			v.Lines = append(v.Lines, claim+" "+rest)
		}
		v.Lines = append(v.Lines, names("New on the list", i.Entered)...)
		v.Lines = append(v.Lines, names("Left the list", i.Left)...)
		if i.Projects > 0 {
			v.Links = append(v.Links, ui.Link{Label: "See each change", Href: a.with(path, "cause", string(i.Cause))})
		}
		v.Links = append(v.Links, s.linksOf(i.Cause, p)...)
		out = append(out, v)
	}
	return out
}

func movedText(i query.Instrument, p query.Period) string {
	if i.Projects == 0 {
		return "It moved no figure that counts."
	}
	text := fmt.Sprintf("It moved %s of %s", explain.Thousands(i.Projects), explain.Of(p.Compared, "project", "projects"))
	if points := explain.Points(i.Points); points != "0.0" {
		text += ", " + points + " points of risk in total"
	}
	return text + "."
}

// mostNames is how many projects an entry names.
const mostNames = 20

func names(what string, all []string) []string {
	if len(all) == 0 {
		return nil
	}
	text := what + ": " + strings.Join(all[:min(mostNames, len(all))], ", ")
	if n := len(all) - mostNames; n > 0 {
		text += " and " + explain.Thousands(n) + " more"
	}
	return []string{text + "."}
}

// runLines are what the two runs say of themselves about a cause.
func (s maker) runLines(c cause.Cause, p query.Period) []string {
	pair := func(what, from, to string) []string {
		if from == to {
			return nil
		}
		return []string{what + ": " + from + " → " + to + "."}
	}
	switch c {
	case cause.Model:
		return pair("Model", s.modelName(p.From), s.modelName(p.To))
	case cause.List:
		return pair("Revision", p.From.Revision, p.To.Revision)
	case cause.Source:
		return pair("Figures", originName(p.From), originName(p.To))
	case cause.Instrument:
		return pair("Plumbline", p.From.Version, p.To.Version)
	}
	return nil
}

// modelName names the model of a run by its version if it is a known one, or else by its hash.
func (s maker) modelName(r health.Run) string {
	if r.ModelSHA == s.Model.SHA256 {
		return s.Model.Name()
	}
	for _, x := range s.releases {
		if o := x.Orders; o != nil && r.ModelSHA == o.After.ModelSHA {
			return o.After.Model
		} else if o != nil && r.ModelSHA == o.Before.ModelSHA {
			return o.Before.Model
		}
	}
	return page.Short(r.ModelSHA)
}

// originName says where the figures of a run are from.
func originName(r health.Run) string {
	name := cmp.Or(explain.Origin(r.Origin), "collected live")
	if !r.AsOf.IsZero() {
		name += " of " + explain.Day(r.AsOf)
	}
	return name
}

func (s maker) linksOf(c cause.Cause, p query.Period) []ui.Link {
	switch c {
	case cause.List:
		return []ui.Link{{Label: "The list and its changes", Href: "/lists/" + p.To.List}}
	case cause.Model:
		i := slices.IndexFunc(s.releases, func(r model.Release) bool { return r.Orders != nil && r.Orders.After.ModelSHA == p.To.ModelSHA })
		if i >= 0 {
			return []ui.Link{{Label: "What model " + s.releases[i].Version + " changed", Href: page.ModelChanges + s.releases[i].Version}}
		}
		return []ui.Link{{Label: "Method", Href: "/method"}}
	}
	return nil
}

// runText names a run with its day and where its figures are from.
func (s maker) runText(r health.Run) string {
	return fmt.Sprintf("Run %d, published on %s, %s", r.ID, explain.Day(r.Finished), originName(r))
}
