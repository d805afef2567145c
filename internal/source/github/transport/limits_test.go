package transport

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-github/v58/github"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// later returns the instant of the error's LaterError.
func later(t *testing.T, err error) time.Time {
	t.Helper()
	var l *source.LaterError
	if !errors.As(err, &l) {
		t.Fatalf("got error %v, want a LaterError", err)
	}
	return l.At
}

func TestPrimaryLimit_keepsTheGoodAnswerAndAsksNothingUntilReset(t *testing.T) {
	t.Parallel()
	c := newClock()
	left := 2
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		left--
		quota(w, "core", 60, left, c.now().Add(40*time.Minute))
		fmt.Fprint(w, "good")
	})
	tr := newTransport(t, h, Config{Now: c.now})
	reset := c.now().Add(40 * time.Minute)
	for range 2 {
		if status, body, err := h.get(t, tr, "/repos/example-org/a"); err != nil || status != 200 || body != "good" {
			t.Fatalf("got %d %q, error %v, want the good answer", status, body, err)
		}
	}
	for range 40 { // until a second before the reset
		_, _, err := h.get(t, tr, "/repos/example-org/b")
		if at := later(t, err); !at.Equal(reset) {
			t.Fatalf("got later %v, want %v", at, reset)
		}
		c.add(time.Minute - 1500*time.Millisecond)
	}
	if n := len(h.requests()); n != 2 {
		t.Errorf("got %d requests, want 2: none before the reset", n)
	}
	left = 61
	c.add(time.Minute)
	if _, _, err := h.get(t, tr, "/repos/example-org/b"); err != nil {
		t.Errorf("after the reset: %v", err)
	}
}

