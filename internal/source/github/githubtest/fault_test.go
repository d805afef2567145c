package githubtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

const enginePath = "/repos/example-busy/engine"

func TestFault_replacesTheAnswer(t *testing.T) {
	t.Parallel()
	reset := time.Date(2026, 11, 25, 13, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name    string
		fault   Fault
		status  int
		body    string
		headers map[string]string
	}{
		{"401", BadToken(), 401, "Bad credentials", nil},
		{"primary", PrimaryLimit(reset), 403, "API rate limit exceeded", map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1795611600", "Retry-After": ""}},
		{"last of the budget", LastOfBudget(reset), 200, "example-busy/engine", map[string]string{"X-RateLimit-Remaining": "0"}},
		{"secondary", SecondaryLimit(429, "30"), 429, "secondary rate limit", map[string]string{"Retry-After": "30"}},
		{"secondary, no header", SecondaryLimit(403, ""), 403, "secondary rate limit", map[string]string{"Retry-After": ""}},
		{"secondary, absurd", SecondaryLimit(403, "-1000000000"), 403, "secondary", map[string]string{"Retry-After": "-1000000000"}},
		{"502", Broken(502), 502, "Bad Gateway", nil},
		{"unicorn", HTML(503), 503, "<html>", map[string]string{"Content-Type": "text/html; charset=utf-8"}},
		{"a page that is fine", HTML(200), 200, "<html>", nil},
		{"moved elsewhere", Moved("https://elsewhere.example/x"), 301, "", map[string]string{"Location": "https://elsewhere.example/x"}},
		{"empty", Fault{Body: []byte{}}, 200, "", map[string]string{"Content-Length": "0"}},
		{"garbage clock", Fault{Header: map[string]string{"X-RateLimit-Reset": "99999999999999999999", "Date": "tomorrow"}}, 200, "", map[string]string{"Date": "tomorrow"}},
		{"304 unasked", Fault{NotModified: true}, 304, "", nil},
	} {
		s := Start(t, Config{})
		s.Fail(tt.fault)
		r := get(t, s, enginePath)
		if r.status != tt.status || !strings.Contains(string(r.body), tt.body) {
			t.Errorf("%s: status %d, want %d: %.100s", tt.name, r.status, tt.status, r.body)
		}
		for name, want := range tt.headers {
			if got := r.header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", tt.name, name, got, want)
			}
		}
		if c := s.Requests(); c.Faulty != 1 || c.Total != 1 {
			t.Errorf("%s: %d faulty of %d", tt.name, c.Faulty, c.Total)
		}
	}
}

func TestFault_mangledBodies(t *testing.T) {
	t.Parallel()
	type repo struct {
		ID       int64  `json:"id"`
		FullName string `json:"full_name"`
		Archived bool   `json:"archived"`
	}
	for name, tt := range map[string]struct {
		fault Fault
		check func(body []byte, err error, r repo) bool
	}{
		"malformed": {Malformed(), func(_ []byte, err error, _ repo) bool { return err != nil }},
		"mistyped": {Mistyped(), func(b []byte, err error, _ repo) bool {
			return json.Valid(b) && err != nil && bytes.Contains(b, []byte(`"full_name":19`))
		}},
		"nulls": {Nulls(), func(_ []byte, err error, r repo) bool { return err == nil && r == repo{} }},
		"twice": {Twice(), func(b []byte, err error, r repo) bool {
			return err == nil && bytes.Count(b, []byte(`"full_name":`)) == 2
		}},
		"deep":      {Deep(100_000), func(b []byte, err error, _ repo) bool { return len(b) > 200_000 && err != nil }},
		"1e999":     {Numbers("1e999"), func(b []byte, err error, _ repo) bool { return json.Valid(b) && err != nil }},
		"NaN":       {Numbers("NaN"), func(b []byte, _ error, _ repo) bool { return !json.Valid(b) }},
		"bad UTF-8": {BadUTF8(), func(b []byte, _ error, _ repo) bool { return !utf8.Valid(b) }},
		"shortened": {Fault{Shorten: 10}, func(b []byte, err error, _ repo) bool { return len(b) == 10 && err != nil }},
		"with spaces": {Fault{Pad: 3 << 20}, func(b []byte, err error, r repo) bool {
			return len(b) > 3<<20 && err == nil && r.FullName == "example-busy/engine"
		}},
	} {
		s := Start(t, Config{})
		s.Fail(tt.fault)
		got := get(t, s, enginePath)
		var r repo
		if err := json.Unmarshal(got.body, &r); !tt.check(got.body, err, r) {
			t.Errorf("%s: %v, %+v: %.200s", name, err, r, got.body)
		}
	}
}

