package transport

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// headroom is what a response reports about a primary limit.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
type headroom struct {
	resource         string // empty: not reported
	limit, remaining int    // −1: not reported
	reset            time.Time
}

// most is above the hourly requests of any budget; a larger number is invalid.
const most = 10_000_000

func readHeadroom(h http.Header) headroom {
	r := headroom{resource: strings.ToLower(h.Get("X-RateLimit-Resource")), limit: number(h.Get("X-RateLimit-Limit")), remaining: number(h.Get("X-RateLimit-Remaining"))}
	if s, err := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64); err == nil && s > 0 && s < 1<<40 {
		r.reset = time.Unix(s, 0)
	}
	return r
}

// number parses a count; it returns −1 for anything else.
func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && n <= most {
		return n
	}
	return -1
}

// hideRate removes the rate limit headers that the gate has read. Clients assume one token and one
// budget. After "remaining 0" they would refuse to send although another budget has plenty
// (go-github does).
func hideRate(h http.Header) {
	for _, name := range []string{"Limit", "Remaining", "Reset", "Used", "Resource"} {
		h.Del("X-RateLimit-" + name)
	}
}

// retryAfter parses a Retry-After header. ok is false if it is absent, zero, negative, past or
// invalid.
func retryAfter(h http.Header, now time.Time, longest time.Duration) (d time.Duration, ok bool) {
	d, ok = fetch.RetryAfter(h, now, longest)
	return d, ok && d > 0
}
