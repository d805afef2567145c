package main

import (
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

type listsCmd struct {
	Check listsCheckCmd `cmd:"" help:"Check list files. Prints each problem with file, line and field, and exits with 1 if there is one."`
}

type listsCheckCmd struct {
	Files []string `arg:"" name:"file" help:"List files (YAML), or folders that contain list.yaml."`
}

func (c listsCheckCmd) Run(out cli.Streams) error {
	bad := 0
	for _, name := range c.Files {
		l, err := curated.OpenList(name)
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
