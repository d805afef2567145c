package transport

import (
	"net/http"
	"strconv"
	"strings"
	"time"
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

// untilReset returns how long a window lasts, from 0 to longest. Our clock is
// believed when it makes sense of the reset; else the host's own is, so that a
// machine whose clock is a day off neither hammers nor sleeps for a day.
func untilReset(reset, now, date time.Time, longest time.Duration) time.Duration {
	if reset.IsZero() {
		return 0
	}
	d := reset.Sub(now)
	if (d <= 0 || d > longest) && !date.IsZero() {
		if theirs := reset.Sub(date); theirs > 0 && theirs <= longest {
			d = theirs
		}
	}
	return min(max(d, 0), longest)
}

// dateOf is when the host says it answered; zero when it does not.
func dateOf(h http.Header) time.Time {
	t, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t
}

// retryAfter reads a Retry-After header in both its forms. ok is false when it
// asks for nothing that makes sense: absent, zero, negative, past or garbage.
// https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
func retryAfter(h http.Header, now time.Time, longest time.Duration) (d time.Duration, ok bool) {
	s := strings.TrimSpace(h.Get("Retry-After"))
	if s == "" {
		return 0, false
	}
	if strings.Trim(s, "0123456789") == "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n > int64(longest/time.Second) {
			return longest, true // more digits than fit are a long time, too
		}
		return time.Duration(n) * time.Second, n > 0
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0, false
	}
	d = untilReset(at, now, dateOf(h), longest)
	return d, d > 0
}
