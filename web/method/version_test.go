package method_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// versions is a site with the shipped versions and one before all of them, without a copy.
func versions(t *testing.T) (*pagetest.Builder, []model.Release) {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := pagetest.Scanned(t)
	b.Results = set.Results
	b.Model = set.Model
	b.Results.Releases = append(slices.Clone(set.Results.Releases), model.Release{Version: "0.9.0", Date: "2026-01-01"})
	return b, b.Results.Releases
}

func TestVersion_showsEveryNumberThatChanged(t *testing.T) {
	t.Parallel()
	b, all := versions(t)
	h := b.Site()
	if len(all) < 3 || all[0].Model == nil || all[1].Model == nil {
		t.Fatalf("%d versions, the first two must have a model", len(all))
	}
	doc := pagetest.Page(t, h, "/method/"+all[0].Version, 200)
	got := map[string][]string{}
	rows := doc.Find("section[aria-labelledby=changes] tr[data-row]")
	for i := range rows.Nodes {
		got[rows.Eq(i).AttrOr("data-row", "")] = pagetest.Texts(rows.Eq(i).Find("th, td"))
	}
	want := model.Differences(*all[1].Model, *all[0].Model)
	single := 0
	for _, d := range want {
		if strings.HasPrefix(d.Path, "prior.cells.") && strings.Contains(d.Path, "/") {
			continue // by reason: their check has one row
		}
		single++
		cells := got[d.Path]
		if len(cells) != 4 || d.To != "" && !strings.Contains(cells[2], pagetest.Spaced(d.To)) || d.From == "" && !strings.Contains(cells[1], "–") {
			t.Errorf("%s: %q, want %q → %q", d.Path, cells, d.From, d.To)
		}
	}
	if len(got) != single || single < 20 {
		t.Errorf("%d rows, want %d", len(got), single)
	}
	if ci := got["prior.cells.CI-Tests"]; len(ci) != 4 || !strings.Contains(ci[3], "4 added") {
		t.Errorf("the expected scores of CI-Tests: %q", ci)
	}
	if c7 := got["axes.C.C7.weight"]; len(c7) != 4 || !strings.Contains(c7[2], "33") {
		t.Errorf("the weight of C7: %q", c7)
	}
	says := doc.Find(".finding").AttrOr("data-says", "")
	n := map[string]int{}
	for _, d := range want {
		n[d.Kind()]++
	}
	if says != fmt.Sprintf("version changed:%d added:%d removed:%d", n["changed"], n["added"], n["removed"]) {
		t.Errorf("the finding says %q of %v", says, n)
	}
	if !strings.Contains(doc.Text(), "This site ranks with it now.") || doc.Find("main a[href='/changes/model/"+all[0].Version+"']").Length() != 1 || doc.Find("main a[href='/method/"+all[1].Version+"']").Length() != 1 {
		t.Error("the page does not say that it is in use, or lacks its links")
	}
}

// An earlier version is shown with its own numbers, not with those in use.
func TestVersion_hasItsOwnNumbers(t *testing.T) {
	t.Parallel()
	b, all := versions(t)
	h := b.Site()
	for _, r := range all[:2] {
		doc := pagetest.Page(t, h, "/method/"+r.Version, 200)
		if html, err := doc.Html(); err != nil || len(html) > 100_000 {
			t.Errorf("%s: %d bytes, %v", r.Version, len(html), err)
		}
		if got := doc.Find("section[aria-labelledby=identity]").Text(); !strings.Contains(got, r.Model.SHA256) {
			t.Errorf("%s: %s", r.Version, got)
		}
		for _, a := range model.InputAxes {
			rows := doc.Find("section[aria-labelledby=axis-" + a.Name() + "] tbody tr[id]")
			if rows.Length() != len(r.Model.Axes[a]) {
				t.Errorf("%s, %s: %d rows, want %d", r.Version, a, rows.Length(), len(r.Model.Axes[a]))
			}
		}
	}
	has := func(version, id string) bool {
		return pagetest.Page(t, h, "/method/"+version, 200).Find("tr[id='"+id+"']").Length() > 0
	}
	if has("1.3.0", "debian_run_share") || !has("2.0.0", "debian_run_share") {
		t.Error("an input is in a version that did not have it, or is missing")
	}
	if doc := pagetest.Page(t, h, "/method", 200); doc.Find("section[aria-labelledby=releases] a[href='/method/1.3.0']").Length() != 1 {
		t.Error("/method does not link the version")
	}
	if doc := pagetest.Page(t, h, "/changes/model/2.0.0", 200); doc.Find("main a[href='/method/2.0.0#changes']").Length() != 1 {
		t.Error("the page of who moved does not link the numbers")
	}
}

