package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func filtersAndText(t *testing.T, e env) {
	d := e.open()
	d.put("l",
		ranking.Row{
			Slug: "curl", Name: "curl", Repository: "github.com/curl/curl", Language: "C", Category: "network", Owner: "curl", Host: "github.com", Tags: []string{"tls", "http", "tls"}, Licence: "curl", Checks: "x7?-",
			Status: health.Status{Word: health.StatusActive}, Evidence: health.EvidenceFull, RiskBand: model.Band{Word: "low"}, HealthBand: model.Band{Word: "strong"}, Rankable: true,
		},
		ranking.Row{
			Slug: "xz", Name: "XZ Utils 100%", Repository: "github.com/tukaani-project/xz", Language: "C", Category: "compression", Owner: "tukaani-project", Host: "github.com", Tags: []string{"lzma"}, Licence: "0BSD", Checks: "80",
			Status: health.Status{Word: health.StatusDormant}, Evidence: health.EvidenceProvisional, RiskBand: model.Band{Word: "high"}, HealthBand: model.Band{Word: "weak"},
		},
		ranking.Row{
			Slug: "gcc", Name: `G_C\C Ünïcode`, Repository: "gcc.gnu.org/git/gcc", Language: "C++", Category: "toolchain", Owner: "git", Host: "gcc.gnu.org",
			Status: health.Status{Word: health.StatusActive}, Evidence: health.EvidenceNone, Rankable: true,
		})
	yes, no := true, false
	for _, c := range []struct {
		name string
		q    ranking.Query
		want string
	}{
		{"all", ranking.Query{}, "curl gcc xz"},
		{"language", ranking.Query{Language: []string{"C"}}, "curl xz"},
		{"alternatives", ranking.Query{Language: []string{"C", "C++", "nothing"}}, "curl gcc xz"},
		{"filters together", ranking.Query{Language: []string{"C"}, Status: []string{"active"}}, "curl"},
		{"status", ranking.Query{Status: []string{"dormant"}}, "xz"},
		{"owner", ranking.Query{Owner: []string{"curl", "git"}}, "curl gcc"},
		{"host", ranking.Query{Host: []string{"gcc.gnu.org"}}, "gcc"},
		{"tag", ranking.Query{Tag: []string{"tls", "lzma"}}, "curl xz"},
		{"evidence", ranking.Query{Evidence: []string{"none"}}, "gcc"},
		{"risk band", ranking.Query{RiskBand: []string{"high"}}, "xz"},
		{"health band", ranking.Query{HealthBand: []string{"strong"}}, "curl"},
		{"category", ranking.Query{Category: []string{"toolchain"}}, "gcc"},
		{"licence", ranking.Query{Licence: []string{"curl", "MIT"}}, "curl"},
		{"check passing", ranking.Query{Pass: checkIDs(0)}, "curl xz"},
		{"check failing", ranking.Query{Fail: checkIDs(1)}, "curl xz"},
		{"check unknown", ranking.Query{Unknown: checkIDs(2)}, "curl xz"}, // xz has no letter for it
		{"check not applicable", ranking.Query{Unknown: checkIDs(3), Text: "curl"}, ""},
		{"checks are alternatives", ranking.Query{Fail: checkIDs(0, 1), Language: []string{"C"}}, "curl xz"},
		{"check failing and another unknown", ranking.Query{Fail: checkIDs(1), Unknown: checkIDs(2)}, "curl xz"},
		{"no such check", ranking.Query{Pass: []string{"Nothing"}}, ""},
		{"ranked", ranking.Query{Ranked: &yes}, "curl gcc"},
		{"not ranked", ranking.Query{Ranked: &no}, "xz"},
		{"text in slug", ranking.Query{Text: "cur"}, "curl"},
		{"text in repository", ranking.Query{Text: "tukaani"}, "xz"},
		{"text in any case", ranking.Query{Text: "xZ uTILS"}, "xz"},
		{"text in any case, not ASCII", ranking.Query{Text: "ÜNÏ"}, "gcc"},
		{"per cent is a letter", ranking.Query{Text: "%"}, "xz"},
		{"underscore is a letter", ranking.Query{Text: "g_c"}, "gcc"},
		{"backslash is a letter", ranking.Query{Text: `c\c`}, "gcc"},
		{"text or slug", ranking.Query{Text: "tukaani", Slugs: []string{"gcc", "nothing"}}, "gcc xz"},
		{"slug and filter", ranking.Query{Text: "nothing", Slugs: []string{"gcc", "xz"}, Language: []string{"C"}}, "xz"},
		{"slug without text", ranking.Query{Slugs: []string{"gcc"}}, "curl gcc xz"},
		{"blank text", ranking.Query{Text: "  "}, "curl gcc xz"},
		{"text and filter", ranking.Query{Text: "c", Language: []string{"C++"}, Ranked: &yes}, "gcc"},
		{"nothing", ranking.Query{Text: "cur", Language: []string{"C++"}}, ""},
	} {
		c.q.List, c.q.Sort, c.q.Limit = "l", ranking.SortName, 1
		got := d.pages(t, c.q)
		slices.Sort(got)
		p := d.rank(c.q)
		if s := strings.Join(got, " "); s != c.want || p.Matched != len(got) || p.Total != 3 {
			t.Errorf("%s: %q, matched %d of %d; want %q", c.name, s, p.Matched, p.Total, c.want)
		}
	}
}

