package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

type silenceCmd struct {
	ofCopies
	From int    `name:"from" default:"2013" help:"First year."`
	To   int    `name:"to" default:"2022" help:"Last year."`
	Out  string `name:"out" placeholder:"FILE" help:"Write the result as JSON: aggregates only. The method page shows scorecards/backtest.json."`
}

func (c silenceCmd) Run(a *app) error {
	if err := c.check(); err != nil {
		return err
	}
	if c.From < 1990 || c.To < c.From || c.To > a.now().Year() {
		return usage.Errorf("--from %d --to %d; allowed: 1990 to this year, --from first", c.From, c.To)
	}
	from, err := c.open(a)
	if err != nil {
		return err
	}
	instants := backtest.Years(c.From, c.To)
	readings, err := c.read(a, from, instants)
	if err != nil {
		return err
	}
	panel := backtest.Panel{Judge: backtest.NewJudge(a.set.Model)}
	panel.LeaveOut("repositories", from.absent, "on the list, without a clone here")
	b := c.measure(a, &panel, readings, instants)
	if b.ProjectYears == 0 {
		return fmt.Errorf("nothing to judge: no clone was alive on a 1 July of %d to %d and tells of 24 months more", c.From, c.To)
	}
	if c.Out != "" {
		if err := writeJSON(c.Out, b); err != nil {
			return err
		}
	}
	return printBacktest(a.stdout, b)
}

// measure fills the panel and adds what only this command knows.
func (c silenceCmd) measure(a *app, panel *backtest.Panel, readings []reading, instants []time.Time) health.Backtest {
	var oldest, newest time.Time
	for _, r := range readings {
		if r.err != nil {
			panel.LeaveOut("repositories", 1, "could not be read")
			continue
		}
		if oldest.IsZero() || r.past.Taken.Before(oldest) {
			oldest = r.past.Taken
		}
		if r.past.Taken.After(newest) {
			newest = r.past.Taken
		}
		for i, at := range instants {
			later := r.past.HumanCommits(backtest.Watch(at))
			panel.Add(backtest.Year{Project: r.project, At: at, Snapshot: r.past.Snapshots[i], Taken: r.past.Taken, Later: later})
		}
	}
	b := panel.Report()
	b.Made, b.Plumbline = a.now().UTC().Format(time.DateOnly), version()
	b.Only, b.FirstYear, b.LastYear = c.List, c.From, c.To
	b.OldestCopy, b.NewestCopy = day(oldest), day(newest)
	b.Lists = onLists(a.set.Lists, panel.Rows())
	return b
}

// day is empty for the zero time.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// onLists counts the projects of the panel on each list.
func onLists(lists []health.Curated, rows []backtest.Observation) []health.BacktestList {
	judged := map[string]bool{}
	for _, o := range rows {
		judged[o.Project] = true
	}
	out := []health.BacktestList{}
	for _, l := range lists {
		n := 0
		for _, p := range l.Projects {
			if judged[p.Slug] {
				n++
			}
		}
		out = append(out, health.BacktestList{Slug: l.Slug, Revision: l.Revision, Projects: n})
	}
	return out
}

func writeJSON(path string, doc any) error {
	b, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return replaceFile(path, append(b, '\n'))
}

func printBacktest(w io.Writer, b health.Backtest) error {
	fmt.Fprintf(w, "Going silent: no human commit in months 13 to 24 after each 1 July of %d to %d\n", b.FirstYear, b.LastYear)
	fmt.Fprintf(w, "%s of %s; %d of them (%.1f %%), in %s, went silent\n",
		cli.Plural(b.ProjectYears, "project-year", "project-years"), cli.Plural(b.Projects, "project", "projects"), b.Events, 100*b.BaseRate, cli.Plural(b.EventProjects, "project", "projects"))
	fmt.Fprintf(w, "model %s (%.12s), copies of %s to %s\n", b.Model, b.ModelSHA, b.OldestCopy, b.NewestCopy)
	for _, l := range b.Lists {
		fmt.Fprintf(w, "list %s, revision %s: %d of the projects\n", l.Slug, l.Revision, l.Projects)
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(t, "\nordered by\tproject-years\tAUC\t95 %% range\tworst tenth\tlift\n")
	for _, r := range b.Rankers {
		if r.Hi == 0 { // no event, or no figure, to rank by
			fmt.Fprintf(t, "%s\t%d\t–\t–\t–\t–\n", r.Label, r.ProjectYears)
			continue
		}
		fmt.Fprintf(t, "%s\t%d\t%.3f\t%.3f–%.3f\t%.2f\t%.1f\n", r.Label, r.ProjectYears, r.AUC, r.Lo, r.Hi, r.Precision, r.Lift)
	}
	fmt.Fprintf(t, "\nband of health\tsilent\tof\tshare\n")
	for _, x := range b.Bands {
		fmt.Fprintf(t, "%s (from %.0f)\t%d\t%d\t%s\n", x.Letter, x.From, x.Silent, x.Of, share(x.Silent, x.Of))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nBrier score %.4f with the rate of the band, %.4f with one rate for all; both rates from the other projects only\n", b.Brier.Bands, b.Brier.BaseRate)
	if len(b.Bands) > 0 {
		fmt.Fprintf(w, "missed: %d of %d silences came from band %s\n", b.Bands[0].Silent, b.Events, b.Bands[0].Letter)
	}
	for _, g := range b.LeftOut {
		fmt.Fprintf(w, "left out: %d %s: %s\n", g.Count, g.What, g.Why)
	}
	_, err := fmt.Fprintf(w, "ranges: %d draws of whole projects, seed %d\n", b.Draws, b.Seed)
	return err
}

func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}
