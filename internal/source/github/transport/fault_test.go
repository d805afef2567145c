package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

func TestServerErrors_atTenPercentAllFinishWithFewRequests(t *testing.T) {
	t.Parallel()
	const n = 1000
	rng := rand.New(rand.NewPCG(4, 4))
	statuses := []int{500, 502, 503, 504}
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.ContentLength <= 0 {
			t.Error("an empty body")
		}
	})
	base := testBase(t, fetch.BaseConfig{})
	faulty := script(func(r *http.Request) (*http.Response, error) {
		resp, err := base.RoundTrip(r)
		if rng.IntN(10) == 0 && err == nil {
			_ = resp.Body.Close()
			if i := rng.IntN(5); i < 4 {
				return reply(r, statuses[i], "<html>sorry</html>"), nil
			}
			return nil, io.ErrUnexpectedEOF
		}
		return resp, err
	})
	tr := newTransport(t, h, Config{Base: faulty, Limits: Limits{Backoff: 1}, Credentials: []Credential{owner("example-a", "one")}})
	for i := range n {
		var status int
		var err error
		if i%2 == 0 {
			status, _, err = h.get(t, tr, fmt.Sprintf("/repos/example-org/r%d", i))
		} else {
			status, _, err = h.query(t, tr, `{"query":"{a}"}`)
		}
		if status != 200 || err != nil {
			t.Fatalf("request %d: got %d, error %v, want it to finish", i, status, err)
		}
	}
	if got := len(h.requests()); got > n*13/10 {
		t.Errorf("got %d requests for %d, want at most 1.3 times", got, n)
	} else {
		t.Logf("%d requests for %d answers (x %.2f)", got, n, float64(got)/n)
	}
}

func TestServerErrors_fourTriesThenTheAnswerAsItIs(t *testing.T) {
	t.Parallel()
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		fmt.Fprint(w, "bad")
	})
	for i, row := range []struct {
		method, path string
		want         int
	}{{"GET", "/a", 4}, {"POST", "/graphql", 4}, {"POST", "/markdown", 1}, {"DELETE", "/a", 1}} {
		tr := newTransport(t, h, Config{})
		before := len(h.requests())
		status, body, err := ask(t, tr, row.method, h.URL+row.path, map[bool]string{true: "{}"}[row.method == "POST"])
		if status != 502 || body != "bad" || err != nil {
			t.Errorf("%d: got %d %q, error %v, want the 502", i, status, body, err)
		}
		if got := len(h.requests()) - before; got != row.want {
			t.Errorf("%s %s: got %d requests, want %d", row.method, row.path, got, row.want)
		}
	}
}

func TestBreaker_stopsAskingAHostThatFailsAndTriesAgain(t *testing.T) {
	t.Parallel()
	c := newClock()
	down := true
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		if down {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	tr := newTransport(t, h, Config{Now: c.now})
	var err error
	for range 50 {
		_, _, err = h.get(t, tr, "/a")
	}
	if got := later(t, err); !got.Equal(c.now().Add(30*time.Second)) || !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("got %v, want later in 30 s and unavailable", err)
	}
	if n := len(h.requests()); n != 8 {
		t.Errorf("got %d requests of 50, want 8", n)
	}
	c.add(30 * time.Second)
	_, _, err = h.get(t, tr, "/a")
	if got := later(t, err).Sub(c.now()); got != time.Minute || len(h.requests()) != 9 {
		t.Errorf("half open: got later in %v after %d requests, want 1m after 9", got, len(h.requests()))
	}
	down = false
	c.add(time.Minute)
	for range 3 {
		if status, _, err := h.get(t, tr, "/a"); status != 200 || err != nil {
			t.Errorf("up again: got %d, error %v", status, err)
		}
	}
}

func TestBreaker_archivesInTroubleDoNotStopTheAPI(t *testing.T) {
	t.Parallel()
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/codeload/") {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	tr := newTransport(t, h, Config{})
	for range 5 {
		if _, _, err := h.get(t, tr, "/codeload/example-org/a/tar.gz/main"); !errors.Is(err, source.ErrUnavailable) {
			t.Errorf("got %v, want ErrUnavailable", err)
		}
	}
	if status, _, err := h.get(t, tr, "/a"); status != 200 || err != nil {
		t.Errorf("the API: got %d, error %v, want an answer", status, err)
	}
}

