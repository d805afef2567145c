package field

// What the host returns about the repository. Stars and forks are shown, never scored.
var host = []Row{
	{
		ID: RepositoryName, Label: "Name on its host", Kind: Text, Unit: "owner/name",
		Source: SourceGitHub,
		About: "The current name of the repository on its host. After a rename or transfer the " +
			"host's own id identifies it, so its history continues.",
	},
	{
		ID: RepositoryCreated, Label: "Created on its host", Kind: Date, Unit: "date",
		Source: SourceGitHub,
		About:  "When the repository was created on its host. The history may be older.",
	},
	{
		ID: RepositoryArchived, Label: "Archived on its host", Kind: Bool, Unit: "yes/no",
		Source: SourceGitHub,
		About:  "The owners made the repository read-only.",
	},
	{
		ID: RepositoryArchivedOn, Label: "Archived on", Kind: Date, Unit: "date",
		Source: SourceGitHub,
		About:  "When the owners archived it.",
	},
	{
		ID: RepositoryFork, Label: "Fork", Kind: Bool, Unit: "yes/no",
		Source: SourceGitHub,
		About:  "The host marks it as a fork of another repository.",
	},
	{
		ID: RepositoryMirror, Label: "Mirror", Kind: Bool, Unit: "yes/no",
		Source: SourceGitHub,
		About: "The host itself mirrors it from elsewhere. The list names mirrors that people " +
			"push.",
	},
	{
		ID: RepositoryParent, Label: "Forked from", Kind: Text, Unit: "owner/name",
		Source: SourceGitHub,
		About:  "The repository it was forked from.",
	},
	{
		ID: IssuesEnabled, Label: "Issue tracker enabled", Kind: Bool, Unit: "yes/no",
		Source: SourceGitHub,
		About:  "The repository's issue tracker on its host is enabled.",
	},
	{
		ID: DefaultBranch, Label: "Default branch", Kind: Text, Unit: "name",
		Source: SourceGitHub,
		About:  "The branch that the figures describe.",
	},
	{
		ID: HeadCommit, Label: "Newest commit", Kind: Text, Unit: "commit",
		Source: SourceGitHub,
		About:  "The commit at the head of the default branch.",
	},
	{
		ID: LicenceDeclared, Label: "Licence detected by the host", Kind: Text, Unit: "SPDX id",
		Source: SourceGitHub,
		About:  "The licence the host detected. Unknown when it does not recognise the text.",
	},
	{
		ID: Topics, Label: "Topics", Kind: List, Unit: "words",
		Source: SourceGitHub,
		About:  "Topics that the owners chose.",
	},
	{
		ID: Languages, Label: "Languages", Kind: List, Unit: "names",
		Source: SourceGitHub,
		About:  "By bytes of code, largest first, at most ten.",
	},
	{
		ID: OpenIssues, Label: "Open issues", Kind: Count, Unit: "issues",
		Source: SourceGitHub, Moves: WithHost, Unscored: true,
		About: "Open issues, without change requests. Shown, never scored: the number reflects " +
			"use more than maintenance.",
	},
	{
		ID: OpenChangeRequests, Label: "Open change requests", Kind: Count, Unit: "change requests",
		Source: SourceGitHub, Moves: WithHost, Unscored: true,
		About: "Open change requests. Shown, never scored.",
	},
	{
		ID: HostRelease, Label: "Last release on its host", Kind: Date, Unit: "date",
		Source: SourceGitHub, Moves: WithHost,
		About: "When the newest release appeared on the host's release page. Many projects " +
			"publish elsewhere.",
	},
	{
		ID: FundingLinks, Label: "Funding links", Kind: List, Unit: "addresses",
		Source: SourceGitHub,
		About: "Links of the host's sponsor button. They do not say whether the project is " +
			"funded.",
	},
	{
		ID: OwnerFundingChannels, Label: "Funding channels of the owner", Kind: List, Unit: "platforms",
		Source: SourceGitHub,
		About: "Platforms named in FUNDING.yml of the owner's .github repository. GitHub shows " +
			"them for repositories without a FUNDING.yml.",
	},
	{
		ID: SecurityPolicyShown, Label: "Security policy on the host", Kind: Bool, Unit: "yes/no",
		Source: SourceGitHub,
		About: "The host shows a security policy for the repository. It may be the owner's " +
			"policy for all repositories.",
	},
	{
		ID: Stars, Label: "Stars", Kind: Count, Unit: "stars",
		Source: SourceGitHub, Unscored: true,
		About: "Stars show visibility and can be bought. Shown, never scored.",
	},
	{
		ID: Forks, Label: "Forks", Kind: Count, Unit: "forks",
		Source: SourceGitHub, Unscored: true,
		About: "Forks of the repository. Shown, never scored.",
	},
}