// checkIDs returns the ids of checks by their places.
func checkIDs(places ...int) []string {
	var out []string
	for _, p := range places {
		out = append(out, string(field.Checks()[p]))
	}
	return out
}

func facets(t *testing.T, e env) {
	d := e.open()
	rows := []ranking.Row{
		{Slug: "a", Rank: 1, Language: "C", Tags: []string{"x", "x", "y"}, Status: health.Status{Word: health.StatusActive}, RiskBand: model.Band{Word: "low"}, HealthBand: model.Band{Word: "good"}},
		{Slug: "b", Rank: 2, Language: "Go", Tags: []string{"x"}, Status: health.Status{Word: health.StatusActive}, Host: "h", Owner: "o", Evidence: health.EvidenceFull, Category: "k"},
		{Slug: "c", Language: "Go"},
	}
	for i := range 150 {
		rows = append(rows, ranking.Row{Slug: fmt.Sprintf("o%03d", i), Owner: fmt.Sprintf("owner%03d", i)})
	}
	run := d.put("l", rows...)
	p := d.rank(ranking.Query{List: "l", Language: []string{"C"}})
	owners := p.Facets["owner"]
	p.Facets = maps.Clone(p.Facets) // others have the same map
	delete(p.Facets, "owner")
	want := map[string][]ranking.Facet{
		"language": {{Value: "Go", N: 2}, {Value: "C", N: 1}}, "tag": {{Value: "x", N: 2}, {Value: "y", N: 1}}, "status": {{Value: "active", N: 2}},
		"risk_band": {{Value: "low", N: 1}}, "health_band": {{Value: "good", N: 1}}, "host": {{Value: "h", N: 1}}, "evidence": {{Value: "full", N: 1}}, "category": {{Value: "k", N: 1}},
	}
	if diff := gocmp.Diff(want, p.Facets); diff != "" {
		t.Errorf("facets of the list, not of the query (-want +got)\n%s", diff)
	}
	if len(owners) != 100 || owners[0].Value != "o" || owners[1].Value != "owner000" {
		t.Errorf("%d owners, first %v", len(owners), owners[:2])
	}
	if p.Total != 153 || p.RankedTotal != 2 || p.Matched != 1 || p.Run.ID != run.ID {
		t.Errorf("total %d, ranked %d, matched %d, run %d", p.Total, p.RankedTotal, p.Matched, p.Run.ID)
	}
}

