package funding

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

func TestChannels_everyFormOfYAML(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text string
		want []string
	}{
		{"# These are supported\ngithub: [a, b]\npatreon: # Replace with a single user\nko_fi:\ncustom: ['https://x']\n", []string{"github", "custom"}},
		{"\ufeffgithub:\n  - a\nopen_collective: null\nliberapay: ''\n", []string{"github"}},
		{"github: [\n  ann,\n  bob\n]\nko_fi: ann\n", []string{"github", "ko_fi"}},
		{"\"github\": ann\n'ko_fi': ann\n", []string{"github", "ko_fi"}},
		{"github : ann\n", []string{"github"}},
		{"  github: ann\n  ko_fi: ann\n", []string{"github", "ko_fi"}},
		{`{"github": "ann", "patreon": ""}`, []string{"github"}},
		{"---\r\ngithub:\r\n- ann\r\n...\r\n", []string{"github"}},
		{"custom: https://example.org/a?b=c#d\n", []string{"custom"}},
		{"custom: |\n  https://example.org\n", []string{"custom"}},
		{"who: &who [ann]\ngithub: *who\n", []string{"github"}},
		{"ko_fi: 12345\n", []string{"ko_fi"}},
		{"github: ann\ngithub: bob\n", []string{"github"}},
		{"github: ann\ngithub:\n", nil},
		{"github: false\nko_fi: Null\npatreon: NULL\ntidelift: ~\npolar: []\nliberapay: ['', null]\nissuehunt: {a: b}\ncustom: \"\"\n", nil},
		{"github: # [ann]\n  # - bob\n", nil},
		{"unknown: x\nmore:\n  github: nested\nGitHub: ann\n", nil},
		{"# only a comment\n", nil},
		{"", nil},
	} {
		got, err := Channels([]byte(tc.text))
		if err != nil || !slices.Equal(got, tc.want) {
			t.Errorf("got %v, %v, want %v, in %q", got, err, tc.want, tc.text)
		}
	}
}

func TestChannels_otherTextsAreNotGuessed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"- github: ann\n": source.ErrUnavailable, "github: @ann\n": source.ErrUnavailable, "github: [ann\n": source.ErrUnavailable, "plain text": source.ErrUnavailable,
		"github: " + strings.Repeat("a", limits.Size): source.ErrLimit, "x: " + strings.Repeat("[", 9000): source.ErrLimit,
	} {
		got, err := Channels([]byte(text))
		if !errors.Is(err, want) || got != nil || len(err.Error()) > 400 {
			t.Errorf("got %v, %v, want %v, in %.40q", got, err, want, text)
		}
	}
}
