package matrix_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestMatrix_machineFormsAgree(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	var doc struct {
		Matched int
		Rows    []struct {
			Project              string
			Pass, Known, Unknown int
			Checks               map[string]struct {
				Score *int
				State string
			}
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/matrix.json"))), &doc); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, h, "/matrix.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n := len(field.Checks())
	if doc.Matched == 0 || len(doc.Rows) != doc.Matched || len(lines) != 1+n*doc.Matched {
		t.Fatalf("%d matched, %d rows, %d lines", doc.Matched, len(doc.Rows), len(lines))
	}
	states := map[string]int{}
	for i, line := range lines[1:] {
		row := doc.Rows[i/n]
		c := row.Checks[line[1]]
		states[c.State]++
		scored := c.State == "pass" || c.State == "fail"
		if row.Project != line[0] || c.State != line[3] || (c.Score != nil) != scored || (line[2] != "") != scored {
			t.Errorf("line %q, cell %+v of %s", line, c, row.Project)
		}
	}
	if states["fail"] == 0 || states["unknown"] == 0 {
		t.Errorf("states: %v", states)
	}
}

func TestMatrix_refusesUnknownChecks(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	if res := pagetest.Get(t, h, "/matrix.csv?fail=no-such"); res.StatusCode != 400 {
		t.Errorf("status %d, want 400", res.StatusCode)
	}
}

func TestMatrix_takesTheFiltersOfProjects(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	for _, filter := range []string{"fail=Code-Review", "unknown=Code-Review"} {
		state, _, _ := strings.Cut(filter, "=")
		for _, line := range strings.Split(pagetest.Body(t, pagetest.Get(t, h, "/matrix.csv?"+filter)), "\n") {
			if strings.Contains(line, ",Code-Review,") && !strings.HasSuffix(line, ","+state) {
				t.Errorf("%s gives %q", filter, line)
			}
		}
	}
}
