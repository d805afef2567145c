package sources

import (
	"context"
	"sync"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// forgetful is the ledger of a command without a database: it knows what it was
// told since it began.
type forgetful struct {
	mu    sync.Mutex
	known map[string]forge.Identity
}

// Identity returns what was saved.
func (f *forgetful) Identity(_ context.Context, repository string) (forge.Identity, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	id, ok := f.known[repository]
	if !ok {
		return id, health.ErrNotFound
	}
	return id, nil
}

// SaveIdentity keeps it while the command runs.
func (f *forgetful) SaveIdentity(_ context.Context, id forge.Identity) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known == nil {
		f.known = map[string]forge.Identity{}
	}
	f.known[id.Repository] = id
	return nil
}
