package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// PrintSilence writes how well each ranker tells which projects went silent.
func PrintSilence(w io.Writer, b model.Backtest) error {
	fmt.Fprintf(w, "Inactivity: no human commit in months 13–24 after each 1 July from %d to %d\n", b.FirstYear, b.LastYear)
	fmt.Fprintf(w, "%s of %s; %d of them (%s%%), in %s, became inactive\n",
		Plural(b.ProjectYears, "project-year", "project-years"), Plural(b.Projects, "project", "projects"),
		b.Events, explain.Decimal(100*b.BaseRate), Plural(b.EventProjects, "project", "projects"))
	fmt.Fprintf(w, "model %s (%.12s), clones from %s to %s\n", b.Model, b.ModelSHA, b.OldestCopy, b.NewestCopy)
	for _, l := range b.Lists {
		fmt.Fprintf(w, "list %s, revision %s: %d of the projects\n", l.Slug, l.Revision, l.Projects)
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(t, "\nordered by\tproject-years\tAUC\t95%% range\tworst tenth\tlift\n")
	for _, r := range b.Rankers {
		if r.Hi == 0 { // no event, or no figure, to rank by
			fmt.Fprintf(t, "%s\t%d\t–\t–\t–\t–\n", r.Label, r.ProjectYears)
			continue
		}
		fmt.Fprintf(t, "%s\t%d\t%.3f\t%.3f–%.3f\t%.2f\t%s\n", r.Label, r.ProjectYears, r.AUC, r.Lo, r.Hi, r.Precision, explain.Decimal(r.Lift))
	}
	fmt.Fprintf(t, "\nhealth from\tinactive\tof\tshare\n")
	for _, x := range b.Bands {
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\n", explain.Whole(x.From), x.Silent, x.Of, share(x.Silent, x.Of))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nBrier score %.4f with the rate of each band, %.4f with one rate for all; both rates come from the other projects\n", b.Brier.Bands, b.Brier.BaseRate)
	if len(b.Bands) > 0 {
		fmt.Fprintf(w, "missed: %d of %d inactive project-years had health of %s or more\n", b.Bands[0].Silent, b.Events, explain.Whole(b.Bands[0].From))
	}
	printLeftOut(w, b.LeftOut)
	_, err := fmt.Fprintf(w, "intervals: %d bootstrap draws of whole projects, seed %d\n", b.Draws, b.Seed)
	return err
}

// PrintCases writes how high each ranker puts the cases.
func PrintCases(w io.Writer, r backtest.CasesReport) error {
	fmt.Fprintf(w, "%d of %d cases, measured %d days before each, compared with a median of %d other projects; model %.12s\n",
		r.Cases, r.Listed, r.LeadDays, r.Controls, r.ModelSHA)
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(t, "\nordered by\tAUC\t95%% range\tsame ecosystem\t95%% range\tcases\ttop 10%%\ttop 25%%\n")
	for _, x := range r.Rankers {
		same := "–\t–"
		if x.Same.Cases > 0 {
			same = fmt.Sprintf("%.2f\t%.2f–%.2f", x.Same.AUC, x.Same.Lo, x.Same.Hi)
		}
		fmt.Fprintf(t, "%s\t%.2f\t%.2f–%.2f\t%s\t%d\t%s\t%s\n",
			x.Label, x.All.AUC, x.All.Lo, x.All.Hi, same, x.Same.Cases, explain.Percent(x.Top10), explain.Percent(x.Top25))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nAUC is the mean percentile of the cases; ties count half; 0.5 is chance. Intervals: %d bootstrap draws of the cases, seed %d\n", backtest.Draws, backtest.Seed)
	printLeftOut(w, r.LeftOut)
	return nil
}

// PrintAlertRates writes how often alerts would have been shown.
func PrintAlertRates(w io.Writer, r backtest.AlertsReport) error {
	fmt.Fprintf(w, "%s of %s, each 1 July from %d to %d; %d of %d cases, %d days before\n",
		Plural(r.Years, "project-year", "project-years"), Plural(r.Projects, "project", "projects"),
		r.FirstYear, r.LastYear, r.Cases, r.Listed, r.LeadDays)
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(t, "\nalert\theld\tof project-years\tin cases\tof cases\n")
	for _, x := range r.Rules {
		fmt.Fprintf(t, "%s %s\t%d\t%s\t%d\t%s\n", x.ID, x.Label, x.Held, share(x.Held, r.Years), x.Cases, share(x.Cases, r.Cases))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w, "\nMeasured from git history only. Alerts that need the host, a registry or a list are not covered")
	printLeftOut(w, r.LeftOut)
	return nil
}

func printLeftOut(w io.Writer, gaps []model.BacktestGap) {
	for _, g := range gaps {
		fmt.Fprintf(w, "left out: %d %s: %s\n", g.Count, g.What, g.Why)
	}
}

func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return explain.Decimal(100*float64(n)/float64(of)) + "%"
}
