package overview

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// homeView is the page that says what needs attention.
type homeView struct {
	Ranked  bool
	Finding ui.Finding
	Figs    []ui.Fig
	ActHead string
	ActNote string
	Table   table.Table
	More    []ui.Link
	Spread  chart.Figure
	Risks   chart.Figure
	// Regulars is how many projects few people carry.
	Regulars chart.Counts
	Size     int                         // projects of the list
	on       func(address string) string // the address on the same day
}

func (s maker) home() error {
	l, run := s.List, s.Run
	if l == nil {
		return s.Show(page.Nothing(s.Frame("Which projects need help first?", "No list is loaded.", "/"), 0))
	}
	if s.Known() {
		return nil
	}
	p := s.Frame("Which projects need help first?", l.Purpose, "/")
	if !s.Published {
		p.Dateline = s.Dateline(l, run, time.Time{}, time.Time{})
		return s.Show(page.Nothing(p, len(l.Projects)))
	}
	o, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	top := o.Weakest
	if o.Ranked > 0 {
		yes := true
		first, err := s.Rank(s.Context(), ranking.Query{Sort: ranking.SortRisk, Ranked: &yes, Limit: 10})
		if err != nil {
			return fmt.Errorf("the first ten of %s: %w", l.Slug, err)
		}
		top = first.Rows
	}
	p.Dateline = s.Dateline(l, run, o.From, o.To)
	p.Notices = append(page.Unread(o), page.Instruments(s.Compared(s.Context()))...)
	p.Formats = []ui.Link{{Label: "CSV", Href: s.On("/projects.csv")}, {Label: "JSON", Href: s.On("/projects.json")}}
	return s.Show(homePage(p, s.homeView(o, top)))
}

// homeView is pure.
func (s maker) homeView(o query.Summary, top []ranking.Row) homeView {
	v := homeView{Ranked: o.Ranked > 0, Size: o.Total, on: s.On}
	var rows []ranked.Row
	for _, r := range top {
		rows = append(rows, ranked.RowOf(s.View, r, o))
	}
	v.Table = weakest(rows)
	v.Spread, v.Regulars = ranked.HealthSpread(s.Model, o, "hd", 0), ranked.Regulars(o)
	if v.Ranked {
		v.Table = riskiest(rows)
		v.Finding, v.Figs = rankedFinding(o), rankedFigs(o)
		v.ActHead = "The " + explain.Number(len(rows)) + " projects at greatest risk"
		if n := o.Tiers[1].N; n > 1 {
			v.ActNote = "The top " + explain.Number(n) + " are statistically tied; their order is not meaningful. "
		}
		v.Risks = ranked.RiskSpread(s.Model, o, "rd", 0)
		v.More = []ui.Link{{Label: "All " + explain.Thousands(o.Ranked) + " ranked projects", Href: s.On("/projects")}}
		if n := o.Total - o.Ranked; n > 0 {
			v.More = append(v.More, ui.Link{Label: "The " + explain.Thousands(n) + " projects that are not ranked", Href: s.On("/projects?ranked=no")})
		}
	} else {
		v.Finding, v.Figs = unrankedFinding(o), unrankedFigs(o)
		v.ActHead = "Most critical projects with the fewest maintainers"
		if len(rows) == 0 {
			v.ActHead = "No project has been measured yet"
		}
		v.ActNote = "Not ranked yet: posture has not been collected. Ordered by criticality × (100 − resilience)."
		v.More = []ui.Link{{Label: "All " + explain.Thousands(o.Total) + " projects by health", Href: s.On("/projects")}}
	}
	v.More = append(v.More, ui.Link{Label: "CSV", Href: s.On("/projects.csv")}, ui.Link{Label: "JSON", Href: s.On("/projects.json")})
	return v
}

