package testkit_test

import (
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestUnsaid_findsValuesInAnySentence(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Two people made 93 % of 12\u00a0345 commits to XZ Utils.": nil,
		"XZ Utils: 12,345 commits, 93% of them by 2 people":        nil,
		"12345 commits, 93.5% of them by 12 people":                {"2", "93%", "XZ Utils"},
		"": {"2", "93%", "12345", "XZ Utils"},
	} {
		if got := testkit.Unsaid(text, "2", "93%", "12345", "XZ Utils"); !slices.Equal(got, want) {
			t.Errorf("%q does not hold %q, want %q", text, got, want)
		}
	}
}
