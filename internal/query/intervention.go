package query

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/intervention"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
)

// mostHealths is how many projects the reconstructed health is kept of.
const mostHealths = 2_000

// healths are the reconstructed points of one project with their health, each scored when it is first
// asked for.
type healths struct {
	days  []string
	score func(i int) (*health.Interval, error)

	mu    sync.Mutex
	known map[int]*health.Interval
}

// at returns a point; that of index −1 has no health.
func (h *healths) at(i int) (intervention.Point, error) {
	if i < 0 {
		return intervention.Point{}, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	x, ok := h.known[i]
	if !ok {
		var err error
		if x, err = h.score(i); err != nil {
			return intervention.Point{}, err
		}
		h.known[i] = x
	}
	return intervention.Point{Day: h.days[i], Health: x}, nil
}

// healthKey is what reconstructed health is kept by.
type healthKey struct{ list, model, slug string }

// healthsOf returns the reconstructed points of a listed project; without any it has no days.
func (v *View) healthsOf(e Entry) (*healths, error) {
	file, ok := v.reader.past(e)
	if !ok {
		return &healths{}, nil
	}
	return v.reader.healths.get(healthKey{e.List.Slug, v.Model.SHA256, e.Project.Slug}, func() (*healths, error) {
		clone, ok := file.Entry(e.Project.Slug)
		if !ok {
			return &healths{}, nil
		}
		s, err := file.Series(e.Project.Slug)
		if err != nil {
			return nil, err
		}
		return &healths{days: s.At, known: map[int]*health.Interval{}, score: func(i int) (*health.Interval, error) {
			return v.healthAt(e, clone, s, i)
		}}, nil
	})
}

// healthAt scores one reconstructed point; nil where too little was seen. Health does not depend on
// criticality, so today's figures are not read for it.
func (v *View) healthAt(e Entry, clone quarters.Entry, s quarters.Series, i int) (*health.Interval, error) {
	p := declaredAt(e.Project, s.At[i])
	f, err := observed(clone, s, i, entry.Inputs(*e.List, p))
	if err != nil {
		return nil, fmt.Errorf("past of %s: %w", e.Project.Slug, err)
	}
	h := v.scorer().Evaluate(p, f.Judged(v.Model).Inputs, f.At(), f.At()).H
	if !h.Known || h.Thin {
		return nil, nil
	}
	return &h.Interval, nil
}

// BeforeAfter is a project before and after a day, beside its peers. All points are reconstructed.
type BeforeAfter struct {
	Entry
	Day string
	// First and Last are the days of its first and last point; empty: it has none.
	First, Last string
	Subject     intervention.Subject
	Peers       []intervention.Subject
	Left        intervention.Left
	Changes     []intervention.Change
}

// BeforeAfter compares a project before and after a day, YYYY-MM-DD. It returns ErrNotFound if it is
// on no list. Cost: three evaluations for each project of its group, the first time.
func (v *View) BeforeAfter(ctx context.Context, slug, day string) (BeforeAfter, error) {
	e, ok := v.reader.index.bySlug[slug]
	if !ok || e.List == nil {
		return BeforeAfter{}, unknown(slug)
	}
	out := BeforeAfter{Entry: e, Day: day}
	h, err := v.healthsOf(e)
	if err != nil {
		return out, err
	}
	if len(h.days) > 0 {
		out.First, out.Last = h.days[0], h.days[len(h.days)-1]
	}
	if out.Subject, err = v.subject(e, day); err != nil || out.Subject.Before.Health == nil {
		return out, err
	}
	var group []intervention.Subject
	for _, p := range e.List.Projects {
		if p.Peers != e.Project.Peers || p.Peers == "" || p.Slug == slug {
			continue
		}
		if err := ctx.Err(); err != nil {
			return out, err
		}
		s, err := v.subject(v.reader.index.bySlug[p.Slug], day)
		if err != nil {
			return out, err
		}
		group = append(group, s)
	}
	out.Peers, out.Left = intervention.Match(out.Subject, day, group)
	out.Changes = intervention.Compare(out.Subject, out.Peers)
	return out, nil
}

// subject returns a project with its points before and after a day.
func (v *View) subject(e Entry, day string) (intervention.Subject, error) {
	s := intervention.Subject{Slug: e.Project.Slug, Name: e.Project.Name, Group: e.Project.Peers, Spans: intervention.Spans(v.reader.c.Ground.Grants[e.Project.Slug])}
	if e.List == nil {
		return s, nil
	}
	h, err := v.healthsOf(e)
	if err != nil {
		return s, err
	}
	if s.Before, err = h.at(intervention.Before(h.days, day)); err != nil {
		return s, err
	}
	for _, months := range intervention.Horizons {
		p, err := h.at(intervention.After(h.days, day, months))
		if err != nil {
			return s, err
		}
		s.After = append(s.After, p)
	}
	return s, nil
}

// Interventions returns the interventions of a project that the record of grants dates, the earliest
// first, and how many it does not date.
func (r *Reader) Interventions(slug string) (dated []intervention.Intervention, undated int) {
	return intervention.Grants(r.c.Ground.Grants[slug])
}

// Trail returns the reconstructed health of projects at the days that the first of them has within so
// many months of a day; nil: unknown. Cost: an evaluation for each point, the first time.
func (v *View) Trail(day string, months int, slugs ...string) (days []string, values [][]*float64, err error) {
	from, to := intervention.At(day, -months), intervention.At(day, months)
	for n, slug := range slugs {
		h, err := v.healthsOf(v.reader.index.bySlug[slug])
		if err != nil {
			return nil, nil, err
		}
		if n == 0 {
			for _, d := range h.days {
				if d >= from && d <= to {
					days = append(days, d)
				}
			}
		}
		line := make([]*float64, len(days))
		for i, d := range days {
			at, ok := slices.BinarySearch(h.days, d)
			if !ok {
				continue
			}
			p, err := h.at(at)
			if err != nil {
				return nil, nil, err
			}
			line[i] = p.Health.Number()
		}
		values = append(values, line)
	}
	return days, values, nil
}

// Record is one intervention of the record with what was compared.
type Record struct {
	On intervention.Intervention
	BeforeAfter
}

// Recorded returns the first dated intervention of each project of the view's list that has a point
// before it, or else the first, in the order of their days. One with a known start comes before those
// with a known end alone. undated is how many projects have only grants without a month. Cost: that of BeforeAfter for each, the first time.
func (v *View) Recorded(ctx context.Context) (all []Record, undated int, err error) {
	if v.List == nil {
		return nil, 0, nil
	}
	for _, p := range v.List.Projects {
		dated, more := v.reader.Interventions(p.Slug)
		if len(dated) == 0 {
			undated += min(more, 1)
			continue
		}
		dated = slices.Concat(started(dated, true), started(dated, false))
		var first *Record
		for _, x := range dated {
			b, err := v.BeforeAfter(ctx, p.Slug, x.Day)
			if err != nil {
				return nil, 0, err
			}
			if known := b.Subject.Before.Health != nil; first == nil || known {
				first = &Record{x, b}
				if known {
					break
				}
			}
		}
		all = append(all, *first)
	}
	slices.SortStableFunc(all, func(a, b Record) int { return strings.Compare(a.On.Day, b.On.Day) })
	return all, undated, nil
}

// started returns the interventions whose start is known, or those of which only the end is.
func started(all []intervention.Intervention, known bool) []intervention.Intervention {
	return slices.DeleteFunc(slices.Clone(all), func(x intervention.Intervention) bool { return x.Ended == known })
}
