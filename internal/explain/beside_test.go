package explain

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

func TestBeside(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]ranking.Standing{
		"Health: better than 7 of 9 other JavaScript projects of this list, equal to 1": {Axis: model.Health, Kind: ranking.PeersLanguage, Group: "JavaScript", N: 10, Below: 7, Equal: 2},
		"Posture: better than 5 of 5 other projects of the group c-parser":              {Axis: model.Posture, Kind: ranking.PeersDeclared, Group: "c-parser", N: 6, Below: 5, Equal: 1},
		"Health: better than none of 1,200 other projects of this list":                 {Axis: model.Health, Kind: ranking.PeersList, N: 1201, Equal: 1},
		"Health: better than 3 of 8 other projects of the category library":             {Axis: model.Health, Kind: ranking.PeersCategory, Group: "library", N: 9, Below: 3, Equal: 1},
	} {
		if got := Beside(s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, text := range []string{FewBeside(model.Posture), UnknownBeside(model.Posture)} {
		if !strings.HasPrefix(text, "Posture: ") || !strings.HasSuffix(text, "not compared") {
			t.Errorf("got %q", text)
		}
	}
	if !strings.Contains(FewBeside(model.Health), "fewer than five") {
		t.Errorf("got %q", FewBeside(model.Health))
	}
}
