package reports

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/report"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Ask is what a report is made of.
type Ask struct {
	// ID is its name in addresses.
	ID, Title string
	// Cohort is the slug of a frozen set; empty: the list as it is. AddedBefore leaves out projects that
	// were added on this day or later; Tag leaves out those without it.
	Cohort, AddedBefore, Tag string
	// Version is that of the program, PublicURL the address of the site; empty: it is not known.
	Version, PublicURL string
}

// wrongAsk is what of an Ask is not allowed.
type wrongAsk string

// Error says what is not allowed.
func (e wrongAsk) Error() string { return string(e) }

// Refused returns in words for people why no report was made, if that is the error.
func Refused(err error) (why string, ok bool) {
	var wrong wrongAsk
	if errors.As(err, &wrong) {
		return explain.Sentence(string(wrong)) + ".", true
	}
	why, ok = query.NoReport(err)
	return explain.Sentence(why) + ".", ok
}

// Make builds a report on the run of a view and keeps it with its evidence: all or nothing. The error is
// permanent.ErrTaken if another report has its name; Refused tells whether the Ask was wrong. Cost: all
// figures of the set, read and written.
func Make(ctx context.Context, v *query.View, a permanent.Archive, ask Ask) (report.Pack, error) {
	set, err := ask.set(ctx, v)
	if err == nil {
		err = report.CheckNames(ask.ID, ask.Title)
	}
	if err != nil {
		return report.Pack{}, err
	}
	if taken, err := has(ctx, a, permanent.Report, ask.ID); taken || err != nil {
		return report.Pack{}, errors.Join(err, permanent.ErrTaken)
	}
	m, err := v.Material(ctx, set)
	if err != nil {
		return report.Pack{}, err
	}
	m.Report.ID, m.Report.Title, m.Report.Made, m.Report.Plumbline = ask.ID, strings.TrimSpace(ask.Title), v.Now, ask.Version
	if ask.PublicURL != "" {
		m.Report.Address = strings.TrimSuffix(ask.PublicURL, "/") + page.ReportHref(ask.ID)
	}
	m.Print = func(w io.Writer, r report.Report) error { return printedPage(r).Render(ctx, w) }
	p, err := report.Build(m)
	if err != nil {
		return p, err
	}
	all := []permanent.Document{p.Document}
	for _, d := range p.Evidence {
		kept, err := has(ctx, a, permanent.Evidence, d.ID)
		if err != nil {
			return p, err
		}
		if !kept { // the id is a hash of what it says; another program may have packed it otherwise
			all = append(all, d)
		}
	}
	return p, a.KeepDocuments(ctx, all...)
}

func has(ctx context.Context, a permanent.Archive, kind permanent.Kind, id string) (bool, error) {
	_, err := a.Document(ctx, kind, id)
	if errors.Is(err, health.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// set returns the set that is asked for.
func (ask Ask) set(ctx context.Context, v *query.View) (query.Set, error) {
	s := query.Set{AddedBefore: ask.AddedBefore, Tag: ask.Tag}
	if _, err := time.Parse(time.DateOnly, ask.AddedBefore); ask.AddedBefore != "" && err != nil {
		return s, wrongAsk("the day “" + page.Cut(ask.AddedBefore) + "” is not one such as 2026-09-01")
	}
	if ask.Cohort == "" {
		return s, nil
	}
	c, err := v.Cohort(ctx, ask.Cohort)
	if errors.Is(err, health.ErrNotFound) {
		return s, wrongAsk("the list has no cohort “" + page.Cut(ask.Cohort) + "”")
	}
	s.Cohort = &c
	return s, err
}
