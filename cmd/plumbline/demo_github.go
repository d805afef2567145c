package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

type demoCmd struct {
	Addr string `name:"addr" default:"127.0.0.1:8090" placeholder:"HOST:PORT" help:"Address to listen on."`
}

// Run serves the fake GitHub the tests use, with its limits enforced, until the
// program is stopped.
func (c demoCmd) Run(a *app) error {
	s, err := githubtest.New(githubtest.Config{Addr: c.Addr, Now: a.now, Enforce: true})
	if err != nil {
		return err
	}
	defer s.Close()
	var names []string
	s.Edit(func(w *githubtest.World) { names = w.Names() })
	fmt.Fprintf(a.stdout, `A fake GitHub is at %[1]s: REST, and GraphQL at %[1]s/graphql.
Its %[2]d repositories, their people and their histories are invented. The token is %[3]q; limits are GitHub's.

Try it in another terminal:

  PLUMBLINE_GITHUB_URL=%[1]s PLUMBLINE_GITHUB_TOKEN=%[3]s %[4]s scan https://github.com/example-quiet/finished --sources github

Or scan another one, with --sources github,scorecard for all 18 checks:
  %[5]s

Stop it with Ctrl-C.
`, s.URL(), len(names), githubtest.DemoToken, os.Args[0], strings.Join(names, "\n  "))
	<-a.ctx.Done()
	fmt.Fprintf(a.stdout, "Requests answered: %d\n", s.Requests().Total)
	return nil
}
