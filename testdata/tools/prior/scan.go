package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// instant is when a tree is read: the end of the day of the crawl.
func instant() time.Time {
	t, _ := time.Parse(time.DateOnly, crawl) // a constant
	return t.Add(24*time.Hour - time.Second)
}

// scanner runs our own scan.
type scanner struct {
	git    *git.Source
	checks *ossf.Source
}

func newScanner(clones string) (scanner, func(), error) {
	set, err := curated.LoadRules()
	if err != nil {
		return scanner{}, nil, err
	}
	tmp, err := os.MkdirTemp("", "prior-")
	if err != nil {
		return scanner{}, nil, err
	}
	done := func() { _ = os.RemoveAll(tmp) }
	g, err := git.New(git.Config{Mirrors: []string{clones}, Bots: set.Bots, Offline: true})
	if err != nil {
		return scanner{}, done, err
	}
	c, err := ossf.New(ossf.Config{
		Trees: func(ctx context.Context, p health.Project, asOf time.Time) (tree.Tree, error) {
			return sources.OpenTree(ctx, g, p, asOf)
		},
		Rule: set.Model.Scorecard, TempDir: tmp, Now: time.Now,
	})
	return scanner{git: g, checks: c}, done, err
}

// scanAll adds a line to facts for each repository of the crawl that has a clone, or a fork with
// one, and has no line yet.
func scanAll(ctx context.Context, points, clones, forks, facts string) error {
	of, _, err := readPoints(points)
	if err != nil {
		return err
	}
	stand, err := readForks(forks)
	if err != nil {
		return err
	}
	have, err := readFacts(facts)
	if err != nil {
		return err
	}
	for _, f := range have {
		delete(of, strings.ToLower(f.Repo))
	}
	s, done, err := newScanner(clones)
	if done != nil {
		defer done()
	}
	if err != nil {
		return err
	}
	out, err := os.OpenFile(facts, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer out.Close()
	for _, key := range slices.Sorted(maps.Keys(of)) {
		repo := of[key].Repo
		from := cmp.Or(stand[key], repo)
		if _, err := os.Stat(cloneOf(clones, from)); err != nil {
			continue
		}
		if err := s.add(ctx, out, repo, from); err != nil {
			return err
		}
	}
	return out.Close()
}

// add scans one repository and adds its line. One that cannot be scanned is left out.
func (s scanner) add(ctx context.Context, out io.Writer, repo, from string) error {
	one, err := s.scan(ctx, repo, from)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		fmt.Printf("%s: left out: %v\n", repo, err)
		return nil
	}
	line, err := json.Marshal(one)
	if err != nil {
		return err
	}
	if _, err := out.Write(append(line, '\n')); err != nil {
		return err
	}
	fmt.Printf("%s: %s, %d workflows\n", repo, one.At, one.Workflows)
	return nil
}

func cloneOf(pattern, repo string) string {
	o, n, _ := strings.Cut(repo, "/")
	return strings.NewReplacer("{host}", "github.com", "{owner}", o, "{name}", n).Replace(pattern)
}

// readForks returns the forks by the lower-case repository that they stand in for.
func readForks(file string) (map[string]string, error) {
	out := map[string]string{}
	if file == "-" {
		return out, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(b)) {
		if repo, fork, ok := strings.Cut(strings.TrimSpace(line), ","); ok && !strings.HasPrefix(repo, "#") {
			out[strings.ToLower(repo)] = fork
		}
	}
	return out, nil
}

// scan reads the files of a repository, from the clone of itself or of a fork.
func (s scanner) scan(ctx context.Context, repo, from string) (fact, error) {
	out := fact{Repo: repo, Checks: map[string]seen{}}
	if from != repo {
		out.Fork = from
	}
	p := health.Project{Slug: "prior", Repositories: []health.Repository{{URL: "https://github.com/" + from, Role: health.Primary}}}
	id, err := repository.Parse(p.Repositories[0].URL)
	if err != nil {
		return out, err
	}
	r, err := s.git.Open(ctx, id, instant())
	if err != nil {
		return out, err
	}
	t, err := r.Tree(ctx)
	if err != nil {
		return out, err
	}
	for _, f := range t.Files() {
		if ext := path.Ext(f.Path); path.Dir(f.Path) == ".github/workflows" && (ext == ".yml" || ext == ".yaml") {
			out.Workflows++
		}
	}
	out.At = r.At().UTC().Format(time.RFC3339)
	if err := r.Close(); err != nil {
		return out, err
	}
	if r.At().Before(instant()) {
		return out, fmt.Errorf("the copy ends on %s", out.At)
	}
	snap, err := s.checks.Observe(ctx, p, instant())
	if err != nil {
		return out, err
	}
	out.Commit = snap.Commit
	for _, c := range snap.Checks {
		out.Checks[c.Name] = seen{Check: string(c.State)}
	}
	for _, in := range snap.Inputs {
		one := out.Checks[string(in.Field)]
		one.State = string(in.State)
		if in.State == health.Observed {
			one.Score = in.Value
		}
		out.Checks[string(in.Field)] = one
	}
	return out, nil
}
