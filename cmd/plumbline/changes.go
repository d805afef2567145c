package main

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type changesCmd struct {
	Repo  string   `arg:"" name:"project" optional:"" help:"Only this project: slug, owner/name or URL."`
	List  string   `name:"list" default:"critical" help:"List to compare."`
	Since string   `name:"since" placeholder:"RUN|DAY" help:"Compare with this run or day (default: the newest run at least eight days before the last, otherwise the first)."`
	Until string   `name:"until" placeholder:"RUN|DAY" help:"Compare up to this run or day (default: the last run)."`
	Cause []string `name:"cause" sep:"," enum:"model,list,source,instrument,coverage,clock,project" help:"Show only changes with these causes: ${enum}."`
	JSON  bool     `name:"json" help:"Print JSON."`

	split bool // of one project: how the change of risk is split
}

func (c changesCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	all, err := a.Compare(ctx, app.CompareOptions{Repo: c.Repo, List: c.List, Since: c.Since, Until: c.Until, Cause: c.Cause})
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintChangesJSON(out.Out, all.List, all.Comparison)
	case all.Alone:
		_, err = fmt.Fprintf(out.Out, "list %s has only one run; there is nothing to compare it with\n", all.List)
		return err
	case c.split && len(all.Differences) > 0:
		return cli.PrintSplit(out.Out, all.Differences[0])
	default:
		return cli.PrintChanges(out.Out, all.List, all.Comparison, all.One)
	}
}
