package shortlist_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// builder has three projects with figures, and keeps a shortlist of the first two.
func builder(t *testing.T, edit func(*shortlist.Shortlist)) *pagetest.Builder {
	t.Helper()
	b := pagetest.New(t).WithPast().Writing(edit)
	for _, slug := range []string{"xz", "zlib", "curl"} {
		b.Project(slug, nil).Measured(slug, 2, 8, 40).Posture(slug, 6)
	}
	return b
}

// kept is the address of the list that a site with Writing keeps.
const kept = "/shortlists/" + string(pagetest.Token)

// written is a page as a person who may write sees it.
func written(t *testing.T, h http.Handler, path string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(pagetest.Get(t, h, path, pagetest.Writer...).Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// formOf is the form that changes a list, as a browser would send it.
func formOf(doc *goquery.Document) url.Values {
	out := url.Values{}
	form := doc.Find("section:has(#edit) form").First()
	form.Find("input:not([type=checkbox])[name], textarea[name]").Each(func(_ int, s *goquery.Selection) {
		out.Add(s.AttrOr("name", ""), s.AttrOr("value", s.Text()))
	})
	form.Find("select").Each(func(_ int, s *goquery.Selection) {
		out.Add(s.AttrOr("name", ""), s.Find("option[selected]").AttrOr("value", ""))
	})
	return out
}

// rows are the projects of a page in their order.
func rows(doc *goquery.Document) []string {
	return pagetest.Attrs(doc.Find("section:has(#projects) tbody tr"), "data-row")
}

func TestAddress_keepsTheOrderAndNothingElse(t *testing.T) {
	t.Parallel()
	h := builder(t, nil).Site()
	doc := pagetest.Page(t, h, "/shortlists?p=zlib&p=xz", http.StatusOK)
	if got := rows(doc); !slices.Equal(got, []string{"zlib", "xz"}) {
		t.Errorf("the rows are %q", got)
	}
	if got := doc.Find("[data-says=can-save] a").AttrOr("href", ""); got != "/shortlists/new?p=zlib&p=xz" {
		t.Errorf("it is saved at %q", got)
	}
	if doc.Find(".notice[data-says~='fresh:2026-11-22/2026-08-22']").Length() != 1 {
		t.Errorf("the age of the data is said as %q", pagetest.Attrs(doc.Find(".notice"), "data-says"))
	}
	res := pagetest.Get(t, h, "/shortlists?p=XZ&p=xz&p=")
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/shortlists?p=xz" {
		t.Errorf("other writing leads to %d %q", res.StatusCode, res.Header.Get("Location"))
	}
	csv := pagetest.Body(t, pagetest.Get(t, h, "/shortlists.csv?p=zlib&p=xz"))
	if lines := strings.Split(csv, "\n"); len(lines) != 4 || !strings.HasPrefix(lines[1], "1,zlib,") || !strings.HasPrefix(lines[2], "2,xz,") {
		t.Errorf("the file is %q", csv)
	}
	var many strings.Builder
	for i := range 500 {
		fmt.Fprintf(&many, "&p=x%d", i)
	}
	doc = pagetest.Page(t, h, "/shortlists?"+many.String()[1:], http.StatusBadRequest)
	if text := pagetest.Words(doc.Find(".finding")); !strings.Contains(text, "at most 100 projects") || !strings.Contains(text, "500") {
		t.Errorf("500 projects are answered with %q", text)
	}
	if off := pagetest.Page(t, pagetest.New(t).Project("xz", nil).Site(), "/shortlists?p=xz", 200); off.Find("[data-says=writing-off]").Length() != 1 || off.Find("form[method=post]").Length() != 0 {
		t.Error("a site without writing shows a form, or does not say so")
	}
}

func TestWriting_isNotThereWithoutAnOperatorsChoice(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Site()
	for _, path := range []string{"/login", "/logout", "/shortlists/new"} {
		doc := pagetest.Page(t, h, path, http.StatusNotFound)
		if !strings.Contains(doc.Text(), "--admin-password-file") || doc.Find("form[method=post]").Length() != 0 {
			t.Errorf("%s does not say how it is switched on: %q", path, pagetest.Words(doc.Find("main")))
		}
		if res := pagetest.Post(h, path, url.Values{"p": {"xz"}}, pagetest.Writer...); res.StatusCode != http.StatusNotFound || len(res.Cookies()) != 0 {
			t.Errorf("POST %s: %d", path, res.StatusCode)
		}
	}
}

func TestSave_keepsAListThatItsAddressAloneReads(t *testing.T) {
	t.Parallel()
	h := builder(t, nil).Site()
	form := url.Values{"p": {"zlib", "xz"}, "title": {"  Q1\n funding "}, "days": {"30"}}
	if res := pagetest.Post(h, "/shortlists/new", form); res.StatusCode != http.StatusForbidden {
		t.Errorf("without a log-in: %d", res.StatusCode)
	}
	if res := pagetest.Post(h, "/shortlists/new", form, append([]string{"Sec-Fetch-Site", "cross-site"}, pagetest.Writer...)...); res.StatusCode != http.StatusForbidden {
		t.Errorf("from another site: %d", res.StatusCode)
	}
	res := pagetest.Post(h, "/shortlists/new", form, pagetest.Writer...)
	at := res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther || len(at) != len("/shortlists/")+43 || res.Header.Get("Cache-Control") != "private, no-store" {
		t.Fatalf("saving answers %d to %q, %v", res.StatusCode, at, res.Header)
	}
	read := pagetest.Get(t, h, at)
	for name, want := range map[string]string{"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex", "Cache-Control": "private, no-store", "Etag": ""} {
		if got := read.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	doc := pagetest.Page(t, h, at, http.StatusOK)
	if doc.Find("h1").Text() != "Q1 funding" || !slices.Equal(rows(doc), []string{"zlib", "xz"}) || doc.Find("form[method=post]").Length() != 0 || doc.Find("[data-says=log-in]").Length() != 1 {
		t.Errorf("it reads back as %q", pagetest.Words(doc.Find("main")))
	}
	if !strings.Contains(pagetest.Words(doc.Find(".finding")), "22 Dec 2026") {
		t.Errorf("the day it expires is not said: %q", doc.Find(".finding").Text())
	}
	if text := pagetest.Body(t, pagetest.Get(t, h, "/sitemap.xml")); strings.Contains(text, "login") || strings.Contains(text, at) {
		t.Error("the site map has it")
	}
	for name, edit := range map[string]func(url.Values){
		"no title": func(f url.Values) { f.Set("title", " ") }, "a long title": func(f url.Values) { f.Set("title", strings.Repeat("x", 121)) },
		"other days": func(f url.Values) { f.Set("days", "31") },
	} {
		bad := url.Values{"p": {"xz"}, "title": {"x"}, "days": {"30"}}
		edit(bad)
		if res := pagetest.Post(h, "/shortlists/new", bad, pagetest.Writer...); res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", name, res.StatusCode)
		}
	}
}

// A project that a list cannot hold is named before it is saved, and no list is saved without it.
func TestSave_namesWhatItCannotHold(t *testing.T) {
	t.Parallel()
	h := builder(t, nil).Site()
	doc := written(t, h, "/shortlists/new?p=xz&p=no-such-project")
	if n := doc.Find(".notice[data-says=gone]"); n.Length() != 1 || !strings.Contains(n.Text(), "no-such-project") {
		t.Errorf("the form does not name it: %q", pagetest.Words(doc.Find("main")))
	}
	res := pagetest.Post(h, "/shortlists/new", url.Values{"p": {"xz", "no-such-project"}, "title": {"x"}, "days": {"30"}}, pagetest.Writer...)
	if text := pagetest.Body(t, res); res.StatusCode != http.StatusBadRequest || !strings.Contains(text, "no-such-project") {
		t.Errorf("saving answers %d", res.StatusCode)
	}
}

// A page that was kept before saving was switched on is not shown again after it.
func TestAddress_isAnotherPageWhenSavingIsOn(t *testing.T) {
	t.Parallel()
	b := builder(t, nil)
	on, st := b.SiteAndStore()
	off := web.Site{Reader: st, Lists: b.SiteLists(), Model: b.Model, Now: b.Clock}.Handler()
	tag := pagetest.Get(t, off, "/shortlists?p=xz").Header.Get("Etag")
	if res := pagetest.Get(t, on, "/shortlists?p=xz", "If-None-Match", tag); tag == "" || res.StatusCode != http.StatusOK {
		t.Errorf("with the tag %q of a site without saving: %d", tag, res.StatusCode)
	}
}

func TestChange_notesDecisionsOrderAndExpiry(t *testing.T) {
	t.Parallel()
	h := builder(t, nil).Site()
	form := formOf(written(t, h, kept))
	if !slices.Equal(form["p"], []string{"xz", "zlib"}) || !slices.Equal(form["place"], []string{"1", "2"}) {
		t.Fatalf("the form has %v", form)
	}
	form["place"], form["decision"], form["owner"] = []string{"1", "1"}, []string{"undecided", "fund"}, []string{"", "Security team"}
	form["note"] = []string{"", "=1+1\r\n<b>two lines</b>"}
	form.Set("add", "libcurl-is-not-listed")
	if res := pagetest.Post(h, kept, form, pagetest.Writer...); res.StatusCode != http.StatusNotFound {
		t.Errorf("a project that is not listed: %d", res.StatusCode)
	}
	form.Set("add", "CURL")
	form.Set("days", "365")
	if res := pagetest.Post(h, kept, form); res.StatusCode != http.StatusForbidden {
		t.Errorf("without a log-in: %d", res.StatusCode)
	}
	if res := pagetest.Post(h, kept, form, pagetest.Writer...); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != kept {
		t.Fatalf("a change answers %d", res.StatusCode)
	}
	if res := pagetest.Post(h, kept, form, pagetest.Writer...); res.StatusCode != http.StatusConflict {
		t.Errorf("the same change again: %d", res.StatusCode)
	}
	doc := pagetest.Page(t, h, kept, http.StatusOK)
	if got := rows(doc); !slices.Equal(got, []string{"zlib", "xz", "curl"}) {
		t.Errorf("the order is %q", got)
	}
	if text := doc.Find("tr[data-row=zlib]").Text(); !strings.Contains(text, "Security team") || !strings.Contains(text, "<b>two lines</b>") || !strings.Contains(text, "Fund") {
		t.Errorf("the row is %q", text)
	}
	if !slices.Contains(pagetest.Says(doc.Find(".finding")), "fund:1") || !strings.Contains(pagetest.Words(doc.Find(".finding")), "22 Nov 2027") {
		t.Errorf("the page says %q", doc.Find(".finding").Text())
	}
	csv := pagetest.Body(t, pagetest.Get(t, h, kept+".csv"))
	if !strings.Contains(csv, ",fund,Security team,\"'=1+1\n") {
		t.Errorf("the file is %q", csv)
	}
	var d struct {
		Items []struct{ Slug, Decision string }
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, kept+".json"))), &d); err != nil || len(d.Items) != 3 || d.Items[0].Decision != "fund" {
		t.Errorf("the document has %+v, %v", d, err)
	}
	form = formOf(written(t, h, kept))
	form["remove"] = []string{"xz", "zlib"}
	if res := pagetest.Post(h, kept, form, pagetest.Writer...); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("removing answers %d", res.StatusCode)
	}
	if got := rows(pagetest.Page(t, h, kept, http.StatusOK)); !slices.Equal(got, []string{"curl"}) {
		t.Errorf("after removing two: %q", got)
	}
	if res := pagetest.Post(h, kept, url.Values{"delete": {"yes"}}, pagetest.Writer...); res.StatusCode != http.StatusSeeOther {
		t.Errorf("deleting answers %d", res.StatusCode)
	}
	pagetest.Page(t, h, kept, http.StatusNotFound)
}

