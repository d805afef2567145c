package collect

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Holder is a private store that serves a ranking for one user.
type Holder interface {
	figures.Reader
	// Hold makes the rows the ranking of the run's list.
	Hold(ctx context.Context, run health.Run, rows []ranking.Row) error
	// RowsOf returns rows of the run by slug.
	RowsOf(ctx context.Context, run int64, slugs []string) (map[string]ranking.Row, error)
}

// Present fills the holder with the ranking that the collector's model computes from the figures of
// the run and today's list data, and returns a reader of it. Nothing is published; the list still
// shows the published ranking. Cost: the figures of the list read once, and its ranking computed
// and written once.
func (c *Collector) Present(ctx context.Context, list health.List, run health.Run, in Holder) (figures.Reader, error) {
	said := asListed{c.Store, list, c.Now().UTC()}
	j, err := c.judgeFrom(ctx, said, list, run.ID)
	if err != nil {
		return nil, err
	}
	run.ModelSHA, run.Revision = j.Model.SHA256, list.Revision
	if err := in.Hold(ctx, run, j.Rows); err != nil {
		return nil, fmt.Errorf("judge %s: %w", list.Slug, err)
	}
	return present{in, run, said.project(c.Store.Project)}, nil
}

// present is a list under another model: the ranking comes from the holder, the figures from the
// store.
type present struct {
	Holder
	run     health.Run
	figures func(ctx context.Context, slug string) (figures.Project, error)
}

// Project returns the figures of a project with its row under the other model, or with the
// published row if it is not on the list.
func (p present) Project(ctx context.Context, slug string) (figures.Project, error) {
	f, err := p.figures(ctx, slug)
	if err != nil {
		return f, err
	}
	rows, err := p.RowsOf(ctx, p.run.ID, []string{slug})
	if r, ok := rows[slug]; ok {
		f.Ranked = &r
	}
	return f, err
}

// asListed replaces the list data stored with the figures by today's.
type asListed struct {
	figureReader
	list health.List
	now  time.Time
}

// Figures calls fn for each project of the list, as the reader does.
func (a asListed) Figures(ctx context.Context, list string, run int64, fn func(figures.Project) error) error {
	entries := make(map[string]health.Project, len(a.list.Projects))
	for _, p := range a.list.Projects {
		entries[p.Slug] = p
	}
	return a.figureReader.Figures(ctx, list, run, func(f figures.Project) error {
		if p, ok := entries[f.Project]; ok {
			f = a.of(p, f)
		}
		return fn(f)
	})
}

// project does the same for the figures of one project.
func (a asListed) project(read func(context.Context, string) (figures.Project, error)) func(context.Context, string) (figures.Project, error) {
	return func(ctx context.Context, slug string) (figures.Project, error) {
		f, err := read(ctx, slug)
		for _, p := range a.list.Projects {
			if p.Slug == slug && err == nil {
				return a.of(p, f), nil
			}
		}
		return f, err
	}
}

// of returns the figures of an entry. A field that the list no longer sets is unknown until it is
// measured again, because the measured values were not read.
func (a asListed) of(p health.Project, f figures.Project) figures.Project {
	now := listSnapshot(a.list, p, a.now)
	if was, ok := f.Snapshot(field.SourceList); ok && was.Version == now.Version {
		return f
	}
	ins := maps.Clone(f.Inputs)
	if ins == nil {
		ins = health.Inputs{}
	}
	maps.DeleteFunc(ins, func(_ field.ID, in health.Input) bool { return in.Source == field.SourceList })
	for _, in := range now.Inputs {
		in.Version, in.ObservedAt = now.Version, now.ObservedAt // as stores date them
		ins.Put(in)
	}
	var snaps []health.Snapshot
	for _, s := range f.Snapshots {
		if s.Source != field.SourceList {
			snaps = append(snaps, s)
		}
	}
	now.Inputs = nil
	f.Inputs, f.Snapshots = ins, append(snaps, now)
	return f
}
