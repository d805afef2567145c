package app

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web/cohorts"
)

// mostCohortFile is the longest file of a cohort that is read, in bytes.
const mostCohortFile = 64 << 20

// MakeCohort freezes the projects of a list as it is. A wrong question is a usage error.
func (a *App) MakeCohort(ctx context.Context, list, slug, title, addedBefore string) (cohort.Cohort, error) {
	l, err := a.List(list)
	if err != nil {
		return cohort.Cohort{}, err
	}
	if _, err := time.Parse(time.DateOnly, addedBefore); addedBefore != "" && err != nil {
		return cohort.Cohort{}, usage.Errorf("--added-before is %q; allowed: a day such as 2026-09-01", addedBefore)
	}
	c, err := cohort.Make(slug, title, l, addedBefore, a.Now().UTC().Format(time.DateOnly))
	if err != nil {
		return c, usage.Errorf("%v", err)
	}
	return c, a.keepCohort(ctx, c)
}

// ImportCohort keeps the cohort of a file, as another installation wrote it.
func (a *App) ImportCohort(ctx context.Context, file string) (cohort.Cohort, error) {
	info, err := os.Stat(file)
	if err != nil {
		return cohort.Cohort{}, usage.Errorf("%v", err)
	}
	if info.Size() > mostCohortFile {
		return cohort.Cohort{}, usage.Errorf("%s has %d bytes; allowed are %d", file, info.Size(), mostCohortFile)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return cohort.Cohort{}, usage.Errorf("%v", err)
	}
	c, err := curated.ReadCohort(file, b)
	if err != nil {
		return c, err
	}
	if _, err := a.List(c.List); err != nil {
		return c, err
	}
	return c, a.keepCohort(ctx, c)
}

func (a *App) keepCohort(ctx context.Context, c cohort.Cohort) error {
	st, err := a.ready(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	err = cohorts.Keeper{Archive: st, Codec: a.site(st).Cohorts}.Keep(ctx, c, a.Now())
	if errors.Is(err, permanent.ErrTaken) {
		return usage.Errorf("there is another cohort with the name %s, and cohorts never change; choose another name", c.Slug)
	}
	return err
}

// Cohorts returns the heads of the cohorts of a list, the newest first.
func (a *App) Cohorts(ctx context.Context, list string) (heads []permanent.Head, err error) {
	err = a.viewed(ctx, list, "", func(_ *store.Store, v *query.View) error {
		heads, err = v.Cohorts(ctx)
		return err
	})
	return heads, err
}

// Cohort returns a kept cohort, with its file.
func (a *App) Cohort(ctx context.Context, slug string) (query.Cohort, error) {
	st, err := a.ready(ctx)
	if err != nil {
		return query.Cohort{}, err
	}
	defer st.Close()
	c, err := a.site(st).Query().Cohort(ctx, slug)
	if errors.Is(err, health.ErrNotFound) {
		return c, usage.Errorf("there is no cohort %s; \"plumbline cohort list\" prints them", slug)
	}
	return c, err
}

// ExportCohort writes the file of a cohort and returns its hash.
func (a *App) ExportCohort(ctx context.Context, slug, file string) (sha string, err error) {
	c, err := a.Cohort(ctx, slug)
	if err != nil {
		return "", err
	}
	return c.SHA256, replaceFile(file, c.File)
}

// CompareCohort compares a cohort with another one, or with its list as it is if with is empty.
func (a *App) CompareCohort(ctx context.Context, slug, with string) (cohort.Comparison, error) {
	c, err := a.Cohort(ctx, slug)
	if err != nil {
		return cohort.Comparison{}, err
	}
	if with != "" {
		other, err := a.Cohort(ctx, with)
		return cohort.Compare(c.Cohort, other.Cohort), err
	}
	l, err := a.List(c.List)
	if err != nil {
		return cohort.Comparison{}, err
	}
	now, err := cohort.Make("now", l.Title, l, "", c.Made)
	if limit := (*cohort.LimitError)(nil); errors.As(err, &limit) { // the list is empty now, or longer than a cohort may be
		err = nil
	}
	return cohort.Compare(c.Cohort, now), err
}
