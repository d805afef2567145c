package git

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// FirstClones returns how many of the projects have neither a mirror nor a clone, so
// that observing them clones their repositories; 0 when that is not allowed. Cost: a
// few file lookups a project, no network.
func (s *Source) FirstClones(ctx context.Context, projects []health.Project) int {
	if s.cfg.Offline || s.cfg.Cache == "" {
		return 0
	}
	n := 0
	for _, p := range projects {
		r, ok := p.PrimaryRepository()
		if !ok {
			continue
		}
		id, err := repository.Parse(r.URL)
		if err != nil {
			continue
		}
		mirror, _, err := s.findMirror(ctx, id)
		if err == nil && mirror.dir == "" && s.newClone(id, "").fetched().IsZero() {
			n++
		}
	}
	return n
}
