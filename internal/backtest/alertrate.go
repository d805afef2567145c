package backtest

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// AlertsReport is how often alerts would have been shown; it names no project. The caller sets Made
// and Plumbline.
type AlertsReport struct {
	Made      string              `json:"made"`
	Plumbline string              `json:"plumbline"`
	FirstYear int                 `json:"first_year"`
	LastYear  int                 `json:"last_year"`
	Projects  int                 `json:"projects"`
	Years     int                 `json:"project_years"`
	Listed    int                 `json:"cases_listed"`
	Cases     int                 `json:"cases"`
	LeadDays  int                 `json:"lead_days"`
	Rules     []AlertRate         `json:"rules"`
	LeftOut   []model.BacktestGap `json:"left_out"`
}

// AlertRate is how often one rule fired. Only the history is used: alerts that need the host, a
// registry or a list are never found here.
type AlertRate struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Held  int    `json:"held"`       // project-years
	Cases int    `json:"cases_held"` // of the cases
}

// CountAlerts counts, for each rule, the project-years in which it fired, and the cases before
// which it fired, by the given number of days. Copies have one snapshot for each of the years and,
// after them, one for each of the cases.
func CountAlerts(m model.Model, rules []alert.Rule, copies []Copy, years []time.Time, cases []Case, days int) AlertsReport {
	count := alertCount{judge: NewJudge(m), rules: rules, held: map[string]int{}, inCases: map[string]int{}}
	r := AlertsReport{Listed: len(cases), LeadDays: days}
	if len(years) > 0 {
		r.FirstYear = years[0].Year()
		r.LastYear = years[len(years)-1].Year()
	}
	r.Projects, r.Years = count.years(copies, years)
	r.Cases = count.cases(copies, cases, BeforeCases(cases, days), len(years))
	for _, rule := range rules {
		r.Rules = append(r.Rules, AlertRate{rule.ID, rule.Label, count.held[rule.ID], count.inCases[rule.ID]})
	}
	r.LeftOut = count.panel.LeftOut()
	return r
}

// alertCount counts alerts among active projects.
type alertCount struct {
	judge         Judge
	rules         []alert.Rule
	held, inCases map[string]int
	panel         Panel // collects what was left out
}

// note counts the alerts of a snapshot, each rule once.
func (c *alertCount) note(p health.Project, snap health.Snapshot, into map[string]int) {
	f := figures.Project{Project: p.Slug, Inputs: health.Inputs{}, Snapshots: []health.Snapshot{snap}}
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

func (c *alertCount) years(copies []Copy, instants []time.Time) (projects, years int) {
	for _, r := range copies {
		if r.Err != nil {
			c.panel.LeaveOut("repositories", 1, "the clone could not be read")
			continue
		}
		any := false
		for i, at := range instants {
			if _, why := c.judge.Observe(r.Project, at, r.Snapshots[i]); why != "" {
				c.panel.LeaveOut("project-years", 1, why)
				continue
			}
			any = true
			years++
			c.note(r.Project, r.Snapshots[i], c.held)
		}
		if any {
			projects++
		}
	}
	return projects, years
}

// cases counts the cases with a clone whose history had begun; their snapshots start at index
// first.
func (c *alertCount) cases(copies []Copy, cases []Case, instants []time.Time, first int) int {
	among := sample{judge: c.judge, copies: copies}
	slugs := among.fill(cases)
	judged := 0
	for i, x := range cases {
		why := "there is no readable clone"
		for _, r := range copies {
			if r.Err != nil || r.Project.Slug != slugs[x.Repository.Key()] {
				continue
			}
			snap := r.Snapshots[first+i]
			if _, why = c.judge.Observe(r.Project, instants[i], snap); why == "" || why == NotAlive {
				why = ""
				judged++
				c.note(r.Project, snap, c.inCases)
			}
		}
		if why != "" {
			c.panel.LeaveOut("cases", 1, why)
		}
	}
	return judged
}
