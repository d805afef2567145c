package field

// Facts of the tree.
var tree = []Row{
	{
		ID: Licence, Label: "Licence", Kind: Text, Unit: "SPDX id",
		Source: SourceGit,
		About: "Recognised from the licence file nearest the root; 'other' when it is a text we do " +
			"not recognise, or several.",
	},
	{
		ID: SecurityPolicy, Label: "Security policy file", Kind: Bool, Unit: "yes/no",
		Source: SourceGit,
		About: "A SECURITY file at the root, in .github or docs. An organisation may hold one " +
			"elsewhere: not in this tree is not the same as none.",
	},
	{
		ID: CodeOwners, Label: "Code owners file", Kind: Bool, Unit: "yes/no",
		Source: SourceGit,
		About:  "A CODEOWNERS file at the root, in .github, docs or .gitlab.",
	},
	{
		ID: GovernanceFile, Label: "Governance file", Kind: Bool, Unit: "yes/no",
		Source: SourceGit,
		About:  "A GOVERNANCE file at the root, in .github or docs.",
	},
	{
		ID: FundingChannels, Label: "Funding channels", Kind: List, Unit: "platforms",
		Source: SourceGit,
		About: "Platforms named in FUNDING.yml: money can be sent there. It says nothing of " +
			"whether the project is funded.",
	},
	{
		ID: Workflows, Label: "GitHub workflows", Kind: Count, Unit: "files",
		Source: SourceGit,
		About:  "Workflow files in .github/workflows.",
	},
	{
		ID: UpdateTool, Label: "Dependency update tool", Kind: Text, Unit: "name",
		Source: SourceGit,
		About: "Configuration of Dependabot or Renovate in the tree; 'none in this tree' " +
			"otherwise.",
	},
	{
		ID: Files, Label: "Files", Kind: Count, Unit: "files",
		Source: SourceGit,
		About:  "Files in the tree of the default branch.",
	},
	{
		ID: TreeBytes, Label: "Size of the tree", Kind: Count, Unit: "bytes",
		Source: SourceGit,
		About:  "Sum of the sizes of the files in the tree.",
	},
}

// Facts of the alerts (model §2.8): shown to operators, never scored.
var watched = []Row{
	{
		ID: TopAuthorChanged, Label: "Most active committer changed", Kind: Bool, Unit: "yes/no",
		Source: SourceGit, Moves: WithPeople, Operators: true,
		About: "Nobody who made the most commits of twelve months also made the most of the 36 " +
			"months before. Normal in most projects.",
	},
	{
		ID: NewcomerCoreShare, Label: "Core commits by newcomers", Kind: Number, Unit: "ratio",
		Source: SourceGit, Moves: WithPeople, Operators: true,
		About: "Share of the commits inside the core (the fewest people with 80 % of the twelve " +
			"months' commits) by people whose first commit is less than 36 months old.",
	},
	{
		ID: HumanCommits6m, Label: "Human commits, half a year", Kind: Count, Unit: "commits, 183 days",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About: "Human commits in the last 183 days.",
	},
	{
		ID: ReleaseGapMonths, Label: "Silence before the last release", Kind: Number, Unit: "months",
		Source: SourceGit, Moves: WithTags,
		About: "Months between the last release and the one before.",
	},
	{
		ID: ReleaseTagsOffBranch, Label: "Recent releases off the default branch", Kind: Count, Unit: "tags",
		Source: SourceGit, Moves: WithTags | WithTime | OnlyFalls,
		About: "Release tags of twelve months whose commit is not reachable from the default " +
			"branch. Release branches are a normal cause.",
	},
	{
		ID: ReleaseTagsOffBranchNames, Label: "Names of the recent releases off the default branch", Kind: List, Unit: "tags",
		Source: SourceGit, Moves: WithTags | WithTime,
		About: "At most ten of these tags, the newest first, each cut after 60 bytes.",
	},
	{
		ID: ReleaseTagsOffBranchBefore, Label: "Releases off the default branch, before", Kind: Count, Unit: "tags",
		Source: SourceGit,
		About: "The same for the 36 months before the twelve: whether the project is used to " +
			"releasing from side branches. Not applicable when fewer than three releases lie " +
			"there.",
	},
	{
		ID: AgentCommits12m, Label: "Commits written with an agent", Kind: Count, Unit: "commits, 12 months",
		Source: SourceGit, Moves: WithPeople | OnlyFalls, Unscored: true,
		About: "Human commits that name a known coding agent as co-author. They count for the " +
			"person who committed them; shown, never scored.",
	},
	{
		ID: ImportedHistory, Label: "History imported", Kind: Bool, Unit: "yes/no",
		Source: SourceGit,
		About: "More than 30 % of all commits, at least 50 of them, share one day (UTC) of " +
			"committer date.",
	},
}
