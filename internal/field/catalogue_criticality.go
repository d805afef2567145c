package field

// Criticality: C1 to C6; C7 is in Debian's rows.
var criticality = []Row{
	{
		ID: DependentsPercentile, Label: "Dependents (percentile)", Kind: Number, Unit: "percentile",
		Source: SourceRegistry,
		About: "Percentile of the number of transitive dependents, compared with a dated " +
			"reference table of the same ecosystem (mid-rank). Unknown without such a " +
			"table.",
	},
	{
		ID: DownloadsPercentile, Label: "Downloads (percentile)", Kind: Number, Unit: "percentile",
		Source: SourceRegistry,
		About: "Percentile of the downloads in 30 days among packages of the same registry, " +
			"from a dated reference table or from the list. Not applicable when the " +
			"registry has no counter.",
		Dated: "counted",
	},
	{
		ID: Dependents, Label: "Dependents", Kind: Count, Unit: "packages",
		Source: SourceRegistry, Unscored: true,
		About: "Packages of the same ecosystem that depend on its default version, directly or " +
			"indirectly. Users of other versions are not counted, so this is a lower bound. " +
			"With several packages, the largest number is used. Shown, never scored: " +
			"ecosystems cannot be compared, so only the percentile is scored.",
		Reference: "deps.dev GetDependents: dependentCount",
	},
	{
		ID: Downloads30d, Label: "Downloads", Kind: Count, Unit: "downloads, 30 days",
		Source: SourceRegistry, Unscored: true,
		About: "Downloads in 30 days as the registry counts them. With several packages, the " +
			"largest number is used. Shown, never scored: machines download more than " +
			"people do, so only the percentile is scored.",
	},
	{
		ID: Publishers, Label: "People who can publish", Kind: Count, Unit: "people",
		Source: SourceRegistry,
		About: "Accounts that can publish the package, where the registry says so. With " +
			"several packages, the smallest number is used.",
	},
	{
		ID: RegistryRelease, Label: "Last release in its registry", Kind: Date, Unit: "date",
		Source: SourceRegistry,
		About:  "Publication date of the newest version that is not a pre-release.",
	},
	{
		ID: RegistryMarks, Label: "Packages marked in their registry", Kind: List, Unit: "packages",
		Source: SourceRegistry, Unscored: true,
		About: "Packages of the project that are marked as deprecated or archived: the default " +
			"version at deps.dev, or the status of PyPI. Shown beside the observed status, never " +
			"scored.",
		Reference: "deps.dev GetPackage: isDeprecated, projectStatus",
	},
	{
		ID: DistributionFamilies, Label: "Distribution families", Kind: Count, Unit: "families",
		Source: SourceRegistry,
		About: "Families of package repositories that carry the project, in any version. A " +
			"distribution counts together with the one it derives from. Language registries " +
			"do not count. Unknown unless the list gives the Repology name, or the answer " +
			"contains one of the project's own packages.",
		Reference: "Repology API v1 project",
	},
	{
		ID: BaseImage, Label: "In a distribution's default image", Kind: Bool, Unit: "yes/no",
		Source: SourceList,
		About: "The list's editors found it among the packages a distribution installs by " +
			"default. Not found means unknown, not no.",
		Dated: "looked up",
	},
	{
		ID: ExpertLists, Label: "Expert lists", Kind: Count, Unit: "lists",
		Source: SourceList,
		About: "Independent lists, made by people, that name the project. Lists derived from " +
			"each other count once. The list that the entries were copied from does not count. No " +
			"list means unknown, not 0.",
		Dated: "newest list from",
	},
	{
		ID: OSSFuzzSince, Label: "In OSS-Fuzz since", Kind: Date, Unit: "date",
		Source: SourceList,
		About: "Day of the first commit of the project's file in OSS-Fuzz, which tests it " +
			"continuously. From that day the Scorecard check Fuzzing has 10 points where our " +
			"own reading found nothing or did not ask. Disabled projects are left out.",
		Reference: "google/oss-fuzz: projects/*/project.yaml",
		Dated:     "read",
	},
	{
		ID: ReleaseLines, Label: "Release lines", Kind: List, Unit: "lines",
		Source: SourceList, Unscored: true,
		About: "Each release line with the day of its first release and the last day of its " +
			"support; open: no end is announced; ended: on an unknown day. Shown, never scored. " +
			"It never changes the status either: no supported line is a fact about releases, " +
			"and only the maintainers declare the end of a project.",
		Reference: "endoflife.date: releaseCycle, releaseDate, eol",
		Dated:     "read",
	},
	{
		ID: ExposurePoints, Label: "Exposure", Kind: Count, Unit: "of 4",
		Source: SourceList,
		About: "One point each: parses untrusted input; is reachable from a network or " +
			"privileged; handles cryptography, authentication or secrets; builds or " +
			"publishes other software.",
	},
	{
		ID: Substitutability, Label: "Replacement effort", Kind: Count, Unit: "0 to 3",
		Source: SourceList,
		About:  "0 a drop-in replacement exists, 1 weeks, 2 months, 3 no realistic substitute.",
	},
}

