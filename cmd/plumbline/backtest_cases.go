package main

import (
	"errors"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type casesCmd struct {
	Copies
	Cases string `name:"cases" required:"" placeholder:"FILE" help:"CSV whose first line names the columns: repository (owner/name or URL), date (2024-03-29), and optionally ecosystem (npm, pypi, …), which a list says otherwise."`
	Lead  int    `name:"lead" default:"30" help:"Days before the date of a case that figures are taken as of."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

func (c casesCmd) Run(a *app) error {
	if err := c.Check(); err != nil {
		return err
	}
	if c.Lead < 0 || c.Lead > 3650 {
		return usage.Errorf("--lead is %d; allowed: 0 to 3650", c.Lead)
	}
	cases, err := readCases(c.Cases)
	if err != nil {
		return err
	}
	copies, _, err := c.read(a, backtest.BeforeCases(cases, c.Lead))
	if err != nil {
		return err
	}
	r := backtest.CompareCases(a.set.Model, cases, c.Lead, copies)
	r.Made = a.now().UTC().Format(time.DateOnly)
	r.Plumbline = version()
	if r.Cases == 0 {
		return errors.Join(errors.New("no case can be judged"), cli.PrintCases(a.stderr, r))
	}
	if c.JSON {
		return cli.PrintJSON(a.stdout, r)
	}
	return cli.PrintCases(a.stdout, r)
}
