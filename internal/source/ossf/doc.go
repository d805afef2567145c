// Package ossf runs the checks of OpenSSF Scorecard v4.13.1, unmodified: those
// that need nothing else over any tree of files, without GitHub and without a
// network, and all 18 over a tree and what its host knows beside it.
//
// Scorecard was written for a command that runs once. Here each scan happens
// in a child process which may panic, loop, eat memory or fall silent: the
// parent bounds it and goes on without the check that was at fault. The child
// has no network: what a check wants to fetch it asks of the parent, which asks
// the host or one of three outside services, within limits. What a result is
// worth is decided by the model (model.ScorecardRule), not by what Scorecard
// returns: over a tree alone it answers 0 where it merely cannot see.
//
// The package must not know where trees and records come from, how results are
// kept, nor how they are scored. Only main imports it: it takes minutes to
// compile.
package ossf
