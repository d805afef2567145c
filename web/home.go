package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// homeView is the page that says what needs attention.
type homeView struct {
	Ranked  bool
	Finding ui.Finding
	Figs    []ui.Fig
	ActHead string
	ActNote string
	Rows    []row
	More    []ui.Link
	Spread  chart.Figure
	Risks   chart.Figure
	// Regulars is how many projects few people carry.
	Regulars chart.Counts
	Size     int                         // projects of the list
	on       func(address string) string // the address on the same day
}

func (s *maker) home(w http.ResponseWriter, r *http.Request) error {
	l, run := s.List, s.Run
	if l == nil {
		return show(r.Context(), w, http.StatusOK, nothingPage(s.frame("Which projects need help first?", "No list is loaded.", "/"), 0))
	}
	if s.tag(w, r) {
		return nil
	}
	page := s.frame("Which projects need help first?", l.Purpose, "/")
	if !s.Published {
		page.Dateline = s.dateline(l, run, time.Time{}, time.Time{}, s.Now)
		return show(r.Context(), w, http.StatusOK, nothingPage(page, len(l.Projects)))
	}
	o, err := s.Summary(r.Context())
	if err != nil {
		return err
	}
	top := o.Weakest
	if o.Ranked > 0 {
		yes := true
		first, err := s.Rank(r.Context(), health.Query{Sort: health.SortRisk, Ranked: &yes, Limit: 10})
		if err != nil {
			return fmt.Errorf("the first ten of %s: %w", l.Slug, err)
		}
		top = first.Rows
	}
	page.Dateline = s.dateline(l, run, o.From, o.To, s.Now)
	page.Notices = append(runNotices(o), instrumentNotices(s.Compared(r.Context()))...)
	page.Formats = []ui.Link{{Label: "CSV", Href: s.On("/projects.csv")}, {Label: "JSON", Href: s.On("/projects.json")}}
	return show(r.Context(), w, http.StatusOK, homePage(page, s.homeView(o, top, s.Now)))
}

// homeView is pure.
func (s *maker) homeView(o query.Summary, top []health.Ranked, now time.Time) homeView {
	v := homeView{Ranked: o.Ranked > 0, Size: o.Total, on: s.On}
	for _, r := range top {
		v.Rows = append(v.Rows, s.rowOf(r, o, now))
	}
	v.Spread, v.Regulars = s.healthSpread(o, "hd", 0), regularsSpread(o)
	if v.Ranked {
		v.Finding, v.Figs = rankedFinding(o), rankedFigs(o)
		v.ActHead = "Look here first: the " + ui.Number(len(v.Rows)) + " at greatest risk"
		if n := o.Tiers[1].N; n > 1 {
			v.ActNote = "The first " + ui.Number(n) + " form one tier: on what we know their order means nothing. "
		}
		v.ActNote += "Bar: 90 % interval. Blue line: middle of the list. Orange foot: a month without a human commit. Provisional: less than half of posture was seen, as from git alone. Published checks: posture rests on a result we did not make."
		v.Risks = s.riskSpread(o, "rd", 0)
		v.More = []ui.Link{{Label: "All " + ui.Thousands(o.Ranked) + " ranked projects", Href: s.On("/projects")}}
		if n := o.Total - o.Ranked; n > 0 {
			v.More = append(v.More, ui.Link{Label: "The " + ui.Thousands(n) + " without enough evidence", Href: s.On("/projects?ranked=no")})
		}
	} else {
		v.Finding, v.Figs = unrankedFinding(o), unrankedFigs(o)
		v.ActHead = "Look here first: much depends on them, few carry them"
		if len(v.Rows) == 0 {
			v.ActHead = "Nothing was measured so far"
		}
		v.ActNote = "Not ranked yet: posture is not collected. Ordered by criticality × (100 − resilience), what resilience alone adds to risk. Blue line: middle of the list. Orange foot: a month without a human commit. Provisional: less than half of posture was seen, as from git alone. Published checks: posture rests on a result we did not make."
		v.More = []ui.Link{{Label: "All " + ui.Thousands(o.Total) + " projects by health", Href: s.On("/projects")}}
	}
	v.More = append(v.More, ui.Link{Label: "CSV", Href: s.On("/projects.csv")}, ui.Link{Label: "JSON", Href: s.On("/projects.json")})
	return v
}

func rankedFinding(o query.Summary) ui.Finding {
	f := ui.Finding{Claim: fmt.Sprintf("%s of %s ranked projects %s at high or very high risk",
		howMany(o.HighRisk), ui.Thousands(o.Ranked), isOrAre(o.HighRisk, "is", "are"))}
	switch {
	case o.HighRisk == 0 && o.CouldBeHigh > 0:
		f.Claim += "; " + ui.Number(o.CouldBeHigh) + " could be: their intervals reach that far."
	case o.HighRisk == 0:
		f.Claim += "."
	case o.OneOfHigh == o.HighRisk && o.HighRisk > 1:
		f.Claim += ", and all " + ui.Number(o.HighRisk) + " lean on one regular contributor or none."
	default:
		f.Claim += "; " + ui.Number(o.OneOfHigh) + " of them " + ui.Plural(o.OneOfHigh, "leans", "lean") + " on one regular contributor or none."
	}
	if n := o.Total - o.Ranked; n > 0 {
		f.Rest = ui.Sentence(ui.Number(n)) + " more " + ui.Plural(n, "project", "projects") + " cannot be ranked: we do not know enough about them."
	}
	if o.Provisional > 0 {
		why := "posture rests on git alone"
		if o.ByOthers > 0 {
			why = "less than half of posture was seen"
		}
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
		return ui.Sentence(ui.Number(o.Provisional)) + " of the ranks are"
	}
}