func TestFault_connections(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	lift := s.Fail(Fault{Cut: 100})
	if _, err := try(s, "GET", enginePath, DemoToken, ""); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut: %v", err)
	}
	lift()
	lift = s.Fail(Fault{Drop: true})
	if r, err := try(s, "GET", enginePath, DemoToken, ""); err == nil {
		t.Errorf("dropped: status %d", r.status)
	}
	lift()
	lift = s.Fail(Fault{BytesPerSecond: 2000})
	start := time.Now()
	r := get(t, s, "/rate_limit")
	if took, want := time.Since(start), time.Duration(len(r.body))*time.Second/2000; took < want/2 {
		t.Errorf("%d bytes at 2000 a second took %v", len(r.body), took)
	}
	lift()
	lift = s.Fail(Fault{Hang: true})
	short := &http.Client{Timeout: 100 * time.Millisecond}
	if _, err := short.Get(s.URL() + enginePath); err == nil {
		t.Error("what hangs answered")
	}
	lift()
	if r := get(t, s, enginePath); r.status != 200 {
		t.Errorf("after all were lifted: %d", r.status)
	}
}

// Close ends what hangs, so that a test that fails does not hang too.
func TestClose_endsWhatHangs(t *testing.T) {
	t.Parallel()
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	s.Fail(Fault{Hang: true})
	done := make(chan error)
	go func() {
		_, err := try(s, "GET", enginePath, DemoToken, "")
		done <- err
	}()
	for s.Requests().Total == 0 {
		time.Sleep(time.Millisecond)
	}
	s.Close()
	if err := <-done; err == nil {
		t.Error("it answered")
	}
	s.Close() // twice is fine
}

