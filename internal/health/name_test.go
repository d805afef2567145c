package health_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestNameKey(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"open ssl": "openssl", "Open-SSL": "openssl", "log4j-core": "log4jcore", "c++": "c++", "zope.interface": "zopeinterface",
		"string_decoder": "stringdecoder", "@babel/core": "@babel/core", " -.\x00_\u00a0": "", "GNU\tBash": "gnubash", "ÜNÏ": "ünï",
	} {
		if got := health.NameKey(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
