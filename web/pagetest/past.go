package pagetest

import (
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// WithPast keeps what lists showed before.
func (b *Builder) WithPast() *Builder {
	b.Past = func(st *store.Store) query.Past { return collect.Past{Store: st, Model: b.Model} }
	return b
}
