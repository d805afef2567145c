package collect

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// PastStore is where past runs are read from.
type PastStore interface {
	// Figures calls fn for each project of the list in slug order, with its figures at the time the
	// run was published.
	figureReader
	ProjectAt(ctx context.Context, slug string, run int64) (figures.Project, error)
	// Model returns the canonical form of a model, or ErrNotFound if it was not kept.
	Model(ctx context.Context, sha string) ([]byte, error)
	// RunAt and FirstRun return ErrNotFound if there is no such run.
	RunAt(ctx context.Context, list string, at time.Time) (health.Run, error)
	FirstRun(ctx context.Context, list string) (health.Run, error)
	// RunByID returns a run of any list, finished or not, or ErrNotFound if there is none.
	RunByID(ctx context.Context, id int64) (health.Run, error)
	// RowsOf returns the rows of projects in the ranking of a run, by slug; health.ErrNotKept if it
	// is not stored.
	RowsOf(ctx context.Context, run int64, slugs []string) (map[string]ranking.Row, error)
	// Departed returns the projects that left a list, the last first.
	Departed(ctx context.Context, list string, limit int) ([]health.Departure, error)
	// Unkept returns the published runs of a list whose ranking is not stored, newest first, among
	// the newest n.
	Unkept(ctx context.Context, list string, n int) ([]health.Run, error)
	// KeepRanking stores the ranking of a published run, with its summary.
	KeepRanking(ctx context.Context, run int64, rows []ranking.Row, summary []byte) error
}

// Past reads what a list showed at earlier runs, and the differences between two. Each run is
// scored by its own model if that was kept. Earlier members and entries of the list are not kept:
// today's are used on both sides.
type Past struct {
	Store PastStore
	// Model is the present one. It scores runs whose own model was not kept.
	Model model.Model
	// Alone makes Model score both sides of a comparison, whatever their own models are.
	Alone bool
}

// RunAt returns the newest run of the list that was published at or before the instant.
func (p Past) RunAt(ctx context.Context, list string, at time.Time) (health.Run, error) {
	return p.Store.RunAt(ctx, list, at)
}

// FirstRun returns the first published run of the list.
func (p Past) FirstRun(ctx context.Context, list string) (health.Run, error) {
	return p.Store.FirstRun(ctx, list)
}

// RunByID returns a run by its number.
func (p Past) RunByID(ctx context.Context, id int64) (health.Run, error) {
	return p.Store.RunByID(ctx, id)
}

// Period is how far back the newest run is compared by default. Every source runs in that time,
// even those that run once a week.
const Period = 8 * 24 * time.Hour

// Before returns the run to compare a run with: the newest of its list at least a Period before it,
// else the first. It returns ErrNotFound if the run itself is the first.
func (p Past) Before(ctx context.Context, to health.Run) (health.Run, error) {
	from, err := p.Store.RunAt(ctx, to.List, to.Finished.Add(-Period))
	if errors.Is(err, health.ErrNotFound) {
		from, err = p.Store.FirstRun(ctx, to.List)
	}
	if err == nil && from.ID == to.ID {
		err = fmt.Errorf("a run of list %s before run %d: %w", to.List, to.ID, health.ErrNotFound)
	}
	return from, err
}

// Since returns the differences of the list's projects between two of its runs. Cost: the figures
// of the list read once for each side, 64 projects at a time, and for each project two evaluations
// and one for each cause.
func (p Past) Since(ctx context.Context, list health.List, from, to health.Run) (cause.Comparison, error) {
	out := cause.Comparison{From: from, To: to}
	models, assumed, err := p.models(ctx, from, to)
	if err != nil {
		return out, err
	}
	out.Assumed = assumed
	entries := make(map[string]health.Project, len(list.Projects))
	for _, e := range list.Projects {
		entries[e.Slug] = e
	}
	old := p.reader(ctx, list.Slug, from.ID)
	next, stop := iter.Pull(old.each())
	defer stop()
	var l change.List
	before, more := next()
	err = p.Store.Figures(ctx, list.Slug, to.ID, func(after figures.Project) error {
		for more && before.Project < after.Project {
			before, more = next()
		}
		e, listed := entries[after.Project]
		if !listed || !more || before.Project != after.Project { // listed at only one of the two
			return nil
		}
		l.Add(side(e, before, models[0], from), side(e, after, models[1], to))
		return nil
	})
	stop() // ends the other read, so that its error is available
	if err = errors.Join(err, old.err); err != nil {
		return out, fmt.Errorf("compare runs %d and %d: %w", from.ID, to.ID, err)
	}
	out.Differences, out.Notices = l.Done()
	if out.Ranges, err = p.ranges(ctx, list, from, to); err != nil {
		return out, fmt.Errorf("compare the ranks of runs %d and %d: %w", from.ID, to.ID, err)
	}
	for i := range out.Differences {
		out.Differences[i].Assumed = assumed
	}
	return out, nil
}

// mostLeft is how many of the projects that left a list last are looked for in its rankings.
const mostLeft = 1000

// ranges compares the published ranges of ranks of two runs, with those of projects that are no longer
// on the list; they are zero if one is not kept.
func (p Past) ranges(ctx context.Context, list health.List, from, to health.Run) (cause.Ranges, error) {
	slugs := make([]string, len(list.Projects))
	for i, e := range list.Projects {
		slugs[i] = e.Slug
	}
	left, err := p.Store.Departed(ctx, list.Slug, mostLeft)
	if err != nil {
		return cause.Ranges{}, err
	}
	for _, d := range left {
		slugs = append(slugs, d.Slug)
	}
	var rows [2]map[string]ranking.Row
	for i, run := range []health.Run{from, to} {
		rows[i], err = p.Store.RowsOf(ctx, run.ID, slugs)
		if errors.Is(err, health.ErrNotKept) || errors.Is(err, health.ErrNotFound) {
			return cause.Ranges{}, nil
		}
		if err != nil {
			return cause.Ranges{}, err
		}
	}
	return change.Ranges(from, to, rows[0], rows[1]), nil
}

