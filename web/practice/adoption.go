package practice

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// adoptionView is a check over the reconstructed past of the list.
type adoptionView struct {
	Finding ui.Finding
	Note    string
	Chart   chart.Figure
	Table   table.Table
}

// adoptionOf is pure. now is the count of the run.
func adoptionOf(a query.Adoption, now count) adoptionView {
	if len(a.Days) == 0 {
		return adoptionView{}
	}
	v := adoptionView{Finding: adoptionFinding(a, now.ID), Table: adoptionTable(a, now.ID)}
	v.Note = fmt.Sprintf("Reconstructed, not published: clones of %s of %s were read as they were at the end of each quarter. "+
		"The list is today’s, which favours survivors. Clones are from %s to %s, read by Scorecard %s. Only files were seen, never the host.",
		explain.Thousands(a.Read), explain.Of(a.Listed, "listed project", "listed projects"), explain.DayOf(a.From), explain.DayOf(a.To), strings.Join(a.Instruments, ", "))
	l := chart.Layers{
		ID: "ad", Title: "Results at past quarters, reconstructed", Desc: v.Finding.Claim + " " + v.Finding.Rest + " The table has the numbers.",
		Caption: "Projects that were read, by result, in the colours of the results above. " +
			"The dotted line is a change of instrument: behind it is the published run, which may have asked hosts and has all listed projects.",
		Parts: []chart.Layer{{Class: "m-met", Now: now.Pass}, {Class: "m-soft", Now: now.Fail}, {Class: "m-quiet", Now: now.None}, {Class: "hatch", Now: now.Unknown}},
	}
	for _, d := range a.Days {
		l.Days = append(l.Days, d.Day)
		for i, state := range []ranking.CheckState{ranking.CheckPass, ranking.CheckFail, ranking.CheckNone, ranking.CheckUnknown} {
			l.Parts[i].N = append(l.Parts[i].N, d.Checks[now.ID][state])
		}
	}
	v.Chart = l.Figure()
	return v
}

// adoptionFinding compares the first and the last quarter.
func adoptionFinding(a query.Adoption, id field.ID) ui.Finding {
	first, last := a.Days[0], a.Days[len(a.Days)-1]
	side := func(d query.AdoptionDay) (says, text string) {
		n := d.Checks[id]
		known := n[ranking.CheckPass] + n[ranking.CheckFail]
		says = fmt.Sprintf("%d/%d/%d@%s", n[ranking.CheckPass], known, d.Read, d.Day)
		switch {
		case known == 0:
			return says, "none known"
		case n[ranking.CheckFail] == 0:
			return says, fmt.Sprintf("%d pass of %d read", n[ranking.CheckPass], d.Read)
		}
		return says, fmt.Sprintf("%d of %d known pass (%s)", n[ranking.CheckPass], known, explain.Percent(float64(n[ranking.CheckPass])/float64(known)))
	}
	saysFirst, textFirst := side(first)
	saysLast, textLast := side(last)
	return ui.Finding{
		Says:  "first:" + saysFirst + " last:" + saysLast,
		Claim: explain.Sentence(explain.DayOf(first.Day)) + ": " + textFirst + ". " + explain.DayOf(last.Day) + ": " + textLast + ".",
		Rest:  fmt.Sprintf("%s of %s were read at first and %s at last.", explain.Thousands(first.Read), explain.Thousands(a.Listed), explain.Thousands(last.Read)),
	}
}

// adoptionTable has a row for each quarter, the newest first.
func adoptionTable(a query.Adoption, id field.ID) table.Table {
	t := table.Grid("Projects by result at the ends of quarters, newest first. Every row is reconstructed.",
		[]string{"Reconstructed for", "Projects read", "Pass", "Fail", "n/a", "Unknown", "Pass of known"}, 1, 2, 3, 4, 5, 6)
	for _, d := range slices.Backward(a.Days) {
		n := d.Checks[id]
		share := table.Cell{Text: "–"}
		if known := n[ranking.CheckPass] + n[ranking.CheckFail]; n[ranking.CheckFail] > 0 {
			share.Text = explain.Percent(float64(n[ranking.CheckPass]) / float64(known))
		}
		cells := []table.Cell{{Text: explain.DayOf(d.Day)}, {Text: explain.Thousands(d.Read)}}
		for _, state := range []ranking.CheckState{ranking.CheckPass, ranking.CheckFail, ranking.CheckNone, ranking.CheckUnknown} {
			cells = append(cells, table.Cell{Text: explain.Thousands(n[state])})
		}
		t.Rows = append(t.Rows, table.Row{Key: d.Day, Cells: append(cells, share)})
	}
	return t
}

// adoptionJSON is the reconstructed past in a document. It is never joined with published runs.
type adoptionJSON struct {
	Kind        string            `json:"kind"` // "reconstructed"
	Listed      int               `json:"listed"`
	Read        int               `json:"read"`
	Instruments []string          `json:"scorecard_versions"`
	Quarters    []adoptionDayJSON `json:"quarters"`
}

type adoptionDayJSON struct {
	Day           string `json:"day"`
	Read          int    `json:"read"`
	Pass          int    `json:"pass"`
	Fail          int    `json:"fail"`
	NotApplicable int    `json:"not_applicable"`
	Unknown       int    `json:"unknown"`
}

func adoptionDocument(a query.Adoption, id field.ID) adoptionJSON {
	out := adoptionJSON{Kind: "reconstructed", Listed: a.Listed, Read: a.Read, Instruments: append([]string{}, a.Instruments...), Quarters: []adoptionDayJSON{}}
	for _, d := range a.Days {
		n := d.Checks[id]
		out.Quarters = append(out.Quarters, adoptionDayJSON{d.Day, d.Read, n[ranking.CheckPass], n[ranking.CheckFail], n[ranking.CheckNone], n[ranking.CheckUnknown]})
	}
	return out
}
