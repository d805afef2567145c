// Package advisory observes what is published of a project's vulnerabilities:
// whether a serious one is open without a patched release, for how long, whether
// it is known to be exploited, and how long patched releases took. It knows how
// OSV (https://osv.dev) and CISA's list of known exploited vulnerabilities say
// so, and nothing of the project's code. Numbers of advisories are shown and
// never scored: they tell how closely a project is looked at.
//
// # Who is asked about what
//
// OSV is asked by the project's packages (npm, PyPI, Maven, Go, crates.io,
// RubyGems, NuGet, Packagist, …) and by its repository: OSV answers for the
// ecosystem "GIT" with the address as name, which reaches C libraries without a
// registry. It carries GitHub's reviewed advisories with their first patched
// versions, so GitHub itself is not asked: its GraphQL needs a token and would
// tell the same. Records of distributions are about their packages and are never
// used, even where they name the repository.
//
// That OSV holds nothing of a package is an answer: registries are covered. That
// it holds nothing of a repository shows nothing, and everything is unknown.
//
// # When an advisory is patched
//
//   - a patched version, or a commit that mends it, is named: patched. Whether a
//     release holds that commit is not looked at;
//   - only the last affected version is named (GitHub writes "<= 2.0.1" both for
//     what 2.0.2 mends and for what nothing mends): the newest release decides. It
//     is among the affected ones: not patched. It came after them: patched, by the
//     record's word. Not known: unknown;
//   - only where it begins is named, or a later branch has no end: not patched.
//
// Where a database adds ranges in a form of its own that say more, as Go's does,
// those are read.
//
// Versions are told from each other by name and day and never compared: each
// ecosystem has an order of its own. Records that name each other (GHSA, CVE,
// PYSEC, GO, …) are one advisory. Withdrawn ones are left out, and so are those
// the maintainers dispute, of malicious versions (which are removed, not
// patched) and findings of OSS-Fuzz (which nobody rated); they are counted in
// the reason beside the figure.
//
// Serious is High or Critical, by the database's word or by the base score of
// CVSS 3 or 4, or of CVSS 2 where there is no other. One nobody rated in a form we read does not fire the gate and is not passed over either:
// where it could decide, the figure is unknown and names it.
//
// # What cannot be told
//
// Whether a record is right, whether a release that came after the last affected
// one really mends it, and what is not public. Advisories of forks and of copies
// inside other software are theirs.
//
// # Cost
//
// One request answers for up to 1,000 names with ids and days of modification,
// and asks along for all projects whose answer is half a day old; details are
// asked for only when those moved, at once for a name when they are many.
// deps.dev is asked for the days of releases when an advisory needs one that is
// not known yet, CISA once a day while something is open. An unchanged day costs
// about two requests in all.
package advisory
