package change

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// rules is the table in the package documentation, in the same order. Each rule returns the fact
// that decided it, or "" if it does not apply.
var rules = []struct {
	cause cause.Cause
	why   func(pair) string
}{
	{cause.List, byList},
	{cause.Source, bySource},
	{cause.Instrument, byInstrument},
	{cause.Coverage, byCoverage},
	{cause.Clock, byClock},
}

// causeOf returns the one cause of a field that differs.
func causeOf(p pair) (cause.Cause, string) {
	for _, r := range rules {
		if why := r.why(p); why != "" {
			return r.cause, why
		}
	}
	return cause.Project, byProject(p)
}

func byList(p pair) string {
	if p.sameList() {
		return "" // then it is not an edit of the list
	}
	return settled(p)
}

// settled describes what changed in the list's decision on the field. It returns "" if neither side
// had one.
func settled(p pair) string {
	was, is := p.before.Source == field.SourceList, p.after.Source == field.SourceList
	switch {
	case was && is:
		return "the list's editors changed it"
	case was && p.before.State != health.Unknown:
		return "the list no longer states it"
	case is && p.after.State != health.Unknown:
		return "the list now states it"
	}
	return ""
}

// joined are the fields that two sources report, with the host's own field. If both reported on
// both sides, the joined value may come from the other one without a change of source.
var joined = map[field.ID]field.ID{
	field.MonthsSinceHumanAct: field.LastMaintainerAct,
	field.Integrators12m:      field.Mergers12m,
	"archived":                field.RepositoryArchived,
	"successor":               field.RepositoryArchived,
}

func bySource(p pair) string {
	if why := byDistribution(p); why != "" {
		return why
	}
	was, is := p.b.basis.Used.Source, p.a.basis.Used.Source
	if p.field.Source == field.SourceScorecard && was != "" && is != "" && was != is {
		return "posture now comes from " + p.a.basis.Used.Name() + "; before, from " + p.b.basis.Used.Name()
	}
	if p.before.Source == field.SourcePublished && p.after.Source == field.SourcePublished {
		_, x := publisher(p.before.Version)
		_, y := publisher(p.after.Version)
		if x != "" && y != "" && x != y {
			return "now published by " + y + "; before, by " + x
		}
	}
	if !p.both() || p.before.Source == "" || p.after.Source == "" || p.before.Source == p.after.Source {
		return ""
	}
	if host, ok := joined[p.field.ID]; ok {
		_, had := p.b.known(host)
		_, has := p.a.known(host)
		if had && has {
			return ""
		}
	}
	return "now taken from " + sourceName(p.after.Source) + "; before, from " + sourceName(p.before.Source)
}

// byDistribution returns a text if another state of a distribution was read. Its other packages may
// have changed, and the project need not have.
func byDistribution(p pair) string {
	if p.before.Source != field.SourceDistro || p.after.Source != field.SourceDistro || p.before.ObservedAt.Equal(p.after.ObservedAt) || !p.both() {
		return ""
	}
	return "counted in the distribution of " + p.after.ObservedAt.Format("2 Jan 2006") + "; before, of " + p.before.ObservedAt.Format("2 Jan 2006")
}

func sourceName(id string) string {
	switch id {
	case field.SourceGit:
		return "git"
	case field.SourceGitHub:
		return "the host's records"
	case field.SourceScorecard:
		return "our own scan"
	case field.SourcePublished:
		return "a published result"
	case field.SourceRegistry:
		return "package registries"
	case field.SourceDistro:
		return "a distribution"
	case field.SourceAdvisory:
		return "published advisories"
	case field.SourceList:
		return "the list"
	}
	return id
}

func byInstrument(p pair) string {
	if p.sameList() && settled(p) != "" {
		return "the list is unchanged, so Plumbline reads it differently"
	}
	if p.before.Source != p.after.Source || p.before.Source == "" {
		return ""
	}
	if x, y := versions(p); x != y {
		return "now measured with " + y + "; before, with " + x
	}
	if why := otherTable(p); why != "" {
		return why
	}
	if why := otherChecks(p); why != "" {
		return why
	}
	if p.field.Source == field.SourceGit && p.both() && p.before.Source == field.SourceGit && p.still() && !p.moves(field.WithTags) && (!p.field.Moves.Windowed() || p.impossible()) {
		return "the commit is unchanged, so Plumbline reads it differently"
	}
	if p.both() && p.still() && slices.Contains(p.a.files, string(p.field.ID)) {
		return "the files are unchanged, so Plumbline reads them differently"
	}
	return ""
}