func TestFault_whenAndWhere(t *testing.T) {
	t.Parallel()
	statuses := func(s *Server, n int, path string) string {
		out := ""
		for range n {
			out += string(rune('0' + get(t, s, path).status/100))
		}
		return out
	}
	for _, tt := range []struct {
		name, want string
		fault      Fault
	}{
		{"twice", "552222", Fault{Status: 500, Times: 2}},
		{"after two", "225555", Fault{Status: 500, Skip: 2}},
		{"every third", "225225", Fault{Status: 500, Every: 3}},
		{"once, after one", "252222", Fault{Status: 500, Skip: 1, Times: 1}},
		{"another endpoint", "222222", Fault{Status: 500, Endpoint: "POST /graphql"}},
		{"this endpoint", "555555", Fault{Status: 500, Endpoint: "GET /repos/{owner}/{repo}"}},
		{"another repository", "222222", Fault{Status: 500, Repository: "example-quiet/dead"}},
		{"this repository", "555555", Fault{Status: 500, Repository: "Example-Busy/Engine"}},
		{"another owner", "222222", Fault{Status: 500, Owner: "somebody"}},
		{"this owner", "555555", Fault{Status: 500, Owner: "example-demo"}},
		{"no match", "222222", Fault{Status: 500, Match: func(r *http.Request) bool { return r.URL.Path != enginePath }}},
	} {
		s := Start(t, Config{})
		s.Fail(tt.fault)
		if got := statuses(s, 6, enginePath); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	s := Start(t, Config{})
	s.Fail(Fault{Status: 500, Rate: 0.1, Seed: 7})
	got := statuses(s, 300, "/rate_limit")
	if n := strings.Count(got, "5"); n < 15 || n > 45 {
		t.Errorf("%d of 300 failed at 10 %%", n)
	}
	again := Start(t, Config{})
	again.Fail(Fault{Status: 500, Rate: 0.1, Seed: 7})
	if statuses(again, 300, "/rate_limit") != got {
		t.Error("the same seed gave other faults")
	}
}

func TestFault_ofAliases(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	const q = `{ a: repository(owner: "example-busy", name: "engine") { id } b: repository(owner: "example-quiet", name: "dead") { id } rateLimit { cost } }`
	lift := s.Fail(Partial("FORBIDDEN", "b"))
	out := ask(t, s, q, nil)
	if out.Data["a"] == nil || out.Data["b"] != nil || out.Data["rateLimit"] == nil || len(out.Errors) != 1 || out.Errors[0].Type != "FORBIDDEN" || out.Errors[0].Path[0] != "b" {
		t.Errorf("one of two: %+v", out)
	}
	lift()
	lift = s.Fail(Partial("NOT_FOUND"))
	if out := ask(t, s, q, nil); out.Data["a"] != nil || out.Data["b"] != nil || len(out.Errors) != 2 {
		t.Errorf("all: %+v", out)
	}
	lift()
	lift = s.Fail(TooMuch())
	if out := ask(t, s, q, nil); out.Data != nil || len(out.Errors) != 1 {
		t.Errorf("too much: %+v", out)
	}
	lift()
	lift = s.Fail(Fault{Match: MoreThan(1), Status: 502})
	if r, err := try(s, "POST", "/graphql", DemoToken, question(t, q, nil)); err != nil || r.status != 502 {
		t.Errorf("two at once: %v %d", err, r.status)
	}
	right(t, s, `{ a: repository(owner: "example-busy", name: "engine") { id } }`, nil)
	lift()
	s.Fail(Fault{Repository: "example-quiet/dead", Status: 502})
	if r, err := try(s, "POST", "/graphql", DemoToken, question(t, q, nil)); err != nil || r.status != 502 {
		t.Errorf("by repository: %v %d", err, r.status)
	}
	right(t, s, `{ a: repository(owner: "example-busy", name: "engine") { id } }`, nil)
}

func TestFault_liesOfTheCache(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	s.Fail(Fault{FrozenETag: true})
	first := get(t, s, enginePath)
	s.Edit(func(w *World) { w.Repository("example-busy/engine").Stars += 5 })
	second := get(t, s, enginePath)
	if first.header.Get("ETag") != second.header.Get("ETag") || bytes.Equal(first.body, second.body) {
		t.Error("want the same tag for another body")
	}
	if r := get(t, s, enginePath, "If-None-Match", first.header.Get("ETag")); r.status != 304 {
		t.Errorf("with the tag: %d", r.status)
	}
}

func TestGzip_whenAskedFor(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{Gzip: true})
	r := get(t, s, enginePath, "Accept-Encoding", "gzip")
	if r.header.Get("Content-Encoding") != "gzip" || bytes.Contains(r.body, []byte("example-busy")) {
		t.Errorf("encoding %q", r.header.Get("Content-Encoding"))
	}
	if r := get(t, s, enginePath); r.header.Get("Content-Encoding") != "" || !bytes.Contains(r.body, []byte("example-busy")) {
		t.Error("not asked for, and compressed")
	}
	s.Fail(Fault{Shorten: 200})
	plain := &http.Client{} // decompresses by itself
	req, _ := http.NewRequest("GET", s.URL()+enginePath, nil)
	res, err := plain.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err == nil && json.Valid(body) {
		t.Error("a shortened answer is whole")
	}
}
