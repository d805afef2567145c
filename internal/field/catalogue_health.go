package field

// Vitality: V1 to V6.
var vitality = []Row{
	{
		ID: ActiveMonths12m, Label: "Months with human work", Kind: Count, Unit: "months of 12",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About: "Of the twelve calendar months (UTC) ending with the as-of month, those with at " +
			"least one human commit on the default branch, by committer date.",
		Phrases: []Phrase{
			{Below: 1, Text: "no changes in twelve months"},
			{Below: 6, Text: "changes in {n} of twelve months"},
		},
		Remedy: "Somebody working on it through more of the year",
	},
	{
		ID: MonthsSinceHumanAct, Label: "Time since a human act", Kind: Number, Unit: "months",
		Source: SourceGit, Moves: WithTime,
		About: "Months (of 30.4375 days) from the last human commit to the as-of instant. Git " +
			"shows commits; a later merge, release or closing on the host takes their place.",
		Phrases: []Phrase{{From: 6, Text: "no human commit for {months}"}},
		Remedy:  "A person picking it up again",
	},
	{
		ID: ReleaseFlowMonths, Label: "Release flow", Kind: Number, Unit: "months",
		Source: SourceGit, Moves: WithTags | WithTime,
		About: "0 when no human commit waits for a release; otherwise months since the last " +
			"release. Releases are tags with a version number, pre-releases left out, collapsed " +
			"per day; a version published in a registry after the last tag is one, too. Commits " +
			"to documentation and CI wait like any other, so finished software can show months " +
			"in which nobody lacks anything.",
		Phrases: []Phrase{
			{From: 6, Of: MonthsSinceRelease, Text: "no release for {months}"},
			{From: 6, Text: "changes waiting {months} for a release"},
		},
		Remedy: "A release of the changes that wait for one",
	},
	{
		ID: CommitTrendLog2, Label: "Against its own past", Kind: Number, Unit: "log2 ratio",
		Source: SourceGit, Moves: WithPeople,
		About: "log2((c+1)/(p+1)): c human commits of the last twelve months, p the mean of the " +
			"two years before. 0 is level, −1 is half. Growth earns nothing. Not applicable " +
			"when p is below 10.",
		Phrases: []Phrase{{Below: -.4, Text: "fewer changes than before"}},
		Remedy:  "Work at the pace of the years before",
	},
	{
		ID: FirstResponseDaysP50, Label: "First answer to outsiders", Kind: Number, Unit: "days, median",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Median days to the first answer by a member to issues and change requests by " +
			"non-members in 180 days; unanswered ones count with their age so far " +
			"(Kaplan–Meier). A member is who the host calls so, or who merged or closed others' " +
			"items. Where half are not answered after 90 days or more, the longest wait stands, " +
			"as the least it can be.",
		Phrases: []Phrase{{From: 14, Text: "first answer after {n} day|first answer after {n} days"}},
		Remedy:  "Answers to outsiders within days",
	},
	{
		ID: ChangeRequestClosure, Label: "Change requests closed", Kind: Number, Unit: "ratio",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Change requests by people that were merged, by whomever, or closed by a person in " +
			"twelve months, divided by those opened in the same time, at most 1. Those that " +
			"programs opened or only closed are left out.",
		Reference: "CHAOSS Change Request Closure Ratio",
		Phrases:   []Phrase{{Below: .7, Text: "{percent} of change requests closed"}},
		Remedy:    "Offered changes being dealt with",
	},
	{
		ID: LastMaintainerAct, Label: "Last act on the host", Kind: Date, Unit: "date",
		Source: SourceGitHub, Moves: WithHost,
		About: "The last merge, release or closing of somebody else's issue or change request by a " +
			"person: all need the right to do so.",
		Reference: "GitHub: mergedBy, ClosedEvent.actor, releases.author",
	},
	{
		ID: TrackerReadSince, Label: "Issues and change requests read since", Kind: Date, Unit: "date",
		Source: SourceGitHub, Moves: WithTracker,
		About: "Everything filed or moved from this day on is known. Of a busy project the first " +
			"reading reaches back a few days; each run reaches further, up to two years.",
	},
}

