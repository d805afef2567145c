package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

// The exit codes. A wrong argument is 2, as everywhere. A collection that read at least one project
// ends with 0, whatever else could not be read: it says so in its summary.
const (
	exitOK          = 0
	exitError       = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// exit carries the code kong wants to leave with (after --help).
type exit int

// exitCode prints the error, if any, and returns the exit code for it.
func exitCode(ctx context.Context, stderr io.Writer, err error) int {
	var wrong *usage.Error
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "plumbline: %s\n", cli.OneLine(err))
		return exitUsage
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitInterrupted
	default:
		fmt.Fprintf(stderr, "plumbline: %s\n", cli.Redact(err.Error()))
		return exitError
	}
}
