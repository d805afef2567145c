package exchange

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// ProjectJSON is everything known about one project: the output of `show --json`, `scan --json` and
// /p/{slug}.json.
type ProjectJSON struct {
	Project ProjectRef `json:"project"`
	// AsOf is the instant that the figures describe, RFC 3339 in UTC; null without figures.
	AsOf *time.Time `json:"as_of"`
	// Inputs has every field of the catalogue but the Scorecard checks, by id.
	Inputs map[field.ID]InputJSON `json:"inputs"`
	// Checks has the sixteen Scorecard checks, by name, as they are scored: all from one
	// instrument.
	Checks map[field.ID]InputJSON `json:"checks"`
	// Axes has the keys V, R, S, C, H.
	Axes     map[model.Axis]AxisJSON `json:"axes"`
	Status   StatusJSON              `json:"status"`
	Evidence health.Evidence         `json:"evidence"`
	// PostureFrom is the source of the posture score: "scorecard" (our own scan), "published", or
	// empty if no posture input is known.
	PostureFrom string          `json:"posture_from"`
	Instruments InstrumentsJSON `json:"instruments"`
	Risk        *IntervalJSON   `json:"risk"`
	RiskBand    string          `json:"risk_band,omitempty"`
	// Rank is the rank in the published ranking; null if not ranked.
	Rank *int `json:"rank"`
	// RankState is how it takes part in the published ranking.
	RankState health.RankState `json:"rank_state"`
	// Peers are the positions among its peers in the published ranking, by axis. Views are the
	// ranks under other models.
	Peers    map[model.Axis]StandingJSON `json:"peers"`
	Views    []ViewJSON                  `json:"views"`
	Rankable bool                        `json:"rankable"`
	Reasons  []ReasonJSON                `json:"reasons"`
	// Alerts are facts that a person should look at. They change no score.
	Alerts  []AlertJSON    `json:"alerts"`
	Model   string         `json:"model_sha256"`
	Last    *AttemptJSON   `json:"last_attempt,omitempty"`
	Sources []SnapshotJSON `json:"sources"`
}

// ProjectRef names a project.
type ProjectRef struct {
	Slug       string   `json:"slug"`
	Name       string   `json:"name"`
	Repository string   `json:"repository"`     // "host/path", empty if there is none
	Copy       string   `json:"copy,omitempty"` // of the public copy that git figures are from
	Why        string   `json:"why,omitempty"`
	Language   string   `json:"language,omitempty"`
	Category   string   `json:"category,omitempty"`
	Tags       []string `json:"tags,omitempty"`
	Packages   []string `json:"packages,omitempty"`
}

// InputJSON is one input. Value is a number, bool, text or list, by its kind in the catalogue; null
// unless state is "observed".
type InputJSON struct {
	State     health.State `json:"state"`
	Value     any          `json:"value"`
	Unit      string       `json:"unit"`
	Reason    string       `json:"reason,omitempty"`
	Error     string       `json:"error,omitempty"`
	Source    string       `json:"source"`
	SourceURL string       `json:"source_url,omitempty"`
	Version   string       `json:"version,omitempty"`
	Commit    string       `json:"commit,omitempty"`
	// ObservedAt is the instant that the value describes. It is null if no source returns one, e.g.
	// for list data. Judged is then the date on which the editors looked, YYYY-MM-DD or YYYY, and
	// absent if unknown.
	ObservedAt *time.Time `json:"observed_at"`
	Judged     string     `json:"judged,omitempty"`
	// Late is why there is no newer value; absent for a value of the newest observation.
	Late *check.Late `json:"late,omitempty"`
}

// AxisJSON is one axis, 0 to 100; value, lo, hi and band are null if none of it was
// observed, and for posture if too little was.
type AxisJSON struct {
	Value    *float64 `json:"value"`
	Lo       *float64 `json:"lo"`
	Hi       *float64 `json:"hi"`
	Band     *string  `json:"band"`
	Letter   string   `json:"letter,omitempty"`
	Unsure   bool     `json:"unsure"` // the interval crosses a band boundary
	Coverage float64  `json:"coverage"`
	// Assumed is the share that was not seen and is taken at its expected score, 0 to 1.
	Assumed    float64 `json:"assumed"`
	Freshness  float64 `json:"freshness"`
	Confidence string  `json:"confidence"`
}