func TestServerError_withALongRetryAfterIsALaterError(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "600")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	tr := newTransport(t, h, Config{Now: c.now})
	_, _, err := h.get(t, tr, "/a")
	if got := later(t, err).Sub(c.now()); got != 10*time.Minute || len(h.requests()) != 1 {
		t.Errorf("got later in %v after %d requests, want 10m after 1", got, len(h.requests()))
	}
}

func TestSlowQuery_isNotSentAgain(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, http.StatusBadGateway} {
		synctest.Test(t, func(t *testing.T) {
			n := 0
			slowly := script(func(r *http.Request) (*http.Response, error) {
				n++
				time.Sleep(10 * time.Second)
				if status == 0 {
					return nil, fetch.ErrTimeout
				}
				return reply(r, status, ""), nil
			})
			h := &host{Server: &httptest.Server{URL: "http://127.0.0.1"}}
			tr := newTransport(t, nil, Config{API: h.url(t), Base: slowly})
			got, _, err := h.query(t, tr, "{}")
			if n != 1 || got != status || (status == 0) != errors.Is(err, fetch.ErrTimeout) {
				t.Errorf("got %d, error %v after %d requests, want %d after 1", got, err, n, status)
			}
		})
	}
}

func TestAnswer_isBounded(t *testing.T) {
	t.Parallel()
	var sent atomic.Int64
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		block := []byte(strings.Repeat("[", 64<<10))
		for range 16 << 10 { // 1 GiB
			n, err := w.Write(block)
			sent.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	tr := newTransport(t, h, Config{Limits: Limits{Answer: 1 << 20}, Cache: newMemory()})
	_, body, err := h.get(t, tr, "/a")
	if !errors.Is(err, source.ErrLimit) || len(body) != 1<<20 {
		t.Errorf("got %d bytes, error %v, want 1 MiB and ErrLimit", len(body), err)
	}
}

func TestAnswer_thatBreaksOffIsAnError(t *testing.T) {
	t.Parallel()
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", `"a"`)
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, `{"half":`)
	})
	cache := newMemory()
	tr := newTransport(t, h, Config{Cache: cache})
	if _, body, err := h.get(t, tr, "/a"); !errors.Is(err, source.ErrUnavailable) || body != `{"half":` {
		t.Errorf("got %q, error %v, want ErrUnavailable", body, err)
	}
	if len(cache.m) != 0 {
		t.Error("half an answer is stored")
	}
}

// Every wait a request may meet ends with its context, at once.
func TestCancel_endsEveryWait(t *testing.T) {
	t.Parallel()
	type setting struct {
		config Config
		before func(t *testing.T, tr *Transport)
	}
	forever := script(func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() })
	for name, s := range map[string]setting{
		"an answer": {config: Config{Base: forever}},
		"a backoff": {config: Config{Limits: Limits{Backoff: time.Hour}, Base: script(func(r *http.Request) (*http.Response, error) { return reply(r, 500, ""), nil })}},
		"a turn": {config: Config{Base: forever, Limits: Limits{Concurrent: 1}}, before: func(t *testing.T, tr *Transport) {
			if _, err := tr.gate.admit(t.Context(), core, ""); err != nil {
				t.Error(err)
			}
		}},
		"the pace": {config: Config{Base: forever, Limits: Limits{RESTPerMinute: 1}}, before: func(t *testing.T, tr *Transport) {
			if _, err := tr.gate.admit(t.Context(), core, ""); err != nil {
				t.Error(err)
			}
		}},
		"a token": {config: Config{Base: forever, Credentials: []Credential{{Owner: "example app", Tokens: waiting{}}}}},
		"a token being tried": {config: Config{Base: forever, Credentials: []Credential{owner("example-a", "one")}}, before: func(t *testing.T, tr *Transport) {
			if _, err := tr.gate.admit(t.Context(), core, ""); err != nil {
				t.Error(err)
			}
		}},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := &host{Server: &httptest.Server{URL: "http://127.0.0.1"}}
			s.config.API = h.url(t)
			tr := newTransport(t, nil, s.config)
			if s.before != nil {
				s.before(t, tr)
			}
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(3*time.Second, cancel)
			start := time.Now()
			_, _, err := askIn(t, ctx, tr, http.MethodGet, h.URL+"/a", "")
			if !errors.Is(err, context.Canceled) || time.Since(start) != 3*time.Second {
				t.Errorf("%s: got %v after %v, want cancelled after 3 s", name, err, time.Since(start))
			}
		})
	}
}

