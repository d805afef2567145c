// Package backtest measures the health figure against what happened afterwards:
// figures as of past instants, computed by the shipped model from what was
// knowable then, against silence that followed (a panel of project-years) and
// against incidents (cases with controls of the same instant).
//
// It is pure arithmetic over snapshots: it must not know git, files, storage or
// pages. The design is that of the model's authors, so that the figures can be
// held against theirs.
package backtest
