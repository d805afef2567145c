package curated

import (
	"bytes"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestReadList_visibility(t *testing.T) {
	t.Parallel()
	for text, private := range map[string]bool{"": false, ", visibility: public": false, ", visibility: private": true} {
		l, err := ReadList("l.yaml", []byte(strings.Replace(good, "licence: CC-BY-4.0", "licence: CC-BY-4.0"+text, 1)))
		if err != nil || l.Private != private || l.Public() == private {
			t.Errorf("%q: private %v, error %v", text, l.Private, err)
		}
	}
	_, err := ReadList("l.yaml", []byte(strings.Replace(good, "licence: CC-BY-4.0", "licence: CC-BY-4.0, visibility: secret", 1)))
	if !Tells(err, "not_allowed list.visibility | secret | public | private") {
		t.Errorf("another word: %v", err)
	}
}

// A reason that nobody wrote is unknown, however it is left blank. The lists that are built in have one
// for every project.
func TestReadList_aBlankReasonIsUnknown(t *testing.T) {
	t.Parallel()
	for _, blank := range []string{"", "    why:\n", "    why: ~\n", "    why: \"\"\n", "    why: \"  \"\n"} {
		l, err := ReadList("l.yaml", []byte(strings.Replace(good, "    why: In the base system of most distributions.\n", blank, 1)))
		if err != nil {
			t.Errorf("%q: %v", blank, err)
			continue
		}
		unknown := 0
		for _, p := range l.Projects {
			if p.Why == "" {
				unknown++
			}
		}
		if unknown != 1 {
			t.Errorf("%q: %d projects without a reason, want 1", blank, unknown)
		}
	}
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range set.Lists {
		for _, p := range l.Projects {
			if p.Why == "" {
				t.Errorf("list %s: %s has no reason", l.Slug, p.Slug)
			}
		}
	}
}

func TestWriteList_isReadAgain(t *testing.T) {
	t.Parallel()
	list := health.List{Slug: "mine", Title: `A "title": <b>`, Purpose: "P # not a remark", Owner: "us", Licence: "none", Private: true}
	for i, text := range []string{"plain", "yes", "1.0", "- x", "a: b", "# c", `"q" \ 'p'`, "üñí 日本 \u202eright", "{}", "line\nbreak", "\u0001\u2028"} {
		slug := []string{"a", "null", "1e3", "true", "123", "b-c", "on", "d", "e5", "f", "g"}[i]
		list.Projects = append(list.Projects, health.Project{
			Slug: slug, Name: "n " + text, Why: "w " + text, Category: "c " + text, Added: "2026-12-02", AddedBy: "b " + text,
			Tags: []string{"null", "x-" + slug}, Language: "l " + text, Homepage: "https://example.org/" + slug,
			Repositories: []health.Repository{{URL: "https://example.org/o/" + slug, Role: health.Primary}}, Packages: []string{"pkg:npm/p" + slug},
		})
	}
	var b bytes.Buffer
	if err := WriteList(&b, list, "a note\nwith a line: break"); err != nil {
		t.Fatal(err)
	}
	got, err := ReadList("l.yaml", b.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, &b)
	}
	by := map[string]health.Project{}
	for _, p := range got.Projects {
		by[p.Slug] = p
	}
	for _, want := range list.Projects {
		p := by[want.Slug]
		if p.Name != strings.TrimSpace(want.Name) || p.Why != strings.TrimSpace(want.Why) || p.Language != strings.TrimSpace(want.Language) || len(p.Tags) != 2 || len(p.Packages) != 1 || p.Repositories[0].URL != want.Repositories[0].URL {
			t.Errorf("%s is read as %+v", want.Slug, p)
		}
	}
	if got.Title != list.Title || got.Purpose != list.Purpose || !got.Private || len(got.Projects) != len(list.Projects) {
		t.Errorf("head %+v", got)
	}
}
