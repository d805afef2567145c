package app

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"golang.org/x/sync/errgroup"
)

// Copies are the flags of the commands that look back over local copies.
type Copies struct {
	Mirror  []string      `name:"mirror" sep:"," required:"" placeholder:"PATTERN" help:"Path of local clones, with {owner} and {name}, and with {host} unless all are from github.com. Can be repeated; never written to."`
	List    string        `name:"list" placeholder:"LIST" help:"Only projects of this list (default: every clone that matches)."`
	Workers int           `name:"workers" default:"2" help:"Clones to read in parallel, 1 to 64."`
	Timeout time.Duration `name:"timeout" default:"15m" help:"Time limit for one clone."`
}

// Check returns a usage error when a number is out of its range.
func (c Copies) Check() error {
	return sources.Options{Workers: c.Workers, Timeout: c.Timeout}.Check()
}

// clones are the projects with a local clone, by repository.
type clones struct {
	source   *git.Source
	projects []health.Project
	// absent counts the projects of c.List without a clone.
	absent int
}

// clones finds the clones. A project on a list is what the list says of it; of
// any other only its repository is known.
func (a *App) clones(c Copies) (clones, error) {
	src, err := sources.LocalClones(a.env(), c.Mirror)
	if err != nil {
		return clones{}, err
	}
	found, err := src.Mirrors()
	if err != nil {
		return clones{}, usage.Errorf("%v", err)
	}
	lists := a.Set.Lists
	if c.List != "" {
		l, err := a.List(c.List)
		if err != nil {
			return clones{}, err
		}
		lists = []health.List{l}
	}
	out := clones{source: src}
	listed := primaries(lists)
	standIns(lists, listed, found)
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
		return out, errors.New("no clone matches --mirror")
	}
	return out, nil
}

// primaries are the projects of the lists by the key of their primary
// repository, the first when it is on several.
func primaries(lists []health.List) map[string]health.Project {
	all := map[string]health.Project{}
	for _, l := range lists {
		for _, p := range l.Projects {
			r, ok := p.PrimaryRepository()
			if !ok {
				continue
			}
			if id, err := repository.Parse(r.URL); err == nil {
				if _, ok := all[id.Key()]; !ok {
					all[id.Key()] = p
				}
			}
		}
	}
	return all
}

// standIns adds the projects of the lists whose repository is not among those found and a public
// copy of it is, by the key of the copy, which the git source then reads.
func standIns(lists []health.List, listed map[string]health.Project, found []repository.ID) {
	here := map[string]bool{}
	for _, id := range found {
		here[id.Key()] = true
	}
	for _, l := range lists {
		for _, p := range l.Projects {
			r, _ := p.PrimaryRepository()
			if id, err := repository.Parse(r.URL); err != nil || here[id.Key()] {
				continue
			}
			for _, c := range p.Copies {
				if id, err := repository.Parse(c.URL); err == nil && here[id.Key()] {
					listed[id.Key()] = p
					break
				}
			}
		}
	}
}

// ReadCopies reads every clone as of the instants, several at once, in the order of
// the projects. A clone that cannot be read stops nothing: its Err says why. The
// second result counts the projects of the list without a clone.
func (a *App) ReadCopies(ctx context.Context, c Copies, instants []time.Time) ([]backtest.Copy, int, error) {
	from, err := a.clones(c)
	if err != nil {
		return nil, 0, err
	}
	out := make([]backtest.Copy, len(from.projects))
	group, ctx := errgroup.WithContext(ctx)
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
	return out, from.absent, nil
}

// ReadCases reads a file of cases. Errors name file, line and field.
func ReadCases(path string) ([]backtest.Case, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return backtest.ReadCases(path, f)
}