func TestVersion_states(t *testing.T) {
	t.Parallel()
	b, all := versions(t)
	h := b.Site()
	for path, want := range map[string]string{"/method/0.9.0": "version no-copy", "/method/" + all[len(all)-2].Version: "version no-copy-before"} {
		if got := pagetest.Page(t, h, path, 200).Find(".finding").AttrOr("data-says", ""); got != want {
			t.Errorf("%s says %q, want %q", path, got, want)
		}
	}
	for _, name := range []string{"9.9.9", "%3Cb%3E", "2.0.0.xml"} {
		doc := pagetest.Page(t, h, "/method/"+name, 404)
		if doc.Find("main .links a[href='/method/2.0.0']").Length() != 1 {
			t.Errorf("%s: links %q", name, pagetest.Texts(doc.Find("main .links a")))
		}
	}
	b.Results.Releases = all[:2]
	if got := pagetest.Page(t, b.Site(), "/method/1.3.0", 200).Find(".finding").AttrOr("data-says", ""); got != "version oldest" {
		t.Errorf("the oldest says %q", got)
	}
	res := pagetest.Get(t, h, "/method/2.0.0")
	if tag := res.Header.Get("ETag"); tag == "" || pagetest.Get(t, h, "/method/2.0.0", "If-None-Match", tag).StatusCode != http.StatusNotModified {
		t.Error("the page is sent twice")
	}
}

func TestVersion_json(t *testing.T) {
	t.Parallel()
	b, all := versions(t)
	h := b.Site()
	var d struct {
		Version, SHA256 string
		InUse           bool `json:"in_use"`
		Before          *struct{ Version string }
		Differences     []struct{ Kind, Path, From, To string }
		Model           json.RawMessage
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/method/2.0.0.json"))), &d); err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, d.Model); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(compact.Bytes())
	if hex.EncodeToString(sum[:]) != d.SHA256 || d.SHA256 != all[0].Model.SHA256 || !d.InUse {
		t.Errorf("the model has the hash %x, the document says %s, in use %v", sum, d.SHA256, d.InUse)
	}
	if d.Before == nil || d.Before.Version != "1.3.0" || len(d.Differences) != len(model.Differences(*all[1].Model, *all[0].Model)) {
		t.Errorf("before %v, %d differences", d.Before, len(d.Differences))
	}
	if body := pagetest.Body(t, pagetest.Get(t, h, "/method/0.9.0.json")); !strings.Contains(body, `"model": null`) || !strings.Contains(body, `"differences": null`) {
		t.Errorf("without a copy: %s", body)
	}
}

// The dateline of every page with figures leads to the version it was ranked with.
func TestDateline_linksTheModel(t *testing.T) {
	t.Parallel()
	b, _ := versions(t)
	h := b.Site()
	for _, path := range []string{"/", "/projects", "/p/p0", "/method"} {
		if got := pagetest.Page(t, h, path, 200).Find(".dateline [data-field=model] a").AttrOr("href", ""); got != "/method/2.0.0" {
			t.Errorf("%s: the model leads to %q", path, got)
		}
	}
	other := pagetest.Scanned(t) // the model of the builder has other draws: no version has its hash
	other.Model.SHA256 = strings.Repeat("5a", 32)
	if got := pagetest.Page(t, other.Site(), "/", 200).Find(".dateline [data-field=model] a").AttrOr("href", ""); got != "/method" {
		t.Errorf("a model without a version leads to %q", got)
	}
}
