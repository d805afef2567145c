package web

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

const (
	// comparedFor is how long what an instrument moved is told without looking
	// again, though runs are published all day.
	comparedFor = time.Hour
	// mostCompared is the longest list that is compared for a page: one of 159
	// projects takes a quarter of a second, once an hour.
	mostCompared = 1000
	// noticesShown is how many notices of instruments stand on a page.
	noticesShown = 3
)

// compared is what an instrument moved between the newest run of a list and the
// one it is compared with; From is zero when there is none.
type compared struct {
	from, to health.Run
	notices  []health.Notice
	at       time.Time
}

// comparisons are the newest, by list.
type comparisons struct {
	mu   sync.Mutex
	made map[string]compared
}

// compared returns what an instrument moved up to the run, looked up once an hour.
// What cannot be looked up is logged and not told: no page fails for it.
func (s *server) compared(ctx context.Context, list health.Curated, run health.Run) compared {
	if s.Past == nil || run.ID == 0 || len(list.Projects) > mostCompared {
		return compared{to: run}
	}
	s.comparisons.mu.Lock()
	defer s.comparisons.mu.Unlock()
	if c, ok := s.comparisons.made[list.Slug]; ok && (c.to.ID == run.ID || s.Now().Sub(c.at) < comparedFor) {
		return c
	}
	c := compared{to: run, at: s.Now()}
	from, err := s.Past.Before(ctx, run)
	if err == nil {
		var all health.Comparison
		if all, err = s.Past.Since(ctx, list, from, run); err == nil {
			c.from, c.notices = from, all.Notices
		}
	}
	if err != nil && !errors.Is(err, health.ErrNotFound) { // the next reader asks again
		s.Log.ErrorContext(ctx, "runs could not be compared", "list", list.Slug, "run", run.ID, "error", err.Error())
		return c
	}
	if s.comparisons.made == nil {
		s.comparisons.made = map[string]compared{}
	}
	s.comparisons.made[list.Slug] = c
	return c
}

// instrumentNotices are what pages about the whole list say of instruments.
func instrumentNotices(c compared) []ui.Notice {
	var out []ui.Notice
	for i, n := range c.notices {
		if i == noticesShown {
			more := len(c.notices) - noticesShown
			out = append(out, ui.Notice{Claim: ui.Sentence(ui.Number(more)) + " more moved in the same way.", Text: "plumbline changes tells of all."})
			break
		}
		claim, rest := ui.NoticeText(n)
		out = append(out, ui.Notice{Claim: claim, Text: "Since " + ui.Day(c.from.Finished) + ". " + rest})
	}
	return out
}
