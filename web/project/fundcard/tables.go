package fundcard

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// Grants is the table of what the project got, the newest first.
func (s Subject) Grants() table.Table {
	t := table.Grid("Grants on record, newest first", []string{"Funder", "Amount", "When", "Purpose", "Source", "Within 24 months"}, 1)
	for _, g := range s.Fund.Grants {
		kind := "secondary source"
		if g.Primary {
			kind = "primary source"
		}
		t.Rows = append(t.Rows, table.Row{Key: "grant", Cells: []table.Cell{
			{Text: g.Funder, Sub: g.Programme},
			stated(sum(g.Amount, g.Currency)), stated(explain.Period(g.Start, g.End)),
			{Text: g.Purpose},
			{Content: linked(kind, g.URL, "read on "+explain.DayOf(g.Seen))},
			answer(g.Recent(s.Now)),
		}})
	}
	return t
}

// stated is what a source says; empty: it does not say it.
func stated(text string) table.Cell {
	if text == "" {
		return table.Cell{Unknown: true, Text: "not stated"}
	}
	return table.Cell{Text: text}
}

func answer(a funding.Answer) table.Cell {
	if a == funding.Unknown {
		return table.Cell{Unknown: true, Text: "unknown", Says: string(a)}
	}
	return table.Cell{Text: string(a), Says: string(a)}
}

// Applying are the measures of a kind that apply, the most expected points first.
func (s Subject) Applying(k remedy.Kind) []remedy.Option {
	var out []remedy.Option
	for _, o := range s.Prospect.Options {
		if o.WhyNot == "" && (k == "" || o.Measure.Kind == k) {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b remedy.Option) int { return cmp.Compare(b.Expected, a.Expected) })
	return out
}

// Measures is the table of what money could fix, by what it gives.
func (s Subject) Measures() table.Table {
	t := table.Grid("Measures that apply, by kind", []string{"Measure", "Planning cost", "Points if done", "Points expected", "Assumed, not seen"}, 1, 2, 3)
	for _, k := range remedy.Kinds {
		all := s.Applying(k)
		head := table.Row{Group: k.Label(), Key: string(k)}
		if len(all) == 0 {
			head.Note = "no measure applies"
		}
		t.Rows = append(t.Rows, head)
		for _, o := range all {
			t.Rows = append(t.Rows, table.Row{Key: o.Measure.ID, Cells: []table.Cell{
				{Text: o.Measure.Label, Sub: aboutOf(o)},
				{Text: explain.Money(float64(o.Measure.Cost), "EUR"), Sub: Spread(o.Measure)},
				{Text: minus(o.IfDone)},
				{Text: minus(o.Expected)},
				AssumedOf(o),
			}})
		}
	}
	return t
}

// Spread is the range of a planning cost.
func Spread(m remedy.Measure) string {
	return explain.Money(float64(m.Cost)/m.Factor, "EUR") + " – " + explain.Money(float64(m.Cost)*m.Factor, "EUR")
}

func aboutOf(o remedy.Option) string {
	text := o.Measure.About
	if o.Measure.Unscored != "" {
		text += " No input shows what else it brings: " + explain.LowerFirst(strings.TrimSuffix(o.Measure.Unscored, ".")) + "."
	}
	if len(o.Releases) > 0 {
		text += " It ends the gate “" + strings.Join(o.Releases, "”, “") + "”."
	}
	if o.Waits != "" {
		text += " It counts only once the gate “" + o.Waits + "” has ended."
	}
	return text
}

// AssumedOf is the share of the points that was assumed and not seen; from half on a question comes
// before money.
func AssumedOf(o remedy.Option) table.Cell {
	if o.IfDone <= 0 {
		return table.Cell{Text: "–"}
	}
	c := table.Cell{Text: explain.Percent(o.Assumed / o.IfDone)}
	switch {
	case o.AskFirst() && o.MayBeFinished:
		c.Sub, c.Says = "ask first: is it finished?", "ask-first"
	case o.AskFirst():
		c.Sub, c.Says = "ask first", "ask-first"
	}
	return c
}

