package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/report"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web/reports"
)

// viewed calls fn with the store and the view of a list at a run or day, as pages have it; an empty asOf
// is the newest run.
func (a *App) viewed(ctx context.Context, list, asOf string, fn func(*store.Store, *query.View) error) error {
	l, err := a.List(list)
	if err != nil {
		return err
	}
	st, err := a.ready(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	if asOf != "" {
		run, err := a.runOf(ctx, st, l.Slug, "--as-of", asOf)
		if err != nil {
			return err
		}
		asOf = query.RunPrefix + fmt.Sprint(run.ID)
	}
	v, err := a.site(st).Query().View(ctx, l.Slug, asOf)
	if err != nil {
		return err
	}
	return fn(st, v)
}

// MakeReport makes a report on a list and keeps it. A wrong question is a usage error.
func (a *App) MakeReport(ctx context.Context, list, asOf string, ask reports.Ask) (p report.Pack, err error) {
	ask.Version = a.Version
	err = a.viewed(ctx, list, asOf, func(st *store.Store, v *query.View) error {
		p, err = reports.Make(ctx, v, st, ask)
		return err
	})
	why, refused := reports.Refused(err)
	switch {
	case refused:
		return p, usage.Errorf("%s", why)
	case errors.Is(err, permanent.ErrTaken):
		return p, usage.Errorf("there is another report with the name %s, and reports never change; choose another name", ask.ID)
	}
	return p, err
}

// Reports returns the heads of the reports on a list, the newest first.
func (a *App) Reports(ctx context.Context, list string) (heads []permanent.Head, err error) {
	err = a.viewed(ctx, list, "", func(_ *store.Store, v *query.View) error {
		heads, err = v.ReportHeads(ctx)
		return err
	})
	return heads, err
}

// kept returns a report, or a usage error.
func kept(ctx context.Context, q *query.Reader, id string) (query.Report, error) {
	r, err := q.Report(ctx, id)
	if errors.Is(err, health.ErrNotFound) {
		return r, usage.Errorf("there is no report %s; \"plumbline report list\" prints them", id)
	}
	return r, err
}

// ExportReport writes the pack of a report to a file and returns its hash.
func (a *App) ExportReport(ctx context.Context, id, file string) (sha string, err error) {
	st, err := a.ready(ctx)
	if err != nil {
		return "", err
	}
	defer st.Close()
	r, err := kept(ctx, a.site(st).Query(), id)
	if err != nil {
		return "", err
	}
	return r.Document.SHA256, replaceFile(file, r.Document.Body)
}

// CompareReports returns what a report says differently than an earlier one on its list.
func (a *App) CompareReports(ctx context.Context, from, to string) (d query.ReportsDiffer, err error) {
	if from == to {
		return d, usage.Errorf("%s is named twice; name two reports", from)
	}
	st, err := a.ready(ctx)
	if err != nil {
		return d, err
	}
	defer st.Close()
	q := a.site(st).Query()
	older, err := kept(ctx, q, from)
	if err != nil {
		return d, err
	}
	newer, err := kept(ctx, q, to)
	switch {
	case err != nil:
		return d, err
	case older.List.Slug != newer.List.Slug:
		return d, usage.Errorf("report %s is on list %s, and %s on %s; only reports on one list can be compared", from, older.List.Slug, to, newer.List.Slug)
	case older.Run.ID > newer.Run.ID:
		return d, usage.Errorf("report %s is on a later run than %s; name the earlier one first", from, to)
	}
	return q.Differ(ctx, older, newer)
}

// VerifyPack checks a pack against itself, and against the hash that the site names; an empty one is not
// compared. It opens no database and asks no host.
func VerifyPack(file, sha string) (report.Verified, error) {
	f, err := os.Open(file)
	if err != nil {
		return report.Verified{}, usage.Errorf("%v", err)
	}
	defer f.Close() //nolint:errcheck // it was read only
	info, err := f.Stat()
	if err != nil {
		return report.Verified{}, err
	}
	if !info.Mode().IsRegular() {
		return report.Verified{}, usage.Errorf("%s is no file", file)
	}
	v, err := report.Verify(f, info.Size())
	if err == nil && sha != "" && sha != v.SHA256 {
		err = &report.BadPack{Problems: []string{fmt.Sprintf("the pack has the SHA-256 %s, and %s was published: it is whole, but it is another one", v.SHA256, sha)}}
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", file, err)
	}
	return v, err
}
