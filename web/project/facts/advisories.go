package facts

import (
	"fmt"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// advisoriesShown is the most open advisories a page names.
const advisoriesShown = 10

// Advisories says whether a serious advisory is open without a patched
// release, and which, and how long patched releases took. Where nothing is known
// there is one line with the reason.
func Advisories(ins health.Inputs) []ui.Fact {
	days, ids := ins.Field(field.AdvisoryUnpatchedDays), ins.Field(field.AdvisoriesUnpatched)
	open := ui.FactOf(ins, field.AdvisoriesUnpatched, "Serious and unpatched", "")
	open.URL = ""
	out := []ui.Fact{open}
	named := ids.Strings()
	switch {
	case !ids.Known():
	case len(named) == 0:
		out[0].Text, out[0].Note = "none", explain.Sentence(days.Reason)
	default:
		out[0].Text, out[0].Note = explain.Of(len(named), "advisory", "advisories"), explain.Sentence(ids.Reason)
		if days.Known() {
			out[0].Text += ", the oldest open for " + explain.Of(int(days.Value), "day", "days")
		}
		for _, id := range named[:min(advisoriesShown, len(named))] {
			out = append(out, ui.Fact{ID: "advisory", Name: "Open", Text: id, State: health.Observed, URL: "https://osv.dev/vulnerability/" + id, Mono: true})
		}
		if more := len(named) - advisoriesShown; more > 0 {
			out = append(out, ui.Fact{ID: "advisories_more", Name: "Open", Text: fmt.Sprintf("%s more", explain.Thousands(more)), State: health.Observed})
		}
		known := ui.FactOf(ins, field.AdvisoryKnownExploited, "Known to be exploited", "at least one is in CISA’s catalogue")
		if known.State == health.Observed && !ins.Field(field.AdvisoryKnownExploited).True() {
			known.Note = "none is in CISA’s catalogue"
		}
		out = append(out, known)
	}
	fix := ui.FactOf(ins, field.AdvisoryFixDaysP50, "", ins.Field(field.AdvisoryFixDaysP50).Reason)
	count := ui.FactOf(ins, field.Advisories24m, "", "in two years; shown, never scored, because it reflects how closely people look")
	count.Says = "unscored"
	recent := recentFact(ins)
	for _, f := range []*ui.Fact{&fix, &recent, &count} {
		f.URL = ""
		if f.State == open.State && f.State != health.Observed && f.Text == open.Text {
			continue // the reason is shown above, once
		}
		out = append(out, *f)
	}
	if open.State == health.Observed {
		out = append(out, updates)
	}
	return out
}

// updates is what cannot be known from any source that is read.
var updates = ui.Fact{
	ID: "dependency_update_days", Name: "Time to update", State: health.Unknown, Says: "unscored",
	Text: "No source dates the versions of dependencies.",
}

// recentFact counts the newest releases that a published advisory affects.
func recentFact(ins health.Inputs) ui.Fact {
	f := ui.FactOf(ins, field.ReleasesAffected, "Affected releases", ins.Field(field.ReleasesAffected).Reason)
	if f.State != health.Observed {
		return f
	}
	all, affected := figures.RecentReleases(ins), 0
	for _, r := range all {
		affected += min(1, len(r.IDs))
	}
	f.Says, f.Text = "unscored", "none"
	if len(all) > 0 {
		f.Value = strconv.Itoa(affected)
		f.Text = fmt.Sprintf("%d of the newest %d", affected, len(all))
	}
	return f
}

// packageFacts are what registries and Repology say of a project: what is known,
// and what could not be had. What cannot apply is left out, and all of it where
// nobody was asked.
func packageFacts(ins health.Inputs) []ui.Fact {
	var out []ui.Fact
	for _, id := range []field.ID{field.Dependents, field.Downloads30d, field.DistributionFamilies, field.Publishers, field.RegistryRelease} {
		in, asked := ins[id]
		if !asked || in.State == health.NotApplicable {
			continue
		}
		f := ui.FactOf(ins, id, "", in.Reason)
		if id == "dependents" || id == field.Downloads30d {
			f.Says = "unscored"
			f.Note += "; shown, never scored"
		}
		out = append(out, f)
	}
	return append(out, debianFacts(ins)...)
}
