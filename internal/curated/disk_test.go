package curated

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const head = `list: {slug: big, title: Big, purpose: P, owner: O, licence: CC0-1.0, notice: "Invented, all of it."}
expert_lists:
  - {id: set, title: A set, url: https://example.org/set, date: 2023}
`

// jsonLine is a good project with more fields, as they are written.
func jsonLine(slug, more string) string {
	return fmt.Sprintf(`{"slug":%q,"name":"N","why":"W","category":"c","added":"2026-01-01","added_by":"list editors",`+
		`"repositories":[{"url":"https://github.com/o/%s","role":"primary"}]%s}`+"\n", slug, slug, more)
}

// folder makes a folder of files with these contents and returns its path.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpenList_linesAreReadAsAListFileIs(t *testing.T) {
	t.Parallel()
	want, err := ReadList("list.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	want.CopiedFrom = []string{"set"}
	want.Notice = `Mind "quotes", <tags> & ünïcode: # all of it.`
	want.Projects[0].Corrections = []health.Correction{{Kind: health.OptDown, What: "No rank.", Why: "They asked.", By: "maintainer", Date: "2026-11-22", Expires: "2027-11-22", URL: "https://example.org/ask"}}
	var list, lines bytes.Buffer
	if err := WriteHead(&list, want); err != nil {
		t.Fatal(err)
	}
	for _, p := range want.Projects {
		if err := WriteProject(&lines, p); err != nil {
			t.Fatal(err)
		}
	}
	// Blank lines and spaces between the values mean nothing.
	text := "\n" + strings.ReplaceAll(lines.String(), `":`, "\" :\t") + "\r\n"
	text = "\xef\xbb\xbf" + text // as some editors save it
	dir := folder(t, map[string]string{"list.yaml": list.String(), "projects.jsonl": text})
	for _, path := range []string{dir, filepath.Join(dir, "list.yaml")} {
		got, err := OpenList(path, noon)
		if err != nil {
			t.Fatal(err)
		}
		if got.Revision == want.Revision || len(got.Revision) != 12 {
			t.Errorf("revision %q, want another than %q: the projects are elsewhere", got.Revision, want.Revision)
		}
		got.Revision = want.Revision
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("from %s (-want +got)\n%s", path, diff)
		}
	}
}

func TestOpenList_problemsNameFileLineAndField(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 50) + strings.Repeat("]", 50)
	for name, tc := range map[string]struct{ lines, want string }{
		"no JSON":          {jsonLine("a", "") + "{\"slug\": \"b\",}\n", "unreadable projects.jsonl:2"},
		"two on a line":    {strings.TrimSpace(jsonLine("a", "")) + jsonLine("b", ""), "unreadable projects.jsonl:1"},
		"no object":        {"[]\n", "wrong_kind projects.jsonl:1"},
		"unknown field":    {jsonLine("a", "") + jsonLine("b", `,"colour":"blue"`), "unknown_field projects.jsonl:2: colour | slug"},
		"given twice":      {jsonLine("a", `,"why":"again"`), "twice projects.jsonl:1: why"},
		"missing":          {`{"slug":"a"}`, "missing projects.jsonl:1: name"},
		"wrong kind":       {jsonLine("a", `,"rolling":"yes"`), "wrong_kind projects.jsonl:1: rolling"},
		"out of range":     {jsonLine("a", `,"substitution":{"value":4,"reason":"R","reviewed":"2026-01-01"}`), "out_of_range projects.jsonl:1: substitution.value | 4 | 0 | 3"},
		"slug twice":       {jsonLine("a", "") + "\n" + jsonLine("a", ""), "twice projects.jsonl:3: slug | a | 1"},
		"repository twice": {jsonLine("a", "") + strings.Replace(jsonLine("b", ""), "o/b", "O/A", 1), "twice projects.jsonl:2: repositories[0].url | github.com/o/a | 1"},
		"other list":       {jsonLine("a", `,"expert_lists":["set","none"]`), "not_allowed projects.jsonl:1: expert_lists[1] | none"},
		"no text":          {jsonLine("a", `,"language":7`), "wrong_kind projects.jsonl:1: language"},
		"bytes":            {jsonLine("a", ",\"language\":\"\xff\""), "unreadable projects.jsonl:1"},
		"deep":             {jsonLine("a", `,"tags":`+deep), "unreadable projects.jsonl:1"},
		"long":             {jsonLine("a", "") + jsonLine("b", `,"language":"`+strings.Repeat("x", maxLine)+`"`), "unreadable projects.jsonl:2"},
		"empty":            {"\n", "wrong_count projects.jsonl:1"},
		"all wrong":        {strings.Repeat("x\n", 1000), "wrong_count projects.jsonl:100"},
	} {
		_, err := OpenList(folder(t, map[string]string{"list.yaml": head, "projects.jsonl": tc.lines}), noon)
		if !Tells(err, tc.want) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
	}
	_, err := OpenList(folder(t, map[string]string{"list.yaml": good, "projects.jsonl": jsonLine("a", "")}), noon)
	if err == nil || !Tells(err, "conflict list.yaml:6: projects:") {
		t.Errorf("projects in two files: %v", err)
	}
	_, err = OpenList(folder(t, map[string]string{"list.yaml": head + strings.Repeat("#\n", maxSize/2)}), noon)
	if err == nil || !Tells(err, "unreadable list.yaml:1: | 4194490 | 4194304") || !strings.Contains(err.Error(), "projects.jsonl") {
		t.Errorf("a large file: %v", err)
	}
	if _, err := OpenList(t.TempDir(), noon); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder without a list: %v", err)
	}
}

