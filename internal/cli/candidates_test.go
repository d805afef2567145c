package cli

import (
	"bytes"
	"encoding/csv"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/candidate"
)

// Names and addresses come from an archive, so no cell may be read as a formula.
func TestPrintCandidatesCSV_noCellIsAFormula(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	d := candidate.Document{Suite: "=suite", Date: "@date", Candidates: []candidate.Candidate{{Source: "=1+1", Base: "-base", Repository: "+repository", From: "@from"}}}
	if err := PrintCandidatesCSV(&out, d); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%q, error %v", rows, err)
	}
	for i, cell := range rows[1] {
		switch name := rows[0][i]; name {
		case "source", "base", "repository", "repository_from", "suite", "date":
			if cell == "" || cell[0] != '\'' {
				t.Errorf("%s is %q", name, cell)
			}
		}
	}
}
