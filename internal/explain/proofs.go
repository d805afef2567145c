package explain

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
)

// Proofs writes as text how the figures of the fields can be checked. Commands have no indent, so
// that they can be copied. plain makes a line safe for where it is shown.
func Proofs(out io.Writer, s proof.Subject, rows []field.Row, plain func(string) string) {
	fmt.Fprintf(out, "%s\nRun the commands in a clone, or set CLONE to its folder.\n", plain(s.Project.Name))
	proofs := make([]proof.Proof, len(rows))
	var setup proof.Setup
	for i, row := range rows {
		proofs[i] = proof.Of(row.ID, s)
		for _, c := range proofs[i].Commands {
			if c.Setup.Run != "" {
				setup = c.Setup
			}
		}
	}
	if setup.Run != "" {
		fmt.Fprint(out, "\nRun this once, before commands that use it:\n\n")
		lines(out, setup.Run, plain)
		fmt.Fprintf(out, "\n  note: %s\n", plain(setup.Note))
	}
	for i, row := range rows {
		in := s.Inputs.Field(row.ID)
		value := "unknown"
		if in.Known() {
			value = Value(row, in)
		}
		fmt.Fprintf(out, "\n%s (%s): %s\n", row.Label, row.ID, plain(value))
		if in.Known() && in.Source != field.SourceList {
			instant(out, in, plain)
		}
		printProof(out, proofs[i], plain)
	}
}

// instant writes what a value describes.
func instant(out io.Writer, in health.Input, plain func(string) string) {
	if in.ObservedAt.IsZero() {
		return
	}
	fmt.Fprintf(out, "  as of %s", in.ObservedAt.UTC().Format(time.RFC3339))
	if in.Commit != "" {
		fmt.Fprintf(out, ", commit %s", plain(in.Commit))
	}
	fmt.Fprintln(out)
}

func printProof(out io.Writer, p proof.Proof, plain func(string) string) {
	if p.Why != "" {
		fmt.Fprintf(out, "  no command: %s\n", plain(p.Why))
	}
	for _, c := range p.Commands {
		fmt.Fprintln(out)
		lines(out, c.Run, plain)
		if c.Shows == "" {
			fmt.Fprintf(out, "\n  prints: %s\n", plain(c.Prints))
		} else {
			fmt.Fprintf(out, "\n  shows: %s\n", plain(c.Shows))
		}
		if c.Note != "" {
			fmt.Fprintf(out, "  note: %s\n", plain(c.Note))
		}
	}
}

// lines writes a text of several lines.
func lines(out io.Writer, text string, plain func(string) string) {
	for l := range strings.SplitSeq(text, "\n") {
		fmt.Fprintln(out, plain(l))
	}
}
