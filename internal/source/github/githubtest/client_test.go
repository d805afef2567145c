package githubtest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"
)

// reply is an answer of the fake as a client sees it.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// client follows no redirects and waits a moment only.
var client = &http.Client{
	Timeout:       20 * time.Second,
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// try sends a request with the token (none when empty) and pairs of headers.
func try(s *Server, method, path, token, body string, header ...string) (reply, error) {
	req, err := http.NewRequest(method, s.URL()+path, bytes.NewReader([]byte(body)))
	if err != nil {
		return reply{}, err
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return reply{status: res.StatusCode, header: res.Header, body: raw}, err
}

// get reads a path of REST with the demo token.
func get(t *testing.T, s *Server, path string, header ...string) reply {
	t.Helper()
	r, err := try(s, http.MethodGet, path, DemoToken, "", header...)
	if err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
	return r
}

// question is the body of a query.
func question(t *testing.T, query string, variables map[string]any) string {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// asked is the answer to a query.
type asked struct {
	Data   map[string]any
	Errors []struct {
		Type, Message string
		Path          []any
		Extensions    map[string]any
	}
}

// ask sends a query with the demo token.
func ask(t *testing.T, s *Server, query string, variables map[string]any) asked {
	t.Helper()
	r, err := try(s, http.MethodPost, "/graphql", DemoToken, question(t, query, variables))
	if err != nil {
		t.Fatal(err)
	}
	var out asked
	if err := json.Unmarshal(r.body, &out); err != nil || r.status != http.StatusOK {
		t.Fatalf("query: status %d, %v: %s", r.status, err, r.body)
	}
	return out
}

// right is ask for a query without errors; it returns the data.
func right(t *testing.T, s *Server, query string, variables map[string]any) map[string]any {
	t.Helper()
	out := ask(t, s, query, variables)
	if len(out.Errors) > 0 {
		t.Fatalf("query: %+v", out.Errors)
	}
	return out.Data
}

// at walks into decoded JSON: names of objects and numbers of lists.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

// clock is a time that tests move.
type clock struct{ at chan time.Time }

func newClock() clock {
	c := clock{make(chan time.Time, 1)}
	c.at <- time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	return c
}

func (c clock) now() time.Time {
	t := <-c.at
	c.at <- t
	return t
}

func (c clock) move(d time.Duration) { c.at <- (<-c.at).Add(d) }
