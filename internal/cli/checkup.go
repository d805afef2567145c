package cli

import (
	"fmt"
	"io"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Finding is one thing the doctor looked at.
type Finding struct {
	What, Seen string
	// Advice says what to do; empty when all is well.
	Advice string
	// Note marks advice that is no fault.
	Note bool
}

// PrintFinding writes what was seen, and what to do.
func PrintFinding(w io.Writer, f Finding) {
	mark := "ok  "
	switch {
	case f.Advice != "" && f.Note:
		mark = "note"
	case f.Advice != "":
		mark = "BAD "
	}
	fmt.Fprintf(w, "%s %-10s %s\n", mark, f.What, Redact(f.Seen))
	if f.Advice != "" {
		fmt.Fprintf(w, "                %s\n", f.Advice)
	}
}

// PrintAssumption writes what was seen of an assumption, or why it does not hold.
func PrintAssumption(w io.Writer, x health.Assumption, seen string, err error) {
	if err != nil {
		fmt.Fprintf(w, "BAD  %-22s %s\n     %s\n", x.ID, Plain(x.Text), Plain(Redact(err.Error())))
		return
	}
	fmt.Fprintf(w, "ok   %-22s %s\n", x.ID, Plain(seen))
}
