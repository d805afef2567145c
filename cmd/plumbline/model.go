package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

type modelCmd struct {
	Show  modelShowCmd  `cmd:"" help:"Print the model in use, and which numbers are not the shipped ones."`
	Check modelCheckCmd `cmd:"" help:"Check overlays: every problem with file, line and field; exit 1 when there is one."`
	Diff  modelDiffCmd  `cmd:"" help:"Print what would move on the stored figures if another model took the place of one."`
}

// shippedName is how the shipped model is named where a file could be.
const shippedName = "shipped"

// mostOverlay is the most bytes read of an overlay; the reader refuses more.
const mostOverlay = 5 << 20

// model returns the model a name stands for: shipped, scenario:NAME or an
// overlay file.
func (a *app) model(name string) (health.Model, error) {
	if name == shippedName {
		return a.set.Shipped(), nil
	}
	if id, ok := strings.CutPrefix(name, curated.ScenarioPrefix); ok {
		sc, ok := a.set.Scenario(id)
		if !ok {
			var have []string
			for _, s := range a.set.Scenarios {
				have = append(have, curated.ScenarioPrefix+s.ID)
			}
			return health.Model{}, usage.Errorf("no scenario %q; there are: %s", id, strings.Join(have, ", "))
		}
		return sc.Model, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return health.Model{}, fmt.Errorf("model: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, mostOverlay))
	if err != nil {
		return health.Model{}, fmt.Errorf("model: %w", err)
	}
	return a.set.Overlay(name, b)
}

// useModel puts the named model in the place of the shipped one.
func (a *app) useModel(name string) error {
	if name == "" {
		return nil
	}
	m, err := a.model(name)
	if err == nil {
		a.set.Model = m
	}
	return err
}

type modelShowCmd struct{}

func (modelShowCmd) Run(a *app) error { return a.set.WriteModel(a.stdout, a.set.Model) }

type modelCheckCmd struct {
	Files []string `arg:"" name:"file" help:"Overlay files (YAML)."`
}

func (c modelCheckCmd) Run(a *app) error {
	bad := 0
	for _, name := range c.Files {
		m, err := a.model(name)
		if err != nil {
			bad++
			fmt.Fprintln(a.stderr, err)
			continue
		}
		if err := cli.PrintOverlay(a.stdout, name, m); err != nil {
			return err
		}
	}
	if bad > 0 {
		return errors.New(cli.Plural(bad, "file is", "files are") + " not valid")
	}
	return nil
}

type modelDiffCmd struct {
	Before string `arg:"" name:"a" help:"The model before: shipped, scenario:NAME or an overlay file."`
	After  string `arg:"" name:"b" help:"The model after."`
	List   string `name:"list" default:"critical" help:"List to judge."`
	Limit  int    `name:"limit" default:"20" help:"How many projects; 0 means all that move."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

func (c modelDiffCmd) Run(a *app) error {
	if c.Limit < 0 {
		return usage.Errorf("--limit is %d; allowed: 0 (all) or more", c.Limit)
	}
	list, err := a.list(c.List)
	if err != nil {
		return err
	}
	var models [2]health.Model
	for i, name := range []string{c.Before, c.After} {
		if models[i], err = a.model(name); err != nil {
			return err
		}
	}
	sides, err := c.judge(a, list, models)
	if err != nil {
		return err
	}
	d := score.Compare(sides[0], sides[1])
	if c.JSON {
		return cli.PrintDiffJSON(a.stdout, list.Slug, models, d, c.Limit)
	}
	return cli.PrintDiff(a.stdout, models, d, c.Limit)
}

// judge has both models judge the stored figures. Into an empty database the
// bundled figures are read first, as by every command.
func (c modelDiffCmd) judge(a *app, list health.Curated, models [2]health.Model) (out [2]score.Judgement, err error) {
	st, err := a.readable(a.ctx)
	if err != nil {
		return out, err
	}
	defer st.Close()
	now := a.now() // one instant for both, or age would be a difference
	for i, m := range models {
		col := &collect.Collector{Store: st, Model: m, Version: version(), Now: func() time.Time { return now }, Log: a.log, Workers: 1}
		if out[i], err = col.Judge(a.ctx, list); err != nil {
			return out, err
		}
	}
	return out, nil
}
