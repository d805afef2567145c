package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// terminal reports whether w is one, so that a line may be rewritten.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}

// ProgressLine returns a callback that shows how far a collection is: one
// rewritten line on a terminal, a line a project elsewhere.
func ProgressLine(w io.Writer, now func() time.Time) func(collect.Progress) {
	rewrite := terminal(w)
	return func(p collect.Progress) {
		line := describe(p, now())
		if rewrite {
			fmt.Fprintf(w, "\r\x1b[K%s", line)
			if p.Attempt.Outcome != health.OutcomeObserved {
				fmt.Fprintf(w, "\r\x1b[K%s: %s\n", p.Project, p.Attempt.Reason)
			}
			if p.Done == p.Total {
				fmt.Fprintln(w)
			}
			return
		}
		fmt.Fprintln(w, line)
	}
}

// describe says done/total, rate, failures and time left.
func describe(p collect.Progress, now time.Time) string {
	s := fmt.Sprintf("%d/%d %s", p.Done, p.Total, p.Project)
	if p.Attempt.Outcome != health.OutcomeObserved {
		s += " not observed: " + p.Attempt.Reason
	}
	here := p.Done - p.Resumed
	if spent := now.Sub(p.Started); here > 0 && spent > 0 {
		perMinute := float64(here) / spent.Minutes()
		left := time.Duration(float64(spent) / float64(here) * float64(p.Total-p.Done)).Round(time.Second)
		s += fmt.Sprintf(" · %.1f a minute · %d failed · %s left", perMinute, p.Failed, left)
	}
	return s
}
