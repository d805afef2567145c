package field

// Plain counts behind the figures, from git.
var history = []Row{
	{
		ID: HumanCommits12m, Label: "Human commits", Kind: Count, Unit: "commits, 12 months",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About: "Commits on the default branch in the 365 days to the as-of instant, merges and " +
			"bots left out.",
		Column: "Commits of twelve months, merges and programs left out",
	},
	{
		ID: HumanCommitsPrev12m, Label: "Human commits, the year before", Kind: Count, Unit: "commits, 12 months",
		Source: SourceGit, Moves: WithPeople,
		About: "The same for days 366 to 730.",
	},
	{
		ID: BotCommits12m, Label: "Bot commits", Kind: Count, Unit: "commits, 12 months",
		Source: SourceGit, Moves: WithCommits | OnlyFalls,
		About: "Non-merge commits by authors on the bot list.",
	},
	{
		ID: Merges12m, Label: "Merge commits", Kind: Count, Unit: "commits, 12 months",
		Source: SourceGit, Moves: WithCommits | OnlyFalls,
		About: "Commits with more than one parent.",
	},
	{
		ID: BotShare12m, Label: "Share of bots", Kind: Number, Unit: "ratio",
		Source: SourceGit, Moves: WithCommits,
		About: "Bot commits divided by non-merge commits of twelve months.",
	},
	{
		ID: Authors12m, Label: "Authors", Kind: Count, Unit: "people, 12 months",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About: "Distinct people with human commits in twelve months. One person is the union of " +
			"equal e-mail addresses and equal full names, mailmap applied.",
	},
	{
		ID: ContributorAbsenceFactor12m, Label: "People behind half the work, 12 months", Kind: Count, Unit: "people",
		Source: SourceGit, Moves: WithPeople,
		About: "The factor over exactly twelve months.",
	},
	{
		ID: TopAuthorShare12m, Label: "Share of the most active person", Kind: Number, Unit: "ratio",
		Source: SourceGit, Moves: WithPeople,
		About: "Human commits of the most active person divided by all human commits of twelve " +
			"months.",
	},
	{
		ID: AuthorShares12m, Label: "Commits per person", Kind: List, Unit: "commits",
		Source: SourceGit, Moves: WithPeople,
		About: "Human commits of twelve months by person, most first, at most 20 people, without " +
			"identities.",
	},
	{
		ID: NewAuthors12m, Label: "First-time authors", Kind: Count, Unit: "people, 12 months",
		Source: SourceGit, Moves: WithPeople | OnlyFalls, Unscored: true,
		About: "Authors whose first human commit lies in the twelve months. Shown, never scored.",
	},
	{
		ID: LastHumanCommit, Label: "Last human commit", Kind: Date, Unit: "date",
		Source: SourceGit,
		About: "Committer date (UTC) of the last human, non-merge commit; dates more than a day " +
			"after the as-of instant are taken for clock faults.",
		Column: "Day of the last of them",
	},
	{
		ID: FirstCommit, Label: "First commit", Kind: Date, Unit: "date",
		Source: SourceGit,
		About: "Earliest committer date of the history; dates of 1970 and of after the as-of " +
			"instant are taken for clock faults.",
	},
	{
		ID: CommitsTotal, Label: "Commits in all", Kind: Count, Unit: "commits",
		Source: SourceGit,
		About:  "Every commit reachable from the default branch, merges and bots included.",
	},
	{
		ID: AuthorsTotal, Label: "Authors in all", Kind: Count, Unit: "people",
		Source: SourceGit,
		About:  "Distinct people with human commits in the whole history.",
	},
	{
		ID: HumanCommitsByMonth, Label: "Human commits by month", Kind: List, Unit: "commits",
		Source: SourceGit, Moves: WithPeople,
		About: "36 calendar months ending with the as-of month, oldest first.",
	},
	{
		ID: CommitsByMonth, Label: "Commits by month, bots included", Kind: List, Unit: "commits",
		Source: SourceGit, Moves: WithCommits,
		About: "36 calendar months, oldest first, merges left out.",
	},
	{
		ID: AuthorsByMonth, Label: "People by month", Kind: List, Unit: "people",
		Source: SourceGit, Moves: WithPeople,
		About: "36 calendar months, oldest first.",
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
		About: "Name of that tag.",
	},
	{
		ID: MonthsSinceRelease, Label: "Time since the last release", Kind: Number, Unit: "months",
		Source: SourceGit, Moves: WithTags | WithTime,
		About: "Months from the last release to the as-of instant.",
	},
	{
		ID: UnreleasedHumanCommits, Label: "Changes waiting for a release", Kind: Count, Unit: "commits",
		Source: SourceGit, Moves: WithTags,
		About: "Human commits on the default branch with a committer date after that of the commit " +
			"of the last release. Commits to documentation and CI are among them: nobody reads " +
			"what a commit is for.",
	},
	{
		ID: Releases12m, Label: "Releases", Kind: Count, Unit: "days with a release, 12 months",
		Source: SourceGit, Moves: WithTags | WithTime | OnlyFalls,
		About: "Days with a release tag in twelve months.",
	},
	{
		ID: ReleaseTagsTotal, Label: "Release tags in all", Kind: Count, Unit: "tags",
		Source: SourceGit, Moves: WithTags,
		About: "Tags with a version number, pre-releases left out.",
	},
	{
		ID: ReleaseDates, Label: "Release dates", Kind: List, Unit: "dates",
		Source: SourceGit, Moves: WithTags,
		About: "Days with a release tag, newest first, at most 60.",
	},
}
