// Package change tells why the figures of projects differ between two runs.
// Every difference of an input gets exactly one cause, the change of risk is
// split among the causes exactly, and what moved many projects at once is told
// once, as a notice. It is pure: it knows no store, no clock and no page.
//
// # The rules
//
// Tested in this order, the first that applies holds; what comes later can be
// judged only when what comes earlier stood still. This table is the only one:
//
//	model       The model differs. It is no change of an input: its share is what
//	            the new model makes of the old figures.
//	list        The list's editors settled the input on one of the sides, or it is
//	            theirs on both, and the list has another revision. A side that holds
//	            nothing of the list, as of a run over other projects, takes what the
//	            other holds.
//	source      The value is of another source (git, the host), posture of another
//	            instrument (own scan, published), or another publisher's.
//	instrument  Another version of what measures; another set of checks, for the
//	            total and for a check one set does not hold; a figure of history or
//	            files that differs at the same commit with no window and no tag to
//	            explain it; a percentile in another table; the same list read in
//	            another way; or a notice says so.
//	coverage    It was known on one side alone, or was too old to count there; or the
//	            tracker is known further back than it was.
//	clock       It is read over a window, or counts time since something, and what
//	            it is made of did not move: the same commit, the same last human
//	            commit, the same last release, the same advisories. Of the host's
//	            records we keep no copy of then, so of them: nothing rose that only
//	            an act can raise. Of a published total without its checks: it fell,
//	            at the same commit, by no more than an even window loses in that time.
//	project     None of these: what was measured changed.
//
// # The shares
//
// Replay: the old figures under the old model, then the model, then the inputs
// of each cause in the order of cause.All, with the score evaluated after
// each step and the step split by score.Split. The shares telescope, so they sum
// to the change of risk, and what a figure that appears or goes does to the
// weights of the others is in its own step. Windows end where the run's figures
// do; the end moves in the step of the clock.
//
// # Notices
//
// Ten projects or more had a check on both sides, by the same instrument; 30 % or
// more of them moved the same way, and no more than half as many the other way.
// With commits known, 30 % of those that stood still at one commit, and three of
// them, must have moved as well: they are the control, since a campaign in many
// repositories shows in their commits; without any commit known it takes 30 projects.
// What list, source, coverage or the clock
// explains is not counted, nor a total that moved by the tenth it is rounded to, nor
// the check Vulnerabilities: what becomes known of one dependency is true of many.
// Then whatever moved that way is the instrument's. Figures of the world (stars,
// downloads, items, commits) move together without any instrument, so only
// Scorecard's checks and totals, and what an instrument moved already, are tested.
package change
