package fetch

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter returns how long a Retry-After header asks to wait, from 0 to
// longest, in both its forms; said is false when there is none that can be read.
// https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
func RetryAfter(h http.Header, now time.Time, longest time.Duration) (d time.Duration, said bool) {
	s := strings.TrimSpace(h.Get("Retry-After"))
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange) && s[0] != '-', err == nil && n > int64(longest/time.Second):
		return longest, true // more digits than fit are a long time, too
	case errors.Is(err, strconv.ErrRange), err == nil:
		return time.Duration(max(n, 0)) * time.Second, true
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0, false
	}
	return Until(at, now, DateOf(h), longest), true
}

// Until returns how long it is to an instant a host names, from 0 to longest. Our
// clock is believed when it makes sense of it; else date is, the host's own, so
// that a machine whose clock is a day off neither hammers nor waits for a day.
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

// DateOf returns when the host says it answered; zero when it does not.
func DateOf(h http.Header) time.Time {
	t, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t
}
