package fixplan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

// mostText is the size from which a text lists no more places, in bytes: an issue on GitHub may have
// 65,536 characters.
const mostText = 30_000

// Markdown returns a task as text to paste into an issue: the evidence, the steps with boxes to tick,
// and how it is checked again. Text of others is code in it, so that markup, mentions and references
// in it do nothing.
func (t Task) Markdown() string {
	var w writer
	w.task(t, "###")
	w.line("")
	w.line("%s", Assumption)
	return w.String()
}

// Markdown returns the whole plan in the same way: what can be done, what is unknown, and about what
// there is nothing to do.
func (p Plan) Markdown() string {
	var w writer
	w.line("## Fix plan for %s", code(cmp.Or(p.Name, p.Slug)))
	w.line("")
	if p.Unread != "" {
		w.line("There is no plan, because the project was not read: %s.", code(strings.TrimSuffix(p.Unread, ".")))
		return w.String()
	}
	if p.Ended != "" {
		w.line("The project has ended. For its users: %s.", p.Ended)
		w.line("")
	}
	w.line("Figures as of %s. Posture: %s. The best return for the time comes first. %s",
		explain.Day(p.Now.Score.At), explain.EvidenceSeen(p.Now.Score.S), Assumption)
	for _, t := range p.Tasks {
		w.line("")
		w.task(t, "###")
	}
	if len(p.Tasks) == 0 {
		w.line("")
		w.line("There is no finding about which the maintainers can do something.")
	}
	w.unknown(p)
	w.nothing(p)
	return w.String()
}

// writer collects lines.
type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

func (w *writer) task(t Task, heading string) {
	w.line("%s %s", heading, t.Title)
	w.line("")
	w.line("%s: %s today, %s after these steps. %s.", name(t), cmp.Or(t.Value, "not known"), t.Reach, t.Minutes)
	if t.Admin {
		w.line("It needs an administrator.")
	}
	w.evidence(t.Evidence)
	w.line("")
	w.line("What to do (%s):", t.Where)
	w.line("")
	w.steps(t.Steps)
	w.line("")
	w.line("How it is checked again: %s", strings.Join(t.Again, " "))
	if t.Command != "" {
		w.line("")
		w.block(t.Command)
	}
	w.line("")
	w.line("What it changes: %s.", t.Gain.words())
}

// name is the name of what a task improves: for a check, the one that Scorecard uses.
func name(t Task) string {
	if f, _ := field.ByID(t.ID); f.Source == field.SourceScorecard {
		return "Check " + string(t.ID)
	}
	return t.Label
}

func (w *writer) evidence(e Evidence) {
	if e.Reason == "" && len(e.Facts)+len(e.Lines) == 0 {
		return
	}
	of := explain.Day(e.ObservedAt)
	if len(e.Commit) >= 12 {
		of += ", commit " + code(e.Commit[:12])
	}
	w.line("")
	w.line("Evidence of %s:", of)
	w.line("")
	if e.Reason != "" {
		w.line("- %s", code(e.Reason))
	}
	for _, f := range e.Facts {
		w.line("- %s: %s", f.Label, code(f.Value))
	}
	left := e.Left
	for _, p := range e.Lines {
		if w.Len() > mostText {
			left++
			continue
		}
		w.line("- %s", p.markdown())
	}
	if left > 0 {
		w.line("- Not shown: %s that may be more of this.", explain.Of(left, "line", "lines"))
	}
}

func (w *writer) steps(steps []Step) {
	for _, s := range steps {
		w.line("- [ ] %s", s.Text)
		left := s.Left
		for i, p := range s.Places {
			if w.Len() > mostText {
				left += len(s.Places) - i
				break
			}
			w.line("  - [ ] %s", p.markdown())
		}
		if left > 0 {
			w.line("  - [ ] and %s", explain.Of(left, "more place", "more places"))
		}
	}
}

