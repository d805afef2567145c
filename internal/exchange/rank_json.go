package exchange

import (
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// RankJSON is one page of a ranking: the output of `rank --json` and /projects.json.
type RankJSON struct {
	List string `json:"list"`
	Run  RunRef `json:"run"`
	// Data is the hash of the figures of the run, as citations have it; absent where it is unknown, and
	// in the output of `rank`, which reads one page.
	Data string `json:"data_sha256,omitempty"`
	// Matched counts the rows of the query, Total the rows of the list, Ranked those with a rank.
	Matched int `json:"matched"`
	Total   int `json:"total"`
	Ranked  int `json:"ranked"`
	// Weights is the scenario that orders the rows; null as published.
	Weights  *string   `json:"weights"`
	Projects []RowJSON `json:"projects"`
	// Next is the cursor of the next page; null at the end.
	Next *string `json:"next"`
}

// RunRef identifies the run that published a ranking.
type RunRef struct {
	ID       int64         `json:"id"`
	Revision string        `json:"list_revision"`
	Model    string        `json:"model_sha256"`
	Version  string        `json:"plumbline"`
	Origin   health.Origin `json:"origin"`
	Finished *time.Time    `json:"finished"`
	AsOf     *time.Time    `json:"as_of"`
}

// RefOf names a run.
func RefOf(r health.Run) RunRef {
	return RunRef{r.ID, r.Revision, r.ModelSHA, r.Version, r.Origin, instant(r.Finished), instant(r.AsOf)}
}

// RowJSON is one project of a ranking. Rank is null if not ranked; risk and the axes are null if
// unknown.
type RowJSON struct {
	Rank       *int             `json:"rank"`
	RankLo     *int             `json:"rank_lo"`
	RankHi     *int             `json:"rank_hi"`
	Tier       *int             `json:"tier"`
	Slug       string           `json:"slug"`
	Name       string           `json:"name"`
	Repository string           `json:"repository"`
	Copy       string           `json:"copy,omitempty"` // git figures are from this public copy
	Risk       *float64         `json:"risk"`
	RiskLo     *float64         `json:"risk_lo"`
	RiskHi     *float64         `json:"risk_hi"`
	RiskBand   string           `json:"risk_band,omitempty"`
	RiskAtMost float64          `json:"risk_at_most"`
	RankState  health.RankState `json:"rank_state"`
	// WouldRank is the rank of a partial row if what was not seen were bad (the 90th percentile
	// of its risk) or good (the 10th); null for others.
	WouldRank *WouldRankJSON `json:"would_rank"`
	// AssumedShare is the share of the weight of posture, 0 to 1, that is assumed.
	AssumedShare float64 `json:"assumed_share"`
	// Partial are why a row in the order has no position.
	Partial     []ReasonJSON       `json:"partial"`
	Rankable    bool               `json:"rankable"`
	Reasons     []ReasonJSON       `json:"reasons"`
	Status      StatusJSON         `json:"status"`
	Evidence    health.Evidence    `json:"evidence"`
	PostureFrom string             `json:"posture_from"`
	Health      *IntervalJSON      `json:"health"`
	HealthBand  string             `json:"health_band,omitempty"`
	Vitality    *IntervalJSON      `json:"vitality"`
	Resilience  *IntervalJSON      `json:"resilience"`
	Posture     *IntervalJSON      `json:"posture"`
	Criticality *IntervalJSON      `json:"criticality"`
	Coverage    map[string]float64 `json:"coverage"`
	Gate        string             `json:"gate,omitempty"`
	MainReason  string             `json:"main_reason,omitempty"`
	Alerts      []AlertJSON        `json:"alerts"`
	Regulars    *int               `json:"regulars_12m"`
	Absence     *int               `json:"contributor_absence_factor"`
	Commits     *int               `json:"human_commits_12m"`
	LastHuman   string             `json:"last_human_commit,omitempty"`
	LastRelease string             `json:"last_release,omitempty"`
	Language    string             `json:"language,omitempty"`
	Tags        []string           `json:"tags,omitempty"`
	Licence     string             `json:"licence,omitempty"`
	// Funding are the platforms that FUNDING.yml names; null if that is unknown.
	Funding []string               `json:"funding_channels"`
	Checks  map[field.ID]CheckJSON `json:"checks"`
	AsOf    *time.Time             `json:"as_of"`
	Outcome health.Outcome         `json:"outcome,omitempty"`
	Problem string                 `json:"problem,omitempty"`
	// Peers are its positions among its peers, by axis. Views are its ranks under other models.
	Peers map[model.Axis]StandingJSON `json:"peers"`
	Views []ViewJSON                  `json:"views"`
	// WeightsRank and WeightsRisk are rank and risk under the scenario of the document. They are
	// null as published, and if it is not ranked under the scenario.
	WeightsRank *int     `json:"weights_rank"`
	WeightsRisk *float64 `json:"weights_risk"`
}

// RankDocument returns the document of a page of the list's ranking, without the alerts for
// operators.
func RankDocument(list string, p ranking.Page) RankJSON {
	d := RankJSON{
		List: list, Matched: p.Matched, Total: p.Total, Ranked: p.RankedTotal, Projects: make([]RowJSON, 0, len(p.Rows)),
		Run: RefOf(p.Run),
	}
	for _, r := range p.Rows {
		d.Projects = append(d.Projects, row(r))
	}
	if p.Next != "" {
		next := p.Next
		d.Next = &next
	}
	return d
}

// ForOperators returns the document with every alert of its rows. rows must be those of the page.
func (d RankJSON) ForOperators(rows []ranking.Row) RankJSON {
	d.Projects = slices.Clone(d.Projects)
	for i, r := range rows {
		d.Projects[i].Alerts = AlertDocuments(r.Alerts)
	}
	return d
}

// Under returns the document of rows ordered by a scenario, by its id. Rank and risk remain the
// published ones, with those under the scenario beside them.
func (d RankJSON) Under(weights string) RankJSON {
	if weights == "" {
		return d
	}
	d.Weights, d.Projects = &weights, slices.Clone(d.Projects)
	for i, p := range d.Projects {
		for _, v := range p.Views {
			if v.Scenario == weights {
				d.Projects[i].WeightsRank, d.Projects[i].WeightsRisk = v.Rank, v.Risk
			}
		}
	}
	return d
}

func row(r ranking.Row) RowJSON {
	d := RowJSON{
		Slug: r.Slug, Name: r.Name, Repository: r.Repository, Copy: r.Copy, RiskAtMost: r.RiskUpper, RankState: r.State(), Rankable: r.Rankable,
		Reasons: reasons(r.Reasons), Status: StatusJSON(r.Status), Evidence: r.Evidence, PostureFrom: r.PostureFrom,
		Health: interval(r.H), Vitality: interval(r.V), Resilience: interval(r.R), Posture: interval(r.S), Criticality: interval(r.C),
		Coverage: map[string]float64{"V": r.CoverV, "R": r.CoverR, "S": r.CoverS, "C": r.CoverC},
		Gate:     r.Gate, MainReason: r.MainReason, Alerts: AlertDocuments(alert.Public(r.Alerts)), Regulars: known(r.Regulars), Absence: known(r.AbsenceFactor),
		Commits: known(r.HumanCommits), LastHuman: r.LastHuman, LastRelease: r.LastRelease, Language: r.Language,
		Tags: r.Tags, Licence: r.Licence, Funding: r.Funding, Checks: ChecksOf(r.Checks), AsOf: instant(r.ObservedAt), Outcome: r.Outcome, Problem: r.Problem,
		Peers: standings(r.Standings), Views: views(r), AssumedShare: r.Assumed, Partial: reasons(r.Partial),
	}
	if r.H != nil {
		d.HealthBand = r.HealthBand.Word
	}
	if r.Risk != nil {
		v, lo, hi := r.Risk.Value, r.Risk.Lo, r.Risk.Hi
		d.Risk, d.RiskLo, d.RiskHi, d.RiskBand = &v, &lo, &hi, r.RiskBand.Word
	}
	if r.State() == health.RankPartial {
		lo, hi := r.RankLo, r.RankHi
		d.RankLo, d.RankHi = &lo, &hi
		d.WouldRank = &WouldRankJSON{IfBad: r.RankIfBad, IfGood: r.RankIfGood}
	}
	if r.Rank > 0 {
		rank, lo, hi, tier := r.Rank, r.RankLo, r.RankHi, r.Tier
		d.Rank, d.RankLo, d.RankHi, d.Tier = &rank, &lo, &hi, &tier
	}
	return d
}

// WouldRankJSON is the rank that a row without a position would have.
type WouldRankJSON struct {
	IfBad  int `json:"if_unseen_is_bad"`
	IfGood int `json:"if_unseen_is_good"`
}

func interval(i *health.Interval) *IntervalJSON {
	if i == nil {
		return nil
	}
	return &IntervalJSON{i.Value, i.Lo, i.Hi}
}

func known(n int) *int {
	if n < 0 {
		return nil
	}
	return &n
}
