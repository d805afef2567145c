package main

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type exportCmd struct {
	Bundle  string `name:"bundle" required:"" placeholder:"FILE" help:"File to write."`
	List    string `name:"list" default:"critical" help:"List to export."`
	Private bool   `name:"private" help:"Also export a list with “visibility: private”."`
	Since   string `name:"since" placeholder:"T" help:"Leave out figures from before this date."`
}

func (c exportCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := app.Writable("--bundle", c.Bundle); err != nil {
		return err
	}
	figures, projects, err := a.Export(ctx, c.List, c.Since, c.Bundle, c.Private)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out.Out, "%s: figures of %d of %d projects of list %s\n", c.Bundle, figures, projects, c.List)
	return err
}
