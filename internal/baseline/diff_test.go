package baseline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

func lines(changes []baseline.Change) []string {
	var out []string
	for _, c := range changes {
		s := string(c.Kind) + " " + c.ID
		if c.Was != "" {
			s += " was " + c.Was
		}
		if c.Kind == baseline.Moved {
			s += fmt.Sprint(" ", c.From, c.To)
		}
		out = append(out, s)
	}
	return out
}

func TestChanges_shipped(t *testing.T) {
	t.Parallel()
	v := shipped(t)
	got := lines(baseline.Changes(v[0], v[1]))
	want := []string{
		"reworded OSPS-BR-01.01", "removed OSPS-BR-01.02", "added OSPS-BR-01.03", "added OSPS-BR-01.04",
		"reworded OSPS-BR-03.02", "added OSPS-DO-07.01", "reworded OSPS-QA-04.01",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	newest := baseline.Changes(v[1], v[2])
	kinds := map[baseline.Kind]int{}
	for _, c := range newest {
		kinds[c.Kind]++
		if c.How == "" {
			t.Errorf("%s says not how it changed", c.ID)
		}
	}
	if len(kinds) != 1 || kinds[baseline.Reworded] != 26 {
		t.Errorf("2026.08.28 reworded 26 requirements and did nothing else; got %v", kinds)
	}
	over := baseline.Changes(v[0], v[2])
	for _, c := range over {
		if c.ID == "OSPS-QA-04.01" && !strings.Contains(c.How, "several repositories") || c.ID == "OSPS-BR-01.02" && c.How == "" {
			t.Errorf("%s over two versions: %q", c.ID, c.How)
		}
	}
	if len(over) != 33 || len(baseline.Changes(v[2], v[2])) != 0 {
		t.Errorf("%d changes over two versions", len(over))
	}
}

func TestChanges_renamedAndMoved(t *testing.T) {
	t.Parallel()
	old := asks("OSPS-AC-01.01", field.SAST, 1)
	now := asks("OSPS-AC-07.01", field.SAST, 1, 2)
	now.Was = []string{"OSPS-AC-01.01"}
	now.Changes = []baseline.Note{{ID: old.ID, Version: "2031.01.01", How: "Moved."}}
	older := baseline.Version{Name: "2030.01.01", Requirements: []baseline.Requirement{old}}
	newer := baseline.Version{Name: "2031.01.01", Requirements: []baseline.Requirement{now}}
	changes := baseline.Changes(older, newer)
	got := lines(changes)
	want := []string{"renamed OSPS-AC-07.01 was OSPS-AC-01.01", "moved OSPS-AC-07.01 [1] [1 2]"}
	if !slices.Equal(got, want) || changes[0].How != "Moved." {
		t.Errorf("got %q, %q; want %q", got, changes[0].How, want)
	}
}