// ProjectSince is Since for one project. It uses the notices of the complete list between the two
// runs to recognize changes of instruments.
func (p Past) ProjectSince(ctx context.Context, e health.Project, from, to health.Run, notices []cause.Notice) (cause.Difference, error) {
	models, assumed, err := p.models(ctx, from, to)
	if err != nil {
		return cause.Difference{}, err
	}
	var sides [2]change.Side
	for i, run := range []health.Run{from, to} {
		f, err := p.Store.ProjectAt(ctx, e.Slug, run.ID)
		if err != nil {
			return cause.Difference{}, err
		}
		sides[i] = side(e, f, models[i], run)
	}
	l := change.List{Told: notices}
	l.Add(sides[0], sides[1])
	diffs, _ := l.Done()
	diffs[0].Assumed = assumed
	return diffs[0], nil
}

// Judge returns the judgement of the list at a run. Ranks under scenarios and other parts of a
// published ranking are not computed again.
func (p Past) Judge(ctx context.Context, list health.List, run health.Run) (score.Judgement, string, error) {
	m, assumed, err := p.model(ctx, run)
	if err != nil {
		return score.Judgement{}, "", err
	}
	j, _, err := judge(ctx, p.Store, m, list, run.ID, run.Finished)
	if err != nil {
		return j, "", fmt.Errorf("judge list %s as of run %d: %w", list.Slug, run.ID, err)
	}
	return j, assumed, nil
}

// FilledIn is the number of newest runs of a list whose rankings Backfill computes.
const FilledIn = 60

// Backfill computes the missing rankings, newest first, among the newest FilledIn runs of the list.
// They are runs that an older version published. It returns how many it computed. Cost: that of
// Judge for each.
func (p Past) Backfill(ctx context.Context, list health.List) (int, error) {
	runs, err := p.Store.Unkept(ctx, list.Slug, FilledIn)
	if err != nil {
		return 0, err
	}
	for i, run := range runs {
		if err := p.Fill(ctx, list, run); err != nil {
			return i, err
		}
	}
	return len(runs), nil
}

// Fill computes the ranking of a published run again and stores it. Alerts and ranks under
// scenarios are not computed again, and the list entries are today's.
func (p Past) Fill(ctx context.Context, list health.List, run health.Run) error {
	j, _, err := p.Judge(ctx, list, run)
	if err != nil {
		return err
	}
	text, err := summarised(j)
	if err != nil {
		return fmt.Errorf("summarise run %d: %w", run.ID, err)
	}
	return p.Store.KeepRanking(ctx, run.ID, j.Rows, text)
}

// ModelOf returns the model for showing a run: its own, or the present one with a remark about it.
func (p Past) ModelOf(ctx context.Context, run health.Run) (model.Model, string, error) {
	return p.model(ctx, run)
}

func side(e health.Project, f figures.Project, m model.Model, run health.Run) change.Side {
	return change.Side{Project: e, Figures: f, Model: m, Run: run, Now: run.Finished}
}

// models returns the models of two runs. If one was not kept, both are replaced by the present one:
// otherwise a difference between the models would appear as a difference of the figures.
func (p Past) models(ctx context.Context, from, to health.Run) ([2]model.Model, string, error) {
	if p.Alone {
		return [2]model.Model{p.Model, p.Model}, fmt.Sprintf("Both runs are scored with %s here, not with their own models. ", p.Model.Name()), nil
	}
	a, said, err := p.model(ctx, from)
	if err != nil {
		return [2]model.Model{}, "", err
	}
	b, also, err := p.model(ctx, to)
	if said != "" || also != "" {
		return [2]model.Model{p.Model, p.Model}, said + also, err
	}
	return [2]model.Model{a, b}, "", err
}

// model returns the model of a run, and a remark if it is not the original one.
func (p Past) model(ctx context.Context, run health.Run) (model.Model, string, error) {
	if run.ModelSHA == p.Model.SHA256 {
		return p.Model, "", nil
	}
	b, err := p.Store.Model(ctx, run.ModelSHA)
	var m model.Model
	if err == nil {
		if m, err = model.ReadCanonical(run.ModelSHA, b); err == nil {
			return m, "", nil
		}
	} else if !errors.Is(err, health.ErrNotFound) {
		return m, "", err
	}
	return p.Model, fmt.Sprintf("The model of run %d is not available, so its figures are scored with the current model. ", run.ID), nil
}

// figuresOf reads the figures of a run as a sequence; err is why it ended early.
type figuresOf struct {
	read func(fn func(figures.Project) error) error
	err  error
}

func (p Past) reader(ctx context.Context, list string, run int64) *figuresOf {
	return &figuresOf{read: func(fn func(figures.Project) error) error { return p.Store.Figures(ctx, list, run, fn) }}
}

// errEnough ends a read whose rest is not needed.
var errEnough = errors.New("enough was read")

func (f *figuresOf) each() iter.Seq[figures.Project] {
	return func(yield func(figures.Project) bool) {
		err := f.read(func(x figures.Project) error {
			if !yield(x) {
				return errEnough
			}
			return nil
		})
		if !errors.Is(err, errEnough) {
			f.err = err
		}
	}
}
