package overview

import (
	"fmt"
	"slices"
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
	// Ended are projects without a successor, Gates the facts that raise risk, Unseen the most
	// critical projects without data.
	Ended  table.Table
	Gates  table.Table
	Unseen table.Table
	// AllEnded and AllUnseen lead to the complete tables.
	AllEnded, AllUnseen ui.Link
	Spread              chart.Figure
	Risks               chart.Figure
	// Regulars is how many projects few people carry.
	Regulars chart.Counts
	Size     int // projects of the list
	// Map is the list by criticality and health, Practices are checks over it.
	Map       chart.Scatter
	Practices []practice
	Measured  int
	Changed   changed
	on        func(address string) string // the address on the same day
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
	} else if len(top) == 0 && o.Measured > 0 { // no criticality to order by
		least, err := s.Rank(s.Context(), ranking.Query{Sort: ranking.SortHealth, Limit: 10})
		if err != nil {
			return fmt.Errorf("the ten of least health of %s: %w", l.Slug, err)
		}
		top = least.Rows
	}
	p.Dateline = s.Dateline(l, run, o.From, o.To)
	points, err := s.Points(s.Context(), ranking.Query{})
	if err != nil {
		return err
	}
	compared := s.Compared(s.Context())
	p.Notices = slices.Concat(page.Ignored(page.Others(s.Values(), query.AsOf)), page.Unread(o), page.Instruments(compared))
	p.Formats = []ui.Link{{Label: "CSV", Href: s.On("/projects.csv")}, {Label: "JSON", Href: s.On("/projects.json")}}
	v := s.homeView(o, top)
	v.Map, v.Practices, v.Measured, v.Changed = s.mapOf(points), s.practicesOf(points), points.Measured, s.changedOf(compared)
	return s.Show(homePage(p, v))
}

// homeView is pure.
func (s maker) homeView(o query.Summary, top []ranking.Row) homeView {
	v := homeView{Ranked: o.Ranked > 0, Size: o.Total, on: s.On}
	var rows []ranked.Row
	for _, r := range top {
		rows = append(rows, ranked.RowOf(s.View, r, o))
	}
	v.Table = weakest(rows)
	s.first(&v, o)
	v.Spread, v.Regulars = ranked.HealthSpread(s.Model, o, "hd", 0), ranked.Regulars(o)
	if v.Ranked {
		v.Table = riskiest(rows)
		v.Finding, v.Figs = s.rankedFinding(o), rankedFigs(o)
		v.ActHead = "The " + explain.Number(len(rows)) + " projects at greatest risk"
		if n := o.Tiers[1].N; n > 1 {
			v.ActNote = "The top " + explain.Number(n) + " are statistically tied; their order is not meaningful. "
		}
		v.Risks = ranked.RiskSpread(s.Model, o, "rd", 0)
		v.More = []ui.Link{{Label: "All " + explain.Thousands(o.Ranked) + " ranked projects", Href: s.On("/projects")}}
		if n := o.Total - o.Ranked - o.Partial; n > 0 {
			v.More = append(v.More, ui.Link{Label: "The " + explain.Thousands(n) + " projects that are not ranked", Href: s.On("/projects?ranked=no")})
		}
	} else {
		v.Finding, v.Figs = s.unrankedFinding(o), unrankedFigs(o)
		_, why := ranked.NoRanks(o)
		v.ActHead, v.ActNote = "Most critical projects with the fewest maintainers", "Not ranked: "+why+". Ordered by criticality × (100 − resilience)."
		switch {
		case len(rows) == 0:
			v.ActHead = "No project has been measured yet"
		case len(o.Weakest) == 0:
			v.ActHead, v.ActNote = "Projects with the lowest health", "Not ranked: "+why+". Ordered by health, lowest first."
			v.Table.Caption = v.ActHead
		}
		v.More = []ui.Link{{Label: "All " + explain.Thousands(o.Total) + " projects by health", Href: s.On("/projects")}}
	}
	v.More = append(v.More, ui.Link{Label: "CSV", Href: s.On("/projects.csv")}, ui.Link{Label: "JSON", Href: s.On("/projects.json")})
	return v
}

// rankedFinding opens with the largest count that was seen, not with a verdict on the part that is
// ranked. What is not visible follows it.
func (s maker) rankedFinding(o query.Summary) ui.Finding {
	f := s.fewMaintainers(o)
	if o.EndedN > 0 {
		f.Says += fmt.Sprintf(" ended:%d", o.EndedN)
		f.Rest += " " + explain.Sentence(explain.Number(o.EndedN)) + " " + explain.Plural(o.EndedN, "project has", "projects have") + " ended without a live successor."
	}
	if o.HighRisk > 0 {
		f.Says += fmt.Sprintf(" high-risk:%d/%d", o.HighRisk, o.Ranked)
		f.Rest += " " + explain.Sentence(explain.Number(o.HighRisk)) + " of " + explain.Thousands(o.Ranked) + " projects with a position " + explain.Plural(o.HighRisk, "is", "are") + " at high or very high risk."
	}
	if o.PartialHigh > 0 {
		f.Says += fmt.Sprintf(" would-be-high:%d", o.PartialHigh)
		f.Rest += " " + explain.Sentence(explain.Number(o.PartialHigh)) + " without a position would be, if what was not seen is as expected."
	}
	if n := o.Total - o.Ranked; n > 0 {
		f.Says += fmt.Sprintf(" without-rank:%d", n)
		if o.Partial > 0 {
			f.Says += fmt.Sprintf(" partial:%d", o.Partial)
		}
		f.Rest += " " + positionWords(o)
		if unseen := o.Total - o.Measured; unseen > 0 {
			f.Says += fmt.Sprintf(" without-figures:%d", unseen)
			f.Rest += " " + explain.HowMany(unseen) + " of the " + explain.Thousands(o.Total) + " " + explain.Plural(unseen, "has", "have") + " no data here."
		}
	}
	if o.Provisional > 0 {
		why, says := "posture is known from git only", " git-alone"
		if o.ByOthers > 0 {
			says = " less-than-half"
			why = "less than half of posture is known"
		}
		f.Says += fmt.Sprintf(" provisional:%d%s", o.Provisional, says)
		f.Rest += " " + provisionalWords(o) + " provisional: " + why + "."
	}
	f.Says, f.Rest = strings.TrimSpace(f.Says), strings.TrimSpace(f.Rest)
	return f
}

