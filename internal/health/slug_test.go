package health_test

import (
	"regexp"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"pgregory.net/rapid"
)

func TestIsSlug_isTheExpression(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("ab09--_Aé\n")), 0, 8, -1).Draw(rt, "s")
		if got, want := health.IsSlug(s), form.MatchString(s); got != want {
			rt.Fatalf("%q: %v, want %v", s, got, want)
		}
	})
}
