package field

// Plain counts behind the figures, from git.
var history = []Row{
	{
		ID: HumanCommits12m, Label: "Human commits", Kind: Count, Unit: "commits, 12 months",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About: "Commits on the default branch in the 365 days before the as-of instant, " +
			"without merges and bots.",
		Column: "Commits in 12 months, without merges and bots",
	},
	{
		ID: HumanCommitsPrev12m, Label: "Human commits, previous year", Kind: Count, Unit: "commits, 12 months",
		Source: SourceGit, Moves: WithPeople,
		About: "Human commits in days 366 to 730 before the as-of instant.",
	},
	{
		ID: BotCommits12m, Label: "Bot commits", Kind: Count, Unit: "commits, 12 months",
		Source: SourceGit, Moves: WithCommits | OnlyFalls,
		About: "Commits (merges excluded) by authors on the bot list.",
	},
	{
		ID: Merges12m, Label: "Merge commits", Kind: Count, Unit: "commits, 12 months",
		Source: SourceGit, Moves: WithCommits | OnlyFalls,
		About: "Commits with more than one parent.",
	},
	{
		ID: BotShare12m, Label: "Bot share", Kind: Number, Unit: "ratio",
		Source: SourceGit, Moves: WithCommits,
		About: "Bot commits divided by all commits except merges, over 12 months.",
	},
	{
		ID: Authors12m, Label: "Authors", Kind: Count, Unit: "people, 12 months",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About: "Distinct people with human commits in 12 months. Equal e-mail addresses or " +
			"equal full names are one person; .mailmap is applied.",
	},
	{
		ID: ContributorAbsenceFactor12m, Label: "Contributor absence factor, 12 months", Kind: Count, Unit: "people",
		Source: SourceGit, Moves: WithPeople,
		About: "The contributor absence factor over exactly 12 months.",
	},
	{
		ID: TopAuthorShare12m, Label: "Share of the most active person", Kind: Number, Unit: "ratio",
		Source: SourceGit, Moves: WithPeople,
		About: "Human commits of the most active person divided by all human commits, over 12 " +
			"months.",
	},
	{
		ID: AuthorShares12m, Label: "Commits per person", Kind: List, Unit: "commits",
		Source: SourceGit, Moves: WithPeople,
		About: "Human commits per person over 12 months, largest first, at most 20 people, " +
			"without identities.",
	},
	{
		ID: NewAuthors12m, Label: "First-time authors", Kind: Count, Unit: "people, 12 months",
		Source: SourceGit, Moves: WithPeople | OnlyFalls, Unscored: true,
		About: "Authors whose first human commit is within the 12 months. Shown, never scored.",
	},
	{
		ID: LastHumanCommit, Label: "Last human commit", Kind: Date, Unit: "date",
		Source: SourceGit,
		About: "Committer date (UTC) of the last human commit, merges excluded. Dates more " +
			"than a day after the as-of instant are treated as clock errors.",
		Column: "Day of the last human commit",
	},
	{
		ID: FirstCommit, Label: "First commit", Kind: Date, Unit: "date",
		Source: SourceGit,
		About: "Earliest committer date in the history. Work before the repository began is " +
			"not in it, so a project can be older. Dates in 1970 or after the as-of instant are " +
			"treated as clock errors.",
	},
	{
		ID: CommitsTotal, Label: "All commits", Kind: Count, Unit: "commits",
		Source: SourceGit,
		About:  "Every commit reachable from the default branch, with merges and bots.",
	},
	{
		ID: AuthorsTotal, Label: "All authors", Kind: Count, Unit: "people",
		Source: SourceGit,
		About:  "Distinct people with human commits in the whole history.",
	},
	{
		ID: HumanCommitsByMonth, Label: "Human commits by month", Kind: List, Unit: "commits",
		Source: SourceGit, Moves: WithPeople,
		About: "36 calendar months that end with the as-of month, oldest first.",
	},
	{
		ID: CommitsByMonth, Label: "Commits by month, with bots", Kind: List, Unit: "commits",
		Source: SourceGit, Moves: WithCommits,
		About: "36 calendar months, oldest first, without merges.",
	},
	{
		ID: AuthorsByMonth, Label: "Authors by month", Kind: List, Unit: "people",
		Source: SourceGit, Moves: WithPeople,
		About: "36 calendar months, oldest first.",
	},
	{
		ID: RegularsRange12m, Label: "Regular contributors, range", Kind: List, Unit: "people",
		Source: SourceGit, Moves: WithPeople,
		About: "The least and the greatest number of regular contributors, if people who may be " +
			"one are counted as one, and names that only share an address as several.",
	},
	{
		ID: AbsenceFactorRange, Label: "Contributor absence factor, range", Kind: List, Unit: "people",
		Source: SourceGit, Moves: WithPeople,
		About: "The least and the greatest contributor absence factor, by the same two readings of " +
			"who is one person.",
	},
	{
		ID: IntegratorsRange12m, Label: "Integrators, range", Kind: List, Unit: "people",
		Source: SourceGit, Moves: WithPeople,
		About: "The least and the greatest number of integrators. They differ when fewer than three " +
			"changes by others came: each person who committed one may be an integrator.",
	},
}

// Releases.
var releases = []Row{
	{
		ID: LastRelease, Label: "Last release", Kind: Date, Unit: "date",
		Source: SourceGit, Moves: WithTags,
		About:  "Creation date of the newest release tag.",
		Column: "Day of the last release tag",
	},
	{
		ID: LastReleaseTag, Label: "Last release tag", Kind: Text, Unit: "tag",
		Source: SourceGit, Moves: WithTags,
		About: "Name of the newest release tag.",
	},
	{
		ID: MonthsSinceRelease, Label: "Time since last release", Kind: Number, Unit: "months",
		Source: SourceGit, Moves: WithTags | WithTime,
		About: "Months from the last release to the as-of instant.",
	},
	{
		ID: UnreleasedHumanCommits, Label: "Unreleased commits", Kind: Count, Unit: "commits",
		Source: SourceGit, Moves: WithTags,
		About: "Human commits on the default branch that no release contains, on any line, and " +
			"that no release has as a cherry-pick (same author, author date and subject). " +
			"Commits to documentation and CI are included, because Plumbline does not judge " +
			"what a commit is for. If releases are made apart from the branch, commits after " +
			"the last one count.",
	},
	{
		ID: Releases12m, Label: "Releases", Kind: Count, Unit: "days with a release, 12 months",
		Source: SourceGit, Moves: WithTags | WithTime | OnlyFalls,
		About: "Days with a release tag in 12 months.",
	},
	{
		ID: ReleaseTagsTotal, Label: "All release tags", Kind: Count, Unit: "tags",
		Source: SourceGit, Moves: WithTags,
		About: "Tags with a version number, without pre-releases. If a repository has several " +
			"packages, those of the main one.",
	},
	{
		ID: ReleaseDates, Label: "Release dates", Kind: List, Unit: "dates",
		Source: SourceGit, Moves: WithTags,
		About: "Days with a release tag, newest first, at most 60.",
	},
}
