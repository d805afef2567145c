package model

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// Axis is one of the scores published for a project.
type Axis string

// The axes. H is the mean of V and R and has no inputs of its own.
const (
	Vitality    Axis = "V"
	Resilience  Axis = "R"
	Posture     Axis = "S"
	Criticality Axis = "C"
	Health      Axis = "H"
)

// Name returns the axis in words: "vitality".
func (a Axis) Name() string {
	switch a {
	case Vitality:
		return "vitality"
	case Resilience:
		return "resilience"
	case Posture:
		return "posture"
	case Criticality:
		return "criticality"
	case Health:
		return "health"
	}
	return string(a)
}

// InputAxes are the axes with inputs of their own, in the order of contributions.
var InputAxes = []Axis{Vitality, Resilience, Posture, Criticality}

// Model is every number the scores depend on, read from scorecards/model.yaml.
type Model struct {
	ID, Version string
	// SHA256 is the hash of the canonical form. Every score carries it.
	SHA256 string
	Risk   RiskRule
	Axes   map[Axis][]InputRule
	Gates  []GateRule
	Status StatusRule
	// Scorecard reads the results of the posture checks.
	Scorecard ScorecardRule
	Bands     map[string][]Band // "H" (health, vitality, resilience), "S", "C", "risk": highest first
	Draws     DrawRule
	Tiers     TierRule
	Peers     PeerRule
	Ageing    AgeRule
	Evidence  EvidenceRule
	// Prior is what is expected of checks of posture that were not seen.
	Prior Prior `json:",omitzero"`
	// Confidence labels coverage × freshness.
	Confidence ConfidenceRule
	// Overlay is nil for the shipped model, and if an overlay changed no number. The hash does not
	// cover it.
	Overlay *Overlay `json:"-"`
}

// RiskRule combines the axes: L = Σ ω_a (100 − x_a), Risk = C/100 · max(L, gate).
type RiskRule struct {
	Omega map[Axis]float64 // V, R, S; sums to 1
	// MinCoverage is the least share of an axis, 0 to 1, that is observed or assumed (C, V, R, S). A
	// project with less on any axis is not placed.
	MinCoverage map[Axis]float64
	// FullCoverage is the least share that is observed (C, S). A project with less is placed without
	// a position: it is a partial row. Nil means that there are no partial rows.
	FullCoverage map[Axis]float64 `json:",omitempty"`
	// MissingSpread is how far unobserved inputs may lie from the observed ones, in points.
	MissingSpread float64
	// Z is the normal quantile of the interval (1.64 for 90%).
	Z         float64
	Why       string
	Reference string
}

// Seen returns the observed share of an axis, 0 to 1, from which its figure is shown alone.
func (r RiskRule) Seen(a Axis) float64 {
	if least, ok := r.FullCoverage[a]; ok {
		return least
	}
	return r.MinCoverage[a]
}

// InputRule defines how one input counts on an axis.
type InputRule struct {
	ID     string // "V1"; for posture the check name
	Field  field.ID
	Weight float64
	SD     float64 // standard deviation of the sub-score, points
	TTL    int     // days before freshness decreases
	Curve  []Point // piecewise linear, constant outside; sorted by X
	Group  string  // "change control", …; may be empty
	Label  string  // short name for explain; empty: the field's label
	Why    string
	Ref    string
	// NoneWhen makes an input without a value count as observed, with the sub-score NoneScore, if
	// all terms hold. Example: a project without human commits has no absence factor, which is a
	// fact and not a gap. The input of the first term then replaces it. Empty means never.
	NoneWhen  []Term
	NoneScore float64
	// NoneUnless is a field that, where it is observed, already counts what NoneWhen says. NoneWhen
	// then does not apply: one thing is not counted twice. Empty means no such field.
	NoneUnless field.ID `json:",omitempty"`
	// Readings are other measures of the same thing, read on the same curve. The greatest of all
	// counts. None counts if the input itself does not apply.
	Readings []Reading `json:",omitempty"`
	// Floors are facts that give at least their score, under the same condition.
	Floors []Floor `json:",omitempty"`
}

// Reading is another measure of an input: Factor times its points on the input's curve.
type Reading struct {
	Field  field.ID
	Factor float64 // above 0, at most 1
}

// Floor is the least score of an input whose field has the text.
type Floor struct {
	Field field.ID
	Text  string
	Score float64
}

