package exchange

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// ExplainJSON is the breakdown of a project's risk: the output of `explain --json`.
type ExplainJSON struct {
	Slug  string     `json:"slug"`
	AsOf  *time.Time `json:"as_of"`
	Model string     `json:"model_sha256"`
	// Risk is null if unknown. Reason then says why, and what the points are instead.
	Risk   *float64 `json:"risk"`
	Reason string   `json:"reason,omitempty"`
	// PostureFrom is the source of the posture score, as in ProjectJSON.
	PostureFrom string `json:"posture_from"`
	// Of is the total that the points add up to: "risk", or "weakness" if risk is unknown.
	Of            string             `json:"points_of"`
	Contributions []ContributionJSON `json:"contributions"`
	// Criticality is the points that each input adds to criticality, share × score; they sum to it.
	Criticality []ContributionJSON `json:"criticality"`
	Gates       []GateJSON         `json:"gates"`
	// Alerts are facts that a person should look at. They change no score. The caller that judged
	// them sets them.
	Alerts []AlertJSON `json:"alerts"`
}

// ContributionJSON is the points that one input, or the gate that applies, adds.
type ContributionJSON struct {
	Axis   model.Axis `json:"axis"` // empty for a gate
	Input  string     `json:"input"`
	Field  field.ID   `json:"field,omitempty"`
	Label  string     `json:"label"`
	Points float64    `json:"points"`
	Score  float64    `json:"score"` // sub-score, 0 to 100; 100 is good
	Share  float64    `json:"share"` // share of the weight of the axis that counts
	Gate   bool       `json:"gate,omitempty"`
	// Assumed means that the input was not seen: score is what the model expects of it.
	Assumed bool `json:"assumed,omitempty"`
}

// GateJSON is the result of one gate.
type GateJSON struct {
	ID      string   `json:"id"`
	Label   string   `json:"label"`
	Fired   bool     `json:"fired"`
	Judged  bool     `json:"judged"`
	Missing []string `json:"missing,omitempty"`
	Floor   float64  `json:"floor"`
	Points  float64  `json:"points"`
}

// ExplainDocument returns the breakdown of the risk. If risk is unknown, the rows are the points of
// weakness of the axes that are known: ω · share · (100 − s).
func ExplainDocument(m model.Model, s health.Score) ExplainJSON {
	d := ExplainJSON{Slug: s.Project, AsOf: instant(s.At), Model: s.ModelSHA, PostureFrom: s.PostureFrom, Of: "risk", Contributions: []ContributionJSON{}, Criticality: []ContributionJSON{}, Gates: []GateJSON{}, Alerts: []AlertJSON{}}
	for _, g := range s.Gates {
		d.Gates = append(d.Gates, GateJSON(g))
	}
	for _, c := range s.C.Parts() {
		d.Criticality = append(d.Criticality, contribution(c))
	}
	if s.RiskKnown {
		v := s.Risk.Value
		d.Risk = &v
		for _, c := range s.Contributions {
			d.Contributions = append(d.Contributions, contribution(c))
		}
		return d
	}
	d.Of = "weakness"
	d.Reason = "risk is unknown" + because(s.Reasons) + "; the points are points of weakness, not of risk"
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
		for _, c := range s.Axis(a).Weakness(m) {
			d.Contributions = append(d.Contributions, contribution(c))
		}
	}
	return d
}

func contribution(c health.Contribution) ContributionJSON {
	return ContributionJSON{c.Axis, c.Input, c.Field, c.Label, c.Points, c.S, c.Share, c.Gate, c.Assumed}
}

func because(rs []health.Reason) string {
	text := ""
	for i, r := range rs {
		if i == 0 {
			text = ": "
		} else {
			text += "; "
		}
		text += r.Text
	}
	return text
}
