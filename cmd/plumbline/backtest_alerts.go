package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

type alertsCmd struct {
	ofCopies
	From  int    `name:"from" default:"2013" help:"First year."`
	To    int    `name:"to" default:"2022" help:"Last year."`
	Cases string `name:"cases" placeholder:"FILE" help:"CSV of cases, as backtest cases reads it: how many had an alert before."`
	Lead  int    `name:"lead" default:"30" help:"Days before the date of a case that figures are taken as of."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// alertsReport is the result of one run; it names no project.
type alertsReport struct {
	Made      string               `json:"made"`
	Plumbline string               `json:"plumbline"`
	FirstYear int                  `json:"first_year"`
	LastYear  int                  `json:"last_year"`
	Projects  int                  `json:"projects"`
	Years     int                  `json:"project_years"`
	Listed    int                  `json:"cases_listed"`
	Cases     int                  `json:"cases"`
	LeadDays  int                  `json:"lead_days"`
	Rules     []alertRate          `json:"rules"`
	LeftOut   []health.BacktestGap `json:"left_out"`
}

// alertRate is how often one rule held. The history alone is looked at: what
// needs the host, a registry or a list is never found here.
type alertRate struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Held  int    `json:"held"`       // project-years
	Cases int    `json:"cases_held"` // of the cases
}

func (c alertsCmd) Run(a *app) error {
	if err := c.check(); err != nil {
		return err
	}
	if c.From < 1990 || c.To < c.From || c.To > a.now().Year() || c.Lead < 0 || c.Lead > 3650 {
		return usage.Errorf("--from %d --to %d --lead %d; allowed: 1990 to this year, --from first, and 0 to 3650 days", c.From, c.To, c.Lead)
	}
	var cases []backtest.Case
	if c.Cases != "" {
		var err error
		if cases, err = readCases(c.Cases); err != nil {
			return err
		}
	}
	from, err := c.open(a)
	if err != nil {
		return err
	}
	instants := backtest.Years(c.From, c.To)
	years := len(instants)
	for _, x := range cases {
		instants = append(instants, x.Date.AddDate(0, 0, -c.Lead))
	}
	readings, err := c.read(a, from, instants)
	if err != nil {
		return err
	}
	count := alertCount{judge: backtest.NewJudge(a.set.Model), rules: a.set.Alerts, held: map[string]int{}, inCases: map[string]int{}}
	r := alertsReport{Made: day(a.now()), Plumbline: version(), FirstYear: c.From, LastYear: c.To, Listed: len(cases), LeadDays: c.Lead}
	r.Projects, r.Years = count.years(readings, instants[:years])
	r.Cases = count.cases(readings, cases, instants, years)
	for _, rule := range a.set.Alerts {
		r.Rules = append(r.Rules, alertRate{rule.ID, rule.Label, count.held[rule.ID], count.inCases[rule.ID]})
	}
	r.LeftOut = count.panel.LeftOut()
	if r.Years == 0 {
		return errors.Join(errors.New("no project-year can be judged"), c.print(a.stderr, r))
	}
	if c.JSON {
		return cli.PrintJSON(a.stdout, r)
	}
	return c.print(a.stdout, r)
}

// alertCount counts alerts among what was alive.
type alertCount struct {
	judge         backtest.Judge
	rules         []health.AlertRule
	held, inCases map[string]int
	panel         backtest.Panel // it keeps what was left out
}

// note counts the alerts of a snapshot, each rule once.
func (c *alertCount) note(p health.Project, snap health.Snapshot, into map[string]int) {
	f := health.ProjectFigures{Project: p.Slug, Inputs: health.Inputs{}, Snapshots: []health.Snapshot{snap}}
	f.Inputs.Put(snap.Inputs...)
	p.Statements = nil // they are of today
	seen := map[string]bool{}
	for _, x := range change.Alerts(c.rules, p, f) {
		if !seen[x.ID] {
			seen[x.ID] = true
			into[x.ID]++
		}
	}
}

func (c *alertCount) years(readings []reading, instants []time.Time) (projects, years int) {
	for _, r := range readings {
		if r.err != nil {
			c.panel.LeaveOut("repositories", 1, "could not be read")
			continue
		}
		any := false
		for i, at := range instants {
			if _, why := c.judge.Observe(r.project, at, r.past.Snapshots[i]); why != "" {
				c.panel.LeaveOut("project-years", 1, why)
				continue
			}
			any = true
			years++
			c.note(r.project, r.past.Snapshots[i], c.held)
		}
		if any {
			projects++
		}
	}
	return projects, years
}

// cases counts the cases with a clone whose history had begun; their instants
// follow the first of all.
func (c *alertCount) cases(readings []reading, cases []backtest.Case, instants []time.Time, first int) int {
	among := field{judge: c.judge, readings: readings}
	slugs := among.fill(cases)
	judged := 0
	for i, x := range cases {
		why := "no clone here, or it could not be read"
		for _, r := range readings {
			if r.err != nil || r.project.Slug != slugs[x.Repository.Key()] {
				continue
			}
			snap := r.past.Snapshots[first+i]
			if _, why = c.judge.Observe(r.project, instants[first+i], snap); why == "" || why == backtest.NotAlive {
				why = ""
				judged++
				c.note(r.project, snap, c.inCases)
			}
		}
		if why != "" {
			c.panel.LeaveOut("cases", 1, why)
		}
	}
	return judged
}

func (c alertsCmd) print(w io.Writer, r alertsReport) error {
	fmt.Fprintf(w, "%s of %s, each 1 July of %d to %d; %d of %d cases, %d days before\n",
		cli.Plural(r.Years, "project-year", "project-years"), cli.Plural(r.Projects, "project", "projects"), r.FirstYear, r.LastYear, r.Cases, r.Listed, r.LeadDays)
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(t, "\nalert\theld\tof project-years\tin cases\tof cases\n")
	for _, x := range r.Rules {
		fmt.Fprintf(t, "%s %s\t%d\t%s\t%d\t%s\n", x.ID, x.Label, x.Held, share(x.Held, r.Years), x.Cases, share(x.Cases, r.Cases))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w, "\nFrom the history alone: what needs the host, a registry or a list is never found here")
	for _, g := range r.LeftOut {
		fmt.Fprintf(w, "left out: %d %s: %s\n", g.Count, g.What, g.Why)
	}
	return nil
}
