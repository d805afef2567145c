package ranking

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
)

// titles returns the title, the finding and the caption of a list page. They follow the
// order and the weights of its rows.
func (s maker) titles(l listing.Listing, o query.Summary, q ranking.Query) (string, ui.Finding, string) {
	order, says := listing.SortWords(q), " sort:"+string(q.Sort)
	if q.Reverse {
		says = " sort:-" + string(q.Sort)
	}
	switch {
	case o.Ranked == 0:
		lacks, why := ranked.NoRanks(o)
		f := ui.Finding{Says: "no-ranks" + lacks + says, Claim: "Not ranked: " + why + ".", Rest: "Health, the mean of vitality and resilience, is shown; " + order + "."}
		return "Projects by " + listing.ColumnName(q.Sort), f, explain.Sentence(order) + "; unknown last."
	case l.Ranked == "no":
		return "Projects that are not ranked", ui.Finding{
			Says: "not-ranked" + says, Claim: "Unranked does not mean low-ranked.", Rest: "Each row shows what is missing and how to get it; " + order + ".",
		}, explain.Sentence(order) + "."
	}
	if scenario := l.Scenario(); scenario.Label != "" {
		f := ui.Finding{Says: "weights:" + l.Weights + says, Claim: "Other weights: " + scenario.Label + ".", Rest: scenario.Why + " These ranks have no intervals."}
		return "Projects, " + explain.LowerFirst(scenario.Label), f, explain.Sentence(order) + " under these weights; the published rank is in brackets."
	}
	if q.Sort != ranking.SortRisk || q.Reverse {
		f := ui.Finding{Says: "sorted" + says, Claim: "Projects are " + order + ".", Rest: "The first column shows the rank by risk with its interval."}
		return "Projects by " + listing.ColumnName(q.Sort), f, explain.Sentence(order) + "."
	}
	f := ui.Finding{Says: "first-tied" + says, Claim: "The top projects are statistically tied.", Rest: "Compare tiers, not ranks: order within a tier is not meaningful."}
	if t := o.Tiers[1]; t.N == 1 {
		f = ui.Finding{Says: "first-apart" + says, Claim: "Only the top project is clearly separate.", Rest: "Below it compare tiers, not ranks: order within a tier is not meaningful."}
	}
	return "Projects by " + listing.ColumnName(q.Sort), f, explain.Sentence(order) + "."
}

func tierWords(t query.Tier) string {
	if t.N <= 1 {
		return "rank " + explain.Thousands(t.Lo) + ", separate from its neighbours"
	}
	return fmt.Sprintf("ranks %d–%d: intervals overlap, so the order of these %d projects is not meaningful", t.Lo, t.Hi, t.N)
}

// whyWords says a reason for many projects at once.
func (s maker) whyWords(w query.Why) string {
	for _, a := range model.InputAxes {
		if w.Code == "coverage_"+string(a) {
			return explain.Sentence(a.Name()) + ": less than " + explain.Percent(s.Model.Risk.MinCoverage[a]) + " of the evidence is known"
		}
	}
	switch w.Code {
	case "no_figures":
		return "No data: the repository could not be read, or there is none"
	case "too_old":
		return fmt.Sprintf("Data too old: over %d months older than that of most projects, or live data over %d months old", s.Model.Ageing.BehindMonths, s.Model.Ageing.RankMonths)
	case "cannot_tell":
		return "May be finished or abandoned: the issue tracker was not read"
	case "too_new":
		return fmt.Sprintf("History shorter than %d days", s.Model.Status.MinAgeDays)
	case "archived_with_successor":
		return "Replaced by a live successor"
	case "opt_down":
		return "Shown without a rank, as its maintainers asked"
	case "fork":
		return "Marked as a fork by its host, and not confirmed as the project’s home"
	}
	return explain.Sentence(w.Text)
}
