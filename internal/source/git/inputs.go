package git

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	cutShort   = "this clone has only the newest part of the history (shallow clone)"
	noIdentity = "the .mailmap file is not in this clone, so people cannot be counted reliably"
	quietYear  = "no human commit in 12 months"
	noForeign  = "no change by others in 12 months, so git does not show who would integrate it"
	noVersion  = "no tag has a version number; releases may be published elsewhere"
	rolls      = "the project states that it makes no releases"
)

// inputs returns every catalogue field of SourceGit, sorted by field, each once.
func (f *figures) inputs(rolling bool) []health.Input {
	files := slices.Concat(f.contentInputs(), f.fileInputs())
	if over := f.tree.over; over != nil {
		files = unless(true, over.Error(), files)
	}
	return byName(slices.Concat(f.historyInputs(rolling), files))
}

// historyInputs returns the inputs that need only commits and tags.
func (f *figures) historyInputs(rolling bool) []health.Input {
	return byName(slices.Concat(f.activity(), f.months(), f.peopleInputs(), f.shifts(), f.releaseInputs(rolling)))
}

func byName(all []health.Input) []health.Input {
	slices.SortFunc(all, func(a, b health.Input) int { return cmp.Compare(a.Field, b.Field) })
	return all
}

// unless replaces the inputs by unknowns with the reason if cut is set.
func unless(cut bool, reason string, all []health.Input) []health.Input {
	if cut {
		for i, in := range all {
			all[i] = health.Missing(in.Field, reason, nil)
		}
	}
	return all
}

func count(id field.ID, n int) health.Input { return health.Obs(id, float64(n)) }

// date returns an observed day, or an unknown input if there is none.
func date(id field.ID, t int64, reason string) health.Input {
	if t <= 0 {
		return health.Missing(id, reason, nil)
	}
	return health.ObsText(id, isoDay(t))
}

// activity returns the inputs that need only commits, whoever made them.
func (f *figures) activity() []health.Input {
	h := f.hist
	share := health.NotApplies(field.BotShare12m, "no commit in 12 months")
	if h.year1 > 0 {
		share = health.Obs(field.BotShare12m, ratio(h.bots1, h.year1))
	}
	idle := health.Missing(field.MonthsSinceHumanAct, "no human commit in the whole history", nil)
	if h.lastHuman > 0 {
		idle = health.Obs(field.MonthsSinceHumanAct, f.monthsTo(h.lastHuman))
	}
	imported, _ := h.imported()
	return unless(f.shallow, cutShort, []health.Input{
		idle, share, f.trendInput(),
		count(field.HumanCommits12m, h.human[0]), count(field.HumanCommitsPrev12m, h.human[1]), count(field.HumanCommits6m, h.half),
		count(field.BotCommits12m, h.bots1), count(field.AgentCommits12m, h.withAgent), count(field.Merges12m, h.merges1), count(field.CommitsTotal, h.total),
		date(field.LastHumanCommit, h.lastHuman, "no human commit in the whole history"),
		date(field.FirstCommit, h.first, "no commit in the history has a plausible date"),
		health.ObsBool(field.ImportedHistory, imported),
	})
}

func (f *figures) trendInput() health.Input {
	const id = field.CommitTrendLog2
	value, previous := f.trend()
	imported, when := f.hist.imported()
	switch {
	case f.hist.first > f.hist.at-365*day:
		return health.NotApplies(id, "the history is shorter than 12 months")
	case imported && when > f.hist.at-1095*day:
		return health.NotApplies(id, "the history was imported less than 36 months ago, so earlier dates are unknown")
	case previous < 10:
		return health.NotApplies(id, "fewer than 10 human commits a year in earlier years, too few for a trend")
	}
	return health.Obs(id, value)
}

// months returns the inputs from the calendar months.
func (f *figures) months() []health.Input {
	h := f.hist
	active := 0
	for _, n := range h.humanMonths[span-12:] {
		if n > 0 {
			active++
		}
	}
	return unless(f.shallow, cutShort, []health.Input{
		count(field.ActiveMonths12m, active),
		health.ObsList(field.HumanCommitsByMonth, h.humanMonths),
		health.ObsList(field.CommitsByMonth, h.allMonths),
	})
}

