package beforeafter

import (
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/intervention"
	"github.com/plumbline-scorecard/plumbline/internal/query"
)

// document is /p/{slug}/before-after.json. What is unknown is null.
type document struct {
	Project     string            `json:"project"`
	NotAnEffect string            `json:"not_an_effect"`
	Day         *string           `json:"day"`
	Ended       bool              `json:"day_is_the_end"`
	Kind        intervention.Kind `json:"kind"`
	// Points is what is compared: reconstructed quarters, or published runs.
	Points points  `json:"points"`
	Why    *string `json:"why_not_compared"`
	Model  string  `json:"model_sha256"`
	// Changes are of health; of published runs there is one, between the two runs.
	Changes []changeJSON `json:"changes"`
	Peers   []peerJSON   `json:"peers"`
	Left    leftJSON     `json:"left_out"`
	// Others counts the other interventions on record within two years of the day.
	Others int `json:"other_interventions_near"`
	// Risk is what moved the risk between published runs, by cause; null for reconstructed points.
	Risk *riskJSON `json:"risk"`
}

type pointJSON struct {
	Day   *string  `json:"day"`
	Value *float64 `json:"value"`
	Lo    *float64 `json:"lo"`
	Hi    *float64 `json:"hi"`
}

type changeJSON struct {
	Months int       `json:"months"` // 0: between two runs
	Before pointJSON `json:"before"`
	After  pointJSON `json:"after"`
	Change *float64  `json:"change"`
	// Inside is whether the ranges of both points overlap.
	Inside     bool      `json:"within_ranges"`
	Peers      []float64 `json:"changes_of_peers"`
	Median     *float64  `json:"median_of_peers"`
	Difference *float64  `json:"difference"`
}

type peerJSON struct {
	Slug   string      `json:"slug"`
	Before pointJSON   `json:"before"`
	After  []pointJSON `json:"after"`
}

type leftJSON struct {
	Own     int `json:"own_intervention"`
	Unknown int `json:"unknown"`
	Far     int `json:"not_alike"`
	More    int `json:"less_near"`
}

type riskJSON struct {
	From   int64                   `json:"from_run"`
	To     int64                   `json:"to_run"`
	Points map[cause.Cause]float64 `json:"points_by_cause"` // null: risk is unknown on one side
	// Own is the part that the project changed itself, Median that of its peers.
	Own    *float64            `json:"own"`
	Median *float64            `json:"own_median_of_peers"`
	Peers  map[string]*float64 `json:"own_by_peer"`
}

func given(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func pointOf(p intervention.Point) pointJSON {
	value, lo, hi := bounds(p.Health)
	return pointJSON{given(p.Day), value, lo, hi}
}

// of fills in a comparison of reconstructed points.
func (d *document) of(b query.BeforeAfter) {
	d.changes(b.Changes)
	d.Left = leftJSON(b.Left)
	for _, p := range b.Peers {
		j := peerJSON{Slug: p.Slug, Before: pointOf(p.Before), After: []pointJSON{}}
		for _, after := range p.After {
			j.After = append(j.After, pointOf(after))
		}
		d.Peers = append(d.Peers, j)
	}
}

func (d *document) changes(all []intervention.Change) {
	for _, c := range all {
		d.Changes = append(d.Changes, changeJSON{c.Months, pointOf(c.From), pointOf(c.To), c.Own, c.Inside, append([]float64{}, c.Peers...), c.Median, c.Difference})
	}
}

// rows are the document as CSV: a row for each horizon.
func (d document) rows() [][]string {
	out := [][]string{{"project", "points", "day", "kind", "months", "before_day", "before", "after_day", "after", "change", "peers", "median_of_peers", "difference", "not_an_effect"}}
	for _, c := range d.Changes {
		out = append(out, []string{
			d.Project, string(d.Points), text(d.Day), string(d.Kind), strconv.Itoa(c.Months), text(c.Before.Day), number(c.Before.Value), text(c.After.Day), number(c.After.Value),
			number(c.Change), strconv.Itoa(len(c.Peers)), number(c.Median), number(c.Difference), d.NotAnEffect,
		})
	}
	return out
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// number is a figure for a file: with a point, and empty if it is unknown.
func number(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', 1, 64)
}