type waiting struct{}

func (waiting) Token(ctx context.Context) (string, error) { <-ctx.Done(); return "", ctx.Err() }

func TestTurn_thatNeverComesIsALaterError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &host{Server: &httptest.Server{URL: "http://127.0.0.1"}}
		tr := newTransport(t, nil, Config{API: h.url(t), Base: script(nil), Limits: Limits{Concurrent: 1}})
		if _, err := tr.gate.admit(t.Context(), core, ""); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_, _, err := h.get(t, tr, "/a")
		later(t, err)
		if got := time.Since(start); got != 5*time.Minute {
			t.Errorf("got %v, want 5m", got)
		}
	})
}

func TestPace_noMinuteHasMoreThanTheHostAllows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var sent []time.Time
		at := script(func(r *http.Request) (*http.Response, error) {
			sent = append(sent, time.Now())
			return reply(r, 200, "{}"), nil
		})
		h := &host{Server: &httptest.Server{URL: "http://127.0.0.1"}}
		tr := newTransport(t, nil, Config{API: h.url(t), Base: at, Limits: Limits{RESTPerMinute: 900}})
		for range 2500 {
			if _, _, err := h.get(t, tr, "/a"); err != nil {
				t.Fatal(err)
			}
		}
		for i := range sent {
			if i >= 900 && sent[i].Sub(sent[i-900]) < time.Minute {
				t.Fatalf("request %d: 901 within %v", i, sent[i].Sub(sent[i-900]))
			}
		}
		if got := sent[len(sent)-1].Sub(sent[0]); got > 185*time.Second {
			t.Errorf("2,500 requests took %v, want about 3 minutes", got)
		}
	})
}

func TestMeter_countsWhatWasSent(t *testing.T) {
	t.Parallel()
	n := 0
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"a"`)
		if n++; n == 1 {
			w.WriteHeader(http.StatusBadGateway)
		} else if r.Header.Get("If-None-Match") == `"a"` {
			w.WriteHeader(http.StatusNotModified)
		}
	})
	tr := newTransport(t, h, Config{Cache: newMemory()})
	m := &cost.Meter{}
	for range 3 {
		if _, _, err := askIn(t, cost.WithMeter(t.Context(), m), tr, http.MethodGet, h.URL+"/a", ""); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := m.Cost(), (cost.Cost{Requests: 4, Unchanged: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestTransport_connecting(t *testing.T) {
	t.Parallel()
	// A listener whose queue is full of connections nobody accepts does not
	// answer on every system; TLS that never begins does.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	h := &host{Server: &httptest.Server{URL: "https://" + l.Addr().String()}}
	tr := newTransport(t, nil, Config{API: h.url(t), Base: testBase(t, fetch.BaseConfig{TLS: 50 * time.Millisecond}), Limits: Limits{Tries: 1}})
	if _, _, err := h.get(t, tr, "/a"); !errors.Is(err, fetch.ErrTimeout) {
		t.Errorf("TLS: got %v, want fetch.ErrTimeout", err)
	}
	_ = l.Close()
	if _, _, err := h.get(t, tr, "/a"); !errors.Is(err, source.ErrUnavailable) || errors.Is(err, fetch.ErrTimeout) {
		t.Errorf("nobody there: got %v, want ErrUnavailable", err)
	}
}
