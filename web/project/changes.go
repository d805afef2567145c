package project

import (
	"fmt"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// changesView is what differs of a project since an earlier run; its zero value
// prints nothing: there is no earlier run.
type changesView struct {
	Finding ui.Finding
	Note    string // what is compared
	// NoteSays and MoreSays are what the two state, as in ui.Finding.
	NoteSays, MoreSays string
	// Points is whether risk is known on both sides, so that rows have points of it.
	Points bool
	Groups []changeGroup
	More   string // what is not in the table
}

// table returns the figures that differ, by cause and reason.
func (v changesView) table() table.Table {
	t := table.Table{
		Caption: "Changed figures, by cause and reason", Layout: table.Names,
		Heads: []table.Head{
			{Label: "Figure", Cells: "is-wide"},
			{Label: "Before", Cells: "is-row", Short: "Before"},
			{Label: "Now", Cells: "is-row strong", Short: "Now"},
		},
	}
	if v.Points {
		t.Heads = append(t.Heads, table.Head{Label: "Points of risk", Class: "num", Cells: "num is-row nowrap", Short: "Points of risk"})
	}
	for _, g := range v.Groups {
		t.Rows = append(t.Rows, table.Row{Key: string(g.cause), Group: g.Cause, Note: g.Why})
		for _, r := range g.Rows {
			cells := []table.Cell{{Text: r.Label}, {Text: r.Before}, {Text: r.After}, {Text: r.Points}}
			t.Rows = append(t.Rows, table.Row{Key: r.Key, Cells: cells[:len(t.Heads)]})
		}
	}
	return t
}

// changeGroup is the figures that differ for one cause and reason.
type changeGroup struct {
	Cause, Why string
	Rows       []changeRow

	cause cause.Cause
}

// changeRow is one figure that differs. Without the two sides it is what the cause
// moved beside the figures that are shown.
type changeRow struct {
	Key                  string // the field; "gate" or "others" beside the figures
	Label, Before, After string
	Points               string // of risk, with the sign; empty: none that is printed
}

// changesShown is how many figures the table of a project holds.
const changesShown = 7

// changesOf is pure.
func (s maker) changesOf(d cause.Difference) changesView {
	printed := change.Printed(d)
	v := changesView{Note: comparedWords(d), NoteSays: comparedSays(d), Finding: ui.Finding{Says: differenceSays(d, printed), Claim: explain.RiskText(d) + "."}, Points: len(printed) > 0}
	shares := explain.SharesText(printed)
	if shares != "" {
		v.Finding.Rest = explain.Sentence(shares) + "."
	}
	if len(d.Changes) == 0 {
		v.Finding = ui.Finding{Says: "nothing " + v.Finding.Says, Claim: "No measured figure changed.", Rest: explain.RiskText(d) + "."}
		if shares != "" {
			v.Finding.Rest = explain.RiskText(d) + ": " + shares + "."
		}
		v.More = d.Assumed
		return v
	}
	left := change.PointsOf(printed)
	var n notShown
	v.Groups, n = s.changeGroups(d, left)
	for _, share := range printed {
		v.Groups = beside(v.Groups, share.Cause, left[share.Cause])
	}
	v.MoreSays, v.More = n.says(), n.words()+d.Assumed
	return v
}

// differenceSays is what the finding states: risk before and after, "?" where it is
// not known, and the printed points of each cause.
func differenceSays(d cause.Difference, printed []cause.Share) string {
	says := "risk:" + explain.RisksSays(d)
	for _, share := range printed {
		says += " " + string(share.Cause) + ":" + explain.Points(share.Points)
	}
	return says
}

// comparedSays is what comparedWords states.
func comparedSays(d cause.Difference) string {
	figures := "figures:none"
	if !d.Before.At.IsZero() && !d.After.At.IsZero() {
		figures = "figures:" + explain.ISO(d.Before.At) + "/" + explain.ISO(d.After.At)
	}
	return fmt.Sprintf("%s runs:%d/%d published:%s/%s", figures, d.From.ID, d.To.ID, explain.ISO(d.From.Finished), explain.ISO(d.To.Finished))
}

// comparedWords says what is compared: the days the figures describe, which may
// be years apart though the runs are not, and the runs.
func comparedWords(d cause.Difference) string {
	was, is := explain.Day(d.Before.At), explain.Day(d.After.At)
	text := "Figures from " + was + " → " + is
	switch {
	case d.Before.At.IsZero() || d.After.At.IsZero():
		text = "One of the two runs has no figures"
	case was == is:
		text = "Figures from " + is + " in both runs"
	}
	published := "published on " + explain.Day(d.From.Finished) + " and " + explain.Day(d.To.Finished)
	if explain.ISO(d.From.Finished) == explain.ISO(d.To.Finished) {
		published = "both published on " + explain.Day(d.To.Finished)
	}
	return fmt.Sprintf("%s; runs %d and %d, %s. Each change has one cause, and the points add up.", text, d.From.ID, d.To.ID, published)
}

// notShown counts the changes that stand in no row.
type notShown struct{ left, alike, quiet int }

func (n notShown) says() string {
	return fmt.Sprintf("left:%d alike:%d quiet:%d", n.left, n.alike, n.quiet)
}

func (n notShown) words() string {
	var out string
	add := func(k int, one, many string) {
		if k > 0 {
			out += explain.Sentence(explain.Number(k)) + " " + explain.Plural(k, one, many) + ". "
		}
	}
	add(n.left, "more figure changed", "more figures changed")
	add(n.alike, "figure changed by less than is shown", "figures changed by less than is shown")
	add(n.quiet, "figure changed that no score uses", "figures changed that no score uses")
	return out
}

// changeGroups are the changes a score may depend on, those for one cause and reason
// together. Points that stand in a row are taken out of left.
func (s maker) changeGroups(d cause.Difference, left map[cause.Cause]map[change.Part]float64) (out []changeGroup, n notShown) {
	shown := 0
	for _, c := range d.Changes {
		row := rowOfChange(c)
		switch {
		case !c.Counts:
			n.quiet++
			continue
		case row.Before == row.After:
			n.alike++
			continue
		case shown == changesShown:
			n.left++
			continue
		}
		shown++
		part := change.PartOf(s.Model, c)
		row.Points = pointsText(left[c.Cause][part])
		delete(left[c.Cause], part)
		why := explain.Sentence(c.Why)
		i := slices.IndexFunc(out, func(g changeGroup) bool { return g.cause == c.Cause && g.Why == why })
		if i < 0 {
			i = len(out)
			out = append(out, changeGroup{cause: c.Cause, Cause: explain.Sentence(explain.CauseName(c.Cause)), Why: why})
		}
		out[i].Rows = append(out[i].Rows, row)
	}
	return out, n
}

// beside adds to the last group of a cause what it moved beside the figures shown: a
// gate, and inputs that weigh more or less because others do.
func beside(groups []changeGroup, c cause.Cause, left map[change.Part]float64) []changeGroup {
	var rows []changeRow
	others := 0.0
	for part, p := range left {
		if part.Axis != "" {
			others += p
		} else if text := pointsText(p); text != "" {
			rows = append(rows, changeRow{Key: "gate", Label: "Floor of the highest gate", Points: text})
		}
	}
	if text := pointsText(others); text != "" {
		rows = append(rows, changeRow{Key: "others", Label: "Other inputs together", Points: text})
	}
	if len(rows) == 0 {
		return groups
	}
	last := -1
	for i, g := range groups {
		if g.cause == c {
			last = i
		}
	}
	if last < 0 {
		return append(groups, changeGroup{cause: c, Cause: explain.Sentence(explain.CauseName(c)), Rows: rows})
	}
	groups[last].Rows = append(groups[last].Rows, rows...)
	return groups
}

// pointsText is empty for what would be printed as nothing.
func pointsText(p float64) string {
	if math.Abs(p) < .05 {
		return ""
	}
	return explain.Points(p)
}

// rowOfChange is a change without its points. Of two lists that look alike where
// they are cut the row says that they are not.
func rowOfChange(c cause.Change) changeRow {
	f, _ := field.ByID(c.Field)
	before, after := explain.ChangeSides(f, c)
	if before == after && f.Kind == field.List {
		after = "different list"
	}
	return changeRow{Key: string(c.Field), Label: f.Label, Before: before, After: after}
}
