package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

type importCmd struct {
	Files  []string `arg:"" name:"file" help:"Result files of OpenSSF Scorecard (JSON v2, of version 4 or 5): one result, several, a JSON array, JSON Lines; or folders of .json, .jsonl and .ndjson files."`
	List   string   `name:"list" default:"critical" help:"List the results are of."`
	DryRun bool     `name:"dry-run" help:"Say what would be taken, and take nothing."`
}

// named is how many of a kind are named; the others are counted.
const named = 20

// intake is what the files hold for a list.
type intake struct {
	app     *app
	targets map[string][]target
	// newest is the result to take of each project.
	newest map[string]exchange.Result
	// read and refused count results, older those that another file is newer than.
	read, refused, older int
	// strangers counts the results of repositories that are no project's, by
	// repository; beside those that are some project's but not its primary.
	strangers, beside map[string]int
}

// target is a repository of a project.
type target struct {
	slug    string
	primary bool
}

func (c importCmd) Run(a *app) error {
	list, err := a.list(c.List)
	if err != nil {
		return err
	}
	open := a.ready
	if c.DryRun {
		open = a.readable
	}
	st, err := open(a.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	in := &intake{app: a, newest: map[string]exchange.Result{}, strangers: map[string]int{}, beside: map[string]int{}}
	if in.targets, err = targets(a, st, list); err != nil {
		return err
	}
	for _, name := range c.Files {
		if err := in.path(name); err != nil {
			return err
		}
	}
	stored, err := storedResults(a, st, list)
	if err != nil {
		return err
	}
	snaps, err := in.report(stored)
	if err != nil {
		return err
	}
	if !c.DryRun && len(snaps) > 0 {
		if err := c.record(a, st, list, snaps); err != nil {
			return err
		}
	}
	if in.refused > 0 {
		return errors.New(cli.Plural(in.refused, "result", "results") + " could not be read")
	}
	return nil
}

func (c importCmd) record(a *app, st *store.Store, list health.Curated, snaps map[string][]health.Snapshot) error {
	run, err := a.rescorer(st).ImportFile(a.ctx, list, a.now().UTC(), snaps)
	if err != nil {
		return err
	}
	rest := 0
	err = st.Figures(a.ctx, list.Slug, run.ID, func(f health.ProjectFigures) error {
		if _, taken := snaps[f.Project]; taken && f.Judged(a.set.Model).Basis.Published() {
			rest++
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "run %d of list %s: results of %s imported; the posture of %d now rests on a published result\n",
		run.ID, list.Slug, cli.Plural(len(snaps), "project", "projects"), rest)
	return err
}

// targets returns the repositories of the list by name, in lower case: as it
// names them, and as their hosts call them now.
func targets(a *app, st *store.Store, list health.Curated) (map[string][]target, error) {
	out := map[string][]target{}
	for _, p := range list.Projects {
		for _, r := range p.Repositories {
			if id, err := health.ParseRepository(r.URL); err == nil { // lists are checked when loaded
				out[id.Key()] = append(out[id.Key()], target{p.Slug, r.Role == health.Primary})
			}
		}
	}
	moved, err := st.NotAsListed(a.ctx, 10_000)
	if err != nil {
		return nil, err
	}
	for _, m := range moved {
		host, _, _ := strings.Cut(m.Repository, "/")
		id, err := health.ParseRepository(host + "/" + m.Name)
		if err == nil && m.Presence != health.Reused && len(out[id.Key()]) == 0 && len(out[m.Repository]) > 0 {
			out[id.Key()] = out[m.Repository]
		}
	}
	return out, nil
}

// storedResults returns the published results there are, by project.
func storedResults(a *app, st *store.Store, list health.Curated) (map[string]health.Snapshot, error) {
	out := map[string]health.Snapshot{}
	err := st.Figures(a.ctx, list.Slug, 0, func(f health.ProjectFigures) error {
		if sn, ok := f.Snapshot(health.SourcePublished); ok {
			out[f.Project] = sn
		}
		return nil
	})
	return out, err
}

// path reads a file, or what a folder holds, in the order of names. Links within
// a folder are left alone: they may lead out of it, or in circles.
func (in *intake) path(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	if !info.IsDir() {
		return in.file(name)
	}
	return filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("import: %w", err)
		}
		ext := strings.ToLower(filepath.Ext(path))
		if !d.Type().IsRegular() || !slices.Contains([]string{".json", ".jsonl", ".ndjson"}, ext) {
			return nil
		}
		return in.file(path)
	})
}

