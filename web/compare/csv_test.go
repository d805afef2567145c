package compare_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// rowsOf reads a CSV by the names of its columns.
func rowsOf(t *testing.T, h http.Handler, path string) []map[string]string {
	t.Helper()
	read, err := csv.NewReader(pagetest.Get(t, h, path).Body).ReadAll()
	if err != nil || len(read) < 2 {
		t.Fatalf("%s: %d rows, error %v", path, len(read), err)
	}
	var out []map[string]string
	for _, r := range read[1:] {
		row := map[string]string{}
		for i, name := range read[0] {
			row[name] = r[i]
		}
		out = append(out, row)
	}
	return out
}

// fallen is a list of twelve whose first project becomes the last in the second run.
func fallen(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.New(t).WithPast()
	b.Now = pagetest.Today.AddDate(0, 0, -10)
	for i := range 12 {
		slug := fmt.Sprintf("p%02d", i)
		b.Project(slug, func(p *health.Project) {
			if i == 0 {
				p.Name = "=HYPERLINK(1)"
			}
		}).Measured(slug, 1+i, 12, 400).Posture(slug, 3+float64(i)/2)
	}
	h, st := b.SiteAndStore()
	b.Now = pagetest.Today
	b.Answers = slices.DeleteFunc(b.Answers, func(a health.Answer) bool { return a.Attempt.Project == "p00" })
	b.Measured("p00", 30, 12, 400).Posture("p00", 10)
	b.Run(st)
	return h
}

// A fall is a number that a spreadsheet can add up, and a name is no formula.
func TestCSV_negativeNumbersStayNumbersAndTextIsNoFormula(t *testing.T) {
	t.Parallel()
	rows := rowsOf(t, fallen(t), "/compare.csv?list=critical&from=2026-11-12&to=2026-11-22")
	i := slices.IndexFunc(rows, func(r map[string]string) bool { return r["slug"] == "p00" })
	if i < 0 {
		t.Fatalf("the first project did not fall: %q", rows)
	}
	if n, err := strconv.Atoi(rows[i]["places"]); err != nil || n > -6 {
		t.Errorf("the fall is %q, want a negative number", rows[i]["places"])
	}
	if got := rows[i]["name"]; got != "'=HYPERLINK(1)" {
		t.Errorf("the name is %q", got)
	}
}

// Risk and rank never come without their intervals.
func TestDates_placesHaveTheirBounds(t *testing.T) {
	t.Parallel()
	h := fallen(t)
	type place struct {
		Rank *int
		Low  *int     `json:"rank_low"`
		High *int     `json:"rank_high"`
		Risk *float64 `json:"risk"`
		From *float64 `json:"risk_low"`
		To   *float64 `json:"risk_high"`
	}
	var d struct{ Moves []struct{ From, To *place } }
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/compare.json?list=critical&from=2026-11-12&to=2026-11-22"))), &d); err != nil || len(d.Moves) == 0 {
		t.Fatalf("%d moves, error %v", len(d.Moves), err)
	}
	for _, m := range d.Moves {
		for _, p := range []*place{m.From, m.To} {
			if p.Low == nil || p.High == nil || p.From == nil || p.To == nil {
				t.Fatalf("a place lacks bounds: %+v", p)
			}
			if *p.Low > *p.Rank || *p.High < *p.Rank || *p.From > *p.Risk || *p.To < *p.Risk || *p.From == *p.To {
				t.Errorf("the bounds do not hold the value: %d in %d–%d, %g in %g–%g", *p.Rank, *p.Low, *p.High, *p.Risk, *p.From, *p.To)
			}
		}
	}
	for _, r := range rowsOf(t, h, "/compare.csv?list=critical&from=2026-11-12&to=2026-11-22") {
		for _, name := range []string{"rank_low", "rank_high", "risk_low", "risk_high"} {
			for _, side := range []string{"from_", "to_"} {
				if _, err := strconv.ParseFloat(r[side+name], 64); err != nil {
					t.Errorf("%s: %s%s is %q", r["slug"], side, name, r[side+name])
				}
			}
		}
	}
}
