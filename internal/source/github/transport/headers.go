package transport

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// headroom is what an answer says of a primary limit.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
type headroom struct {
	resource         string // empty: not said
	limit, remaining int    // −1: not said
	reset            time.Time
}

// most is more requests an hour than any budget has; a larger number is garbage.
const most = 10_000_000

func readHeadroom(h http.Header) headroom {
	r := headroom{resource: strings.ToLower(h.Get("X-RateLimit-Resource")), limit: number(h.Get("X-RateLimit-Limit")), remaining: number(h.Get("X-RateLimit-Remaining"))}
	if s, err := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64); err == nil && s > 0 && s < 1<<40 {
		r.reset = time.Unix(s, 0)
	}
	return r
}

// number reads a count; −1 for anything else.
func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && n <= most {
		return n
	}
	return -1
}

// hideRate drops what told the gate of the limits. Clients know one token and
// one budget: seeing "remaining 0" they would refuse to ask although another
// budget has plenty (go-github does).
func hideRate(h http.Header) {
	for _, name := range []string{"Limit", "Remaining", "Reset", "Used", "Resource"} {
		h.Del("X-RateLimit-" + name)
	}
}

// retryAfter reads a Retry-After header. ok is false when it asks for nothing
// that makes sense: absent, zero, negative, past or garbage.
func retryAfter(h http.Header, now time.Time, longest time.Duration) (d time.Duration, ok bool) {
	d, ok = fetch.RetryAfter(h, now, longest)
	return d, ok && d > 0
}
