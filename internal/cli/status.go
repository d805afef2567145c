package cli

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// PrintStatus writes what /status shows: runs, ages, what failed and why, what is
// next.
func PrintStatus(w io.Writer, s explain.Status) error {
	fmt.Fprintf(w, "list %s, revision %s, %d projects\n", s.List.Slug, s.List.Revision, len(s.List.Projects))
	if len(s.Runs) == 0 {
		_, err := fmt.Fprintln(w, "never collected (start with \"plumbline run\" or \"plumbline collect\")")
		return err
	}
	if err := printRuns(w, s.Runs); err != nil {
		return err
	}
	if ages := s.Ages; len(ages) > 0 {
		fmt.Fprintf(w, "figures of %d projects, %d–%d days old, median %d\n",
			len(ages), ages[0], ages[len(ages)-1], ages[len(ages)/2])
	}
	reasons := slices.SortedFunc(maps.Keys(s.Why), func(x, y string) int {
		return cmp.Or(s.Why[y]-s.Why[x], cmp.Compare(x, y))
	})
	for _, r := range reasons {
		fmt.Fprintf(w, "%s: %s\n", Plural(s.Why[r], "project", "projects"), Plain(r))
	}
	for _, id := range s.Elsewhere {
		text := string(id.Presence) + " since " + id.Since.UTC().Format(time.DateOnly)
		if id.Presence == forge.Present {
			text = "moved to " + id.Name + ", seen on " + id.MovedAt.UTC().Format(time.DateOnly)
		}
		fmt.Fprintf(w, "%s: %s\n", Plain(id.Repository), Plain(text))
	}
	if s.Next.IsZero() {
		return nil
	}
	_, err := fmt.Fprintf(w, "next due: %s, if a collector runs (\"plumbline run\" or \"plumbline work\")\n", s.Next.UTC().Format(time.RFC3339))
	return err
}

func printRuns(w io.Writer, runs []health.Run) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "RUN\tSTARTED\tORIGIN\tOBSERVED\tCARRIED\tWITHOUT\tOF\tCOST\tSTATE")
	for _, r := range runs {
		state := "in progress or stopped; run the same command to continue"
		if r.Published {
			state = "published " + r.Finished.UTC().Format(time.RFC3339)
		}
		origin := string(r.Origin)
		if !r.AsOf.IsZero() { // the day its figures describe
			origin += " " + r.AsOf.UTC().Format(time.DateOnly)
		}
		fmt.Fprintf(tw, "%d\t%s\t%s\t%d\t%d\t%d\t%d\t%s\t%s\n", r.ID, r.Started.UTC().Format(time.RFC3339), origin,
			r.Observed, r.Carried, r.Failed, r.Total, Plural(r.Cost.Requests, "request", "requests"), state)
	}
	return tw.Flush()
}
