package fetch

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter returns the wait that a Retry-After header requests, in either of its forms, limited
// to 0 to longest. said is false if there is no valid header.
// https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
func RetryAfter(h http.Header, now time.Time, longest time.Duration) (d time.Duration, said bool) {
	s := strings.TrimSpace(h.Get("Retry-After"))
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange) && s[0] != '-', err == nil && n > int64(longest/time.Second):
		return longest, true // a number with too many digits is a long wait, too
	case errors.Is(err, strconv.ErrRange), err == nil:
		return time.Duration(max(n, 0)) * time.Second, true
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0, false
	}
	return Until(at, now, DateOf(h), longest), true
}

// Until returns the wait until an instant that a host names, from 0 to longest. It uses our clock
// if the result is plausible, otherwise date, the host's own time. A machine whose clock is a day
// off then neither floods the host nor waits for a day.
func Until(at, now, date time.Time, longest time.Duration) time.Duration {
	if at.IsZero() {
		return 0
	}
	d := at.Sub(now)
	if (d <= 0 || d > longest) && !date.IsZero() {
		if theirs := at.Sub(date); theirs > 0 && theirs <= longest {
			d = theirs
		}
	}
	return min(max(d, 0), longest)
}

// DateOf returns the time of the response according to the host, or zero if it has none.
func DateOf(h http.Header) time.Time {
	t, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t
}
