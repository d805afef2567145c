package query

import (
	"context"
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

// ListLog returns how the view's list changed: at most so many departures and revisions. Cost: two
// reads.
func (v *View) ListLog(ctx context.Context, most int) (ListLog, error) {
	var out ListLog
	if v.List == nil {
		return out, nil
	}
	var err error
	if out.Departed, err = v.reader.c.Store.Departed(ctx, v.List.Slug, most); err != nil {
		return out, fmt.Errorf("log of list %s: %w", v.List.Slug, err)
	}
	if out.Editions, err = v.reader.c.Store.Editions(ctx, v.List.Slug, most); err != nil {
		return out, fmt.Errorf("log of list %s: %w", v.List.Slug, err)
	}
	return out, nil
}
