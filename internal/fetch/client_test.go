package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// service is an outside service that answers as it is told, over real HTTP.
type service struct {
	*httptest.Server
	mu    sync.Mutex
	asked []*http.Request
	serve http.HandlerFunc
}

func serve(t *testing.T, fn http.HandlerFunc) *service {
	t.Helper()
	s := &service{serve: fn}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r)
		serve := s.serve
		s.mu.Unlock()
		serve(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *service) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

func (s *service) now(fn http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serve = fn
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

const place = "registry.example"

// client asks the service in the place of registry.example and of other.example.
func client(t *testing.T, s *service, edit func(*fetch.Config)) (*fetch.Client, *testkit.Clock) {
	t.Helper()
	at := testkit.NewClock(noon)
	cfg := fetch.Config{
		Hosts: map[string]fetch.Host{place: {PerSecond: 10_000}, "other.example": {PerSecond: 10_000}},
		Base:  s.URL, Transport: s.Client().Transport, Cache: new(testkit.Memory), Now: at.Now, Agent: "plumbline/test (+https://example.org)",
		Pause: time.Millisecond, Deadline: 5 * time.Second,
	}
	if edit != nil {
		edit(&cfg)
	}
	c, err := fetch.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c, at
}

func question(path string) fetch.Question {
	return fetch.Question{Host: place, Path: path, Keep: 30 * day}
}

// unavailable asks and wants an error that says so, with the text.
func unavailable(t *testing.T, c *fetch.Client, q fetch.Question, text string) {
	t.Helper()
	a, err := c.Ask(t.Context(), q)
	if !errors.Is(err, source.ErrUnavailable) || errors.Is(err, fetch.ErrNone) || !strings.Contains(err.Error(), text) {
		t.Errorf("answer %+v, error %v; want an unavailable that says %q", a, err, text)
	}
}

// resting asks and wants to be told that the host is left alone.
func resting(t *testing.T, c *fetch.Client, q fetch.Question) {
	t.Helper()
	_, err := c.Ask(t.Context(), q)
	if rest := (*fetch.RestError)(nil); !errors.As(err, &rest) || !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("error %v; want one of a host that is left alone", err)
	}
}

func asked(t *testing.T, s *service, want int) {
	t.Helper()
	if got := len(s.requests()); got != want {
		t.Errorf("%d requests, want %d", got, want)
	}
}

func TestAsk_saysWhoAsksAndKeepsTheAnswerForItsTime(t *testing.T) {
	t.Parallel()
	s := serve(t, says(`{"a":1}`))
	c, at := client(t, s, nil)
	meter := new(cost.Meter)
	ctx := cost.WithMeter(t.Context(), meter)
	for range 2 {
		a, err := c.Ask(ctx, question("/a%2Fb?x=1"))
		if err != nil || string(a.Body) != `{"a":1}` || !a.Asked.Equal(noon) {
			t.Fatalf("answer %s of %s, error %v", a.Body, a.Asked, err)
		}
		at.On(26 * day)
	}
	asked(t, s, 1)
	r := s.requests()[0]
	if got := r.RequestURI; got != "/registry.example/a%2Fb?x=1" {
		t.Errorf("asked for %s", got)
	}
	if r.UserAgent() != "plumbline/test (+https://example.org)" || r.Header.Get("Accept") != "application/json" {
		t.Errorf("headers %v", r.Header)
	}
	if _, err := c.Ask(ctx, question("/a%2Fb?x=1")); err != nil { // 52 days on
		t.Fatal(err)
	}
	asked(t, s, 2)
	if got := meter.Cost(); got != (cost.Cost{Requests: 2}) {
		t.Errorf("cost %+v", got)
	}
}

