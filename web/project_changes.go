package web

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// changesView is what differs of a project since an earlier run; its zero value
// prints nothing: there is no earlier run.
type changesView struct {
	Finding ui.Finding
	Note    string // since when
	Rows    []changeRow
	More    string // what is not in the table
}

// changeRow is one figure that differs.
type changeRow struct {
	Label, Before, After string
	Cause, Why           string
}

// changesShown is how many figures the table of a project holds.
const changesShown = 12

// difference returns what differs of a project, false when there is no earlier run
// to compare with. What cannot be read is logged: the page is about the present.
func (s *server) difference(ctx context.Context, sub subject) (health.Difference, bool) {
	if s.Past == nil || sub.entry.list == nil || sub.over.Run.ID == 0 {
		return health.Difference{}, false
	}
	to := sub.over.Run
	c := s.compared(ctx, *sub.entry.list, to)
	from, err := s.Past.Before(ctx, to)
	if errors.Is(err, health.ErrNotFound) {
		return health.Difference{}, false
	}
	var d health.Difference
	if err == nil {
		d, err = s.Past.ProjectSince(ctx, sub.entry.project, from, to, c.notices)
	}
	if err != nil {
		s.Log.ErrorContext(ctx, "a project could not be compared", "project", sub.entry.project.Slug, "run", to.ID, "error", err.Error())
		return d, false
	}
	return d, true
}

// changesOf is pure.
func changesOf(d health.Difference) changesView {
	v := changesView{
		Note:    fmt.Sprintf("Since run %d, published on %s. Each difference has one cause, and their points add up.", d.From.ID, ui.Day(d.From.Finished)),
		Finding: ui.Finding{Claim: ui.RiskText(d) + "."},
	}
	shares := ui.SharesText(change.Printed(d))
	if shares != "" {
		v.Finding.Rest = ui.Sentence(shares) + "."
	}
	left, quiet := 0, 0
	for _, c := range d.Changes {
		switch {
		case !c.Counts:
			quiet++
		case len(v.Rows) == changesShown:
			left++
		default:
			v.Rows = append(v.Rows, rowOfChange(c))
		}
	}
	switch {
	case len(d.Changes) == 0:
		v.Finding = ui.Finding{Claim: "Nothing that is measured differs.", Rest: ui.RiskText(d) + "."}
		if shares != "" {
			v.Finding.Rest = ui.RiskText(d) + ": " + shares + "."
		}
	case left > 0:
		v.More = ui.Sentence(ui.Number(left)) + " more " + ui.Plural(left, "figure differs", "figures differ") + ". "
	}
	if quiet > 0 {
		v.More += ui.Sentence(ui.Number(quiet)) + " " + ui.Plural(quiet, "figure differs that no score counts", "figures differ that no score counts") + ". "
	}
	v.More += d.Assumed
	return v
}

func rowOfChange(c health.Change) changeRow {
	f, _ := health.FieldByID(c.Field)
	before, after := ui.ChangeSides(f, c)
	return changeRow{Label: f.Label, Before: before, After: after, Cause: ui.Sentence(ui.CauseName(c.Cause)), Why: ui.Sentence(c.Why)}
}
