package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// PrintWeek prints how far the generation of a week is, on a line of its own.
func PrintWeek(w io.Writer, p collect.Progress, week, weeks int, took time.Duration) {
	fmt.Fprintf(w, "week %d of %d: %d of %d projects, %s\n", week, weeks, p.Done, p.Total, took.Round(100*time.Millisecond))
}

// PrintGenerated prints what was generated.
func PrintGenerated(w io.Writer, list health.List, weeks int, last time.Time) error {
	_, err := fmt.Fprintf(w, "list %s: %d projects, %d weekly runs until %s, revision %s\n",
		list.Slug, len(list.Projects), weeks, last.Format(time.DateOnly), list.Revision)
	return err
}

// Interrupted returns the error, and says first that a cancelled generation goes on
// where it stopped.
func Interrupted(w io.Writer, err error) error {
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(w, "stopped; written data is kept. Run the same command to continue.")
	}
	return err
}
