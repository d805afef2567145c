package testkit

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Need ends a test that lacks what it needs: err says why, nil that nothing is
// lacking. It is skipped, so that everybody can run what they have; where the
// environment variable PLUMBLINE_REQUIRE names the thing ("postgres,browser"),
// as in CI, it fails.
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
