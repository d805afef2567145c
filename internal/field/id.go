package field

// ID names one field of the catalogue, as in SQL, JSON, CSV and the model. Use the constants, so
// that an unknown name does not compile.
type ID string

// Vitality: V1 to V6.
const (
	ActiveMonths12m      ID = "active_months_12m"
	MonthsSinceHumanAct  ID = "months_since_human_act"
	ReleaseFlowMonths    ID = "release_flow_months"
	CommitTrendLog2      ID = "commit_trend_log2"
	FirstResponseDaysP50 ID = "first_response_days_p50"
	ChangeRequestClosure ID = "change_request_closure"
	LastMaintainerAct    ID = "last_maintainer_act"
	TrackerReadSince     ID = "tracker_read_since"
)

// Demand, behind the maintenance status.
const (
	OutsideItems12m         ID = "outside_items_12m"
	OutsideItemsAnswered12m ID = "outside_items_answered_12m"
	OutsideItems24m         ID = "outside_items_24m"
	OutsideItemsAnswered24m ID = "outside_items_answered_24m"
)

// Resilience: R1 to R5.
const (
	ContributorAbsenceFactor ID = "contributor_absence_factor"
	Regulars12m              ID = "regulars_12m"
	Integrators12m           ID = "integrators_12m"
	Mergers12m               ID = "mergers_12m"
	OrgsOfRegulars           ID = "orgs_of_regulars"
	ContinuityFacts          ID = "continuity_facts"
)

// Criticality: C1 to C6. C7 is among the dependents in Debian.
const (
	DependentsPercentile ID = "dependents_percentile"
	DownloadsPercentile  ID = "downloads_percentile"
	Dependents           ID = "dependents"
	Downloads30d         ID = "downloads_30d"
	Publishers           ID = "publishers"
	RegistryRelease      ID = "registry_release"
	// RegistryMarks is a list of texts: type, name and mark of a package.
	RegistryMarks        ID = "registry_marks"
	DistributionFamilies ID = "distribution_families"
	BaseImage            ID = "base_image"
	ExpertLists          ID = "expert_lists"
	OSSFuzzSince         ID = "oss_fuzz_since"
	ReleaseLines         ID = "release_lines"
	ExposurePoints       ID = "exposure_points"
	Substitutability     ID = "substitutability"
)

// Dependents in Debian.
const (
	DebianRunShare        ID = "debian_run_share"
	DebianBuildShare      ID = "debian_build_share"
	DebianBase            ID = "debian_base"
	DebianRunDependents   ID = "debian_run_dependents"
	DebianBuildDependents ID = "debian_build_dependents"
	DebianSources         ID = "debian_sources"
	DebianArchive         ID = "debian_archive"
	DebianRunQuantiles    ID = "debian_run_quantiles"
	DebianBuildQuantiles  ID = "debian_build_quantiles"
	VcpkgDependents       ID = "vcpkg_dependents"
	ConanDependents       ID = "conan_dependents"
)

// Gates and status.
const (
	Archived               ID = "archived"
	Successor              ID = "successor"
	AdvisoryUnpatchedDays  ID = "advisory_unpatched_days"
	AdvisoryKnownExploited ID = "advisory_known_exploited"
	AdvisoriesUnpatched    ID = "advisories_unpatched"
	Advisories24m          ID = "advisories_24m"
	AdvisoryFixDaysP50     ID = "advisory_fix_days_p50"
	AdvisoryFixes          ID = "advisory_fixes"
	ReleasesAffected       ID = "releases_affected"
	Toolchain              ID = "toolchain"
)

// Plain counts behind the figures, from git.
const (
	HumanCommits12m             ID = "human_commits_12m"
	HumanCommitsPrev12m         ID = "human_commits_prev12m"
	BotCommits12m               ID = "bot_commits_12m"
	Merges12m                   ID = "merges_12m"
	BotShare12m                 ID = "bot_share_12m"
	Authors12m                  ID = "authors_12m"
	ContributorAbsenceFactor12m ID = "contributor_absence_factor_12m"
	TopAuthorShare12m           ID = "top_author_share_12m"
	AuthorShares12m             ID = "author_shares_12m"
	NewAuthors12m               ID = "new_authors_12m"
	LastHumanCommit             ID = "last_human_commit"
	FirstCommit                 ID = "first_commit"
	CommitsTotal                ID = "commits_total"
	AuthorsTotal                ID = "authors_total"
	HumanCommitsByMonth         ID = "human_commits_by_month"
	CommitsByMonth              ID = "commits_by_month"
	AuthorsByMonth              ID = "authors_by_month"
	RegularsRange12m            ID = "regulars_12m_range"
	AbsenceFactorRange          ID = "contributor_absence_factor_range"
	IntegratorsRange12m         ID = "integrators_12m_range"
)

