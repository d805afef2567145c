package field

// Row is one row of the catalogue: one measurable thing. Unit and
// description live here and nowhere else; weights and curves live in the
// model; pages, JSON and the method page are made from the two.
type Row struct {
	ID    string
	Label string // for people, sentence case
	Kind  Kind
	Unit  string // "months", "commits", "people", "ratio", "yes/no", …
	// Source is the source that observes it: SourceGit, SourceList, …
	Source string
	// About is the definition, one or two sentences.
	About string
	// Reference names the paper, API field or check it comes from; may be empty.
	Reference string
	// Unscored fields are shown and no model may use them: they measure
	// visibility or volume.
	Unscored bool
}

// The ids of the sources.
const (
	SourceGit       = "git"
	SourceList      = "list"
	SourceScorecard = "scorecard"
	SourcePublished = "published" // Scorecard results made by others
	SourceGitHub    = "github"
	SourceRegistry  = "registry" // package registries, deps.dev, Repology: criticality
	SourceAdvisory  = "advisory" // published advisories and the list of known exploited ones
)

// Elsewhere are the sources that answer without the repository: the list's
// editors, and what is published in other places, which may outlive it. What they
// say is no observation of the project by us.
var Elsewhere = []string{SourceList, SourcePublished, SourceRegistry, SourceAdvisory}

