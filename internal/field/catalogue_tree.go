package field

// Facts of the tree.
var tree = []Row{
	{
		ID: Licence, Label: "Licence", Kind: Text, Unit: "SPDX expression",
		Source: SourceGit,
		About: "Detected from all licence files in the root folder; 'several' when they do not " +
			"say how they belong together, 'other' when a text is not recognised as a whole.",
	},
	{
		ID: SecurityPolicy, Label: "Security policy file", Kind: Bool, Unit: "yes/no",
		Source: SourceGit,
		About: "A SECURITY file in the root, .github or docs folder. The organisation may keep " +
			"one elsewhere, so \"not in this tree\" does not mean none.",
	},
	{
		ID: CodeOwners, Label: "Code owners file", Kind: Bool, Unit: "yes/no",
		Source: SourceGit,
		About:  "A CODEOWNERS file in the root, .github, docs or .gitlab folder.",
	},
	{
		ID: GovernanceFile, Label: "Governance file", Kind: Bool, Unit: "yes/no",
		Source: SourceGit,
		About:  "A GOVERNANCE file in the root, .github or docs folder.",
	},
	{
		ID: FundingChannels, Label: "Funding channels", Kind: List, Unit: "platforms",
		Source: SourceGit,
		About: "Platforms named in FUNDING.yml, where money can be sent. They do not say " +
			"whether the project is funded. Without a file in this tree, the one in the owner's " +
			".github repository on GitHub counts, if it could be read.",
	},
	{
		ID: FundingPlans, Label: "Declared plans", Kind: List, Unit: "plans",
		Source: SourceGit,
		About: "Plans of a funding.json (fundingjson.org, 1.0 and 1.1) in the tree: state, amount, " +
			"currency, how often and name. A plan that breaks the schema is left out and named. " +
			"Without a file here, the website may have one.",
	},
	{
		ID: DeclaredFiles, Label: "Files about the project", Kind: List, Unit: "files",
		Source: SourceGit,
		About: "Files in which projects describe themselves: Security Insights, SECURITY, README, " +
			"MAINTAINERS and others. Each has the reason if nothing of it counts.",
	},
	{
		ID: DeclaredClaims, Label: "Claims of the project", Kind: List, Unit: "claims",
		Source: SourceGit,
		About: "What these files say, with file, line and date. Nothing of it changes a score. " +
			"People are counts; addresses of mail are not kept.",
	},
	{
		ID: DeclaredExemptions, Label: "Remarks of the maintainers on checks", Kind: List, Unit: "remarks",
		Source: SourceGit,
		About: "Annotations of a scorecard.yml and exemptions of a .clomonitor.yml. They change no " +
			"score.",
	},
	{
		ID: Workflows, Label: "GitHub workflows", Kind: Count, Unit: "files",
		Source: SourceGit,
		About:  "Workflow files in .github/workflows.",
	},
	{
		ID: UpdateTool, Label: "Dependency update tool", Kind: Text, Unit: "name",
		Source: SourceGit,
		About: "Dependabot or Renovate configuration in the tree; otherwise 'none in this " +
			"tree'.",
	},
	{
		ID: Files, Label: "Files", Kind: Count, Unit: "files",
		Source: SourceGit,
		About:  "Files in the tree of the default branch.",
	},
	{
		ID: TreeBytes, Label: "Size of the tree", Kind: Count, Unit: "bytes",
		Source: SourceGit,
		About:  "Total size of the files in the tree.",
	},
}

// Facts for the alerts (model §2.8): shown to operators, never scored.
var watched = []Row{
	{
		ID: TopAuthorChanged, Label: "Most active committer changed", Kind: Bool, Unit: "yes/no",
		Source: SourceGit, Moves: WithPeople, Operators: true,
		About: "None of the people with the most commits in the 12 months had the most commits " +
			"in the 36 months before. Normal in most projects.",
	},
	{
		ID: NewcomerCoreShare, Label: "Core commits by newcomers", Kind: Number, Unit: "ratio",
		Source: SourceGit, Moves: WithPeople, Operators: true,
		About: "Share of core commits by people whose first commit is less than 36 months old. " +
			"The core is the smallest group with 80% of the commits of the 12 months.",
	},
	{
		ID: HumanCommits6m, Label: "Human commits, six months", Kind: Count, Unit: "commits, 183 days",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About: "Human commits in the last 183 days.",
	},
	{
		ID: ReleaseGapMonths, Label: "Gap before the last release", Kind: Number, Unit: "months",
		Source: SourceGit, Moves: WithTags,
		About: "Months between the last release and the one before it.",
	},
	{
		ID: ReleaseTagsOffBranch, Label: "Recent releases off the default branch", Kind: Count, Unit: "tags",
		Source: SourceGit, Moves: WithTags | WithTime | OnlyFalls,
		About: "Release tags of the 12 months whose commit is not reachable from the default " +
			"branch. Release branches are a common cause.",
	},
	{
		ID: ReleaseTagsOffBranchNames, Label: "Names of recent releases off the default branch", Kind: List, Unit: "tags",
		Source: SourceGit, Moves: WithTags | WithTime,
		About: "At most ten of these tags, newest first, each cut after 60 bytes.",
	},
	{
		ID: ReleaseTagsOffBranchBefore, Label: "Earlier releases off the default branch", Kind: Count, Unit: "tags",
		Source: SourceGit,
		About: "The same for the 36 months before the 12 months; it shows whether the project " +
			"normally releases from side branches. Not applicable with fewer than three " +
			"releases in that time.",
	},
	{
		ID: AgentCommits12m, Label: "Commits written with a coding agent", Kind: Count, Unit: "commits, 12 months",
		Source: SourceGit, Moves: WithPeople | OnlyFalls, Unscored: true,
		About: "Human commits that name a known coding agent as co-author. They count for the " +
			"person who committed them. Shown, never scored.",
	},
	{
		ID: ImportedHistory, Label: "Imported history", Kind: Bool, Unit: "yes/no",
		Source: SourceGit,
		About:  "More than 30% of all commits, and at least 50, share one committer day (UTC).",
	},
}