func TestChange_refusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	h := builder(t, nil).Site()
	for name, edit := range map[string]func(url.Values){
		"a long note":     func(f url.Values) { f["note"][1] = strings.Repeat("x", 2001) },
		"a decision":      func(f url.Values) { f["decision"][0] = "yes" },
		"a place":         func(f url.Values) { f["place"][0] = "0" },
		"fewer fields":    func(f url.Values) { f["note"] = f["note"][:1] },
		"another project": func(f url.Values) { f["p"][0] = "curl" },
		"it is there":     func(f url.Values) { f.Set("add", "xz") },
	} {
		form := formOf(written(t, h, kept))
		edit(form)
		if res := pagetest.Post(h, kept, form, pagetest.Writer...); res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", name, res.StatusCode)
		}
	}
	large := formOf(written(t, h, kept))
	large["note"][0] = strings.Repeat("x", 5<<20)
	if res := pagetest.Post(h, kept, large, pagetest.Writer...); res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("5 MB: %d", res.StatusCode)
	}
}

func TestKept_expiredIsSaidToTheHolderAlone(t *testing.T) {
	t.Parallel()
	h := builder(t, func(s *shortlist.Shortlist) { s.Expires = s.Created.AddDate(0, 0, -3) }).Site()
	doc := pagetest.Page(t, h, kept, http.StatusGone)
	if text := pagetest.Words(doc.Find("main")); !strings.Contains(text, "expired on 19 Nov 2026") || strings.Contains(text, "board") {
		t.Errorf("it says %q", text)
	}
	if res := pagetest.Post(h, kept, url.Values{"delete": {"yes"}}, pagetest.Writer...); res.StatusCode != http.StatusGone {
		t.Errorf("a change: %d", res.StatusCode)
	}
	var first string
	for _, token := range []string{strings.Repeat("C", 42) + "A", "short", strings.Repeat("-", 43), "%3Cb%3E"} {
		text := pagetest.Words(pagetest.Page(t, h, "/shortlists/"+token, http.StatusNotFound).Find("main"))
		if first == "" {
			first = text
		}
		if text != first {
			t.Errorf("%s is answered with %q, another with %q", token, text, first)
		}
	}
}

