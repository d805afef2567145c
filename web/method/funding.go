package method

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/intervention"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// fundingSections say how need, eligibility and plans are made, from the data in use.
func (s maker) fundingSections() []section {
	g := s.Query.Ground()
	if len(g.Catalogue.Measures) == 0 {
		return []section{{ID: "catalogue", Head: "No catalogue of measures is loaded", Text: []string{"Need and plans are unknown without it."}}}
	}
	return []section{needSection(g.Catalogue), measureSection(g.Catalogue), eligibleSection(g), planSection(), recordSection(g), interventionSection()}
}

func needSection(c remedy.Catalogue) section {
	n := c.Need
	t := table.Grid("How much of the work each state pays for, as assumed", []string{"State", "Share paid"}, 1)
	for _, st := range funding.States {
		share := explain.Percent(n.Paid[st])
		if st == funding.Donations {
			share = "up to " + share + ", reached at " + explain.Money(n.DonationsFull, "EUR") + " a year"
		}
		t.Add(table.Cell{Text: st.Label()}, table.Cell{Text: share})
	}
	t.Add(table.Cell{Text: "Unknown"}, table.Cell{Text: explain.Percent(n.Unknown[0]) + " to " + explain.Percent(n.Unknown[1])})
	return section{
		ID: "need", Head: "Need", Note: "How much of the risk is a lack of people that money could pay",
		Text: []string{
			"Need uses criticality (C), resilience (R), vitality (V) and the share of the work that is paid for (F). Posture is not in it: gaps there are cheap tasks, not a lasting need.",
			"F comes from public statements only. A place where money can be sent is no statement. Without a statement need is a range, and half of the part of it that F causes is the value of asking: what one message to the maintainers would settle.",
		},
		Code:   []string{fmt.Sprintf("N = C/100 × (%s × (100 − R) + %s × (100 − V)) × (1 − F)", explain.Decimal(n.Resilience), explain.Decimal(n.Vitality))},
		Tables: []table.Table{t},
	}
}

func measureSection(c remedy.Catalogue) section {
	t := table.Grid("Measures, with assumed costs and chances", []string{"Measure", "Envelope", "Improves", "Cost", "Chance", "Lasts"}, 3, 4, 5)
	for _, m := range c.Measures {
		t.Rows = append(t.Rows, table.Row{Key: m.ID, ID: m.ID, Cells: []table.Cell{
			{Text: m.Label, Sub: m.About + " " + m.Why},
			{Text: m.Envelope.Label()},
			{Text: improves(m)},
			{Text: explain.Money(float64(m.Cost), "EUR"), Sub: "within a factor of " + strconv.FormatFloat(m.Factor, 'g', -1, 64)},
			{Text: explain.Percent(m.Chance)},
			{Text: explain.Percent(m.Lasts), Sub: "of 24 months"},
		}})
	}
	return section{
		ID: "catalogue", Head: "The catalogue of measures",
		Note: "Version " + c.Version + ", " + explain.DayOf(c.Date),
		Text: []string{
			"No one measured these costs and chances. In nine of ten cases the true ones should be within the factor. They are in scorecards/remedies.yaml; a change there changes no score.",
			"If done is the risk that a measure removes if it succeeds and lasts. Expected is that times the chance times the share of 24 months in which it has an effect. Of several measures that improve the same input, the greatest counts.",
			"A measure whose points come at least half from checks that were assumed and not seen is marked “ask first”, and so is every measure for a project that may be finished. No money is planned for it.",
		},
		Tables: []table.Table{t},
	}
}

// improves names what a measure changes.
func improves(m remedy.Measure) string {
	var out []string
	for _, e := range m.Sets {
		if e.Steps > 0 {
			out = append(out, fmt.Sprintf("%s by %s", e.Input, explain.Of(e.Steps, "step", "steps")))
			continue
		}
		out = append(out, e.Input+" to "+explain.Whole(e.To))
	}
	for _, id := range m.Releases {
		out = append(out, "ends gate "+id)
	}
	return strings.Join(out, ", ")
}

func eligibleSection(g portfolio.Ground) section {
	t := table.Grid("Conditions of public programmes", []string{"Condition", "Programmes that state it"})
	for _, c := range portfolio.Eligibility {
		var by []string
		for _, p := range g.Programmes {
			if slices.Contains(p.Conditions, c.ID) {
				by = append(by, p.Name)
			}
		}
		t.Add(table.Cell{Text: c.Label}, table.Cell{Text: strings.Join(by, ", ")})
	}
	return section{
		ID: "eligibility", Head: "Eligibility",
		Text: []string{
			"A condition has the answer yes, no or unknown for each project. Only no removes a project: unknown is not no.",
			"A licence is free if the FSF or the OSI approves it, by the list of 2022 that Scorecard has. It is not free only if it is one of: " + strings.Join(g.NotFree, ", ") + ". Others are unknown.",
		},
		Tables: []table.Table{t},
	}
}

func planSection() section {
	return section{
		ID: "plan", Head: "Plans",
		Text: []string{
			"A budget has two envelopes, solved separately: people and continuity, and hygiene. The split is the choice of the funder. In one envelope the cheap practices would take the money of people.",
			fmt.Sprintf("Each envelope is planned exactly: no other choice of measures removes more expected points for the money. %d draws vary costs, chances and assumed checks. Half of the doubt about a cost or a chance is common to all projects.", portfolio.Draws),
			fmt.Sprintf("A plan chooses among at most %d projects, those of the highest risk.", query.MostCandidates),
		},
	}
}

func recordSection(g portfolio.Ground) section {
	n, projects := 0, 0
	for _, all := range g.Grants {
		n, projects = n+len(all), projects+1
	}
	return section{
		ID: "grants", Head: "Grants on record",
		Text: []string{
			fmt.Sprintf("The record has %s to %s, each with its source and the day on which it was read. It is not complete: no grant on record does not mean no grant.", explain.Of(n, "grant", "grants"), explain.Of(projects, "project", "projects")),
			fmt.Sprintf("A warning is shown if a grant ran within %d months: public funders exclude work that other public money pays for. None of them names a time.", funding.OverlapMonths),
		},
	}
}

// interventionSection says how projects are compared before and after money or work came.
func interventionSection() section {
	return section{
		ID: "before-after", Head: "Before and after", Note: "How a project is compared with its peers, and why that is no effect",
		Text: []string{
			fmt.Sprintf("The state before is the last point on or before the day. The states after are the points nearest to %d and %d months later. All points are reconstructed quarters, or all are published runs; the two are never in one comparison.", intervention.Horizons[0], intervention.Horizons[1]),
			fmt.Sprintf("Peers belong to the same declared group, with known health before and a year after, health within %d points before, and no grant on record that may have run within two years of the day; one without a date may. The %d nearest count. A median needs %d.", int(intervention.Alike), intervention.MostPeers, intervention.LeastPeers),
			"A change that comes to all projects alike, such as another instrument, is in the peers as well and so not in the difference. Between published runs, the points of risk that instruments, models, lists, coverage and the clock moved are apart; only the part that the projects changed themselves is compared.",
			fmt.Sprintf("None of it is an effect. Funders choose projects, low figures rise by themselves, and no lots were drawn. The record of grants is not complete, so a peer may have had one. Over a list, nothing is tested below %d interventions; from there on a sign test gives a range for the median difference. Interventions of which only the end is known are left out of it, and projects that share peers are not independent.", intervention.LeastTested),
		},
	}
}
