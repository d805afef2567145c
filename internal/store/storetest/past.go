package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"pgregory.net/rapid"
)

// nextRows returns the rows of the next run: most projects have unchanged figures, but all move.
func nextRows(rt *rapid.T, rows []ranking.Row, week int) []ranking.Row {
	fresh := anyRows().Draw(rt, "rows")
	next := map[string]ranking.Row{}
	for _, r := range rows {
		if rapid.IntRange(0, 5).Draw(rt, "leaves") > 0 {
			next[r.Slug] = r
		}
	}
	for _, r := range fresh {
		if _, known := next[r.Slug]; !known || rapid.IntRange(0, 3).Draw(rt, "changes") == 0 {
			r.Tags = rapid.SampledFrom([][]string{nil, {"x"}, {"x", "y"}}).Draw(rt, "tags")
			r.Owner = rapid.SampledFrom([]string{"", "o", "p"}).Draw(rt, "owner")
			r.MainReason = rapid.SampledFrom([]string{"", "one regular", "no release"}).Draw(rt, "reason")
			r.Status = health.Status{Word: rapid.SampledFrom(health.StatusWords).Draw(rt, "status"), Reason: r.MainReason}
			next[r.Slug] = r
		}
	}
	var out []ranking.Row
	for i, slug := range rapid.Permutation(sortedKeys(next)).Draw(rt, "order") {
		r := next[slug]
		r.Rank, r.RankLo, r.RankHi, r.Tier = i+1, max(1, i-1), i+3, 1+i/4
		r.PTop10 = float64(week) / 7
		r.ObservedAt = noon.AddDate(0, 0, 7*week).Add(time.Duration(i) * time.Millisecond)
		r.Standings = nil
		for n := range i % 3 {
			r.Standings = append(r.Standings, ranking.Standing{Axis: model.InputAxes[n], Kind: ranking.PeersList, N: len(next), Below: i, Equal: week})
		}
		r.Views = []ranking.View{{ID: "equal", Rank: len(next) - i, Of: len(next)}}
		out = append(out, r)
	}
	return out
}

func sortedKeys(m map[string]ranking.Row) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// anyQuery returns a query for rows of nextRows.
func anyQuery(rt *rapid.T, list string) ranking.Query {
	q := ranking.Query{
		List: list, Sort: rapid.SampledFrom(ranking.Sorts).Draw(rt, "sort"), Reverse: rapid.Bool().Draw(rt, "reverse"),
		Limit: rapid.IntRange(1, 9).Draw(rt, "limit"), Text: rapid.SampledFrom([]string{"", "", "", "a", "%"}).Draw(rt, "text"),
		Language: rapid.SampledFrom([][]string{nil, nil, {"C"}}).Draw(rt, "language"), Tag: rapid.SampledFrom([][]string{nil, nil, {"x"}, {"y", "z"}}).Draw(rt, "tag"),
		Status: rapid.SampledFrom([][]string{nil, nil, {"active", "dormant"}}).Draw(rt, "status"),
	}
	if rapid.Bool().Draw(rt, "only ranked or not") {
		q.Ranked = new(bool)
		*q.Ranked = rapid.Bool().Draw(rt, "ranked")
	}
	return q
}

// walk returns all pages of a query.
func (d db) walk(t interface{ Fatalf(string, ...any) }, q ranking.Query) []ranking.Page {
	var out []ranking.Page
	for {
		p, err := d.Rank(d.ctx(), q)
		if err != nil {
			t.Fatalf("page after %q: %v", q.After, err)
		}
		for i := range p.Rows {
			p.Rows[i].Views = nil // stored for the newest run only
		}
		if out = append(out, p); p.Next == "" {
			return out
		}
		q.After = p.Next
	}
}

// story is a list with several runs, the queries after each, and an order of the runs.
type story struct {
	weeks   [][]ranking.Row
	queries []ranking.Query
	order   []int
}

// stories returns a few random stories, because each publishes many rankings.
func stories() []story {
	drawn := rapid.Custom(func(rt *rapid.T) story {
		var out story
		var rows []ranking.Row
		for week := range rapid.IntRange(3, 5).Draw(rt, "runs") {
			rows = nextRows(rt, rows, week)
			out.weeks = append(out.weeks, rows)
			out.order = append(out.order, week)
			for range 3 {
				out.queries = append(out.queries, anyQuery(rt, ""))
			}
		}
		out.order = rapid.Permutation(out.order).Draw(rt, "order")
		return out
	})
	out := make([]story, 12)
	for i := range out {
		out[i] = drawn.Example(i)
	}
	return out
}

