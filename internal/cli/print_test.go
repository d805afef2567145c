package cli

import (
	"strings"
	"testing"
)

func TestRedact_noPasswordIsLeft(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"postgres://ann:hunter2@localhost/x", "open postgres://localhost/x?user=ann&password=hunter2: refused",
		"https://hunter2@proxy.example", "host=localhost PASSWORD=hunter2 user=ann", "postgres://localhost/x?sslpassword=hunter2&x=1",
	} {
		if got := Redact(s); strings.Contains(got, "hunter2") {
			t.Errorf("Redact(%q) = %q", s, got)
		}
	}
	if got := Redact("git: observe github.com/curl/curl: no copy"); got != "git: observe github.com/curl/curl: no copy" {
		t.Errorf("plain words were changed: %q", got)
	}
}
