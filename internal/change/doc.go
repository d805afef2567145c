// Package change finds why the figures of projects differ between two runs. Every difference of an
// input gets exactly one cause. The change of risk is split exactly among the causes. A change that
// moved many projects at once is reported once, as a notice. The package is pure: it uses no store,
// no clock and no page.
//
// # The rules
//
// They are tested in this order, and the first that applies decides. A later rule can be judged
// only if the earlier ones found no change. This is the only such table:
//
//	model       The model differs. It is no change of an input: its share is what
//	            the new model computes from the old figures.
//	list        The editors of the list set the input on one of the sides, or on
//	            both, and the list has another revision. A side without any data of
//	            the list, e.g. from a run over other projects, gets the data of the
//	            other side.
//	source      The value has another source (git, the host), posture has another
//	            instrument (own scan, published), or another publisher.
//	instrument  Another version of the instrument; another set of checks, for the
//	            total and for a check missing from one set; a figure of history or
//	            files that differs at the same commit without a window or tag to
//	            explain it; a percentile in another table; the same list parsed
//	            differently; or a notice applies.
//	coverage    It was known on one side only, or was too old to count there; or the
//	            tracker is known further back than before.
//	clock       It covers a window, or counts time since an event, and its basis did
//	            not change: the same commit, the same last human commit, the same
//	            last release, the same advisories. Earlier records of the host are
//	            not stored, so for them: nothing rose that only an act can raise. For
//	            a published total without its checks: it fell, at the same commit, by
//	            no more than a uniform window loses in that time.
//	project     None of these: the measured project changed.
//
// # The shares
//
// The difference is replayed: the old figures under the old model, then the new model, then the
// inputs of each cause in the order of cause.All. The score is evaluated after each step, and
// score.Split splits the step. The shares telescope, so they sum to the change of risk. If a figure
// appears or disappears, the effect on the weights of the others is part of its step. Windows end
// at the instant of the run's figures; that end moves in the step of the clock.
//
// # Notices
//
// Ten projects or more had a check on both sides, from the same instrument; 30% or more of them
// moved in one direction, and no more than half as many in the other. If commits are known, 30% of
// the projects that stayed at one commit, and at least three of them, must have moved as well. They
// are the control, since a campaign in many repositories is visible in their commits. If no commit
// is known, it takes 30 projects. Changes that list, source, coverage or clock explain do not
// count. Nor do totals that moved by the tenth they are rounded to, nor the check Vulnerabilities:
// a newly known vulnerability in one dependency truly affects many projects. All moves in that
// direction are then attributed to the instrument. Figures of the world (stars, downloads, items,
// commits) move together without any instrument, so only Scorecard's checks and totals, and what an
// instrument moved already, are tested.
package change
