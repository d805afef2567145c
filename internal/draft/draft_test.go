package draft_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/plumbline-scorecard/plumbline/internal/draft"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// lists has a project whose slug, package and repository others may name.
var lists = []health.List{{Slug: "critical", Projects: []health.Project{{
	Slug: "express", Name: "Express", Packages: []string{"pkg:npm/express"},
	Repositories: []health.Repository{{URL: "https://github.com/expressjs/express", Role: health.Primary}},
}, {Slug: "core", Repositories: []health.Repository{{URL: "https://github.com/x/core", Role: health.Primary}}}}}}

func read(t *testing.T, from, text string) draft.Draft {
	t.Helper()
	m := draft.New("2026-12-02", "list editors", lists)
	if err := draft.Read(m, "f", from, []byte(text)); err != nil {
		t.Fatal(err)
	}
	return m.Done()
}

func addresses(d draft.Draft) (out []string) {
	for _, p := range d.Projects {
		out = append(out, p.Slug+" "+strings.TrimPrefix(p.Repositories[0].URL, "https://"))
	}
	return out
}

func TestURLs_everyWayToWriteAnAddress(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://github.com/BurntSushi/ripgrep":        "github.com/BurntSushi/ripgrep",
		"http://github.com/a/b.git":                    "github.com/a/b",
		"git://example.org/a/b.git":                    "example.org/a/b",
		"git+https://github.com/a/b.git#v1":            "github.com/a/b",
		"ssh://git@gitlab.com/g/s/p.git":               "gitlab.com/g/s/p",
		"git@gitlab.com:g/s/p.git":                     "gitlab.com/g/s/p",
		"a/b":                                          "github.com/a/b",
		"codeberg.org/a/b":                             "codeberg.org/a/b",
		"https://github.com/a/b/tree/main/x?tab=r#top": "github.com/a/b",
		"  - <https://github.com/a/b>,":                "github.com/a/b",
		"* a/b\t# a remark":                            "github.com/a/b",
		"pkg:github/a/b@1.2":                           "github.com/a/b",
		"pkg:golang/github.com/a/b/v2":                 "github.com/a/b",
		"pkg:npm/express@4":                            "github.com/expressjs/express",
	} {
		d := read(t, "urls", "# head\n\n"+text+"\n")
		if len(d.Projects) != 1 || d.Projects[0].Repositories[0].URL != "https://"+want || len(d.Refused) != 0 || d.Rows != 1 {
			t.Errorf("%q: %v, refused %+v", text, addresses(d), d.Refused)
		}
	}
}

func TestURLs_badRowsStayOutAndSayWhy(t *testing.T) {
	t.Parallel()
	d := read(t, "auto", "a/b\nftp://example.org/a/b\nhttps://github.com/curl\npkg:npm/left-pad\ntwo words\nhttps://user:pw@example.org/a\nhttps://localhost/a/b\nhttps://10.0.0.1/a/b\nA/B.git\npkg:zz\nc/d\n")
	if got, want := addresses(d), []string{"b github.com/a/b", "d github.com/c/d"}; !slices.Equal(got, want) {
		t.Errorf("projects %q, want %q", got, want)
	}
	var lines []int
	for _, r := range d.Refused {
		lines = append(lines, r.Line)
		if r.Why == "" || r.Text == "" {
			t.Errorf("line %d gives no reason: %+v", r.Line, r)
		}
	}
	if want := []int{2, 3, 4, 5, 6, 7, 8, 10}; !slices.Equal(lines, want) {
		t.Errorf("refused lines %v, want %v", lines, want)
	}
	if want := []draft.Repeat{{Line: 9, First: 1, Text: "github.com/A/B"}}; !slices.Equal(d.Repeats, want) || d.Rows != 11 {
		t.Errorf("repeats %+v, rows %d", d.Repeats, d.Rows)
	}
	if !strings.Contains(d.Refused[1].Why, "--from org curl") {
		t.Errorf("an account: %q", d.Refused[1].Why)
	}
}

