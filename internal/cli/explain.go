package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// PrintExplain writes where the risk comes from, in parts that add up to the
// printed sum, what would help most, and what is not known.
func PrintExplain(out io.Writer, x explain.Subject) error {
	printShown(out, x.Shown)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	e := explained(x)
	e.head(w)
	e.sums(w)
	e.parts(w)
	e.criticality(w)
	e.help(w)
	e.unknowns(w)
	if err := w.Flush(); err != nil {
		return err
	}
	printAlerts(out, x.Alerts)
	return printNotShipped(out, x.Shown.Model)
}

// PrintExplainJSON writes the same as a document.
func PrintExplainJSON(w io.Writer, x explain.Subject) error {
	d := exchange.ExplainDocument(x.Shown.Model, x.Score)
	d.Alerts = exchange.AlertDocuments(x.Alerts)
	return PrintJSON(w, d)
}

// explained is a project as PrintExplain tells of it.
type explained explain.Subject

func (e explained) head(w io.Writer) {
	s := e.Score
	fmt.Fprint(w, Plain(e.Project.Name))
	if at := e.Figures.At(); !at.IsZero() {
		fmt.Fprintf(w, ", figures as of %s, %d days old", at.Format(time.DateOnly), health.AgeDays(at, e.Shown.Now))
	}
	fmt.Fprintf(w, "\n%s\n", Plain(score.Finding(e.Project, e.Figures.Inputs, s)))
	printCopied(w, explain.Subject(e))
	printBasis(w, e.Figures.Basis)
	switch {
	case !s.RiskKnown && e.Project.Unlisted:
		fmt.Fprint(w, "\nrisk is unknown: the project is on no list, so its criticality is unknown")
	case !s.RiskKnown:
		fmt.Fprintf(w, "\nrisk is unknown, at most %s", explain.Whole(s.RiskUpper))
	default:
		fmt.Fprintf(w, "\nrisk %s %s", explain.Decimal(s.Risk.Value), explain.Range(s.Risk.Lo, s.Risk.Hi))
		if s.RiskBand.Word != "" {
			fmt.Fprintf(w, ", %s", strings.ToLower(s.RiskBand.Word))
		}
		switch r := e.Figures.Ranked; {
		case r == nil:
		case r.Rank > 0:
			fmt.Fprintf(w, "; rank %d (%d–%d) %s", r.Rank, r.RankLo, r.RankHi, e.Shown.Place())
		case r.State() == health.RankPartial:
			fmt.Fprintf(w, "; no position: between %s %s", explain.Places(r.RankLo, r.RankHi), e.Shown.Place())
		}
	}
	fmt.Fprintln(w)
	if e.Project.Unlisted { // a place on a list is not in question
		return
	}
	for _, r := range s.Reasons {
		fmt.Fprintf(w, "not ranked: %s\n", Plain(r.Text))
	}
	for _, r := range s.Partial {
		fmt.Fprintf(w, "no position: %s\n", Plain(r.Text))
	}
}

// sums writes the two formulas with their numbers.
func (e explained) sums(w io.Writer) {
	s := e.Score
	if !s.RiskKnown {
		fmt.Fprintln(w, "the points below are points of weakness, not of risk")
		return
	}
	var terms []string
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
		terms = append(terms, fmt.Sprintf("%s × (100 − %s %s)", explain.Percent(e.Shown.Model.Risk.Omega[a]), a.Name(), explain.Decimal(s.Axis(a).Value)))
	}
	if s.S.Thin { // no one looked at most of it, so its number would be read as a measurement
		terms[len(terms)-1] = explain.Decimal(e.Shown.Model.Risk.Omega[model.Posture]*(100-s.S.Value)) + " (posture, mostly assumed)"
	}
	weakness := s.Weakness
	fmt.Fprintf(w, "  weakness %s = %s\n", explain.Decimal(weakness), strings.Join(terms, " + "))
	for _, g := range s.Gates {
		if g.Points > 0 {
			weakness = g.Floor
			fmt.Fprintf(w, "  raised to %s: %s\n", explain.Whole(g.Floor), Plain(g.Label))
		}
	}
	fmt.Fprintf(w, "  risk %s = criticality %s × weakness %s ÷ 100\n", explain.Decimal(s.Risk.Value), explain.Decimal(s.C.Value), explain.Decimal(weakness))
}

