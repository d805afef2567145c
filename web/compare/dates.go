package compare

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// between is two dates of a list, the earlier first.
type between struct {
	From, To *query.View
	// Early is the date that is before everything that was published; empty: none is. EarlyParam is its
	// parameter, First the day of the first run, empty when there is none.
	Early, EarlyParam, First string
	// One reports that both dates have the same run; SameDay that they are the same.
	One, SameDay bool
}

// between returns the two views that an address asks for: without a first date that of the first run,
// without a second the present. It returns a *page.BadValue for dates that are none or reversed.
func (m maker) between(a ask) (between, error) {
	var b between
	first, ok, err := m.FirstRun(m.Context())
	if err != nil {
		return b, err
	}
	from := a.From
	if ok {
		b.First = explain.ISO(first.Finished)
		if from == "" {
			from = fmt.Sprintf("%s%d", query.RunPrefix, first.ID)
		}
	}
	if from == "" { // nothing was published
		b.Early, b.EarlyParam = explain.ISO(m.Now), paramFrom
		return b, nil
	}
	if reversed(a.From, a.To) {
		return b, m.reversed(a)
	}
	if b.To, err = m.dated(&b, paramTo, a.To); err == nil {
		b.From, err = m.dated(&b, paramFrom, from)
	}
	if err != nil || b.Early != "" {
		return b, err
	}
	if !b.To.Published { // cannot be, with a first run; no figure is made up then
		b.Early, b.EarlyParam = explain.ISO(m.Now), paramTo
		return b, nil
	}
	if b.To.Run.Finished.Before(b.From.Run.Finished) {
		return b, m.reversed(a)
	}
	b.SameDay = a.From != "" && a.From == a.To
	b.One = b.From.Run.ID == b.To.Run.ID
	return b, nil
}

// dated returns the view of one of the two dates. A date before everything that was published has none
// and is noted.
func (m maker) dated(b *between, param, value string) (*query.View, error) {
	list := ""
	if m.List != nil {
		list = m.List.Slug
	}
	v, err := m.Query.View(m.Context(), list, value)
	var bad *query.AsOfError
	switch {
	case errors.As(err, &bad) && bad.BeforeAll():
		b.Early, b.EarlyParam = value, param
		return nil, nil
	case errors.As(err, &bad):
		out := m.bad(param, value, bad.Allowed)
		out.Reason = bad.Reason
		return nil, out
	}
	return v, err
}

// start returns the day that a comparison begins with until another is chosen: three months before
// the present, or the day of the first run if that is later. A first run of today leaves nothing to
// compare, so it does not count; nor does one that never was.
func (m maker) start(first health.Run) string {
	from, today := m.Now.AddDate(0, -3, 0), explain.ISO(m.Now)
	if day := explain.ISO(first.Finished); first.Finished.After(from) && day < today {
		return day
	}
	return explain.ISO(from)
}

// reversed reports whether two days are the wrong way round.
func reversed(from, to string) bool {
	x, err := time.Parse(time.DateOnly, from)
	y, err2 := time.Parse(time.DateOnly, to)
	return err == nil && err2 == nil && y.Before(x)
}

// reversed is the error of two dates the wrong way round.
func (m maker) reversed(a ask) error {
	bad := m.bad(paramFrom, a.From, "a day before "+page.Cut(a.To)+", the day of to")
	bad.Reason = "reversed"
	v := m.Values()
	v.Set(paramFrom, a.To)
	v.Set(paramTo, a.From)
	bad.Links = []ui.Link{{Label: "Swap the two days", Href: address + page.Encode(v)}}
	return bad
}

// heads names the two runs: "run 1 of 22 Aug 2026".
func (b between) heads() (from, to string) {
	name := func(r health.Run) string { return fmt.Sprintf("run %d of %s", r.ID, explain.Day(r.Finished)) }
	return name(b.From.Run), name(b.To.Run)
}

// notices are what must be known of the two dates before their figures.
func (b between) notices() []ui.Notice {
	var out []ui.Notice
	from, to := b.heads()
	switch {
	case b.SameDay:
		out = append(out, ui.Notice{Says: "same-day", Claim: "Both dates are the same day.", Text: "Choose two days to see a difference."})
	case b.One:
		out = append(out, ui.Notice{Says: "same-run", Claim: "Nothing was published between the two days.", Text: "Both show " + to + "."})
	default:
		out = append(out, ui.Notice{Says: fmt.Sprintf("runs:%d/%d", b.From.Run.ID, b.To.Run.ID), Kind: "plain", Claim: "Compared: " + from + " and " + to + ".", Text: "Entries of the list are today’s on both sides."})
	}
	if b.From.Model.SHA256 != b.To.Model.SHA256 {
		out = append(out, ui.Notice{Says: "other-model", Claim: "The two runs have different models.", Text: fmt.Sprintf("Before: %s; after: %s. Changes of the model are a cause of their own.", b.From.Model.Name(), b.To.Model.Name())})
	}
	for _, v := range []*query.View{b.From, b.To} {
		if v.Assumed != "" {
			out = append(out, ui.Notice{Says: "assumed", Claim: "One model was not kept.", Text: v.Assumed})
			break
		}
	}
	return out
}

// sameRun is the finding of two dates that show one run.
func (b between) sameRun() ui.Finding {
	return ui.Finding{
		Claim: "No difference: both dates show the same run.",
		Rest:  fmt.Sprintf("Run %d was published on %s.", b.To.Run.ID, explain.Day(b.To.Run.Finished)),
		Says:  fmt.Sprintf("same-run:%d", b.To.Run.ID),
	}
}

// datesView is the form of two dates, with what it begins with.
type datesView struct {
	Name, Value, From, To string
}

// dates is what the form of two dates begins with.
func (b between) dates(m maker, a ask, name, value string) datesView {
	v := datesView{Name: name, Value: value, From: a.From, To: a.To}
	if v.From == "" {
		v.From = b.First
	}
	if v.To == "" {
		v.To = explain.ISO(m.Now)
	}
	if b.Early == "" { // a run has no place in a field for days
		v.From, v.To = dayOr(v.From, b.From.Run), dayOr(v.To, b.To.Run)
	}
	return v
}

// causeGroup is the causes with one claim and reason.
type causeGroup struct {
	Claim, Why string
	Causes     []query.Cause
}

// grouped returns causes by claim and reason, in the order in which each first occurs.
func grouped(causes []query.Cause) []causeGroup {
	var out []causeGroup
	for _, c := range causes {
		i := slices.IndexFunc(out, func(g causeGroup) bool { return g.Claim == c.Claim && g.Why == c.Why })
		if i < 0 {
			i = len(out)
			out = append(out, causeGroup{Claim: c.Claim, Why: c.Why})
		}
		out[i].Causes = append(out[i].Causes, c)
	}
	return out
}

// dayOr is a day, or that of a run where a text is none.
func dayOr(text string, run health.Run) string {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return explain.ISO(run.Finished)
	}
	return text
}