func TestDone_slugsAreSharedWithTheSameRepositoryOnly(t *testing.T) {
	t.Parallel()
	d := read(t, "auto", "expressjs/express\na/core\nb/tool\nc/tool\nd/+\nd/.github\n")
	want := []string{
		"a-core github.com/a/core", "b-tool github.com/b/tool", "c-tool github.com/c/tool", "d github.com/d/+",
		"express github.com/expressjs/express", "github github.com/d/.github",
	}
	if got := addresses(d); !slices.Equal(got, want) || d.Listed != 1 {
		t.Errorf("got %q, want %q; listed %d", got, want, d.Listed)
	}
}

const table = `url,name,slug,why_critical,tags,category,purl,stars
https://github.com/a/b,"B, the ""best""",bee,"Payments
need it.",web; data|Web,library,pkg:npm/b pkg:npm/bb,7
c/d,,,,,,,
"not a repository",,,,,,,
c/e,,,,,,npm:e,
c/d,,,,,,pkg:npm/d,
,F,,,,,pkg:npm/express,
`

func TestCSV_columnsDelimitersAndMarks(t *testing.T) {
	t.Parallel()
	semi := "sep=;\r\n" + strings.ReplaceAll(strings.ReplaceAll(table, "web; data|Web", "web data|Web"), ",", ";")
	semi = strings.Replace(semi, `"B; the`, `"B, the`, 1)
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text  string
		later int
	}{
		"comma": {table, 0}, "mark": {"\ufeff" + table, 0}, "windows": {strings.ReplaceAll(table, "\n", "\r\n"), 0}, "utf-16": {utf16, 0},
		"semicolon": {semi, 1}, "tab": {strings.Replace(strings.ReplaceAll(table, ",", "\t"), "B\t the", "B, the", 1), 0},
		"other names": {strings.Replace(table, "url,name,slug,why_critical", "Repository URL,Project,ID,Reason", 1), 0},
	} {
		d := read(t, "auto", c.text)
		if got, want := addresses(d), []string{"bee github.com/a/b", "d github.com/c/d", "express github.com/expressjs/express"}; !slices.Equal(got, want) {
			t.Errorf("%s: projects %q, want %q", name, got, want)
			continue
		}
		p := d.Projects[0]
		if p.Name != `B, the "best"` || p.Why != "Payments need it." || !slices.Equal(p.Tags, []string{"web", "data"}) || p.Category != "library" ||
			!slices.Equal(p.Packages, []string{"pkg:npm/b", "pkg:npm/bb"}) {
			t.Errorf("%s: first is %+v", name, p)
		}
		if !slices.Equal(d.Projects[1].Packages, []string{"pkg:npm/d"}) || d.Projects[1].Why != "" {
			t.Errorf("%s: a repeated row lost its package: %+v", name, d.Projects[1])
		}
		if len(d.Refused) != 2 || d.Refused[0].Line != 5+c.later || d.Refused[1].Line != 6+c.later || len(d.Repeats) != 1 || d.Repeats[0].Line != 7+c.later || d.Repeats[0].First != 4+c.later {
			t.Errorf("%s: refused %+v, repeats %+v", name, d.Refused, d.Repeats)
		}
		if !slices.Equal(d.Ignored, []string{"stars"}) {
			t.Errorf("%s: ignored %q", name, d.Ignored)
		}
	}
}

func TestCSV_aBadQuoteCostsItsRecordOnly(t *testing.T) {
	t.Parallel()
	d := read(t, "csv", "url,name\na/b,x\"y\nc/d,ok\ne/f,\"open\ng/h,i\n")
	if got, want := addresses(d), []string{"d github.com/c/d"}; !slices.Equal(got, want) {
		t.Errorf("projects %q, want %q", got, want)
	}
	if len(d.Refused) != 2 || d.Refused[0].Line != 2 || d.Refused[1].Line != 4 {
		t.Errorf("refused %+v", d.Refused)
	}
}