func TestLoad_listsFromDisk(t *testing.T) {
	t.Parallel()
	other := strings.Replace(head, "slug: big", "slug: able", 1)
	dir := folder(t, map[string]string{
		"two/list.yaml": head, "two/projects.jsonl": jsonLine("b", ""),
		"one/list.yaml": strings.ReplaceAll(good, "slug: small", "slug: one"),
		"notes/README":  "no list",
	})
	set, err := LoadWith(dir, folder(t, map[string]string{"list.yaml": other, "projects.jsonl": jsonLine("b", "")}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range set.Lists {
		got = append(got, l.Slug)
	}
	if diff := cmp.Diff([]string{"critical", "cncf", "one", "big", "able"}, got); diff != "" {
		t.Errorf("lists (-want +got)\n%s", diff)
	}
	big, _ := set.List("big")
	if big.Notice != "Invented, all of it." || len(big.Downloads) == 0 {
		t.Errorf("notice %q, %d tables of downloads", big.Notice, len(big.Downloads))
	}
	if _, ok := set.Bundle("big"); ok {
		t.Error("a list from disk has a bundle of figures")
	}
}

func TestLoad_listsFromDiskTakeNoPlace(t *testing.T) {
	t.Parallel()
	big := map[string]string{"list.yaml": head, "projects.jsonl": jsonLine("b", "")}
	first := folder(t, big)
	xz := strings.Replace(jsonLine("xz", ""), "o/xz", "tukaani-project/xz", 1)
	for name, tc := range map[string]struct {
		paths []string
		want  string
	}{
		"built in":         {[]string{folder(t, map[string]string{"list.yaml": strings.Replace(head, "slug: big", "slug: critical", 1), "projects.jsonl": jsonLine("b", "")})}, "twice list.yaml:1: list.slug: | critical"},
		"twice":            {[]string{first, folder(t, big)}, "twice list.yaml:1: list.slug: | big | " + first},
		"another project":  {[]string{folder(t, map[string]string{"list.yaml": head, "projects.jsonl": jsonLine("xz", "")})}, "twice projects.jsonl:1: slug: | xz | critical"},
		"the same project": {[]string{folder(t, map[string]string{"list.yaml": head, "projects.jsonl": xz})}, ""},
	} {
		_, err := LoadWith(tc.paths...)
		if tc.want == "" && err != nil || tc.want != "" && !Tells(err, tc.want) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
	}
	empty := t.TempDir()
	if _, err := LoadWith(empty); err == nil || !strings.Contains(err.Error(), empty) || !strings.Contains(err.Error(), listName) {
		t.Errorf("a folder without a list: %v", err)
	}
	if _, err := LoadWith(filepath.Join(first, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nowhere: %v", err)
	}
}

func FuzzOpenLines(f *testing.F) {
	f.Add([]byte(jsonLine("a", "") + jsonLine("b", `,"tags":["x"],"rolling":true,"homepage":null`)))
	f.Add([]byte(`{"slug":"a","substitution":{"value":1e0}}`))
	f.Add([]byte("{}\n[[]]\n\"\\u0000\"\n-1.5E3\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var list health.List
		r := &listReader{first: map[thing]place{}}
		problems, err := r.lines(&lineFile{name: "p.jsonl", r: bytes.NewReader(b)}, &list)
		if err != nil {
			t.Fatalf("error %v of what was read from memory", err)
		}
		if len(problems) == 0 && len(list.Projects) == 0 {
			t.Error("a list without projects was accepted")
		}
		if len(problems) > 0 {
			return
		}
		// What was accepted is written and read back as it was.
		var again bytes.Buffer
		for _, p := range list.Projects {
			if err := WriteProject(&again, p); err != nil {
				t.Fatal(err)
			}
		}
		var back health.List
		r = &listReader{first: map[thing]place{}}
		if problems, err := r.lines(&lineFile{name: "p.jsonl", r: &again}, &back); err != nil || len(problems) > 0 {
			t.Fatalf("not read back: %v, %v", problems, err)
		}
		if diff := cmp.Diff(list.Projects, back.Projects); diff != "" {
			t.Errorf("(-first +again)\n%s", diff)
		}
	})
}

// A list of 100,000 projects has to be read in three seconds of one core.
func BenchmarkOpenList(b *testing.B) {
	var lines strings.Builder
	more := `,"tags":["compression","parsing"],"peers":"c-parser","homepage":"https://example.org/","packages":["pkg:npm/%s"],"expert_lists":["set"],` +
		`"exposure":{"untrusted_input":true,"privileged":true,"crypto":false,"toolchain":false,"reason":"Parses what anybody may send, and runs with more rights.","reviewed":"2026-11-22"},` +
		`"substitution":{"value":2,"reason":"Others read the format, but what depends on it has to be changed.","reviewed":"2026-11-22"},"review":"mailing_list"`
	const n = 10_000
	for i := range n {
		slug := fmt.Sprintf("project-%06d", i)
		lines.WriteString(jsonLine(slug, fmt.Sprintf(more, slug)))
	}
	dir := folder(b, map[string]string{"list.yaml": head, "projects.jsonl": lines.String()})
	b.SetBytes(int64(lines.Len()))
	for b.Loop() {
		if _, err := OpenList(dir, noon); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/project")
}

// The command that checks a list names the revision that pages name.
func TestOpenList_hasTheRevisionPagesShow(t *testing.T) {
	t.Parallel()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, shipped := range set.Lists {
		l, err := OpenList(filepath.Join("..", "..", "scorecards", shipped.Slug), noon)
		if err != nil || l.Revision != shipped.Revision {
			t.Errorf("%s: revision %s, error %v; pages show %s", shipped.Slug, l.Revision, err, shipped.Revision)
		}
	}
}

// A device may have no end, and a pipe no writer.
func TestOpenList_readsRegularFilesOnly(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"list.yaml": head})
	if err := os.Symlink(os.DevNull, filepath.Join(dir, "projects.jsonl")); err != nil {
		t.Fatal(err)
	}
	for path, in := range map[string]string{os.DevNull: os.DevNull, dir: filepath.Join(dir, "projects.jsonl")} {
		var p Problems
		if _, err := OpenList(path, noon); !errors.As(err, &p) || len(p) != 1 || p[0].File != in || p[0].Rule != Unreadable {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestReadList_saysTheLineOfAnExcessOnce(t *testing.T) {
	t.Parallel()
	_, err := ReadList("deep.yaml", []byte("\n\na: "+strings.Repeat("[", 50)))
	if want := "deep.yaml:3: more than 40 levels, the most that is read"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
