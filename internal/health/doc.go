// Package health is Plumbline's domain: what is observed about an open source project, what is
// computed from it, and the contracts between the packages that do so. It does not depend on the
// network, a database or pages. It imports only the standard library and the lowest domain
// packages, and every other package may import it.
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
//   - list: a curated file of projects, with the reason why each is listed.
//   - field: one measurable quantity in the catalogue, e.g. active_months_12m.
//   - input: the value of one field for one project at one instant, always in
//     one of three states: observed, unknown (with the reason) or
//     not applicable (with its source). Unknown is never zero.
//   - snapshot: the inputs that one source returned for one project, with the
//     instant (as-of) they describe. Immutable.
//   - axis: vitality V and resilience R (the halves of health H), posture S,
//     criticality C. 0 to 100. High is good, except for C: high is critical.
//   - weakness L: ωV(100−V) + ωR(100−R) + ωS(100−S), 0 to 100.
//   - risk: C/100 · max(L, gate), 0 to 100; projects are ranked by it. Risk
//     measures exposure; it is not a prediction.
//   - coverage: the share of an axis's weight that was observed, 0 to 1.
//   - interval: the range in which an axis or the risk may lie, given the
//     unobserved inputs and the precision of the observed ones.
//   - gate: one decisive finding that raises weakness to a floor.
//   - evidence: full, provisional (less than half of posture was observed, e.g.
//     from git alone) or none.
//   - instrument: a set of Scorecard results of one version, day and commit: our
//     own scan, or a published result. Posture uses one instrument, never a mix.
//   - status: a word for how a project is maintained, with the sentence of
//     fact behind it. Never a verdict.
//   - contribution: the points of risk that one input adds. They sum to risk.
//   - cause: why a figure differs between two runs. Every difference has one.
//     The cause "time" means that only a time window moved.
//   - notice: an instrument that moved many projects at once, reported once.
//   - band: a named range of an axis or of risk.
//   - tier: projects whose order is not meaningful (statistically tied).
//   - run: one pass over a list. as-of: the instant that figures describe.
//   - regular: a person with human commits in three or more separate months of
//     twelve. integrator: a person who committed changes written by others.
//   - contributor absence factor: the fewest people who made half of the human
//     commits (CHAOSS; also "bus factor").
//   - model: every number that the scores depend on, in scorecards/model.yaml,
//     identified by the SHA-256 of its canonical form.
package health
