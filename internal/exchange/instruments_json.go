package exchange

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// InstrumentsJSON are the Scorecard results of a project. Posture is scored from one of them alone.
// The other is shown beside it; the two are never averaged.
type InstrumentsJSON struct {
	// Used is "scorecard", "published", or empty if there is none.
	Used string `json:"used"`
	// Why is the reason for the choice; empty if there was none.
	Why string `json:"why,omitempty"`
	// Own is our own scan, Published the result of another publisher; null if there is none.
	// PublishedReason is then the reason, if known.
	Own             *InstrumentJSON `json:"own"`
	Published       *InstrumentJSON `json:"published"`
	PublishedReason string          `json:"published_reason,omitempty"`
}

// InstrumentJSON is one set of results.
type InstrumentJSON struct {
	Version    string        `json:"version"`
	Origin     health.Origin `json:"origin"`
	ObservedAt time.Time     `json:"observed_at"`
	Commit     string        `json:"commit,omitempty"`
	URL        string        `json:"url,omitempty"`
	// Coverage is the share of the model's posture weight for which it has a value.
	Coverage float64 `json:"coverage"`
	// Unusable is why it cannot count beside the other figures.
	Unusable string `json:"unusable,omitempty"`
	// Total is the published total, 0 to 10; null if none was published. We compute none of our
	// own.
	Total  *float64          `json:"total"`
	Checks []CheckResultJSON `json:"checks"`
}

// CheckResultJSON is the result of one check, including those that are never scored.
type CheckResultJSON struct {
	Name        string      `json:"name"`
	State       check.State `json:"state"`
	Score       *int        `json:"score"` // null unless state is "scored"
	Reason      string      `json:"reason,omitempty"`
	Annotations []string    `json:"annotations,omitempty"`
	// Late is why this is the last result and no newer one, ObservedAt and Commit are those of that
	// result. They are absent from results of the newest scan.
	Late       *check.Late `json:"late,omitempty"`
	ObservedAt *time.Time  `json:"observed_at,omitempty"`
	Commit     string      `json:"commit,omitempty"`
}

func instruments(f figures.Project) InstrumentsJSON {
	var d InstrumentsJSON
	if f.Basis == nil {
		return d
	}
	d.Used, d.Why = f.Basis.Used.Source, f.Basis.Why
	for _, i := range []figures.Instrument{f.Basis.Used, f.Basis.Other} {
		sn, ok := f.Snapshot(i.Source)
		if !ok {
			continue
		}
		x := instrument(i, sn)
		if i.Source == field.SourcePublished {
			if total := f.Inputs.Field(field.PublishedScore); total.Known() {
				x.Total = &total.Value
			}
			d.Published = &x
		} else {
			d.Own = &x
		}
	}
	if total := f.Inputs.Field(field.PublishedScore); d.Published == nil {
		d.PublishedReason = total.Reason
	}
	return d
}

func instrument(i figures.Instrument, sn health.Snapshot) InstrumentJSON {
	d := InstrumentJSON{
		Version: i.Version, Origin: i.Origin, ObservedAt: i.ObservedAt.UTC(), Commit: i.Commit, URL: sn.SourceURL,
		Coverage: i.Coverage, Unusable: i.Unusable, Checks: []CheckResultJSON{},
	}
	for _, c := range sn.Checks {
		x := CheckResultJSON{Name: c.Name, State: c.State, Reason: c.Reason, Annotations: c.Annotations}
		if c.State == check.Scored {
			score := c.Score
			x.Score = &score
		}
		if !c.ObservedAt.IsZero() {
			at := c.ObservedAt.UTC()
			x.Late, x.ObservedAt, x.Commit = &c.Late, &at, c.Commit
		}
		d.Checks = append(d.Checks, x)
	}
	return d
}
