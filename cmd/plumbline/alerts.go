package main

import (
	"fmt"
	"io"

	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// alerts are what is worth a look, those for operators among them: whoever runs
// the command is one.
func (a *app) alerts(p health.Project, f health.ProjectFigures) []health.Alert {
	return change.Alerts(a.set.Alerts, p, f)
}

// printAlerts writes what is worth a look, a line each; nothing when nothing is.
func printAlerts(w io.Writer, all []health.Alert) {
	for i, x := range all {
		if i == 0 {
			fmt.Fprintln(w, "\nworth a look (in no score; most of it is harmless, /method says what else causes it)")
		}
		fmt.Fprintf(w, "%s %s\n", x.ID, plain(x.Text))
	}
}