func rankedFinding(o query.Summary) ui.Finding {
	f := ui.Finding{Says: fmt.Sprintf("high-risk:%d/%d one-regular-of-high:%d", o.HighRisk, o.Ranked, o.OneOfHigh), Claim: fmt.Sprintf("%s of %s ranked projects %s at high or very high risk",
		explain.HowMany(o.HighRisk), explain.Thousands(o.Ranked), explain.IsOrAre(o.HighRisk, "is", "are"))}
	switch {
	case o.HighRisk == 0 && o.CouldBeHigh > 0:
		f.Says += fmt.Sprintf(" could-be-high:%d", o.CouldBeHigh)
		f.Claim += "; " + explain.Number(o.CouldBeHigh) + " could be, because their intervals reach that far."
	case o.HighRisk == 0:
		f.Claim += "."
	case o.OneOfHigh == o.HighRisk && o.HighRisk > 1:
		f.Claim += ", and all " + explain.Number(o.HighRisk) + " have at most one regular contributor."
	default:
		f.Claim += "; " + explain.Number(o.OneOfHigh) + " of them " + explain.Plural(o.OneOfHigh, "has", "have") + " at most one regular contributor."
	}
	if n := o.Total - o.Ranked; n > 0 {
		f.Says += fmt.Sprintf(" without-rank:%d", n)
		f.Rest = explain.Sentence(explain.Number(n)) + " more " + explain.Plural(n, "project", "projects") + " cannot be ranked, because too little is known about them."
	}
	if o.Provisional > 0 {
		why, says := "posture is known from git only", " git-alone"
		if o.ByOthers > 0 {
			says = " less-than-half"
			why = "less than half of posture is known"
		}
		f.Says += fmt.Sprintf(" provisional:%d%s", o.Provisional, says)
		f.Rest = strings.TrimSpace(f.Rest + " " + provisionalWords(o) + " provisional: " + why + ".")
	}
	return f
}

// provisionalWords says how many ranks are provisional: "All ranks are".
func provisionalWords(o query.Summary) string {
	switch o.Provisional {
	case o.Ranked:
		return "Every rank is"
	case 1:
		return "One rank is"
	default:
		return explain.Sentence(explain.Number(o.Provisional)) + " of the ranks are"
	}
}

func unrankedFinding(o query.Summary) ui.Finding {
	if o.RegularsKnown == 0 {
		return ui.Finding{
			Says:  fmt.Sprintf("measured:0/%d", o.Total),
			Claim: "None of the " + explain.Thousands(o.Total) + " projects could be measured.",
			Rest:  "Each row gives the reason.",
		}
	}
	f := ui.Finding{
		Says: fmt.Sprintf("one-regular:%d/%d no-ranks", o.OneRegular, o.RegularsKnown),
		Claim: fmt.Sprintf("%s of %s measured projects %s at most one regular contributor.",
			explain.HowMany(o.OneRegular), explain.Thousands(o.RegularsKnown), explain.IsOrAre(o.OneRegular, "has", "have")),
		Rest: "No project is ranked yet, because posture (how changes are reviewed and built) has not been collected.",
	}
	if n := o.Total - o.Measured; n > 0 {
		f.Says += fmt.Sprintf(" without-figures:%d", n)
		f.Rest += " " + explain.Sentence(explain.Number(n)) + " more listed " + explain.Plural(n, "project has", "projects have") + " no data yet."
	}
	return f
}

func rankedFigs(o query.Summary) []ui.Fig {
	return []ui.Fig{
		{ID: "high-risk", Label: "High or very high risk", Number: explain.Thousands(o.HighRisk), Of: "of " + explain.Thousands(o.Ranked) + " ranked", Note: "exposure, not a forecast"},
		{ID: "one-regular", Label: "At most one regular contributor", Number: explain.Thousands(o.OneRegular), Of: "of " + explain.Thousands(o.RegularsKnown) + " measured", Note: "people with commits in at least 3 of 12 months"},
		{ID: "without-rank", Label: "Not ranked", Number: explain.Thousands(o.Total - o.Ranked), Of: "of " + explain.Thousands(o.Total) + " listed", Note: "too little is known; each row gives the reason"},
		{ID: "coverage", Label: "Evidence coverage", Number: explain.Seen(o.Cover), Note: "least known axis of each ranked project, mean"},
	}
}

func unrankedFigs(o query.Summary) []ui.Fig {
	return []ui.Fig{
		{ID: "one-regular", Label: "At most one regular contributor", Number: explain.Thousands(o.OneRegular), Of: "of " + explain.Thousands(o.RegularsKnown) + " measured", Note: "people with commits in at least 3 of 12 months"},
		{ID: "low-health", Label: "Health below 40", Number: explain.Thousands(o.LowHealth), Of: "of " + explain.Thousands(o.Measured), Note: "health is the mean of vitality and resilience"},
		{ID: "no-human-commit", Label: "No human commit", Number: explain.Thousands(o.NoHumanCommits), Of: "of " + explain.Thousands(o.Measured), Note: "in 12 months; some of them are finished"},
		{ID: "measured", Label: "Measured", Number: explain.Thousands(o.Measured), Of: "of " + explain.Thousands(o.Total), Note: "the others are listed with the reason"},
	}
}
