// Package scorecards embeds the curated data that people argue about without
// reading code: the lists of projects, the model with every weight, and the
// rules. Package internal/curated reads it.
package scorecards

import (
	"embed"
	"io/fs"
)

// A new list is a new folder: the patterns take in its files by themselves.
//
//go:embed *.yaml grants.csv backtest.json orders.json posture-check.json validity.json */*.*
var files embed.FS

// Files returns the curated data as it was when the program was built.
func Files() fs.FS { return files }
