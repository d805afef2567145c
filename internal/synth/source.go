package synth

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Sources returns the sources that observe the synthetic projects. A collector uses them like real
// ones. week returns the present week, from 0.
func (g *Generator) Sources(week func() int) []source.Source {
	shared := &latest{g: g, week: week}
	var out []source.Source
	for _, name := range []string{field.SourceRegistry, field.SourceDistro, field.SourceGit, field.SourceScorecard} {
		out = append(out, testSource{name, shared})
	}
	return out
}

type testSource struct {
	name string
	*latest
}

// Name returns the id of the source that it replaces.
func (s testSource) Name() string { return s.name }

// Observe returns the synthetic snapshot of the project for the week.
func (s testSource) Observe(_ context.Context, p health.Project, _ time.Time) (health.Snapshot, error) {
	snaps, err := s.of(p.Slug)
	for _, sn := range snaps {
		if sn.Source == s.name {
			return sn, nil
		}
	}
	return health.Snapshot{}, err
}

// latest caches the last project, because the sources are called in sequence.
type latest struct {
	g    *Generator
	week func() int

	mu    sync.Mutex
	slug  string
	at    int
	snaps []health.Snapshot
	err   error
}

// of returns the snapshots of a project in this week.
func (l *latest) of(slug string) ([]health.Snapshot, error) {
	i, ok := numberOf(slug)
	if !ok || i >= l.g.config.Projects {
		return nil, fmt.Errorf("%w: %s is no synthetic project of this list", source.ErrUnavailable, slug)
	}
	week := l.week()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.slug != slug || l.at != week {
		l.slug, l.at = slug, week
		l.snaps, l.err = l.g.Snapshots(i, week)
	}
	return l.snaps, l.err
}
