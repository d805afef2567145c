package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/ranking"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"pgregory.net/rapid"
)

// put publishes the rows as the ranking of the list.
func (d db) put(list string, rows ...ranking.Row) health.Run {
	d.t.Helper()
	run := d.start(list)
	d.publish(run, rows...)
	return run
}

func anyRows() *rapid.Generator[[]ranking.Row] {
	figure := rapid.Custom(func(rt *rapid.T) *health.Interval {
		v := rapid.SampledFrom([]float64{-1, 0, 0, 1. / 3, 50, 50, 99.99}).Draw(rt, "value")
		if v < 0 {
			return nil
		}
		return &health.Interval{Value: v, Lo: 0, Hi: 100}
	})
	plain := rapid.SampledFrom([]int{-1, -1, 0, 3, 3, 1 << 40})
	return rapid.Custom(func(rt *rapid.T) []ranking.Row {
		slugs := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-c0-9-]{1,3}`), 0, 25, rapid.ID[string]).Draw(rt, "slugs")
		rows := make([]ranking.Row, len(slugs))
		for i, s := range slugs {
			rows[i] = ranking.Row{
				Slug: s, Name: rapid.SampledFrom([]string{"", "Same", "same", "Äpfel", "é", "Z", "a", "東"}).Draw(rt, "name"),
				V: figure.Draw(rt, "v"), R: figure.Draw(rt, "r"), S: figure.Draw(rt, "s"), C: figure.Draw(rt, "c"), H: figure.Draw(rt, "h"), Risk: figure.Draw(rt, "risk"),
				RiskUpper: rapid.SampledFrom([]float64{0, 50, 100}).Draw(rt, "upper"), HumanCommits: plain.Draw(rt, "commits"), Regulars: plain.Draw(rt, "regulars"),
				Rankable: rapid.Bool().Draw(rt, "rankable"), Language: rapid.SampledFrom([]string{"", "C", "Go"}).Draw(rt, "language"),
			}
		}
		return rows
	})
}

// key returns the value that the sort compares, and false if it is unknown.
func key(s ranking.Sort, r ranking.Row) (float64, string, bool) {
	of := func(i *health.Interval) (float64, string, bool) {
		if i == nil {
			return 0, "", false
		}
		return i.Value, "", true
	}
	switch s {
	case ranking.SortRisk:
		return of(r.Risk)
	case ranking.SortHealth:
		return of(r.H)
	case ranking.SortVitality:
		return of(r.V)
	case ranking.SortResilience:
		return of(r.R)
	case ranking.SortPosture:
		return of(r.S)
	case ranking.SortCriticality:
		return of(r.C)
	case ranking.SortCommits:
		return float64(r.HumanCommits), "", r.HumanCommits >= 0
	case ranking.SortRegulars:
		return float64(r.Regulars), "", r.Regulars >= 0
	case ranking.SortUpper:
		return r.RiskUpper, "", true
	default:
		return 0, strings.ToLower(cmp.Or(r.Name, r.Slug)), true
	}
}

// sorted returns the order by its definition, without a database.
func sorted(rows []ranking.Row, s ranking.Sort, reverse bool) []string {
	rows = slices.Clone(rows)
	descending := slices.Contains([]ranking.Sort{ranking.SortRisk, ranking.SortCriticality, ranking.SortUpper}, s) != reverse
	slices.SortFunc(rows, func(a, b ranking.Row) int {
		an, at, ak := key(s, a)
		bn, bt, bk := key(s, b)
		if ak != bk {
			if ak {
				return -1
			}
			return 1
		}
		c := cmp.Or(cmp.Compare(an, bn), cmp.Compare(at, bt))
		if !ak {
			c = 0
		}
		if descending {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(a.Slug, b.Slug))
	})
	return slugsOf(rows)
}

func slugsOf(rows []ranking.Row) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.Slug
	}
	return out
}

// pages follows the cursors to the end.
func (d db) pages(t interface{ Fatalf(string, ...any) }, q ranking.Query) []string {
	var out []string
	for range 1000 {
		p, err := d.Rank(d.ctx(), q)
		if err != nil {
			t.Fatalf("page after %q: %v", q.After, err)
		}
		out = append(out, slugsOf(p.Rows)...)
		if p.Next == "" {
			return out
		}
		if len(p.Rows) != q.Limit {
			t.Fatalf("a page with a next one has %d rows of %d", len(p.Rows), q.Limit)
		}
		q.After = p.Next
	}
	t.Fatalf("the pages do not end")
	return nil
}

func pagesEqualTheWhole(t *testing.T, e env) {
	d := e.open()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		list := fmt.Sprintf("l%d", n)
		rows := anyRows().Draw(rt, "rows")
		d.put(list, rows...)
		q := ranking.Query{
			List: list, Sort: rapid.SampledFrom(ranking.Sorts).Draw(rt, "sort"), Reverse: rapid.Bool().Draw(rt, "reverse"),
			Limit: rapid.IntRange(1, 8).Draw(rt, "limit"), Language: rapid.SampledFrom([][]string{nil, nil, {"C"}, {"C", "Go"}}).Draw(rt, "language"),
		}
		if rapid.Bool().Draw(rt, "only ranked or not") {
			ranked := rapid.Bool().Draw(rt, "ranked")
			q.Ranked = &ranked
		}
		match := slices.DeleteFunc(slices.Clone(rows), func(r ranking.Row) bool {
			return q.Ranked != nil && r.Rankable != *q.Ranked || q.Language != nil && !slices.Contains(q.Language, r.Language)
		})
		want := sorted(match, q.Sort, q.Reverse)
		if got := d.pages(rt, q); !slices.Equal(got, want) {
			rt.Fatalf("%s reverse %v by %d:\n got %q\nwant %q", q.Sort, q.Reverse, q.Limit, got, want)
		}
		if p := d.rank(q); p.Matched != len(match) || p.Total != len(rows) {
			rt.Fatalf("matched %d of %d, want %d of %d", p.Matched, p.Total, len(match), len(rows))
		}
	})
}

func everySort(t *testing.T, e env) {
	d := e.open()
	rows := anyRows().Filter(func(r []ranking.Row) bool { return len(r) > 15 }).Example(7)
	d.put("l", rows...)
	for _, s := range ranking.Sorts {
		for _, reverse := range []bool{false, true} {
			want := sorted(rows, s, reverse)
			for _, limit := range []int{1, 3, 500} {
				if got := d.pages(t, ranking.Query{List: "l", Sort: s, Reverse: reverse, Limit: limit}); !slices.Equal(got, want) {
					t.Errorf("%s reverse %v by %d:\n got %q\nwant %q", s, reverse, limit, got, want)
				}
			}
		}
	}
}

func orderIsByBytes(t *testing.T, e env) {
	d := e.open()
	// A locale would sort é beside e, ignore punctuation and fold case.
	want := []string{"2fast", "Apple", "_x", "a b", "a-b", "ab", "B", "e", "f", "zed", "Éclair", "東京", "🦀"}
	slices.SortFunc(want, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	rows := make([]ranking.Row, len(want))
	for i, n := range want {
		rows[len(want)-1-i] = ranking.Row{Slug: fmt.Sprintf("s%02d", len(want)-i), Name: n}
	}
	d.put("l", rows...)
	var got []string
	for _, r := range d.rank(ranking.Query{List: "l", Sort: ranking.SortName}).Rows {
		got = append(got, r.Name)
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got)\n%s", diff)
	}
	slugs := []string{"B", "a", "a-b", "a0", "ab", "é"}
	rows = nil
	for _, s := range slugs {
		rows = append(rows, ranking.Row{Slug: s, Name: "tie"})
	}
	d.put("l", rows...)
	if got := d.pages(t, ranking.Query{List: "l", Limit: 2}); !slices.Equal(got, slugs) {
		t.Errorf("ties by slug: %q, want %q", got, slugs)
	}
}

func hostileInput(t *testing.T, e env) {
	d := e.open()
	d.put("l", ranking.Row{Slug: "a", Name: "a", Language: "C"})
	for _, s := range []string{`' OR 1=1 --`, `"; DROP TABLE ranking; --`, `') UNION SELECT 1,2,3 --`, `\`, `\'`, "a\x00b", "\xff", `%' ESCAPE '`, `$1`, `?`, "\u202e", `C' OR '1'='1`} {
		for _, q := range []ranking.Query{
			{Text: s},
			{Status: []string{s}},
			{Language: []string{s, s}},
			{Owner: []string{s}},
			{Host: []string{s}},
			{Tag: []string{s}},
			{Evidence: []string{s}},
			{RiskBand: []string{s}},
			{HealthBand: []string{s}},
			{Category: []string{s}},
		} {
			q.List = "l"
			if p := d.rank(q); len(p.Rows) != 0 || p.Total != 1 {
				t.Errorf("%q finds %v", s, slugsOf(p.Rows))
			}
		}
		if _, err := d.Rank(t.Context(), ranking.Query{List: s}); !errors.Is(err, health.ErrNotFound) {
			t.Errorf("list %q: %v", s, err)
		}
		if _, err := d.Rank(t.Context(), ranking.Query{List: "l", Sort: ranking.Sort(s)}); !errors.Is(err, health.ErrBadQuery) {
			t.Errorf("sort %q: %v", s, err)
		}
		if _, err := d.Project(t.Context(), s); !errors.Is(err, health.ErrNotFound) {
			t.Errorf("project %q: %v", s, err)
		}
	}
	if p := d.rank(ranking.Query{List: "l"}); len(p.Rows) != 1 {
		t.Errorf("afterwards the list has %v", slugsOf(p.Rows))
	}
}

