// Package summary is one value with everything that pages show about a complete published ranking.
// It is pure: the publisher of a run computes the summary and the store keeps it, so that no page
// reads a complete list. It does not know where rows come from.
package summary

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Limits on the projects that a summary names.
const (
	mostUnmeasured = 200
	mostWeakest    = 10
	mostTroubled   = 100 // for one reason
	mostEnded      = 10
	mostUnseen     = 6
	mostCannotTell = 100
)

// The widths of the columns of the distributions, from 0 to 100; the last column includes 100.
const (
	HealthStep = 10
	RiskStep   = 5
)

// Summary is what pages show about a complete published ranking. A published run does not change,
// so it is computed once. In its stored form the projects are slugs; the reader fills in their
// rows.
type Summary struct {
	Run           health.Run `json:"-"`
	Total, Ranked int
	// Partial counts the rows with an interval of ranks instead of a position.
	Partial int
	// Measured counts the rows with known health.
	Measured int
	// From and To are the oldest and newest instant of the figures.
	From, To time.Time
	// Medians of the known values; nil if none is known. MedRisk covers ranked rows.
	MedV, MedR, MedS, MedRisk *float64
	// HealthSteps counts the rows with known health, RiskSteps the rows of the order by risk, in columns
	// of HealthStep and RiskStep.
	HealthSteps [100 / HealthStep]int
	RiskSteps   [100 / RiskStep]int
	// Health and Risks contain one value of its column for each row counted there, which gives the
	// same charts.
	Health, Risks []float64 `json:"-"`
	// OneRegular counts rows with at most one regular, RegularsKnown those with a known number.
	OneRegular, RegularsKnown int
	// HighRisk counts rows with a position in the two upper bands, OneOfHigh those of them with at most
	// one regular. PartialHigh counts the rows without a position, and so without a band, whose risk
	// would be there.
	HighRisk, OneOfHigh, PartialHigh int
	// Cover is the mean, over ranked rows, of the coverage of the least covered axis.
	Cover float64
	// Carried and Failed count the rows whose last attempt did not succeed.
	Carried, Failed int
	// Tiers are the tiers of the ranking by number, from 1.
	Tiers map[int]Tier
	// Why counts the reasons for not being ranked, most frequent first.
	Why []Why
	// Unmeasured are the rows without health, by name, at most 200.
	Unmeasured     []ranking.Row `json:"-"`
	UnmeasuredHere []string      // their slugs
	// Groups count the measured projects with 0, 1, 2–4, 5–9 and 10+ regulars.
	Groups [5]int
	// Weakest are the rows whose resilience adds most to risk, at most ten.
	Weakest        []ranking.Row `json:"-"`
	WeakestHere    []string      // their slugs
	LowHealth      int           // in the two lowest bands
	NoHumanCommits int
	// Observed are the instants of the rows' figures, oldest first; set only where ages are shown.
	Observed []time.Time `json:"-"`
	// WithPosture counts the rows with known posture. Provisional counts the ranked rows with less
	// than half of it observed: from git alone, or from a published result for ByOthers of them.
	WithPosture, Provisional, ByOthers int
	// OnHost counts the rows whose host records were read.
	OnHost int
	// Answered counts the projects with data from registries and advisory databases, by source; set
	// only where it is shown.
	Answered map[string]int `json:"-"`
	// CouldBeHigh counts the rows with a position below the two upper bands whose
	// interval reaches into them.
	CouldBeHigh int
	// Troubles are the rows whose last attempt did not succeed, by reason, most
	// frequent first.
	Troubles []Trouble
	// Ended are the rows of projects that have ended without a live successor, most critical first,
	// at most ten of EndedN.
	EndedN    int
	Ended     []ranking.Row `json:"-"`
	EndedHere []string      `json:",omitempty"` // their slugs
	// Gates count the rows that a gate raises, by its id.
	Gates map[string]int `json:",omitempty"`
	// Unseen are the most critical rows without any figures, at most six, by the lower end of the
	// interval of criticality: one that is hardly known does not lead.
	Unseen     []ranking.Row `json:"-"`
	UnseenHere []string      `json:",omitempty"` // their slugs
	// CannotTell are the rows that cannot be told from finished, highest risk first, at most a
	// hundred of CannotTellN.
	CannotTellN    int
	CannotTell     []ranking.Row `json:"-"`
	CannotTellHere []string      `json:",omitempty"` // their slugs
	// DataSHA is the hash of the figures (exchange.RankHash), set by whoever has the rows
	// at hand; empty where nobody had.
	DataSHA string `json:",omitempty"`
}