// peopleInputs returns the inputs that require people to be distinguished.
func (f *figures) peopleInputs() []health.Input {
	byYear, both, fresh, regulars := []int{}, []int{}, 0, 0
	monthly := [span]int{}
	for _, p := range f.authors {
		if p.year1 > 0 {
			byYear = append(byYear, p.year1)
			if p.first > f.hist.at-365*day {
				fresh++
			}
		}
		both = append(both, p.year1+p.year2)
		if p.regular() {
			regulars++
		}
		for m := range span {
			monthly[span-1-m] += int(p.months >> m & 1)
		}
	}
	slices.SortFunc(both, func(a, b int) int { return b - a })
	counted := byYear
	if f.hist.human[0] < health.FactorCommits {
		counted = both
	}
	// Without commits the factor is not a number: null, not 0 (CHAOSS).
	factor := health.Missing(field.ContributorAbsenceFactor, "no human commits in two years, so there are no people to count", nil)
	if n := absence(counted); n > 0 {
		factor = count(field.ContributorAbsenceFactor, n)
	}
	year, top := health.NotApplies(field.ContributorAbsenceFactor12m, quietYear), health.NotApplies(field.TopAuthorShare12m, quietYear)
	if len(byYear) > 0 {
		year = count(field.ContributorAbsenceFactor12m, absence(byYear))
		top = health.Obs(field.TopAuthorShare12m, ratio(byYear[0], f.hist.human[0]))
	}
	integrators, most := f.integrators()
	return unless(f.shallow, cutShort, unless(f.tree.mailmapAbsent, noIdentity, []health.Input{
		count(field.Authors12m, len(byYear)), count(field.AuthorsTotal, len(f.authors)), count(field.NewAuthors12m, fresh), count(field.Regulars12m, regulars),
		factor, year, top, integrators,
		span2(field.RegularsRange12m, f.doubt.low.regulars, f.doubt.high.regulars, true),
		span2(field.AbsenceFactorRange, f.doubt.low.factor, f.doubt.high.factor, factor.Known()),
		span2(field.IntegratorsRange12m, int(integrators.Value), most, integrators.Known()),
		health.ObsList(field.AuthorShares12m, byYear[:min(len(byYear), 20)]),
		health.ObsList(field.AuthorsByMonth, monthly),
	}))
}

// span2 returns the least and the greatest count that the identities allow.
func span2(id field.ID, low, high int, known bool) health.Input {
	if !known {
		return health.NotApplies(id, "there are no people to count")
	}
	return health.ObsList(id, []int{low, high})
}

// integrators counts the people who committed changes written by others, and the most that there may
// be. Changes and merges made on the host's website have the host as committer, those that a program
// lands the program. If most are of these kinds, git does not show who integrates. If changes came,
// but too few for anyone to be counted, nobody was an integrator, and each who committed one may be
// the next; so gate G3 keeps its condition, and the interval speaks of the doubt. If none came while
// work went on, nobody was seen to integrate or not to; where nothing came at all, nobody did.
func (f *figures) integrators() (in health.Input, most int) {
	const id = field.Integrators12m
	switch by := f.landed; {
	case 2*by.web > by.all:
		return health.Missing(id, "most changes were merged on the host's web pages, and git does not show by whom", nil), 0
	case 2*by.programs > by.all:
		return health.Missing(id, "most changes were committed by programs, and git does not show who approved them", nil), 0
	case 2*(by.web+by.programs) > by.all:
		return health.Missing(id, "most changes were committed on the host's web pages or by programs, and git does not show who approved them", nil), 0
	case by.all == 0 && f.hist.year1+f.hist.merges1 > 0:
		return health.Missing(id, noForeign, nil), 0
	}
	n, any := 0, 0
	for _, p := range f.persons {
		if p.integrator() {
			n++
		}
		if p.integrations > 0 {
			any++
		}
	}
	if f.landed.all < leastIntegrations {
		return count(id, n), any
	}
	return count(id, n), n
}

// shifts returns the facts about people that the alerts use.
func (f *figures) shifts() []health.Input {
	changed := health.NotApplies(field.TopAuthorChanged, "no human commit in the 12 months or in the 36 months before them")
	if yes, ok := f.topChanged(); ok {
		changed = health.ObsBool(field.TopAuthorChanged, yes)
	}
	newcomers := health.NotApplies(field.NewcomerCoreShare, quietYear)
	if f.hist.human[0] > 0 {
		newcomers = health.Obs(field.NewcomerCoreShare, f.newcomerShare())
	}
	return unless(f.shallow, cutShort, unless(f.tree.mailmapAbsent, noIdentity, []health.Input{changed, newcomers}))
}

