package intervention

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Kind is what came.
type Kind string

// The kinds.
const (
	Grant  Kind = "grant"
	Audit  Kind = "audit"
	Sprint Kind = "sprint"
	Other  Kind = "other"
)

// Kinds are all kinds, in the order of a form.
var Kinds = []Kind{Grant, Audit, Sprint, Other}

// The rules of a comparison.
const (
	// MostPeers is how many peers are taken, LeastPeers how many a median needs.
	MostPeers, LeastPeers = 5, 3
	// Alike is how many points of health apart a peer may be before.
	Alike = 10.0
	// LeastTested is how many interventions a test needs.
	LeastTested = 20
	// reach is how far a point may be from the day it is taken for: points are a quarter apart.
	reach = 100 * 24 * time.Hour
	// quiet is how long before and after the day a peer has no intervention of its own, in months.
	quiet = 24
)

// Horizons are how many months after the day figures are compared.
var Horizons = []int{12, 24}

// Intervention is a day on which money or work came to a project.
type Intervention struct {
	Project string // slug
	Day     string // YYYY-MM-DD; of a month its first
	Said    string // as the source states it, YYYY-MM or YYYY-MM-DD
	Kind    Kind
	// What names it: funder and programme; empty for a day that a reader chose.
	What, URL string
	// Ended means that only its end is known: Day is that end.
	Ended bool
}

// Grants returns the interventions of a record of grants, the earliest first. undated is how many
// have no month: a year alone dates nothing.
func Grants(all []funding.Grant) (dated []Intervention, undated int) {
	for _, g := range all {
		x := Intervention{Project: g.Project, Kind: Grant, What: g.Funder, URL: g.URL}
		if g.Programme != "" {
			x.What += ", " + g.Programme
		}
		if strings.Contains(strings.ToLower(g.Programme+" "+g.Purpose), "audit") {
			x.Kind = Audit
		}
		text := g.Start
		if text == "" {
			text, x.Ended = g.End, true
		}
		x.Said = text
		switch len(text) {
		case len("2006-01"):
			x.Day = text + "-01"
		case len(time.DateOnly):
			x.Day = text
		default:
			undated++
			continue
		}
		dated = append(dated, x)
	}
	slices.SortStableFunc(dated, func(a, b Intervention) int {
		return cmp.Or(strings.Compare(a.Day, b.Day), strings.Compare(a.Project, b.Project))
	})
	return dated, undated
}

// Near counts the other interventions of the same project that lie near a day. Those of that very day
// are the one that is asked about.
func Near(dated []Intervention, day string) int {
	from, to := At(day, -quiet), At(day, quiet)
	n := 0
	for _, x := range dated {
		if x.Day != day && x.Day >= from && x.Day <= to {
			n++
		}
	}
	return n
}

// Spans returns the first and the last day that each grant may have, as wide as its source allows: a
// year begins in January and ends in December, a grant with one date counts at it, and one without any
// may be of any day.
func Spans(all []funding.Grant) [][2]string {
	var out [][2]string
	for _, g := range all {
		out = append(out, [2]string{
			widest(cmp.Or(g.Start, g.End), "0000-01-01"), widest(cmp.Or(g.End, g.Start), "9999-12-31"),
		})
	}
	return out
}

// widest is a date of a grant, with what it lacks taken from a bound; what is no date is the bound. Days
// are compared as texts.
func widest(date, bound string) string {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, date); err == nil {
			return date + bound[len(date):]
		}
	}
	return bound
}

// Point is the health of a project on one day.
type Point struct {
	Day    string           // YYYY-MM-DD
	Health *health.Interval // nil: unknown
}

// At returns the day so many months after a day; it is empty for what is no day.
func At(day string, months int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, months, 0).Format(time.DateOnly)
}

// apart is the time between two days; the longest there is if one is none.
func apart(a, b string) time.Duration {
	x, err := time.Parse(time.DateOnly, a)
	y, err2 := time.Parse(time.DateOnly, b)
	if err != nil || err2 != nil {
		return math.MaxInt64
	}
	return y.Sub(x)
}