func TestAsk_postsABodyAndTellsQuestionsApart(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %s", r.Method, r.Header.Get("Content-Type"), b)
	})
	c, _ := client(t, s, nil)
	for _, body := range []string{`{"q":1}`, `{"q":2}`, `{"q":1}`} {
		q := question("/v1/query")
		q.Body = []byte(body)
		if a, err := c.Ask(t.Context(), q); err != nil || string(a.Body) != "POST application/json "+body {
			t.Errorf("answer %q, error %v", a.Body, err)
		}
	}
	asked(t, s, 2)
}

func TestAsk_confirmsWhatItKnowsByItsTag(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") == `"one"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, "whole")
	})
	c, at := client(t, s, nil)
	if _, err := c.Ask(t.Context(), question("/a")); err != nil {
		t.Fatal(err)
	}
	at.On(30 * day)
	meter := new(cost.Meter)
	a, err := c.Ask(cost.WithMeter(t.Context(), meter), question("/a"))
	if err != nil || string(a.Body) != "whole" || !a.Asked.Equal(noon.Add(30*day)) {
		t.Errorf("answer %q of %s, error %v", a.Body, a.Asked, err)
	}
	if got := meter.Cost(); got != (cost.Cost{Requests: 1, Unchanged: 1}) {
		t.Errorf("cost %+v", got)
	}
}

func TestAsk_aConfirmationNobodyAskedForIsNone(t *testing.T) {
	t.Parallel()
	s := serve(t, status(http.StatusNotModified))
	c, _ := client(t, s, nil)
	unavailable(t, c, question("/a"), "registry.example")
}

func TestAsk_thatThereIsNothingIsAnAnswer(t *testing.T) {
	t.Parallel()
	for _, code := range []int{http.StatusNotFound, http.StatusGone} {
		s := serve(t, status(code))
		c, _ := client(t, s, nil)
		for range 5 { // no fault of the host, however often
			a, err := c.Ask(t.Context(), question("/a"))
			if !errors.Is(err, fetch.ErrNone) || errors.Is(err, source.ErrUnavailable) || !a.Asked.Equal(noon) {
				t.Errorf("%d: answer %+v, error %v", code, a, err)
			}
		}
		asked(t, s, 1)
	}
}

func TestAsk_keepsWhatTheReducerLeavesAndNothingElse(t *testing.T) {
	t.Parallel()
	s := serve(t, says(`{"maintainers":["canary-name"],"n":1}`))
	store := new(testkit.Memory)
	c, _ := client(t, s, func(cfg *fetch.Config) { cfg.Cache = store })
	q := question("/a")
	q.Form, q.Reduce = "count 1", func(b []byte) ([]byte, error) { return []byte("1"), nil }
	if a, err := c.Ask(t.Context(), q); err != nil || string(a.Body) != "1" {
		t.Errorf("answer %q, error %v", a.Body, err)
	}
	a, known, rests := c.Kept(q)
	if string(a.Body) != "1" || !known || !rests {
		t.Errorf("kept %q, known %t, rests %t", a.Body, known, rests)
	}
	q.Form = "count 2" // made by another version of the reducer
	if _, known, _ := c.Kept(q); known {
		t.Error("an answer of another form was found")
	}
	store.Range(func(k string, v []byte) {
		if strings.Contains(k+string(v), "canary") {
			t.Errorf("kept: %s %s", k, v)
		}
	})
}

func TestAsk_oneQuestionAtATime(t *testing.T) {
	t.Parallel()
	entered, open := make(chan bool), make(chan bool)
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		entered <- true
		<-open
		io.WriteString(w, "x")
	})
	c, _ := client(t, s, func(cfg *fetch.Config) { cfg.Cache = nil })
	var wg sync.WaitGroup
	ask := func() {
		defer wg.Done()
		if a, err := c.Ask(t.Context(), question("/a")); err != nil || string(a.Body) != "x" {
			t.Errorf("answer %q, error %v", a.Body, err)
		}
	}
	wg.Add(1)
	go ask()
	<-entered
	// Who asked first goes away; the answer is still had by the others.
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Ask(gone, question("/a")); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the end of its context", err)
	}
	close(open)
	wg.Wait()
	asked(t, s, 1)
}
