package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/livecheck"
)

// liveCheckCmd asks the real services once for everything taken for granted of
// them (scorecards/live.yaml). It only reads.
type liveCheckCmd struct {
	GitHub sources.GitHub `embed:""`
	Write  string         `name:"write" placeholder:"FILE" help:"Copy of scorecards/live.yaml to write today's date into, for what holds."`
}

func (c liveCheckCmd) Run(a *app) error {
	h, err := c.GitHub.Open(a.ctx, a.env(), nil, nil)
	if err != nil {
		return err
	}
	if !h.Transport.Authenticated() {
		return usage.Errorf("a live check needs a token without any scope: put it into %s or name a file with --github-token-file", sources.TokenVariable)
	}
	l := livecheck.New(livecheck.Host{Source: h.Source, Transport: h.Transport, API: h.API, Scans: h.Scans}, sources.NewBase(), a.everyProject())
	var held []string
	failed := 0
	for r := range l.Results(a.ctx, a.set.Live) {
		if r.Err != nil {
			failed++
			fmt.Fprintf(a.stdout, "BAD  %-22s %s\n     %s\n", r.Assumption.ID, cli.Plain(r.Assumption.Text), cli.Plain(cli.Redact(r.Err.Error())))
			continue
		}
		held = append(held, r.Assumption.ID)
		fmt.Fprintf(a.stdout, "ok   %-22s %s\n", r.Assumption.ID, cli.Plain(r.Seen))
	}
	if c.Write != "" {
		b, err := os.ReadFile(c.Write)
		if err != nil {
			return fmt.Errorf("write what holds: %w", err)
		}
		if b, err = livecheck.Verified(c.Write, b, held, a.now()); err != nil {
			return err
		}
		if err := replaceFile(c.Write, b); err != nil {
			return err
		}
	}
	if failed > 0 {
		return errors.New(cli.Plural(failed, "assumption does", "assumptions do") + " not hold")
	}
	return nil
}
