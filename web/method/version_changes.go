package method

import (
	"encoding/json"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// parts are the parts of a model with their names, by the beginning of a path. The first that fits
// counts.
var parts = []struct{ prefix, head string }{
	{"risk.", "Risk and coverage"},
	{"axes.C.", "Criticality"},
	{"axes.V.", "Vitality"},
	{"axes.R.", "Resilience"},
	{"axes.S.", "Posture"},
	{"gates.", "Gates"},
	{"status.", "Maintenance status"},
	{"bands.", "Bands"},
	{"scorecard.", "Reading of Scorecard results"},
	{priorCells, priorHead},
	{"", "Other rules"},
}

// changesSection shows every number that differs from the version before, by part of the model.
func (v version) changesSection() section {
	sec := section{
		ID: "changes", Head: "What changed since model " + v.Before.Version,
		Text: []string{"“–” means that the model has no such number. The reason is the one that the model gives for the input or rule; the page about posture has the reasons of expected scores. Of those, this table has one row for each check; the JSON has all."},
	}
	if v.Orders != nil {
		sec.Points = v.Orders.Why
	}
	if len(v.Changed) == 0 {
		sec.Text = []string{"No number changed."}
		return sec
	}
	sec.Tables = changeTables(v)
	sec.Folded = explain.Of(len(v.Changed), "number", "numbers") + " that differ"
	return sec
}

func changeTables(v version) []table.Table {
	rows := map[string][]table.Row{}
	why := map[string]string{} // the last reason of a part: it is printed once
	for _, d := range v.Changed {
		if strings.HasPrefix(d.Path, priorCells) {
			continue
		}
		for _, p := range parts {
			name, ok := strings.CutPrefix(d.Path, p.prefix)
			if !ok {
				continue
			}
			reason := d.Why
			if reason == why[p.head] {
				reason = ""
			}
			why[p.head] = d.Why
			rows[p.head] = append(rows[p.head], table.Row{Key: d.Path, Cells: []table.Cell{
				{Text: name, Mono: true, Says: d.Kind()}, {Text: orNone(d.From)}, {Text: orNone(d.To)}, {Text: reason},
			}})
			break
		}
	}
	rows[priorHead] = priorRows(v.Changed)
	var out []table.Table
	for _, p := range parts {
		if len(rows[p.head]) == 0 {
			continue
		}
		g := table.Grid(p.head, []string{"Number", "Model " + v.Before.Version, "Model " + v.Version, "Why"})
		g.Shown, g.Rows = true, rows[p.head]
		out = append(out, g)
	}
	return out
}

const (
	priorCells = "prior.cells."
	priorHead  = "Expected scores of checks that were not seen"
)

// priorRows are the changes of the table of expected scores, a row for each check: its distribution
// over all repositories, and how many of those by reason differ. Each alone would make the page twice
// as long; the document has them.
func priorRows(all []model.Difference) []table.Row {
	var out []table.Row
	n := map[string]map[string]int{}
	whole := map[string]model.Difference{}
	var checks []string
	for _, d := range all {
		path, ok := strings.CutPrefix(d.Path, priorCells)
		if !ok {
			continue
		}
		check, reason, _ := strings.Cut(path, "/")
		if n[check] == nil {
			n[check] = map[string]int{}
			checks = append(checks, check)
		}
		if reason == "" {
			whole[check] = d
		} else {
			n[check][d.Kind()]++
		}
	}
	for _, check := range checks {
		var said []string
		for _, kind := range []string{"changed", "added", "removed"} {
			if k := n[check][kind]; k > 0 {
				said = append(said, explain.Thousands(k)+" "+kind)
			}
		}
		why := ""
		if len(said) > 0 {
			why = "Of those by reason: " + strings.Join(said, ", ") + "."
		}
		d, ok := whole[check]
		if !ok {
			d.From, d.To = "as before", "as before"
		}
		out = append(out, table.Row{Key: priorCells + check, Cells: []table.Cell{{Text: check, Mono: true, Says: d.Kind()}, {Text: orNone(d.From)}, {Text: orNone(d.To)}, {Text: why}}})
	}
	return out
}

func orNone(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// versionDocument is /method/{version}.json.
type versionDocument struct {
	Version string `json:"version"`
	Date    string `json:"date"` // the day from which the program ranked with it
	SHA256  string `json:"sha256,omitempty"`
	InUse   bool   `json:"in_use"`
	// Before is the version that it replaced; null for the oldest.
	Before *beforeJSON `json:"before"`
	// Why are sentences that say what changed.
	Why []string `json:"why"`
	// Differences are all numbers that differ from Before; null if they cannot be compared.
	Differences []differenceJSON `json:"differences"`
	// Model is the canonical form; its SHA-256, without white space, is the hash. Null if this program has no copy.
	Model json.RawMessage `json:"model"`
}

type beforeJSON struct {
	Version string `json:"version"`
	SHA256  string `json:"sha256,omitempty"`
}

type differenceJSON struct {
	Kind string `json:"kind"` // added, removed or changed
	model.Difference
}

// documentOf is pure.
func documentOf(v version) versionDocument {
	d := versionDocument{Version: v.Version, Date: v.Date, InUse: v.InUse, Why: []string{}}
	if v.Orders != nil {
		d.Why = append(d.Why, v.Orders.Why...)
	}
	if v.Model != nil {
		d.SHA256, d.Model = v.Model.SHA256, v.Model.Canonical()
	}
	if v.Before != nil {
		d.Before = &beforeJSON{Version: v.Before.Version}
		if v.Before.Model != nil {
			d.Before.SHA256 = v.Before.Model.SHA256
		}
	}
	if v.Changed != nil {
		d.Differences = []differenceJSON{}
	}
	for _, x := range v.Changed {
		d.Differences = append(d.Differences, differenceJSON{x.Kind(), x})
	}
	return d
}
