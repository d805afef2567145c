package main

import (
	"fmt"

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
	n := 0
	s.Edit(func(w *githubtest.World) { n = len(w.Names()) })
	fmt.Fprintf(a.stdout, `A fake GitHub is at %[1]s: REST, and GraphQL at %[1]s/graphql.
Its %[2]d repositories, their people and their histories are invented. The token is %[3]q; limits are GitHub's.

Try it in another terminal:

  PLUMBLINE_GITHUB_URL=%[1]s PLUMBLINE_GITHUB_TOKEN=%[3]s plumbline scan https://github.com/example-quiet/finished --sources github

Stop it with Ctrl-C.
`, s.URL(), n, githubtest.DemoToken)
	<-a.ctx.Done()
	fmt.Fprintf(a.stdout, "Requests answered: %d\n", s.Requests().Total)
	return nil
}