// IntervalJSON is a figure with its range.
type IntervalJSON struct {
	Value float64 `json:"value"`
	Lo    float64 `json:"lo"`
	Hi    float64 `json:"hi"`
}

// StatusJSON is the maintenance status with the sentence behind it.
type StatusJSON struct {
	Word   health.StatusWord `json:"word"`
	Reason string            `json:"reason"`
	// Since is the day from which the status is unknown, because the figures are of that day.
	Since string `json:"since,omitempty"`
}

// ReasonJSON is why a project is not ranked.
type ReasonJSON struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// AttemptJSON is the newest result of a collection.
type AttemptJSON struct {
	Outcome health.Outcome `json:"outcome"`
	Reason  string         `json:"reason,omitempty"`
	At      time.Time      `json:"at"`
}

// SnapshotJSON is the origin of figures.
type SnapshotJSON struct {
	Source     string        `json:"source"`
	Version    string        `json:"version"`
	Origin     health.Origin `json:"origin"`
	ObservedAt time.Time     `json:"observed_at"`
	Commit     string        `json:"commit,omitempty"`
	URL        string        `json:"url,omitempty"`
}

// OperatorOnly reports whether a field is for operators and never shown on a public page.
func OperatorOnly(id field.ID) bool {
	row, _ := field.ByID(id)
	return row.Operators
}

// ProjectDocument returns the document of a project with its figures and their score. The caller
// that judged the alerts sets them.
func ProjectDocument(p health.Project, f figures.Project, s health.Score) ProjectJSON {
	d := ProjectJSON{
		Project: projectRef(p), Inputs: map[field.ID]InputJSON{}, Checks: map[field.ID]InputJSON{},
		Axes:   map[model.Axis]AxisJSON{},
		Status: StatusJSON(s.Status), Evidence: s.Evidence,
		PostureFrom: s.PostureFrom, Instruments: instruments(f),
		Rankable: s.Rankable, Reasons: reasons(s.Reasons), Model: s.ModelSHA, AsOf: instant(f.At()),
		Sources: []SnapshotJSON{}, Alerts: []AlertJSON{},
	}
	for _, fld := range field.Catalogue {
		in := Input(fld, f.Inputs.Field(fld.ID))
		if fld.Source == field.SourceScorecard {
			d.Checks[fld.ID] = in
		} else {
			d.Inputs[fld.ID] = in
		}
	}
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture, model.Criticality, model.Health} {
		d.Axes[a] = axis(s.Axis(a))
		// The model may decide that an input does not apply, and that answer is better. A value
		// that it substitutes for a missing one is no observation.
		for _, row := range s.Axis(a).Inputs {
			if row.Input.State == health.NotApplicable {
				putScored(d, row.Input, row.Field)
			}
		}
	}
	if s.RiskKnown {
		d.Risk, d.RiskBand = &IntervalJSON{s.Risk.Value, s.Risk.Lo, s.Risk.Hi}, s.RiskBand.Word
	}
	d.RankState, d.Peers, d.Views = health.RankNone, standings(nil), views(ranking.Row{})
	if r := f.Ranked; r != nil {
		d.RankState, d.Peers, d.Views = r.State(), standings(r.Standings), views(*r)
	}
	if f.Ranked != nil && f.Ranked.Rank > 0 {
		rank := f.Ranked.Rank
		d.Rank = &rank
	}
	if !f.Last.At.IsZero() {
		d.Last = &AttemptJSON{Outcome: f.Last.Outcome, Reason: f.Last.Reason, At: f.Last.At.UTC()}
	}
	for _, sn := range f.Snapshots {
		if c, ok := p.CopyAt(sn.SourceURL); ok && sn.Source == field.SourceGit {
			d.Project.Copy = hostPath(c.URL)
		}
		d.Sources = append(d.Sources, SnapshotJSON{sn.Source, sn.Version, sn.Origin, sn.ObservedAt.UTC(), sn.Commit, sn.SourceURL})
	}
	return d
}