// Gates and status.
var gates = []Row{
	{
		ID: Archived, Label: "Archived or end of life", Kind: Bool, Unit: "yes/no",
		Source:  SourceList,
		About:   "The maintainers archived the repository or declared its end of life.",
		Phrases: []Phrase{{From: 1, Text: "declared end of life, no successor"}},
		Dated:   "since",
	},
	{
		ID: Successor, Label: "Live successor", Kind: Bool, Unit: "yes/no",
		Source: SourceList,
		About:  "The maintainers name a successor that is alive.",
		Dated:  "since",
	},
	{
		ID: AdvisoryUnpatchedDays, Label: "Oldest unpatched serious advisory", Kind: Number, Unit: "days",
		Source: SourceAdvisory,
		About: "Whole days since the publication of the oldest High or Critical advisory that " +
			"no release fixes, for its packages or repository; 0 when none is open. When a " +
			"record names only the last affected release, the newest release decides. " +
			"Unknown when a project without packages has no advisory on record, or when " +
			"nobody rated what is open.",
		Reference: "OSV; CVSS 4.0, 3.1 and 2.0",
		Phrases:   []Phrase{{Text: "serious advisory unpatched for {n} day|serious advisory unpatched for {n} days"}},
	},
	{
		ID: AdvisoryKnownExploited, Label: "Unpatched and known exploited", Kind: Bool, Unit: "yes/no",
		Source: SourceAdvisory,
		About: "A serious advisory without a patched release is in CISA's catalogue of known " +
			"exploited vulnerabilities. Unknown when the catalogue could not be read; the " +
			"gate then uses its normal floor.",
		Reference: "CISA KEV",
	},
	{
		ID: AdvisoriesUnpatched, Label: "Unpatched serious advisories", Kind: List, Unit: "ids",
		Source: SourceAdvisory,
		About: "High and Critical advisories for its own packages or repository without a " +
			"patched release, oldest first. Distribution advisories, withdrawn or disputed " +
			"ones and fuzzer findings are left out.",
	},
	{
		ID: Advisories24m, Label: "Advisories published", Kind: Count, Unit: "advisories, 24 months",
		Source: SourceAdvisory, Unscored: true,
		About: "Advisories of two years, without withdrawn ones. Shown, never scored: the " +
			"number reflects how closely people look at a project.",
	},
	{
		ID: AdvisoryFixDaysP50, Label: "Time to a patched release", Kind: Number, Unit: "days, median",
		Source: SourceAdvisory, Unscored: true,
		About: "Median days from an advisory's publication to the first patched release, over " +
			"five years and at least three advisories. A release before the publication " +
			"counts as 0. Release dates come from deps.dev. Advisories without a patched " +
			"release count with their age so far (Kaplan–Meier).",
	},
	{
		ID: AdvisoryFixes, Label: "Advisories and their patched releases", Kind: List, Unit: "id, published, state, released, version, package",
		Source: SourceAdvisory, Unscored: true,
		About: "Advisories of five years, newest first, at most twenty, each with the first patched " +
			"release and its day, or why there is none: open, undated or unclear. Release " +
			"dates come from deps.dev. Disputed and withdrawn ones are left out.",
	},
	{
		ID: ReleasesAffected, Label: "Recent releases with known advisories", Kind: List, Unit: "version, released, package, advisory ids",
		Source: SourceAdvisory, Unscored: true,
		About: "The ten newest releases of the first package of the entry, without pre-releases, " +
			"each with the published advisories that OSV says affect it today. Read again when " +
			"its advisories change, otherwise once a week. An older release that nobody " +
			"should use any more counts like the newest.",
	},
	{
		ID: Toolchain, Label: "Builds or publishes other software", Kind: Bool, Unit: "yes/no",
		Source: SourceList,
		About:  "The toolchain point of the exposure rubric.",
	},
}
