package cli

import (
	"fmt"
	"io"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/threshold"
)

// PrintVerdicts writes a line for each rule that failed and for each that could not be
// judged. The error counts those that failed; with unknownFails also those of which the
// value is unknown.
func PrintVerdicts(w io.Writer, x explain.Subject, rules []threshold.Rule, unknownFails bool) error {
	failed := 0
	for _, r := range rules {
		v := r.Judge(x.Score, x.Figures.Inputs)
		if v.State == threshold.Failed || v.State == threshold.Unknown && unknownFails {
			failed++
		}
		if v.State != threshold.Met {
			fmt.Fprintf(w, "%s %s: %s\n", v.State, Plain(v.Rule), Plain(v.Text))
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %s failed", failed, Plural(len(rules), "rule", "rules"))
	}
	return nil
}
