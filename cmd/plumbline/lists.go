package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

type listsCmd struct {
	Check      listsCheckCmd      `cmd:"" help:"Check list files. Prints each problem with file, line and field, and exits with 1 if there is one."`
	Candidates listsCandidatesCmd `cmd:"" help:"Print the source packages that much of Debian needs and that a list lacks. Changes no list."`
}

type listsCandidatesCmd struct {
	sources.Archive
	List     string  `name:"list" default:"critical" help:"List to compare with the archive."`
	MinShare float64 `name:"min-share" default:"0.01" help:"Least share of the archive that needs a candidate at run time, 0.001 to 1."`
	Limit    int     `name:"limit" default:"0" help:"Number of candidates; 0 means all."`
	JSON     bool    `name:"json" xor:"format" help:"Print JSON."`
	CSV      bool    `name:"csv" xor:"format" help:"Print CSV."`
}

func (c listsCandidatesCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if !(c.MinShare >= .001 && c.MinShare <= 1) {
		return usage.Errorf("--min-share is %v; allowed: 0.001 to 1", c.MinShare)
	}
	if c.Limit < 0 {
		return usage.Errorf("--limit is %d; allowed: 0 (all) or more", c.Limit)
	}
	d, err := a.Candidates(ctx, c.Archive, c.List, c.MinShare)
	d = d.First(c.Limit)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintJSON(out.Out, d)
	case c.CSV:
		return cli.PrintCandidatesCSV(out.Out, d)
	default:
		return cli.PrintCandidates(out.Out, d)
	}
}

type listsCheckCmd struct {
	Files []string `arg:"" name:"file" help:"List files (YAML), or folders that contain list.yaml."`
}

func (c listsCheckCmd) Run(a *app.App, out cli.Streams) error {
	bad := 0
	for _, name := range c.Files {
		l, err := curated.OpenList(name, a.Now())
		if err == nil {
			fmt.Fprintf(out.Out, "%s: list %s: %d projects, %d excluded, revision %s\n", name, l.Slug, len(l.Projects), len(l.Excluded), l.Revision)
		}
		if err != nil {
			bad++
			fmt.Fprintln(out.Err, err)
		}
	}
	if bad > 0 {
		return errors.New(cli.Plural(bad, "file is", "files are") + " not valid")
	}
	return nil
}
