package login_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// logIn sends the form by https.
func logIn(h http.Handler, form url.Values, cookies ...*http.Cookie) *http.Response {
	r := httptest.NewRequest(http.MethodPost, "https://plumbline.example/login", strings.NewReader(form.Encode()))
	r.RemoteAddr = "198.51.100.7:5"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// saves is the status of saving a list with a cookie.
func saves(h http.Handler, path string, c *http.Cookie) int {
	r := httptest.NewRequest(http.MethodPost, "https://plumbline.example"+path, strings.NewReader("p=xz&title=x&days=30"))
	r.RemoteAddr = "198.51.100.7:5"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(c)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

func TestLogIn_opensASessionAndLogOutEndsIt(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Writing(nil).Project("xz", nil).Site()
	if res := pagetest.Get(t, h, "/login"); len(res.Cookies()) != 0 || res.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("before the log-in: %v", res.Header)
	}
	res := logIn(h, url.Values{"password": {pagetest.Password}, "to": {"/shortlists?p=xz"}})
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/shortlists?p=xz" || len(res.Cookies()) != 1 || res.Header.Get("Cache-Control") != "private, no-store" {
		t.Fatalf("%d, %v", res.StatusCode, res.Header)
	}
	c := res.Cookies()[0]
	if got := saves(h, "/shortlists/new", c); got != http.StatusSeeOther {
		t.Errorf("with the session saving answers %d", got)
	}
	if got := saves(h, "/logout", c); got != http.StatusSeeOther {
		t.Errorf("the log-out answers %d", got)
	}
	if got := saves(h, "/shortlists/new", c); got != http.StatusForbidden {
		t.Errorf("after the log-out saving answers %d", got)
	}
}

// Whatever is wrong has one answer; only a wait has another, and then the right password is not
// looked at.
func TestLogIn_wrongOnesHaveOneAnswer(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Writing(nil).Project("xz", nil).Site()
	first := ""
	for _, password := range []string{"wrong", "", pagetest.Password + " ", strings.Repeat("x", 3000), "\x00", "again"} {
		res := logIn(h, url.Values{"password": {password}})
		text := pagetest.Body(t, res)
		if first == "" {
			first = text
		}
		if res.StatusCode != http.StatusForbidden || text != first || len(res.Cookies()) != 0 {
			t.Errorf("%.20q: %d, or another answer than for the first", password, res.StatusCode)
		}
	}
	res := logIn(h, url.Values{"password": {pagetest.Password}})
	if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "" || len(res.Cookies()) != 0 {
		t.Errorf("during the wait: %d, Retry-After %q", res.StatusCode, res.Header.Get("Retry-After"))
	}
}

func TestLogIn_leadsNowhereElse(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Writing(nil).Project("xz", nil).Site()
	for to, want := range map[string]string{
		"": "/shortlists", "/shortlists/new?p=a&p=b&x=1": "/shortlists/new?p=a&p=b", "/shortlists/" + string(pagetest.Token): "/shortlists/" + string(pagetest.Token),
		"/cohorts?list=mine&x=1": "/cohorts?list=mine", "/reports?cohort=q4": "/reports?cohort=q4", "/reports/../logout": "/shortlists",
		"https://evil.example/shortlists": "/shortlists", "//evil.example/shortlists": "/shortlists", `/\evil.example`: "/shortlists",
		"javascript:alert(1)": "/shortlists", "/logout": "/shortlists", "/shortlists/../logout": "/shortlists",
	} {
		res := logIn(h, url.Values{"password": {pagetest.Password}, "to": {to}})
		if got := res.Header.Get("Location"); got != want {
			t.Errorf("to %q leads to %q, want %q", to, got, want)
		}
	}
}

// No log line has a token, a password, a network address or a name.
func TestLogs_holdNoSecrets(t *testing.T) {
	t.Parallel()
	var logged bytes.Buffer
	b := pagetest.New(t).Writing(nil).Project("xz", nil)
	_, st := b.SiteAndStore()
	log := slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h := web.Site{Access: b.Access, Shortlists: st, Reader: st, Lists: b.SiteLists(), Model: b.Model, Now: b.Clock, Log: log}.Handler()
	pagetest.Get(t, h, "/shortlists/"+string(pagetest.Token), pagetest.Writer...)
	pagetest.Get(t, h, "/shortlists/"+string(pagetest.Token)+".csv", pagetest.Writer...)
	c := logIn(h, url.Values{"password": {pagetest.Password}}).Cookies()[0]
	saves(h, "/shortlists/new", c)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, h, "/shortlists/"+string(pagetest.Token), pagetest.Writer...)
	if n := strings.Count(logged.String(), "path=/shortlists/…"); n < 4 {
		t.Errorf("%d lines are of the list:\n%s", n, &logged)
	}
	for _, secret := range []string{string(pagetest.Token), pagetest.Password, c.Value, "198.51.100.7", pagetest.Writer[1]} {
		if strings.Contains(logged.String(), secret) {
			t.Errorf("the log has %q:\n%s", secret, &logged)
		}
	}
}

// A password that others can read on its way is not asked for, and no proxy is named in its place.
func TestLogIn_asksForNoPasswordInTheOpen(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Writing(nil).Project("xz", nil).Site()
	for address, asked := range map[string]int{"http://plumbline.example/login": 0, "https://plumbline.example/login": 1} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		doc, err := goquery.NewDocumentFromReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Find("input[type=password]").Length(); got != asked {
			t.Errorf("%s asks for %d passwords", address, got)
		}
		if got := doc.Find("[data-says=plain-http]").Length(); got != 1-asked {
			t.Errorf("%s says %d times that the connection is not private: %q", address, got, pagetest.Words(doc.Find("main")))
		}
	}
}

// Anyone can send this form, so that it is small; a full one of a list is not.
func TestLogIn_takesNoLargeForms(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Writing(nil).Project("xz", nil).Site()
	res := logIn(h, url.Values{"password": {pagetest.Password}, "to": {strings.Repeat("x", 9<<10)}})
	if res.StatusCode != http.StatusRequestEntityTooLarge || len(res.Cookies()) != 0 {
		t.Errorf("a form of 9 KiB is answered with %d", res.StatusCode)
	}
	if res := logIn(h, url.Values{"password": {pagetest.Password}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a small one is answered with %d", res.StatusCode)
	}
}
