package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/internal/synth"
)

// Generated is what was generated.
type Generated struct {
	List  health.List
	Weeks int
	Last  time.Time // the instant of the last run
}

// GenerateProgress is how far the writing of weekly runs is. Week counts from 1.
type GenerateProgress struct {
	collect.Progress
	Week, Weeks int
	Took        time.Duration // of this week so far
}

// Generate writes an invented list into a folder and its weekly runs into the
// database, as a collector does that asks real sources. A zero Until is the instant of
// the bundled figures. A database with runs of other lists is refused. report is told of
// every thousandth project; a cancelled call goes on from there when it is repeated.
func (a *App) Generate(
	ctx context.Context, c synth.Config, dir string, report func(GenerateProgress),
) (Generated, error) {
	real, made, err := a.bundled()
	if err != nil {
		return Generated{}, err
	}
	if c.Until.IsZero() {
		c.Until = made
	}
	g, err := synth.New(c, real)
	if err != nil {
		return Generated{}, err
	}
	if err := writeSynthetic(dir, g, c.Projects); err != nil {
		return Generated{}, err
	}
	set, err := curated.LoadWith(dir) // as it will be read by whoever shows it
	if err != nil {
		return Generated{}, err
	}
	list, ok := set.List(synth.Slug)
	if !ok {
		return Generated{}, fmt.Errorf("list %s: %w", synth.Slug, health.ErrNotFound)
	}
	b := *a // with the clock of the runs, which are in the past
	n := &generation{app: &b, generator: g, list: list, weeks: c.Weeks, report: report}
	b.Now = func() time.Time { return g.Instant(n.week()) }
	out := Generated{List: list, Weeks: c.Weeks, Last: g.Instant(c.Weeks - 1)}
	return out, n.run(ctx)
}

// bundled returns the real projects with the figures this program was built with,
// and the instant of those.
func (a *App) bundled() (synth.Real, time.Time, error) {
	for _, l := range a.Set.Lists {
		raw, ok := a.Set.Bundle(l.Slug)
		if !ok {
			continue
		}
		b, err := exchange.ReadBundle(bytes.NewReader(raw))
		if err != nil {
			return synth.Real{}, time.Time{}, err
		}
		real := synth.Real{List: l, Snapshots: map[string][]health.Snapshot{}}
		for _, p := range b.Projects {
			if p.Outcome == health.OutcomeObserved {
				real.Snapshots[p.Slug] = p.Health()
			}
		}
		return real, b.MadeAt, nil
	}
	return synth.Real{}, time.Time{}, errors.New("this program contains no figures to generate from")
}

// writeSynthetic writes the list into a folder, which holds no list or another
// synthetic one.
func writeSynthetic(dir string, g *synth.Generator, projects int) error {
	head := filepath.Join(dir, "list.yaml")
	was, err := os.ReadFile(head)
	if err == nil && !strings.Contains(string(was), `slug: "`+synth.Slug+`"`) {
		return usage.Errorf("--out is %s, which contains another list; use an empty folder", dir)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var text bytes.Buffer
	if err := curated.WriteHead(&text, g.List()); err != nil {
		return err
	}
	err = replaceBy(filepath.Join(dir, "projects.jsonl"), func(w io.Writer) error {
		for i := range projects {
			if err := curated.WriteProject(w, g.Project(i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return replaceFile(head, text.Bytes())
}

// generation is weekly runs that are being written.
type generation struct {
	app       *App
	generator *synth.Generator
	list      health.List
	weeks     int
	at        atomic.Int64
	report    func(GenerateProgress)
}

// week is the week that is being written, from 0.
func (n *generation) week() int { return int(n.at.Load()) }

func (n *generation) run(ctx context.Context) error {
	a := n.app
	st, err := store.Open(ctx, a.DSN, a.Now)
	if err != nil {
		return err
	}
	defer st.Close()
	done, err := n.done(ctx, st)
	if err != nil {
		return err
	}
	n.at.Store(int64(min(done, n.weeks-1)))
	err = st.SaveLists(ctx, []health.List{n.list})
	if err == nil {
		err = st.SaveModel(ctx, a.Set.Model.SHA256, a.Set.Model.Canonical())
	}
	if err != nil {
		return err
	}
	col := a.rescorer(st)
	col.Sources = n.generator.Sources(n.week)
	col.Log = slog.New(slog.DiscardHandler) // that many cannot be read is meant to be
	for w := done; w < n.weeks; w++ {
		n.at.Store(int64(w))
		_, err := col.Collect(ctx, n.list, collect.Options{
			Origin: health.OriginSynthetic, Progress: n.progress(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// done returns how many of the runs are in the database. It is a usage error when
// there are others: they would be taken for runs of one list, and a database of real
// figures is not the place for invented ones.
func (n *generation) done(ctx context.Context, st *store.Store) (int, error) {
	runs, err := st.Runs(ctx, n.list.Slug, synth.MaxWeeks)
	if err != nil {
		return 0, err
	}
	if len(runs) == 0 {
		return 0, n.empty(ctx, st)
	}
	slices.Reverse(runs)
	published := 0
	for i, r := range runs {
		if i >= n.weeks || r.Revision != n.list.Revision || !r.Started.Equal(n.generator.Instant(i)) {
			return 0, usage.Errorf("--db contains a synthetic list made with other arguments; use an empty database")
		}
		if r.Published {
			published++
		}
	}
	return published, nil
}

// empty returns a usage error when the database has runs of another list.
func (n *generation) empty(ctx context.Context, st *store.Store) error {
	for _, l := range n.app.Set.Lists {
		runs, err := st.Runs(ctx, l.Slug, 1)
		if err != nil {
			return err
		}
		if len(runs) > 0 {
			return usage.Errorf("--db contains figures of list %s; use an empty database for synthetic data", l.Slug)
		}
	}
	return nil
}

// progress returns a callback that reports every thousandth project.
func (n *generation) progress() func(collect.Progress) {
	began := time.Now()
	return func(p collect.Progress) {
		if p.Done%1000 == 0 || p.Done == p.Total {
			n.report(GenerateProgress{Progress: p, Week: n.week() + 1, Weeks: n.weeks, Took: time.Since(began)})
		}
	}
}
