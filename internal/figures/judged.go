package figures

import (
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// joinArchived uses the host's archived flag where the list leaves it open. A declaration in the
// list has priority: software can be declared end of life without being archived.
func joinArchived(ins health.Inputs) {
	host := ins.Field(field.RepositoryArchived)
	if !host.Known() || ins.Field(field.Archived).Known() {
		return
	}
	ins[field.Archived] = retold(host, field.Archived, host.Value, "according to its host")
	if host.Value != 0 && !ins.Field(field.Successor).Known() {
		in := health.Missing(field.Successor, "archived on its host; we do not know whether there is a live successor", nil)
		in.Source, in.ObservedAt = host.Source, host.ObservedAt
		ins[field.Successor] = in
	}
}

// joinLastAct uses the later of the last commit and the last merge, release or closing on the host,
// at the instant of the figures.
func joinLastAct(ins health.Inputs, at time.Time) {
	const id = field.MonthsSinceHumanAct
	act := ins.Field(field.LastMaintainerAct)
	day, err := time.Parse(time.DateOnly, act.Text)
	if !act.Known() || err != nil || at.IsZero() {
		return
	}
	// Only the day is known, so the act may have been at its end.
	months := max(0, at.Sub(day.AddDate(0, 0, 1)).Hours()/24/30.4375)
	if git := ins.Field(id); git.State != health.NotApplicable && (!git.Known() || months < git.Value) {
		ins[id] = retold(act, id, months, fmt.Sprintf("a merge, release or closed item on %s is later than the last commit", act.Text))
	}
}

// joinMirror treats a repository that its host marks as a mirror like one that the list calls a
// mirror: nobody answers or merges there. Scorecard's view of reviews stays unknown, because
// reviews happen elsewhere and not applicable would count as seen.
func joinMirror(ins health.Inputs) {
	host := ins.Field(field.RepositoryMirror)
	if !host.True() {
		return
	}
	for _, id := range []field.ID{field.FirstResponseDaysP50, field.ChangeRequestClosure, field.Integrators12m} {
		if ins.Field(id).State == health.NotApplicable {
			continue // the list's reason, or the host's own
		}
		in := health.NotApplies(id, "the host marks the repository as a mirror; issues and changes are handled elsewhere")
		in.Source, in.SourceURL, in.Version, in.ObservedAt = host.Source, host.SourceURL, host.Version, host.ObservedAt
		ins[id] = in
	}
}

// joinIntegrators uses the larger of two counts: people who committed changes of others, from git,
// and people who merged them on the host. They may be the same people under two names, so the
// counts are not added.
func joinIntegrators(ins health.Inputs) {
	const id = field.Integrators12m
	mergers, git := ins.Field(field.Mergers12m), ins.Field(id)
	if mergers.Known() && git.State != health.NotApplicable && (!git.Known() || mergers.Value > git.Value) {
		ins[id] = retold(mergers, id, mergers.Value, "from the host's record of merges")
	}
}

// joinRelease uses a version published in a registry after the last release tag as the last
// release, because many releases are never tagged. As with tags, nothing is waiting for a release
// if no human commit has a later day; otherwise the months since then count. Versions published
// after the day of the figures, e.g. beside an old copy of the repository, are ignored because the
// commits of that time are unknown.
func joinRelease(ins health.Inputs, at time.Time) {
	const id = field.ReleaseFlowMonths
	published, commit, git := ins.Field(field.RegistryRelease), ins.Field(field.LastHumanCommit), ins.Field(id)
	day, err := time.Parse(time.DateOnly, published.Text)
	switch {
	case !published.Known() || err != nil || at.IsZero() || day.After(at) || !commit.Known():
		return
	case git.State == health.NotApplicable || git.Known() && git.Value == 0:
		return
	}
	if tag := ins.Field(field.LastRelease); tag.Known() && published.Text <= tag.Text {
		return
	}
	if commit.Text <= published.Text {
		ins[id] = retold(published, id, 0, "the registry version of "+published.Text+" is later than the last human commit")
		return
	}
	months := max(0, at.Sub(day.AddDate(0, 0, 1)).Hours()/24/30.4375)
	if !git.Known() || months < git.Value {
		ins[id] = retold(published, id, months, "the registry version of "+published.Text+" is later than the last release tag")
	}
}

// joinFunding uses the FUNDING.yml of the owner's .github repository if the repository has none, as
// its host does. A file of its own has priority, also if it names no platform or cannot be read.
func joinFunding(ins health.Inputs) {
	const id = field.FundingChannels
	git, owner := ins.Field(id), ins.Field(field.OwnerFundingChannels)
	if !git.Known() || git.Reason == funding.NoneNamed || len(git.Strings()) > 0 || len(owner.Strings()) == 0 {
		return
	}
	owner.Field, owner.Reason = id, "in the owner's .github repository"
	ins[id] = owner
}

// joinRange gives a count of people the range that the identities allow. The count itself does not
// change.
func joinRange(ins health.Inputs, id, of field.ID) {
	in, both := ins.Field(id), ins.Field(of).Ints()
	if !in.Known() || in.Source != ins.Field(of).Source || len(both) != 2 {
		return
	}
	low, high := float64(both[0]), float64(both[1])
	if low < high && low <= in.Value && in.Value <= high {
		in.Low, in.High = low, high
		ins[id] = in
	}
}

// retold returns the input of one field as the value of another.
func retold(in health.Input, id field.ID, value float64, reason string) health.Input {
	in.Field, in.Value, in.Text, in.Reason = id, value, "", reason
	return in
}