func badQuery(t *testing.T, e env) {
	d := e.open()
	d.put("l", ranking.Row{Slug: "a", RiskUpper: 1}, ranking.Row{Slug: "b", RiskUpper: 2}, ranking.Row{Slug: "c"})
	mark := d.rank(ranking.Query{List: "l", Sort: ranking.SortUpper, Limit: 1}).Next
	if mark == "" || strings.Trim(mark, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		t.Fatalf("the cursor %q does not stand in a URL as it is", mark)
	}
	for name, q := range map[string]ranking.Query{
		"unknown sort":          {Sort: "stars"},
		"negative limit":        {Limit: -1},
		"limit too high":        {Limit: 501},
		"not a cursor":          {Sort: ranking.SortUpper, After: "hello"},
		"cut cursor":            {Sort: ranking.SortUpper, After: mark[:len(mark)-1]},
		"cursor with a tail":    {Sort: ranking.SortUpper, After: mark + "A"},
		"cursor of other sort":  {Sort: ranking.SortName, After: mark},
		"cursor of other way":   {Sort: ranking.SortUpper, Reverse: true, After: mark},
		"cursor of 5000 bytes":  {Sort: ranking.SortUpper, After: strings.Repeat("A", 5000)},
		"long text":             {Text: strings.Repeat("x", 201)},
		"too many alternatives": {Tag: slices.Repeat([]string{"x"}, 101)},
	} {
		q.List = "l"
		if _, err := d.Rank(t.Context(), q); !errors.Is(err, health.ErrBadQuery) {
			t.Errorf("%s: error %v, want ErrBadQuery", name, err)
		}
	}
	if p := d.rank(ranking.Query{List: "l", Limit: 500, Text: strings.Repeat("x", 200)}); p.Matched != 0 {
		t.Errorf("the bounds themselves are refused: %+v", p)
	}
}

func emptyLists(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	if p, err := d.Rank(t.Context(), ranking.Query{List: "l"}); err != nil || len(p.Rows) != 0 || p.Run.ID != 0 || p.Total != 0 {
		t.Errorf("a list never published: %+v, %v", p, err)
	}
	run := d.put("l")
	if p := d.rank(ranking.Query{List: "l"}); len(p.Rows) != 0 || p.Run.ID != run.ID || p.Next != "" {
		t.Errorf("an empty ranking: %+v", p)
	}
	for _, list := range []string{"", "none"} {
		if _, err := d.Rank(t.Context(), ranking.Query{List: list}); !errors.Is(err, health.ErrNotFound) {
			t.Errorf("list %q: %v", list, err)
		}
	}
}
