package transport

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// limiting answers the first n requests with a secondary limit.
func limiting(t *testing.T, n int32, status int, after string) *host {
	t.Helper()
	var seen atomic.Int32
	return newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		if seen.Add(1) <= n {
			w.Header().Set("Retry-After", after)
			w.WriteHeader(status)
			return
		}
		fmt.Fprint(w, "good")
	})
}

func TestPatience_waitsOutAShortLimit(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusForbidden, http.StatusTooManyRequests} {
		h := limiting(t, 1, status, "1")
		tr := newTransport(t, h, Config{Limits: Limits{Patience: time.Minute}, Credentials: []Credential{owner("example-a", "one")}})
		for _, path := range []string{"/a", "/b"} {
			if status, body, err := h.get(t, tr, path); err != nil || status != 200 || body != "good" {
				t.Errorf("%s: got %d %q, error %v, want the answer after the pause", path, status, body, err)
			}
		}
		if n := len(h.requests()); n != 3 {
			t.Errorf("got %d requests, want 3: the refused one is sent once more", n)
		}
	}
}

func TestPatience_ends(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	for name, row := range map[string]struct {
		patience time.Duration
		refused  int32
		after    string
		ctx      context.Context
		requests int
	}{
		"with a longer limit":           {time.Minute, 9, "61", t.Context(), 1},
		"after some pauses":             {time.Minute, 9, "1", t.Context(), mostPauses + 1},
		"after its time":                {2 * time.Second, 9, "1", t.Context(), 2},
		"before the end of its context": {time.Minute, 9, "30", ctx, 1},
		"without any":                   {0, 9, "1", t.Context(), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := limiting(t, row.refused, http.StatusTooManyRequests, row.after)
			tr := newTransport(t, h, Config{Limits: Limits{Patience: row.patience}})
			req, err := http.NewRequestWithContext(row.ctx, http.MethodGet, h.URL+"/a", nil)
			if err != nil {
				t.Fatal(err)
			}
			_, err = tr.RoundTrip(req)
			later(t, err)
			if n := len(h.requests()); n != row.requests {
				t.Errorf("got %d requests, want %d", n, row.requests)
			}
		})
	}
}
