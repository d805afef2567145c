package manifest_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/manifest"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site has xz, which has a SECURITY file and no funding.json, and lost, which was never read.
func site(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.New(t).Project("xz", nil).Project("lost", nil).Measured("xz", 1, 8, 40)
	b.Snapshot("xz", field.SourceGit, []health.Input{
		health.ObsText(field.Licence, "GPL-2.0"), health.ObsBool(field.SecurityPolicy, true), health.ObsList(field.FundingPlans, []string{}),
		health.ObsText(field.UpdateTool, "Renovate"),
	})
	return b.Site()
}

type file struct {
	Name   string
	Text   *string
	Exists *struct{ Path, Text_read_by *string }
	Unsure *string `json:"existence_unknown_because"`
	Filled []struct{ Field, Value, Source string }
	Blanks []struct {
		Field string
		Hint  *string
	}
}

func read(t *testing.T, h http.Handler, address string) []file {
	t.Helper()
	var d struct{ Files []file }
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, address))), &d); err != nil {
		t.Fatal(err)
	}
	return d.Files
}

// The page, its document and the texts hold the same; a file that exists is not offered.
func TestManifest_pageDocumentAndTextAgree(t *testing.T) {
	t.Parallel()
	h := site(t)
	files := read(t, h, "/p/xz/manifest.json")
	doc := pagetest.Page(t, h, "/p/xz/manifest", http.StatusOK)
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
		section := doc.Find("section[data-file='" + f.Name + "']")
		res := pagetest.Get(t, h, "/p/xz/manifest.txt?file="+f.Name)
		body := pagetest.Body(t, res)
		if f.Text == nil {
			if section.Find("pre").Length() != 0 || section.Find("[data-says=exists]").Length() != 1 || res.Header.Get("Content-Disposition") != "" {
				t.Errorf("%s exists and is offered", f.Name)
			}
			continue
		}
		if got := section.Find("pre code").Text(); got != *f.Text || body != *f.Text {
			t.Errorf("%s: the page has\n%s\nthe document\n%s\nthe text\n%s", f.Name, got, *f.Text, body)
		}
		if got := res.Header.Get("Content-Disposition"); !strings.HasSuffix(got, `filename="`+f.Name+`"`) || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("%s is sent as %q", f.Name, got)
		}
		var rows []string
		for _, x := range f.Filled {
			rows = append(rows, x.Field)
		}
		for _, x := range f.Blanks {
			rows = append(rows, x.Field)
		}
		if got := pagetest.Attrs(section.Find("tbody tr"), "data-row"); !slices.Equal(got, rows) {
			t.Errorf("%s: the page lists %q, the document %q", f.Name, got, rows)
		}
	}
	if !slices.Equal(names, manifest.Names) {
		t.Errorf("the files are %q", names)
	}
	if f := files[2]; f.Text != nil || f.Exists == nil || f.Exists.Text_read_by != nil {
		t.Errorf("the SECURITY file is %+v", f)
	}
	if f := files[1]; f.Unsure != nil {
		t.Errorf("that there is no funding.json is unsure: %s", *f.Unsure)
	}
	all := pagetest.Body(t, pagetest.Get(t, h, "/p/xz/manifest.txt"))
	if !strings.Contains(all, *files[0].Text) || !strings.Contains(all, *files[1].Text) {
		t.Error("the text has not all files")
	}
}

// What the files of the project say is used, and a file that was read is known to exist or not.
func TestManifest_readsWhatTheProjectSays(t *testing.T) {
	t.Parallel()
	said := declared.Read([]declared.File{{Path: "SECURITY.md", Text: []byte("Report to security@plain.test. There is no bug bounty program.\n")}})
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 40, said.Inputs()...).Site()
	files := read(t, h, "/p/xz/manifest.json")
	if files[0].Unsure != nil || files[0].Text == nil || !strings.Contains(*files[0].Text, "bug-bounty-available: false") || strings.Contains(*files[0].Text, "plain.test") {
		t.Errorf("security-insights.yml is %+v", files[0])
	}
	if e := files[2].Exists; e == nil || e.Path == nil || *e.Path != "SECURITY.md" || e.Text_read_by == nil {
		t.Errorf("SECURITY.md is %+v", files[2])
	}
	lacks := pagetest.Page(t, h, "/p/xz/manifest", http.StatusOK).Find("section[data-file='SECURITY.md'] ul li")
	if lacks.Length() != 1 {
		t.Errorf("it lacks %q", pagetest.Words(lacks))
	}
}

func TestManifest_oneFile(t *testing.T) {
	t.Parallel()
	h := site(t)
	doc := pagetest.Page(t, h, "/p/xz/manifest?file=funding.json", http.StatusOK)
	if got := pagetest.Attrs(doc.Find("section[data-file]"), "data-file"); !slices.Equal(got, []string{"funding.json"}) {
		t.Errorf("the page has %q", got)
	}
	for _, address := range []string{"/p/xz/manifest?file=zzz", "/p/xz/manifest.txt?file=", "/p/xz/manifest.json?file=../x"} {
		if res := pagetest.Get(t, h, address); res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s answers %d", address, res.StatusCode)
		}
	}
}

// A choice that the figures do not make is a blank with what is known.
func TestManifest_hintsAreNoValues(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t), "/p/xz/manifest", http.StatusOK)
	row := doc.Find("section[data-file='security-insights.yml'] tr[data-row='repository.license.expression']")
	if row.Length() != 1 || !strings.Contains(row.Text(), "GPL-2.0") || strings.Contains(doc.Find("pre").First().Text(), "GPL") {
		t.Errorf("the licence is %q", row.Text())
	}
}

// Of a project that was not read, no file is said to be missing.
func TestManifest_withoutFigures(t *testing.T) {
	t.Parallel()
	h := site(t)
	for _, f := range read(t, h, "/p/lost/manifest.json") {
		if f.Unsure == nil || f.Text == nil {
			t.Errorf("%s: %+v", f.Name, f)
		}
	}
	if doc := pagetest.Page(t, h, "/p/lost/manifest", http.StatusOK); doc.Find("[data-says=unsure]").Length() != 3 {
		t.Error("the page does not say so")
	}
}
