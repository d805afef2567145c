package fixplan

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
)

// task returns what a way of a guide asks of the project, and what it changes. The value is then at
// least least, which is what is assumed today of a check that is unknown.
func (m making) task(id field.ID, guide Guide, way Way, least float64) Task {
	f, _ := field.ByID(id)
	in := m.Figures.Inputs.Field(id)
	t := Task{
		ID: id, Label: f.Label, Title: cmp.Or(f.Remedy, f.Label), Where: guide.Where, Admin: guide.Admin, Why: way.Why,
		Value: m.value(f, in), Reach: m.value(f, health.Obs(id, way.Reach)), changes: m.changes(id, way, least),
	}
	steps, lines := m.steps(id, guide, way)
	t.Steps, t.Evidence = steps, m.evidence(in, guide, lines)
	t.Minutes = m.minutes(way, lines)
	t.Again, t.Command = m.again(f, guide)
	after := m.standing(m.quick, m.Subject, t.changes)
	t.Gain = after.Over(m.now, m.model)
	t.worth = t.Gain.Weakness
	if c := m.now.Score.C.Value; t.Gain.Risk != nil && c > 0 {
		t.worth = max(t.worth, *t.Gain.Risk*100/c)
	}
	if f.Source == field.SourceScorecard && way.Reach < fullScore {
		full := m.standing(m.quick, m.Subject, []Change{{id, fullScore}}).Over(m.now, m.model)
		t.Full = &full
	}
	return t
}

// steps returns what a way asks, those of the findings with their places, and the evidence behind it.
func (m making) steps(id field.ID, guide Guide, way Way) ([]Step, lines) {
	seen := m.matched(id, guide, way)
	out := seen.steps
	if len(out) == 0 {
		out = plain(way.Steps)
	}
	return append(out, plain(guide.Then)...), seen
}

// changes returns the inputs that a way changes: its own, and the others that are known.
func (m making) changes(id field.ID, way Way, least float64) []Change {
	out := []Change{{id, max(way.Reach, least)}}
	for _, c := range way.With {
		if m.Figures.Inputs.Field(c.Field).Known() {
			out = append(out, c)
		}
	}
	return out
}

// value returns a value for people; empty if it is not known.
func (m making) value(f field.Row, in health.Input) string {
	if f.Source == field.SourceScorecard && in.Known() {
		return ofTen(in.Value)
	}
	return explain.ValueIn(m.Figures.Inputs, f, in)
}

func ofTen(score float64) string { return explain.Whole(score) + " of 10" }

// minutes returns the minutes of a way for this project.
func (m making) minutes(way Way, lines lines) Range {
	n, most := lines.cost, lines.cost+lines.left
	if way.Each.Of != "" {
		n = max(0, int(m.Figures.Inputs.Field(way.Each.Of).Value)-int(m.Figures.Inputs.Field(way.Each.Less).Value))
		most = n
	}
	return way.Minutes.plus(n, most, way.Each.Range)
}

// again returns which instrument reads what, when a change shows, and a command for a first look.
func (m making) again(f field.Row, guide Guide) (says []string, command string) {
	if f.Source == field.SourceScorecard {
		says = append(says, "OpenSSF Scorecard, check "+string(f.ID)+".")
		// As of now, not of the commit that was read.
		now := health.Obs(f.ID, 0)
		now.Source = field.SourceScorecard
		for _, c := range proof.Of(f.ID, proof.Subject{Project: m.Project, Inputs: health.Inputs{f.ID: now}}).Commands {
			command = c.Run
		}
	} else {
		says = append(says, explain.Sentence("Plumbline, from "+field.SourceName(f.Source))+".")
	}
	return append(says, guide.Again), command
}

// plain returns steps without places.
func plain(texts []string) []Step {
	out := make([]Step, len(texts))
	for i, text := range texts {
		out[i].Text = text
	}
	return out
}

// evidence returns what the instrument saw.
func (m making) evidence(in health.Input, guide Guide, seen lines) Evidence {
	e := Evidence{Reason: foreign.Line(in.Reason), Lines: seen.rest, Left: seen.left, Commit: in.Commit, ObservedAt: in.ObservedAt}
	if !in.Known() {
		e.Reason = "" // why it is unknown is said elsewhere
	}
	for _, id := range guide.Shows {
		f, _ := field.ByID(id)
		if v := m.Figures.Inputs.Field(id); v.Known() {
			e.Facts = append(e.Facts, Fact{f.Label, foreign.Line(explain.ValueIn(m.Figures.Inputs, f, v))})
		}
	}
	return e
}

// lines are the lines of evidence of a check, sorted into steps.
type lines struct {
	steps []Step
	// rest are warnings that no finding covers.
	rest []Place
	// cost counts the places that cost points, and left the lines that may be more of them.
	cost, left int
}

// matched sorts the evidence of a check into the findings of its guide.
func (m making) matched(id field.ID, guide Guide, way Way) lines {
	c := m.result(id)
	if c.State != check.Scored {
		return lines{}
	}
	r := reader{published: m.instrument().Source == field.SourcePublished, file: m.files(c)}
	out := lines{left: r.left(c)}
	by := make([][]Place, len(guide.Findings))
	for _, d := range c.Details {
		if d.Type != "warn" {
			continue
		}
		place := r.place(d)
		i := finding(guide.Findings, place)
		if i < 0 {
			out.rest = add(out.rest, place)
			continue
		}
		if f := guide.Findings[i]; !f.Free && f.At <= way.Reach {
			by[i] = add(by[i], place.of(f))
		}
	}
	for i, places := range by {
		if out.cost += len(places); len(places) > 0 {
			out.steps = append(out.steps, Step{Text: guide.Findings[i].Do}.at(places))
		}
	}
	out.cost += len(out.rest)
	out.rest = out.rest[:min(len(out.rest), mostRest)]
	return out
}

// files returns the addresses of files at the commit that a check read.
func (m making) files(c check.Check) func(string, int) string {
	sn := m.instrument()
	sn.Commit = cmp.Or(c.Commit, sn.Commit)
	return explain.Blobs(m.Project, sn)
}

// finding returns the index of the first finding for a place; −1 if there is none.
func finding(all []Finding, p Place) int {
	for i, f := range all {
		if f.Find != "" && strings.HasPrefix(p.Text, f.Find) || f.Path != "" && strings.HasSuffix(p.Path, f.Path) {
			return i
		}
	}
	return -1
}

// String returns a range of minutes for people: "10–30 minutes", "2–8 hours".
func (r Range) String() string {
	switch {
	case r.To < 120:
		return span(r.From, r.To, 1, "minute")
	case r.To < 60*24:
		return span(r.From, r.To, 60, "hour")
	}
	return span(r.From, r.To, 60*8, "working day")
}

// span returns a range in a unit, rounded up to a half of it.
func span(from, to, unit int, name string) string {
	a, b := halves(from, unit), halves(to, unit)
	switch {
	case a == b && a == "1":
		return "1 " + name
	case a == b:
		return a + " " + name + "s"
	}
	return a + "–" + b + " " + name + "s"
}

func halves(n, unit int) string {
	if unit == 1 {
		return strconv.Itoa(n)
	}
	half := (2*n + unit - 1) / unit
	text := strconv.Itoa(half / 2)
	if half%2 == 1 {
		text += ".5"
	}
	return text
}
