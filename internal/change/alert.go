package change

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// watch is a project with all the data that alerts need.
type watch struct {
	project health.Project
	figures figures.Project
	// at is the instant that the figures describe.
	at time.Time
}

// judges find the alerts of one rule. The alerts lack the texts of the rule itself.
var judges = map[string]func(watch, map[string]float64) []alert.Alert{
	"A1": controlShift, "A2": otherHands, "A3": offTheBranch, "A4": programsAlone, "A5": said, "A6": afterSilence, "A7": scoreFell,
}

// Alerts returns the facts that a person should look at, in the order of the rules, or nil if there
// are none. A rule that needs unknown data does not fire, which does not mean that nothing
// happened. Alerts for operators are included (see alert.Public). Pure. The result does not depend
// on whether the figures are Judged.
func Alerts(rules []alert.Rule, p health.Project, f figures.Project) []alert.Alert {
	w := watch{project: p, figures: f, at: f.At()}
	if w.at.IsZero() {
		w.at = f.LastGood
	}
	var out []alert.Alert
	for _, r := range rules {
		judge, ok := judges[r.ID]
		if !ok {
			continue
		}
		for _, a := range judge(w, r.Numbers) {
			a.ID, a.Label, a.Operators = r.ID, r.Label, r.Operators
			out = append(out, a)
		}
	}
	return out
}

func one(a alert.Alert) []alert.Alert { return []alert.Alert{a} }

// field returns the input of a field.
func (w watch) field(id field.ID) health.Input { return w.figures.Inputs.Field(id) }

// day returns an observed date that is not after the instant of the figures.
func (w watch) day(id field.ID) (time.Time, bool) {
	in := w.field(id)
	t, err := time.Parse(time.DateOnly, in.Text)
	return t, in.Known() && err == nil && !t.After(w.at)
}

// within reports whether t lies at most that many days before the instant.
func (w watch) within(t time.Time, days float64) bool {
	return !t.IsZero() && float64(health.AgeDays(t, w.at)) <= days
}

// controlShift is A1. It neither knows nor needs the identity of the people.
func controlShift(w watch, n map[string]float64) []alert.Alert {
	changed, share := w.field(field.TopAuthorChanged), w.field(field.NewcomerCoreShare)
	factor, commits := w.field(field.ContributorAbsenceFactor12m), w.field(field.HumanCommits12m)
	if !changed.True() || !share.Known() || !factor.Known() || !commits.Known() ||
		share.Value < n[string(field.NewcomerCoreShare)] || factor.Value > n[string(field.ContributorAbsenceFactor12m)] || commits.Value < n[string(field.HumanCommits12m)] {
		return nil
	}
	return one(alert.Alert{
		Text:   fmt.Sprintf("The most active committer changed, which is normal in most projects. People who first committed within three years made %.0f%% of the core commits.", stats.Percent(share.Value)),
		Fields: []field.ID{field.TopAuthorChanged, field.NewcomerCoreShare, field.ContributorAbsenceFactor12m, field.HumanCommits12m},
	})
}

// otherHands is A2: the repository's owner, and the number of people who can publish.
func otherHands(w watch, n map[string]float64) []alert.Alert {
	var out []alert.Alert
	if id := w.figures.Identity; id != nil && id.Presence == forge.Present && w.within(id.MovedAt, n["days"]) {
		if listed, owner, ok := w.moved(*id); ok && !strings.EqualFold(listed.Owner(), owner) {
			out = append(out, alert.Alert{
				Text:  fmt.Sprintf("The repository moved to another owner: the list names %s, its host now names %s. Its history continues.", listed.Path, id.Name),
				Since: id.MovedAt, Fields: []field.ID{field.RepositoryName},
			})
		}
	}
	now := w.field("publishers")
	for _, h := range w.figures.Earlier { // newest first: the first that differs is the old one
		if h.Field != field.Publishers || !now.Known() || h.Value == now.Value || !w.within(h.Until, n["days"]) {
			continue
		}
		return append(out, alert.Alert{
			Text:  fmt.Sprintf("The number of accounts that can publish the package changed from %.0f to %.0f after %s.", h.Value, now.Value, h.Until.Format("2 Jan 2006")),
			Since: h.Until, Fields: []field.ID{field.Publishers}, URL: now.SourceURL,
		})
	}
	return out
}