// Fields returns every field that may decide the input: its own, the other readings, the floors and
// what replaces a missing value. Each occurs once.
func (r InputRule) Fields() []field.ID {
	out := []field.ID{r.Field}
	add := func(id field.ID) {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, x := range r.Readings {
		add(x.Field)
	}
	for _, x := range r.Floors {
		add(x.Field)
	}
	for _, t := range r.NoneWhen {
		add(t.Field)
	}
	add(r.NoneUnless)
	return out
}

// Measures reports whether a field is one that the input measures: its own, a reading or a floor.
func (r InputRule) Measures(id field.ID) bool {
	return r.Field == id || slices.ContainsFunc(r.Readings, func(x Reading) bool { return x.Field == id }) ||
		slices.ContainsFunc(r.Floors, func(x Floor) bool { return x.Field == id })
}

// Point is one knot of a piecewise linear curve.
type Point struct{ X, Y float64 }

// GateRule is a decisive finding: if all its terms hold, weakness is at least Floor.
type GateRule struct {
	ID, Label string
	Floor     float64
	// KEVFloor replaces Floor if advisory_known_exploited is true; 0 means unused.
	KEVFloor float64
	All      []Term
	Why      string
	Ref      string
}

// Name returns the label for people. A label that begins with "Archived" says less than the condition
// counts: a declared end of life holds, too. The label itself is part of the hash of a model, so it
// stays as it is in published models.
func (g GateRule) Name() string {
	if rest, ok := strings.CutPrefix(g.Label, "Archived,"); ok && g.on(field.Archived) {
		return "Archived or at end of life," + rest
	}
	return g.Label
}

// on reports whether a condition is about the field.
func (g GateRule) on(id field.ID) bool {
	return slices.ContainsFunc(g.All, func(t Term) bool { return t.Field == id })
}

// StatusRule contains the numbers of the maintenance status.
type StatusRule struct {
	ActiveMonths      int // human months of 12 from which a project is active
	ReleaseMonths     int // a release within that many months makes a project active
	UnresponsiveItems int // outside items without any human answer
	DormantMonths     int // human months from which a project is dormant
	MinAgeDays        int // younger projects cannot be ranked
	TrendMinAgeMonths int // trend is n/a for younger histories
	TrendMinPrevious  float64
	// FinishedAnswerRate is the share of answered items from which there is no unmet demand.
	// FinishedStretch is how many times older the last act of finished software may be.
	FinishedAnswerRate, FinishedStretch float64
}

// ScorecardRule defines which checks count from git alone and how −1 is read.
type ScorecardRule struct {
	CountFully     []string          // from git alone, any score counts
	CountAboveZero []string          // from git alone, only a score above 0 counts
	Inconclusive   map[string]string // −1 without error, by check: "not_applicable" or "unknown"
	// OpenLicences are the SPDX ids that the FSF or the OSI approves, without "-only" and
	// "-or-later". Without them the License check stays as Scorecard made it.
	OpenLicences []string `json:",omitempty"`
}

// Band is a named range from From up to the next band.
type Band struct {
	Letter string // may be empty
	Word   string
	From   float64
}

// DrawRule configures the random draws behind intervals of risk and rank.
type DrawRule struct {
	Draws       int
	DirichletK  float64
	WeightSigma float64
	Tail        float64 // share of draws outside the interval on each side
	Top         int     // PTop10 is the share of draws among the first Top
	// Shared is the part of the variance of assumed checks that those of one project have in common, 0
	// to 1: they tend to be good or bad together.
	Shared float64 `json:",omitempty"`
}

// TierRule defines where a new tier starts.
type TierRule struct {
	Gap     float64 // points below the first project of the tier
	Overlap float64 // share that two neighbouring intervals must overlap to stay in one tier
}

// AgeRule defines how long figures are carried and ranked.
type AgeRule struct {
	CarryDays int // a live input older than this is unknown
	// ArchiveDays is the same for what a distribution's archive says: its date is that of the last
	// point release, which stays current for months. 0 means CarryDays.
	ArchiveDays int `json:",omitempty"`
	// RankMonths is the age in months up to which live figures are ranked, and the status of any
	// figures is shown as that of today.
	RankMonths int
	// BehindMonths is how many months the figures of a project may be older than the median of the
	// ranking and still be ranked. 0 means any number.
	BehindMonths int `json:",omitempty"`
	FreshnessTau float64
}

// Carry returns after how many days an input of a source is unknown beside newer figures.
func (r AgeRule) Carry(source string) int {
	if source == field.SourceDistro && r.ArchiveDays > 0 {
		return r.ArchiveDays
	}
	return r.CarryDays
}

// EvidenceRule defines when posture is full.
type EvidenceRule struct {
	FullPosture float64 // coverage of S from which evidence is full
}

// Rule returns the rule of an input, and false if the axis has none with that id.
func (m Model) Rule(a Axis, id string) (InputRule, bool) {
	for _, r := range m.Axes[a] {
		if r.ID == id {
			return r, true
		}
	}
	return InputRule{}, false
}

// Band returns the band of a value on the named scale ("H", "S", "C", "risk"). A value that misses
// a boundary only by floating-point error meets it: the order of additions must not move a sum of
// 60 below 60.
func (m Model) Band(scale string, v float64) Band {
	const noise = 1e-9
	for _, b := range m.Bands[scale] {
		if v >= b.From-noise {
			return b
		}
	}
	if bs := m.Bands[scale]; len(bs) > 0 {
		return bs[len(bs)-1]
	}
	return Band{}
}

// ConfidenceRule contains the minimum coverage × freshness for the labels "High" and "Medium".
type ConfidenceRule struct {
	High, Medium float64
	// YoungMonths is the age of a history below which the label is at most Medium.
	YoungMonths int
}
