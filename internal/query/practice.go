package query

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Judged returns the figures of a listed project as they count, without a score. ErrNotFound if it is
// not listed. Cost: one read of its figures.
func (v *View) Judged(ctx context.Context, slug string) (figures.Project, error) {
	e, listed := v.reader.index.bySlug[slug]
	if !listed {
		return figures.Project{}, unknown(slug)
	}
	f, err := v.figures.Project(ctx, slug)
	if errors.Is(err, health.ErrNotFound) {
		f, err = figures.Project{Project: slug}, nil
	}
	if err != nil {
		return f, fmt.Errorf("figures of %s: %w", slug, err)
	}
	return v.judged(e, f), nil
}
