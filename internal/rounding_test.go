package internal_test

import (
	"regexp"
	"strings"
	"testing"
)

// verb is a format that rounds by itself, to the nearest even digit.
var verb = regexp.MustCompile(`%[0-9]*\.[01]f`)

// Figures are rounded by stats.Round, mostly through explain, so that the same figure is the same
// on a page, in a sentence and in a command. Two places print what no page shows twice.
func TestPrinting_roundsInOnePlace(t *testing.T) {
	t.Parallel()
	allowed := []string{"internal/cli/progress.go", "web/project/facts/people.go", "web/status/tables.go"}
	reading(t, func(where, text string) {
		where = strings.TrimPrefix(where, "../")
		if !strings.HasPrefix(where, "internal/cli/") && !strings.HasPrefix(where, "internal/explain/") && !strings.HasPrefix(where, "web/") {
			return
		}
		for _, a := range allowed {
			if strings.HasPrefix(where, a) {
				return
			}
		}
		if verb.MatchString(text) {
			t.Errorf("%s: %q rounds by itself; use explain.Whole, Decimal or Percent", where, text)
		}
	})
}