// moved returns the repository as listed and its owner at the host. It returns false if the
// identity belongs to another repository.
func (w watch) moved(id forge.Identity) (listed repository.ID, owner string, ok bool) {
	r, ok := w.project.PrimaryRepository()
	listed, err := repository.Parse(r.URL)
	at := strings.LastIndexByte(id.Name, '/')
	if !ok || err != nil || listed.Key() != id.Repository || at < 0 {
		return listed, "", false
	}
	return listed, id.Name[:at], true
}

// offTheBranch is A3: the released code differs from what the repository shows.
func offTheBranch(w watch, n map[string]float64) []alert.Alert {
	var out []alert.Alert
	off, before := w.field(field.ReleaseTagsOffBranch), w.field(field.ReleaseTagsOffBranchBefore)
	if off.Known() && off.Value > 0 && before.Known() && before.Value == 0 {
		named := tagNames(w.field(field.ReleaseTagsOffBranchNames), int(off.Value))
		text := fmt.Sprintf("%s release tags of the last 12 months%s point to commits", stats.Thousands(int(off.Value)), named)
		if off.Value == 1 {
			text = "A release tag of the last 12 months" + named + " points to a commit"
		}
		out = append(out, alert.Alert{
			Text:   text + " outside the default branch. No release of the previous three years did.",
			Fields: []field.ID{field.ReleaseTagsOffBranch, field.ReleaseTagsOffBranchBefore},
		})
	}
	tagged, ok := w.day(field.LastRelease)
	if !ok {
		return out
	}
	for _, at := range []struct {
		field field.ID
		where string
	}{{field.RegistryRelease, "in its registry"}, {field.HostRelease, "on its host's release page"}} {
		day, ok := w.day(at.field)
		if !ok || day.Sub(tagged) <= time.Duration(n["days"]*24)*time.Hour {
			continue
		}
		out = append(out, alert.Alert{
			Text:  fmt.Sprintf("A release was published %s on %s, but the newest version tag in the repository is from %s.", at.where, day.Format("2 Jan 2006"), tagged.Format("2 Jan 2006")),
			Since: day, Fields: []field.ID{at.field, field.LastRelease}, URL: w.field(at.field).SourceURL,
		})
	}
	return out
}

// tagNames returns at most three tags and their total number in brackets, or "" if their names were
// not read.
func tagNames(in health.Input, all int) string {
	names := in.Strings()
	if len(names) == 0 {
		return ""
	}
	names = names[:min(len(names), 3)]
	text := strings.Join(names, ", ")
	if more := all - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return " (" + text + ")"
}

// programsAlone is A4. It needs positive knowledge that there was no act on the host: a host that
// was not read in time proves nothing.
func programsAlone(w watch, n map[string]float64) []alert.Alert {
	share, human := w.field(field.BotShare12m), w.field(field.HumanCommits6m)
	if !share.Known() || share.Value <= n[string(field.BotShare12m)] || !human.Known() || human.Value > 0 || !w.noAct(n["days"], n["host_days"]) {
		return nil
	}
	return one(alert.Alert{
		Text:   fmt.Sprintf("Programs made %.0f%% of the commits of the last 12 months. In the last six months we saw no person commit, merge, release or close anything.", stats.Percent(share.Value)),
		Fields: []field.ID{field.BotShare12m, field.HumanCommits6m, field.LastMaintainerAct},
	})
}

