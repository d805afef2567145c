package web

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// advisoriesShown is the most open advisories a page names.
const advisoriesShown = 10

// advisoryFacts says whether a serious advisory is open without a patched
// release, and which, and how long patched releases took. Where nothing is known
// there is one line with the reason.
func advisoryFacts(ins health.Inputs) []ui.Fact {
	days, ids := ins.Field("advisory_unpatched_days"), ins.Field("advisories_unpatched")
	open := ui.FactOf(ins, "advisories_unpatched", "Serious, without a patched release", "")
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
			out[0].Text += ", the oldest for " + explain.Of(int(days.Value), "day", "days")
		}
		for _, id := range named[:min(advisoriesShown, len(named))] {
			out = append(out, ui.Fact{Name: "Open", Text: id, State: health.Observed, URL: "https://osv.dev/vulnerability/" + id, Mono: true})
		}
		if more := len(named) - advisoriesShown; more > 0 {
			out = append(out, ui.Fact{Name: "Open", Text: fmt.Sprintf("%s more", explain.Thousands(more)), State: health.Observed})
		}
		known := ui.FactOf(ins, "advisory_known_exploited", "Known to be exploited", "one is in CISA’s list")
		if known.State == health.Observed && !ins.Field("advisory_known_exploited").True() {
			known.Note = "none is in CISA’s list"
		}
		out = append(out, known)
	}
	fix := ui.FactOf(ins, "advisory_fix_days_p50", "", ins.Field("advisory_fix_days_p50").Reason)
	count := ui.FactOf(ins, "advisories_24m", "", "in two years; shown, never scored: it tells how closely a project is looked at")
	for _, f := range []*ui.Fact{&fix, &count} {
		f.URL = ""
		if f.State == open.State && f.State != health.Observed && f.Text == open.Text {
			continue // the reason stands above, once
		}
		out = append(out, *f)
	}
	return out
}
