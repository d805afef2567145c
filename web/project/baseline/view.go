package baseline

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/osps"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// view is the page.
type view struct {
	Name, Project, Fix, List string
	OwnWords                 string // address of what the project says of itself
	Cite                     page.Citation
	Finding                  ui.Finding
	Text                     string // address of the public text of the version
	Versions                 []ui.NavItem
	Levels                   table.Table
	Stops                    []stops
	// Seen are the requirements that can be seen, Hidden the others.
	Seen, Hidden table.Table
	Claimed      []ui.Fact
	Observed     []ui.Fact
	Badge        string // where the programme lists the entries for the repository; empty: nowhere
	Proposals    []ui.Link
	// NoProposal is why there is nothing to propose.
	NoProposal string
	// Differing are the changes of the standard that alter an answer, Equal the others.
	Changes          string
	ChangesHead      string
	Differing, Equal table.Table
}

// stops are the requirements that keep a level from being met, by state.
type stops struct {
	Head string
	By   []stopsOf
}

type stopsOf struct {
	State string
	IDs   []string
}

// viewOf is pure; on adds the day to an address.
func viewOf(j judged, on func(string) string) view {
	v := view{
		Name: j.Entry.Project.Name, Project: on("/p/" + j.Slug), Fix: on(page.FixHref(j.Slug)), OwnWords: on(page.OwnWordsHref(j.Slug)),
		Finding: findingOf(j), Text: j.Picked.URL,
		Levels: levelTable(j.Report), Claimed: claimed(j), Observed: observed(j), Badge: j.Badge,
	}
	for _, l := range j.Report.Levels {
		if s := stopsAt(j.Report, l); len(s.By) > 0 {
			v.Stops = append(v.Stops, s)
		}
	}
	see := seer{j, on}
	v.Seen = see.table("Requirements that can be seen from outside", true)
	v.Hidden = see.table("Requirements that are not visible to us", false)
	for _, p := range j.Proposals {
		label := fmt.Sprintf("Review %s for Baseline level %d", explain.Of(p.Answers, "answer", "answers"), p.Level)
		v.Proposals = append(v.Proposals, ui.Link{Label: label, Href: p.URL})
	}
	v.NoProposal = noProposal(j)
	all := changesOf(j)
	if j.From.Name != "" {
		v.ChangesHead, v.Changes = "What the standard changed since "+j.From.Name, changesText(j, all)
	}
	v.Differing = changesTable(j, all, changed.differs)
	v.Equal = changesTable(j, all, func(c changed) bool { return !c.differs() })
	return v
}

func noProposal(j judged) string {
	switch {
	case len(j.Proposals) > 0:
		return ""
	case j.Badge == "":
		return "The list names no web address of the repository, so the site of the badge cannot find the project."
	case j.Report.All.By[baseline.Met] == 0:
		return "No answer is fully supported by our evidence."
	}
	return "This page shows a past day. Answers are proposed from the newest figures only."
}

// findingOf leads with what can be seen at all.
func findingOf(j judged) ui.Finding {
	f, by := j.Observable(), j.Report.All.By
	var parts []string
	f.Says = fmt.Sprintf("observable:%d/%d", j.Report.All.Observable, j.Report.All.Total)
	for _, s := range baseline.States[:5] { // the last is what the claim counts
		f.Says += fmt.Sprintf(" %s:%d", s, by[s])
		if by[s] > 0 {
			parts = append(parts, explain.Thousands(by[s])+" "+explain.LowerFirst(s.Label()))
		}
	}
	f.Rest = explain.Sentence(strings.Join(parts, ", ")) + ". " + page.NoCompliance
	return f
}

// levelTable has a row for each level.
func levelTable(r baseline.Report) table.Table {
	heads, numbers := []string{"Level", "Answer", "Asks"}, []int{2}
	for _, s := range baseline.States {
		numbers = append(numbers, len(heads))
		heads = append(heads, s.Label())
	}
	t := table.Grid("Requirements of each level, by answer", heads, numbers...)
	for _, l := range r.Levels {
		cells := []table.Cell{{Text: "Level " + strconv.Itoa(l.Level)}, osps.State(l.State), {Text: strconv.Itoa(l.Total)}}
		for _, s := range baseline.States {
			cells = append(cells, table.Cell{Text: strconv.Itoa(l.By[s]), Says: string(s)})
		}
		t.Rows = append(t.Rows, table.Row{Key: "level-" + strconv.Itoa(l.Level), Cells: cells})
	}
	return t
}

func stopsAt(r baseline.Report, l baseline.Level) stops {
	all := r.Stops(l.Level)
	out := stops{Head: fmt.Sprintf("What stops level %d: %d of %d requirements", l.Level, len(all), l.Total)}
	for _, s := range baseline.States {
		x := stopsOf{State: s.Label()}
		for _, res := range all {
			if res.State == s {
				x.IDs = append(x.IDs, res.Requirement.ID)
			}
		}
		if len(x.IDs) > 0 {
			out.By = append(out.By, x)
		}
	}
	return out
}

// claimed is what the project says of itself at the Best Practices programme.
func claimed(j judged) []ui.Fact {
	metal := ui.FactOf(j.Figures.Inputs, field.CIIBestPractices, "Metal badge, by Scorecard", "Scorecard’s points for the badge: 2 in progress, 5 passing, 7 silver, 10 gold.")
	base := ui.Fact{ID: "baseline_badge", Name: "Baseline badge", State: "unknown", Text: "We do not read it."}
	return []ui.Fact{metal, base}
}

// observed is what our evidence shows, in the same form.
func observed(j judged) []ui.Fact {
	var out []ui.Fact
	for _, l := range j.Report.Levels {
		text := fmt.Sprintf("%d of %d met", l.By[baseline.Met], l.Total)
		out = append(out, ui.Fact{
			ID: "level-" + strconv.Itoa(l.Level), Name: "Level " + strconv.Itoa(l.Level), State: "observed", Text: text,
			Note: fmt.Sprintf("%d not contradicted, %d not met", l.By[baseline.NotContradicted], l.By[baseline.NotMet]),
		})
	}
	return out
}