func (in *intake) file(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer f.Close()
	err = exchange.ReadResults(f, name, in.take, in.refuse)
	if errors.Is(err, health.ErrLimit) { // what came before the limit is good
		in.refuse(&exchange.ResultError{File: name, Line: 1, Err: err})
		return nil
	}
	return err
}

func (in *intake) take(r exchange.Result) error {
	if err := in.app.ctx.Err(); err != nil {
		return err
	}
	if r.Date.After(in.app.now().AddDate(0, 0, 1)) {
		in.refuse(&exchange.ResultError{File: r.File, Line: r.Line, Field: "date", Err: fmt.Errorf("is %s, which is to come", r.Date.Format(time.DateOnly))})
		return nil
	}
	in.read++
	found := in.targets[r.Repository.Key()]
	if len(found) == 0 {
		in.strangers[r.Repository.String()]++
	}
	for _, t := range found {
		if !t.primary {
			in.beside[r.Repository.String()+" of "+t.slug]++
			continue
		}
		before, had := in.newest[t.slug]
		if had {
			in.older++
		}
		if !had || r.Date.After(before.Date) {
			in.newest[t.slug] = r
		}
	}
	return nil
}

func (in *intake) refuse(e *exchange.ResultError) {
	if in.refused++; in.refused <= named {
		fmt.Fprintln(in.app.stderr, cli.Plain(e.Error()))
	}
}

// report prints what the files hold, and returns what there is to record.
func (in *intake) report(stored map[string]health.Snapshot) (map[string][]health.Snapshot, error) {
	if n := in.refused - named; n > 0 {
		fmt.Fprintf(in.app.stderr, "and %d more that could not be read\n", n)
	}
	out := map[string][]health.Snapshot{}
	behind := 0
	tw := tabwriter.NewWriter(in.app.stdout, 0, 0, 2, ' ', 0)
	for _, slug := range slices.Sorted(maps.Keys(in.newest)) {
		r := in.newest[slug]
		sn := r.Snapshot(slug, health.OriginFile)
		before, had := stored[slug]
		switch {
		case had && !sn.Supersedes(before):
			behind++
			continue
		case had && sn.ObservedAt.Equal(before.ObservedAt) && sn.Version == before.Version && sn.Commit == before.Commit:
			behind++ // it is there
			continue
		}
		out[slug] = []health.Snapshot{sn}
		total := "no total"
		if r.Score >= 0 {
			total = fmt.Sprintf("%.1f of 10", r.Score)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\n", slug, total, r.Date.Format(time.DateOnly), cli.Plural(len(r.Checks), "check", "checks"), cli.Plain(r.Instrument()))
	}
	if err := tw.Flush(); err != nil {
		return nil, err
	}
	_, err := fmt.Fprintf(in.app.stdout, "%s read, %d could not be; %s to take, %d stored as new or newer, %d older than another here\n",
		cli.Plural(in.read, "result", "results"), in.refused, cli.Plural(len(out), "project", "projects"), behind, in.older)
	in.name("of repositories that are no project's of the list", in.strangers)
	in.name("of repositories that are not their project's primary, so not counted", in.beside)
	return out, err
}

// name names a few of those left out, most results first, and counts the others.
func (in *intake) name(what string, left map[string]int) {
	if len(left) == 0 {
		return
	}
	names := slices.SortedFunc(maps.Keys(left), func(x, y string) int { return cmp.Or(left[y]-left[x], cmp.Compare(x, y)) })
	rest := ""
	if n := len(names) - named; n > 0 {
		names, rest = names[:named], fmt.Sprintf(" and %d more", n)
	}
	fmt.Fprintf(in.app.stdout, "left out, %s: %s%s\n", what, cli.Plain(strings.Join(names, ", ")), rest)
}
