package health

import (
	"math"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Interval is a figure with the range in which it may lie, all on one scale.
type Interval struct {
	Value, Lo, Hi float64
}

// Number returns the value; nil without an interval.
func (i *Interval) Number() *float64 {
	if i == nil {
		return nil
	}
	return &i.Value
}

// AxisScore is one axis of one project.
type AxisScore struct {
	Axis model.Axis
	Interval
	// Known is false if nothing was observed. Then Value is meaningless, and Lo and Hi are 0 and
	// 100.
	Known    bool
	Coverage float64 // the observed share of what applies, 0 to 1
	// Assumed is the share of what applies that was not seen and is taken at its expected score
	// (posture), 0 to 1.
	Assumed   float64
	Freshness float64 // 0 to 1
	// Thin means that too little was seen for a number: the value serves to place the project in the
	// list, and no one should read it as a measurement.
	Thin       bool
	Confidence string // "High", "Medium", "Low"
	Band       model.Band
	Unsure     bool // the interval crosses a band boundary: print ±
	// Inputs has a row for every rule of the axis, in the model's order.
	Inputs []ScoredInput
}

// ScoredInput is one input as scored on its axis.
type ScoredInput struct {
	// Field is the field of the rule, or the field that decided the sub-score in its place
	// (InputRule.NoneWhen, Readings, Floors). Input is always the input of this field.
	ID     string
	Field  field.ID
	Label  string
	Group  string
	Weight float64
	// Share is weight / weight of what counts, 0 if the input does not count.
	Share float64
	// S is the sub-score, 0 to 100, meaningful if the input counts.
	S float64
	// Expected is what is assumed of a check that was not seen; nil otherwise.
	Expected *model.Expected
	Input    Input
}

// Counts reports whether the input has a sub-score: it was observed, or it is assumed.
func (r ScoredInput) Counts() bool { return r.Input.Known() || r.Expected != nil }

// Contribution is the points of risk that one input, or a gate, adds.
type Contribution struct {
	Axis   model.Axis // empty for a gate
	Input  string     // rule or gate id
	Field  field.ID   // empty for a gate
	Label  string
	Points float64
	S      float64
	Share  float64
	Gate   bool
	// Assumed means that the input was not seen: S is its expected sub-score.
	Assumed bool
}

// Gate is the result of one gate for a project.
type Gate struct {
	ID, Label string
	Fired     bool
	// Judged is false if the result depends on inputs that were not observed. Missing names their
	// fields.
	Judged  bool
	Missing []string
	Floor   float64
	// Points is C/100 · (floor − L) if this gate is the one that applies, else 0.
	Points float64
}

// StatusWord is the maintenance status. A word, not a verdict.
type StatusWord string

// The statuses, in the order they are tested.
const (
	StatusArchived     StatusWord = "archived"
	StatusEndOfLife    StatusWord = "end_of_life"
	StatusUnresponsive StatusWord = "unresponsive"
	StatusActive       StatusWord = "active"
	StatusDormant      StatusWord = "dormant"
	StatusUntested     StatusWord = "untested"
	StatusUnknown      StatusWord = "unknown"
)

// StatusWords lists the statuses in the order pages show them.
var StatusWords = []StatusWord{StatusActive, StatusDormant, StatusUnresponsive, StatusUntested, StatusArchived, StatusEndOfLife, StatusUnknown}

// Status is the word with the sentence of fact behind it.
type Status struct {
	Word   StatusWord
	Reason string
	// Since is the day of the figures, YYYY-MM-DD, if they are too old to say what the status is
	// now: it is unknown since then. Empty otherwise.
	Since string `json:",omitempty"`
}

// Evidence is the basis of the posture score.
type Evidence string

// The levels of evidence.
const (
	EvidenceFull        Evidence = "full"
	EvidenceProvisional Evidence = "provisional" // git alone
	EvidenceNone        Evidence = "none"        // posture below minimum coverage
)

// Score is everything computed for one project at one instant by one model.
type Score struct {
	Project  string // slug
	ModelSHA string
	// At is the instant at which the time windows of its figures end.
	At time.Time
	// V, R, S, C are the axes; H is ½V + ½R.
	V, R, S, C, H AxisScore
	// Weakness is L before gates; meaningful if V, R and S are known.
	Weakness float64
	// Risk is meaningful if RiskKnown. Its interval is the range from 5% to 95% of the model's
	// draws.
	Risk Interval
	// RiskKnown is true if every axis reaches its minimum coverage.
	RiskKnown bool
	// RiskBand is the zero band if the project has no position: not Rankable, or Partial.
	RiskBand   model.Band
	RiskUnsure bool
	Gates      []Gate
	// Contributions sum to Risk.Value within 1e-9 if RiskKnown; otherwise they are the known parts.
	// They are ordered by axis, then as in the model, gates last.
	Contributions []Contribution
	// RiskUpper is C_hi/100 · max(L_hi, gate). It is always known and orders the projects that
	// cannot be ranked.
	RiskUpper float64
	// Rankable is false if there are Reasons, one per line, in plain words.
	Rankable bool
	Reasons  []Reason
	// Partial are the reasons why a rankable project has no position in the list: too much of it is
	// not known. None means that it has one.
	Partial  []Reason
	Status   Status
	Evidence Evidence
	// PostureFrom is the source of the posture score: SourceScorecard, SourcePublished, or empty if
	// no posture input is known.
	PostureFrom string
}

// RankState is how a project takes part in the ranking of its list.
type RankState string

// The states, in the order in which a ranking shows them.
const (
	// RankRanked has a position.
	RankRanked RankState = "ranked"
	// RankPartial is among the ranked ones with an interval of ranks instead of a position.
	RankPartial RankState = "partial"
	// RankCannotTell has a known risk and no position: it may be finished or abandoned, and what
	// was read cannot tell which.
	RankCannotTell RankState = "cannot_tell"
	// RankNone has no position, for the stated reasons.
	RankNone RankState = "not_ranked"
)

// RankStates lists them in the order pages show them.
var RankStates = []RankState{RankRanked, RankPartial, RankCannotTell, RankNone}

// Reason is why a project is not ranked.
type Reason struct {
	Code string // "coverage_S", "too_old", "too_new", "archived_with_successor", "no_figures", …
	Text string // "posture: 0% of the evidence seen, 25% needed"
}

// SeenPercent returns a coverage of 0 to 1 as an integer percentage. It rounds down, so that a
// coverage below a limit never appears to reach it.
func SeenPercent(coverage float64) int {
	return int(math.Floor(100*coverage + 1e-9)) // 0.29 is 28.999…
}

// Axis returns the score of one axis.
func (s Score) Axis(a model.Axis) AxisScore {
	switch a {
	case model.Vitality:
		return s.V
	case model.Resilience:
		return s.R
	case model.Posture:
		return s.S
	case model.Criticality:
		return s.C
	default:
		return s.H
	}
}

// Weakness returns the points of weakness of each input that counts of the axis under a model, ω ·
// share · (100 − s), in the model's order. They sum to ω · (100 − axis).
func (a AxisScore) Weakness(m model.Model) []Contribution {
	var out []Contribution
	for _, in := range a.Inputs {
		if in.Counts() {
			out = append(out, Contribution{
				Assumed: in.Expected != nil, Axis: a.Axis, Input: in.ID, Field: in.Field, Label: in.Label, S: in.S, Share: in.Share,
				Points: m.Risk.Omega[a.Axis] * in.Share * (100 - in.S),
			})
		}
	}
	return out
}

// Parts returns the points that each input that counts adds to the axis, share · s, in the model's
// order. They sum to its value.
func (a AxisScore) Parts() []Contribution {
	var out []Contribution
	for _, in := range a.Inputs {
		if in.Share > 0 {
			out = append(out, Contribution{Axis: a.Axis, Input: in.ID, Field: in.Field, Label: in.Label, S: in.S, Share: in.Share, Points: in.Share * in.S, Assumed: in.Expected != nil})
		}
	}
	return out
}
