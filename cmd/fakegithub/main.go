// Command fakegithub serves the fake GitHub that the tests use: invented
// repositories behind GitHub's API, to try collecting without a token.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program without the process around it: it returns the exit code,
// 2 for a wrong argument as everywhere.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("fakegithub", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8090", "address to listen on, `HOST:PORT`")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	if err := serve(ctx, *addr, stdout); err != nil {
		fmt.Fprintf(stderr, "fakegithub: %v\n", err)
		return 1
	}
	return 0
}

// serve answers with GitHub's limits enforced, until the context ends.
func serve(ctx context.Context, addr string, stdout io.Writer) error {
	s, err := githubtest.New(githubtest.Config{Addr: addr, Now: time.Now, Enforce: true})
	if err != nil {
		return err
	}
	defer s.Close()
	var names []string
	s.Edit(func(w *githubtest.World) { names = w.Names() })
	fmt.Fprintf(stdout, `A fake GitHub is at %[1]s: REST, and GraphQL at %[1]s/graphql.
Its %[2]d repositories, their people and their histories are invented. The token is %[3]q; limits are GitHub's.

Try it in another terminal:

  PLUMBLINE_GITHUB_URL=%[1]s PLUMBLINE_GITHUB_TOKEN=%[3]s bin/plumbline scan https://github.com/example-quiet/finished --sources github

Or scan another one, with --sources github,scorecard for all 18 checks:
  %[4]s

Stop it with Ctrl-C.
`, s.URL(), len(names), githubtest.DemoToken, strings.Join(names, "\n  "))
	<-ctx.Done()
	fmt.Fprintf(stdout, "Requests answered: %d\n", s.Requests().Total)
	return nil
}
