package source

import (
	"context"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Source observes one project. A source that cannot answer returns an error
// wrapping ErrUnavailable, ErrEmpty, ErrPartialTree or ErrLimit; it never
// invents a value. What it can answer in part it answers, with the rest
// as unknown inputs.
type Source interface {
	// Name is the source's id, e.g. SourceGit.
	Name() string
	Observe(ctx context.Context, p health.Project, asOf time.Time) (health.Snapshot, error)
}

// Batcher is a Source that learns about many projects in one request.
type Batcher interface {
	Source
	// Prefetch learns what is cheap to learn of many projects at once and keeps
	// it for their Observe, which works without it too. It returns at once for
	// those it knows already. A project that could not be learnt of is no error:
	// its Observe says why. The error is a LaterError or ctx's.
	Prefetch(ctx context.Context, projects []health.Project) error
}

// Planner is a Source that tells before a run what it will ask.
type Planner interface {
	Source
	// Plan estimates the cost of observing the projects now. It asks nobody.
	Plan(ctx context.Context, projects []health.Project) (cost.Plan, error)
}

// Cache keeps bytes by key. Losing entries costs time or requests and nothing
// else, so it has no errors to report. It is safe for concurrent use.
type Cache interface {
	// Load returns what was saved under the key; false when there is nothing.
	Load(key string) ([]byte, bool)
	// Save keeps the value, at most 500 bytes of key, in place of any other.
	Save(key string, value []byte)
}
