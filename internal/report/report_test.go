package report_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/report"
	"github.com/plumbline-scorecard/plumbline/internal/testkit/bundled"
)

// slugs are projects of the default list: ranked ones and one that has ended.
var slugs = []string{"curl", "xz", "zlib", "log4j"}

// kept is a report on them.
var kept = sync.OnceValue(func() report.Pack {
	m, err := bundled.Material("kept", slugs...)
	if err != nil {
		panic(err)
	}
	p, err := report.Build(m)
	if err != nil {
		panic(err)
	}
	return p
})

func TestBuild_isWholeAndSaysTheSameTwice(t *testing.T) {
	t.Parallel()
	p := kept()
	v, err := report.Verify(bytes.NewReader(p.Document.Body), int64(len(p.Document.Body)))
	if err != nil {
		t.Fatal(err)
	}
	if v.SHA256 != p.Document.SHA256 || v.Report.ID != "kept" || len(v.Report.Projects) != len(p.Evidence) || len(p.Evidence) < 3 {
		t.Errorf("the pack says %s, %s, %d projects of %d", v.SHA256, v.Report.ID, len(v.Report.Projects), len(p.Evidence))
	}
	m, err := bundled.Material("kept", slugs...)
	if err != nil {
		t.Fatal(err)
	}
	again, err := report.Build(m)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again.Document.Body, p.Document.Body) {
		t.Error("the same figures give other bytes")
	}
}

func TestOpenEvidence_isWhatTheReportNames(t *testing.T) {
	t.Parallel()
	p := kept()
	for i, d := range p.Evidence {
		file, e, err := report.OpenEvidence(d)
		if err != nil {
			t.Fatal(err)
		}
		row := p.Report.Projects[i]
		if permanent.Hash(file) != row.EvidenceSHA256 || d.ID != row.EvidenceID || e.Figures.Project.Slug != row.Slug {
			t.Errorf("%s: the evidence is %s of %s", row.Slug, d.ID, e.Figures.Project.Slug)
		}
		inPack, err := report.File(p.Document, report.EvidenceFile(row.Slug))
		if err != nil || !bytes.Equal(inPack, file) {
			t.Errorf("%s: the pack has other evidence (%v)", row.Slug, err)
		}
	}
	d := p.Evidence[0]
	d.ID = p.Evidence[1].ID
	if _, _, err := report.OpenEvidence(d); !errors.Is(err, permanent.ErrDamaged) {
		t.Errorf("evidence under another name: %v", err)
	}
}

