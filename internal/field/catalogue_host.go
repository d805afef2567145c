package field

// What the host says of the repository. Stars and forks are shown, never scored.
var host = []Row{
	{
		ID: RepositoryName, Label: "Name on its host", Kind: Text, Unit: "owner/name",
		Source: SourceGitHub,
		About: "What the host calls the repository now. A rename or transfer keeps its history: it " +
			"is known by the host's own id.",
	},
	{
		ID: RepositoryCreated, Label: "On its host since", Kind: Date, Unit: "date",
		Source: SourceGitHub,
		About:  "When the repository was created on its host; its history may be older.",
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
		ID: RepositoryFork, Label: "A fork", Kind: Bool, Unit: "yes/no",
		Source: SourceGitHub,
		About:  "The host holds it as a fork of another repository.",
	},
	{
		ID: RepositoryMirror, Label: "A mirror", Kind: Bool, Unit: "yes/no",
		Source: SourceGitHub,
		About: "The host itself copies it from elsewhere. Mirrors pushed by people are named by " +
			"the list.",
	},
	{
		ID: RepositoryParent, Label: "Forked from", Kind: Text, Unit: "owner/name",
		Source: SourceGitHub,
		About:  "The repository it was forked from.",
	},
	{
		ID: IssuesEnabled, Label: "Issues can be filed", Kind: Bool, Unit: "yes/no",
		Source: SourceGitHub,
		About:  "The host's issue tracker is switched on for it.",
	},
	{
		ID: DefaultBranch, Label: "Default branch", Kind: Text, Unit: "name",
		Source: SourceGitHub,
		About:  "The branch figures are taken from.",
	},
	{
		ID: HeadCommit, Label: "Newest commit of it", Kind: Text, Unit: "commit",
		Source: SourceGitHub,
		About:  "The commit the default branch pointed to.",
	},
	{
		ID: LicenceDeclared, Label: "Licence, by the host", Kind: Text, Unit: "SPDX id",
		Source: SourceGitHub,
		About:  "What the host recognised; 'NOASSERTION' when it is a text it does not know.",
	},
	{
		ID: Topics, Label: "Topics", Kind: List, Unit: "words",
		Source: SourceGitHub,
		About:  "What the owners call it.",
	},
	{
		ID: Languages, Label: "Languages", Kind: List, Unit: "names",
		Source: SourceGitHub,
		About:  "By bytes of code, most first, at most ten.",
	},
	{
		ID: OpenIssues, Label: "Open issues", Kind: Count, Unit: "issues",
		Source: SourceGitHub, Moves: WithHost, Unscored: true,
		About: "Issues open now, without change requests. Shown, never scored: a number of open " +
			"issues says more of use than of care.",
	},
	{
		ID: OpenChangeRequests, Label: "Open change requests", Kind: Count, Unit: "change requests",
		Source: SourceGitHub, Moves: WithHost, Unscored: true,
		About: "Change requests open now. Shown, never scored.",
	},
	{
		ID: HostRelease, Label: "Last release on its host", Kind: Date, Unit: "date",
		Source: SourceGitHub, Moves: WithHost,
		About: "When the newest release was published on the host's release page. Many projects " +
			"publish elsewhere.",
	},
	{
		ID: FundingLinks, Label: "Funding links", Kind: List, Unit: "addresses",
		Source: SourceGitHub,
		About: "Where the host's sponsor button leads. It says nothing of whether the project is " +
			"funded.",
	},
	{
		ID: SecurityPolicyShown, Label: "Security policy, by the host", Kind: Bool, Unit: "yes/no",
		Source: SourceGitHub,
		About: "The host shows one for the repository, which may be its owner's for all " +
			"repositories.",
	},
	{
		ID: Stars, Label: "Stars", Kind: Count, Unit: "stars",
		Source: SourceGitHub, Unscored: true,
		About: "Visibility, and for sale. Shown, never scored.",
	},
	{
		ID: Forks, Label: "Forks", Kind: Count, Unit: "forks",
		Source: SourceGitHub, Unscored: true,
		About: "Shown, never scored.",
	},
}
