package main

import (
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type modelCheckCmd struct {
	Files []string `arg:"" name:"file" help:"Overlay files (YAML)."`
}

func (c modelCheckCmd) Run(a *app.App, out cli.Streams) error {
	bad := 0
	for _, name := range c.Files {
		m, err := a.Model(name)
		if err != nil {
			bad++
			fmt.Fprintln(out.Err, err)
			continue
		}
		if err := cli.PrintOverlay(out.Out, name, m); err != nil {
			return err
		}
	}
	if bad > 0 {
		return errors.New(cli.Plural(bad, "file is", "files are") + " not valid")
	}
	return nil
}