// positionWords counts the listed projects by place in the ranking, in parts that add up.
func positionWords(o query.Summary) string {
	parts := []string{fmt.Sprintf("%s %s a position", explain.Thousands(o.Ranked), explain.Plural(o.Ranked, "has", "have"))}
	if o.Partial > 0 {
		parts = append(parts, explain.Thousands(o.Partial)+" "+explain.Plural(o.Partial, "has", "have")+" only an interval of ranks")
	}
	if n := o.Total - o.Ranked - o.Partial; n > 0 {
		parts = append(parts, explain.Thousands(n)+" "+explain.Plural(n, "is", "are")+" not ranked")
	}
	return "Of " + explain.Thousands(o.Total) + " listed projects, " + strings.Join(parts, "; ") + "."
}

// fewMaintainers counts the projects that at most one person carries, with a link to them. Nobody
// is named.
func (s maker) fewMaintainers(o query.Summary) ui.Finding {
	if o.RegularsKnown == 0 {
		return ui.Finding{Says: "regulars-unknown", Claim: "How many people maintain these projects is not known."}
	}
	f := ui.Finding{
		Says: fmt.Sprintf("one-regular:%d/%d", o.OneRegular, o.RegularsKnown),
		Claim: fmt.Sprintf("%s of %s measured projects %s at most one regular contributor.",
			explain.HowMany(o.OneRegular), explain.Thousands(o.RegularsKnown), explain.IsOrAre(o.OneRegular, "has", "have")),
	}
	if o.OneRegular > 0 {
		f.Href = s.On("/projects?regulars=1")
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

func (s maker) unrankedFinding(o query.Summary) ui.Finding {
	if o.Measured == 0 {
		return ui.Finding{
			Says:  fmt.Sprintf("measured:0/%d", o.Total),
			Claim: "None of the " + explain.Thousands(o.Total) + " projects could be measured.",
			Rest:  "Each row gives the reason.",
		}
	}
	f := s.fewMaintainers(o)
	lacks, why := ranked.NoRanks(o)
	f.Says += " no-ranks" + lacks
	f.Rest = "No project is ranked, because " + why + "."
	if n := o.Total - o.Measured; n > 0 {
		f.Says += fmt.Sprintf(" without-figures:%d", n)
		f.Rest += " " + explain.Sentence(explain.Number(n)) + " more listed " + explain.Plural(n, "project has", "projects have") + " no data yet."
	}
	return f
}

// regularsFig counts the projects with at most one regular contributor; none measured is unknown,
// not zero.
func regularsFig(o query.Summary) ui.Fig {
	f := ui.Fig{ID: "one-regular", Label: "At most one regular contributor", Number: "?", Of: "unknown", Note: "people with commits in at least 3 of 12 months"}
	if o.RegularsKnown > 0 {
		f.Number, f.Of = explain.Thousands(o.OneRegular), "of "+explain.Thousands(o.RegularsKnown)+" measured"
	}
	return f
}

func rankedFigs(o query.Summary) []ui.Fig {
	return []ui.Fig{
		regularsFig(o),
		{ID: "ended", Label: "Ended, no successor", Number: explain.Thousands(o.EndedN), Of: "of " + explain.Thousands(o.Total) + " listed", Note: "archived or declared end of life"},
		{ID: "without-rank", Label: "Not ranked", Number: explain.Thousands(o.Total - o.Ranked - o.Partial), Of: "of " + explain.Thousands(o.Total) + " listed", Note: "each row gives the reason; the others have a position or an interval of ranks"},
		{ID: "coverage", Label: "Evidence coverage", Number: explain.Seen(o.Cover), Note: "least known axis of each ranked project, mean"},
	}
}

func unrankedFigs(o query.Summary) []ui.Fig {
	return []ui.Fig{
		regularsFig(o),
		{ID: "low-health", Label: "Health below 40", Number: explain.Thousands(o.LowHealth), Of: "of " + explain.Thousands(o.Measured), Note: "health is the mean of vitality and resilience"},
		{ID: "no-human-commit", Label: "No human commit", Number: explain.Thousands(o.NoHumanCommits), Of: "of " + explain.Thousands(o.Measured), Note: "in 12 months; some of them are finished"},
		{ID: "measured", Label: "Measured", Number: explain.Thousands(o.Measured), Of: "of " + explain.Thousands(o.Total), Note: "the others are listed with the reason"},
	}
}
