package matrix

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// theme is a group of columns beside each other.
type theme struct {
	Name string
	Span string
}

// column is a check. First is whether its theme begins with it.
type column struct {
	ID          field.ID
	Label, Href string
	// Failing leads to the projects that fail it.
	Failing string
	First   bool
	place   int
}

// tally counts results; those not applicable are left out.
type tally struct{ Pass, Fail, Unknown int }

func (t tally) known() int { return t.Pass + t.Fail }

// passing is "3 of 7"; a dash where nothing is known.
func (t tally) passing() string {
	if t.known() == 0 {
		return "–"
	}
	return explain.Thousands(t.Pass) + "/" + explain.Thousands(t.known())
}

func (t *tally) add(s ranking.CheckState, n int) {
	switch s {
	case ranking.CheckPass:
		t.Pass += n
	case ranking.CheckFail:
		t.Fail += n
	case ranking.CheckUnknown:
		t.Unknown += n
	}
}

// finding names the check that most projects of the list fail. How many are known to fail is a lower
// bound whatever is unknown; a share of those that pass is not.
func finding(l listing.Listing, cs []column, whole []tally, all tally) ui.Finding {
	results := all.known() + all.Unknown
	if results == 0 {
		return ui.Finding{Says: "nothing", Claim: "No check has a result.", Rest: "The run has no results of checks."}
	}
	worst := 0
	for i, t := range whole {
		if t.Fail > whole[worst].Fail {
			worst = i
		}
	}
	c, t := cs[worst], whole[worst]
	f := ui.Finding{
		Says: fmt.Sprintf("fail:%s:%d/%d unknown:%d/%d", c.ID, t.Fail, t.known(), all.Unknown, results),
		Rest: explain.Percent(float64(all.Unknown)/float64(results)) + " of all results are unknown. Git alone shows some checks only where they pass, so unknown ones may fail, too.",
	}
	switch {
	case all.known() == 0:
		f.Claim, f.Rest = "All results of checks are unknown.", "Git alone shows some checks only where they pass."
	case t.Fail == 0:
		f.Claim = "No known result fails."
	default:
		more := "more than any other check"
		if slices.ContainsFunc(whole[worst+1:], func(x tally) bool { return x.Fail == t.Fail }) {
			more = "as many as any other check"
		}
		f.Claim = fmt.Sprintf("%s of %s with a result %s %s, %s.",
			explain.Thousands(t.Fail), explain.Of(t.known(), "project", "projects"), explain.IsOrAre(t.Fail, "fails", "fail"), c.ID, more)
		f.Href = narrowed(l, c.ID)
		f.Rest = "Its aim: " + explain.LowerFirst(c.Label) + ". It is unknown for " + explain.Thousands(t.Unknown) + " more. " + f.Rest
	}
	return f
}

// columns are the checks of the model by theme, then those that it does not weigh.
func columns(m model.Model) ([]theme, []column) {
	var themes []theme
	var out []column
	seen := map[field.ID]bool{}
	n := 0
	add := func(name string, id field.ID) {
		place := ranking.Place(id)
		if place < 0 || seen[id] {
			return
		}
		seen[id] = true
		first := len(themes) == 0 || themes[len(themes)-1].Name != name
		if first {
			themes = append(themes, theme{Name: name})
			n = 0
		}
		n++
		themes[len(themes)-1].Span = strconv.Itoa(n)
		f, _ := field.ByID(id)
		out = append(out, column{ID: id, Label: f.Label, First: first, place: place})
	}
	for _, r := range m.Axes[model.Posture] {
		add(explain.Sentence(r.Group), r.Field)
	}
	for _, id := range field.Checks() {
		add("Not weighed", id)
	}
	return themes, out
}

// ofList are the results of the whole list by column, and their sum.
func ofList(cs []column, counts ranking.Counts) (by []tally, sum tally) {
	by = make([]tally, len(cs))
	for _, state := range []ranking.CheckState{ranking.CheckPass, ranking.CheckFail, ranking.CheckUnknown} {
		n := map[string]int{}
		for _, f := range counts.Values[string(state)] {
			n[f.Value] = f.N
		}
		for i, c := range cs {
			by[i].add(state, n[string(c.ID)])
			sum.add(state, n[string(c.ID)])
		}
	}
	return by, sum
}