// noAct reports whether the host's records cover that many days and contain no act of a person in
// them.
func (w watch) noAct(days, fresh float64) bool {
	read := w.field(field.TrackerReadSince)
	since, ok := w.day(field.TrackerReadSince)
	if !ok || w.within(since, days) || !w.within(read.ObservedAt, fresh) {
		return false
	}
	act := w.field(field.LastMaintainerAct)
	if act.State != health.Observed {
		return act.State == health.Unknown && act.Source != "" && act.Source == read.Source // read, and there was none
	}
	last, ok := w.day(field.LastMaintainerAct)
	return ok && !w.within(last, days)
}

// said is A5.
func said(w watch, _ map[string]float64) []alert.Alert {
	var out []alert.Alert
	for _, s := range w.project.Statements {
		claim := "The maintainers are looking for help: "
		if s.Kind == health.SteppingDown {
			claim = "A maintainer is stepping down: "
		}
		since, err := time.Parse(time.DateOnly, s.Date)
		if err != nil {
			since = time.Time{}
		}
		out = append(out, alert.Alert{Text: claim + s.Text, Since: since, URL: s.URL})
	}
	return out
}

// afterSilence is A6. It checks not only the newest release, because the release that ended the
// silence may have been fixed a week later.
func afterSilence(w watch, n map[string]float64) []alert.Alert {
	days := w.field(field.ReleaseDates).Strings() // newest first
	for i := 1; i < len(days); i++ {
		first, err := time.Parse(time.DateOnly, days[i-1])
		before, bad := time.Parse(time.DateOnly, days[i])
		if err != nil || bad != nil || months(w.at.Sub(first)) > n["recent_months"] {
			return nil
		}
		if gap := months(first.Sub(before)); gap >= n["gap_months"] {
			return one(alert.Alert{
				Text:  fmt.Sprintf("The release on %s was the first in %d months.", first.Format("2 Jan 2006"), stats.Months(gap)),
				Since: first, Fields: []field.ID{field.ReleaseDates},
			})
		}
	}
	return nil
}

// months of 30.4375 days, as everywhere.
func months(d time.Duration) float64 { return d.Hours() / 24 / 30.4375 }

// scoreFell is A7. It compares two totals of the same version and number of checks; anything else
// is another instrument.
func scoreFell(w watch, n map[string]float64) []alert.Alert {
	now, checks := w.field(field.PublishedScore), w.field(field.PublishedChecks)
	if !now.Known() || !checks.Known() || !w.within(now.ObservedAt, n["days"]) {
		return nil
	}
	var fell alert.Held
	for _, h := range w.figures.Earlier {
		apart := now.ObservedAt.Sub(h.Until)
		if h.Field != field.PublishedScore || h.Version != now.Version || apart < 0 || apart > time.Duration(n["days"]*24)*time.Hour || w.valueAt(checks, h.Until) != checks.Value {
			continue
		}
		if h.Value > fell.Value {
			fell = h
		}
	}
	const noise = 1e-9 // 7.1 − 5.1 is not quite 2
	if fell.Value-now.Value < n["drop"]-noise {
		return nil
	}
	return one(alert.Alert{
		Text:  fmt.Sprintf("The published Scorecard total fell from %.1f to %.1f between %s and %s, with the same version of Scorecard.", stats.Round(fell.Value, 1), stats.Round(now.Value, 1), fell.Until.Format("2 Jan 2006"), now.ObservedAt.Format("2 Jan 2006")),
		Since: now.ObservedAt, Fields: []field.ID{field.PublishedScore}, URL: now.SourceURL,
	})
}

// valueAt returns the value of a field at an instant: that of the first observation replaced after
// it, or the present one.
func (w watch) valueAt(now health.Input, at time.Time) float64 {
	value := now.Value
	for _, h := range w.figures.Earlier { // newest first
		if h.Field == now.Field && !h.Until.Before(at) {
			value = h.Value
		}
	}
	return value
}
