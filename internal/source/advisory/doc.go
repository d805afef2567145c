// Package advisory observes what is published about a project's vulnerabilities: whether a serious
// one is open without a patched release, for how long, whether it is known to be exploited, and how
// long patched releases took. It uses OSV (https://osv.dev) and CISA's list of known exploited
// vulnerabilities, and nothing of the project's code. Numbers of advisories are shown and never
// scored, because they measure how much attention a project gets.
//
// # Queries
//
// OSV is queried by the project's packages (npm, PyPI, Maven, Go, crates.io, RubyGems, NuGet,
// Packagist, …) and by its repository: OSV answers for the ecosystem "GIT" with the address as
// name, which covers C libraries without a registry. It has GitHub's reviewed advisories with their
// first patched versions, so GitHub itself is not queried: its GraphQL needs a token and returns
// the same. Records of distributions describe their packages and are never used, even if they name
// the repository.
//
// If OSV has no record of a package, that is an answer, because registries are covered. If it has
// none of a repository, that proves nothing, and everything is unknown. Nor does it prove anything if
// the project has packages of an ecosystem that is not asked about.
//
// # When an advisory is patched
//
//   - the record names a patched version, or a commit with the fix: patched. Whether
//     a release contains that commit is not checked;
//   - the record names only the last affected version (GitHub writes "<= 2.0.1" both
//     if 2.0.2 is fixed and if nothing is): the newest release decides. It is
//     affected: not patched. It came after the affected ones: patched, according to
//     the record. It is unknown: unknown;
//   - the record names only the first affected version, or a later branch has no
//     end: not patched.
//
// If a database adds more precise ranges in its own form, as Go's does, they are used.
//
// Versions are identified by name and day and never ordered, because each ecosystem has its own
// order. Records that name each other (GHSA, CVE, PYSEC, GO, …) are one advisory. Left out are
// withdrawn records, records that the maintainers dispute, records of malicious versions (which are
// removed, not patched) and findings of OSS-Fuzz (which have no severity). The reason beside the
// figure counts them.
//
// A dispute is read from a database's field or tag, from the mark of the CVE program, and from a
// sentence anywhere in the text; a dispute of the severity alone does not count. If a serious
// advisory is open, its aliases are asked, too: a dispute there counts, and an alias of the CVE
// program that was withdrawn leaves the advisory unsettled.
//
// Serious means High or Critical, according to the database or to the base score of CVSS 3 or 4, or
// of CVSS 2 if there is no other. An advisory without a severity in a known form does not fire the
// gate, but it is not ignored either: if it could decide, the figure is unknown and names it.
//
// # Limits
//
// Not visible are whether a record is correct, whether a release after the last affected one really
// contains the fix, and vulnerabilities that are not public. Advisories of forks and of copies
// inside other software belong to those.
//
// # Cost
//
// One request returns ids and days of modification for up to 1,000 names. It includes all projects
// whose answer is half a day old. Details are requested only if those changed, at once for a name
// if there are many. deps.dev is queried for the days of releases if an advisory needs one that is
// not known yet, CISA once a day while an advisory is open, and each alias of an open advisory once
// a week. The newest releases of the first package are looked up, at deps.dev and at OSV, when its
// advisories changed and otherwise once a week; of a package without advisories they are not. A day
// without changes costs about two requests in total.
package advisory
