package transport

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

func TestSecondaryLimit_isALaterErrorWithinBounds(t *testing.T) {
	t.Parallel()
	c := newClock()
	date := func(d time.Duration) string { return c.now().Add(d).Format(http.TimeFormat) }
	for _, row := range []struct {
		after string
		want  time.Duration
	}{
		{"30", 30 * time.Second},
		{date(90 * time.Second), 90 * time.Second},
		{"", time.Minute},
		{"0", time.Minute},
		{"-7", time.Minute},
		{"soon", time.Minute},
		{"1e9", time.Minute},
		{date(-time.Hour), time.Minute},
		{"1000000000", 65 * time.Minute},
		{strings.Repeat("9", 40), 65 * time.Minute},
		{date(9000 * time.Hour), 65 * time.Minute},
	} {
		for _, status := range []int{http.StatusForbidden, http.StatusTooManyRequests} {
			h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Date", date(0))
				if row.after != "" {
					w.Header().Set("Retry-After", row.after)
				}
				w.WriteHeader(status)
				fmt.Fprint(w, `{"message":"You have exceeded a secondary rate limit."}`)
			})
			tr := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{owner("example-a", "one")}})
			_, _, err := h.query(t, tr, `{"query":"{a}"}`)
			if got := later(t, err).Sub(c.now()); got != row.want {
				t.Errorf("%d with Retry-After %q: got %v, want %v", status, row.after, got, row.want)
			}
			// It counts for REST, too.
			_, _, err = h.get(t, tr, "/a")
			later(t, err)
			if n := len(h.requests()); n != 1 {
				t.Errorf("%d with Retry-After %q: got %d requests, want 1", status, row.after, n)
			}
		}
	}
}

func TestSecondaryLimit_withoutATimeDoublesUpToTheLongest(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) })
	tr := newTransport(t, h, Config{Now: c.now})
	var got []time.Duration
	for range 9 {
		_, _, err := h.get(t, tr, "/a")
		d := later(t, err).Sub(c.now())
		got = append(got, d/time.Minute)
		c.add(d)
	}
	if fmt.Sprint(got) != "[1ns 2ns 4ns 8ns 16ns 32ns 64ns 65ns 65ns]" {
		t.Errorf("got waits of %v minutes", got)
	}
}

func TestSecondaryLimit_sendsTheWholeBodyAgainOnAnotherBudget(t *testing.T) {
	t.Parallel()
	const body = `{"query":"query { repository { issues } }"}`
	for _, rewindable := range []bool{true, false} {
		h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "Bearer one" {
				w.Header().Set("Retry-After", "60")
				w.WriteHeader(http.StatusForbidden)
				return
			}
			fmt.Fprint(w, `{"data":{}}`)
		})
		tr := newTransport(t, h, Config{Credentials: []Credential{owner("example-a", "one"), owner("example-b", "two")}})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.URL+"/graphql", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if !rewindable {
			req.Body, req.GetBody, req.ContentLength = io.NopCloser(strings.NewReader(body)), nil, -1
		}
		resp, err := tr.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		seen := h.requests()
		if len(seen) != 2 || seen[0].body != body || seen[1].body != body || seen[1].token != "two" {
			t.Errorf("rewindable %v: the host saw %+v, want the body twice", rewindable, seen)
		}
	}
}

func TestBody_thatCannotBeRewoundIsBounded(t *testing.T) {
	t.Parallel()
	h := newHost(t, func(http.ResponseWriter, *http.Request) {})
	tr := newTransport(t, h, Config{Limits: Limits{Body: 10}})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.URL+"/graphql", io.NopCloser(strings.NewReader("12345678901")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.RoundTrip(req); !errors.Is(err, source.ErrLimit) || len(h.requests()) != 0 {
		t.Errorf("got error %v after %d requests, want ErrLimit after none", err, len(h.requests()))
	}
}

func TestSecondaryLimit_halvesConcurrencyAndRegainsItSlowly(t *testing.T) {
	t.Parallel()
	c := newClock()
	refuse := true
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		if refuse {
			w.Header().Set("Retry-After", "60")
			w.WriteHeader(http.StatusForbidden)
		}
	})
	tr := newTransport(t, h, Config{Now: c.now})
	b := tr.gate.budgets[0]
	for _, want := range []int{10, 5, 2, 1, 1} {
		_, _, err := h.get(t, tr, "/a")
		later(t, err)
		if b.limit != want {
			t.Errorf("got %d at the same time, want %d", b.limit, want)
		}
		c.add(time.Minute)
	}
	refuse = false
	n := 0
	for ; b.limit < 20 && n < 1000; n++ {
		if _, _, err := h.get(t, tr, "/a"); err != nil {
			t.Fatal(err)
		}
	}
	if n != 190 {
		t.Errorf("all 20 were back after %d good answers, want 190", n)
	}
}
