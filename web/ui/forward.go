package ui

import "github.com/plumbline-scorecard/plumbline/internal/explain"

// The commands know these sentences by this package; they are at home in explain.
var (
	CauseName  = explain.CauseName
	ChangeText = explain.ChangeText
	NoticeText = explain.NoticeText
	Points     = explain.Points
	Reason     = explain.Reason
	RiskText   = explain.RiskText
	Sentence   = explain.Sentence
	SharesText = explain.SharesText
	ValueIn    = explain.ValueIn
)