// edited returns the kept pack with each file as edit returns it; nil drops it.
func edited(t *testing.T, edit func(path string, content []byte) []byte, more ...string) []byte {
	t.Helper()
	body := kept().Document.Body
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(path string, content []byte) {
		f, err := w.Create(path)
		if err == nil {
			_, err = f.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if content = edit(f.Name, content); content != nil {
			add(f.Name, content)
		}
	}
	for _, path := range more {
		add(path, []byte("x"))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// problems returns what is found wrong with a pack.
func problems(t *testing.T, body []byte) []string {
	t.Helper()
	_, err := report.Verify(bytes.NewReader(body), int64(len(body)))
	var bad *report.BadPack
	if err == nil {
		return nil
	}
	if !errors.As(err, &bad) {
		t.Fatalf("the error is %v", err)
	}
	return bad.Problems
}

func same(_ string, content []byte) []byte { return content }

func TestVerify_namesAFileThatWasChangedOrLost(t *testing.T) {
	t.Parallel()
	if got := problems(t, edited(t, same)); got != nil {
		t.Fatalf("packed anew it is refused: %q", got)
	}
	var paths []string
	edited(t, func(path string, content []byte) []byte { paths = append(paths, path); return content })
	for _, path := range paths {
		for what, change := range map[string]func([]byte) []byte{
			"changed": func(b []byte) []byte { return append(slices.Clone(b), '\n') },
			"lost":    func([]byte) []byte { return nil },
		} {
			got := problems(t, edited(t, func(p string, content []byte) []byte {
				if p == path {
					return change(content)
				}
				return content
			}))
			if path == report.FileManifest && what == "changed" {
				continue // white space after JSON says nothing else
			}
			if len(got) == 0 || !strings.Contains(strings.Join(got, "\n"), path) {
				t.Errorf("%s %s: %q", path, what, got)
			}
		}
	}
	if len(paths) < 10 {
		t.Errorf("only %d files", len(paths))
	}
}

func TestVerify_refusesNamesThatAreTwiceOutsideOrUnlisted(t *testing.T) {
	t.Parallel()
	for path, says := range map[string]string{
		report.FileReport: "is there twice",
		"../outside.txt":  "not allowed",
		"/root.txt":       "not allowed",
		"more.txt":        "more.txt",
	} {
		if got := strings.Join(problems(t, edited(t, same, path)), "\n"); !strings.Contains(got, says) {
			t.Errorf("%s: %q", path, got)
		}
	}
}

func TestVerify_refusesWhatIsNoPack(t *testing.T) {
	t.Parallel()
	whole := kept().Document.Body
	for name, body := range map[string][]byte{"empty": nil, "text": []byte("a report"), "cut off": whole[:len(whole)/2]} {
		if got := problems(t, body); len(got) != 1 || !strings.Contains(got[0], "no zip, or it is cut off") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A figure that was changed everywhere but in the evidence, with a manifest made anew, does not pass: the
// points do not make it up.
func TestVerify_countsAnew(t *testing.T) {
	t.Parallel()
	forged := func(edit func(r *report.Report)) []byte {
		var r report.Report
		body := edited(t, func(path string, content []byte) []byte {
			if path != report.FileReport {
				return content
			}
			if err := json.Unmarshal(content, &r); err != nil {
				t.Fatal(err)
			}
			edit(&r)
			out, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			return out
		})
		return resealed(t, body)
	}
	if got := problems(t, forged(func(*report.Report) {})); got != nil {
		t.Fatalf("written anew it is refused: %q", got)
	}
	for says, edit := range map[string]func(r *report.Report){
		"risk of":            func(r *report.Report) { x := 1.5; r.Projects[0].Risk = &x },
		"rank of":            func(r *report.Report) { x := 1000; r.Projects[0].Rank = &x },
		"projects of status": func(r *report.Report) { r.Counts.Status[0].N++ },
		"the report names":   func(r *report.Report) { r.Projects[0].EvidenceSHA256 = strings.Repeat("0", 64) },
		"has 4 projects":     func(r *report.Report) { r.Projects = r.Projects[:3] },
		"SHA-256":            func(r *report.Report) { r.Data = strings.Repeat("0", 64) },
		"model":              func(r *report.Report) { r.Run.Model = strings.Repeat("0", 64) },
	} {
		if got := strings.Join(problems(t, forged(edit)), "\n"); !strings.Contains(got, says) {
			t.Errorf("%s: %q", says, got)
		}
	}
}

// resealed writes the manifest of a pack anew, as who forges one would.
func resealed(t *testing.T, body []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var list map[string]any
	sums := map[string]map[string]any{}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		sums[f.Name] = map[string]any{"path": f.Name, "size": len(content), "sha256": permanent.Hash(content)}
		if f.Name == report.FileManifest {
			if err := json.Unmarshal(content, &list); err != nil {
				t.Fatal(err)
			}
			files := list["files"].([]any)
			for i, x := range files {
				files[i] = sums[x.(map[string]any)["path"].(string)]
			}
			if content, err = json.Marshal(list); err != nil {
				t.Fatal(err)
			}
		}
		to, err := w.Create(f.Name)
		if err == nil {
			_, err = to.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBuild_refusesWhatIsTooMuchOrNothing(t *testing.T) {
	t.Parallel()
	m, err := bundled.Material("kept", slugs...)
	if err != nil {
		t.Fatal(err)
	}
	for part, edit := range map[string]func(m *report.Material){
		"id":       func(m *report.Material) { m.Report.ID = "Not So" },
		"title":    func(m *report.Material) { m.Report.Title = " " },
		"projects": func(m *report.Material) { m.Rows = nil },
	} {
		one := m
		edit(&one)
		var limit *report.LimitError
		if _, err := report.Build(one); !errors.As(err, &limit) || limit.Part != part {
			t.Errorf("%s: %v", part, err)
		}
	}
	m.Report.Data = strings.Repeat("0", 64)
	if _, err := report.Build(m); err == nil || !strings.Contains(err.Error(), "was published") {
		t.Errorf("figures that were published otherwise: %v", err)
	}
}

func TestCompare_namesWhatCameWentAndMoved(t *testing.T) {
	t.Parallel()
	from, to := kept().Report, kept().Report
	from.Projects, to.Projects = slices.Clone(from.Projects[1:]), slices.Clone(to.Projects[:3])
	was := *from.Projects[0].Risk
	higher := was + 4
	to.Projects[1].Risk = &higher
	d := report.Compare(from, to)
	if len(d.Came) != 1 || d.Came[0].Slug != to.Projects[0].Slug || len(d.Went) != 1 || d.Went[0].Slug != kept().Report.Projects[3].Slug {
		t.Errorf("came %v, went %v", d.Came, d.Went)
	}
	if len(d.Moved) != 1 || d.Moved[0].Points() < 3.9 || d.Moved[0].Points() > 4.1 || d.Same != 1 || d.OtherModel || d.OtherRevision || d.OtherSet {
		t.Errorf("moved %+v, the same %d", d.Moved, d.Same)
	}
}
