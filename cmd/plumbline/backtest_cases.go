package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

type casesCmd struct {
	ofCopies
	Cases string `name:"cases" required:"" placeholder:"FILE" help:"CSV whose first line names the columns: repository (owner/name or URL), date (2024-03-29), and optionally ecosystem (npm, pypi, …), which a list says otherwise."`
	Lead  int    `name:"lead" default:"30" help:"Days before the date of a case that figures are taken as of."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// casesReport is the result of one run; it names no project.
type casesReport struct {
	Made      string                `json:"made"`
	Plumbline string                `json:"plumbline"`
	ModelSHA  string                `json:"model_sha256"`
	Listed    int                   `json:"cases_listed"`
	Cases     int                   `json:"cases"`
	LeadDays  int                   `json:"lead_days"`
	Controls  int                   `json:"controls_median"`
	Rankers   []backtest.CaseRanker `json:"rankers"`
	LeftOut   []health.BacktestGap  `json:"left_out"`
}

func (c casesCmd) Run(a *app) error {
	if err := c.check(); err != nil {
		return err
	}
	if c.Lead < 0 || c.Lead > 3650 {
		return usage.Errorf("--lead is %d; allowed: 0 to 3650", c.Lead)
	}
	cases, err := readCases(c.Cases)
	if err != nil {
		return err
	}
	from, err := c.open(a)
	if err != nil {
		return err
	}
	var instants []time.Time
	for _, x := range cases {
		instants = append(instants, x.Date.AddDate(0, 0, -c.Lead))
	}
	readings, err := c.read(a, from, instants)
	if err != nil {
		return err
	}
	r := c.compare(a, cases, instants, readings)
	if r.Cases == 0 {
		return errors.Join(errors.New("no case can be judged"), c.print(a.stderr, r))
	}
	if c.JSON {
		return cli.PrintJSON(a.stdout, r)
	}
	return c.print(a.stdout, r)
}

func readCases(path string) ([]backtest.Case, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return backtest.ReadCases(path, f)
}

// compare puts each case among the projects that were alive at its instant.
func (c casesCmd) compare(a *app, cases []backtest.Case, instants []time.Time, readings []reading) casesReport {
	among := field{judge: backtest.NewJudge(a.set.Model), readings: readings}
	slugs := among.fill(cases)
	panel := backtest.Panel{} // it keeps what was left out
	var sets []backtest.RiskSet
	var controls []int
	for i, x := range cases {
		set, why := backtest.RiskSet{}, "no clone here, or it could not be read"
		if slug, ok := slugs[x.Repository.Key()]; ok {
			set, why = among.riskSet(slug, i, instants[i])
		}
		if why != "" {
			panel.LeaveOut("cases", 1, why)
			continue
		}
		sets, controls = append(sets, set), append(controls, len(set.Controls))
	}
	out := casesReport{
		Made: day(a.now()), Plumbline: version(), ModelSHA: a.set.Model.SHA256, Listed: len(cases), Cases: len(sets), LeadDays: c.Lead,
		Rankers: backtest.RankCases(sets), LeftOut: panel.LeftOut(),
	}
	if slices.Sort(controls); len(controls) > 0 {
		out.Controls = controls[len(controls)/2]
	}
	return out
}

// field is every clone that could be read, with what the file of cases says.
type field struct {
	judge      backtest.Judge
	readings   []reading
	ecosystems map[string]string // by slug
	incidents  []backtest.Incident
}

// fill takes in what the cases say, and returns the slugs of those with a clone
// by the key of their repository.
func (f *field) fill(cases []backtest.Case) map[string]string {
	here := map[string]string{}
	for _, r := range f.readings {
		p, _ := r.project.PrimaryRepository()
		if id, err := health.ParseRepository(p.URL); err == nil && r.err == nil {
			here[id.Key()] = r.project.Slug
		}
	}
	f.ecosystems = map[string]string{}
	for _, x := range cases {
		slug, ok := here[x.Repository.Key()]
		if !ok {
			continue
		}
		f.incidents = append(f.incidents, backtest.Incident{Project: slug, Date: x.Date})
		if x.Ecosystem != "" {
			f.ecosystems[slug] = x.Ecosystem
		}
	}
	return here
}

// riskSet is the project of a case among the others as of its instant, the i-th
// that was read. The second result is empty, or why there is none.
func (f *field) riskSet(slug string, i int, at time.Time) (backtest.RiskSet, string) {
	var of backtest.Observation
	var others []backtest.Observation
	why := ""
	for _, r := range f.readings {
		if r.err != nil {
			continue
		}
		o, w := f.judge.Observe(r.project, at, r.past.Snapshots[i])
		if e := f.ecosystems[r.project.Slug]; e != "" {
			o.Ecosystem = e
		}
		switch {
		case r.project.Slug != slug:
			if w == "" {
				others = append(others, o)
			}
		case w == backtest.NotAlive: // something can happen to it yet
			of = o
		default:
			of, why = o, w
		}
	}
	if why != "" {
		return backtest.RiskSet{}, why
	}
	set := backtest.RiskSet{Case: of, Controls: backtest.Controls(of, others, f.incidents)}
	if len(set.Controls) == 0 {
		return set, "no other project to compare it with"
	}
	return set, ""
}

func (c casesCmd) print(w io.Writer, r casesReport) error {
	fmt.Fprintf(w, "%d of %d cases, figures as of %d days before each, against a median of %d other projects; model %.12s\n", r.Cases, r.Listed, r.LeadDays, r.Controls, r.ModelSHA)
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(t, "\nordered by\tAUC\t95 %% range\tsame ecosystem\t95 %% range\tcases\ttop 10 %%\ttop 25 %%\n")
	for _, x := range r.Rankers {
		same := "–\t–"
		if x.Same.Cases > 0 {
			same = fmt.Sprintf("%.2f\t%.2f–%.2f", x.Same.AUC, x.Same.Lo, x.Same.Hi)
		}
		fmt.Fprintf(t, "%s\t%.2f\t%.2f–%.2f\t%s\t%d\t%.0f %%\t%.0f %%\n", x.Label, x.All.AUC, x.All.Lo, x.All.Hi, same, x.Same.Cases, 100*x.Top10, 100*x.Top25)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nAUC is the mean percentile of the cases, ties half: 0.5 is a coin. Ranges: %d draws of the cases, seed %d\n", backtest.Draws, backtest.Seed)
	for _, g := range r.LeftOut {
		fmt.Fprintf(w, "left out: %d %s: %s\n", g.Count, g.What, g.Why)
	}
	return nil
}
