package checks

import (
	"slices"
	"testing"
)

func TestSpans_readOnlyCodeAndSafeLinks(t *testing.T) {
	t.Parallel()
	for md, want := range map[string][]span{
		"plain":                              {{Text: "plain"}},
		"use `x.lock` now":                   {{Text: "use "}, {Text: "x.lock", Code: true}, {Text: " now"}},
		"see [this](https://example.org/a).": {{Text: "see "}, {Text: "this", URL: "https://example.org/a"}, {Text: "."}},
		"[x](javascript:alert(1))":           {{Text: "[x](javascript:alert(1))"}},
		"a [b c `d":                          {{Text: "a [b c `d"}},
		"``":                                 {{Text: "``"}},
		"[[x](https://example.org/)":         {{Text: "["}, {Text: "x", URL: "https://example.org/"}},
		"":                                   nil,
	} {
		if got := spans(md); !slices.Equal(got, want) {
			t.Errorf("%q: got %+v, want %+v", md, got, want)
		}
	}
}
