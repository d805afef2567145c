package source

import (
	"context"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Source observes one project. If it fails, it returns an error wrapping ErrUnavailable, ErrEmpty,
// ErrPartialTree or ErrLimit; it never invents a value. If it fails only in part, it returns the
// rest as unknown inputs.
type Source interface {
	// Name is the source's id, e.g. SourceGit.
	Name() string
	Observe(ctx context.Context, p health.Project, asOf time.Time) (health.Snapshot, error)
}

// Batcher is a Source that can query many projects in one request.
type Batcher interface {
	Source
	// Prefetch queries many projects at once where that is cheap, and caches the results for
	// Observe, which also works without them. It returns at once for projects in its cache. A
	// project that could not be queried is no error; its Observe returns the reason. The error is a
	// LaterError or that of ctx.
	Prefetch(ctx context.Context, projects []health.Project) error
}

// Planner is a Source that can estimate its requests before a run.
type Planner interface {
	Source
	// Plan estimates the cost of observing the projects now. It sends no requests.
	Plan(ctx context.Context, projects []health.Project) (cost.Plan, error)
}

// Cache stores bytes by key. Losing entries costs only time or requests, so it reports no errors.
// It is safe for concurrent use.
type Cache interface {
	// Load returns the value stored under the key, and false if there is none.
	Load(key string) ([]byte, bool)
	// Save stores the value, replacing any other. A key has at most 500 bytes.
	Save(key string, value []byte)
}