// parts writes the points of every input, by axis.
func (e explained) parts(w io.Writer) {
	cs := e.Score.Contributions
	if !e.Score.RiskKnown {
		cs = nil
		for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
			cs = append(cs, e.Score.Axis(a).Weakness(e.Shown.Model)...)
		}
	}
	cs = score.Rounded(cs)
	for i := 0; i < len(cs); {
		axis, sum, first := cs[i].Axis, 0.0, i
		for ; i < len(cs) && cs[i].Axis == axis; i++ {
			sum += cs[i].Points
		}
		if axis == "" {
			fmt.Fprintf(w, "\ngates: %s points\n", explain.Decimal(sum))
		} else {
			x := e.Score.Axis(axis)
			value := ranged(x.Interval)
			if x.Thin {
				value = "without a number"
			}
			fmt.Fprintf(w, "\n%s %s, %s: %s points\n", axis.Name(), value, explain.Evidence(x), explain.Decimal(sum))
		}
		for _, c := range cs[first:i] {
			fmt.Fprintf(w, "  %4s\t%s\t%s\t%s\n", explain.Decimal(c.Points), Plain(c.Label), c.Input, e.seen(c))
		}
	}
}

// seen is the value behind a contribution and what it scores.
func (e explained) seen(c health.Contribution) string {
	f, ok := field.ByID(c.Field)
	if !ok {
		return ""
	}
	if c.Assumed {
		return "assumed, not seen: scores " + explain.Whole(c.S)
	}
	in := e.Figures.Inputs.Field(c.Field)
	if !in.Known() {
		return "scored " + explain.Whole(c.S) + " by rule"
	}
	text := Plain(explain.Dated(in, explain.ValueIn(e.Figures.Inputs, f, in)))
	if c.Axis != model.Posture && f.Label != c.Label { // another fact settles it
		text = Plain(f.Label) + ": " + text
	}
	if c.Axis == model.Posture {
		return text
	}
	return text + ", scores " + explain.Whole(c.S)
}

func (e explained) criticality(w io.Writer) {
	x := e.Score.C
	if !x.Known {
		return
	}
	fmt.Fprintf(w, "\ncriticality %s %s, %s of its evidence seen, is made of\n", explain.Decimal(x.Value), explain.Range(x.Lo, x.Hi), explain.Seen(x.Coverage))
	for _, c := range score.Rounded(x.Parts()) {
		fmt.Fprintf(w, "  %4s\t%s\t%s\t%s\n", explain.Decimal(c.Points), Plain(c.Label), c.Input, e.seen(c))
	}
}

func (e explained) help(w io.Writer) {
	if move, ended := score.Ended(e.Score); ended {
		fmt.Fprintf(w, "\nthe project has ended, so work on it would help little; for its users:\n  %s\n", move)
		return
	}
	lines, whole := score.WouldHelp(e.Shown.Model, e.Score)
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(w, "\nwhat would help most (largest parts of %s points; success is not guaranteed)\n", explain.Decimal(whole))
	if score.MayBeFinished(e.Figures.Inputs, e.Score) {
		fmt.Fprintln(w, "  first: ask the maintainers whether the project is finished")
	}
	for _, h := range lines {
		fmt.Fprintf(w, "  %4s\t%s\n", explain.Decimal(h.Points), Plain(explain.Sentence(h.Text)))
	}
	if points, how := score.Unseen(e.Score); how != "" && e.Score.RiskKnown {
		fmt.Fprintf(w, "%s points are assumed: %s\n", explain.Decimal(points), how)
	}
}

// unknowns writes what is not known by reason, and the gates that hang on it.
func (e explained) unknowns(w io.Writer) {
	var order []string
	by := map[string][]string{}
	for _, a := range model.InputAxes {
		if a == model.Criticality && e.Project.Unlisted {
			continue
		}
		for _, in := range e.Score.Axis(a).Inputs {
			if in.Input.State != health.Unknown || in.Expected != nil { // an assumed one is above
				continue
			}
			why := explain.Reason(in.Input)
			if by[why] == nil {
				order = append(order, why)
			}
			by[why] = append(by[why], in.Label)
		}
	}
	if len(order) > 0 {
		fmt.Fprintln(w, "\nunknown, and not included above")
	}
	for _, why := range order {
		fmt.Fprintf(w, "  %s: %s\n", Plain(strings.Join(by[why], "; ")), Plain(why))
	}
	for _, g := range e.Score.Gates {
		if g.Judged {
			continue
		}
		var missing []string
		for _, id := range g.Missing {
			name := id
			if f, ok := field.ByID(field.ID(id)); ok {
				name = f.Label
			}
			missing = append(missing, name)
		}
		fmt.Fprintf(w, "  gate %s (%s) could not be judged; unknown: %s\n", g.ID, Plain(g.Label), Plain(strings.Join(missing, "; ")))
	}
}