// howMany begins a sentence with a count: "None", "One", "Seven", "48".
func howMany(n int) string {
	if n == 0 {
		return "None"
	}
	return ui.Sentence(ui.Number(n))
}

// isOrAre is the verb after howMany: none takes the singular.
func isOrAre(n int, one, many string) string {
	if n <= 1 {
		return one
	}
	return many
}

func unrankedFinding(o query.Summary) ui.Finding {
	if o.RegularsKnown == 0 {
		return ui.Finding{
			Claim: "None of the " + ui.Thousands(o.Total) + " projects could be measured.",
			Rest:  "Each row says why.",
		}
	}
	f := ui.Finding{
		Claim: fmt.Sprintf("%s of %s measured projects %s on one regular contributor or none.",
			howMany(o.OneRegular), ui.Thousands(o.RegularsKnown), isOrAre(o.OneRegular, "rests", "rest")),
		Rest: "No project is ranked yet: how changes are reviewed and built, its posture, is not collected.",
	}
	if n := o.Total - o.Measured; n > 0 {
		f.Rest += " Of " + ui.Number(n) + " more on the list we have no figures."
	}
	return f
}

func rankedFigs(o query.Summary) []ui.Fig {
	return []ui.Fig{
		{Label: "High or very high risk", Number: ui.Thousands(o.HighRisk), Of: "of " + ui.Thousands(o.Ranked) + " ranked", Note: "exposure, not a forecast"},
		{Label: "One regular or none", Number: ui.Thousands(o.OneRegular), Of: "of " + ui.Thousands(o.RegularsKnown), Note: "people active in three or more separate months"},
		{Label: "Not enough evidence", Number: ui.Thousands(o.Total - o.Ranked), Of: "of " + ui.Thousands(o.Total), Note: "listed with the reason, never ranked last"},
		{Label: "Evidence coverage", Number: ui.Seen(o.Cover), Note: "ranked projects: lowest axis of each, mean"},
	}
}

func unrankedFigs(o query.Summary) []ui.Fig {
	return []ui.Fig{
		{Label: "One regular or none", Number: ui.Thousands(o.OneRegular), Of: "of " + ui.Thousands(o.RegularsKnown), Note: "people active in three or more separate months"},
		{Label: "Health below 40", Number: ui.Thousands(o.LowHealth), Of: "of " + ui.Thousands(o.Measured), Note: "mean of vitality and resilience"},
		{Label: "No human commit", Number: ui.Thousands(o.NoHumanCommits), Of: "of " + ui.Thousands(o.Measured), Note: "in twelve months; some are finished"},
		{Label: "Measured", Number: ui.Thousands(o.Measured), Of: "of " + ui.Thousands(o.Total), Note: "the others are listed with the reason"},
	}
}

// runNotices says what of a run is missing.
func runNotices(o query.Summary) []ui.Notice {
	var out []ui.Notice
	if o.Carried > 0 {
		out = append(out, ui.Notice{
			Claim: ui.Sentence(ui.Number(o.Carried)) + " " + ui.Plural(o.Carried, "project", "projects") + " could not be read in the last run.",
			Text:  "The figures of before are kept, with their age.",
		})
	}
	return out
}

func (s *maker) healthSpread(o query.Summary, id string, wide float64) chart.Figure {
	low, total := o.LowHealth, len(o.Health)
	return chart.Histogram{
		ID: id, Title: "Distribution of health", Values: o.Health, Step: 10, Max: 100, Cuts: cuts(s.Model.Bands["H"]), Unit: "Projects", Wide: wide,
		Desc:    fmt.Sprintf("%d of %d measured projects have a health below 40.", low, total),
		Caption: ui.Thousands(total) + " " + ui.Plural(total, "project", "projects") + " by health, 0 to 100, in steps of 10. Health is the mean of vitality and resilience.",
	}.Figure()
}

// regularsSpread counts projects by how many regulars they have.
func regularsSpread(o query.Summary) chart.Counts {
	if o.RegularsKnown == 0 {
		return nil
	}
	var out chart.Counts
	for i, name := range [...]string{"None", "One", "2 to 4", "5 to 9", "10 and more"} {
		out = append(out, chart.Count{Name: name, N: o.Groups[i], Hot: i < 2})
	}
	return out
}

func (s *maker) riskSpread(o query.Summary, id string, wide float64) chart.Figure {
	bands := s.Model.Bands["risk"]
	return chart.Histogram{
		ID: id, Title: "Distribution of risk", Values: o.Risks, Step: 5, Max: float64(chart.Risk), Cuts: cuts(bands), Unit: "Projects", Wide: wide, HotFrom: query.CutOf(bands, len(bands)-2),
		Desc:    fmt.Sprintf("%d of %d ranked projects are at high or very high risk.", o.HighRisk, len(o.Risks)),
		Caption: "Ranked projects by risk, in steps of 5; the last column holds everything above.",
	}.Figure()
}

func cuts(bands []health.Band) []chart.Cut {
	var out []chart.Cut
	for i := len(bands) - 1; i >= 0; i-- {
		out = append(out, chart.Cut{From: bands[i].From, Word: bands[i].Word})
	}
	return out
}
