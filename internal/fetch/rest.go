package fetch

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"
)

// The limits of a pause that a host requests.
const (
	leastPause = time.Minute
	pause      = 5 * time.Minute
	mostPause  = time.Hour
)

// until returns when a host that refused may be contacted again. Callers do not wait: projects are
// answered without the host, and it is contacted in their next turn.
func until(now time.Time, h http.Header) time.Time {
	d, said := RetryAfter(h, now, mostPause)
	if !said {
		d = pause
	}
	return now.Add(max(d, leastPause))
}

// pauseUntil pauses requests to the host.
func (h *host) pauseUntil(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t.After(h.paused) {
		h.paused = t
	}
}

// failed counts a failure. A lasting one, such as a lost network or a host that is down, must not
// be rediscovered for each project: after several in a row the host is paused for a minute, and
// twice as long after each further one. A network that drops packets would otherwise cost a
// deadline each time.
func (h *host) failed(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now.Before(h.paused) { // from a question that was in progress when the pause began
		return
	}
	if h.faults++; h.faults >= h.most {
		h.paused = now.Add(min(leastPause<<min(h.faults-h.most, 10), mostPause))
	}
}

func (h *host) answered() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.faults = 0
}

func (h *host) rest() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.paused
}

// longestQueue limits the wait for a turn; callers further back try another time.
const longestQueue = 2 * time.Minute

var errQueue = errors.New("too many questions wait for their turn")

// turn waits until the next request to the host is allowed. It uses the machine's clock instead of
// Config.Now, which may not advance.
func (h *host) turn(ctx context.Context) error {
	queue, cancel := context.WithTimeout(ctx, longestQueue)
	defer cancel()
	if err := h.pace.Wait(queue); err != nil {
		return cmp.Or(context.Cause(ctx), errQueue)
	}
	return nil
}
