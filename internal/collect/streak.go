package collect

import (
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// The bounds of when failures are told to the operator: so many projects in a
// row, and no more often than that.
const (
	longStreak  = 5
	streakPause = time.Hour
)

// streak notices that no project can be observed any more. One that fails is its
// own affair and stands on its page; five in a row are a dead network or a full
// disk, and nobody looks for that on a page that goes on showing old figures.
type streak struct {
	mu   sync.Mutex
	n    int
	told time.Time
}

// count takes an answer, and reports whether the operator should hear of it.
func (s *streak) count(a health.Attempt, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.Outcome == health.OutcomeObserved {
		s.n = 0
		return false
	}
	if s.n++; s.n < longStreak || now.Sub(s.told) < streakPause {
		return false
	}
	s.told = now
	return true
}
