package backtest

import (
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Copy is the data of one clone at several instants, or why it could not be read.
type Copy struct {
	Project health.Project
	// Snapshots has one for each requested instant, in that order.
	Snapshots []health.Snapshot
	// Taken is the date of the copy. Later times are unknown.
	Taken time.Time
	// HumanCommits counts the human commits after from and at or before to.
	HumanCommits func(from, to time.Time) int
	Err          error
}

// CasesReport is how high each ranker places the cases; it names no project. The caller sets Made
// and Plumbline.
type CasesReport struct {
	Made      string              `json:"made"`
	Plumbline string              `json:"plumbline"`
	ModelSHA  string              `json:"model_sha256"`
	Listed    int                 `json:"cases_listed"`
	Cases     int                 `json:"cases"`
	LeadDays  int                 `json:"lead_days"`
	Controls  int                 `json:"controls_median"`
	Rankers   []CaseRanker        `json:"rankers"`
	LeftOut   []model.BacktestGap `json:"left_out"`
}

// BeforeCases returns the instants the given number of days before each of the cases.
func BeforeCases(cases []Case, days int) []time.Time {
	var out []time.Time
	for _, x := range cases {
		out = append(out, x.Date.AddDate(0, 0, -days))
	}
	return out
}

// CompareCases compares each case with the projects that were active the given number of days
// before it. Copies have a snapshot for each of the cases.
func CompareCases(m model.Model, cases []Case, days int, copies []Copy) CasesReport {
	among := sample{judge: NewJudge(m), copies: copies}
	slugs := among.fill(cases)
	panel := Panel{} // collects what was left out
	var sets []RiskSet
	var controls []int
	for i, at := range BeforeCases(cases, days) {
		set := RiskSet{}
		why := "there is no readable clone"
		if slug, ok := slugs[cases[i].Repository.Key()]; ok {
			set, why = among.riskSet(slug, i, at)
		}
		if why != "" {
			panel.LeaveOut("cases", 1, why)
			continue
		}
		sets = append(sets, set)
		controls = append(controls, len(set.Controls))
	}
	out := CasesReport{
		ModelSHA: m.SHA256, Listed: len(cases), Cases: len(sets), LeadDays: days,
		Rankers: RankCases(sets), LeftOut: panel.LeftOut(),
	}
	if slices.Sort(controls); len(controls) > 0 {
		out.Controls = controls[len(controls)/2]
	}
	return out
}

// sample is every readable copy, with the data of the file of cases.
type sample struct {
	judge      Judge
	copies     []Copy
	ecosystems map[string]string // by slug
	incidents  []Incident
}

// fill adds the data of the cases, and returns the slugs of those with a copy, by the key of their
// repository.
func (f *sample) fill(cases []Case) map[string]string {
	here := map[string]string{}
	for _, r := range f.copies {
		p, _ := r.Project.PrimaryRepository()
		if id, err := repository.Parse(p.URL); err == nil && r.Err == nil {
			here[id.Key()] = r.Project.Slug
		}
	}
	f.ecosystems = map[string]string{}
	for _, x := range cases {
		slug, ok := here[x.Repository.Key()]
		if !ok {
			continue
		}
		f.incidents = append(f.incidents, Incident{Project: slug, Date: x.Date})
		if x.Ecosystem != "" {
			f.ecosystems[slug] = x.Ecosystem
		}
	}
	return here
}

// riskSet returns the project of a case with the others as of its instant, the i-th that was read.
// The second result is empty, or why there is none.
func (f *sample) riskSet(slug string, i int, at time.Time) (RiskSet, string) {
	var of Observation
	var others []Observation
	why := ""
	for _, r := range f.copies {
		if r.Err != nil {
			continue
		}
		o, w := f.judge.Observe(r.Project, at, r.Snapshots[i])
		if e := f.ecosystems[r.Project.Slug]; e != "" {
			o.Ecosystem = e
		}
		switch {
		case r.Project.Slug != slug:
			if w == "" {
				others = append(others, o)
			}
		case w == NotAlive: // an incident is still possible
			of = o
		default:
			of, why = o, w
		}
	}
	if why != "" {
		return RiskSet{}, why
	}
	set := RiskSet{Case: of, Controls: Controls(of, others, f.incidents)}
	if len(set.Controls) == 0 {
		return set, "there is no other project to compare it with"
	}
	return set, ""
}

// Unread returns why copies could not be read, in their order.
func Unread(copies []Copy) []error {
	var out []error
	for _, c := range copies {
		if c.Err != nil {
			out = append(out, c.Err)
		}
	}
	return out
}