// Demand, behind the maintenance status.
var demand = []Row{
	{
		ID: OutsideItems12m, Label: "Items filed by outsiders", Kind: Count, Unit: "items, 12 months",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Issues and change requests opened by non-members in twelve months. Those their " +
			"authors withdrew within two weeks, and discussions read only in part, are left " +
			"out.",
	},
	{
		ID: OutsideItemsAnswered12m, Label: "Items of outsiders answered", Kind: Count, Unit: "items, 12 months",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Of these, the ones with an answer by a human member.",
	},
	{
		ID: OutsideItems24m, Label: "Items filed by outsiders, two years", Kind: Count, Unit: "items, 24 months",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "The same for twenty-four months, or since they are known: for a year at least, or " +
			"20 items.",
	},
	{
		ID: OutsideItemsAnswered24m, Label: "Items of outsiders answered, two years", Kind: Count, Unit: "items, 24 months",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "Of these, the ones with an answer by a human member.",
	},
}

// Resilience: R1 to R5.
var resilience = []Row{
	{
		ID: ContributorAbsenceFactor, Label: "People behind half the work", Kind: Count, Unit: "people",
		Source: SourceGit, Moves: WithPeople,
		About: "Fewest people who made at least half of the human commits of twelve months (of " +
			"twenty-four when there were fewer than 20 commits). Without any it is unknown and " +
			"its points are 0.",
		Reference: "CHAOSS Contributor Absence Factor",
		Phrases:   []Phrase{{Below: 3, Text: "{n} person behind half the work{window}|{n} people behind half the work{window}"}},
		Remedy:    "More people who stay and share the work",
		Column:    "Fewest people who made half of the human commits",
	},
	{
		ID: Regulars12m, Label: "Regulars", Kind: Count, Unit: "people",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About:   "People with human commits in three or more of the twelve calendar months.",
		Phrases: []Phrase{{Below: 4, Text: "{n} regular|{n} regulars"}},
		Remedy:  "More people who stay and share the work",
		Column:  "People with human commits in three or more months of twelve",
	},
	{
		ID: Integrators12m, Label: "Integrators", Kind: Count, Unit: "people",
		Source: SourceGit, Moves: WithPeople | OnlyFalls,
		About: "People who committed somebody else's non-merge change at least three times in " +
			"twelve months. Unknown from git when more than half of such commits, merges made " +
			"on the host's pages among them, carry the host's own web committer: then, or when " +
			"it shows more, the host's record of who merged what is taken.",
		Phrases: []Phrase{{Below: 3, Text: "{n} integrator|{n} integrators"}},
		Remedy:  "More people who take in others’ changes",
	},
	{
		ID: Mergers12m, Label: "People who merge", Kind: Count, Unit: "people",
		Source: SourceGitHub, Moves: WithTracker | WithHost,
		About: "People who merged somebody else's change request at least three times in twelve " +
			"months, by the host's record. Joins the integrators seen in git: the larger number " +
			"counts.",
		Reference: "GitHub: PullRequest.mergedBy",
	},
	{
		ID: OrgsOfRegulars, Label: "Employers of the regulars", Kind: Count, Unit: "organisations",
		Source: SourceGitHub, Moves: WithHost,
		About: "Distinct organisations the regulars declare to work for; unknown when fewer than " +
			"half declare one.",
		Phrases: []Phrase{{Below: 2, Text: "one employer behind the regulars"}},
		Remedy:  "Regulars of more than one employer",
	},
	{
		ID: ContinuityFacts, Label: "Continuity facts", Kind: Count, Unit: "of 3",
		Source: SourceList,
		About: "Two or more registry publishers; a governance file that names succession; a " +
			"foundation or steward as host.",
		Phrases: []Phrase{{Below: 2, Text: "succession not written down"}},
		Remedy:  "A second publisher and a written succession",
	},
}
