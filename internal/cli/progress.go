package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
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
		s += " not collected: " + p.Attempt.Reason
	}
	here := p.Done - p.Resumed
	if spent := now.Sub(p.Started); here > 0 && spent > 0 {
		perMinute := float64(here) / spent.Minutes()
		left := time.Duration(float64(spent) / float64(here) * float64(p.Total-p.Done)).Round(time.Second)
		s += fmt.Sprintf(" · %.1f a minute · %d failed · %s left", perMinute, p.Failed, left)
	}
	return s
}

// PrintPlan writes what asking would cost, a line each.
func PrintPlan(w io.Writer, costs []string) error {
	if len(costs) == 0 {
		costs = []string{"no selected source counts requests"}
	}
	PrintCosts(w, "", costs)
	return nil
}

// PrintCosts writes what asking costs, a line each, with words before it.
func PrintCosts(w io.Writer, before string, costs []string) {
	for _, l := range costs {
		fmt.Fprintf(w, "%s%s\n", before, l)
	}
}

// PrintCollecting says how often each project is collected, and scanned.
func PrintCollecting(w io.Writer, every, scanEvery time.Duration) {
	fmt.Fprintf(w, "collecting each project every %s, Scorecard checks every %s\n", spell(every), spell(max(every, scanEvery)))
}

// spell writes a span as people type it: "24h", "90m".
func spell(d time.Duration) string {
	text := d.String()
	for _, nothing := range []string{"0s", "0m"} {
		if rest, ok := strings.CutSuffix(text, nothing); ok && strings.HasSuffix(rest, map[string]string{"0s": "m", "0m": "h"}[nothing]) {
			text = rest
		}
	}
	return text
}

// PrintNetwork says that there is no network, with the instant of the next look, or with
// the zero time that it is back.
func PrintNetwork(w io.Writer, again time.Time) {
	if again.IsZero() {
		fmt.Fprintln(w, "the network is back")
		return
	}
	fmt.Fprintf(w, "no network: showing stored figures; will try again at %s\n", again.Local().Format("15:04"))
}

// PrintCollected says how a run went; asked adds what asking hosts cost.
func PrintCollected(w io.Writer, r health.Run, asked bool) {
	fmt.Fprintf(w, "run %d of list %s: %d observed, %d kept from earlier runs, %d without figures, of %d\n",
		r.ID, r.List, r.Observed, r.Carried, r.Failed, r.Total)
	if asked {
		fmt.Fprintf(w, "cost: %s to hosts, %d of them unchanged, and %s\n",
			Plural(r.Cost.Requests, "request", "requests"), r.Cost.Unchanged, Plural(r.Cost.Points, "point", "points"))
	}
}

// NothingRead returns what a run is that read no repository. It is published all the same, and shows
// the earlier figures where there are some.
func NothingRead(r health.Run) string {
	with := "the earlier figures of " + Plural(r.Carried, "project", "projects")
	switch {
	case r.Carried == 0:
		with = "no figures of a repository"
	case r.Carried == r.Total:
		with = "earlier figures"
	}
	return fmt.Sprintf("no repository could be read; run %d is published with %s (run \"plumbline doctor\")", r.ID, with)
}

// Limits says when a collection can go on that hosts held up.
type Limits struct {
	// Again is when no host limits requests or is left alone any more; zero if none was.
	Again time.Time
	// limits is whether a host limited requests; otherwise hosts kept failing.
	limits bool
}

// Limited returns a callback that calls the given one, and what returns the limits that it saw.
func Limited(progress func(collect.Progress)) (func(collect.Progress), func() Limits) {
	var l Limits
	return func(p collect.Progress) {
		if at := p.Attempt.Next; !at.IsZero() {
			l.limits = l.limits || !p.Attempt.Failing
			if at.After(l.Again) {
				l.Again = at
			}
		}
		progress(p)
	}, func() Limits { return l }
}

// PrintLimited says how to go on after the limits; nothing if there were none.
func PrintLimited(w io.Writer, l Limits) {
	if l.Again.IsZero() {
		return
	}
	why := "a host keeps failing;"
	if l.limits {
		why = "a host limits our requests:"
	}
	fmt.Fprintf(w, "%s run the same command after %s to collect the rest\n", why, l.Again.UTC().Format("2006-01-02 15:04:05 UTC"))
}

// PrintGaps says what was not read of how many projects, a line a part; nothing if all was. kept is
// whether last values stay.
func PrintGaps(w io.Writer, gaps []collect.Gap, kept bool) {
	switch {
	case len(gaps) == 0:
	case kept:
		fmt.Fprintln(w, "not everything could be read; last values stay, with their age:")
	default:
		fmt.Fprintln(w, "not everything could be read:")
	}
	for _, g := range gaps {
		text := fmt.Sprintf("%s: %s; %s", g.Part, Plural(g.Projects, "project", "projects"), g.Why)
		if g.Others > 0 {
			text += fmt.Sprintf(" (%s)", Plural(g.Others, "other reason", "other reasons"))
		}
		fmt.Fprintf(w, "  %s\n", Plain(Redact(text)))
	}
}

// Started returns what says at which address the pages are.
func Started(w io.Writer) func(addr string) {
	return func(addr string) { fmt.Fprintf(w, "Plumbline is at http://%s/\n", addr) }
}