// releaseInputs returns the inputs from tags.
func (f *figures) releaseInputs(rolling bool) []health.Input {
	days := make([]string, 0, 60)
	recent := 0
	for _, d := range slices.Backward(f.rel.days) {
		if len(days) < 60 {
			days = append(days, isoDay(d*day))
		}
		if (d+1)*day > f.hist.at-365*day {
			recent++
		}
	}
	off, _ := f.offBranch(0, 365)
	names := []string{}
	for _, t := range slices.Backward(off) {
		names = append(names, strings.ToValidUTF8(t.name[:min(len(t.name), maxTagName)], ""))
	}
	last, ok := f.rel.last()
	all := []health.Input{
		date(field.LastRelease, last.at, ""), health.ObsText(field.LastReleaseTag, last.name),
		health.Obs(field.MonthsSinceRelease, f.monthsTo(last.at)), f.flow(last),
		count(field.UnreleasedHumanCommits, f.waiting.commits), count(field.Releases12m, recent), f.gap(), count(field.ReleaseTagsOffBranch, len(off)), f.offBefore(),
		health.ObsList(field.ReleaseTagsOffBranchNames, names[:min(len(names), 10)]),
	}
	if !ok {
		all = unless(true, noVersion, all)
	}
	all = unless(f.stale(), staleTags, all)
	all = unless(f.untold != "", f.untold, all)
	if f.shallow {
		for i, in := range all {
			if in.Field == field.ReleaseFlowMonths || in.Field == field.UnreleasedHumanCommits || strings.HasPrefix(string(in.Field), string(field.ReleaseTagsOffBranch)) {
				all[i] = health.Missing(in.Field, cutShort, nil)
			}
		}
	}
	if rolling {
		for i, in := range all {
			if in.Field == field.ReleaseFlowMonths || !ok {
				all[i] = health.NotApplies(in.Field, rolls)
			}
		}
	}
	tags := []health.Input{count(field.ReleaseTagsTotal, len(f.rel.tags)), health.ObsList(field.ReleaseDates, days)}
	return append(all, unless(f.untold != "", f.untold, tags)...)
}

// maxTagName limits the bytes of a displayed name; git has no limit of its own.
const maxTagName = 60

// offBranch returns the release tags of a window, in days before the instant, whose commit is not
// reachable from the default branch, oldest first. It also returns the number of all tags in the
// window.
func (f *figures) offBranch(from, to int) (off []tag, all int) {
	for _, t := range f.rel.tags {
		if !f.hist.inWindow(t.at, from, to) {
			continue
		}
		all++
		if met, ok := f.hist.wanted[t.commit]; ok && met == 0 {
			off = append(off, t)
		}
	}
	return off, all
}

// offBefore describes the earlier practice of the project. A few releases do not show a habit.
func (f *figures) offBefore() health.Input {
	const id = field.ReleaseTagsOffBranchBefore
	off, all := f.offBranch(365, 365+1095)
	if all < 3 {
		return health.NotApplies(id, "fewer than three releases in the 36 months before the last 12")
	}
	return count(id, len(off))
}

// flow returns how long changes have waited: since the last release on any line, or since the oldest
// waiting change if that is shorter. A release of a maintained line starts the time again, because
// fixes reach users with it: ZooKeeper and Maven let features wait for years for the next main
// version and release the fixes all the time. And no change waits for longer than it exists: the
// first fix after three quiet years has waited for days, not years.
func (f *figures) flow(last tag) health.Input {
	if f.waiting.commits == 0 {
		return health.Obs(field.ReleaseFlowMonths, 0)
	}
	return health.Obs(field.ReleaseFlowMonths, f.monthsTo(max(last.at, f.waiting.oldest)))
}

func (f *figures) gap() health.Input {
	n := len(f.rel.days)
	if n < 2 {
		return health.NotApplies(field.ReleaseGapMonths, "fewer than two releases")
	}
	return health.Obs(field.ReleaseGapMonths, float64(f.rel.days[n-1]-f.rel.days[n-2])/monthDays)
}

// contentInputs returns the inputs that need the contents of a few files.
func (f *figures) contentInputs() []health.Input {
	t := f.tree
	licence := health.ObsText(field.Licence, t.licence)
	switch {
	case t.licence == "" && t.licenceUnread:
		licence = health.Missing(field.Licence, "the licence file's content is not in this clone", t.licenceCause)
	case t.licence == "":
		licence = health.Missing(field.Licence, "no licence file in the root folder; the licence may be stated elsewhere", nil)
	}
	channels := health.ObsList(field.FundingChannels, append([]string{}, t.channels...))
	switch {
	case t.fundingUnreadable:
		channels = health.Missing(field.FundingChannels, "the content of FUNDING.yml is not in this clone", t.fundingCause)
	case t.fundingInvalid != nil:
		channels = health.Missing(field.FundingChannels, "FUNDING.yml is not in the form that its documentation describes", t.fundingInvalid)
	case t.funding != nil && len(t.channels) == 0:
		channels.Reason = funding.NoneNamed
	}
	size := health.Obs(field.TreeBytes, float64(t.bytes))
	if t.absent > 0 {
		size = health.Missing(field.TreeBytes, "the contents of some files are not in this clone", nil)
	}
	return append([]health.Input{licence, channels, t.plans.input(), size}, t.words.inputs()...)
}

// fileInputs returns the inputs that need only the names of files.
func (f *figures) fileInputs() []health.Input {
	t := f.tree
	tool := "none in this tree"
	if len(t.tools) > 0 {
		tool = strings.Join(t.tools, ", ")
	}
	return []health.Input{
		health.ObsBool(field.SecurityPolicy, t.security), health.ObsBool(field.CodeOwners, t.owners), health.ObsBool(field.GovernanceFile, t.governance),
		count("workflows", t.workflows), count("files", t.files), health.ObsText(field.UpdateTool, tool),
	}
}
