package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// Intake reads result files of OpenSSF Scorecard for a list.
type Intake struct {
	store *store.Store
	// collector records: it has no sources.
	collector *collect.Collector
	list      health.List
	targets   map[string][]target
	// newest is the result of each project, of those read.
	newest  map[string]exchange.Result
	refused func(*exchange.ResultError)
	report  exchange.Imported
}

// target is a repository of a project.
type target struct {
	slug    string
	primary bool
}

// Intake opens the store for reading results of the list; when none will be recorded
// nothing that is published changes. Whoever gets it closes it.
func (a *App) Intake(ctx context.Context, slug string, record bool) (*Intake, error) {
	list, err := a.List(slug)
	if err != nil {
		return nil, err
	}
	open := a.readable
	if record {
		open = a.ready
	}
	st, err := open(ctx)
	if err != nil {
		return nil, err
	}
	in := &Intake{store: st, collector: a.rescorer(st), list: list, newest: map[string]exchange.Result{}}
	in.report = exchange.Imported{Taken: map[string]exchange.Result{}, Strangers: map[string]int{}, Beside: map[string]int{}}
	if in.targets, err = targets(ctx, st, list); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return in, nil
}

// Close closes the store.
func (in *Intake) Close() { in.store.Close() }

// Read reads files, and folders of them. refused is called with each result that
// cannot be read, which stops nothing.
func (in *Intake) Read(ctx context.Context, files []string, refused func(*exchange.ResultError)) error {
	in.refused = refused
	for _, name := range files {
		if err := in.path(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// Report returns what was read, with the results to take: those that are newer than
// what is stored.
func (in *Intake) Report(ctx context.Context) (exchange.Imported, error) {
	stored, err := storedResults(ctx, in.store, in.list)
	if err != nil {
		return in.report, err
	}
	for slug, r := range in.newest {
		sn := r.Snapshot(slug, health.OriginFile)
		before, had := stored[slug]
		switch {
		case had && !sn.Supersedes(before):
			in.report.Behind++
		case had && sn.ObservedAt.Equal(before.ObservedAt) && sn.Version == before.Version && sn.Commit == before.Commit:
			in.report.Behind++ // it is there
		default:
			in.report.Taken[slug] = r
		}
	}
	return in.report, nil
}

// Record publishes a run with the results to take. The second result counts the
// projects whose posture now rests on a published one.
func (in *Intake) Record(ctx context.Context) (health.Run, int, error) {
	snaps := map[string][]health.Snapshot{}
	for slug, r := range in.report.Taken {
		snaps[slug] = []health.Snapshot{r.Snapshot(slug, health.OriginFile)}
	}
	run, err := in.collector.ImportFile(ctx, in.list, in.collector.Now().UTC(), snaps)
	if err != nil {
		return run, 0, err
	}
	rest := 0
	err = in.store.Figures(ctx, in.list.Slug, run.ID, func(f figures.Project) error {
		if _, taken := snaps[f.Project]; taken && f.Judged(in.collector.Model).Basis.Published() {
			rest++
		}
		return nil
	})
	return run, rest, err
}

// targets returns the repositories of the list by name, in lower case: as it
// names them, and as their hosts call them now.
func targets(ctx context.Context, st *store.Store, list health.List) (map[string][]target, error) {
	out := map[string][]target{}
	for _, p := range list.Projects {
		for _, r := range p.Repositories {
			if id, err := repository.Parse(r.URL); err == nil { // lists are checked when loaded
				out[id.Key()] = append(out[id.Key()], target{p.Slug, r.Role == health.Primary})
			}
		}
	}
	moved, err := st.NotAsListed(ctx, 10_000)
	if err != nil {
		return nil, err
	}
	for _, m := range moved {
		host, _, _ := strings.Cut(m.Repository, "/")
		id, err := repository.Parse(host + "/" + m.Name)
		if err == nil && m.Presence != forge.Reused && len(out[id.Key()]) == 0 && len(out[m.Repository]) > 0 {
			out[id.Key()] = out[m.Repository]
		}
	}
	return out, nil
}

// storedResults returns the published results there are, by project.
func storedResults(ctx context.Context, st *store.Store, list health.List) (map[string]health.Snapshot, error) {
	out := map[string]health.Snapshot{}
	err := st.Figures(ctx, list.Slug, 0, func(f figures.Project) error {
		if sn, ok := f.Snapshot(field.SourcePublished); ok {
			out[f.Project] = sn
		}
		return nil
	})
	return out, err
}

// path reads a file, or what a folder holds, in the order of names. Links within
// a folder are left alone: they may lead out of it, or in circles.
func (in *Intake) path(ctx context.Context, name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	if !info.IsDir() {
		return in.file(ctx, name)
	}
	return filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("import: %w", err)
		}
		ext := strings.ToLower(filepath.Ext(path))
		if !d.Type().IsRegular() || !slices.Contains([]string{".json", ".jsonl", ".ndjson"}, ext) {
			return nil
		}
		return in.file(ctx, path)
	})
}

func (in *Intake) file(ctx context.Context, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer f.Close()
	err = exchange.ReadResults(f, name, func(r exchange.Result) error { return in.take(ctx, r) }, in.refuse)
	if errors.Is(err, source.ErrLimit) { // what came before the limit is good
		in.refuse(&exchange.ResultError{File: name, Line: 1, Err: err})
		return nil
	}
	return err
}

func (in *Intake) take(ctx context.Context, r exchange.Result) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.Date.After(in.collector.Now().AddDate(0, 0, 1)) {
		err := fmt.Errorf("is %s, which is in the future", r.Date.Format(time.DateOnly))
		in.refuse(&exchange.ResultError{File: r.File, Line: r.Line, Field: "date", Err: err})
		return nil
	}
	in.report.Read++
	found := in.targets[r.Repository.Key()]
	if len(found) == 0 {
		in.report.Strangers[r.Repository.String()]++
	}
	for _, t := range found {
		if !t.primary {
			in.report.Beside[r.Repository.String()+" of "+t.slug]++
			continue
		}
		before, had := in.newest[t.slug]
		if had {
			in.report.Older++
		}
		if !had || r.Date.After(before.Date) {
			in.newest[t.slug] = r
		}
	}
	return nil
}

func (in *Intake) refuse(e *exchange.ResultError) {
	in.report.Refused++
	in.refused(e)
}
