package query

import (
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/summary"
)

// What a summary is made of, by the names readers of this package know.
type (
	Summary = summary.Summary
	Trouble = summary.Trouble
	Tier    = summary.Tier
	Why     = summary.Why
)

// CutOf returns where the band that is n-th from the bottom ends: with n 2 the
// cut above the two lowest.
func CutOf(bands []model.Band, n int) float64 { return summary.CutOf(bands, n) }
