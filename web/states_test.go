package web_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func measure(b *pagetest.Builder, slugs ...string) *pagetest.Builder {
	for _, slug := range slugs {
		b.Measured(slug, 2, 8, 40).Posture(slug, 6)
	}
	return b
}

// twice publishes both projects, and ten days later zlib alone: xz could not be read.
func twice(t *testing.T) http.Handler {
	t.Helper()
	b := measure(pagetest.Pair(t), "xz", "zlib")
	b.Now = pagetest.Today.AddDate(0, 0, -10)
	h, st := b.SiteAndStore()
	b.Now, b.Answers = pagetest.Today, nil
	measure(b, "zlib").Failed("xz", "the repository could not be reached or read").Run(st)
	return h
}

// aged publishes both projects from figures of three years ago.
func aged(t *testing.T) http.Handler {
	t.Helper()
	b := measure(pagetest.Pair(t), "xz", "zlib")
	b.Now = pagetest.AsOf.AddDate(3, 0, 0)
	return b.Site()
}

// blind has xz without the number of its people, and zlib without anything.
func blind(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.Pair(t)
	b.List.Projects[0].ExpertLists, b.List.Projects[0].Substitution = nil, nil
	b.Measured("xz", 2, 8, 40, health.Missing(field.Regulars12m, "the clone is shallow", nil), health.Missing(field.Integrators12m, "the clone is shallow", nil))
	return b.Failed("zlib", "the repository could not be reached or read").Site()
}

// shut is a site whose store fails.
func shut(t *testing.T) http.Handler {
	t.Helper()
	h, st := measure(pagetest.Pair(t), "xz", "zlib").SiteAndStore()
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return h
}

// state is one state of a page: how it is reached, and what says it.
type state struct {
	name string
	site http.Handler
	// at returns the address and the selector for a page; an empty address: it does not apply.
	at     func(v visit) (path, says string)
	status int
}

// figures is for a state of the figures: says is the page's own selector, or else usual.
func figures(says func(v visit) string, usual string) func(visit) (string, string) {
	return func(v visit) (string, string) {
		own := says(v)
		switch {
		case v.still != "" || own == "-":
			return "", ""
		case own == "":
			own = usual
		}
		return v.path, own
	}
}

// dated is for an address with a day, of which pages of the present say that they ignore it.
func dated(day, says string) func(visit) (string, string) {
	return func(v visit) (string, string) {
		if v.present {
			return "", ""
		}
		return with(v.path, "as_of="+day), says
	}
}

// asked is for an address of the page itself.
func asked(path func(v visit) string, says func(v visit) string) func(visit) (string, string) {
	return func(v visit) (string, string) { return path(v), says(v) }
}

func with(path, param string) string {
	if strings.Contains(path, "?") {
		return path + "&" + param
	}
	return path + "?" + param
}

func states(t *testing.T) []state {
	t.Helper()
	always := func(says string) func(visit) string { return func(visit) string { return says } }
	either := func(own, usual string) string {
		if own == "" {
			return usual
		}
		return own
	}
	partial, broken, old := twice(t), shut(t), aged(t)
	return []state{
		{"empty", pagetest.Pair(t).Site(), figures(func(v visit) string { return v.empty }, never), 200},
		{"partial", partial, figures(func(v visit) string { return v.partial }, ".notice[data-says^='carried:']"), 200},
		{"stale", old, figures(func(v visit) string { return v.stale }, ".notice[data-says='stale:2026-08-22']"), 200},
		{"unknown", blind(t), func(v visit) (string, string) {
			if !v.unknown {
				return "", ""
			}
			return v.path, ".unk, [data-state=unknown], [data-says~='measured:0/2'], [data-says^='known:0/'], [data-says*='unknown:'], [data-says~='no-ranks']"
		}, 200},
		{"past", partial, dated("2026-11-15", ".notice[data-says^='as-of:2026-11-15']"), 200},
		{"before the first", partial, dated("2020-01-01", ".finding[data-reason=too-early]"), 404},
		{"no day", partial, dated("zzz", ".finding[data-reason=no-day][data-param=as_of]"), 400},
		{"ignored", partial, func(v visit) (string, string) {
			if strings.HasPrefix(v.path, "/repo/") {
				return "", "" // it leads elsewhere
			}
			return with(v.path, "zzz=1"), ".notice[data-says=ignored]"
		}, 200},
		{"ignored day", partial, func(v visit) (string, string) {
			if !v.present || strings.HasPrefix(v.path, "/repo/") {
				return "", ""
			}
			return with(v.path, "as_of=2026-11-15"), ".notice[data-says=ignored]"
		}, 200},
		{"no match", partial, asked(func(v visit) string { return v.none }, func(v visit) string { return either(v.noMatch, "[data-reason=no-match], [data-says~=no-match]") }), 200},
		{"bad value", partial, asked(func(v visit) string { return v.bad }, always(".finding[data-reason][data-param]")), 400},
		{"not found", partial, asked(func(v visit) string { return v.missing }, always("[data-reason=not-listed], [data-reason=elsewhere], [data-reason=refused]")), 404},
		{"failed", broken, asked(func(v visit) string { return v.path }, always(".finding[data-reason=failed]")), 500},
	}
}

