// Package ranked draws projects as rows of a ranking, and how their figures are
// spread. It knows what a run published and nothing of the page a row stands on.
package ranked

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// longName is how many letters of a name a row shows: 25 rows of longer ones weigh more than the rest
// of a page. The page of the project has all of it.
const longName = 40

// Row is one project of a table.
type Row struct {
	Slug, Name, Repository, Age string
	Href                        string // of its page, of the same day
	Rank, RankRange             string
	RiskUnder                   string // the risk under other weights, in the place of the published one
	Band                        ui.Rungs
	Status                      health.StatusWord
	Risk, H, V, R, S            ui.Figure
	Criticality, Cover          string
	Months                      chart.Spark
	Reason                      string // the largest parts, in words
	Problem                     string
	AtMost                      string
	Missing                     []string // why not ranked
	Settle                      string
	Stale                       bool
	// Partial: without a position; Rank is the ranks that it would have.
	Partial bool
	// Provisional: ranked, with a posture that rests on git alone.
	Provisional bool
	// Published: its posture rests on results we did not make.
	Published bool
}

// RowOf returns the row of a project as a view shows it; o is the summary of its run.
func RowOf(view *query.View, r ranking.Row, o query.Summary) Row {
	off := view.WorksElsewhere(r.Slug)
	v := Row{
		Slug: r.Slug, Href: view.On("/p/" + r.Slug), Name: r.Name, Repository: shortRepository(r.Repository), Status: r.Status.Word,
		Risk: ui.FigureOf("risk", r.Risk, o.MedRisk, chart.Risk, "s"), H: ui.FigureOf("health", r.H, nil, chart.Points, "s"),
		V: ui.FigureOf("vitality", r.V, o.MedV, chart.Points, "s"), R: ui.FigureOf("resilience", r.R, o.MedR, chart.Points, "s"),
		S: ui.FigureOf("posture", r.S, o.MedS, chart.Points, "s"), Criticality: "?",
		Cover:  explain.Seen(min(r.CoverV, r.CoverR, r.CoverS, r.CoverC)),
		Months: chart.Spark{Months: r.Months}, Reason: explain.Sentence(r.MainReason), AtMost: explain.Whole(r.RiskUpper),
		Settle: settle(r.Reasons, off), Published: r.S != nil && r.PostureFrom == field.SourcePublished,
	}
	if !r.ObservedAt.IsZero() {
		v.Age = explain.Age(r.ObservedAt, view.Now)
	}
	if r.C != nil {
		v.Criticality = explain.Whole(r.C.Value)
	}
	if r.State() == health.RankPartial {
		v.Rank, v.Partial = explain.Places(r.RankLo, r.RankHi), true
		for _, why := range r.Partial {
			v.Missing = append(v.Missing, explain.Sentence(why.Text))
		}
		v.Settle = settle(r.Partial, off)
	}
	if r.Rank > 0 {
		v.Rank, v.RankRange = explain.Thousands(r.Rank), explain.Thousands(r.RankLo)+"–"+explain.Thousands(r.RankHi)
		v.Band = ui.RiskRungs(view.Model, r.RiskBand, r.RiskUnsure)
		v.Provisional = r.Evidence == health.EvidenceProvisional
	}
	for _, why := range r.Reasons {
		text := why.Text
		if why.Code == "no_figures" && r.Problem != "" {
			text = "no data" // why stands below the name
		}
		v.Missing = append(v.Missing, explain.Sentence(text))
	}
	v.Problem, v.Stale = problemOf(r)
	v.Stale = v.Stale || slices.ContainsFunc(r.Reasons, func(w health.Reason) bool { return w.Code == "too_old" })
	return v
}

// Why returns what a row without a position lacks. How to find it out is on the page of the project.
func (r Row) Why() string { return strings.Join(r.Missing, ". ") + "." }

func problemOf(r ranking.Row) (text string, stale bool) {
	switch r.Outcome {
	case health.OutcomeCarried:
		return "Earlier figures, because " + r.Problem, true
	case health.OutcomeFailed:
		return explain.Sentence(r.Problem), true
	default:
		return "", false
	}
}

// shortRepository leaves out the host most repositories share.
func shortRepository(s string) string {
	const common = "github.com/"
	if len(s) > len(common) && s[:len(common)] == common {
		return s[len(common):]
	}
	return s
}

// settle says what would make a project rankable, from the first reason that
// anything can be done about. Of a project off the host that we can ask, a token shows nothing.
func settle(reasons []health.Reason, off bool) string {
	for _, r := range reasons {
		if off && hostTells(r.Code) {
			return "The project’s own files, or its maintainers"
		}
		if text := Settle(r.Code); text != "" {
			return text
		}
	}
	return ""
}

// hostTells reports whether a reason would end with what the host shows.
func hostTells(code string) bool {
	return code == "cannot_tell" || code == "coverage_S" || code == "partial_S"
}

// Settle says what would end a reason for not being ranked; empty when nothing would.
func Settle(code string) string {
	switch code {
	case "too_old":
		return "A newer copy of the repository, or a collection with a network"
	case "cannot_tell":
		return "Its issue tracker: collect with a GitHub token (no scopes needed), or ask the maintainers"
	case "no_figures", "coverage_V", "coverage_R":
		return "A repository we can read, or another attempt"
	case "coverage_S", "partial_S":
		return "A Scorecard scan of all files, with a GitHub token (no scopes needed)"
	case "coverage_C", "partial_C":
		return "Review of the list entry, and registry data"
	case "too_new":
		return "Time"
	case "archived_with_successor":
		return "Nothing; see the successor"
	case "fork":
		return "The list's editors confirm its home"
	case "opt_down":
		return "Nothing; see the corrections"
	default:
		return ""
	}
}
