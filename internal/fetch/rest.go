package fetch

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"
)

// The bounds of how long a host may have us wait.
const (
	leastPause = time.Minute
	pause      = 5 * time.Minute
	mostPause  = time.Hour
)

// until is when a host that said no may be asked again. Nobody waits for it:
// projects are answered without it, and it is asked in their next turn.
func until(now time.Time, h http.Header) time.Time {
	d, said := RetryAfter(h, now, mostPause)
	if !said {
		d = pause
	}
	return now.Add(max(d, leastPause))
}

// pauseUntil keeps the host from being asked for a while.
func (h *host) pauseUntil(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t.After(h.paused) {
		h.paused = t
	}
}

// failed counts a fault. One that lasts, as when there is no network or the host
// is down, is not found out anew for each project: after some in a row the host
// rests a minute, and with each more twice as long. A network that swallows what is sent would cost a deadline each time.
func (h *host) failed(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now.Before(h.paused) { // of a question that was under way when it was told
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

// longestQueue bounds the wait for a turn: whoever is further back asks another
// time.
const longestQueue = 2 * time.Minute

var errQueue = errors.New("too many questions wait for their turn")

// turn waits until the host may be asked again. It goes by the machine's clock,
// not by Config.Now, which may stand still.
func (h *host) turn(ctx context.Context) error {
	queue, cancel := context.WithTimeout(ctx, longestQueue)
	defer cancel()
	if err := h.pace.Wait(queue); err != nil {
		return cmp.Or(context.Cause(ctx), errQueue)
	}
	return nil
}