// pastRunsAnswer repeats the queries that were sent when each run was the newest: the answers,
// including their cursors, are the same.
func pastRunsAnswer(t *testing.T, e env) {
	d := e.open()
	for n, story := range stories() {
		type asked struct {
			q     ranking.Query
			pages []ranking.Page
		}
		was := map[int64][]asked{}
		for week, rows := range story.weeks {
			list := fmt.Sprintf("l%d", n)
			run := d.put(list, rows...)
			for _, q := range story.queries[3*week : 3*week+3] {
				q.List = list
				was[run.ID] = append(was[run.ID], asked{q, d.walk(t, q)})
			}
		}
		for run, all := range was {
			for _, a := range all {
				a.q.Run = run
				if diff := gocmp.Diff(a.pages, d.walk(t, a.q)); diff != "" {
					t.Fatalf("story %d, run %d, %+v (-then +now)\n%s", n, run, a.q, diff)
				}
			}
		}
	}
}

// pastIsFilledIn publishes runs without their rankings and stores the rankings later, in any order.
// Each run then has its own.
func pastIsFilledIn(t *testing.T, e env) {
	d := e.open()
	for n, story := range stories() {
		list := fmt.Sprintf("l%d", n)
		var runs []int64
		for week := range story.weeks {
			run := d.put(list, story.weeks[story.order[week]]...)
			runs = append(runs, run.ID)
		}
		for _, week := range story.order {
			if err := d.KeepRanking(d.ctx(), runs[week], story.weeks[week], nil); err != nil {
				t.Fatalf("run %d: %v", runs[week], err)
			}
		}
		for week, run := range runs {
			want := slices.Clone(story.weeks[week])
			slices.SortFunc(want, func(a, b ranking.Row) int { return cmp.Compare(a.Slug, b.Slug) })
			for i := range want {
				want[i].List, want[i].Views = list, nil
			}
			var got []ranking.Row
			for _, p := range d.walk(t, ranking.Query{List: list, Run: run, Limit: 7}) {
				got = append(got, p.Rows...)
			}
			slices.SortFunc(got, func(a, b ranking.Row) int { return cmp.Compare(a.Slug, b.Slug) })
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Fatalf("story %d, run %d of %v (-want +got)\n%s", n, run, runs, diff)
			}
		}
	}
}

// pastRankingRefused queries rankings that are not stored, or never existed.
func pastRankingRefused(t *testing.T, e env) {
	d := e.open()
	row := ranking.Row{Slug: "a", Name: "a", Rank: 1, Rankable: true, Views: []ranking.View{{ID: "equal", Rank: 1, Of: 1}}}
	first := d.put("l", row)
	other := d.put("other", row)
	last := d.put("l", row)
	open := d.start("l", "a")
	for name, c := range map[string]struct {
		q    ranking.Query
		want error
	}{
		"a run there is none of":      {ranking.Query{List: "l", Run: 999}, health.ErrNotFound},
		"a run of another list":       {ranking.Query{List: "l", Run: other.ID}, health.ErrNotFound},
		"a run that goes on":          {ranking.Query{List: "l", Run: open.ID}, health.ErrNotFound},
		"no run at all":               {ranking.Query{List: "l", Run: -1}, health.ErrNotFound},
		"a list there is none of":     {ranking.Query{List: "none", Run: first.ID}, health.ErrNotFound},
		"a view of the past":          {ranking.Query{List: "l", Run: first.ID, View: "equal"}, health.ErrBadQuery},
		"a view of the newest":        {ranking.Query{List: "l", Run: last.ID, View: "equal"}, nil},
		"the newest by its number":    {ranking.Query{List: "l", Run: last.ID}, nil},
		"a mark of nothing":           {ranking.Query{List: "l", Run: first.ID, After: "-1"}, health.ErrBadQuery},
		"a sort there is none of":     {ranking.Query{List: "l", Run: first.ID, Sort: "stars"}, health.ErrBadQuery},
		"more rows than a page holds": {ranking.Query{List: "l", Run: first.ID, Limit: 501}, health.ErrBadQuery},
	} {
		p, err := d.Rank(t.Context(), c.q)
		if !errors.Is(err, c.want) || c.want == nil && (err != nil || len(p.Rows) != 1) {
			t.Errorf("%s: %d rows, error %v; want %v", name, len(p.Rows), err, c.want)
		}
	}
	if err := d.KeepRanking(t.Context(), open.ID, []ranking.Row{row}, nil); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("the ranking of a run that goes on: %v", err)
	}
}

