package project

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/web/ui"
)

func TestSplit_firstSentenceIsTheClaim(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]ui.Finding{
		"One person. Nobody else.": {Claim: "One person.", Rest: "Nobody else."},
		"Only one.":                {Claim: "Only one."},
		"Node.js is carried by 3.": {Claim: "Node.js is carried by 3."},
		"":                         {},
	} {
		if got := split(text); got != want {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}