func TestPrimaryLimit_otherBudgetsAndResourcesGoOn(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer one" && r.Method == http.MethodGet {
			quota(w, "core", 5000, 0, c.now().Add(time.Hour))
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"message":"API rate limit exceeded for user ID 1."}`)
			return
		}
		quota(w, map[string]string{http.MethodGet: "core", http.MethodPost: "graphql"}[r.Method], 5000, 4000, c.now().Add(time.Hour))
		fmt.Fprint(w, "good")
	})
	tr := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{owner("example-a", "one"), owner("example-b", "two")}})
	for i := range 10 {
		if status, _, err := h.get(t, tr, fmt.Sprintf("/repos/example-org/r%d", i)); err != nil || status != 200 {
			t.Fatalf("request %d: got %d, error %v, want the other budget's answer", i, status, err)
		}
	}
	if n := h.by("one"); n != 1 {
		t.Errorf("got %d requests of the exhausted budget, want 1", n)
	}
	// GraphQL of the first budget has points of its own.
	alone := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{owner("example-a", "one")}})
	if _, _, err := h.get(t, alone, "/repos/example-org/x"); !later(t, err).Equal(c.now().Add(time.Hour)) {
		t.Errorf("got %v, want later by an hour", err)
	}
	if status, _, err := h.query(t, alone, `{"query":"{a}"}`); err != nil || status != 200 {
		t.Errorf("GraphQL: got %d, error %v, want an answer", status, err)
	}
}

func TestPrimaryLimit_graphQLSaysSoWithStatus200(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		quota(w, "graphql", 5000, 0, c.now().Add(10*time.Minute))
		fmt.Fprint(w, `{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}`)
	})
	tr := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{owner("example-a", "one")}})
	_, _, err := h.query(t, tr, `{"query":"{a}"}`)
	if at := later(t, err); !at.Equal(c.now().Add(10 * time.Minute)) {
		t.Errorf("got later %v, want 10 minutes", at)
	}
	if n := len(h.requests()); n != 1 {
		t.Errorf("got %d requests, want 1", n)
	}
}

func TestGraphQL_anAnswerWithDataIsNoLimit(t *testing.T) {
	t.Parallel()
	long := `{"data":{"text":"secondary rate limit","more":"` + strings.Repeat("x", 3*head) + `"}}`
	for _, body := range []string{
		long, `{"data":{"a":"You have exceeded a secondary rate limit"},"errors":[{"type":"NOT_FOUND"}]}`,
		`{"data":null,"errors":[{"type":"NOT_FOUND"}]}`, `{}`, `nonsense`, "",
	} {
		h := newHost(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
		tr := newTransport(t, h, Config{Credentials: []Credential{owner("example-a", "one")}})
		status, got, err := h.query(t, tr, `{"query":"{a}"}`)
		if status != 200 || got != body || err != nil {
			t.Errorf("got %d, %d bytes, error %v, want the %d bytes as they are", status, len(got), err, len(body))
		}
	}
}

func TestPrimaryLimit_headersThatMakeNoSenseAreHarmless(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		remaining, reset string
		held             time.Duration
	}{
		{"0", "99999999999", 65 * time.Minute}, // the year 5138
		{"0", "", time.Second},
		{"0", "0", time.Second},
		{"0", "-5", time.Second},
		{"0", "12", time.Second}, // past
		{"0", "soon", time.Second},
		{"0", "1e9", time.Second},
		{"-1", "99999999999", 0},
		{"many", "99999999999", 0},
		{"", "", 0},
		{"99999999999999999999", "5", 0},
	} {
		c := newClock()
		h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", "garbage")
			w.Header().Set("X-RateLimit-Limit", row.remaining)
			w.Header().Set("X-RateLimit-Remaining", row.remaining)
			w.Header().Set("X-RateLimit-Reset", row.reset)
			fmt.Fprint(w, "good")
		})
		tr := newTransport(t, h, Config{Now: c.now})
		if _, body, err := h.get(t, tr, "/a"); err != nil || body != "good" {
			t.Errorf("%+v: got %q, error %v, want the answer", row, body, err)
		}
		_, _, err := h.get(t, tr, "/a")
		if row.held == 0 {
			if err != nil {
				t.Errorf("%+v: second request: %v", row, err)
			}
			continue
		}
		if at := later(t, err); !at.Equal(c.now().Add(row.held)) {
			t.Errorf("%+v: got later in %v, want %v", row, at.Sub(c.now()), row.held)
		}
	}
}

func TestPrimaryLimit_aClockThatJumpsADay(t *testing.T) {
	t.Parallel()
	for _, jump := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		real, ours := newClock(), newClock()
		h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", real.now().Format(http.TimeFormat))
			quota(w, "core", 60, 0, real.now().Add(30*time.Minute))
			fmt.Fprint(w, "good")
		})
		tr := newTransport(t, h, Config{Now: ours.now})
		ours.add(jump) // wrong before the answer: the host's own clock tells
		if _, _, err := h.get(t, tr, "/a"); err != nil {
			t.Fatal(err)
		}
		_, _, err := h.get(t, tr, "/a")
		if left := later(t, err).Sub(ours.now()); left != 30*time.Minute {
			t.Errorf("clock off by %v: got %v to wait, want 30m", jump, left)
		}
		ours.add(-24 * time.Hour) // and back during the wait: it begins again, and no more
		_, _, err = h.get(t, tr, "/a")
		if left := later(t, err).Sub(ours.now()); left != 30*time.Minute {
			t.Errorf("clock back by a day: got %v to wait, want 30m", left)
		}
		if n := len(h.requests()); n != 1 {
			t.Errorf("got %d requests, want 1", n)
		}
	}
}

func TestGate_neverMoreAtTheSameTimeThanAllowed(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now, most := 0, 0
	three := make(chan struct{})
	all := sync.OnceFunc(func() { close(three) })
	h := newHost(t, func(http.ResponseWriter, *http.Request) {
		mu.Lock()
		now++
		most = max(most, now)
		if now == 3 {
			all()
		}
		mu.Unlock()
		<-three
		mu.Lock()
		now--
		mu.Unlock()
	})
	tr := newTransport(t, h, Config{Limits: Limits{Concurrent: 3}})
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Go(func() {
			if _, _, err := h.get(t, tr, fmt.Sprintf("/r%d", i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most > 3 || len(h.requests()) != 30 {
		t.Errorf("got %d at the same time and %d in all, want at most 3 and 30", most, len(h.requests()))
	}
}

// go-github keeps an eye on limits of its own accord, by the token it saw last.
func TestGoGitHub_goesOnWithAnotherBudgetAndHandsLaterOn(t *testing.T) {
	t.Parallel()
	reset := time.Now().Add(time.Hour) // go-github looks at the real clock
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		quota(w, "core", 5000, 0, reset)
		fmt.Fprint(w, `{"id":1,"full_name":"example-org/a"}`)
	})
	tr := newTransport(t, h, Config{Credentials: []Credential{owner("example-a", "one"), owner("example-b", "two")}})
	client := github.NewClient(Client(tr))
	client.BaseURL = h.url(t)
	for range 2 {
		repo, _, err := client.Repositories.Get(t.Context(), "example-org", "a")
		if err != nil || repo.GetFullName() != "example-org/a" {
			t.Errorf("got %v, error %v, want the repository", repo, err)
		}
	}
	_, _, err := client.Repositories.Get(t.Context(), "example-org", "a")
	if at := later(t, err); at.Sub(reset).Abs() > time.Second || h.by("one") != 1 || h.by("two") != 1 {
		t.Errorf("got %v after %d requests, want later at the reset after one of each", err, len(h.requests()))
	}
}
