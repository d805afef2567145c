package collect

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Holder is a private store that answers of a ranking nobody else is shown.
type Holder interface {
	health.Reader
	// Hold makes the rows the ranking of the run's list.
	Hold(ctx context.Context, run health.Run, rows []health.Ranked) error
	// RowsOf returns rows of the run by slug.
	RowsOf(ctx context.Context, run int64, slugs []string) (map[string]health.Ranked, error)
}

// Present has the holder answer by what the collector's model makes of the figures of
// the run, the last one published, with what the list says today, and returns a
// reader of that. Nothing is published: what the list shows stays. Cost: the figures
// of the list and its ranking, made and written once.
func (c *Collector) Present(ctx context.Context, list health.Curated, run health.Run, in Holder) (health.Reader, error) {
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

// present is a list by another model: the ranking is that of the holder, the figures
// are those of the store.
type present struct {
	Holder
	run     health.Run
	figures func(ctx context.Context, slug string) (health.ProjectFigures, error)
}

// Project returns the figures of a project with its row by the other model, or the
// published one when it is not on the list.
func (p present) Project(ctx context.Context, slug string) (health.ProjectFigures, error) {
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

// asListed gives figures what the list says today, in the place of what it said
// when they were stored.
type asListed struct {
	figureReader
	list health.Curated
	now  time.Time
}

// Figures calls fn for each project of the list, as the reader does.
func (a asListed) Figures(ctx context.Context, list string, run int64, fn func(health.ProjectFigures) error) error {
	entries := make(map[string]health.Project, len(a.list.Projects))
	for _, p := range a.list.Projects {
		entries[p.Slug] = p
	}
	return a.figureReader.Figures(ctx, list, run, func(f health.ProjectFigures) error {
		if p, ok := entries[f.Project]; ok {
			f = a.of(p, f)
		}
		return fn(f)
	})
}

// project does the same for the figures of one project.
func (a asListed) project(read func(context.Context, string) (health.ProjectFigures, error)) func(context.Context, string) (health.ProjectFigures, error) {
	return func(ctx context.Context, slug string) (health.ProjectFigures, error) {
		f, err := read(ctx, slug)
		for _, p := range a.list.Projects {
			if p.Slug == slug && err == nil {
				return a.of(p, f), nil
			}
		}
		return f, err
	}
}

// of returns the figures of an entry. What the list no longer settles is unknown
// until it is measured again: the values beneath were not read.
func (a asListed) of(p health.Project, f health.ProjectFigures) health.ProjectFigures {
	now := listSnapshot(a.list, p, a.now)
	if was, ok := f.Snapshot(health.SourceList); ok && was.Version == now.Version {
		return f
	}
	ins := maps.Clone(f.Inputs)
	if ins == nil {
		ins = health.Inputs{}
	}
	maps.DeleteFunc(ins, func(_ string, in health.Input) bool { return in.Source == health.SourceList })
	for _, in := range now.Inputs {
		in.Version, in.ObservedAt = now.Version, now.ObservedAt // as stores date them
		ins.Put(in)
	}
	var snaps []health.Snapshot
	for _, s := range f.Snapshots {
		if s.Source != health.SourceList {
			snaps = append(snaps, s)
		}
	}
	now.Inputs = nil
	f.Inputs, f.Snapshots = ins, append(snaps, now)
	return f
}
