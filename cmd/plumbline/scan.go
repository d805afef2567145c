package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
)

type scanCmd struct {
	sources.Options
	Repo   string `arg:"" name:"repo" help:"Repository: owner/name or URL, the slug of a listed project, or a folder (./DIR or /DIR: checks only)."`
	JSON   bool   `name:"json" help:"Print JSON: the same as --format json."`
	Format string `name:"format" default:"text" enum:"text,json,json2" help:"Output: text, json, or json2 (the checks as OpenSSF Scorecard's JSON v2)."`
	AsOf   string `name:"as-of" placeholder:"T" help:"Figures as they stood at this date or RFC 3339 instant."`
}

func (c scanCmd) Run(a *app) error {
	if err := c.Check(); err != nil {
		return err
	}
	asOf, err := instant(c.AsOf, a.now())
	if err != nil {
		return err
	}
	if c.JSON {
		c.Format = "json"
	}
	if folder(c.Repo) {
		return c.checksOfFolder(a)
	}
	p, list, err := c.target(a)
	if err != nil {
		return err
	}
	if c.Format == "json2" {
		return c.checks(a, p, asOf)
	}
	asked, err := c.Open(a.ctx, a.env(), randomKey(), nil)
	if err != nil {
		return err
	}
	if !asOf.IsZero() {
		asked = sources.OfThePast(asked)
	}
	col := &collect.Collector{Sources: asked, Model: a.set.Model, Version: version(), Now: a.now, Log: a.log, Timeout: c.Timeout}
	snaps, problems := col.Observe(a.ctx, list, p, asOf)
	if len(snaps) < 2 { // the first is what the list says
		return errors.Join(problems...)
	}
	for _, err := range problems {
		fmt.Fprintf(a.stderr, "plumbline: without %s\n", cli.Redact(err.Error()))
	}
	f := health.ProjectFigures{Project: p.Slug, Inputs: health.Inputs{}, Snapshots: snaps}
	for _, s := range snaps {
		f.Inputs.Put(s.Inputs...)
	}
	f = unread(f, problems).Judged(a.set.Model)
	now := a.now().UTC()
	x := cli.Subject{
		Project: p, List: list, Figures: f, Score: score.Evaluate(a.set.Model, p, f.Inputs, f.At(), now),
		Alerts: change.Alerts(a.set.Alerts, p, f), Shown: explain.Shown{Model: a.set.Model, Now: now},
	}
	if c.Format == "json" {
		return cli.PrintProjectJSON(a.stdout, x)
	}
	return cli.PrintProject(a.stdout, x)
}

// unread says of figures without those of git why there are none.
func unread(f health.ProjectFigures, problems []error) health.ProjectFigures {
	if _, ok := f.Snapshot(health.SourceGit); ok {
		return f
	}
	why := "its git history was not read"
	for _, err := range problems {
		if strings.HasPrefix(err.Error(), health.SourceGit+": ") { // it names its source
			why = collect.Explain(err)
		}
	}
	for _, field := range health.Catalogue {
		if field.Source == health.SourceGit {
			f.Inputs.Put(health.Missing(field.ID, why, nil))
		}
	}
	return f
}

// target returns the list entry, or one made for a repository on no list:
// nothing is known of what depends on it.
func (c scanCmd) target(a *app) (health.Project, health.Curated, error) {
	p, list, err := a.project(c.Repo)
	if !errors.Is(err, health.ErrNotFound) {
		return p, list, err
	}
	id, err := health.ParseRepository(c.Repo)
	if err != nil {
		return p, list, usage.Errorf("%v", err)
	}
	return health.Project{
		Slug: id.Slug(), Name: id.Name(), Added: a.now().UTC().Format(time.DateOnly), Unlisted: true,
		Repositories: []health.Repository{{URL: id.URL(), Role: health.Primary}},
	}, health.Curated{Slug: "none"}, nil
}

// folder reports whether the argument names a folder rather than a repository.
func folder(repo string) bool {
	return repo == "." || repo == ".." || strings.HasPrefix(repo, "./") || strings.HasPrefix(repo, "../") || filepath.IsAbs(repo)
}

// checksOfFolder runs Scorecard's checks over the files of a folder, which need
// not be a repository: there is no history to measure.
func (c scanCmd) checksOfFolder(a *app) error {
	if bare(c.Repo) {
		return usage.Errorf("%s is a git repository without its files; measure it by its address: plumbline scan https://HOST/OWNER/NAME --mirror %s", c.Repo, c.Repo)
	}
	dir, err := ossf.OpenDir(a.ctx, c.Repo)
	if err != nil {
		return err
	}
	defer dir.Close()
	path, err := filepath.Abs(c.Repo)
	if err != nil {
		return fmt.Errorf("scan %s: %w", c.Repo, err)
	}
	return c.scan(a, nil, dir, "file/"+filepath.Base(path))
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

// checks runs Scorecard's checks over the tree of a repository.
func (c scanCmd) checks(a *app, p health.Project, asOf time.Time) error {
	src, err := c.Git(a.env(), nil)
	if err != nil {
		return err
	}
	t, err := sources.OpenTree(a.ctx, src, p, asOf)
	if err != nil {
		return err
	}
	defer t.Close()
	r, _ := p.PrimaryRepository()
	return c.scan(a, src, t, strings.TrimPrefix(r.URL, "https://"))
}

func (c scanCmd) scan(a *app, src *git.Source, t health.Tree, name string) error {
	s, err := c.Scorecard(a.env(), src, nil, nil)
	if err != nil {
		return err
	}
	r, err := s.Scan(a.ctx, t, name)
	if err != nil {
		return err
	}
	if c.Format == "text" {
		return cli.PrintChecks(a.stdout, r.Repo, r.Version, r.Mode, r.Checks)
	}
	out, err := ossf.JSON2(r)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(append(out, '\n'))
	return err
}