// Before returns the index of the day to take for the state before: the last one on or before the
// day, if it is near enough; −1: there is none. days are sorted.
func Before(days []string, day string) int {
	for i, d := range slices.Backward(days) {
		if since := apart(d, day); since >= 0 {
			if since > reach {
				return -1
			}
			return i
		}
	}
	return -1
}

// After returns the index of the day that is nearest to so many months after the day, if it is near
// enough; −1: there is none.
func After(days []string, day string, months int) int {
	best, least := -1, reach/2+1
	want := At(day, months)
	for i, d := range days {
		off := apart(want, d)
		if off < 0 {
			off = -off
		}
		if off < least && d > day {
			best, least = i, off
		}
	}
	return best
}

// Subject is a project with its points before and after one day.
type Subject struct {
	Slug, Name string
	Group      string // the declared group of peers; empty: none
	// Spans are the first and the last day of each of its own grants on record, as wide as they may be.
	Spans  [][2]string
	Before Point
	After  []Point // by Horizons; without health where there is none
}

// change reports whether both points of a horizon are known, and the change between them.
func (s Subject) change(horizon int) (float64, bool) {
	if s.Before.Health == nil || horizon >= len(s.After) || s.After[horizon].Health == nil {
		return 0, false
	}
	return s.After[horizon].Health.Value - s.Before.Health.Value, true
}

// Left are how many projects of the group are no peers, by the first reason that applies.
type Left struct {
	Own     int // an intervention of their own near the day
	Unknown int // no known health before, or a year after
	Far     int // health more than Alike points away before
	More    int // alike as well, but others are nearer
}

// Match returns the peers of a subject, the nearest first. A candidate of another group, or the
// subject itself, is neither a peer nor left out.
func Match(s Subject, day string, candidates []Subject) (peers []Subject, left Left) {
	if s.Group == "" || s.Before.Health == nil {
		return nil, left
	}
	from, to := At(day, -quiet), At(day, quiet)
	off := func(c Subject) float64 { return math.Abs(c.Before.Health.Value - s.Before.Health.Value) }
	for _, c := range candidates {
		_, known := c.change(0)
		switch {
		case c.Slug == s.Slug || c.Group != s.Group:
		case slices.ContainsFunc(c.Spans, func(s [2]string) bool { return s[1] >= from && s[0] <= to }):
			left.Own++
		case !known:
			left.Unknown++
		case off(c) > Alike:
			left.Far++
		default:
			peers = append(peers, c)
		}
	}
	slices.SortStableFunc(peers, func(a, b Subject) int { return cmp.Or(cmp.Compare(off(a), off(b)), strings.Compare(a.Slug, b.Slug)) })
	left.More = max(0, len(peers)-MostPeers)
	return peers[:min(len(peers), MostPeers)], left
}

// Change is what happened up to one horizon.
type Change struct {
	Months   int
	From, To Point
	// Own is the change of the project, in points of health; nil: unknown.
	Own *float64
	// Inside means that the ranges of both points overlap, so that the change may be none.
	Inside bool
	// Peers are the changes of the peers with both points, the least first. Median is their median
	// and Difference is Own less Median; nil with fewer than LeastPeers.
	Peers              []float64
	Median, Difference *float64
}

// Compare returns the changes up to each horizon.
func Compare(s Subject, peers []Subject) []Change {
	var out []Change
	for h, months := range Horizons {
		c := Change{Months: months, From: s.Before}
		if h < len(s.After) {
			c.To = s.After[h]
		}
		for _, p := range peers {
			if d, ok := p.change(h); ok {
				c.Peers = append(c.Peers, d)
			}
		}
		slices.Sort(c.Peers)
		if own, ok := s.change(h); ok {
			a, b := c.From.Health, c.To.Health
			c.Own, c.Inside = &own, a.Lo <= b.Hi && b.Lo <= a.Hi
		}
		if len(c.Peers) >= LeastPeers {
			m := Median(c.Peers)
			c.Median = &m
			if c.Own != nil {
				d := *c.Own - m
				c.Difference = &d
			}
		}
		out = append(out, c)
	}
	return out
}

// Median returns the median of sorted values, of which there is at least one.
func Median(sorted []float64) float64 {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