// beyond is the table of what money cannot fix here.
func (s Subject) beyond() table.Table {
	t := table.Grid("What no measure improves", []string{"What", "Why"})
	t.Layout = table.Topped
	reasons, by := []string{}, map[string][]string{}
	for _, o := range s.Prospect.Options {
		if o.WhyNot != "" {
			if by[o.WhyNot] == nil {
				reasons = append(reasons, o.WhyNot)
			}
			by[o.WhyNot] = append(by[o.WhyNot], o.Measure.Label)
		}
	}
	b := s.Prospect.Beyond(s.Score)
	if len(b.Gates)+len(b.Inputs) > 0 {
		t.Rows = append(t.Rows, table.Row{Group: "Parts of the risk that no measure makes smaller", Key: "beyond"})
	}
	for _, label := range b.Gates {
		t.Rows = append(t.Rows, table.Row{Key: "gate", Cells: []table.Cell{{Text: label}, {Text: "no measure ends this gate"}}})
	}
	for _, c := range b.Inputs {
		why := explain.Decimal(c.Points) + " points of risk"
		f, _ := field.ByID(c.Field)
		switch {
		case c.Assumed:
			why += ", assumed and not seen"
		case f.Remedy != "":
			why += ". What would help: " + explain.LowerFirst(f.Remedy) + ". No measure pays for that."
		}
		t.Rows = append(t.Rows, table.Row{Key: c.Input, Cells: []table.Cell{{Text: c.Label}, {Text: why}}})
	}
	if len(reasons) > 0 {
		t.Rows = append(t.Rows, table.Row{Group: "Measures that do not apply", Key: "not-applying"})
	}
	for _, why := range reasons {
		t.Rows = append(t.Rows, table.Row{Key: "why-not", Cells: []table.Cell{{Text: strings.Join(by[why], "; ")}, {Text: why}}})
	}
	return t
}

// eligibility is the table of the conditions that programmes name, with the answer for this project.
func (s Subject) eligibility() table.Table {
	t := table.Grid("Conditions of programmes", []string{"Condition", "Met", "Reason", "Asked by"})
	t.Heads[1] = t.Heads[1].With("", "is-row nowrap")
	for _, c := range portfolio.Eligibility {
		met, why := c.Judge(s.Fund.Applicant, s.Now)
		var by []string
		for _, p := range s.Ground.Programmes {
			if slices.Contains(p.Conditions, c.ID) {
				by = append(by, p.Name)
			}
		}
		if len(by) == 0 {
			by = []string{"no programme"}
		}
		t.Rows = append(t.Rows, table.Row{Key: c.ID, Cells: []table.Cell{
			{Text: c.Label}, answer(met), {Text: explain.DaysIn(why)}, {Text: strings.Join(by, ", ")},
		}})
	}
	return t
}

// programmes is the table of the programmes with what their conditions say of this project.
func (s Subject) programmes() table.Table {
	t := table.Grid("Programmes", []string{"Programme", "Grant", "Not met", "Unknown", "What follows a grant", "Read on"})
	for _, p := range s.Ground.Programmes {
		not, unknown := s.Judge(p)
		follows := strings.Join(p.Stages, ", ")
		t.Rows = append(t.Rows, table.Row{Key: p.ID, Cells: []table.Cell{
			{Content: linked(p.Name, p.URL, p.Funder+". "+p.About)},
			stated(explain.MoneyRange(p.Least, p.Most, p.Currency)),
			{Text: None(not)},
			{Text: None(unknown)},
			stated(follows),
			{Text: explain.DayOf(p.Date)},
		}})
	}
	return t
}

// None joins labels; without any it says "none".
func None(labels []string) string {
	if len(labels) == 0 {
		return "none"
	}
	return strings.Join(labels, "; ")
}

// Judge returns the labels of the conditions of a programme that the project does not meet, and of
// those without an answer.
func (s Subject) Judge(p portfolio.Programme) (not, unknown []string) {
	for _, c := range portfolio.Eligibility {
		if !slices.Contains(p.Conditions, c.ID) {
			continue
		}
		switch met, _ := c.Judge(s.Fund.Applicant, s.Now); met {
		case funding.No:
			not = append(not, c.Label)
		case funding.Unknown:
			unknown = append(unknown, c.Label)
		}
	}
	return not, unknown
}
