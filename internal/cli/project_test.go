package cli

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

func TestPrintPlaces_saysWhyTotalsDiffer(t *testing.T) {
	t.Parallel()
	for of, want := range map[int]bool{50: false, 51: true} {
		var b strings.Builder
		printPlaces(&b, &ranking.Row{Rank: 7, RankLo: 2, RankHi: 22, Views: []ranking.View{{Label: "A", Rank: 6, Of: 50}, {Label: "B", Rank: 8, Of: of}}})
		if got := strings.Contains(b.String(), explain.OtherTotals); got != want {
			t.Errorf("%d of the other: %q", of, b.String())
		}
	}
}

func TestProjectRisk_hasNoBandWithoutAPosition(t *testing.T) {
	t.Parallel()
	s := health.Score{RiskKnown: true, RiskBand: model.Band{Word: "High"}}
	if got := projectRisk(s); !strings.HasSuffix(got, " High") {
		t.Errorf("with a position: %q", got)
	}
	s.Partial, s.RiskBand = []health.Reason{{Code: "partial_S"}}, model.Band{} // as score gives it
	if got := projectRisk(s); strings.HasSuffix(got, " ") {
		t.Errorf("without a position: %q", got)
	}
	s.RiskKnown = false
	if got := projectRisk(s); !strings.HasPrefix(got, "unknown") {
		t.Errorf("unknown: %q", got)
	}
}
