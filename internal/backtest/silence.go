package backtest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Years returns each 1 July of the years, 00:00 UTC.
func Years(from, to int) []time.Time {
	var all []time.Time
	for y := from; y <= to; y++ {
		all = append(all, time.Date(y, time.July, 1, 0, 0, 0, 0, time.UTC))
	}
	return all
}

// Year is the data of one project at one instant, and of what followed.
type Year struct {
	Project  health.Project
	At       time.Time
	Snapshot health.Snapshot
	// Taken is the date of the copy; Later counts the human commits of Watch.
	Taken time.Time
	Later int
}

// Watch returns the period whose silence is the event: months 13 to 24, without from itself.
func Watch(at time.Time) (from, to time.Time) { return at.AddDate(1, 0, 0), at.AddDate(2, 0, 0) }

// Panel collects project-years and what was left out.
type Panel struct {
	Judge Judge
	rows  []Observation
	gaps  map[[2]string]int
	// oldest and newest are the dates of the copies that were added.
	oldest, newest time.Time
}

// Add scores a project-year, or records why it is left out.
func (p *Panel) Add(y Year) {
	o, why := p.Judge.Observe(y.Project, y.At, y.Snapshot)
	if _, end := Watch(y.At); why == "" && y.Taken.Before(end) {
		why = TooLate
	}
	if why != "" {
		p.LeaveOut("project-years", 1, why)
		return
	}
	o.Event = y.Later == 0
	p.rows = append(p.rows, o)
}

// AddCopies adds a project-year of each copy for each of the instants, which are those of the
// snapshots.
func (p *Panel) AddCopies(copies []Copy, instants []time.Time) {
	for _, c := range copies {
		if c.Err != nil {
			p.LeaveOut("repositories", 1, "the clone could not be read")
			continue
		}
		if p.oldest.IsZero() || c.Taken.Before(p.oldest) {
			p.oldest = c.Taken
		}
		if c.Taken.After(p.newest) {
			p.newest = c.Taken
		}
		for i, at := range instants {
			later := c.HumanCommits(Watch(at))
			p.Add(Year{Project: c.Project, At: at, Snapshot: c.Snapshots[i], Taken: c.Taken, Later: later})
		}
	}
}

// LeaveOut records that n of what ("repositories", "project-years") were left out, and why.
func (p *Panel) LeaveOut(what string, n int, why string) {
	if p.gaps == nil {
		p.gaps = map[[2]string]int{}
	}
	if n > 0 {
		p.gaps[[2]string{what, why}] += n
	}
}

// Rows returns the scored project-years, by project and instant.
func (p *Panel) Rows() []Observation {
	slices.SortFunc(p.rows, func(a, b Observation) int {
		return cmp.Or(strings.Compare(a.Project, b.Project), a.At.Compare(b.At))
	})
	return p.rows
}

// OnLists counts the projects of the panel on each list.
func (p *Panel) OnLists(lists []health.List) []model.BacktestList {
	judged := map[string]bool{}
	for _, o := range p.Rows() {
		judged[o.Project] = true
	}
	out := []model.BacktestList{}
	for _, l := range lists {
		n := 0
		for _, x := range l.Projects {
			if judged[x.Slug] {
				n++
			}
		}
		out = append(out, model.BacktestList{Slug: l.Slug, Revision: l.Revision, Projects: n})
	}
	return out
}

// Report measures the panel. It leaves empty what the panel does not know: the author, the date,
// and for which years and lists. Cost: Draws bootstraps for each ranker.
func (p *Panel) Report() model.Backtest {
	rows := p.Rows()
	m := p.Judge.model
	out := model.Backtest{
		Model: strings.TrimSpace(m.ID + " " + m.Version), ModelSHA: m.SHA256, ProjectYears: len(rows), Draws: Draws, Seed: Seed,
		Bands: calibration(m.Bands["H"], rows), Brier: brier(rows), LeftOut: p.LeftOut(),
		OldestCopy: dayOf(p.oldest), NewestCopy: dayOf(p.newest),
	}
	projects, silent := map[string]bool{}, map[string]bool{}
	for _, o := range rows {
		projects[o.Project] = true
		if o.Event {
			out.Events++
			silent[o.Project] = true
		}
	}
	out.Projects, out.EventProjects = len(projects), len(silent)
	if len(rows) > 0 {
		out.BaseRate = rounded(float64(out.Events) / float64(len(rows)))
	}
	for i, r := range Rankers {
		out.Rankers = append(out.Rankers, rank(r, i, rows))
	}
	return out
}

// dayOf returns the ISO date, or "" for the zero time.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

func rank(r Ranker, i int, rows []Observation) model.BacktestRanker {
	var values []float64
	var events []bool
	var cluster []string
	n := 0
	for _, o := range rows {
		if math.IsNaN(o.Values[i]) {
			continue
		}
		values, events, cluster = append(values, o.Values[i]), append(events, o.Event), append(cluster, o.Project)
		if o.Event {
			n++
		}
	}
	out := model.BacktestRanker{ID: r.ID, Label: r.Label, ProjectYears: len(values)}
	if n == 0 || n == len(values) { // only one kind
		return out
	}
	sorted := newOrder(values)
	lo, hi := Bootstrap(cluster, Draws, Seed, func(w []float64) float64 { return sorted.auc(events, w) })
	precision := Precision(values, events, .1)
	out.AUC, out.Lo, out.Hi = rounded(sorted.auc(events, nil)), rounded(lo), rounded(hi)
	out.Precision, out.Lift = rounded(precision), rounded(precision*float64(len(values))/float64(n))
	return out
}

// calibration counts the events of each band of the model, highest first.
func calibration(bands []model.Band, rows []Observation) []model.BacktestBand {
	out := make([]model.BacktestBand, len(bands))
	for i, b := range bands {
		out[i] = model.BacktestBand{Letter: b.Letter, From: b.From}
		for _, o := range rows {
			if o.Band != b {
				continue
			}
			out[i].Of++
			if o.Event {
				out[i].Silent++
			}
		}
	}
	return out
}

func brier(rows []Observation) model.BacktestBrier {
	var band, cluster []string
	var events []bool
	for _, o := range rows {
		band, cluster, events = append(band, o.Band.Letter+" "+o.Band.Word), append(cluster, o.Project), append(events, o.Event)
	}
	inBand, overall := RatesOfOthers(band, cluster, events)
	return model.BacktestBrier{Bands: rounded(Brier(inBand, events)), BaseRate: rounded(Brier(overall, events))}
}

// LeftOut returns what was left out, by kind and then most first; never nil.
func (p *Panel) LeftOut() []model.BacktestGap {
	out := []model.BacktestGap{}
	for key, n := range p.gaps {
		out = append(out, model.BacktestGap{What: key[0], Count: n, Why: key[1]})
	}
	slices.SortFunc(out, func(a, b model.BacktestGap) int {
		return cmp.Or(strings.Compare(b.What, a.What), b.Count-a.Count, strings.Compare(a.Why, b.Why))
	})
	return out
}

// rounded returns four decimals, because more would be noise. NaN becomes 0, because JSON has no
// other number for it.
func rounded(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return math.Round(v*1e4) / 1e4
}
