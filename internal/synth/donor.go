package synth

import (
	"errors"
	"math"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// month is the length of a month in figures: a twelfth of a mean year.
const month = time.Duration(30.4375 * 24 * float64(time.Hour))

// donor is a real project that synthetic ones are made from.
type donor struct {
	project health.Project
	// measured means that it has figures. The fields below are set only then.
	measured    bool
	git, checks health.Snapshot
	inputs      health.Inputs // from git
	figures     figures
	// distro is what a distribution needs of it; some have it without figures.
	distro health.Snapshot
	// downloads is its percentile in its registry; negative if unknown.
	downloads float64
}

func newDonor(list health.List, p health.Project, snaps []health.Snapshot) (donor, error) {
	d := donor{project: p, downloads: -1}
	for _, purl := range p.Packages {
		d.downloads = max(d.downloads, percentile(list, purl))
	}
	for _, sn := range snaps {
		switch sn.Source {
		case field.SourceGit:
			d.git, d.measured = sn, true
		case field.SourceScorecard:
			d.checks = sn
		case field.SourceDistro:
			d.distro = sn
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

func percentile(list health.List, purl string) float64 {
	if d, ok := list.Downloads[purl]; ok {
		return d.Value
	}
	return -1
}

// figures are the numbers of the git source that move together. All others are copied.
type figures struct {
	at, lastHuman, lastRelease, firstCommit time.Time
	// turned is the instant whose calendar month is the last of human.
	turned time.Time

	// human, all and people are counts by calendar month, 36 of them, oldest first: commits by
	// people, commits including those of bots, and people.
	human, all, people []int
	// extra are the commits in the windows of 12 and 6 months and of the year before, beyond those
	// of the calendar months, because windows are measured in days.
	extra12, extra6, extraBefore int
	// before is the mean of the two years before, for the trend.
	before float64
	// shares are the commits of twelve months by person, most first, at most 20.
	shares []int

	authors, newAuthors, regulars, authorsTotal int
	integrators                                 int // meaningless if git does not show them
	factor                                      int // over 24 months; over 12 with enough commits
	topChanged                                  bool
	newcomers                                   float64

	bots, merges, agents, total, unreleased int
	files, workflows, bytes                 int

	releases     []time.Time // days, newest first, at most 60
	moreReleases int         // in twelve months beyond those
	tags         int         // in total
	version      [3]int
	pushes       int // number of pushes: it determines the commit id
}

// figuresOf reads the figures of a real project. It returns an error if the months, to which
// everything else is fitted, are missing.
func figuresOf(at time.Time, ins health.Inputs) (figures, error) {
	n := func(id field.ID) int { return int(ins.Field(id).Value) }
	f := figures{
		at:          at,
		lastHuman:   at.Add(-months(ins.Field(field.MonthsSinceHumanAct).Value)),
		lastRelease: at.Add(-months(ins.Field(field.MonthsSinceRelease).Value)),
		firstCommit: day(ins.Field(field.FirstCommit).Text),

		human:  ins.Field(field.HumanCommitsByMonth).Ints(),
		all:    ins.Field(field.CommitsByMonth).Ints(),
		people: ins.Field(field.AuthorsByMonth).Ints(),
		shares: ins.Field(field.AuthorShares12m).Ints(),

		authors: n(field.Authors12m), newAuthors: n(field.NewAuthors12m),
		regulars: n(field.Regulars12m), authorsTotal: n(field.AuthorsTotal),
		integrators: n(field.Integrators12m), factor: n(field.ContributorAbsenceFactor),
		topChanged: ins.Field(field.TopAuthorChanged).True(),
		newcomers:  ins.Field(field.NewcomerCoreShare).Value,

		bots: n(field.BotCommits12m), merges: n(field.Merges12m), agents: n(field.AgentCommits12m),
		total: n(field.CommitsTotal), unreleased: n(field.UnreleasedHumanCommits),
		files: n("files"), workflows: n("workflows"), bytes: n(field.TreeBytes),
		tags: n(field.ReleaseTagsTotal),
	}
	if len(f.human) != 36 || len(f.all) != 36 || len(f.people) != 36 {
		return f, errors.New("not of 36 months")
	}
	f.extra12 = n(field.HumanCommits12m) - sum(f.human[24:])
	f.extra6 = n(field.HumanCommits6m) - sum(f.human[30:])
	f.extraBefore = n(field.HumanCommitsPrev12m) - sum(f.human[12:24])
	f.before = float64(sum(f.human[:24])) / 2
	if trend := ins.Field(field.CommitTrendLog2); trend.Known() {
		f.before = float64(n(field.HumanCommits12m)+1)/math.Exp2(trend.Value) - 1
	}
	for _, s := range ins.Field(field.ReleaseDates).Strings() {
		f.releases = append(f.releases, day(s))
	}
	f.moreReleases = n(field.Releases12m) - f.recentReleases()
	return f, nil
}

func months(n float64) time.Duration { return time.Duration(n * float64(month)) }

// recentReleases returns the number of listed days with a release in twelve months.
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
	if err != nil { // sources write days in this form; another one counts as none
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
