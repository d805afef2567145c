package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
)

// Reconstruction says what to reconstruct, and where to.
type Reconstruction struct {
	Copies
	// Since is the first year.
	Since int
	// Out is the file. What it has already of the same clones is kept.
	Out string
	// Repo names projects of the list; none: all.
	Repo []string
	// Progress is called after each project, one call at a time; nil: no one waits.
	Progress func(Reconstructed)
}

// Reconstructed is the answer about one project.
type Reconstructed struct {
	Slug   string
	Points int
	// Kept is whether the file had the points already.
	Kept bool
	// Err is why it has no points; source.ErrNoCopy when there is no clone.
	Err  error
	Took time.Duration
}

// Reconstruct measures the clones of a list at the ends of quarters and writes the file after each
// project, so that what was read before an error is kept. No database is opened: nothing of it can
// be published.
func (a *App) Reconstruct(ctx context.Context, r Reconstruction) error {
	if r.Since < 1990 || r.Since > a.Now().Year() {
		return usage.Errorf("--since %d; allowed: 1990 to this year", r.Since)
	}
	if err := Writable("--out", r.Out); err != nil {
		return err
	}
	list, err := a.List(r.List)
	if err != nil {
		return err
	}
	only, err := a.only(list, r.Repo)
	if err != nil {
		return err
	}
	first := time.Date(r.Since, 1, 1, 0, 0, 0, 0, time.UTC)
	w := &rebuilder{app: a, wanted: r, instants: quarters.Ends(first, a.Now())}
	if len(w.instants) == 0 {
		return usage.Errorf("--since %d: no quarter has ended since", r.Since)
	}
	if w.source, err = sources.LocalClones(a.env(), r.Mirror); err != nil {
		return err
	}
	since := w.instants[0].Format(time.DateOnly)
	if w.before, err = readPast(r.Out, list.Slug, since); err != nil {
		return err
	}
	w.file = quarters.NewFile(list.Slug, since)
	for _, p := range list.Projects { // what this call does not reach is kept
		w.file.Keep(w.before, p.Slug)
	}
	return w.all(ctx, list.Projects, only)
}

// readPast returns what a file has already, an empty one when there is none or when it begins at
// another quarter.
func readPast(name, list, since string) (*quarters.File, error) {
	none := quarters.NewFile(list, since)
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return none, nil
	} else if err != nil {
		return nil, err
	}
	f, err := quarters.ReadFile(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w (remove it to begin anew)", name, err)
	}
	if f.List() != list {
		return nil, usage.Errorf("%s is the past of list %s, not of %s", name, f.List(), list)
	}
	if f.Since() != since {
		return none, nil
	}
	return f, nil
}

// rebuilder reads clones and writes the file.
type rebuilder struct {
	app      *App
	wanted   Reconstruction
	source   *git.Source
	instants []time.Time
	before   *quarters.File

	mu   sync.Mutex
	file *quarters.File
	// clones and given count the projects with a clone, and those with points.
	clones, given int
}

func (w *rebuilder) all(ctx context.Context, projects []health.Project, only []string) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(w.wanted.Workers)
	for _, p := range projects {
		if len(only) > 0 && !contains(only, p.Slug) {
			continue
		}
		group.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return w.one(ctx, p)
		})
	}
	if err := group.Wait(); err != nil {
		return err // what was read before is written
	}
	switch {
	case w.clones == 0:
		return fmt.Errorf("no project of list %s has a clone that matches --mirror %s; %s is not written", w.file.List(), strings.Join(w.wanted.Mirror, ","), w.wanted.Out)
	case w.given == 0:
		return fmt.Errorf("no clone gave a point; %s is not written", w.wanted.Out)
	}
	return w.write()
}

func contains(all []string, slug string) bool {
	for _, s := range all {
		if strings.EqualFold(s, slug) {
			return true
		}
	}
	return false
}

// one adds a project. Only a cancelled context and a file that cannot be written end the others.
func (w *rebuilder) one(ctx context.Context, p health.Project) error {
	began := time.Now()
	limited, cancel := context.WithTimeout(ctx, w.wanted.Timeout)
	defer cancel()
	out := Reconstructed{Slug: p.Slug}
	e, s, kept, err := w.read(limited, p)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	out.Took, out.Kept, out.Err, out.Points = time.Since(began), kept, err, len(s.At)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.count(err)
	if err == nil && !kept {
		if err := w.file.Put(e, s); err != nil {
			return err
		}
		if err := w.write(); err != nil {
			return err
		}
	}
	if w.wanted.Progress != nil {
		w.wanted.Progress(out)
	}
	return nil
}

