package synth

import (
	"fmt"
	"math"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// month is the month of figures in months: a twelfth of a mean year.
const month = time.Duration(30.4375 * 24 * float64(time.Hour))

// donor is a real project that invented ones are made from.
type donor struct {
	project health.Project
	// measured: it has figures. The rest is of those.
	measured    bool
	git, checks health.Snapshot
	inputs      health.Inputs // of git
	figures     figures
	// downloads is its percentile in its registry; negative: none is known.
	downloads float64
}

func newDonor(list health.Curated, p health.Project, snaps []health.Snapshot) (donor, error) {
	d := donor{project: p, downloads: -1}
	for _, purl := range p.Packages {
		d.downloads = max(d.downloads, percentile(list, purl))
	}
	for _, sn := range snaps {
		switch sn.Source {
		case health.SourceGit:
			d.git, d.measured = sn, true
		case health.SourceScorecard:
			d.checks = sn
		}
	}
	if !d.measured {
		return d, nil
	}
	d.inputs = health.Inputs{}
	for _, in := range d.git.Inputs {
		d.inputs[in.Field] = in
	}
	var err error
	d.figures, err = figuresOf(d.git.ObservedAt, d.inputs)
	return d, err
}

func percentile(list health.Curated, purl string) float64 {
	if d, ok := list.Downloads[purl]; ok {
		return d.Value
	}
	return -1
}

// figures are the numbers of the git source that move together. What is not among
// them is copied.
type figures struct {
	at, lastHuman, lastRelease, firstCommit time.Time
	// turned is the instant whose calendar month the last of human is.
	turned time.Time
	// human, all and people are by calendar month, 36 of them, oldest first:
	// commits by people, commits with those of bots, and people.
	human, all, people []int
	// shares are the commits of twelve months by person, most first, at most 20.
	shares []int
	// extra are the commits of the windows of 12 and 6 months and of the year before
	// beyond those of the calendar months: windows are of days.
	extra12, extra6, extraBefore int
	// before is the mean of the two years before, for the trend.
	before                          float64
	authors, newAuthors, regulars   int
	integrators                     int // meaningless where git does not show them
	bots, merges, agents            int
	total, authorsTotal, unreleased int
	factor                          int // of 24 months: of 12 when there are commits enough
	topChanged                      bool
	newcomers                       float64
	releases                        []time.Time // days, newest first, at most 60
	moreReleases, tags              int         // in twelve months beyond those; in all
	version                         [3]int
	files, workflows, bytes         int
	pushes                          int // how often something was pushed: it names the commit
}

// figuresOf reads the figures of a real project. The error is that one is missing or
// does not fit the others: then nothing made from it would be valid.
func figuresOf(at time.Time, ins health.Inputs) (figures, error) {
	n := func(field string) int { return int(ins.Field(field).Value) }
	months := func(field string) time.Time {
		return at.Add(-time.Duration(ins.Field(field).Value * float64(month)))
	}
	f := figures{at: at}
	f.lastHuman, f.lastRelease = months("months_since_human_act"), months("months_since_release")
	f.firstCommit = day(ins.Field("first_commit").Text)
	f.human, f.all, f.people = ins.Field("human_commits_by_month").Ints(), ins.Field("commits_by_month").Ints(), ins.Field("authors_by_month").Ints()
	if len(f.human) != 36 || len(f.all) != 36 || len(f.people) != 36 {
		return f, fmt.Errorf("%d, %d and %d months instead of 36", len(f.human), len(f.all), len(f.people))
	}
	f.shares = ins.Field("author_shares_12m").Ints()
	f.extra12 = n("human_commits_12m") - sum(f.human[24:])
	f.extra6 = n("human_commits_6m") - sum(f.human[30:])
	f.extraBefore = n("human_commits_prev12m") - sum(f.human[12:24])
	f.before = float64(sum(f.human[:24])) / 2
	if trend := ins.Field("commit_trend_log2"); trend.Known() {
		f.before = float64(n("human_commits_12m")+1)/math.Exp2(trend.Value) - 1
	}
	f.authors, f.newAuthors, f.regulars, f.integrators = n("authors_12m"), n("new_authors_12m"), n("regulars_12m"), n("integrators_12m")
	f.bots, f.merges, f.agents = n("bot_commits_12m"), n("merges_12m"), n("agent_commits_12m")
	f.total, f.authorsTotal, f.unreleased = n("commits_total"), n("authors_total"), n("unreleased_human_commits")
	f.factor, f.topChanged, f.newcomers = n("contributor_absence_factor"), ins.Field("top_author_changed").True(), ins.Field("newcomer_core_share").Value
	for _, s := range ins.Field("release_dates").Strings() {
		f.releases = append(f.releases, day(s))
	}
	f.moreReleases, f.tags = n("releases_12m")-f.recentReleases(), n("release_tags_total")
	f.files, f.workflows, f.bytes = n("files"), n("workflows"), n("tree_bytes")
	return f, nil
}

// recentReleases counts the days with a release in twelve months among those listed.
func (f *figures) recentReleases() int {
	n := 0
	for _, d := range f.releases {
		if f.at.Truncate(24*time.Hour).Sub(d) <= 365*24*time.Hour {
			n++
		}
	}
	return n
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil { // sources write days so; another is taken for none
		return time.Time{}
	}
	return t
}

func sum(of []int) int {
	n := 0
	for _, x := range of {
		n += x
	}
	return n
}
