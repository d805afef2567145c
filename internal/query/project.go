package query

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Project is a project with all that is known of it: what a page about it is made
// from.
type Project struct {
	Entry
	Slug    string
	Figures figures.Project
	Score   health.Score
	// Model is the one it is judged by.
	Model model.Model
	// Run is the one the summary is of; zero when the project is on no list or
	// nothing is published of it.
	Run     health.Run
	Summary Summary
	// Alerts are those that are shown.
	Alerts []alert.Alert
	Now    time.Time
}

// Mark returns what an answer about a project depends on beside the view, before any
// figure is read. ErrNotFound when it is neither listed nor known, or another list than those shown
// had it last: of a project that is on no list, its figures are read to know.
func (v *View) Mark(ctx context.Context, slug string) (health.Mark, error) {
	if !isSlug(slug) || v.reader.hidden[slug] {
		return health.Mark{}, unknown(slug)
	}
	m, err := v.reader.c.Store.Mark(ctx, slug)
	_, listed := v.reader.index.bySlug[slug]
	if listed && errors.Is(err, health.ErrNotFound) {
		return health.Mark{}, nil
	}
	if err == nil && !listed {
		_, err = v.Project(ctx, slug)
	}
	if errors.Is(err, health.ErrNotFound) {
		return m, unknown(slug)
	}
	return m, err
}

func isSlug(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func unknown(slug string) error { return fmt.Errorf("project %q: %w", slug, health.ErrNotFound) }

// Project returns a project of the view's list, or one that was on a list before:
// then its List is nil. ErrNotFound when it is neither listed nor measured.
func (v *View) Project(ctx context.Context, slug string) (Project, error) {
	if !isSlug(slug) {
		return Project{}, unknown(slug)
	}
	return v.projectOf(ctx, slug, v.reader.index.bySlug[slug])
}

// projectOf returns a project as an entry has it; one without a list is on none that is shown.
func (v *View) projectOf(ctx context.Context, slug string, e Entry) (Project, error) {
	listed := e.List != nil
	f, err := v.figures.Project(ctx, slug)
	switch {
	case errors.Is(err, health.ErrNotFound) && !listed:
		return Project{}, unknown(slug)
	case errors.Is(err, health.ErrNotFound):
		f = figures.Project{Project: slug}
	case err != nil:
		return Project{}, fmt.Errorf("figures of %s: %w", slug, err)
	}
	if !listed {
		if v.reader.hides(f) {
			return Project{}, unknown(slug)
		}
		e.Project = health.Project{Slug: slug, Name: slug}
	}
	if err := v.placed(ctx, e, &f); err != nil {
		return Project{}, err
	}
	p := Project{Entry: e, Slug: slug, Figures: v.judged(e, f), Model: v.Model, Now: v.Now.UTC()}
	p.Alerts = v.reader.Shown(change.Alerts(v.reader.c.Alerts, e.Project, p.Figures))
	p.Score = v.scorer().Evaluate(e.Project, p.Figures.Inputs, p.Figures.At(), p.Now)
	p.Score = score.InRanking(p.Score, p.Figures.Ranked)
	if e.List == nil || !v.Published {
		return p, nil
	}
	p.Run = v.Run
	p.Summary, err = v.Summary(ctx)
	return p, err
}

// judged returns the figures with what posture is taken from, and with what the
// list says of a project that is on it since the last run.
func (v *View) judged(e Entry, f figures.Project) figures.Project {
	if f.Inputs == nil {
		f.Inputs = health.Inputs{}
	}
	s, said := f.Snapshot(field.SourceList)
	if e.List != nil && (!said || listOf(s) != e.List.Slug) {
		if said { // by another list that has the project, too
			f.Inputs = maps.Clone(f.Inputs)
			maps.DeleteFunc(f.Inputs, func(_ field.ID, in health.Input) bool { return in.Source == field.SourceList })
			f.Snapshots = slices.DeleteFunc(slices.Clone(f.Snapshots), func(s health.Snapshot) bool { return s.Source == field.SourceList })
		}
		f.Inputs.Put(entry.Inputs(*e.List, e.Project)...)
	}
	return f.Judged(v.Model)
}

// placed sets the row of a project that is on several lists: stores return the newest of any.
func (v *View) placed(ctx context.Context, e Entry, f *figures.Project) error {
	if e.List == nil || f.Ranked == nil || f.Ranked.List == "" || f.Ranked.List == e.List.Slug {
		return nil
	}
	f.Ranked = nil
	if !v.Published || v.Run.List != e.List.Slug {
		return nil
	}
	rows, err := v.reader.c.Store.RowsOf(ctx, v.Run.ID, []string{e.Project.Slug})
	if r, ok := rows[e.Project.Slug]; ok {
		f.Ranked = &r
	}
	if errors.Is(err, health.ErrNotKept) {
		return nil
	}
	return err
}

// scorer returns what judges by the view's model. Making one draws all weights, so
// those of models of the past are kept.
func (v *View) scorer() *score.Scorer {
	if !v.IsPast() || v.Model.SHA256 == v.reader.c.Model.SHA256 {
		return v.reader.scorer
	}
	s, _ := v.reader.scorers.get(v.Model.SHA256, func() (*score.Scorer, error) {
		return score.New(v.Model), nil
	})
	return s
}

// Days are the days of what the list's editors judged, by field; none of a project
// that left its list.
func (p Project) Days() map[field.ID]string {
	if p.List == nil {
		return nil
	}
	return entry.Days(*p.List, p.Entry.Project, p.Figures.Inputs)
}
