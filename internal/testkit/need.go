package testkit

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Need ends a test whose requirement is missing: err is the reason; nil means that nothing is
// missing. It skips the test, so that everyone can run the rest. If the environment variable
// PLUMBLINE_REQUIRE contains the thing ("postgres,browser"), as in CI, it fails the test.
func Need(t testing.TB, thing string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if slices.Contains(strings.Split(os.Getenv("PLUMBLINE_REQUIRE"), ","), thing) {
		t.Fatalf("needs %s, which PLUMBLINE_REQUIRE asks for: %v", thing, err)
	}
	t.Skipf("needs %s: %v", thing, err)
}
