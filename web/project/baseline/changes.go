package baseline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/web/ui/osps"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// changed is a change of the standard with what is known of the project by both versions.
type changed struct {
	baseline.Change
	before, after baseline.State // empty: the version does not have it
}

// changesOf are the changes of the standard between the two versions.
func changesOf(j judged) []changed {
	if j.From.Name == "" {
		return nil
	}
	state := func(r baseline.Report, id string) baseline.State {
		x, _ := r.Result(baseline.Requirement{ID: id})
		return x.State
	}
	var out []changed
	for _, c := range baseline.Changes(j.From, j.To) {
		x := changed{Change: c, after: state(j.After, c.ID), before: state(j.Before, c.ID)}
		if c.Was != "" {
			x.before = state(j.Before, c.Was)
		}
		if req, ok := j.To.Requirement(c.ID); ok {
			was, _ := j.Before.Result(req)
			x.before = was.State
		}
		out = append(out, x)
	}
	return out
}

// differs reports whether the change alters what is known of the project.
func (c changed) differs() bool { return c.before != c.after }

// changesTable has a row for each change that keep wants.
func changesTable(j judged, all []changed, keep func(changed) bool) table.Table {
	t := table.Grid("Changes of the standard", []string{"Requirement", "What the standard changed", j.From.Name, j.To.Name})
	for _, c := range all {
		if keep(c) {
			t.Rows = append(t.Rows, table.Row{Key: c.ID + "-" + string(c.Kind), Cells: []table.Cell{
				{Text: c.ID}, {Text: explain.Sentence(kindText(c.Change)) + ".", Sub: c.How}, stateOrNone(c.before), stateOrNone(c.after),
			}})
		}
	}
	return t
}

// changesText says how many changes there are and how many matter here.
func changesText(j judged, all []changed) string {
	n := 0
	for _, c := range all {
		if c.differs() {
			n++
		}
	}
	text := fmt.Sprintf("The standard changed from %s to %s. The project did not: both columns judge the same figures. ", j.From.Name, j.To.Name)
	if n == 0 {
		return text + fmt.Sprintf("None of the %s alters an answer here.", explain.Of(len(all), "change", "changes"))
	}
	return text + fmt.Sprintf("%s of %s %s an answer here.", explain.Sentence(explain.Number(n)), explain.Of(len(all), "change", "changes"), explain.IsOrAre(n, "alters", "alter"))
}

func kindText(c baseline.Change) string {
	switch c.Kind {
	case baseline.Added:
		return "new requirement"
	case baseline.Removed:
		return "requirement dropped"
	case baseline.Renamed:
		return "renamed, before " + c.Was
	case baseline.Moved:
		return "asked by level " + levelsText(c.To) + ", before by level " + levelsText(c.From)
	}
	return "reworded"
}

func levelsText(levels []int) string {
	var out []string
	for _, l := range slices.Sorted(slices.Values(levels)) {
		out = append(out, strconv.Itoa(l))
	}
	return strings.Join(out, ", ")
}

func stateOrNone(s baseline.State) table.Cell {
	if s == "" {
		return table.Cell{Text: "not asked"}
	}
	return osps.State(s)
}