// Every page is visited in every state that can apply to it. A new family without an entry in visits
// fails, so that none is forgotten.
func TestStates_everyPageSaysItsStateAndHasAWayOut(t *testing.T) {
	t.Parallel()
	all := states(t)
	met := map[string]bool{}
	for _, pattern := range web.Patterns() {
		page, format := pattern, ""
		if i := strings.LastIndexByte(pattern, '.'); i >= 0 && !strings.HasSuffix(pattern, "...}") {
			page, format = pattern[:i], pattern[i:]
		}
		v, ok := visits[page]
		if !ok {
			t.Errorf("%s has no entry in visits: say how its states are reached", pattern)
			continue
		}
		met[page] = true
		for _, st := range all {
			path, says := st.at(v)
			if path == "" {
				continue
			}
			if format != "" {
				judgeFormat(t, st, path, format)
				continue
			}
			judgeState(t, st, v, path, says)
		}
	}
	for pattern := range visits {
		if !met[pattern] {
			t.Errorf("visits has %s, which is no page", pattern)
		}
	}
}

func judgeState(t *testing.T, st state, v visit, path, says string) {
	t.Helper()
	res := pagetest.Get(t, st.site, path)
	id := res.Header.Get("X-Request-Id")
	if strings.HasPrefix(path, "/repo/") && st.status == 200 {
		return // it leads elsewhere
	}
	if res.StatusCode != st.status {
		t.Errorf("%s: %s answers %d, want %d", st.name, path, res.StatusCode, st.status)
		return
	}
	doc, err := goquery.NewDocumentFromReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if pagetest.Words(doc.Find(says)) == "" {
		t.Errorf("%s: %s does not say so: no %s; findings %q, notices %q", st.name, path, says, pagetest.Says(doc.Find("main .finding")), pagetest.Attrs(doc.Find("main .notice"), "data-says"))
	}
	doc.Find("main .unk, main [data-state=unknown]").Each(func(_ int, s *goquery.Selection) {
		// What comes first is the value; how much is known of it may well be 0%.
		if zero := strings.TrimSpace(strings.TrimPrefix(pagetest.Words(s), "? unknown")); zero == "0" || strings.HasPrefix(zero, "0 ") || strings.HasPrefix(zero, "0%") {
			t.Errorf("%s: %s shows what is unknown as 0: %q", st.name, path, pagetest.Words(s))
		}
	})
	if st.name == "failed" && !strings.Contains(doc.Find("main").Text(), id) {
		t.Errorf("%s: %s does not name the request", st.name, path)
	}
	wayOut(t, st, v, path, doc)
}

// wayOut fails if a page that is not what was asked for has no link, or one that leads nowhere.
func wayOut(t *testing.T, st state, v visit, path string, doc *goquery.Document) {
	t.Helper()
	links := doc.Find("main .notice a, main .lead a, main ul.links a, main .chips a")
	if st.status >= 400 && links.Length() == 0 {
		t.Errorf("%s: %s has no link to go on", st.name, path)
	}
	if st.name == "empty" && doc.Find("main a, main code, main form").Length() == 0 {
		t.Errorf("%s: %s does not say how to go on", st.name, path)
	}
	if st.name == "not found" && !slices.Contains(pagetest.Attrs(links, "href"), v.near) {
		t.Errorf("%s: %s suggests %q, want %s", st.name, path, pagetest.Attrs(links, "href"), v.near)
	}
	for _, href := range pagetest.Attrs(links, "href") {
		if strings.HasPrefix(href, "?") {
			href = strings.SplitN(path, "?", 2)[0] + href
		}
		if !strings.HasPrefix(href, "/") || st.name == "failed" {
			continue
		}
		if got := pagetest.Get(t, st.site, strings.SplitN(href, "#", 2)[0]).StatusCode; got >= 400 {
			t.Errorf("%s: %s leads to %s, which answers %d", st.name, path, href, got)
		}
	}
}

// judgeFormat asks for the same in the format of a machine. What a notice says has no field there.
func judgeFormat(t *testing.T, st state, path, format string) {
	t.Helper()
	address, params, _ := strings.Cut(path, "?")
	if params != "" {
		params = "?" + params
	}
	res := pagetest.Get(t, st.site, address+format+params)
	kind := res.Header.Get("Content-Type")
	if res.StatusCode != st.status || st.status == 200 && strings.HasPrefix(kind, "text/html") {
		t.Errorf("%s: %s answers %d (%s), want %d", st.name, address+format+params, res.StatusCode, kind, st.status)
	}
}

func TestStates_pagesAreReadAndNeverWritten(t *testing.T) {
	t.Parallel()
	h := pagetest.Pair(t).Site()
	forms := web.Forms()
	for pattern, v := range visits {
		if forms[pattern] {
			continue // the families test them
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, v.path, nil))
		doc, err := goquery.NewDocumentFromReader(w.Body)
		if err != nil || w.Code != http.StatusMethodNotAllowed || doc.Find("main .finding[data-reason=refused]").Length() != 1 || doc.Find("main .links a[href='/']").Length() != 1 {
			t.Errorf("POST %s answers %d (%v), or does not say so with a way out", v.path, w.Code, err)
		}
	}
}