// count counts the answer of a project.
func (w *rebuilder) count(err error) {
	if errors.Is(err, source.ErrNoCopy) {
		return
	}
	w.clones++
	if err == nil {
		w.given++
	}
}

func (w *rebuilder) write() error {
	var b bytes.Buffer
	if err := w.file.Write(&b); err != nil {
		return err
	}
	return replaceFile(w.wanted.Out, b.Bytes())
}

// read returns the points of a project, and whether the file has them already: points of the same
// clone, by the same instruments.
func (w *rebuilder) read(ctx context.Context, p health.Project) (e quarters.Entry, s quarters.Series, kept bool, err error) {
	if _, ok := p.PrimaryRepository(); !ok {
		return e, s, false, fmt.Errorf("%s has no repository: %w", p.Slug, source.ErrNoCopy)
	}
	address, commit, taken, err := w.source.Newest(ctx, p)
	if err != nil {
		return e, s, false, err
	}
	scans, err := sources.NewPastScans(w.app.env())
	if err != nil {
		return e, s, false, err
	}
	e = quarters.Entry{
		Slug: p.Slug, Repository: address, Commit: commit, Cloned: taken.UTC().Format(time.DateOnly),
		Git: w.source.Instrument(), Scorecard: scans.Version(),
	}
	if old, ok := w.before.Entry(p.Slug); ok {
		was := old
		was.Bytes = 0
		if was == e {
			s, err = w.before.Series(p.Slug)
			return old, s, err == nil, err
		}
	}
	s, err = w.points(ctx, p, scans, taken)
	return e, s, false, err
}

// points measures one clone.
func (w *rebuilder) points(ctx context.Context, p health.Project, scans *sources.PastScans, taken time.Time) (quarters.Series, error) {
	s := quarters.Series{Slug: p.Slug, At: []string{}, Commits: []string{}}
	var instants []time.Time
	for _, t := range w.instants {
		if t.Before(taken) { // later than that nothing is known
			instants = append(instants, t)
		}
	}
	if len(instants) == 0 {
		return s, fmt.Errorf("its clone of %s ends before the first quarter: %w", taken.Format(time.DateOnly), source.ErrEmpty)
	}
	checks := make([]health.Snapshot, len(instants))
	past, err := w.source.ObservePastTrees(ctx, p, instants, func(past git.Past, i int, t *git.Tree) error {
		if since, _ := rewritten(past, instants); instants[i].Before(since) {
			return nil
		}
		snap, err := scans.Scan(ctx, p, t, instants[i])
		checks[i] = snap
		return err
	})
	if err != nil {
		return s, err
	}
	since, gaps := rewritten(past, instants)
	s.Gaps = gaps
	for i, t := range instants {
		if snap := past.Snapshots[i]; !snap.ObservedAt.IsZero() && !t.Before(since) {
			s.Add(t.Format(time.DateOnly), snap.Commit, snap, checks[i])
		}
	}
	return s, nil
}

// afterRewriting is how long after a day of rewriting no point is made: that day is in the twelve
// months that most figures count.
const afterRewriting = 366 * 24 * time.Hour

// rewritten returns the instant before which there is no point, and the gap; nothing if the history
// was neither rewritten nor imported in the time in question.
func rewritten(past git.Past, instants []time.Time) (time.Time, []quarters.Gap) {
	day, share, ok := past.Rewritten(instants[0].AddDate(-1, 0, 0))
	if !ok {
		return time.Time{}, nil
	}
	since := day.Add(afterRewriting)
	gap := quarters.Gap{Reason: fmt.Sprintf("%s of the commits since %s are dated %s, so the history was rewritten or imported on that day",
		explain.Percent(share), instants[0].AddDate(-1, 0, 0).Format(time.DateOnly), day.Format(time.DateOnly))}
	for _, t := range instants {
		if t.Before(since) {
			if gap.From == "" {
				gap.From = t.Format(time.DateOnly)
			}
			gap.To = t.Format(time.DateOnly)
		}
	}
	if gap.From == "" {
		return time.Time{}, nil
	}
	return since, []quarters.Gap{gap}
}
