package cli

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

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
