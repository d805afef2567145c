package query

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// ListLog is what is kept of how a list changed in this installation. Earlier entries are not kept.
type ListLog struct {
	// Departed left the list and did not come back, the last first.
	Departed []health.Departure
	// Editions are the revisions that published runs used, the newest first.
	Editions []health.Edition
}

// ListLog returns how the view's list changed: at most so many departures and revisions. A departed
// project that is now on a list which is not shown has no name: that list may have given it. Cost:
// two reads, and one of the figures of each departed project that is on no list shown.
func (v *View) ListLog(ctx context.Context, most int) (ListLog, error) {
	var out ListLog
	if v.List == nil {
		return out, nil
	}
	var err error
	if out.Departed, err = v.reader.c.Store.Departed(ctx, v.List.Slug, most); err != nil {
		return out, fmt.Errorf("log of list %s: %w", v.List.Slug, err)
	}
	for i, d := range out.Departed {
		if out.Departed[i].Name, err = v.reader.nameOf(ctx, d); err != nil {
			return out, fmt.Errorf("log of list %s: %w", v.List.Slug, err)
		}
	}
	if out.Editions, err = v.reader.c.Store.Editions(ctx, v.List.Slug, most); err != nil {
		return out, fmt.Errorf("log of list %s: %w", v.List.Slug, err)
	}
	return out, nil
}

// nameOf returns the name of a departed project as a list shown has it, or else as the store has it;
// empty if a list that is not shown may have set that. The store keeps the name that was read last.
func (r *Reader) nameOf(ctx context.Context, d health.Departure) (string, error) {
	if e, listed := r.index.bySlug[d.Slug]; listed {
		return e.Project.Name, nil
	}
	f, err := r.c.Store.Project(ctx, d.Slug)
	switch {
	case errors.Is(err, health.ErrNotFound):
		f.Project = d.Slug
	case err != nil:
		return "", err
	}
	if r.hides(f) {
		return "", nil
	}
	return d.Name, nil
}