func TestOrganization_leavesOutForksAndArchives(t *testing.T) {
	t.Parallel()
	m := draft.New("2026-12-02", "us", nil)
	m.Organization([]draft.Found{
		{URL: "https://github.com/o/a", Language: "Go"}, {URL: "https://github.com/o/b", Fork: true}, {URL: "https://github.com/o/c", Archived: true}, {URL: "https://github.com/o/d", Fork: true, Archived: true},
	})
	d := m.Done()
	if len(d.Projects) != 1 || d.Projects[0].Language != "Go" || d.Forks != 1 || d.Archived != 2 || d.Projects[0].AddedBy != "us" || d.Projects[0].Added != "2026-12-02" {
		t.Errorf("%+v", d)
	}
}

func TestRead_saysWhatAFileIs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]draft.Kind{
		"":                                     draft.Empty,
		" \n\n":                                draft.Empty,
		"# only a remark\n":                    draft.Unknown,
		"hello world\n":                        draft.Unknown,
		"a/b,x\nc/d,y\n":                       draft.Headless,
		"name,why\nx,y\n":                      draft.Table,
		"PK\x03\x04 xl/workbook.xml":           draft.Workbook,
		"PK\x03\x04 a.txt":                     draft.Zip,
		"%PDF-1.7":                             draft.PDF,
		"\x1f\x8b\x08":                         draft.Gzip,
		"SQLite format 3\x00":                  draft.Database,
		"\x00\x01\x02":                         draft.Binary,
		"<!doctype html><html>":                draft.HTML,
		"<?xml version='1.0'?>":                draft.XML,
		`{"bomFormat": "CycloneDX"}`:           draft.CycloneDX,
		`{"spdxVersion": "SPDX-2.3"}`:          draft.SPDX,
		"SPDXVersion: SPDX-2.3":                draft.SPDX,
		`{"dependencies": {}}`:                 draft.Manifest,
		"module example.org/a\n\ngo 1":         draft.Manifest,
		"requests==2.0\n":                      draft.Manifest,
		`{"slug":"a","repositories":[]}`:       draft.ListLines,
		`[1]`:                                  draft.JSON,
		"list: {slug: a}\nprojects: []\n":      draft.ListFile,
		`{"scorecard": {"version": "v5.0.0"}}`: draft.Scorecard,
	} {
		m := draft.New("2026-12-02", "us", nil)
		err := draft.Read(m, "f", "auto", []byte(text))
		var wrong *draft.KindError
		if want == draft.Table {
			if !errors.Is(err, draft.ErrNoURL) {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if !errors.As(err, &wrong) || wrong.Is != want || wrong.Do == "" {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	for from, text := range map[string]string{"csv": "a/b\n", "urls": "url,name\na/b,x\n"} {
		var wrong *draft.KindError
		if err := draft.Read(draft.New("", "", nil), "f", from, []byte(text)); !errors.As(err, &wrong) {
			t.Errorf("--from %s: %v", from, err)
		}
	}
}

func TestMaker_holdsNoMoreThanAListFile(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range draft.Most + 3 {
		fmt.Fprintf(&b, "o/p%d\n", i)
	}
	d := read(t, "urls", b.String())
	if len(d.Projects) != draft.Most || len(d.Refused) != 3 {
		t.Errorf("%d projects, %d refused", len(d.Projects), len(d.Refused))
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{table, "a/b\npkg:npm/x\n", "sep=;\nurl;name\n\"a", "url\ta\n", "\ufeffurl\na/b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := draft.New("2026-12-02", "us", lists)
		_ = draft.Read(m, "f", "auto", []byte(text))
		d := m.Done()
		seen := map[string]bool{}
		for _, p := range d.Projects {
			if p.Slug == "" || draft.Slug(p.Slug) != p.Slug || seen[p.Slug] || p.Name == "" {
				t.Errorf("project %+v", p)
			}
			seen[p.Slug] = true
		}
		if len(d.Projects)+len(d.Refused)+len(d.Repeats) < d.Rows {
			t.Errorf("%d rows, %d projects, %d refused, %d repeats", d.Rows, len(d.Projects), len(d.Refused), len(d.Repeats))
		}
	})
}
