// Package backtest measures the health figure against what happened afterwards. Figures as of past
// instants, computed by the shipped model from what was known then, are compared with later silence
// (a panel of project-years) and with incidents (cases with controls of the same instant).
//
// It is pure arithmetic over snapshots and does not know git, files, storage or pages. The design
// is that of the model's authors, so that the figures can be compared with theirs.
package backtest
