// Command prior makes scorecards/posture-prior.yaml, the expected scores of checks that no one could
// see, and scorecards/posture-check.json, how right they are. It needs no network:
//
//	go run ./testdata/tools/prior scan POINTS CLONES FORKS FACTS
//	go run ./testdata/tools/prior table POINTS FACTS scorecards/posture-prior.yaml
//	go run ./testdata/tools/prior check POINTS FACTS scorecards/posture-prior.yaml scorecards/posture-check.json
//
// POINTS is a file {points: [{repo, date, checks: {name: score}}]} of published Scorecard results;
// −1 is no score. CLONES is a path with {owner} and {name}: bare clones. FORKS is a table of forks
// that stand in for a repository, "owner/name,owner/name-of-the-fork" a line; "-" is none. scan runs
// our own scan of files alone over each tree as of the day of its point and adds one line for each
// to FACTS. The other two compute from the points and the facts only.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "prior:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	switch {
	case len(args) == 1 && args[0] == ossf.ChildArg: // a scan, in a process of its own
		return ossf.Child(ctx, os.Stdin, os.Stdout)
	case len(args) == 5 && args[0] == "scan":
		return scanAll(ctx, args[1], args[2], args[3], args[4])
	case len(args) == 4 && args[0] == "table":
		return writeTable(args[1], args[2], args[3])
	case len(args) == 5 && args[0] == "check":
		return writeCheck(args[1], args[2], args[3], args[4])
	}
	return errors.New("usage: prior scan POINTS CLONES FORKS FACTS | table POINTS FACTS FILE | check POINTS FACTS TABLE FILE")
}
