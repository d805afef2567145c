package collect

import (
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// The limits for logging failures to the operator: the number of projects in a row, and the minimum
// interval.
const (
	longStreak  = 5
	streakPause = time.Hour
)

// streak detects that no project can be observed any more. A single failure is shown on the page of
// the project. Five in a row mean a dead network or a full disk, which pages with old figures do
// not show.
type streak struct {
	mu   sync.Mutex
	n    int
	told time.Time
}

// count counts an answer and reports whether to notify the operator.
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
