package curated_test

import (
	"math"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const references = `references:
  - ecosystem: npm
    measure: downloads
    of: npm packages
    date: "2026-11-22"
    url: https://www.npmjs.com/
    points: [[10, 50], [1000, 90]]
`

func TestReadReferences_readsATable(t *testing.T) {
	t.Parallel()
	got, err := curated.ReadReferences("r.yaml", []byte(references))
	if err != nil {
		t.Fatal(err)
	}
	want := model.Reference{
		Ecosystem: "npm", Measure: model.MeasureDownloads, Of: "npm packages", Date: "2026-11-22",
		URL: "https://www.npmjs.com/", Points: []model.Point{{X: 10, Y: 50}, {X: 1000, Y: 90}},
	}
	if len(got) != 1 || got[0].Points[1] != want.Points[1] || got[0].Of != want.Of || got[0].Date != want.Date || got[0].URL != want.URL {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestReadReferences_refuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ want, text string }{
		{"out_of_order", strings.Replace(references, "1000, 90", "1000, 40", 1)},
		{"out_of_order", strings.Replace(references, "1000, 90", "9, 90", 1)},
		{"wrong_count", strings.Replace(references, ", [1000, 90]", "", 1)},
		{"malformed", strings.Replace(references, "10, 50", "10, 50, 60", 1)},
		{"out_of_range | 0 | 100", strings.Replace(references, "1000, 90", "1000, 101", 1)},
		{"out_of_range", strings.Replace(references, "10, 50", "-1, 50", 1)},
		{"not_allowed | dependents", strings.Replace(references, "measure: downloads", "measure: stars", 1)},
		{"twice", references + strings.TrimPrefix(references, "references:\n")},
		{"unknown_field", references + "    colour: blue\n"},
		{"malformed date | soon", strings.Replace(references, `"2026-11-22"`, `"soon"`, 1)},
		{"missing of", strings.Replace(references, "of: npm packages\n    date", "date", 1)},
		{"missing references", "{}"},
		{"malformed url", strings.Replace(references, "https://www", "http://www", 1)},
		{"malformed", strings.Replace(references, "ecosystem: npm", "ecosystem: NPM", 1)},
	} {
		if got, err := curated.ReadReferences("r.yaml", []byte(tc.text)); !curated.Tells(err, tc.want) || got != nil {
			t.Errorf("error is %v, want one that says %q", err, tc.want)
		}
	}
}

// The two files were read from one listing: they may not contradict each other.
func TestLoad_theReferenceTableAgreesWithTheDownloadsHeld(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	table, ok := model.ReferenceOf(set.References, "npm", model.MeasureDownloads)
	if !ok {
		t.Fatal("there is no table of npm downloads")
	}
	l, _ := set.List("critical")
	for id, monthly := range map[string]float64{"pkg:npm/express": 299476266, "pkg:npm/antd": 10336272, "pkg:npm/axios": 374810894, "pkg:npm/isarray": 708643920} {
		got, ok := table.Percentile(monthly)
		if want := l.Downloads[id].Value; !ok || math.Abs(got-want) > 0.02 {
			t.Errorf("%s with %.0f downloads stands at %.3f, and the list holds %.2f", id, monthly, got, want)
		}
	}
	if _, ok := model.ReferenceOf(set.References, "npm", model.MeasureDependents); ok {
		t.Error("a table of dependents is bundled: say where it may be from")
	}
}

func FuzzReadReferences(f *testing.F) {
	f.Add([]byte(references))
	f.Add([]byte("references: [{points: [[1], [1e999, x]]}]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		tables, err := curated.ReadReferences("r.yaml", b)
		if err != nil {
			return
		}
		for _, table := range tables {
			last := table.Points[len(table.Points)-1]
			if got, ok := table.Percentile(last.X); !ok || got < 0 || got > 100 {
				t.Errorf("%+v: its last count stands at %g, %t", table, got, ok)
			}
		}
	})
}
