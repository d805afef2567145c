package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// ScanOptions say what to measure without a database.
type ScanOptions struct {
	sources.Options
	// Repo is owner/name, a URL, the slug of a listed project or a folder.
	Repo string
	// AsOf is a date or RFC 3339 instant; empty: now.
	AsOf string
}

// Scan measures a repository. The second result says what it goes on without; when
// nothing at all could be read, the third does.
func (a *App) Scan(ctx context.Context, o ScanOptions) (explain.Subject, []error, error) {
	var x explain.Subject
	asOf, err := instant(o.AsOf, a.Now())
	if err != nil {
		return x, nil, err
	}
	if x.Project, x.List, err = a.target(o.Repo); err != nil {
		return x, nil, err
	}
	asked, err := o.Open(ctx, a.env(), randomKey(), nil)
	if err != nil {
		return x, nil, err
	}
	if !asOf.IsZero() {
		asked = sources.OfThePast(asked)
	}
	col := &collect.Collector{Sources: asked, Model: a.Set.Model, Version: a.Version, Now: a.Now, Log: a.Log, Timeout: o.Timeout}
	snaps, problems := col.Observe(ctx, x.List, x.Project, asOf)
	without := slices.Clone(problems)
	for _, g := range collect.GapsOf(snaps, nil) {
		without = append(without, fmt.Errorf("%s: %s", g.Part, g.Why))
	}
	if len(without) > 0 && !slices.ContainsFunc(snaps, hasRead) {
		return x, nil, errors.Join(without...)
	}
	a.judgeScan(&x, snaps, problems)
	return x, without, nil
}

// hasRead reports whether a snapshot has anything that a source read. What the list says was not
// read, and a source may answer with nothing but reasons why all is unknown.
func hasRead(s health.Snapshot) bool {
	return s.Source != field.SourceList && (slices.ContainsFunc(s.Inputs, health.Input.Known) ||
		slices.ContainsFunc(s.Checks, func(k check.Check) bool { return k.State == check.Scored }))
}

// judgeScan judges what was observed just now, with the shipped or named model.
func (a *App) judgeScan(x *explain.Subject, snaps []health.Snapshot, problems []error) {
	f := figures.Project{Project: x.Project.Slug, Inputs: health.Inputs{}, Snapshots: snaps}
	for _, s := range snaps {
		f.Inputs.Put(s.Inputs...)
	}
	x.Shown = explain.Shown{Model: a.Set.Model, Now: a.Now().UTC()}
	a.judge(x, unread(f, problems))
	planner := fixplan.New(x.Shown.Model, nil, a.Set.Steps)
	x.ToDo = planner.Advised(fixplan.Subject{Project: x.Project, Figures: x.Figures, Now: x.Shown.Now}, x.Score)
}

// randomKey is the key of people for a command without a database.
func randomKey() []byte {
	key := make([]byte, 32)
	rand.Read(key) // never fails (crypto/rand)
	return key
}

// unread says of figures without those of git why there are none.
func unread(f figures.Project, problems []error) figures.Project {
	if _, ok := f.Snapshot(field.SourceGit); ok {
		return f
	}
	why := "its git history was not read"
	for _, err := range problems {
		if strings.HasPrefix(err.Error(), field.SourceGit+": ") { // it names its source
			why = collect.Explain(err)
		}
	}
	for _, row := range field.Catalogue {
		if row.Source == field.SourceGit {
			f.Inputs.Put(health.Missing(row.ID, why, nil))
		}
	}
	return f
}

// target returns the list entry, or one made for a repository on no list:
// nothing is known of what depends on it.
func (a *App) target(repo string) (health.Project, health.List, error) {
	p, list, err := a.Project(repo)
	if !errors.Is(err, health.ErrNotFound) {
		return p, list, err
	}
	id, err := repository.Parse(repo)
	if err != nil {
		return p, list, usage.Errorf("%v", err)
	}
	return health.Project{
		Slug: id.Slug(), Name: id.Name(), Added: a.Now().UTC().Format(time.DateOnly), Unlisted: true,
		Repositories: []health.Repository{{URL: id.URL(), Role: health.Primary}},
	}, health.List{Slug: "none"}, nil
}

// Folder reports whether the argument names a folder rather than a repository.
func Folder(repo string) bool {
	return repo == "." || repo == ".." || strings.HasPrefix(repo, "./") || strings.HasPrefix(repo, "../") || filepath.IsAbs(repo)
}

// bare reports whether a folder is what git keeps of a repository, without a work
// tree: its files are not to be seen in it.
func bare(dir string) bool {
	head, err := os.Stat(filepath.Join(dir, "HEAD"))
	if err != nil || !head.Mode().IsRegular() {
		return false
	}
	for _, name := range []string{"objects", "refs"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.IsDir() {
			return false
		}
	}
	return true
}
