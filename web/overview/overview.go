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
		v.ActHead = "Look here first: the " + explain.Number(len(rows)) + " at greatest risk"
		if n := o.Tiers[1].N; n > 1 {
			v.ActNote = "The first " + explain.Number(n) + " form one tier: on what we know their order means nothing. "
		}
		v.ActNote += "Bar: 90 % interval. Blue line: middle of the list. Orange foot: a month without a human commit. Provisional: less than half of posture was seen, as from git alone. Published checks: posture rests on a result we did not make."
		v.Risks = ranked.RiskSpread(s.Model, o, "rd", 0)
		v.More = []ui.Link{{Label: "All " + explain.Thousands(o.Ranked) + " ranked projects", Href: s.On("/projects")}}
		if n := o.Total - o.Ranked; n > 0 {
			v.More = append(v.More, ui.Link{Label: "The " + explain.Thousands(n) + " without enough evidence", Href: s.On("/projects?ranked=no")})
		}
	} else {
		v.Finding, v.Figs = unrankedFinding(o), unrankedFigs(o)
		v.ActHead = "Look here first: much depends on them, few carry them"
		if len(rows) == 0 {
			v.ActHead = "Nothing was measured so far"
		}
		v.ActNote = "Not ranked yet: posture is not collected. Ordered by criticality × (100 − resilience), what resilience alone adds to risk. Blue line: middle of the list. Orange foot: a month without a human commit. Provisional: less than half of posture was seen, as from git alone. Published checks: posture rests on a result we did not make."
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
		f.Claim += "; " + explain.Number(o.CouldBeHigh) + " could be: their intervals reach that far."
	case o.HighRisk == 0:
		f.Claim += "."
	case o.OneOfHigh == o.HighRisk && o.HighRisk > 1:
		f.Claim += ", and all " + explain.Number(o.HighRisk) + " lean on one regular contributor or none."
	default:
		f.Claim += "; " + explain.Number(o.OneOfHigh) + " of them " + explain.Plural(o.OneOfHigh, "leans", "lean") + " on one regular contributor or none."
	}
	if n := o.Total - o.Ranked; n > 0 {
		f.Says += fmt.Sprintf(" without-rank:%d", n)
		f.Rest = explain.Sentence(explain.Number(n)) + " more " + explain.Plural(n, "project", "projects") + " cannot be ranked: we do not know enough about them."
	}
	if o.Provisional > 0 {
		why, says := "posture rests on git alone", " git-alone"
		if o.ByOthers > 0 {
			says = " less-than-half"
			why = "less than half of posture was seen"
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
			Rest:  "Each row says why.",
		}
	}
	f := ui.Finding{
		Says: fmt.Sprintf("one-regular:%d/%d no-ranks", o.OneRegular, o.RegularsKnown),
		Claim: fmt.Sprintf("%s of %s measured projects %s on one regular contributor or none.",
			explain.HowMany(o.OneRegular), explain.Thousands(o.RegularsKnown), explain.IsOrAre(o.OneRegular, "rests", "rest")),
		Rest: "No project is ranked yet: how changes are reviewed and built, its posture, is not collected.",
	}
	if n := o.Total - o.Measured; n > 0 {
		f.Says += fmt.Sprintf(" without-figures:%d", n)
		f.Rest += " Of " + explain.Number(n) + " more on the list we have no figures."
	}
	return f
}

func rankedFigs(o query.Summary) []ui.Fig {
	return []ui.Fig{
		{ID: "high-risk", Label: "High or very high risk", Number: explain.Thousands(o.HighRisk), Of: "of " + explain.Thousands(o.Ranked) + " ranked", Note: "exposure, not a forecast"},
		{ID: "one-regular", Label: "One regular or none", Number: explain.Thousands(o.OneRegular), Of: "of " + explain.Thousands(o.RegularsKnown), Note: "people active in three or more separate months"},
		{ID: "without-rank", Label: "Not enough evidence", Number: explain.Thousands(o.Total - o.Ranked), Of: "of " + explain.Thousands(o.Total), Note: "listed with the reason, never ranked last"},
		{ID: "coverage", Label: "Evidence coverage", Number: explain.Seen(o.Cover), Note: "ranked projects: lowest axis of each, mean"},
	}
}

func unrankedFigs(o query.Summary) []ui.Fig {
	return []ui.Fig{
		{ID: "one-regular", Label: "One regular or none", Number: explain.Thousands(o.OneRegular), Of: "of " + explain.Thousands(o.RegularsKnown), Note: "people active in three or more separate months"},
		{ID: "low-health", Label: "Health below 40", Number: explain.Thousands(o.LowHealth), Of: "of " + explain.Thousands(o.Measured), Note: "mean of vitality and resilience"},
		{ID: "no-human-commit", Label: "No human commit", Number: explain.Thousands(o.NoHumanCommits), Of: "of " + explain.Thousands(o.Measured), Note: "in twelve months; some are finished"},
		{ID: "measured", Label: "Measured", Number: explain.Thousands(o.Measured), Of: "of " + explain.Thousands(o.Total), Note: "the others are listed with the reason"},
	}
}