// markdown returns a place as code, with a link if its address is known.
func (p Place) markdown() string {
	if p.Path == "" {
		return code(p.Text)
	}
	at := p.Path
	if p.Line > 0 {
		at += fmt.Sprintf(":%d", p.Line)
	}
	out := code(at)
	if p.URL != "" && !strings.ContainsAny(p.URL, "<>\\ \n") {
		out = "[" + out + "](<" + p.URL + ">)"
	}
	if p.Text != "" {
		out += " " + code(p.Text)
	}
	return out
}

func (w *writer) unknown(p Plan) {
	checks := slices.DeleteFunc(slices.Clone(p.Unknown), func(u Unknown) bool {
		f, _ := field.ByID(u.ID) // the others are for those who run Plumbline
		return f.Source != field.SourceScorecard
	})
	if len(checks) == 0 {
		return
	}
	w.line("")
	w.line("### Not known")
	w.line("")
	w.line("Nothing here counts as a fault. Each line gives the range of the risk until it is known.")
	w.line("")
	for _, u := range checks {
		text := "- " + u.Label
		if u.Why != "" {
			text += " (" + code(u.Why) + ")"
		}
		text += "."
		if !u.Published {
			text += " " + explain.Sentence(strings.TrimSuffix(u.Advice.Step(), ".")) + "."
		}
		if u.Worst.Score.RiskKnown && u.Best.Score.RiskKnown {
			best, worst := explain.Decimal(u.Best.Score.Risk.Value), explain.Decimal(u.Worst.Score.Risk.Value)
			if best != worst {
				text += " Risk " + best + " to " + worst + "."
			}
		}
		w.line("%s", text)
		switch {
		case u.Task != nil:
			w.line("  If not (%s):", u.Task.Minutes)
			for _, s := range u.Task.Steps {
				w.line("  - [ ] %s", s.Text)
			}
		case u.Nothing != "":
			w.line("  %s", u.Nothing)
		}
	}
	if p.Publish != nil {
		w.line("")
		w.line("To make it known, publish what only the host shows (%s):", p.Publish.Minutes)
		w.line("")
		w.steps(plain(p.Publish.Steps))
	}
}

func (w *writer) nothing(p Plan) {
	if len(p.Nothing) == 0 {
		return
	}
	w.line("")
	w.line("### Nothing to do")
	w.line("")
	for _, c := range p.Nothing {
		w.line("- %s: %s. %s", c.Label, cmp.Or(c.Value, "none"), c.Why)
	}
}

// words returns a gain for people: "posture +4.2 of 100, risk −1.3".
func (g Gain) words() string {
	var parts []string
	add := func(what string, x float64, of string) {
		if x != 0 {
			parts = append(parts, what+" "+plus(x)+of)
		}
	}
	add("posture", g.Posture, " of 100")
	add("health", g.Health, " of 100")
	if g.Risk != nil {
		add("risk", -*g.Risk, "")
	} else {
		parts = append(parts, "the risk is not known")
	}
	if g.Aggregate != nil {
		add("Scorecard's own total", *g.Aggregate, " of 10")
	}
	return cmp.Or(strings.Join(parts, ", "), "no figure alone")
}

// plus returns a number with its sign; 0 has none.
func plus(x float64) string {
	text := explain.Decimal(x)
	if text != "0.0" && x > 0 {
		return "+" + text
	}
	return text
}

// code returns text as a code span of Markdown, in which nothing has a meaning.
func code(s string) string {
	s = foreign.Line(s)
	if s == "" {
		return "` `"
	}
	fence := strings.Repeat("`", 1+longest(s))
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// block writes a command as a block of code.
func (w *writer) block(s string) {
	fence := strings.Repeat("`", max(3, 1+longest(s)))
	w.line("%ssh\n%s\n%s", fence, s, fence)
}

// longest returns the length of the longest run of backquotes.
func longest(s string) int {
	runs := strings.FieldsFunc(s, func(r rune) bool { return r != '`' })
	if len(runs) == 0 {
		return 0
	}
	return len(slices.MaxFunc(runs, func(a, b string) int { return cmp.Compare(len(a), len(b)) }))
}
