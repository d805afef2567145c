package web

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
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

func TestHomeView_namesWhatTheListShows(t *testing.T) {
	t.Parallel()
	s := &maker{Request: &page.Request{View: &query.View{Model: health.Model{Bands: map[string][]health.Band{}}}}}
	for _, c := range []struct {
		name string
		o    query.Summary
		want string
	}{
		{"nothing measured", query.Summary{Total: 5}, "None of the 5 projects could be measured."},
		{"one of one", query.Summary{Total: 1, Measured: 1, RegularsKnown: 1, OneRegular: 1}, "One of 1 measured projects rests on one regular contributor or none."},
		{"none weak", query.Summary{Total: 20, Measured: 20, RegularsKnown: 20}, "None of 20 measured projects rests on one regular contributor or none."},
		{"all high lean on one", query.Summary{Total: 60, Ranked: 48, HighRisk: 7, OneOfHigh: 7}, "Seven of 48 ranked projects are at high or very high risk, and all seven lean on one regular contributor or none."},
		{"none high", query.Summary{Total: 48, Ranked: 48}, "None of 48 ranked projects is at high or very high risk."},
	} {
		if got := s.homeView(c.o, nil).Finding.Claim; got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestEncode_isCanonical(t *testing.T) {
	t.Parallel()
	a := page.Encode(url.Values{"per": {"25"}, "tag": {"b", "a"}, "q": {"x y&z"}, "nobody": {"1"}, "sort": {""}})
	if want := "?q=x+y%26z&tag=b&tag=a&per=25"; a != want {
		t.Errorf("got %s, want %s", a, want)
	}
	if got := page.Encode(nil); got != "" {
		t.Errorf("nothing: got %q", got)
	}
}

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

func TestLasted_isReadable(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		1500 * time.Millisecond: "1.5\u00a0s", 126 * time.Second: "2\u00a0min 6\u00a0s", 90 * time.Minute: "1\u00a0h 30\u00a0min", 24 * time.Hour: "24\u00a0h 0\u00a0min", 168 * time.Hour: "7\u00a0days", -1: "–",
	} {
		if got := lasted(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}
