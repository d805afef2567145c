// Command plumbline ranks critical open source projects by how much depends on
// them and how well they are looked after, and says how sure it is.
//
// commands.go lists the commands; each is a file of its own: its flags, a call of
// internal/app and what internal/cli prints.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() { // the first signal asks, the second one ends
		<-ctx.Done()
		stop()
	}()
	if len(os.Args) == 2 && os.Args[1] == ossf.ChildArg { // a scan, in a process of its own
		if err := ossf.Child(ctx, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(exitError)
		}
		os.Exit(exitOK)
	}
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program without the process around it: it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if e, ok := recover().(exit); ok {
			code = int(e)
		}
	}()
	var c commands
	command, err := newParser(ctx, &c, stdout, stderr).Parse(negative(args))
	if err != nil {
		fmt.Fprintf(stderr, "plumbline: %s%s\n", words(err), hint(err))
		return exitUsage
	}
	a, err := newApp(c, command.Command(), stderr)
	if err == nil {
		err = command.Run(a, cli.Streams{Out: stdout, Err: stderr})
	}
	return exitCode(ctx, stderr, err)
}
