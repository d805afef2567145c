// Package health is Plumbline's domain: what is observed about an open source
// project, what is judged from it, and the contracts between the rooms that do
// so. It knows no network, no database, no page; it imports the standard
// library only, and everything else may import it.
//
// Data flows one way:
//
//	list → observe → snapshot → score → ranking → page
//
// # Glossary
//
// One word per thing, the same in code, SQL, JSON, pages and README.
//
//   - project: the unit that is ranked. It has one primary repository and
//     possibly more, each with a role, and the packages it publishes.
//   - list: a curated file of projects with the reason each is on it.
//   - field: one measurable thing of the catalogue, e.g. active_months_12m.
//   - input: the value of one field for one project at one instant, always in
//     one of three states: observed, unknown (with the reason) or
//     not applicable (with who said so). Unknown is never zero.
//   - snapshot: the inputs one source gave for one project, with the instant
//     (as-of) they describe. Immutable.
//   - axis: vitality V and resilience R (the halves of health H), posture S,
//     criticality C. 0 to 100. High is good, and for C: high is critical.
//   - weakness L: ωV(100−V) + ωR(100−R) + ωS(100−S), 0 to 100.
//   - risk: C/100 · max(L, gate), 0 to 100; projects are ranked by it. It
//     speaks of exposure, not of a prediction.
//   - coverage: share of an axis's weight that was observed, 0 to 1.
//   - interval: the range an axis or the risk may lie in, given what was not
//     observed and how well the rest is measured.
//   - gate: one decisive finding that lifts weakness to a floor.
//   - evidence: full, provisional (less than half of posture was seen, as from
//     git alone) or none.
//   - instrument: a set of Scorecard results of one version, day and commit: our
//     own scan, or a published result. Posture rests on one, never on a mixture.
//   - status: a word for how a project is maintained, with the sentence of
//     fact that led to it. Never a verdict.
//   - contribution: the points of risk one input accounts for. They sum to risk.
//   - cause: why a figure differs between two runs; every difference has one. time
//     alone is the clock's: a window moved and nobody did anything.
//   - notice: an instrument that moved many projects at once, told once.
//   - band: a named range of an axis or of risk.
//   - tier: projects whose order cannot be told apart.
//   - run: one pass over a list. as-of: the instant figures describe.
//   - regular: a person with human commits in three or more separate months of
//     twelve. integrator: a person who committed others' changes.
//   - contributor absence factor: the fewest people who made half the human
//     commits (CHAOSS; also "bus factor").
//   - model: every number the scores depend on, in scorecards/model.yaml,
//     identified by the SHA-256 of its canonical form.
package health
