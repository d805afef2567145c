package exchange

import (
	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// ChangesJSON is the difference of a list between two of its runs: the output of `changes --json`.
type ChangesJSON struct {
	List string `json:"list"`
	From RunRef `json:"from"`
	To   RunRef `json:"to"`
	// Assumed is what the comparison had to assume; empty means nothing.
	Assumed  string           `json:"assumed,omitempty"`
	Notices  []NoticeJSON     `json:"notices"`
	Projects []DifferenceJSON `json:"projects"`
	// Ranges are the published ranges of ranks that differ, and why.
	Ranges RangesJSON `json:"rank_ranges"`
}

// RangesJSON are the differences between the published ranges of ranks of two runs.
type RangesJSON struct {
	Ranked  int             `json:"ranked_in_both"`
	Entered []string        `json:"entered"`
	Left    []string        `json:"left"`
	Moves   []RangeMoveJSON `json:"moves"`
}

// RangeMoveJSON is a project whose range of ranks differs, with the one cause.
type RangeMoveJSON struct {
	Slug   string           `json:"slug"`
	Before [2]int           `json:"before"`
	After  [2]int           `json:"after"`
	Cause  cause.RangeCause `json:"cause"`
}

func ranges(r cause.Ranges) RangesJSON {
	d := RangesJSON{Ranked: r.Ranked, Entered: append([]string{}, r.Entered...), Left: append([]string{}, r.Left...), Moves: []RangeMoveJSON{}}
	for _, m := range r.Moves {
		d.Moves = append(d.Moves, RangeMoveJSON{m.Project, m.Before, m.After, m.Cause})
	}
	return d
}

// NoticeJSON is an instrument that moved many projects at once.
type NoticeJSON struct {
	Field      field.ID `json:"field"`
	Instrument string   `json:"instrument"`
	Up         bool     `json:"up"`
	Moved      int      `json:"moved"`
	Compared   int      `json:"compared"`
	Mean       float64  `json:"mean"`
	Still      int      `json:"without_a_new_commit"`
	StillMean  float64  `json:"mean_without_a_new_commit"`
	Projects   []string `json:"projects"`
}

// DifferenceJSON is the difference of one project. Risk is null if unknown; shares are then empty,
// and otherwise sum to the change of risk.
type DifferenceJSON struct {
	Slug    string       `json:"slug"`
	Before  *float64     `json:"risk_before"`
	After   *float64     `json:"risk_after"`
	Shares  []ShareJSON  `json:"shares"`
	Changes []ChangeJSON `json:"changes"`
}

// ShareJSON is the points of risk that one cause explains.
type ShareJSON struct {
	Cause  cause.Cause `json:"cause"`
	Points float64     `json:"points"`
	Parts  []PartJSON  `json:"parts"`
}

// PartJSON is the points of one input within a share; the gate has no axis.
type PartJSON struct {
	Axis   model.Axis `json:"axis"`
	Input  string     `json:"input"`
	Label  string     `json:"label"`
	Points float64    `json:"points"`
}

// ChangeJSON is one input that differs, with its one cause and the fact behind it. Values are null
// unless observed; states are those of the store.
type ChangeJSON struct {
	Field       field.ID     `json:"field"`
	Axis        model.Axis   `json:"axis"`
	Counts      bool         `json:"counts"` // by an axis, a gate or the rule for finished software
	StateBefore health.State `json:"state_before"`
	StateAfter  health.State `json:"state_after"`
	Before      any          `json:"before"`
	After       any          `json:"after"`
	Cause       cause.Cause  `json:"cause"`
	Why         string       `json:"why"`
}

// ChangesDocument returns the comparison as a document.
func ChangesDocument(list string, c cause.Comparison) ChangesJSON {
	d := ChangesJSON{List: list, From: RefOf(c.From), To: RefOf(c.To), Assumed: c.Assumed, Notices: []NoticeJSON{}, Projects: []DifferenceJSON{}, Ranges: ranges(c.Ranges)}
	for _, n := range c.Notices {
		d.Notices = append(d.Notices, NoticeJSON{n.Field, n.Instrument, n.Up, n.Moved, n.Compared, n.Mean, n.Still, n.StillMean, n.Projects})
	}
	for _, x := range c.Differences {
		d.Projects = append(d.Projects, DifferenceDocument(x))
	}
	return d
}

// DifferenceDocument returns the document of one project's difference.
func DifferenceDocument(x cause.Difference) DifferenceJSON {
	d := DifferenceJSON{Slug: x.Project, Shares: []ShareJSON{}, Changes: []ChangeJSON{}}
	if x.Before.RiskKnown {
		d.Before = &x.Before.Risk.Value
	}
	if x.After.RiskKnown {
		d.After = &x.After.Risk.Value
	}
	for _, s := range x.Shares {
		share := ShareJSON{s.Cause, s.Points, []PartJSON{}}
		for _, p := range s.Parts {
			share.Parts = append(share.Parts, PartJSON{p.Axis, p.Input, p.Label, p.Points})
		}
		d.Shares = append(d.Shares, share)
	}
	for _, c := range x.Changes {
		f, _ := field.ByID(c.Field)
		d.Changes = append(d.Changes, ChangeJSON{c.Field, c.Axis, c.Counts, c.Before.State, c.After.State, c.Before.JSON(f.Kind), c.After.JSON(f.Kind), c.Cause, c.Why})
	}
	return d
}