func counts(t *testing.T, e env) {
	d := e.open()
	rows := func() []ranking.Row {
		return []ranking.Row{
			{Slug: "a", Language: "C", Owner: "x", Tags: []string{"tls", "http"}, Status: health.Status{Word: health.StatusActive}, Rankable: true, Checks: "x0"},
			{Slug: "b", Language: "C", Owner: "x", Tags: []string{"tls"}, Status: health.Status{Word: health.StatusDormant}, Checks: "0x"},
			{Slug: "c", Language: "Go", Owner: "y", Tags: []string{"http"}, Status: health.Status{Word: health.StatusActive}, Rankable: true},
			{Slug: "d", Status: health.Status{Word: health.StatusActive}},
		}
	}
	run := d.put("l", rows()...)
	now := rows()
	for i := range now {
		now[i].Language = "Rust"
	}
	d.put("l", now...)
	yes := true
	for _, c := range []struct {
		name string
		q    ranking.Query
		want string // of language, owner, status and tag, then and now
		now  string
	}{
		{"all", ranking.Query{}, "C 2, Go 1; x 2, y 1; active 3, dormant 1; http 2, tls 2", "Rust 4; x 2, y 1; active 3, dormant 1; http 2, tls 2"},
		{"its own choice", ranking.Query{Language: []string{"C"}}, "C 2, Go 1; x 2; active 1, dormant 1; tls 2, http 1", "Rust 4; ; ; "},
		{"two choices", ranking.Query{Language: []string{"C"}, Tag: []string{"http"}}, "C 1, Go 1; x 1; active 1; tls 2, http 1", "Rust 2; ; ; "},
		{"a tag", ranking.Query{Tag: []string{"tls"}}, "C 2; x 2; active 1, dormant 1; http 2, tls 2", "Rust 2; x 2; active 1, dormant 1; http 2, tls 2"},
		{"ranked", ranking.Query{Ranked: &yes}, "C 1, Go 1; x 1, y 1; active 2; http 2, tls 1", "Rust 2; x 1, y 1; active 2; http 2, tls 1"},
		{"text", ranking.Query{Text: "d"}, "; ; active 1; ", "Rust 1; ; active 1; "},
	} {
		for range 2 { // the second is remembered
			for id, want := range map[int64]string{run.ID: c.want, 0: c.now} {
				c.q.List, c.q.Run = "l", id
				if got := d.counts(t, c.q, "language", "owner", "status", "tag"); got != want {
					t.Errorf("%s, run %d: %q, want %q", c.name, id, got, want)
				}
			}
		}
	}
	first, second := checkIDs(0)[0], checkIDs(1)[0]
	for _, q := range []struct {
		ranking.Query
		fail, pass string
	}{
		{ranking.Query{}, second + " 1, " + first + " 1", second + " 1, " + first + " 1"},
		{ranking.Query{Fail: checkIDs(0)}, second + " 1, " + first + " 1", second + " 1"}, // its own choice is left out
		{ranking.Query{Tag: []string{"http"}}, second + " 1", first + " 1"},
	} {
		for _, id := range []int64{run.ID, 0} {
			q.List, q.Run = "l", id
			if got := d.counts(t, q.Query, "fail", "pass"); got != q.fail+"; "+q.pass {
				t.Errorf("checks under %v, run %d: %q, want %q; %q", q.Query, id, got, q.fail, q.pass)
			}
		}
	}
	if _, err := d.Counts(t.Context(), ranking.Query{List: "l"}, "colour"); !errors.Is(err, health.ErrBadQuery) {
		t.Errorf("a facet there is none of: %v", err)
	}
}

func (d db) counts(t *testing.T, q ranking.Query, facets ...string) string {
	t.Helper()
	counts, err := d.Counts(t.Context(), q, facets...)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range facets {
		var values []string
		for _, v := range counts.Values[name] {
			values = append(values, fmt.Sprint(v.Value, " ", v.N))
		}
		out = append(out, strings.Join(values, ", "))
		if counts.AtMost[name] {
			t.Errorf("%s of %d rows is not counted", name, 4)
		}
	}
	return strings.Join(out, "; ")
}