// versions returns the versions of the instrument on the two sides, equal ones if either is
// unknown. A result that is not published has no instrument.
func versions(p pair) (before, after string) {
	before, after = instrument(p.before.Version), instrument(p.after.Version)
	if p.before.Source == field.SourcePublished {
		_, was := publisher(before)
		_, is := publisher(after)
		if was == "" || is == "" {
			return "", ""
		}
	}
	if before == "" || after == "" {
		return "", ""
	}
	return before, after
}

// tables maps each percentile to the count whose position in a reference table it is.
var tables = map[field.ID]field.ID{field.DependentsPercentile: "dependents", field.DownloadsPercentile: field.Downloads30d}

// otherTable returns a text if a percentile comes from another reference table; the reason of the
// input names the table.
func otherTable(p pair) string {
	counted, ok := tables[p.field.ID]
	switch {
	case !ok || !p.both():
		return ""
	case rankedAmong(p.before.Reason) != rankedAmong(p.after.Reason):
		return "compared with another reference table: " + p.after.Reason
	case p.unmoved(counted):
		return "the count is unchanged, so the reference table changed"
	}
	return ""
}

// rankedAmong returns the reference table that the reason of a percentile names: the text after
// "among the". The words before it may come from an older version.
func rankedAmong(reason string) string {
	if _, table, ok := strings.Cut(reason, " among the "); ok {
		return table
	}
	return reason
}

// otherChecks returns a text if another set of checks ran. This affects the total, and each check
// that is missing from one of the sets.
func otherChecks(p pair) string {
	was, is := checks(p.b, p.before.Source), checks(p.a, p.after.Source)
	if len(was) == 0 || len(is) == 0 {
		return ""
	}
	switch p.field.ID {
	case field.PublishedScore, field.PublishedChecks:
		if len(was) != len(is) {
			return fmt.Sprintf("%d checks ran; before, %d", len(is), len(was))
		}
		for name := range was {
			if _, ok := is[name]; !ok {
				return "a different set of checks ran"
			}
		}
	default:
		_, had := was[string(p.field.ID)]
		_, has := is[string(p.field.ID)]
		if p.field.Source == field.SourceScorecard && had != has {
			return "a different set of checks ran"
		}
	}
	return ""
}

// checks returns the checks of a source's snapshot by name.
func checks(v view, source string) map[string]check.Check {
	out := map[string]check.Check{}
	for _, c := range v.snaps[source].Checks {
		out[c.Name] = c
	}
	return out
}

func byCoverage(p pair) string {
	switch {
	case p.before.State != p.after.State:
		return stateWords(p)
	case p.moves(field.WithTracker) && p.earlier(field.TrackerReadSince):
		return "issues and change requests are now known since " + p.a.ins.Field(field.TrackerReadSince).Text + "; before, since " + p.b.ins.Field(field.TrackerReadSince).Text
	}
	return ""
}

// earlier reports whether a date is known on both sides and is now further back.
func (p pair) earlier(id field.ID) bool {
	x, ok := p.b.known(id)
	y, both := p.a.known(id)
	return ok && both && y.Text < x.Text
}

func stateWords(p pair) string {
	switch p.after.State {
	case health.Observed:
		return "unknown before"
	case health.NotApplicable:
		return "does not apply: " + p.after.Reason
	}
	if p.after.Reason == "" {
		return "now unknown"
	}
	return "now unknown: " + p.after.Reason
}

// byProject describes a change that no other rule explains.
func byProject(p pair) string {
	same, told := p.sameCommit()
	switch {
	case p.field.ID == field.Vulnerabilities && same && told:
		return "at the same commit, a vulnerability became known or was withdrawn"
	case p.field.Source == field.SourceScorecard && same && told:
		return "at the same commit, something other than the files changed, such as a host setting"
	case p.field.ID == field.PublishedScore && same && told:
		return "at the same commit, something other than the files changed, or the check lost more than its time window explains"
	case p.moves(field.WithHost):
		return "there was activity on the host"
	case p.moves(field.WithTags) && same && told:
		return "there is a new tag"
	case told && !same && p.field.Moves.Windowed():
		return newCommits(p) + "; the time window moved, too"
	case told && !same:
		return newCommits(p)
	}
	return "the measured value changed"
}

// newCommits returns how many there are, if known.
func newCommits(p pair) string {
	was, ok := p.b.known(field.CommitsTotal)
	is, both := p.a.known(field.CommitsTotal)
	switch n := int(is.Value - was.Value); {
	case !ok || !both || n < 0:
		return "there are new commits"
	case n == 0:
		return "the newest commit changed"
	case n == 1:
		return "there is one new commit"
	default:
		return "there are " + stats.Thousands(n) + " new commits"
	}
}
