package ranking

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Row is one row of a published ranking: everything a list page shows.
type Row struct {
	List string
	Slug string
	Name string
	// Repository is "host/path" of the primary; empty if there is none.
	Repository string
	// Copy is "host/path" of the public copy that git figures were read from; empty: none.
	Copy      string
	Language  string
	Category  string
	Owner     string
	Host      string
	Ecosystem string
	Tags      []string
	Licence   string
	// Checks are the results of its Scorecard checks.
	Checks   Checks
	Archived bool

	Status   health.Status
	Evidence health.Evidence
	// PostureFrom is copied from the score.
	PostureFrom string
	// Rankable is true for the rows in the order of the ranking: those with a position,
	// and those with an interval of ranks in its place.
	Rankable bool
	Reasons  []health.Reason
	// Partial are why a rankable row has no position.
	Partial []health.Reason
	// RankState is what State returns; empty in rows that an older version published.
	RankState health.RankState

	// V, R, H, S, C and Risk with intervals; a nil pointer means unknown.
	V, R, H, S, C, Risk *health.Interval
	// Coverage per axis, 0 to 1.
	CoverV, CoverR, CoverS, CoverC float64
	HealthBand, RiskBand           model.Band
	HealthUnsure, RiskUnsure       bool
	RiskUpper                      float64
	Gate                           string // id of the gate that applies, or empty
	MainReason                     string // the largest contributions in words: "one regular, one integrator"

	// Rank is the competition rank among the rankable projects, 0 if not ranked.
	Rank           int
	RankLo, RankHi int // 5% to 95% of the draws
	// RankIfBad and RankIfGood are the ranks of a partial row at the 90th and the 10th percentile
	// of the risk over what was not seen; 0 for others.
	RankIfBad, RankIfGood int
	// Assumed is the share of posture, 0 to 1, that is assumed.
	Assumed float64
	PTop10  float64 // share of the draws in which it is among the first ten
	Tier    int     // from 1
	// Standings are its positions among its peers, by H, V, R, S. Figures that are not known well
	// enough are left out.
	Standings []Standing
	// Views are its ranks under the scenarios, in the order of the scenarios.
	Views []View

	// Plain figures for columns; −1 if unknown.
	Regulars      int
	AbsenceFactor int
	HumanCommits  int
	// Months are the human commits in each of the last twelve months, oldest first; nil if unknown.
	Months      []int
	LastHuman   string // YYYY-MM-DD or empty
	LastRelease string
	Funding     []string
	// Alerts are the facts that a person should look at, including those for operators.
	Alerts []alert.Alert
	// HostKnown is whether the host's own records of it were ever read: issues, pull requests, who
	// merges.
	HostKnown bool
	// ObservedAt is the instant that the figures describe; zero if there are none.
	ObservedAt time.Time
	// Outcome is that of the newest run; a carried or failed row has a reason.
	Outcome health.Outcome
	Problem string
}

// State returns how the project takes part in the ranking.
func (r Row) State() health.RankState {
	switch {
	case r.RankState != "":
		return r.RankState
	case r.Rankable || r.Rank > 0:
		return health.RankRanked
	}
	return health.RankNone
}

// FacetValues returns the values by which a row is filtered and counted, by facet: status,
// language, owner, host, evidence, risk_band, health_band, category, licence, tag, and pass, fail and
// unknown, whose values are checks. Empty values are left out, and each tag occurs once.
func (r Row) FacetValues() map[string][]string {
	out := map[string][]string{}
	for facet, value := range map[string]string{
		"status": string(r.Status.Word), "language": r.Language, "owner": r.Owner, "host": r.Host, "evidence": string(r.Evidence),
		"risk_band": r.RiskBand.Word, "health_band": r.HealthBand.Word, "category": r.Category, "licence": r.Licence,
	} {
		if value != "" {
			out[facet] = []string{value}
		}
	}
	for _, tag := range slices.Compact(slices.Sorted(slices.Values(r.Tags))) {
		if tag != "" {
			out["tag"] = append(out["tag"], tag)
		}
	}
	for _, state := range []CheckState{CheckPass, CheckFail, CheckUnknown} {
		for _, id := range r.Checks.In(state) {
			out[string(state)] = append(out[string(state)], string(id))
		}
	}
	return out
}

