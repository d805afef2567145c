package ranking_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// A name finds its project, also one that no row says; the project it names comes
// before those that only hold it.
func TestProjects_searchByAlias(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).
		Project("xz", func(p *health.Project) { p.Aliases = []string{"liblzma"} }).Measured("xz", 1, 8, 184).
		Project("p-xz-2", nil).Measured("p-xz-2", 1, 8, 184).WithPast().Site()
	for _, c := range []struct{ query, by, rows string }{
		{"?q=liblzma", "alias /p/xz", "xz"},
		{"?q=Lib-LZ", "", "xz"},
		{"?q=xz", "name /p/xz", "p-xz-2 xz"},
		{"?q=XZ&lang=C", "name /p/xz", "p-xz-2 xz"},
		{"?q=liblzma&as_of=run-1", "alias /p/xz?as_of=run-1", "xz"},
		{"?q=pxz", "", "p-xz-2"},
	} {
		doc := pagetest.Page(t, h, "/projects"+c.query, 200)
		match := doc.Find(".exact a")
		if got := strings.TrimSpace(match.AttrOr("data-by", "") + " " + match.AttrOr("href", "")); got != c.by {
			t.Errorf("%s: the exact match is %q, want %q", c.query, got, c.by)
		}
		rows := pagetest.Texts(doc.Find("table.plumbed .proj"))
		slices.Sort(rows)
		if got := strings.Join(rows, " "); got != c.rows {
			t.Errorf("%s: rows %q, want %q", c.query, got, c.rows)
		}
	}
	csv, err := io.ReadAll(pagetest.Get(t, h, "/projects.csv?q=liblzma").Body)
	if err != nil || !strings.Contains(string(csv), ",xz,") {
		t.Errorf("the CSV of the same search is %q, error %v", csv, err)
	}
}
