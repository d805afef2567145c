package brief

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/web/project/facts"
	"github.com/plumbline-scorecard/plumbline/web/project/fundcard"
	"github.com/plumbline-scorecard/plumbline/web/project/verdict"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// Bounds of a brief: it is two pages, whatever is known.
const (
	mostFacts    = 8  // of a kind
	mostUnknown  = 6  // titles of what is unknown
	mostMeasures = 3  // of an envelope
	mostGrants   = 5  // lines
	longest      = 90 // letters of a note
)

// judged are the facts that people judged; the rest of the rubric is measured.
var judged = []field.ID{field.ExposurePoints, field.Substitutability}

// prevalence is who uses it, as far as it was counted.
func prevalence(s fundcard.Subject, rubric []ui.Fact) []ui.Fact {
	var out []ui.Fact
	for _, f := range rubric {
		if f.ID != string(judged[0]) && f.ID != string(judged[1]) {
			f.Note = ""
			out = append(out, dated(s, f))
		}
	}
	if len(out) == 0 {
		return []ui.Fact{{Name: "Use", State: health.Unknown, Text: "No source was asked how much it is used."}}
	}
	return out[:min(len(out), mostFacts)]
}

// dated is a fact with its source and its day, and no link: paper has none.
func dated(s fundcard.Subject, f ui.Fact) ui.Fact {
	f.URL = ""
	if f.State == health.Observed {
		f.Note = strings.TrimPrefix(strings.Join([]string{cut(f.Note), s.Origin(field.ID(f.ID))}, "; "), "; ")
	}
	f.Text = cut(f.Text)
	return f
}

// cut cuts a text to what has room.
func cut(text string) string {
	if r := []rune(text); len(r) > longest {
		return strings.TrimSpace(string(r[:longest])) + "…"
	}
	return text
}

func relevanceOf(s fundcard.Subject, c facts.Criticality) relevance {
	v := relevance{Why: c.Why}
	if c.List != "" {
		v.Facts = append(v.Facts, ui.Fact{Name: "List", State: health.Observed, Text: cut(c.List), Note: "since " + c.Since})
	}
	lists := ui.Fact{Name: "Expert lists", State: health.Unknown, Text: "Not on any expert list we have, which does not count against it."}
	var on []string
	for _, l := range c.Lists {
		on = append(on, cut(l.Title)+" ("+l.Date+")")
	}
	if len(on) > 0 {
		lists.State, lists.Text = health.Observed, strings.Join(on[:min(len(on), mostFacts)], "; ")
	}
	v.Facts = append(v.Facts, lists)
	for _, f := range c.Rubric {
		if f.ID == string(judged[0]) || f.ID == string(judged[1]) {
			v.Facts = append(v.Facts, f)
		}
	}
	return v
}

// of are inputs as facts with source and day.
func of(s fundcard.Subject, ids ...field.ID) []ui.Fact {
	var out []ui.Fact
	for _, id := range ids {
		out = append(out, dated(s, ui.FactOf(s.Figures.Inputs, id, "", "")))
	}
	return out
}

// thin is who carries the work, and what is open.
func thin(s fundcard.Subject) []ui.Fact {
	return of(s, field.Regulars12m, field.ContributorAbsenceFactor, field.Integrators12m, field.AdvisoryUnpatchedDays)
}

func activity(s fundcard.Subject) []ui.Fact {
	return of(s, field.HumanCommits12m, field.ActiveMonths12m, field.Authors12m, field.LastHumanCommit, field.LastRelease, field.Releases12m, field.FirstResponseDaysP50)
}

// sure is how much of each figure was seen, and what was not.
func sure(s fundcard.Subject) []ui.Fact {
	var out []ui.Fact
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture, model.Criticality} {
		f := ui.Fact{ID: "axis-" + string(a), Name: explain.Sentence(a.Name()), State: health.Unknown, Text: "Too little was seen."}
		if x := s.Score.Axis(a); x.Known {
			f.State, f.Text = health.Observed, explain.Whole(x.Value)+" "+explain.Range(x.Lo, x.Hi)+"; "+explain.Evidence(x)
		}
		out = append(out, f)
	}
	var titles []string
	all := verdict.Unknowns(s.Project.Project, s.Figures, s.Score)
	for _, u := range all[:min(len(all), mostUnknown)] {
		titles = append(titles, cut(u.Title))
	}
	text := "nothing: every input is observed or does not apply"
	if len(titles) > 0 {
		text = strings.Join(titles, "; ")
	}
	return append(out, ui.Fact{ID: "unknown", Name: "Unknown", State: health.Observed, Text: text})
}

// help is the table of the measures with the most expected points, people apart from practices; a note if there are none.
func help(s fundcard.Subject) (table.Table, string) {
	if !s.Prospect.Known {
		return table.Table{}, "The risk is unknown, so no measure has points."
	}
	t := table.Grid("Measures with the most expected points", []string{"Measure", "Planning cost", "If done", "Expected", "Assumed"}, 1, 2, 3)
	for _, e := range remedy.Envelopes {
		all := slices.DeleteFunc(s.Applying(""), func(o remedy.Option) bool { return o.Measure.Envelope != e })
		if len(all) > 0 {
			t.Rows = append(t.Rows, table.Row{Group: e.Label(), Key: string(e)})
		}
		for _, o := range all[:min(len(all), mostMeasures)] {
			t.Rows = append(t.Rows, table.Row{Key: o.Measure.ID, Cells: []table.Cell{
				{Text: o.Measure.Label}, {Text: explain.Money(float64(o.Measure.Cost), "EUR")}, {Text: explain.Decimal(-o.IfDone)}, {Text: explain.Decimal(-o.Expected)}, fundcard.AssumedOf(o),
			}})
		}
	}
	if len(t.Rows) == 0 {
		return t, "No measure of the catalogue applies."
	}
	return t, fundcard.Assumptions(s)
}

// grants are a line for each grant, the newest first.
func grants(s fundcard.Subject) []ui.Fact {
	var out []ui.Fact
	for i, g := range s.Fund.Grants {
		if i == mostGrants {
			out = append(out, ui.Fact{Name: "Earlier grants", State: health.Observed, Text: explain.Thousands(len(s.Fund.Grants)-i) + " more on the page of funding"})
			break
		}
		out = append(out, ui.Fact{ID: "grant", Name: "Grant", State: health.Observed, Text: cut(fundcard.GrantText(g)), Note: "read on " + explain.DayOf(g.Seen)})
	}
	if len(out) == 0 {
		out = append(out, ui.Fact{ID: "grant", Name: "Earlier grants", State: health.Unknown, Text: "No grant is on record. The record is not complete."})
	}
	return out
}

// programmes is what the conditions of each programme say of the project.
func programmes(s fundcard.Subject) []ui.Fact {
	var out []ui.Fact
	for _, p := range s.Ground.Programmes {
		not, unknown := s.Judge(p)
		out = append(out, ui.Fact{
			ID: p.ID, Name: p.Name, State: health.Observed, Text: "Not met: " + fundcard.None(not) + ". Unknown: " + fundcard.None(unknown) + ".",
			Note: "rules read on " + explain.DayOf(p.Date),
		})
	}
	return out
}

// sources are what the figures were read from, each with its version and its day.
func sources(s fundcard.Subject) []ui.Fact {
	out, read := facts.Provenance(s.Project)
	for i := range out {
		out[i].URL = ""
	}
	for _, x := range read {
		out = append(out, ui.Fact{Name: explain.Sentence(field.SourceName(x.Name)), State: health.Observed, Text: cut(x.Version), Note: explain.Day(x.At)})
	}
	return out
}
