package synth

import (
	"math"
	"math/rand/v2"
	"time"
)

// The events of a week. A project that is not read again is unchanged in the database. One that is
// read again is older, which changes up to three figures. A push changes about fifteen more.
// Together that is about five figures for each changed project.
const (
	readAgain = .45 // share of the projects, each week
	pushed    = .15 // of those read again, if people work on it
	leaving   = .02 // of pushes: the most active person left
	rechecked = .05 // of pushes: one check of the scan changed
	failing   = .005
)

// moment is a project in a week.
type moment struct {
	// read is the week of the last reading.
	read    int
	figures figures
	// failed means that it could not be read in this week.
	failed bool
	// checks counts the changes of the checks of the scan.
	checks int
}

// moment returns a project in a week. Cost: a few draws for each week before.
func (g *Generator) moment(i, week int, d *donor) moment {
	r := g.random(i, forFigures)
	m := moment{figures: d.figures.around(r, g.readAt(r, 0))}
	push := 0 // the week of the last push
	for w := 1; w <= week; w++ {
		r := g.random(i, forWeek+uint64(w))
		again, work, failed := r.Float64() < readAgain, r.Float64(), r.Float64() < failing
		m.failed = failed && w == week
		if !again || failed {
			continue
		}
		m.read = w
		m.figures.at = g.readAt(r, w)
		if work > pushed {
			continue
		}
		if n := m.figures.commits(r, w-push); n > 0 {
			push = w
			m.figures.push(r, n)
			if r.Float64() < rechecked {
				m.checks++
			}
		}
	}
	return m
}

// readAt returns an instant in the half day before the run of a week.
func (g *Generator) readAt(r *rand.Rand, week int) time.Time {
	return g.Instant(week).Add(-time.Duration(r.IntN(12*3600)) * time.Second)
}

// turn starts the calendar months since the last push: older work leaves the windows. For real
// projects this also happens without a push, at the start of each month; here that would be half of
// all changes.
func (f *figures) turn() {
	begun := min(36, (f.at.Year()-f.turned.Year())*12+int(f.at.Month())-int(f.turned.Month()))
	f.turned = f.at
	if begun <= 0 {
		return
	}
	for _, months := range []*[]int{&f.human, &f.all, &f.people} {
		*months = append((*months)[begun:], make([]int, begun)...)
	}
	for range begun { // the part beyond the calendar months leaves the windows, too
		f.extra12, f.extra6, f.extraBefore = f.extra12*11/12, f.extra6*11/12, f.extraBefore*11/12
	}
}

// commits draws the number of human commits in a number of weeks, at the rate of the twelve months.
func (f *figures) commits(r *rand.Rand, weeks int) int {
	return poisson(r, float64(f.year())/52*float64(weeks))
}

// push adds commits since the last push. They may include a release, or the last commits of a
// person.
func (f *figures) push(r *rand.Rand, n int) {
	f.pushes++
	f.turn()
	before := max(1, f.year())
	since := int(f.monthsSince(f.lastHuman)) + 1
	for k := range min(since, 12) { // the newest months first
		part := n / min(since, 12)
		if k == 0 {
			part = n - part*(min(since, 12)-1)
		}
		at := 35 - k
		f.human[at], f.all[at] = f.human[at]+part, f.all[at]+part
		if part > 0 && f.people[at] == 0 {
			f.people[at] = 1
		}
	}
	f.lastHuman = f.at.Add(-time.Duration(r.IntN(3*24*3600)) * time.Second)
	f.total += n
	f.unreleased += n
	f.give(r, n*sum(f.shares)/before)
	perPush := float64(f.yearsReleases()) / 52 / (readAgain * pushed)
	if len(f.releases) > 0 && r.Float64() < perPush {
		f.release(r)
	}
	if r.Float64() < leaving {
		f.leave()
	}
	f.fit(r)
}

// release makes a release of everything that waits for one.
func (f *figures) release(r *rand.Rand) {
	f.unreleased = 0
	f.lastRelease = f.lastHuman
	today := f.lastRelease.Truncate(24 * time.Hour)
	f.tags++
	switch k := r.IntN(10); {
	case k == 0:
		f.version = [3]int{f.version[0] + 1, 0, 0}
	case k < 4:
		f.version = [3]int{f.version[0], f.version[1] + 1, 0}
	default:
		f.version[2]++
	}
	if !f.releases[0].Before(today) { // two on one day count once
		return
	}
	f.releases = append([]time.Time{today}, f.releases[:min(len(f.releases), 59)]...)
}

// leave removes a person: the most active one makes half of the former commits and is no longer a
// regular.
func (f *figures) leave() {
	f.regulars, f.integrators = max(0, f.regulars-1), max(0, f.integrators-1)
	f.topChanged = true
	if len(f.shares) > 1 {
		half := f.shares[0] / 2
		f.shares[0] -= half
		f.extra12 -= half
	}
}

// poisson draws a count with the given mean, for large means from the normal distribution.
func poisson(r *rand.Rand, mean float64) int {
	if mean > 50 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*r.NormFloat64())))
	}
	limit, n := math.Exp(-mean), 0
	for p := r.Float64(); p > limit; p *= r.Float64() {
		n++
	}
	return n
}
