package entry_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// lines returns the input of an entry with these release lines.
func lines(t *testing.T, texts ...string) health.Input {
	t.Helper()
	c := curated()
	c.Support = map[string]health.Support{"a": {Product: "abc", Date: "2026-08-22", URL: "https://example.org/abc", Lines: texts}}
	return byFieldOf(t, c, health.Project{Slug: "a"}).Field(field.ReleaseLines)
}

func TestSupportOn_readsTheLinesOfADay(t *testing.T) {
	t.Parallel()
	all := []string{"4 LTS 2026-04-14 open", "3.6 2025-10-01 2026-11-01", "3.5 2025-04-08 2030-04-08", "1.0 - 2019-12-31"}
	for name, tc := range map[string]struct {
		lines         []string
		day           string
		want          string // supported lines
		next, nextEnd string
		last          string
	}{
		"today":                     {all, "2026-08-22", "4 LTS|3.6|3.5", "3.6", "2026-11-01", ""},
		"the last day of a line":    {all, "2026-11-01", "4 LTS|3.6|3.5", "3.6", "2026-11-01", ""},
		"the day after":             {all, "2026-11-02", "4 LTS|3.5", "3.5", "2030-04-08", ""},
		"before two were released":  {all, "2025-05-01", "3.5", "3.5", "2030-04-08", ""},
		"all lines ended":           {all[1:], "2031-01-01", "", "", "", "2030-04-08"},
		"one ended on a lost day":   {[]string{"2 2020-01-01 ended", "1 2019-01-01 2020-12-31"}, "2026-01-01", "", "", "", ""},
		"no end is announced":       {all[:1], "2026-08-22", "4 LTS", "", "", ""},
		"ended beside a later line": {[]string{"2 2020-01-01 open", "1 2019-01-01 ended"}, "2026-01-01", "2", "", "", ""},
	} {
		day, err := time.Parse(time.DateOnly, tc.day)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := entry.SupportOn(lines(t, tc.lines...), day.Add(9*time.Hour))
		if !ok || strings.Join(got.Lines, "|") != tc.want || got.Next != tc.next || got.NextEnd != tc.nextEnd || got.LastEnd != tc.last {
			t.Errorf("%s: got %+v, %v", name, got, ok)
		}
	}
	for name, in := range map[string]health.Input{
		"no line yet":  lines(t, all[0]),
		"not readable": health.ObsText(field.ReleaseLines, `["3.6"]`),
		"unknown":      health.Missing(field.ReleaseLines, "nobody looked", nil),
	} {
		if got, ok := entry.SupportOn(in, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)); ok {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

// Lines without support are a fact; only the list's own end_of_life declares an end.
func TestInputs_endedLinesDeclareNothing(t *testing.T) {
	t.Parallel()
	c := curated()
	c.Support = map[string]health.Support{"a": {Product: "abc", Lines: []string{"1 2019-01-01 2020-12-31"}}}
	with, without := entry.Inputs(c, health.Project{Slug: "a"}), entry.Inputs(c, health.Project{Slug: "b"})
	with = slices.DeleteFunc(with, func(in health.Input) bool { return in.Field == field.ReleaseLines })
	if !slices.EqualFunc(with, without, func(a, b health.Input) bool { return a.Field == b.Field && a.State == b.State && a.Value == b.Value }) {
		t.Errorf("got %v, want %v", with, without)
	}
}
