package practice_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// withPast has two reconstructed quarters of p0 and one of p1: a pass and an unknown, then a fail.
func withPast(t *testing.T) http.Handler {
	t.Helper()
	b := site(t)
	f := quarters.NewFile("critical", "2021-12-31")
	add := func(slug string, scores map[string]float64) {
		s := quarters.Series{Slug: slug}
		for _, day := range []string{"2021-12-31", "2022-03-31"} {
			score, ok := scores[day]
			if !ok {
				continue
			}
			in, c := health.Obs("Binary-Artifacts", score), check.Check{Name: "Binary-Artifacts", State: check.Scored}
			if score < 0 {
				in, c.State = health.Missing("Binary-Artifacts", "the files could not be read", nil), check.Errored
			}
			s.Add(day, strings.Repeat("a", 40), health.Snapshot{Inputs: []health.Input{in}, Checks: []check.Check{c}})
		}
		if err := f.Put(quarters.Entry{Repository: "https://github.com/x/" + slug, Commit: "f", Cloned: "2026-08-22", Git: "git/4", Scorecard: "v4"}, s); err != nil {
			t.Fatal(err)
		}
	}
	add("p0", map[string]float64{"2021-12-31": -1, "2022-03-31": 8})
	add("p1", map[string]float64{"2022-03-31": 7})
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	b.Reconstructed = buf.Bytes()
	return b.Site()
}

func TestAdoption_countsWhatWasReadAtEachQuarter(t *testing.T) {
	t.Parallel()
	h := withPast(t)
	var d struct {
		Past struct {
			Kind         string
			Listed, Read int
			Quarters     []struct {
				Day                       string
				Read, Pass, Fail, Unknown int
			}
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/checks/Binary-Artifacts.json"))), &d); err != nil {
		t.Fatal(err)
	}
	if p := d.Past; p.Kind != quarters.Kind || p.Listed != 6 || p.Read != 2 || len(p.Quarters) != 2 {
		t.Fatalf("got %+v", p)
	}
	if q := d.Past.Quarters[0]; q.Read != 1 || q.Pass+q.Fail != 0 || q.Unknown != 1 {
		t.Errorf("the first quarter is %+v", q)
	}
	if q := d.Past.Quarters[1]; q.Read != 2 || q.Pass != 1 || q.Fail != 1 || q.Unknown != 0 {
		t.Errorf("the second quarter is %+v", q)
	}
	doc := pagetest.Page(t, h, "/checks/Binary-Artifacts", http.StatusOK)
	part := doc.Find("#adoption").Closest("section")
	if got := pagetest.Says(part); !slices.Contains(got, "first:0/0/1@2021-12-31") || !slices.Contains(got, "last:1/2/2@2022-03-31") || !slices.Contains(got, "reconstructed") {
		t.Errorf("it says %q", got)
	}
	if n := part.Find("svg path[fill='url(#ht)']").Length(); n != 2 { // wide and narrow
		t.Errorf("%d hatched parts", n)
	}
	if got := pagetest.Attrs(part.Find("tbody tr"), "data-row"); !slices.Equal(got, []string{"2022-03-31", "2021-12-31"}) {
		t.Errorf("the rows are of %q", got)
	}
	one := pagetest.Page(t, h, "/p/p0/checks/Binary-Artifacts", http.StatusOK)
	if got := pagetest.Says(one.Find("#past").Closest("section").Find("tbody")); !slices.Equal(got, []string{"pass", "unknown"}) {
		t.Errorf("the quarters of p0 are %q", got)
	}
	if n := pagetest.Page(t, site(t).Site(), "/checks/Binary-Artifacts", http.StatusOK).Find("#adoption").Length(); n != 0 {
		t.Error("there is a past without reconstructed points")
	}
}
