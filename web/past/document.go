package past

import (
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/internal/query"
)

// document is /p/{slug}/past.json.
type document struct {
	Project string `json:"project"`
	// Kind is "reconstructed": nothing in the document was published.
	Kind       string `json:"kind"`
	Note       string `json:"note"`
	Repository string `json:"repository"`
	Commit     string `json:"commit"` // of the clone
	Cloned     string `json:"cloned"`
	// Instruments are the versions of the sources that read the clone.
	Instruments map[string]string `json:"instruments"`
	Model       string            `json:"model_sha256"`
	// Asked is the day of the parameter "at"; null without it. Points then has the one that answers.
	Asked  *string        `json:"asked"`
	Gaps   []quarters.Gap `json:"gaps"`
	Points []pointJSON    `json:"points"`
	// Break is the step from the last point to the figures of today.
	Break breakJSON `json:"break"`
}

type pointJSON struct {
	Kind   string               `json:"kind"`
	At     string               `json:"at"`
	Commit string               `json:"commit"`
	Inputs map[field.ID]cell    `json:"inputs"`
	Scores map[string]scoreJSON `json:"scores"`
	// Risk has today's criticality; null if it is unknown, or if too much of it had to be assumed.
	Risk  *float64 `json:"risk_with_todays_criticality"`
	Gates []string `json:"gates"`
}

// cell is one input: value is a number or a text, null unless it was observed.
type cell struct {
	State  health.State `json:"state"`
	Value  any          `json:"value"`
	Reason string       `json:"reason,omitempty"`
}

// scoreJSON is one axis; value, lo and hi are null if too little was seen.
type scoreJSON struct {
	Value    *float64 `json:"value"`
	Lo       *float64 `json:"lo"`
	Hi       *float64 `json:"hi"`
	Coverage float64  `json:"coverage"`
	// Assumed is the share that was not seen and is taken at its expected score.
	Assumed float64 `json:"assumed"`
}

type breakJSON struct {
	Cause  string               `json:"cause"`
	Why    string               `json:"why"`
	AsOf   string               `json:"as_of"`
	Scores map[string]scoreJSON `json:"scores"`
}

const note = "Reconstructed from today's clone, at the ends of quarters. Projects chosen today, which favours survivors; tags and branches as they are now. Criticality (C) is today's at every point."

// documentOf is pure: all points, or the one that answers for a day.
func documentOf(q query.Quarters, at int, asked string) document {
	d := document{
		Project: q.Project.Slug, Kind: quarters.Kind, Note: note, Repository: q.Clone.Repository, Commit: q.Clone.Commit, Cloned: q.Clone.Cloned,
		Instruments: map[string]string{field.SourceGit: q.Clone.Git, field.SourceScorecard: q.Clone.Scorecard},
		Model:       q.Today.Model.SHA256, Gaps: append([]quarters.Gap{}, q.Gaps...),
		Break: breakJSON{
			Cause: "source", Why: "today's figures come from another instrument: a published run, which may have asked the host",
			Scores: scores(q.Today.Score),
		},
	}
	if t := q.Today.Figures.At(); !t.IsZero() {
		d.Break.AsOf = t.Format("2006-01-02")
	}
	points := q.Points
	if asked != "" {
		d.Asked = &asked
		points = q.Points[at : at+1]
	}
	for _, p := range points {
		d.Points = append(d.Points, pointOf(p))
	}
	return d
}

func pointOf(p query.Quarter) pointJSON {
	out := pointJSON{Kind: quarters.Kind, At: p.Day, Commit: p.Commit, Inputs: map[field.ID]cell{}, Scores: scores(p.Score), Gates: []string{}}
	for id, c := range p.Cells {
		x := cell{State: c.State, Reason: c.Reason}
		if c.State == health.Observed {
			x.Value = c.Value
			if c.Text != "" {
				x.Value = c.Text
			}
		}
		out.Inputs[id] = x
	}
	out.Risk = riskOf(p)
	for _, g := range p.Score.Gates {
		if g.Fired {
			out.Gates = append(out.Gates, g.ID)
		}
	}
	return out
}

// scores are the axes by their letters.
func scores(s health.Score) map[string]scoreJSON {
	out := map[string]scoreJSON{}
	for _, a := range append([]model.Axis{model.Health}, model.InputAxes...) {
		x := s.Axis(a)
		one := scoreJSON{Value: known(x), Coverage: x.Coverage, Assumed: x.Assumed}
		if one.Value != nil {
			one.Lo, one.Hi = &x.Lo, &x.Hi
		}
		out[string(a)] = one
	}
	return out
}
