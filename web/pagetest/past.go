package pagetest

import (
	"context"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// kept is the past as the program reads it.
type kept struct {
	collect.Past
	store *store.Store
}

func (p kept) RunAt(ctx context.Context, list string, at time.Time) (health.Run, error) {
	return p.store.RunAt(ctx, list, at)
}

func (p kept) FirstRun(ctx context.Context, list string) (health.Run, error) {
	return p.store.FirstRun(ctx, list)
}

func (p kept) RunByID(ctx context.Context, id int64) (health.Run, error) {
	return p.store.RunByID(ctx, id)
}

// WithPast keeps what lists showed before.
func (b *Builder) WithPast() *Builder {
	b.Past = func(st *store.Store) query.Past { return kept{collect.Past{Store: st, Model: b.Model}, st} }
	return b
}
