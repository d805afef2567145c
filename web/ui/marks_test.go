package ui_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

func TestRiskRungs_fillFromTheLowestBand(t *testing.T) {
	t.Parallel()
	m := model.Model{Bands: map[string][]model.Band{"risk": {{Word: "Very high", From: 45}, {Word: "High", From: 30}, {Word: "Low"}}}}
	for word, want := range map[string]int{"Very high": 3, "High": 2, "Low": 1, "other": 0} {
		if got := ui.RiskRungs(m, model.Band{Word: word}, false).Filled; got != want {
			t.Errorf("%s: %d rungs, want %d", word, got, want)
		}
	}
}