// Trouble is a reason why projects could not be read: their number, and the first hundred of them
// by name.
type Trouble struct {
	Reason string
	N      int
	Rows   []ranking.Row `json:"-"`
	Here   []string      // their slugs
}

// Tier is one tier of a ranking: N projects with the ranks Lo to Hi.
type Tier struct{ N, Lo, Hi int }

// Why is a reason for not being ranked, with its number of projects.
type Why struct {
	Code, Text string
	N          int
}

// Of returns the summary of all rows of a run, in any order. Cost: n log n, and four numbers of
// memory per row.
func Of(m model.Model, rows []ranking.Row) Summary {
	maker := NewMaker(m)
	ByName(rows, maker.Add)
	return maker.Done()
}

// ByName calls fn with every row in the order of ranking.SortName, as Add takes them.
func ByName(rows []ranking.Row, fn func(ranking.Row)) {
	byName := make([]*ranking.Row, len(rows))
	keys := make(map[*ranking.Row]string, len(rows))
	for i := range rows {
		byName[i] = &rows[i]
		keys[byName[i]] = rows[i].NameKey()
	}
	slices.SortFunc(byName, func(a, b *ranking.Row) int {
		return cmp.Or(strings.Compare(keys[a], keys[b]), strings.Compare(a.Slug, b.Slug))
	})
	for _, r := range byName {
		fn(*r)
	}
}

// Encode returns the summary in its stored form.
func (s Summary) Encode() ([]byte, error) { return json.Marshal(s) }

// Decode parses the output of Encode.
func Decode(text []byte) (Summary, error) {
	var s Summary
	if err := json.Unmarshal(text, &s); err != nil {
		return s, fmt.Errorf("read the summary of a run: %w", err)
	}
	s.spread()
	return s, nil
}

// spread sets Health and Risks.
func (s *Summary) spread() {
	s.Health = middles(s.HealthSteps[:], HealthStep)
	s.Risks = middles(s.RiskSteps[:], RiskStep)
}

func middles(counts []int, step float64) []float64 {
	var out []float64
	for i, n := range counts {
		out = append(out, slices.Repeat([]float64{(float64(i) + .5) * step}, n)...)
	}
	return out
}

// Slugs returns the projects that the summary names, each once.
func (s Summary) Slugs() []string {
	all := slices.Concat(s.UnmeasuredHere, s.WeakestHere, s.EndedHere, s.UnseenHere, s.CannotTellHere)
	for _, t := range s.Troubles {
		all = append(all, t.Here...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Fill sets the rows of the projects that the summary names. Projects without a row in rows are
// left out.
func (s *Summary) Fill(rows map[string]ranking.Row) {
	of := func(slugs []string) []ranking.Row {
		var out []ranking.Row
		for _, slug := range slugs {
			if r, ok := rows[slug]; ok {
				out = append(out, r)
			}
		}
		return out
	}
	s.Unmeasured = of(s.UnmeasuredHere)
	s.Weakest = of(s.WeakestHere)
	s.Ended, s.Unseen, s.CannotTell = of(s.EndedHere), of(s.UnseenHere), of(s.CannotTellHere)
	s.Troubles = slices.Clone(s.Troubles)
	for i := range s.Troubles {
		s.Troubles[i].Rows = of(s.Troubles[i].Here)
	}
}

// CutOf returns the upper boundary of the n-th band from the bottom: with n 2 the boundary above
// the two lowest.
func CutOf(bands []model.Band, n int) float64 {
	if i := len(bands) - n - 1; n >= 0 && i >= 0 && i < len(bands) {
		return bands[i].From
	}
	return 0
}