// Catalogue is every field, in the order pages show them.
var Catalogue = []Row{
	// Vitality: V1 to V6.
	{ID: "active_months_12m", Label: "Months with human work", Kind: Count, Unit: "months of 12", Source: SourceGit, About: "Of the twelve calendar months (UTC) ending with the as-of month, those with at least one human commit on the default branch, by committer date."},
	{ID: "months_since_human_act", Label: "Time since a human act", Kind: Number, Unit: "months", Source: SourceGit, About: "Months (of 30.4375 days) from the last human commit to the as-of instant. Git shows commits; a later merge, release or closing on the host takes their place."},
	{ID: "release_flow_months", Label: "Release flow", Kind: Number, Unit: "months", Source: SourceGit, About: "0 when no human commit waits for a release; otherwise months since the last release. Releases are tags with a version number, pre-releases left out, collapsed per day; a version published in a registry after the last tag is one, too. Commits to documentation and CI wait like any other, so finished software can show months in which nobody lacks anything."},
	{ID: "commit_trend_log2", Label: "Against its own past", Kind: Number, Unit: "log2 ratio", Source: SourceGit, About: "log2((c+1)/(p+1)): c human commits of the last twelve months, p the mean of the two years before. 0 is level, −1 is half. Growth earns nothing. Not applicable when p is below 10."},
	{ID: "first_response_days_p50", Label: "First answer to outsiders", Kind: Number, Unit: "days, median", Source: SourceGitHub, About: "Median days to the first answer by a member to issues and change requests by non-members in 180 days; unanswered ones count with their age so far (Kaplan–Meier). A member is who the host calls so, or who merged or closed others' items. Where half are not answered after 90 days or more, the longest wait stands, as the least it can be."},
	{ID: "change_request_closure", Label: "Change requests closed", Kind: Number, Unit: "ratio", Source: SourceGitHub, About: "Change requests by people that were merged, by whomever, or closed by a person in twelve months, divided by those opened in the same time, at most 1. Those that programs opened or only closed are left out.", Reference: "CHAOSS Change Request Closure Ratio"},
	{ID: "last_maintainer_act", Label: "Last act on the host", Kind: Date, Unit: "date", Source: SourceGitHub, About: "The last merge, release or closing of somebody else's issue or change request by a person: all need the right to do so.", Reference: "GitHub: mergedBy, ClosedEvent.actor, releases.author"},
	{ID: "tracker_read_since", Label: "Issues and change requests read since", Kind: Date, Unit: "date", Source: SourceGitHub, About: "Everything filed or moved from this day on is known. Of a busy project the first reading reaches back a few days; each run reaches further, up to two years."},
	// Demand, behind the maintenance status.
	{ID: "outside_items_12m", Label: "Items filed by outsiders", Kind: Count, Unit: "items, 12 months", Source: SourceGitHub, About: "Issues and change requests opened by non-members in twelve months. Those their authors withdrew within two weeks, and discussions read only in part, are left out."},
	{ID: "outside_items_answered_12m", Label: "Items of outsiders answered", Kind: Count, Unit: "items, 12 months", Source: SourceGitHub, About: "Of these, the ones with an answer by a human member."},
	{ID: "outside_items_24m", Label: "Items filed by outsiders, two years", Kind: Count, Unit: "items, 24 months", Source: SourceGitHub, About: "The same for twenty-four months, or since they are known: for a year at least, or 20 items."},
	{ID: "outside_items_answered_24m", Label: "Items of outsiders answered, two years", Kind: Count, Unit: "items, 24 months", Source: SourceGitHub, About: "Of these, the ones with an answer by a human member."},
	// Resilience: R1 to R5.
	{ID: "contributor_absence_factor", Label: "People behind half the work", Kind: Count, Unit: "people", Source: SourceGit, About: "Fewest people who made at least half of the human commits of twelve months (of twenty-four when there were fewer than 20 commits). Without any it is unknown and its points are 0.", Reference: "CHAOSS Contributor Absence Factor"},
	{ID: "regulars_12m", Label: "Regulars", Kind: Count, Unit: "people", Source: SourceGit, About: "People with human commits in three or more of the twelve calendar months."},
	{ID: "integrators_12m", Label: "Integrators", Kind: Count, Unit: "people", Source: SourceGit, About: "People who committed somebody else's non-merge change at least three times in twelve months. Unknown from git when more than half of such commits, merges made on the host's pages among them, carry the host's own web committer: then, or when it shows more, the host's record of who merged what is taken."},
	{ID: "mergers_12m", Label: "People who merge", Kind: Count, Unit: "people", Source: SourceGitHub, About: "People who merged somebody else's change request at least three times in twelve months, by the host's record. Joins the integrators seen in git: the larger number counts.", Reference: "GitHub: PullRequest.mergedBy"},
	{ID: "orgs_of_regulars", Label: "Employers of the regulars", Kind: Count, Unit: "organisations", Source: SourceGitHub, About: "Distinct organisations the regulars declare to work for; unknown when fewer than half declare one."},
	{ID: "continuity_facts", Label: "Continuity facts", Kind: Count, Unit: "of 3", Source: SourceList, About: "Two or more registry publishers; a governance file that names succession; a foundation or steward as host."},
	// Criticality: C1 to C6.
	{ID: "dependents_percentile", Label: "Dependents, in its ecosystem", Kind: Number, Unit: "percentile", Source: SourceRegistry, About: "Mid-rank percentile of transitive dependents against a dated reference table of the same ecosystem; unknown without such a table."},
	{ID: "downloads_percentile", Label: "Downloads, in its registry", Kind: Number, Unit: "percentile", Source: SourceRegistry, About: "Percentile of the downloads of 30 days among packages of the same registry: against a dated table of it, or as the list holds it. Not applicable where no counter exists."},
	{ID: "dependents", Label: "Dependents", Kind: Count, Unit: "packages", Unscored: true, Source: SourceRegistry, About: "Packages of the same ecosystem that depend on its default version, directly or not, of the package with most. Users of other versions are not counted, so it is the least it can be. Shown, never scored: units differ between ecosystems, so only the percentile counts.", Reference: "deps.dev GetDependents: dependentCount"},
	{ID: "downloads_30d", Label: "Downloads", Kind: Count, Unit: "downloads, 30 days", Unscored: true, Source: SourceRegistry, About: "As its registry counts them, of the package with most. Shown, never scored: machines download more than people do, and only the percentile counts."},
	{ID: "publishers", Label: "People who may publish", Kind: Count, Unit: "people", Source: SourceRegistry, About: "Accounts that may publish the package, where the registry tells; of several packages the one with fewest."},
	{ID: "registry_release", Label: "Last release in its registry", Kind: Date, Unit: "date", Source: SourceRegistry, About: "When the newest version that is not a pre-release was published."},
	{ID: "distribution_families", Label: "Distributions packaging it", Kind: Count, Unit: "families", Source: SourceRegistry, About: "Families of package repositories that carry it, in whatever version. A distribution counts with the one it is made of; registries of languages do not count. Unknown unless the list names the project there, or a package of its own in the answer proves the match.", Reference: "Repology API v1 project"},
	{ID: "base_image", Label: "In a distribution's default image", Kind: Bool, Unit: "yes/no", Source: SourceList, About: "The list's editors found it among the packages a distribution installs by default. Not found is unknown, not no."},
	{ID: "expert_lists", Label: "Expert lists it stands on", Kind: Count, Unit: "lists", Source: SourceList, About: "Independent lists made by people. Lists derived from each other count once. None is unknown, not 0."},
	{ID: "exposure_points", Label: "Exposure", Kind: Count, Unit: "of 4", Source: SourceList, About: "One point each: parses untrusted input; reachable from a network or privileged; cryptography, authentication or secrets; builds or publishes others' software."},
	{ID: "substitutability", Label: "Hard to replace", Kind: Count, Unit: "0 to 3", Source: SourceList, About: "0 drop-in, 1 weeks, 2 months, 3 no realistic substitute."},
	// Gates and status.
	{ID: "archived", Label: "Archived or declared end of life", Kind: Bool, Unit: "yes/no", Source: SourceList, About: "The maintainers archived the repository or declared its end."},
	{ID: "successor", Label: "Live successor named", Kind: Bool, Unit: "yes/no", Source: SourceList, About: "A live successor is named by the maintainers."},
	{ID: "advisory_unpatched_days", Label: "Oldest unpatched serious advisory", Kind: Number, Unit: "days", Source: SourceAdvisory, About: "Whole days since the oldest High or Critical advisory of its packages or repository was published that no release mends; 0 when none is open. Where a record names the last affected release alone, the newest release decides. Unknown where nothing is on record of a project without a package, and where nobody rated what is open.", Reference: "OSV; CVSS 4.0, 3.1 and 2.0"},
	{ID: "advisory_known_exploited", Label: "Unpatched and known exploited", Kind: Bool, Unit: "yes/no", Source: SourceAdvisory, About: "A serious advisory without a patched release is in CISA's list of known exploited vulnerabilities. Unknown where the list could not be had: then the gate has its plain floor.", Reference: "CISA KEV"},
	{ID: "advisories_unpatched", Label: "Unpatched serious advisories", Kind: List, Unit: "ids", Source: SourceAdvisory, About: "High and Critical advisories of its own packages or repository without a patched release, the oldest first. Those of distributions, withdrawn or disputed ones and findings of fuzzers are not among them."},
	{ID: "advisories_24m", Label: "Advisories published", Kind: Count, Unit: "advisories, 24 months", Unscored: true, Source: SourceAdvisory, About: "Advisories of two years, withdrawn ones left out. Shown, never scored: it measures how closely a project is looked at."},
	{ID: "advisory_fix_days_p50", Label: "Time to a patched release", Kind: Number, Unit: "days, median", Unscored: true, Source: SourceAdvisory, About: "Median days from the publication of an advisory to the first patched release, of five years and at least three advisories; a release before the publication is 0. The day is known for packages deps.dev holds. Those without a patched release count with their age so far (Kaplan–Meier)."},
	{ID: "toolchain", Label: "Builds or publishes others' software", Kind: Bool, Unit: "yes/no", Source: SourceList, About: "The toolchain point of the exposure rubric."},
	// Plain counts behind the figures, from git.
	{ID: "human_commits_12m", Label: "Human commits", Kind: Count, Unit: "commits, 12 months", Source: SourceGit, About: "Commits on the default branch in the 365 days to the as-of instant, merges and bots left out."},
	{ID: "human_commits_prev12m", Label: "Human commits, the year before", Kind: Count, Unit: "commits, 12 months", Source: SourceGit, About: "The same for days 366 to 730."},
	{ID: "bot_commits_12m", Label: "Bot commits", Kind: Count, Unit: "commits, 12 months", Source: SourceGit, About: "Non-merge commits by authors on the bot list."},
	{ID: "merges_12m", Label: "Merge commits", Kind: Count, Unit: "commits, 12 months", Source: SourceGit, About: "Commits with more than one parent."},
	{ID: "bot_share_12m", Label: "Share of bots", Kind: Number, Unit: "ratio", Source: SourceGit, About: "Bot commits divided by non-merge commits of twelve months."},
	{ID: "authors_12m", Label: "Authors", Kind: Count, Unit: "people, 12 months", Source: SourceGit, About: "Distinct people with human commits in twelve months. One person is the union of equal e-mail addresses and equal full names, mailmap applied."},
	{ID: "contributor_absence_factor_12m", Label: "People behind half the work, 12 months", Kind: Count, Unit: "people", Source: SourceGit, About: "The factor over exactly twelve months."},
	{ID: "top_author_share_12m", Label: "Share of the most active person", Kind: Number, Unit: "ratio", Source: SourceGit, About: "Human commits of the most active person divided by all human commits of twelve months."},
	{ID: "author_shares_12m", Label: "Commits per person", Kind: List, Unit: "commits", Source: SourceGit, About: "Human commits of twelve months by person, most first, at most 20 people, without identities."},
	{ID: "new_authors_12m", Label: "First-time authors", Kind: Count, Unit: "people, 12 months", Unscored: true, Source: SourceGit, About: "Authors whose first human commit lies in the twelve months. Shown, never scored."},
	{ID: "last_human_commit", Label: "Last human commit", Kind: Date, Unit: "date", Source: SourceGit, About: "Committer date (UTC) of the last human, non-merge commit; dates more than a day after the as-of instant are taken for clock faults."},
	{ID: "first_commit", Label: "First commit", Kind: Date, Unit: "date", Source: SourceGit, About: "Earliest committer date of the history; dates of 1970 and of after the as-of instant are taken for clock faults."},
	{ID: "commits_total", Label: "Commits in all", Kind: Count, Unit: "commits", Source: SourceGit, About: "Every commit reachable from the default branch, merges and bots included."},
	{ID: "authors_total", Label: "Authors in all", Kind: Count, Unit: "people", Source: SourceGit, About: "Distinct people with human commits in the whole history."},
	{ID: "human_commits_by_month", Label: "Human commits by month", Kind: List, Unit: "commits", Source: SourceGit, About: "36 calendar months ending with the as-of month, oldest first."},
	{ID: "commits_by_month", Label: "Commits by month, bots included", Kind: List, Unit: "commits", Source: SourceGit, About: "36 calendar months, oldest first, merges left out."},
	{ID: "authors_by_month", Label: "People by month", Kind: List, Unit: "people", Source: SourceGit, About: "36 calendar months, oldest first."},
	// Releases.
	{ID: "last_release", Label: "Last release", Kind: Date, Unit: "date", Source: SourceGit, About: "Creation date of the newest release tag."},
	{ID: "last_release_tag", Label: "Last release tag", Kind: Text, Unit: "tag", Source: SourceGit, About: "Name of that tag."},
	{ID: "months_since_release", Label: "Time since the last release", Kind: Number, Unit: "months", Source: SourceGit, About: "Months from the last release to the as-of instant."},
	{ID: "unreleased_human_commits", Label: "Changes waiting for a release", Kind: Count, Unit: "commits", Source: SourceGit, About: "Human commits on the default branch with a committer date after that of the commit of the last release. Commits to documentation and CI are among them: nobody reads what a commit is for."},
	{ID: "releases_12m", Label: "Releases", Kind: Count, Unit: "days with a release, 12 months", Source: SourceGit, About: "Days with a release tag in twelve months."},
	{ID: "release_tags_total", Label: "Release tags in all", Kind: Count, Unit: "tags", Source: SourceGit, About: "Tags with a version number, pre-releases left out."},
	{ID: "release_dates", Label: "Release dates", Kind: List, Unit: "dates", Source: SourceGit, About: "Days with a release tag, newest first, at most 60."},
	// Facts of the tree.
	{ID: "licence", Label: "Licence", Kind: Text, Unit: "SPDX id", Source: SourceGit, About: "Recognised from the licence file nearest the root; 'other' when it is a text we do not recognise, or several."},
	{ID: "security_policy", Label: "Security policy file", Kind: Bool, Unit: "yes/no", Source: SourceGit, About: "A SECURITY file at the root, in .github or docs. An organisation may hold one elsewhere: not in this tree is not the same as none."},
	{ID: "code_owners", Label: "Code owners file", Kind: Bool, Unit: "yes/no", Source: SourceGit, About: "A CODEOWNERS file at the root, in .github, docs or .gitlab."},
	{ID: "governance_file", Label: "Governance file", Kind: Bool, Unit: "yes/no", Source: SourceGit, About: "A GOVERNANCE file at the root, in .github or docs."},
	{ID: "funding_channels", Label: "Funding channels", Kind: List, Unit: "platforms", Source: SourceGit, About: "Platforms named in FUNDING.yml: money can be sent there. It says nothing of whether the project is funded."},
	{ID: "workflows", Label: "GitHub workflows", Kind: Count, Unit: "files", Source: SourceGit, About: "Workflow files in .github/workflows."},
	{ID: "update_tool", Label: "Dependency update tool", Kind: Text, Unit: "name", Source: SourceGit, About: "Configuration of Dependabot or Renovate in the tree; 'none in this tree' otherwise."},
	{ID: "files", Label: "Files", Kind: Count, Unit: "files", Source: SourceGit, About: "Files in the tree of the default branch."},
	{ID: "tree_bytes", Label: "Size of the tree", Kind: Count, Unit: "bytes", Source: SourceGit, About: "Sum of the sizes of the files in the tree."},
	// Facts of the alerts (model §2.8): shown to operators, never scored.
	{ID: "top_author_changed", Label: "Most active committer changed", Kind: Bool, Unit: "yes/no", Source: SourceGit, About: "Nobody who made the most commits of twelve months also made the most of the 36 months before. Normal in most projects."},
	{ID: "newcomer_core_share", Label: "Core commits by newcomers", Kind: Number, Unit: "ratio", Source: SourceGit, About: "Share of the commits inside the core (the fewest people with 80 % of the twelve months' commits) by people whose first commit is less than 36 months old."},
	{ID: "human_commits_6m", Label: "Human commits, half a year", Kind: Count, Unit: "commits, 183 days", Source: SourceGit, About: "Human commits in the last 183 days."},
	{ID: "release_gap_months", Label: "Silence before the last release", Kind: Number, Unit: "months", Source: SourceGit, About: "Months between the last release and the one before."},
	{ID: "release_tags_off_branch", Label: "Recent releases off the default branch", Kind: Count, Unit: "tags", Source: SourceGit, About: "Release tags of twelve months whose commit is not reachable from the default branch. Release branches are a normal cause."},
	{ID: "release_tags_off_branch_names", Label: "Names of the recent releases off the default branch", Kind: List, Unit: "tags", Source: SourceGit, About: "At most ten of these tags, the newest first, each cut after 60 bytes."},
	{ID: "release_tags_off_branch_before", Label: "Releases off the default branch, before", Kind: Count, Unit: "tags", Source: SourceGit, About: "The same for the 36 months before the twelve: whether the project is used to releasing from side branches. Not applicable when fewer than three releases lie there."},
	{ID: "agent_commits_12m", Label: "Commits written with an agent", Kind: Count, Unit: "commits, 12 months", Unscored: true, Source: SourceGit, About: "Human commits that name a known coding agent as co-author. They count for the person who committed them; shown, never scored."},
	{ID: "imported_history", Label: "History imported", Kind: Bool, Unit: "yes/no", Source: SourceGit, About: "More than 30 % of all commits, at least 50 of them, share one day (UTC) of committer date."},
	// What the host says of the repository. Stars and forks are shown, never scored.
	{ID: "repository_name", Label: "Name on its host", Kind: Text, Unit: "owner/name", Source: SourceGitHub, About: "What the host calls the repository now. A rename or transfer keeps its history: it is known by the host's own id."},
	{ID: "repository_created", Label: "On its host since", Kind: Date, Unit: "date", Source: SourceGitHub, About: "When the repository was created on its host; its history may be older."},
	{ID: "repository_archived", Label: "Archived on its host", Kind: Bool, Unit: "yes/no", Source: SourceGitHub, About: "The owners made the repository read-only."},
	{ID: "repository_archived_on", Label: "Archived on", Kind: Date, Unit: "date", Source: SourceGitHub, About: "When the owners archived it."},
	{ID: "repository_fork", Label: "A fork", Kind: Bool, Unit: "yes/no", Source: SourceGitHub, About: "The host holds it as a fork of another repository."},
	{ID: "repository_mirror", Label: "A mirror", Kind: Bool, Unit: "yes/no", Source: SourceGitHub, About: "The host itself copies it from elsewhere. Mirrors pushed by people are named by the list."},
	{ID: "repository_parent", Label: "Forked from", Kind: Text, Unit: "owner/name", Source: SourceGitHub, About: "The repository it was forked from."},
	{ID: "issues_enabled", Label: "Issues can be filed", Kind: Bool, Unit: "yes/no", Source: SourceGitHub, About: "The host's issue tracker is switched on for it."},
	{ID: "default_branch", Label: "Default branch", Kind: Text, Unit: "name", Source: SourceGitHub, About: "The branch figures are taken from."},
	{ID: "head_commit", Label: "Newest commit of it", Kind: Text, Unit: "commit", Source: SourceGitHub, About: "The commit the default branch pointed to."},
	{ID: "licence_declared", Label: "Licence, by the host", Kind: Text, Unit: "SPDX id", Source: SourceGitHub, About: "What the host recognised; 'NOASSERTION' when it is a text it does not know."},
	{ID: "topics", Label: "Topics", Kind: List, Unit: "words", Source: SourceGitHub, About: "What the owners call it."},
	{ID: "languages", Label: "Languages", Kind: List, Unit: "names", Source: SourceGitHub, About: "By bytes of code, most first, at most ten."},
	{ID: "open_issues", Label: "Open issues", Kind: Count, Unit: "issues", Unscored: true, Source: SourceGitHub, About: "Issues open now, without change requests. Shown, never scored: a number of open issues says more of use than of care."},
	{ID: "open_change_requests", Label: "Open change requests", Kind: Count, Unit: "change requests", Unscored: true, Source: SourceGitHub, About: "Change requests open now. Shown, never scored."},
	{ID: "host_release", Label: "Last release on its host", Kind: Date, Unit: "date", Source: SourceGitHub, About: "When the newest release was published on the host's release page. Many projects publish elsewhere."},
	{ID: "funding_links", Label: "Funding links", Kind: List, Unit: "addresses", Source: SourceGitHub, About: "Where the host's sponsor button leads. It says nothing of whether the project is funded."},
	{ID: "security_policy_shown", Label: "Security policy, by the host", Kind: Bool, Unit: "yes/no", Source: SourceGitHub, About: "The host shows one for the repository, which may be its owner's for all repositories."},
	{ID: "stars", Label: "Stars", Kind: Count, Unit: "stars", Unscored: true, Source: SourceGitHub, About: "Visibility, and for sale. Shown, never scored."},
	{ID: "forks", Label: "Forks", Kind: Count, Unit: "forks", Unscored: true, Source: SourceGitHub, About: "Shown, never scored."},
	// Scorecard checks (0 to 10).
	checkRow("Code-Review", "Changes approved by a second person"), checkRow("Branch-Protection", "Default and release branches are protected"),
	checkRow("Dangerous-Workflow", "No dangerous patterns in workflows"), checkRow("Token-Permissions", "Workflow tokens hold least privilege"),
	checkRow("Signed-Releases", "Releases are signed"), checkRow("Pinned-Dependencies", "Build dependencies are pinned by hash"),
	checkRow("Binary-Artifacts", "No binaries in the tree"), checkRow("Packaging", "Published from a workflow"),
	checkRow("Vulnerabilities", "No open known vulnerabilities"), checkRow("Security-Policy", "A security policy is published"),
	checkRow("Dependency-Update-Tool", "Dependencies are updated by a tool"), checkRow("Fuzzing", "Fuzzed"),
	checkRow("SAST", "Static analysis on changes"), checkRow("CI-Tests", "Tests run on changes"),
	checkRow("CII-Best-Practices", "OpenSSF Best Practices badge"), checkRow("License", "A licence file is present"),
	// Scorecard results made by others. Their checks stay checks of that source
	// and have no fields: a published score never stands in the place of our own.
	{ID: "published_score", Label: "Published Scorecard total", Kind: Number, Unit: "of 10", Unscored: true, Source: SourcePublished, About: "The total as it was published, never computed anew: it depends on the checks and the version that ran. Shown, never scored.", Reference: "OpenSSF Scorecard JSON: score"},
	{ID: "published_checks", Label: "Checks of the published result", Kind: Count, Unit: "checks", Unscored: true, Source: SourcePublished, About: "Checks the published result holds, with a score or without. Shown, never scored."},
}

func checkRow(id, label string) Row {
	return Row{
		ID: id, Label: label, Kind: Number, Unit: "of 10", Source: SourceScorecard,
		About: "OpenSSF Scorecard check " + id + ", 0 to 10.", Reference: "ossf/scorecard v4.13.1, check " + id,
	}
}

var byField = func() map[string]Row {
	m := make(map[string]Row, len(Catalogue))
	for _, f := range Catalogue {
		m[f.ID] = f
	}
	return m
}()

// ByID returns the catalogue row of a field, and false when there is none.
func ByID(id string) (Row, bool) {
	f, ok := byField[id]
	return f, ok
}
