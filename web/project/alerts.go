package project

import (
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// alertLine is one fact that needs a human to look at, with what else often
// causes it: without that a reader would take it for a finding.
type alertLine struct {
	ID, Label string
	Text      string
	Harmless  string // what else often causes it
	Rule      string // address of the rule
	Operators bool
	Link      ui.Link // public evidence; empty: none
}

// alertLines is pure.
func (s maker) alertLines(all []alert.Alert) []alertLine {
	var out []alertLine
	for _, a := range all {
		l := alertLine{ID: a.ID, Label: a.Label, Text: a.Text, Rule: page.Limits + "#alert-" + a.ID, Operators: a.Operators}
		if i := slices.IndexFunc(s.Query.AlertRules(), func(r alert.Rule) bool { return r.ID == a.ID }); i >= 0 {
			l.Harmless = s.Query.AlertRules()[i].False
		}
		if u, ok := explain.SafeURL(a.URL); ok && a.URL != "" {
			l.Link = ui.Link{Label: "Evidence", Href: u}
		}
		out = append(out, l)
	}
	return out
}
