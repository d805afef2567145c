package change

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// moves reports whether the catalogue marks the field with any of the given marks.
func (p pair) moves(any field.Moves) bool { return p.field.Moves.Has(any) }

// byClock returns the evidence that only time passed.
func byClock(p pair) string {
	switch id := p.field.ID; {
	case p.impossible():
		return ""
	case id == field.MonthsSinceHumanAct:
		return sinceAct(p)
	case id == field.MonthsSinceRelease, id == field.ReleaseFlowMonths:
		return sinceRelease(p)
	case id == field.Releases12m, id == field.ReleaseTagsOffBranch, id == field.ReleaseTagsOffBranchNames:
		if p.unmoved(field.LastReleaseTag) {
			return "no release since " + p.a.ins.Field(field.LastRelease).Text
		}
	case id == field.Integrators12m && p.after.Source != field.SourceGit, id == field.Mergers12m, id == field.OrgsOfRegulars, p.moves(field.WithTracker):
		return trackerWindow(p)
	case p.moves(field.WithPeople) && p.unmoved(field.LastHumanCommit):
		return "no human commit since " + p.a.ins.Field(field.LastHumanCommit).Text
	case p.field.Moves.Windowed() && p.still():
		return "the commit is unchanged; the time window moved"
	case id == field.AdvisoryUnpatchedDays && p.unmoved(field.AdvisoriesUnpatched):
		return "the same advisories are older"
	case id == field.Advisories24m && p.after.Value < p.before.Value:
		return "advisories left the two-year window"
	case id == field.AdvisoryFixDaysP50 && p.unmoved(field.AdvisoriesUnpatched) && p.unmoved(field.Advisories24m):
		return "no advisory was published or patched"
	case id == field.PublishedScore:
		return totalWindow(p)
	}
	return ""
}

// impossible reports whether time cannot have caused the change: a count over a window of git's
// history rose, and the window did not move back.
func (p pair) impossible() bool {
	return p.moves(field.OnlyFalls) && p.after.Source == field.SourceGit && p.after.Value > p.before.Value && !p.a.at.Before(p.b.at)
}

// sinceAct distinguishes a longer time since the same act from another act.
func sinceAct(p pair) string {
	if p.after.Value <= p.before.Value || p.later(field.LastHumanCommit) || p.later(field.LastMaintainerAct) {
		return ""
	}
	if p.unmoved(field.LastHumanCommit) || p.still() {
		return "no activity; more time has passed"
	}
	return ""
}

// sinceRelease distinguishes a longer time since the same release from another release.
func sinceRelease(p pair) string {
	if p.unmoved(field.LastReleaseTag) && p.before.Value > 0 && p.after.Value > p.before.Value {
		return "no release since " + p.a.ins.Field(field.LastRelease).Text + "; more time has passed"
	}
	return ""
}

// trackerWindow handles figures from the host's records. Earlier records are not stored, so it
// attributes a change to the project only if a value rose that time alone cannot raise.
func trackerWindow(p pair) string {
	for _, f := range []field.ID{field.OutsideItems12m, field.OutsideItemsAnswered12m, field.OutsideItems24m, field.OutsideItemsAnswered24m, field.Mergers12m} {
		if p.rose(f) {
			return ""
		}
	}
	quiet := p.unmoved(field.LastMaintainerAct)
	switch p.field.ID {
	case field.Mergers12m, field.Integrators12m, field.OrgsOfRegulars, field.TrackerReadSince:
		if p.field.ID == field.TrackerReadSince || p.after.Value < p.before.Value {
			return "older items left the time window"
		}
		return ""
	case field.FirstResponseDaysP50, field.ChangeRequestClosure:
		if !quiet && p.later(field.LastMaintainerAct) {
			return ""
		}
	}
	if quiet {
		return "no new activity; the time window moved"
	}
	return "no count rose; the time window probably moved"
}

const (
	// maintainedWindow and maintainedWeight belong to Scorecard's Maintained, the only check with a
	// fixed time window: its days, and its points in a total of 10 (7.5 of about 92 if all checks
	// but Packaging and Signed-Releases have a score).
	maintainedWindow = 90
	maintainedWeight = .8
	// tenth is the unit that totals are rounded to.
	tenth = .1
)

// totalWindow handles a published total. If its checks are stored, they decide. Otherwise a fall at
// the same commit counts as the passage of time, up to what a uniform window loses.
func totalWindow(p pair) string {
	if !p.still() || p.after.Value >= p.before.Value {
		return ""
	}
	was, is := checks(p.b, p.before.Source), checks(p.a, p.after.Source)
	if len(was) > 0 && len(is) > 0 {
		for name, c := range is {
			if o := was[name]; name != "Maintained" && (o.State != c.State || o.Score != c.Score) {
				return ""
			}
		}
		return "only the Maintained check changed, which looks back 90 days; the commit is unchanged"
	}
	lost := maintainedWeight * min(1, p.days()/maintainedWindow)
	if p.before.Value-p.after.Value > lost+tenth/2 {
		return ""
	}
	return fmt.Sprintf("unchanged commit, and at most %.1f points: the Maintained check looks back 90 days", max(lost, tenth))
}