// allRows reads a long ranking page by page, of the present and of the past. A ranking published
// meanwhile is not visible.
func allRows(t *testing.T, e env) {
	d := e.open()
	var rows []ranking.Row
	for i := range 1201 {
		rows = append(rows, ranking.Row{Slug: fmt.Sprintf("p%04d", i), Name: "n", RiskUpper: float64(i % 7), Language: []string{"C", "Go"}[i%2]})
	}
	first := d.put("l", rows...)
	q := ranking.Query{List: "l", Sort: ranking.SortUpper, Language: []string{"C"}}
	read := func(q ranking.Query, during func()) []string {
		var out []string
		pages := 0
		err := d.RankAll(t.Context(), q, func(p ranking.Page) error {
			if pages++; pages == 1 {
				during()
			}
			if p.Run.ID != first.ID || p.Total != 1201 || p.Matched != 601 || len(p.Rows) > 500 {
				t.Errorf("page %d is of run %d, total %d, matched %d, %d rows", pages, p.Run.ID, p.Total, p.Matched, len(p.Rows))
			}
			out = append(out, slugsOf(p.Rows)...)
			return nil
		})
		if err != nil || pages != 2 {
			t.Fatalf("%d pages, error %v; want 2", pages, err)
		}
		return out
	}
	want := sorted(slices.DeleteFunc(slices.Clone(rows), func(r ranking.Row) bool { return r.Language != "C" }), q.Sort, false)
	if got := read(q, func() { d.put("l", rows[:3]...) }); !slices.Equal(got, want) {
		t.Errorf("while another is published: %d rows, want %d", len(got), len(want))
	}
	q.Run = first.ID
	if got := read(q, func() {}); !slices.Equal(got, want) {
		t.Errorf("of the past: %d rows, want %d", len(got), len(want))
	}
	enough := errors.New("enough")
	if err := d.RankAll(t.Context(), q, func(ranking.Page) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("ended by its reader: %v", err)
	}
}

// facetValuesPaged reads all values of a facet of a run.
func facetValuesPaged(t *testing.T, e env) {
	d := e.open()
	var rows []ranking.Row
	for i := range 1150 {
		rows = append(rows, ranking.Row{Slug: fmt.Sprintf("p%04d", i), Owner: fmt.Sprintf("o%04d", i/2*2)})
	}
	first := d.put("l", rows...)
	d.put("l", rows[:1]...)
	var all []ranking.Facet
	sizes := []int{}
	for page := 0; ; page++ {
		part, err := d.FacetValues(t.Context(), first.ID, "owner", page)
		if err != nil {
			t.Fatal(err)
		}
		if len(part) == 0 {
			break
		}
		all = append(all, part...)
		sizes = append(sizes, len(part))
	}
	if len(all) != 575 || !slices.Equal(sizes, []int{100, 475}) || all[0] != (ranking.Facet{Value: "o0000", N: 2}) || all[574].Value != "o1148" {
		t.Errorf("%d values in pages of %v, first %v", len(all), sizes, all[:1])
	}
	if got, err := d.FacetValues(t.Context(), first.ID, "nothing", 0); err != nil || len(got) != 0 {
		t.Errorf("a facet there is none of: %v, %v", got, err)
	}
	if _, err := d.FacetValues(t.Context(), 999, "owner", 0); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("a run there is none of: %v", err)
	}
}

// pastProject reads a project's row as of a run.
func pastProject(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b")
	row := func(slug string, rank int) ranking.Row {
		return ranking.Row{Slug: slug, Name: slug, Rank: rank, Regulars: -1, HumanCommits: rank, MainReason: "one regular"}
	}
	first := d.put("l", row("a", 1), row("b", 2))
	second := d.put("l", row("a", 3))
	for run, want := range map[int64]int{first.ID: 1, second.ID: 3} {
		f, err := d.ProjectAt(t.Context(), "a", run)
		w := row("a", want)
		w.List = "l"
		if diff := gocmp.Diff(&w, f.Ranked); err != nil || diff != "" {
			t.Errorf("run %d, error %v (-want +got)\n%s", run, err, diff)
		}
	}
	if f, err := d.ProjectAt(t.Context(), "b", second.ID); err != nil || f.Ranked != nil {
		t.Errorf("out of the ranking it has the row %+v, error %v", f.Ranked, err)
	}
}
