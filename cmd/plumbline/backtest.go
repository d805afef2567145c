package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
)

type backtestCmd struct {
	Silence silenceCmd `cmd:"" help:"Did health tell which projects would fall silent? Each 1 July, against months 13 to 24 after it."`
	Alerts  alertsCmd  `cmd:"" help:"How often would alerts have been shown? Each 1 July, and before cases from a file."`
	Cases   casesCmd   `cmd:"" help:"Did health tell where something would happen? Cases from a file, against every other copy at the same date."`
}

// Copies are the flags of the commands that look back over local copies.
type Copies struct {
	Mirror  []string      `name:"mirror" sep:"," required:"" placeholder:"PATTERN" help:"Where local clones lie, with {owner} and {name}, and {host} when not all are of github.com. May be repeated; never written to."`
	List    string        `name:"list" placeholder:"LIST" help:"Only projects of this list (default: every clone the pattern finds)."`
	Workers int           `name:"workers" default:"2" help:"Clones read at once, 1 to 64."`
	Timeout time.Duration `name:"timeout" default:"15m" help:"Longest time for one clone."`
}

// Check returns a usage error when a number is out of its range.
func (c Copies) Check() error {
	return sources.Options{Workers: c.Workers, Timeout: c.Timeout}.Check()
}

// copies are the projects with a local clone, by repository.
type copies struct {
	source   *git.Source
	projects []health.Project
	// listed are the projects of c.List without a clone.
	absent int
}

// open finds the clones. A project on a list is what the list says of it; of
// any other only its repository is known.
func (c Copies) open(a *app) (copies, error) {
	src, err := sources.LocalClones(a.env(), c.Mirror)
	if err != nil {
		return copies{}, err
	}
	found, err := src.Mirrors()
	if err != nil {
		return copies{}, usage.Errorf("%v", err)
	}
	lists := a.set.Lists
	if c.List != "" {
		l, err := a.list(c.List)
		if err != nil {
			return copies{}, err
		}
		lists = []health.Curated{l}
	}
	out := copies{source: src}
	listed := primaries(lists)
	for _, id := range found {
		p, ok := listed[id.Key()]
		if !ok && c.List != "" {
			continue
		} else if !ok {
			p = health.Project{Slug: id.Slug(), Name: id.Name(), Repositories: []health.Repository{{URL: id.URL(), Role: health.Primary}}}
		}
		out.projects = append(out.projects, p)
	}
	if c.List != "" {
		out.absent = len(lists[0].Projects) - len(out.projects)
	}
	if len(out.projects) == 0 {
		return out, errors.New("no clone lies where --mirror says")
	}
	return out, nil
}

// primaries are the projects of the lists by the key of their primary
// repository, the first where it stands on several.
func primaries(lists []health.Curated) map[string]health.Project {
	all := map[string]health.Project{}
	for _, l := range lists {
		for _, p := range l.Projects {
			r, ok := p.PrimaryRepository()
			if !ok {
				continue
			}
			if id, err := health.ParseRepository(r.URL); err == nil {
				if _, ok := all[id.Key()]; !ok {
					all[id.Key()] = p
				}
			}
		}
	}
	return all
}

// read reads every clone as of the instants, several at once, in the order of
// the projects. A clone that cannot be read stops nothing. The second result
// counts the projects of the list without a clone.
func (c Copies) read(a *app, instants []time.Time) ([]backtest.Copy, int, error) {
	from, err := c.open(a)
	if err != nil {
		return nil, 0, err
	}
	out := make([]backtest.Copy, len(from.projects))
	group, ctx := errgroup.WithContext(a.ctx)
	group.SetLimit(c.Workers)
	for i, p := range from.projects {
		group.Go(func() error {
			one, cancel := context.WithTimeout(ctx, c.Timeout)
			defer cancel()
			past, err := from.source.ObservePast(one, p, instants)
			out[i] = backtest.Copy{
				Project: p, Snapshots: past.Snapshots, Taken: past.Taken, HumanCommits: past.HumanCommits, Err: err,
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, 0, err
	}
	var problems []error
	for _, one := range out {
		if one.Err != nil {
			problems = append(problems, one.Err)
		}
	}
	cli.PrintWithout(a.stderr, problems)
	return out, from.absent, nil
}

func readCases(path string) ([]backtest.Case, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return backtest.ReadCases(path, f)
}

func writeJSON(path string, doc any) error {
	b, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return replaceFile(path, append(b, '\n'))
}
