package transport

import (
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

var base2026 = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func FuzzHeaders(f *testing.F) {
	f.Add("60", "Wed, 25 Nov 2026 12:01:00 GMT", "5000", "0", "1795608000", "core")
	f.Add("-1", "", "1e9", "NaN", "99999999999999999999", "\x00")
	f.Add("Wed, 25 Nov 2026 12:01:00 GMT", "garbage", "-5", "+7", "-1", "graphql")
	f.Fuzz(func(t *testing.T, after, date, limit, remaining, reset, resource string) {
		h := http.Header{}
		for name, v := range map[string]string{
			"Retry-After": after, "Date": date, "X-RateLimit-Limit": limit, "X-RateLimit-Remaining": remaining, "X-RateLimit-Reset": reset, "X-RateLimit-Resource": resource,
		} {
			h.Set(name, v)
		}
		const longest = 65 * time.Minute
		if d, ok := retryAfter(h, base2026, longest); ok != (d > 0) || d < 0 || d > longest {
			t.Errorf("Retry-After %q: got %v %v, want 0 to %v", after, d, ok, longest)
		}
		r := readHeadroom(h)
		if r.limit < -1 || r.limit > most || r.remaining < -1 || r.remaining > most {
			t.Errorf("got %+v", r)
		}
		if d := fetch.Until(r.reset, base2026, fetch.DateOf(h), longest); d < 0 || d > longest {
			t.Errorf("reset %q: got %v, want 0 to %v", reset, d, longest)
		}
		// What a budget makes of it never holds longer than it may.
		b := newBudget("example-a", Limits{}.withDefaults())
		b.learn("core", r, base2026, fetch.DateOf(h))
		b.exhausted("core", r, base2026, fetch.DateOf(h))
		d, said := retryAfter(h, base2026, longest)
		b.strike(0, d, said, base2026)
		if left := b.hold.left(base2026); left < time.Second || left > longest {
			t.Errorf("held for %v", left)
		}
		if len(b.windows) > 2 {
			t.Errorf("%d windows", len(b.windows))
		}
		for _, w := range b.windows {
			if left := w.hold.left(base2026); left > longest {
				t.Errorf("held for %v", left)
			}
		}
	})
}

func TestUntilReset_aPropertyOfAnyClocks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		window := time.Duration(rapid.IntRange(1, 3600).Draw(t, "window")) * time.Second
		skew := time.Duration(rapid.IntRange(-10*86400, 10*86400).Draw(t, "skew")) * time.Second
		reset, date := base2026.Add(window), base2026
		got := fetch.Until(reset, base2026.Add(skew), date, 65*time.Minute)
		// A clock that is off by more than a window is not believed; one that is
		// off by less makes the wait wrong by no more than that.
		if off := (got - window).Abs(); off > min(skew.Abs(), 65*time.Minute) {
			t.Fatalf("window %v, skew %v: got %v", window, skew, got)
		}
	})
}

func TestHold_aClockThatJumpsMakesItNoLonger(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := base2026
		d := time.Duration(rapid.IntRange(1, 3900).Draw(t, "hold")) * time.Second
		h := hold{}
		h.set(now, d)
		for range 20 {
			now = now.Add(time.Duration(rapid.IntRange(-86400, 86400).Draw(t, "jump")) * time.Second)
			if left := h.left(now); left < 0 || left > d {
				t.Fatalf("got %v left of %v", left, d)
			}
		}
	})
}
