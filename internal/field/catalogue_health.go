package field

// Vitality: V1 to V6.
var vitality = []Row{
	{
		ID: ActiveMonths12m, Label: "Active months", Kind: Count, Unit: "months of 12",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About: "Calendar months (UTC) with at least one human commit on the default branch, " +
			"out of the 12 months that end with the as-of month. Counted by committer date.",
		Phrases: []Phrase{
			{Below: 1, Text: "no human commits in 12 months"},
			{Below: 6, Text: "human commits in {n} of 12 months"},
		},
		Remedy: "Keep working on it throughout the year",
	},
	{
		ID: MonthsSinceHumanAct, Label: "Time since last activity", Kind: Number, Unit: "months",
		Source: SourceGit, Moves: WithTime,
		About: "Months (30.4375 days each) from the last human commit to the as-of instant. A " +
			"later merge, release or closed item on the host counts instead.",
		Phrases: []Phrase{{From: 6, Text: "no human commit for {months}"}},
		Remedy:  "Find an active maintainer",
	},
	{
		ID: ReleaseFlowMonths, Label: "Release delay", Kind: Number, Unit: "months",
		Source: SourceGit, Moves: WithTags | WithTime,
		About: "Months since the last release, or since the oldest unreleased commit if that is " +
			"shorter; 0 when no human commit waits. A release is a tag with a version number, " +
			"without pre-releases, or a later version in a package registry. A release of any " +
			"maintained line counts, because fixes reach users with it while features wait. " +
			"Commits to documentation and CI also wait, so finished software can show a delay " +
			"that affects nobody.",
		Phrases: []Phrase{
			{From: 6, Of: MonthsSinceRelease, Text: "no release for {months}"},
			{From: 6, Text: "changes unreleased for {months}"},
		},
		Remedy: "Release the waiting changes",
	},
	{
		ID: CommitTrendLog2, Label: "Commit trend", Kind: Number, Unit: "log2 ratio",
		Source: SourceGit, Moves: WithPeople,
		About: "log2((c+1)/(p+1)), where c is the human commits of the last 12 months and p " +
			"the yearly mean of the two years before. 0 means level, −1 means half. Growth " +
			"earns nothing. Not applicable when p is below 10.",
		Phrases: []Phrase{{Below: -.4, Text: "fewer commits than before"}},
		Remedy:  "Return to the pace of earlier years",
	},
	{
		ID: FirstResponseDaysP50, Label: "Time to first response", Kind: Number, Unit: "days, median",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Median days until a member first responds to an issue or pull request from a " +
			"non-member, over 180 days. Unanswered items count with their age so far " +
			"(Kaplan–Meier). A member is anyone the host calls a member, or who merged or " +
			"closed other people's items. When at least half remain unanswered after 90 " +
			"days or more, the longest wait is used as a lower bound.",
		Phrases: []Phrase{{From: 14, Text: "first response after {n} day|first response after {n} days"}},
		Remedy:  "Respond to outside contributors within days",
	},
	{
		ID: ChangeRequestClosure, Label: "Change request closure ratio", Kind: Number, Unit: "ratio",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Change requests (pull or merge requests) by people that anyone merged or a " +
			"person closed in 12 months, divided by those opened in the same time, at most " +
			"1. Those opened or closed only by programs are left out.",
		Reference: "CHAOSS Change Request Closure Ratio",
		Phrases:   []Phrase{{Below: .7, Text: "{percent} of change requests closed"}},
		Remedy:    "Review and close the open change requests",
	},
	{
		ID: LastMaintainerAct, Label: "Last maintainer activity on the host", Kind: Date, Unit: "date",
		Source: SourceGitHub, Moves: WithHost,
		About: "The last time a person merged something, published a release, or closed " +
			"another person's issue or change request. All of these need maintainer rights.",
		Reference: "GitHub: mergedBy, ClosedEvent.actor, releases.author",
	},
	{
		ID: TrackerReadSince, Label: "Issues and change requests known since", Kind: Date, Unit: "date",
		Source: SourceGitHub, Moves: WithTracker,
		About: "Everything opened or updated since this day is known. For a busy project the " +
			"first collection reaches back a few days only. Each run reaches further back, " +
			"up to two years.",
	},
}

