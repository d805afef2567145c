package synth_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/synth"
)

// invalid says what is wrong with an input of a source; empty: nothing.
func invalid(source string, in health.Input) string {
	f, ok := field.ByID(in.Field)
	switch {
	case !ok:
		return "no field of the catalogue"
	case f.Source != source:
		return "a field of " + f.Source
	case in.State != health.Observed && in.State != health.Unknown && in.State != health.NotApplicable:
		return "no such state"
	case !in.Known() && in.Reason == "":
		return "not known without a reason"
	case !in.Known():
		return ""
	case math.IsNaN(in.Value) || math.IsInf(in.Value, 0):
		return "not finite"
	}
	return invalidValue(f, in)
}

func invalidValue(f field.Row, in health.Input) string {
	switch f.Kind {
	case field.Count:
		if in.Value < 0 || in.Value != math.Trunc(in.Value) {
			return "no count"
		}
	case field.Bool:
		if in.Value != 0 && in.Value != 1 {
			return "neither yes nor no"
		}
	case field.Date:
		if _, err := time.Parse(time.DateOnly, in.Text); err != nil {
			return "no date"
		}
	case field.List:
		var l []any
		if json.Unmarshal([]byte(in.Text), &l) != nil || l == nil {
			return "no list"
		}
	case field.Text:
		if in.Text == "" {
			return "no text"
		}
	}
	most := map[string]float64{"ratio": 1, "of 10": 10, "percentile": 100, "months of 12": 12}
	if top, ok := most[f.Unit]; ok && (in.Value < 0 || in.Value > top) {
		return "out of its range"
	}
	if f.Unit == "months" && in.Value < 0 {
		return "a time to come"
	}
	return ""
}

// disagree says which figures of the git source cannot be of one repository; empty:
// they can.
func disagree(ins health.Inputs) string {
	if len(ins.Field("human_commits_by_month").Ints()) != 36 {
		if len(ins) > 1 {
			return "no 36 months"
		}
		return "" // it could not be read
	}
	n := func(f string) float64 { return ins.Field(field.ID(f)).Value }
	human, all, people, shares := ins.Field("human_commits_by_month").Ints(), ins.Field("commits_by_month").Ints(), ins.Field("authors_by_month").Ints(), ins.Field("author_shares_12m").Ints()
	active := 0.
	for i := range human {
		if people[i] > human[i] || human[i] > all[i] || (people[i] == 0) != (human[i] == 0) {
			return fmt.Sprintf("month %d: %d people, %d human commits of %d", i, people[i], human[i], all[i])
		}
		if i >= 24 && human[i] > 0 {
			active++
		}
	}
	total := 0
	for i, x := range shares {
		if total += x; x < 1 || i > 0 && x > shares[i-1] {
			return fmt.Sprintf("shares %v", shares)
		}
	}
	flow := n("months_since_release")
	if n("unreleased_human_commits") == 0 {
		flow = 0
	}
	dates := ins.Field("release_dates").Strings()
	// Releases of a project that was read from a copy may be unknown.
	unreleased := !ins.Field("last_release").Known() && !ins.Field("release_flow_months").Known()
	for name, holds := range map[string]bool{
		"active months":            active == n("active_months_12m"),
		"shares of more commits":   float64(total) <= n("human_commits_12m"),
		"shares of fewer commits":  float64(len(shares)) < n("authors_12m") || float64(total) == n("human_commits_12m"),
		"more people than authors": float64(len(shares)) <= n("authors_12m") && n("regulars_12m") <= n("authors_12m") && n("authors_12m") <= n("authors_total"),
		"half a year":              n("human_commits_6m") <= n("human_commits_12m"),
		"release flow":             unreleased || flow == n("release_flow_months"),
		"dates of releases":        unreleased && len(dates) == 0 || len(dates) > 0 && dates[0] == ins.Field("last_release").Text,
		"absence factor":           n("human_commits_12m") < health.FactorCommits || n("contributor_absence_factor") == n("contributor_absence_factor_12m"),
		"nobody":                   (n("human_commits_12m") == 0) == (ins.Field("top_author_share_12m").State == health.NotApplicable),
	} {
		if !holds {
			return fmt.Sprintf("%s: %v of %v commits by %v, %v months, dates %v, %v to release", name, shares, n("human_commits_12m"), n("authors_12m"), human, dates, n("unreleased_human_commits"))
		}
	}
	return ""
}

// write writes the list of n projects into a folder and gathers them.
func write(t *testing.T, dir string, g *synth.Generator, n int, into *[]health.Project) {
	t.Helper()
	list, err := os.Create(filepath.Join(dir, "list.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	if err := curated.WriteHead(list, g.List()); err != nil {
		t.Fatal(err)
	}
	lines, err := os.Create(filepath.Join(dir, "projects.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer lines.Close()
	w := bufio.NewWriter(lines)
	for i := range n {
		p := g.Project(i)
		*into = append(*into, p)
		if err := curated.WriteProject(w, p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}
