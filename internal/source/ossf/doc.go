// Package ossf runs the checks of OpenSSF Scorecard v4.13.1, unmodified. Checks that need nothing
// else run over any tree of files, without GitHub or a network. All 18 run over a tree and the
// records of its host.
//
// Scorecard was written for a command that runs once. Here each scan runs in a child process that
// may panic, loop, use too much memory or hang: the parent limits it and continues without the
// check at fault. The child has no network. It asks the parent for what a check fetches, and the
// parent asks the host or one of three external services, within limits. The model
// (model.ScorecardRule) decides what a result is worth, not Scorecard's score: over a tree alone
// Scorecard returns 0 where it only lacks data.
//
// The package does not know where trees and records come from, how results are stored, nor how they
// are scored. Only main imports it, because it takes minutes to compile.
package ossf
