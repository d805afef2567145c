package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// Checked is what Scorecard's checks alone say: their result, and posture judged by it.
type Checked struct {
	Result  ossf.Result
	Subject explain.Subject
	without error // what was asked for and not used
}

// Problems says which files the checks could not read, and why the host was not asked.
func (c Checked) Problems() []error {
	var out []error
	if c.without != nil {
		out = append(out, c.without)
	}
	for _, text := range c.Result.LeftOut {
		out = append(out, errors.New(text))
	}
	return out
}

// ScanChecks runs Scorecard's checks on a repository, or over a folder, which need not be one: there
// is no history to measure. If GitHub is one of the sources and can be asked about the repository,
// all checks run with its data; otherwise those over the files do, and Problems says so.
func (a *App) ScanChecks(ctx context.Context, o ScanOptions) (Checked, error) {
	asOf, err := instant(o.AsOf, a.Now())
	if err != nil {
		return Checked{}, err
	}
	if Folder(o.Repo) {
		return a.checksOfFolder(ctx, o)
	}
	p, _, err := a.target(o.Repo)
	if err != nil {
		return Checked{}, err
	}
	src, err := o.Git(a.env(), nil)
	if err != nil {
		return Checked{}, err
	}
	if asOf.IsZero() && slices.Contains(o.Sources, field.SourceGitHub) && !o.Offline {
		c, asked, err := a.checksOfHost(ctx, o, src, p)
		if asked || err != nil {
			return c, err
		}
	}
	t, err := sources.OpenTree(ctx, src, p, asOf)
	if err != nil {
		return Checked{}, err
	}
	defer t.Close()
	r, _ := p.PrimaryRepository()
	c, err := a.scanTree(ctx, o, src, t, p, strings.TrimPrefix(r.URL, "https://"))
	c.without = o.filesOnly(asOf)
	return c, err
}

// filesOnly says why GitHub was not asked although it is one of the sources; nil if it is not, or if
// the command excludes it.
func (o ScanOptions) filesOnly(asOf time.Time) error {
	if !slices.Contains(o.Sources, field.SourceGitHub) || o.Offline || !asOf.IsZero() {
		return nil
	}
	return errors.New("only the checks over files ran: the others need a repository on GitHub and a token (PLUMBLINE_GITHUB_TOKEN)")
}

// checksOfHost runs all checks with the data of GitHub. asked is false if it cannot be asked about
// the project.
func (a *App) checksOfHost(ctx context.Context, o ScanOptions, src *git.Source, p health.Project) (c Checked, asked bool, err error) {
	h, err := o.GitHub.Open(ctx, a.env(), randomKey(), nil)
	if err != nil {
		return c, false, err
	}
	s, err := o.Scorecard(a.env(), src, h, nil)
	if err != nil || !s.Hosts(p) {
		return c, false, err
	}
	if c.Result, err = s.ScanHosted(ctx, p); err != nil {
		return c, true, fmt.Errorf("%w (--sources scorecard runs only the checks over files)", err)
	}
	c.Subject.Project = p
	a.judgeScan(&c.Subject, []health.Snapshot{s.Snapshot(c.Result)}, nil)
	return c, true, nil
}

func (a *App) checksOfFolder(ctx context.Context, o ScanOptions) (Checked, error) {
	if bare(o.Repo) {
		return Checked{}, usage.Errorf("%s is a bare git repository; measure it by its URL: plumbline scan https://HOST/OWNER/NAME --mirror PATH, where PATH is this path with {owner} and {name} in place of the owner and the name", o.Repo)
	}
	dir, err := ossf.OpenDir(ctx, o.Repo)
	if err != nil {
		return Checked{}, err
	}
	defer dir.Close()
	path, err := filepath.Abs(o.Repo)
	if err != nil {
		return Checked{}, fmt.Errorf("scan %s: %w", o.Repo, err)
	}
	name := filepath.Base(path)
	return a.scanTree(ctx, o, nil, dir, health.Project{Slug: name, Name: o.Repo, Unlisted: true}, "file/"+name)
}

func (a *App) scanTree(ctx context.Context, o ScanOptions, src *git.Source, t tree.Tree, p health.Project, name string) (Checked, error) {
	s, err := o.Scorecard(a.env(), src, nil, nil)
	if err != nil {
		return Checked{}, err
	}
	r, err := s.Scan(ctx, t, name)
	if err != nil {
		return Checked{}, err
	}
	c := Checked{Result: r, Subject: explain.Subject{Project: p}}
	snap := s.Snapshot(r)
	if src == nil {
		snap.Commit = "" // a folder has none
	}
	a.judgeScan(&c.Subject, []health.Snapshot{snap}, nil)
	return c, nil
}