func TestKept_saysWhatChangedAndWhy(t *testing.T) {
	t.Parallel()
	risk, health := 28.2, 50.0
	b := builder(t, func(s *shortlist.Shortlist) {
		s.Items[0].Saved = shortlist.Saved{Run: 1, Day: s.Created, Rank: 1, Risk: &risk, Health: &health}
		s.Items = append(s.Items, shortlist.Item{Slug: "gone", Decision: shortlist.No}, shortlist.Item{Slug: "curl", Saved: shortlist.Saved{Run: 1, Day: s.Created, Risk: &risk}})
	})
	b.Now = pagetest.Today.AddDate(0, 0, -10)
	h, st := b.SiteAndStore()
	b.Now, b.Answers = pagetest.Today, nil
	for _, slug := range []string{"xz", "zlib", "curl"} {
		b.Measured(slug, 1, 8, 40).Posture(slug, 6)
	}
	b.Edit("xz", "Branch-Protection", 9)
	b.Run(st)
	doc := pagetest.Page(t, h, kept, http.StatusOK)
	row := doc.Find("tr[data-row=since-xz]")
	if says := pagetest.Says(row); !slices.Contains(says, "clock:regulars_12m") || !slices.Contains(says, "project:Branch-Protection") {
		t.Errorf("the causes are %q", says)
	}
	if cell := row.Find("td").Eq(1).AttrOr("data-says", ""); !strings.HasPrefix(cell, "then:28.2/") || strings.HasSuffix(cell, "/") {
		t.Errorf("the risk is said as %q", cell)
	}
	if cell := doc.Find("tr[data-row=since-curl] td").First().AttrOr("data-says", ""); !strings.HasPrefix(cell, "then:no-position/") || strings.HasSuffix(cell, "/") {
		t.Errorf("the rank of a project that had no position is said as %q", cell)
	}
	if text := doc.Find("tr[data-row=since-zlib]").Text(); !strings.Contains(text, "Nothing was published") {
		t.Errorf("one saved before all runs says %q", text)
	}
	if text := doc.Find("tr[data-row=since-gone]").Text(); !strings.Contains(text, "no longer on a list") || doc.Find("a[href='/p/gone']").Length() != 0 {
		t.Errorf("one that left the lists says %q", text)
	}
}