// Releases.
const (
	LastRelease            ID = "last_release"
	LastReleaseTag         ID = "last_release_tag"
	MonthsSinceRelease     ID = "months_since_release"
	UnreleasedHumanCommits ID = "unreleased_human_commits"
	Releases12m            ID = "releases_12m"
	ReleaseTagsTotal       ID = "release_tags_total"
	ReleaseDates           ID = "release_dates"
)

// Facts of the tree.
const (
	Licence         ID = "licence"
	SecurityPolicy  ID = "security_policy"
	CodeOwners      ID = "code_owners"
	GovernanceFile  ID = "governance_file"
	FundingChannels ID = "funding_channels"
	FundingPlans    ID = "funding_plans"
	// DeclaredFiles, DeclaredClaims and DeclaredExemptions are read by package declared.
	DeclaredFiles      ID = "declared_files"
	DeclaredClaims     ID = "declared_claims"
	DeclaredExemptions ID = "declared_exemptions"
	Workflows          ID = "workflows"
	UpdateTool         ID = "update_tool"
	Files              ID = "files"
	TreeBytes          ID = "tree_bytes"
)

// Facts for the alerts (model §2.8): shown to operators, never scored.
const (
	TopAuthorChanged           ID = "top_author_changed"
	NewcomerCoreShare          ID = "newcomer_core_share"
	HumanCommits6m             ID = "human_commits_6m"
	ReleaseGapMonths           ID = "release_gap_months"
	ReleaseTagsOffBranch       ID = "release_tags_off_branch"
	ReleaseTagsOffBranchNames  ID = "release_tags_off_branch_names"
	ReleaseTagsOffBranchBefore ID = "release_tags_off_branch_before"
	AgentCommits12m            ID = "agent_commits_12m"
	ImportedHistory            ID = "imported_history"
)

// What the host returns about the repository. Stars and forks are shown, never scored.
const (
	RepositoryName       ID = "repository_name"
	RepositoryCreated    ID = "repository_created"
	RepositoryArchived   ID = "repository_archived"
	RepositoryArchivedOn ID = "repository_archived_on"
	RepositoryFork       ID = "repository_fork"
	RepositoryMirror     ID = "repository_mirror"
	RepositoryParent     ID = "repository_parent"
	IssuesEnabled        ID = "issues_enabled"
	DefaultBranch        ID = "default_branch"
	HeadCommit           ID = "head_commit"
	LicenceDeclared      ID = "licence_declared"
	Topics               ID = "topics"
	Languages            ID = "languages"
	OpenIssues           ID = "open_issues"
	OpenChangeRequests   ID = "open_change_requests"
	HostRelease          ID = "host_release"
	FundingLinks         ID = "funding_links"
	OwnerFundingChannels ID = "owner_funding_channels"
	SecurityPolicyShown  ID = "security_policy_shown"
	Stars                ID = "stars"
	Forks                ID = "forks"
)

// Scorecard checks (0 to 10).
const (
	CodeReview           ID = "Code-Review"
	BranchProtection     ID = "Branch-Protection"
	DangerousWorkflow    ID = "Dangerous-Workflow"
	TokenPermissions     ID = "Token-Permissions"
	SignedReleases       ID = "Signed-Releases"
	PinnedDependencies   ID = "Pinned-Dependencies"
	BinaryArtifacts      ID = "Binary-Artifacts"
	Packaging            ID = "Packaging"
	Vulnerabilities      ID = "Vulnerabilities"
	SecurityPolicyCheck  ID = "Security-Policy"
	DependencyUpdateTool ID = "Dependency-Update-Tool"
	Fuzzing              ID = "Fuzzing"
	SAST                 ID = "SAST"
	CITests              ID = "CI-Tests"
	CIIBestPractices     ID = "CII-Best-Practices"
	LicenseCheck         ID = "License"
)

// Scorecard results published by others. Their checks stay checks of that source and have no
// fields: a published score never replaces our own.
const (
	PublishedScore  ID = "published_score"
	PublishedChecks ID = "published_checks"
)
