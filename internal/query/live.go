package query

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/intervention"
)

// Own is what the own changes of a project did to its risk between two published runs, apart from
// what instruments, lists, models, the clock and coverage did.
type Own struct {
	Slug, Name string
	// Shares are the points of risk by cause, without those that moved nothing. Known is false if risk
	// is unknown on one side.
	Shares []cause.Share
	Known  bool
}

// Points returns the points of a cause; false if they are unknown.
func (o Own) Points(c cause.Cause) (float64, bool) {
	for _, s := range o.Shares {
		if s.Cause == c {
			return s.Points, o.Known
		}
	}
	return 0, o.Known
}

// LiveBeforeAfter is a project in two published runs, beside its peers in the same.
type LiveBeforeAfter struct {
	From, To *View
	Left     intervention.Left
	Own      Own
	Peers    []Own
}

// Live compares a project in two published runs of its list, and its peers in the same. It returns
// ErrNotFound if the project was in neither. Cost: a reading of the rows of its group, and two readings
// of figures for it and each peer.
func (v *View) Live(ctx context.Context, from *View, slug, day string) (LiveBeforeAfter, error) {
	out := LiveBeforeAfter{From: from, To: v}
	e, ok := v.reader.index.bySlug[slug]
	if !ok || e.List == nil || v.reader.c.Past == nil {
		return out, unknown(slug)
	}
	slugs := []string{slug}
	for _, p := range e.List.Projects {
		if p.Peers == e.Project.Peers && p.Peers != "" && p.Slug != slug {
			slugs = append(slugs, p.Slug)
		}
	}
	before, err := v.reader.c.Store.RowsOf(ctx, from.Run.ID, slugs)
	if err != nil {
		return out, fmt.Errorf("rows of run %d: %w", from.Run.ID, err)
	}
	after, err := v.reader.c.Store.RowsOf(ctx, v.Run.ID, slugs)
	if err != nil {
		return out, fmt.Errorf("rows of run %d: %w", v.Run.ID, err)
	}
	var group []intervention.Subject
	for _, s := range slugs {
		group = append(group, intervention.Subject{
			Slug: s, Name: v.reader.index.bySlug[s].Project.Name, Group: e.Project.Peers, Spans: intervention.Spans(v.reader.c.Ground.Grants[s]),
			Before: intervention.Point{Day: day, Health: before[s].H}, After: []intervention.Point{{Health: after[s].H}},
		})
	}
	peers, left := intervention.Match(group[0], day, group[1:])
	out.Left = left
	notices, err := v.noticesSince(ctx, from)
	if err != nil {
		return out, err
	}
	for i, s := range append(group[:1:1], peers...) {
		d, err := v.reader.c.Past.ProjectSince(ctx, v.reader.index.bySlug[s.Slug].Project, from.Run, v.Run, notices)
		if i > 0 && errors.Is(err, health.ErrNotFound) {
			continue
		}
		if err != nil {
			return out, fmt.Errorf("compare %s between runs %d and %d: %w", s.Slug, from.Run.ID, v.Run.ID, err)
		}
		own := Own{s.Slug, s.Name, d.Shares, d.Before.RiskKnown && d.After.RiskKnown}
		if i == 0 {
			out.Own = own
		} else {
			out.Peers = append(out.Peers, own)
		}
	}
	return out, nil
}
