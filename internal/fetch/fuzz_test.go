package fetch

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Whatever stands in a list, the question stays at its host and below its base.
func FuzzTarget(f *testing.F) {
	for _, path := range []string{"/a", "/@scope%2Fname", "//evil.example/", "/..", "/%2e%2e/x", "@evil.example", "/a?b=/../c", "/a\x00", "/%zz", "/#"} {
		f.Add(path)
	}
	h := &host{base: "https://mirror.example/registry.example"}
	f.Fuzz(func(t *testing.T, path string) {
		target, err := h.target(path)
		if err != nil {
			return
		}
		u, err := url.Parse(target)
		if err != nil || u.Host != "mirror.example" || u.Scheme != "https" || u.User != nil || !strings.HasPrefix(u.JoinPath().Path, "/registry.example/") {
			t.Errorf("%q is asked at %s", path, target)
		}
	})
}

// Whatever a host says of when to ask again, it is within the bounds.
func FuzzUntil(f *testing.F) {
	for _, s := range []string{"", "0", "120", "-1", "99999999999999999999", "Wed, 25 Nov 2026 12:10:00 GMT", "soon"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, after string) {
		if d := until(now, http.Header{"Retry-After": {after}}).Sub(now); d < leastPause || d > mostPause {
			t.Errorf("Retry-After %q: %s", after, d)
		}
	})
}