// NameKey returns the sort key of the name: the same bytes on every engine.
func (r Row) NameKey() string { return strings.ToLower(cmp.Or(r.Name, r.Slug)) }

// SearchText returns the text that a search matches, in lower case.
func (r Row) SearchText() string {
	return strings.ToLower(r.Name + "\n" + r.Slug + "\n" + r.Repository)
}

// View is a project's rank under another model.
type View struct {
	ID, Label string // of the scenario
	// Rank is 0 if it is not ranked under the model; of a partial row it is the rank it could have. Of
	// is how many projects have a position.
	Rank, Of int
	Risk     *float64 // nil if unknown
}

// Sort is a column by which a ranking can be ordered.
type Sort string

// The sorts. Each has a fixed natural direction, which Query.Reverse reverses. Unknown values
// always come last; ties are ordered by slug.
const (
	SortRisk        Sort = "risk"        // highest first
	SortHealth      Sort = "health"      // lowest first
	SortVitality    Sort = "vitality"    // lowest first
	SortResilience  Sort = "resilience"  // lowest first
	SortPosture     Sort = "posture"     // lowest first
	SortCriticality Sort = "criticality" // highest first
	SortName        Sort = "name"        // A first
	SortCommits     Sort = "commits"     // fewest first
	SortRegulars    Sort = "regulars"    // fewest first
	SortUpper       Sort = "upper"       // RiskUpper, highest first
)

// Sorts lists the allowed sorts.
var Sorts = []Sort{SortRisk, SortHealth, SortVitality, SortResilience, SortPosture, SortCriticality, SortName, SortCommits, SortRegulars, SortUpper}

// Query selects, orders and pages a ranking. The same values come from a URL and from the command
// line.
type Query struct {
	List string
	// Run is the id of the published run to read; 0 means the newest.
	Run  int64
	Text string // in name, slug or repository
	// Slugs are rows that a Text finds beside those it is in, at most 100; without a Text
	// they are not asked for.
	Slugs []string
	// Empty filters select everything. Values of one filter are alternatives.
	Status, Language, Owner, Host, Tag, Evidence, RiskBand, HealthBand, Category, Licence []string
	// Pass, Fail and Unknown select the rows with a check in that state, by field id.
	Pass, Fail, Unknown []string
	// MostRegulars selects the rows with at most so many regulars; nil all, also those of which the
	// number is unknown.
	MostRegulars *int
	// Ranked selects rows: nil all, true the rankable ones, false the others.
	Ranked *bool
	// Positioned leaves out the rows without a position.
	Positioned bool
	Sort       Sort
	Reverse    bool
	// View is the id of a scenario. Sorted by risk, rows are in the order of their ranks under it.
	// Empty means as published.
	View  string
	After string // opaque cursor from the previous page; empty for the first page
	Limit int    // 1 to 500; 0 means 50
}

// Page is one page of a ranking.
type Page struct {
	Rows []Row
	// Next is the cursor of the next page, empty at the end.
	Next string
	// Matched counts all rows that match the query, Total all rows of the list, RankedTotal those
	// with a rank.
	Matched, Total, RankedTotal int
	// Facets count the rows of the list (not of the query) by value.
	Facets map[string][]Facet
	Run    health.Run
}

// Facet is one value of a filter with the number of its rows.
type Facet struct {
	Value string
	N     int
}

// Counts are the values of facets with the rows that have them under a query.
type Counts struct {
	// Values are by facet, most frequent first, ties by value, at most MostValues each.
	Values map[string][]Facet
	// AtMost are the facets whose counts are those of the whole list, because the list is
	// too long to count it for every query: under the query it is at most as many.
	AtMost map[string]bool
}

// MostValues is how many values of a facet are counted at most.
const MostValues = 500