// Dated returns the document with the dates of the values that the editors of the list set, by
// field, as returned by entry.Days.
func (d ProjectJSON) Dated(days map[field.ID]string) ProjectJSON {
	d.Inputs = maps.Clone(d.Inputs)
	for id, day := range days {
		if in, ok := d.Inputs[id]; ok {
			in.Judged = day
			d.Inputs[id] = in
		}
	}
	return d
}

// Public returns the document without the parts for operators: the facts of the alerts and the
// technical causes of unknowns.
func (d ProjectJSON) Public() ProjectJSON {
	d.Inputs, d.Checks = public(d.Inputs), public(d.Checks)
	d.Alerts = slices.DeleteFunc(slices.Clone(d.Alerts), func(a AlertJSON) bool { return a.Operators })
	return d
}

func public(ins map[field.ID]InputJSON) map[field.ID]InputJSON {
	out := make(map[field.ID]InputJSON, len(ins))
	for id, in := range ins {
		if !OperatorOnly(id) {
			in.Error = ""
			out[id] = in
		}
	}
	return out
}

// Input returns the document of one input of a catalogue field.
func Input(f field.Row, in health.Input) InputJSON {
	src := in.Source
	if src == "" {
		src = f.Source
	}
	if in.Source == field.SourceList { // when the list was read does not describe the project
		in.ObservedAt = time.Time{}
	}
	var late *check.Late
	if in.AsOf() != "" {
		late = &in.Late
	}
	return InputJSON{
		Late: late, State: in.State, Value: in.JSON(f.Kind), Unit: f.Unit, Reason: in.Reason, Error: in.Error, Source: src,
		SourceURL: in.SourceURL, Version: in.Version, Commit: in.Commit, ObservedAt: instant(in.ObservedAt),
	}
}

func putScored(d ProjectJSON, in health.Input, id field.ID) {
	fld, ok := field.ByID(id)
	if !ok {
		return
	}
	m := d.Inputs
	if fld.Source == field.SourceScorecard {
		m = d.Checks
	}
	m[id] = Input(fld, in)
}

func projectRef(p health.Project) ProjectRef {
	return ProjectRef{
		Slug: p.Slug, Name: p.Name, Repository: repositoryName(p), Why: p.Why, Language: p.Language,
		Category: p.Category, Tags: p.Tags, Packages: p.Packages,
	}
}

func repositoryName(p health.Project) string {
	r, ok := p.PrimaryRepository()
	if !ok {
		return ""
	}
	return hostPath(r.URL)
}

// hostPath returns "host/path" of the address of a repository.
func hostPath(url string) string {
	id, err := repository.Parse(url)
	if err != nil { // addresses are checked on load; another form is shown unchanged
		return url
	}
	return id.String()
}

func axis(a health.AxisScore) AxisJSON {
	d := AxisJSON{Unsure: a.Unsure, Coverage: a.Coverage, Assumed: a.Assumed, Freshness: a.Freshness, Confidence: a.Confidence}
	if a.Known && !a.Thin {
		v, lo, hi, w := a.Value, a.Lo, a.Hi, a.Band.Word
		d.Value, d.Lo, d.Hi, d.Band, d.Letter = &v, &lo, &hi, &w, a.Band.Letter
	}
	return d
}

func reasons(rs []health.Reason) []ReasonJSON {
	out := make([]ReasonJSON, 0, len(rs))
	for _, r := range rs {
		out = append(out, ReasonJSON(r))
	}
	return out
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	u := t.UTC()
	return &u
}

// Of returns the input that a document was made from, without its error and range: for documents that
// were kept.
func (i InputJSON) Of(id field.ID) health.Input {
	in := health.Input{
		Field: id, State: i.State, Reason: i.Reason, Source: i.Source, SourceURL: i.SourceURL, Version: i.Version, Commit: i.Commit,
	}
	if i.ObservedAt != nil {
		in.ObservedAt = *i.ObservedAt
	}
	if i.Late != nil {
		in.Late = *i.Late
	}
	switch v := i.Value.(type) {
	case nil:
	case float64:
		in.Value = v
	case bool:
		if v {
			in.Value = 1
		}
	case string:
		in.Text = v
	default:
		if b, err := json.Marshal(v); err == nil { // it came from JSON
			in.Text = string(b)
		}
	}
	return in
}
