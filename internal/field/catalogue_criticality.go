package field

// Criticality: C1 to C6.
var criticality = []Row{
	{
		ID: DependentsPercentile, Label: "Dependents, in its ecosystem", Kind: Number, Unit: "percentile",
		Source: SourceRegistry,
		About: "Mid-rank percentile of transitive dependents against a dated reference table of " +
			"the same ecosystem; unknown without such a table.",
	},
	{
		ID: DownloadsPercentile, Label: "Downloads, in its registry", Kind: Number, Unit: "percentile",
		Source: SourceRegistry,
		About: "Percentile of the downloads of 30 days among packages of the same registry: " +
			"against a dated table of it, or as the list holds it. Not applicable where no " +
			"counter exists.",
		Dated: "counted",
	},
	{
		ID: Dependents, Label: "Dependents", Kind: Count, Unit: "packages",
		Source: SourceRegistry, Unscored: true,
		About: "Packages of the same ecosystem that depend on its default version, directly or " +
			"not, of the package with most. Users of other versions are not counted, so it is " +
			"the least it can be. Shown, never scored: units differ between ecosystems, so only " +
			"the percentile counts.",
		Reference: "deps.dev GetDependents: dependentCount",
	},
	{
		ID: Downloads30d, Label: "Downloads", Kind: Count, Unit: "downloads, 30 days",
		Source: SourceRegistry, Unscored: true,
		About: "As its registry counts them, of the package with most. Shown, never scored: " +
			"machines download more than people do, and only the percentile counts.",
	},
	{
		ID: Publishers, Label: "People who may publish", Kind: Count, Unit: "people",
		Source: SourceRegistry,
		About: "Accounts that may publish the package, where the registry tells; of several " +
			"packages the one with fewest.",
	},
	{
		ID: RegistryRelease, Label: "Last release in its registry", Kind: Date, Unit: "date",
		Source: SourceRegistry,
		About:  "When the newest version that is not a pre-release was published.",
	},
	{
		ID: DistributionFamilies, Label: "Distributions packaging it", Kind: Count, Unit: "families",
		Source: SourceRegistry,
		About: "Families of package repositories that carry it, in whatever version. A " +
			"distribution counts with the one it is made of; registries of languages do not " +
			"count. Unknown unless the list names the project there, or a package of its own in " +
			"the answer proves the match.",
		Reference: "Repology API v1 project",
	},
	{
		ID: BaseImage, Label: "In a distribution's default image", Kind: Bool, Unit: "yes/no",
		Source: SourceList,
		About: "The list's editors found it among the packages a distribution installs by default. " +
			"Not found is unknown, not no.",
		Dated: "looked up",
	},
	{
		ID: ExpertLists, Label: "Expert lists it stands on", Kind: Count, Unit: "lists",
		Source: SourceList,
		About: "Independent lists made by people. Lists derived from each other count once. None " +
			"is unknown, not 0.",
		Dated: "the newest is of",
	},
	{
		ID: ExposurePoints, Label: "Exposure", Kind: Count, Unit: "of 4",
		Source: SourceList,
		About: "One point each: parses untrusted input; reachable from a network or privileged; " +
			"cryptography, authentication or secrets; builds or publishes others' software.",
	},
	{
		ID: Substitutability, Label: "Hard to replace", Kind: Count, Unit: "0 to 3",
		Source: SourceList,
		About:  "0 drop-in, 1 weeks, 2 months, 3 no realistic substitute.",
	},
}

// Gates and status.
var gates = []Row{
	{
		ID: Archived, Label: "Archived or declared end of life", Kind: Bool, Unit: "yes/no",
		Source:  SourceList,
		About:   "The maintainers archived the repository or declared its end.",
		Phrases: []Phrase{{From: 1, Text: "its end declared, no successor named"}},
		Dated:   "since",
	},
	{
		ID: Successor, Label: "Live successor named", Kind: Bool, Unit: "yes/no",
		Source: SourceList,
		About:  "A live successor is named by the maintainers.",
		Dated:  "since",
	},
	{
		ID: AdvisoryUnpatchedDays, Label: "Oldest unpatched serious advisory", Kind: Number, Unit: "days",
		Source: SourceAdvisory,
		About: "Whole days since the oldest High or Critical advisory of its packages or " +
			"repository was published that no release mends; 0 when none is open. Where a " +
			"record names the last affected release alone, the newest release decides. Unknown " +
			"where nothing is on record of a project without a package, and where nobody rated " +
			"what is open.",
		Reference: "OSV; CVSS 4.0, 3.1 and 2.0",
		Phrases:   []Phrase{{Text: "an advisory unpatched for {n} day|an advisory unpatched for {n} days"}},
	},
	{
		ID: AdvisoryKnownExploited, Label: "Unpatched and known exploited", Kind: Bool, Unit: "yes/no",
		Source: SourceAdvisory,
		About: "A serious advisory without a patched release is in CISA's list of known exploited " +
			"vulnerabilities. Unknown where the list could not be had: then the gate has its " +
			"plain floor.",
		Reference: "CISA KEV",
	},
	{
		ID: AdvisoriesUnpatched, Label: "Unpatched serious advisories", Kind: List, Unit: "ids",
		Source: SourceAdvisory,
		About: "High and Critical advisories of its own packages or repository without a patched " +
			"release, the oldest first. Those of distributions, withdrawn or disputed ones and " +
			"findings of fuzzers are not among them.",
	},
	{
		ID: Advisories24m, Label: "Advisories published", Kind: Count, Unit: "advisories, 24 months",
		Source: SourceAdvisory, Unscored: true,
		About: "Advisories of two years, withdrawn ones left out. Shown, never scored: it measures " +
			"how closely a project is looked at.",
	},
	{
		ID: AdvisoryFixDaysP50, Label: "Time to a patched release", Kind: Number, Unit: "days, median",
		Source: SourceAdvisory, Unscored: true,
		About: "Median days from the publication of an advisory to the first patched release, of " +
			"five years and at least three advisories; a release before the publication is 0. " +
			"The day is known for packages deps.dev holds. Those without a patched release " +
			"count with their age so far (Kaplan–Meier).",
	},
	{
		ID: Toolchain, Label: "Builds or publishes others' software", Kind: Bool, Unit: "yes/no",
		Source: SourceList,
		About:  "The toolchain point of the exposure rubric.",
	},
}
