package synth

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// around returns the figures of a new project at the instant: those of a real one, changed by
// noise. Commits of all kinds change by one factor, so that a busy project remains busy in all
// figures.
func (f figures) around(r *rand.Rand, at time.Time) figures {
	old := f.at
	f.at, f.turned = at, at
	f.copySlices()
	much := spread(r, .25)
	for i := range f.human {
		bots := f.all[i] - f.human[i]
		f.human[i] = scaled(f.human[i], much*spread(r, .1))
		f.all[i] = f.human[i] + scaled(bots, much)
		f.people[i] = min(scaled(f.people[i], spread(r, .1)), f.human[i])
	}
	whole := f.authors == len(f.shares) // everyone active in the twelve months is among them
	for i := range f.shares {
		f.shares[i] = scaled(f.shares[i], much*spread(r, .1))
	}
	slices.SortFunc(f.shares, func(a, b int) int { return b - a })
	f.extra12 = scaled(f.extra12, much)
	f.extra6 = scaled(f.extra6, much)
	f.extraBefore = scaled(f.extraBefore, much)
	f.before *= much
	people := spread(r, .2)
	f.authors = max(scaled(f.authors, people), len(f.shares))
	if whole {
		f.authors = len(f.shares)
	}
	f.regulars = near(r, f.regulars)
	f.integrators = near(r, f.integrators)
	f.factor = max(1, near(r, f.factor))
	f.newAuthors = scaled(f.newAuthors, people)
	f.agents = scaled(f.agents, much)
	for _, n := range []*int{&f.bots, &f.merges, &f.unreleased} {
		*n = scaled(*n, much)
	}
	f.total = scaled(f.total, much*spread(r, .2))
	f.authorsTotal = scaled(f.authorsTotal, people*spread(r, .2))
	f.newcomers = min(1, f.newcomers*spread(r, .2))
	size := spread(r, .4)
	f.files = scaled(f.files, size)
	f.bytes = scaled(f.bytes, size*spread(r, .2))
	f.workflows = near(r, f.workflows)
	f.inTime(r, old)
	f.fit(r)
	return f
}

// inTime moves the instants so that they are as far before the present one as they were before the
// old one, scaled by one factor.
func (f *figures) inTime(r *rand.Rand, old time.Time) {
	slow := spread(r, .15)
	before := func(t time.Time, factor float64) time.Time {
		return f.at.Add(-time.Duration(float64(old.Sub(t)) * factor)).Truncate(time.Second)
	}
	f.lastHuman = before(f.lastHuman, slow)
	f.firstCommit = before(f.firstCommit, spread(r, .1))
	if len(f.releases) == 0 {
		return
	}
	f.lastRelease = before(f.lastRelease, slow)
	days := f.releases[:0]
	for _, d := range f.releases {
		d = before(d, slow).Truncate(24 * time.Hour)
		if len(days) == 0 {
			d = f.lastRelease.Truncate(24 * time.Hour)
		}
		if len(days) == 0 || d.Before(days[len(days)-1]) {
			days = append(days, d)
		}
	}
	f.releases = days
	f.tags = max(scaled(f.tags, spread(r, .2)), len(f.releases))
	f.version = [3]int{r.IntN(9) + 1, r.IntN(20), r.IntN(10)}
}

func (f *figures) copySlices() {
	f.human, f.all, f.people = slices.Clone(f.human), slices.Clone(f.all), slices.Clone(f.people)
	f.shares, f.releases = slices.Clone(f.shares), slices.Clone(f.releases)
}

// near returns a small number that is sometimes one more or less.
func near(r *rand.Rand, n int) int {
	x := r.Float64()
	switch {
	case n >= 10:
		return scaled(n, spread(r, .1))
	case x < .05:
		return n + 1
	case x > .95:
		return max(0, n-1)
	}
	return n
}

// year returns the human commits of twelve months.
func (f *figures) year() int { return max(0, sum(f.human[24:])+f.extra12) }

// half returns those of half a year.
func (f *figures) half() int { return max(0, min(sum(f.human[30:])+f.extra6, f.year())) }

// fit makes people and commits of twelve months consistent: the shares of the people sum to the
// commits.
func (f *figures) fit(r *rand.Rand) {
	n := f.year()
	if len(f.shares) > n {
		f.shares = f.shares[:n]
		f.authors = len(f.shares)
	}
	if total := sum(f.shares); total > n {
		for i, x := range f.shares {
			f.shares[i] = max(1, x*n/total)
		}
	}
	for over := sum(f.shares) - n; over > 0; over-- { // rounding up left a few too many
		f.shares[indexOfMax(f.shares)]--
	}
	if f.authors == len(f.shares) {
		f.give(r, n-sum(f.shares))
	}
	slices.SortFunc(f.shares, func(a, b int) int { return b - a })
	f.people[35] = min(f.people[35], f.human[35])
	f.regulars = min(f.regulars, f.authors)
	f.newAuthors = min(f.newAuthors, f.authors)
	f.integrators = min(f.integrators, max(f.authors, f.authorsTotal))
	f.agents = min(f.agents, n)
	f.total = max(f.total, sum(f.all))
	f.authorsTotal = max(f.authorsTotal, f.authors)
}

func indexOfMax(of []int) int {
	at := 0
	for i, x := range of {
		if x > of[at] {
			at = i
		}
	}
	return at
}

// give distributes commits to people, more to those who have more.
func (f *figures) give(r *rand.Rand, n int) {
	total := sum(f.shares)
	if n <= 0 || total == 0 {
		return
	}
	left := n
	for i, x := range f.shares {
		part := x * n / total
		f.shares[i] += part
		left -= part
	}
	for ; left > 0; left-- {
		f.shares[r.IntN(len(f.shares))]++
	}
}

// absence returns the fewest people who made half of the commits of twelve months.
func (f *figures) absence() int {
	made := 0
	for i, x := range f.shares {
		if made += x; 2*made >= f.year() {
			return i + 1
		}
	}
	return max(1, len(f.shares))
}

// factorOf returns the absence factor of twelve months, or of twenty-four if those have too few
// commits.
func (f *figures) factorOf() int {
	if f.year() >= health.FactorCommits {
		return f.absence()
	}
	return f.factor
}

// sinceAct returns the time since the last human commit, in months.
func (f *figures) sinceAct() float64 { return f.monthsSince(f.lastHuman) }

// sinceRelease returns the time since the last release, in months.
func (f *figures) sinceRelease() float64 { return f.monthsSince(f.lastRelease) }

// yearBefore returns the human commits of days 366 to 730.
func (f *figures) yearBefore() int { return sum(f.human[12:24]) + f.extraBefore }

// yearsReleases returns the days with a release in twelve months.
func (f *figures) yearsReleases() int { return f.recentReleases() + f.moreReleases }

// monthsSince returns the time since an instant in months.
func (f *figures) monthsSince(t time.Time) float64 {
	return max(0, float64(f.at.Sub(t))/float64(month))
}

// trend compares twelve months with the two years before.
func (f *figures) trend() float64 {
	return math.Log2(float64(f.year()+1) / (f.before + 1))
}