// Demand, behind the maintenance status.
var demand = []Row{
	{
		ID: OutsideItems12m, Label: "Items from outsiders", Kind: Count, Unit: "items, 12 months",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Issues and change requests opened by non-members in 12 months. Items that " +
			"their authors withdrew within two weeks, and discussions that were only partly " +
			"read, are left out.",
	},
	{
		ID: OutsideItemsAnswered12m, Label: "Answered items from outsiders", Kind: Count, Unit: "items, 12 months",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Items from outsiders, 12 months, that a human member answered.",
	},
	{
		ID: OutsideItems24m, Label: "Items from outsiders, two years", Kind: Count, Unit: "items, 24 months",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Items from outsiders over 24 months, or since the tracker is known if that " +
			"covers at least a year or 20 items.",
	},
	{
		ID: OutsideItemsAnswered24m, Label: "Answered items from outsiders, two years", Kind: Count, Unit: "items, 24 months",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Items from outsiders, two years, that a human member answered.",
	},
}

// Resilience: R1 to R5.
var resilience = []Row{
	{
		ID: ContributorAbsenceFactor, Label: "Contributor absence factor", Kind: Count, Unit: "people",
		Source: SourceGit, Moves: WithPeople,
		About: "The smallest number of people who made at least half of the human commits in " +
			"12 months (24 months when there were fewer than 20 commits). Also called bus " +
			"factor. Unknown without any human commit; it then earns 0 points.",
		Reference: "CHAOSS Contributor Absence Factor",
		Phrases:   []Phrase{{Below: 3, Text: "{n} person made half the commits{window}|{n} people made half the commits{window}"}},
		Remedy:    "Share the work among more people",
		Column:    "Fewest people who made half of the human commits",
	},
	{
		ID: Regulars12m, Label: "Regular contributors", Kind: Count, Unit: "people",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About:   "People with human commits in at least 3 of the 12 calendar months.",
		Phrases: []Phrase{{Below: 4, Text: "{n} regular contributor|{n} regular contributors"}},
		Remedy:  "Add another regular contributor",
		Column:  "People with human commits in at least 3 of 12 months",
	},
	{
		ID: Integrators12m, Label: "Integrators", Kind: Count, Unit: "people",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About: "People who committed someone else's change (merge commits excluded) at least " +
			"three times in 12 months. Git alone cannot tell when the host's web committer or " +
			"programs landed more than half of these changes and of the merges counted with " +
			"them, or when no change by others came while work went on. Then, or " +
			"when it shows more people, the host's record of merges is used.",
		Phrases: []Phrase{{Below: 3, Text: "{n} integrator|{n} integrators"}},
		Remedy:  "Let another person merge changes",
	},
	{
		ID: Mergers12m, Label: "People who merge", Kind: Count, Unit: "people",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "People who merged someone else's change request at least three times in 12 " +
			"months, according to the host. Integrators takes the larger of this number and " +
			"the number seen in git.",
		Reference: "GitHub: PullRequest.mergedBy",
	},
	{
		ID: OrgsOfRegulars, Label: "Employers of regular contributors", Kind: Count, Unit: "organisations",
		Source: SourceGitHub, Moves: WithHost,
		About: "Distinct organisations that the regular contributors say they work for. " +
			"Unknown when fewer than half name one.",
		Phrases: []Phrase{{Below: 2, Text: "all regular contributors work for one employer"}},
		Remedy:  "Attract regular contributors from a second employer",
	},
	{
		ID: ContinuityFacts, Label: "Continuity measures", Kind: Count, Unit: "of 3",
		Source: SourceList,
		About: "One point each: at least two people can publish to the registry; a governance " +
			"file names succession; a foundation or steward hosts the project.",
		Phrases: []Phrase{{Below: 2, Text: "no written succession plan"}},
		Remedy:  "Add a second publisher and write down who takes over",
	},
}
