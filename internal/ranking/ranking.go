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
	// Repository is "host/path" of the primary; empty when there is none.
	Repository string
	Language   string
	Category   string
	Owner      string
	Host       string
	Ecosystem  string
	Tags       []string
	Licence    string
	Archived   bool

	Status   health.Status
	Evidence health.Evidence
	// PostureFrom is that of the score.
	PostureFrom string
	Rankable    bool
	Reasons     []health.Reason

	// V, R, H, S, C and Risk with intervals; a nil pointer is unknown.
	V, R, H, S, C, Risk *health.Interval
	// Coverage per axis, 0 to 1.
	CoverV, CoverR, CoverS, CoverC float64
	HealthBand, RiskBand           model.Band
	HealthUnsure, RiskUnsure       bool
	RiskUpper                      float64
	Gate                           string // id of the gate that holds, or empty
	MainReason                     string // the largest contributions in words: "one regular, one integrator"

	// Rank is the competition rank among the rankable, 0 when not ranked.
	Rank           int
	RankLo, RankHi int     // 5 to 95 % of the draws
	PTop10         float64 // share of draws in the first ten
	Tier           int     // from 1
	// Standings are its places among its peers, by H, V, R, S; those of figures
	// that are not known well enough are left out.
	Standings []Standing
	// Views are its places under the scenarios, in their order.
	Views []View

	// Plain figures for columns; −1 when unknown.
	Regulars      int
	AbsenceFactor int
	HumanCommits  int
	// Months are the human commits of the last twelve months, oldest first; nil when unknown.
	Months      []int
	LastHuman   string // YYYY-MM-DD or empty
	LastRelease string
	Funding     []string
	// Alerts are what needs a human to look at, those for operators among them.
	Alerts []alert.Alert
	// HostKnown is whether the host's own records of it were ever read: issues,
	// change requests, who merges.
	HostKnown bool
	// ObservedAt is the instant the figures describe; zero when there are none.
	ObservedAt time.Time
	// Outcome of the newest run; a carried or failed row says why.
	Outcome health.Outcome
	Problem string
}

// FacetValues are the values a row is filtered and counted by, by facet: status,
// language, owner, host, evidence, risk_band, health_band, category and tag.
// Empty values are left out, and each tag stands once.
func (r Row) FacetValues() map[string][]string {
	out := map[string][]string{}
	for facet, value := range map[string]string{
		"status": string(r.Status.Word), "language": r.Language, "owner": r.Owner, "host": r.Host, "evidence": string(r.Evidence),
		"risk_band": r.RiskBand.Word, "health_band": r.HealthBand.Word, "category": r.Category,
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
	return out
}

// NameKey is what names are ordered by: the same bytes everywhere.
func (r Row) NameKey() string { return strings.ToLower(cmp.Or(r.Name, r.Slug)) }

// SearchText is what a search looks in, in lower case.
func (r Row) SearchText() string {
	return strings.ToLower(r.Name + "\n" + r.Slug + "\n" + r.Repository)
}

// View is a project's place under another model.
type View struct {
	ID, Label string // of the scenario
	// Rank is 0 when it is not ranked under it; Of is how many are.
	Rank, Of int
	Risk     *float64 // nil when it is not known
}

// Sort is a column a ranking may be ordered by.
type Sort string

// The sorts. Each has a fixed natural direction, reversed by Query.Reverse;
// unknowns always come last; ties by slug.
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

// Query selects, orders and pages a ranking. The same values come from a URL
// and from the command line.
type Query struct {
	List string
	// Run is the id of the published run whose ranking is asked for; 0: the newest.
	Run  int64
	Text string // in name, slug or repository
	// Slugs are rows that a Text finds beside those it is in, at most 100; without a Text
	// they are not asked for.
	Slugs []string
	// Empty filters select everything. Values of one filter are alternatives.
	Status, Language, Owner, Host, Tag, Evidence, RiskBand, HealthBand, Category []string
	// Row: nil both, true the rankable, false the others.
	Ranked  *bool
	Sort    Sort
	Reverse bool
	// View is the id of a scenario: sorted by risk, rows then stand in the order
	// of their places under it. Empty: as published.
	View  string
	After string // opaque cursor of the page before; empty for the first
	Limit int    // 1 to 500; 0 means 50
}

// Page is one page of a ranking.
type Page struct {
	Rows []Row
	// Next is the cursor of the next page, empty at the end.
	Next string
	// Matched counts all rows of the query, Total all rows of the list,
	// RankedTotal those with a rank.
	Matched, Total, RankedTotal int
	// Facets count the rows of the list (not of the query) by value.
	Facets map[string][]Facet
	Run    health.Run
}

// Facet is one value of a filter with the number of rows that have it.
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
