package field

// Scorecard checks (0 to 10).
var checks = []Row{
	checkRow(CodeReview, "Changes approved by a second person",
		"few changes reviewed by a second person",
		"Every change approved by a second person"),
	checkRow(BranchProtection, "Default and release branches are protected",
		"branches little protected",
		"Default and release branches nobody can push to past review"),
	checkRow(DangerousWorkflow, "No dangerous patterns in workflows",
		"a risky workflow pattern",
		"Workflows in which a stranger's code meets no secret"),
	checkRow(TokenPermissions, "Workflow tokens hold least privilege",
		"broad workflow tokens",
		"Workflow tokens with the least rights"),
	checkRow(SignedReleases, "Releases are signed",
		"releases not signed",
		"Releases that are signed"),
	checkRow(PinnedDependencies, "Build dependencies are pinned by hash",
		"build dependencies not pinned",
		"Build dependencies pinned by hash"),
	checkRow(BinaryArtifacts, "No binaries in the tree",
		"binaries in the tree",
		"A tree without binaries"),
	checkRow(Packaging, "Published from a workflow",
		"not published from a workflow",
		"Publishing from a workflow"),
	checkRow(Vulnerabilities, "No open known vulnerabilities",
		"open known vulnerabilities",
		"Known vulnerabilities dealt with"),
	checkRow(SecurityPolicyCheck, "A security policy is published",
		"no security policy found",
		"A published way to report vulnerabilities"),
	checkRow(DependencyUpdateTool, "Dependencies are updated by a tool",
		"no update tool found",
		"A tool that keeps dependencies up to date"),
	checkRow(Fuzzing, "Fuzzed",
		"no fuzzing found",
		"Fuzzing"),
	checkRow(SAST, "Static analysis on changes",
		"no static analysis found",
		"Static analysis of every change"),
	checkRow(CITests, "Tests run on changes",
		"few changes tested",
		"Tests run on every change"),
	checkRow(CIIBestPractices, "OpenSSF Best Practices badge",
		"no practices badge found",
		"An OpenSSF Best Practices badge"),
	checkRow(LicenseCheck, "A licence file is present",
		"no licence file found",
		"A licence file where tools look for it"),
}

// Scorecard results made by others. Their checks stay checks of that source
// and have no fields: a published score never stands in the place of our own.
var published = []Row{
	{
		ID: PublishedScore, Label: "Published Scorecard total", Kind: Number, Unit: "of 10",
		Source: SourcePublished, Unscored: true,
		About: "The total as it was published, never computed anew: it depends on the checks and " +
			"the version that ran. Shown, never scored.",
		Reference: "OpenSSF Scorecard JSON: score",
	},
	{
		ID: PublishedChecks, Label: "Checks of the published result", Kind: Count, Unit: "checks",
		Source: SourcePublished, Unscored: true,
		About: "Checks the published result holds, with a score or without. Shown, never scored.",
	},
}

// checkRow is the row of a Scorecard check. phrase is said of a project with less than
// half of the points.
func checkRow(id ID, label, phrase, remedy string) Row {
	return Row{
		ID: id, Label: label, Kind: Number, Unit: "of 10", Source: SourceScorecard,
		About:     "OpenSSF Scorecard check " + string(id) + ", 0 to 10.",
		Reference: "ossf/scorecard v4.13.1, check " + string(id),
		Phrases:   []Phrase{{Below: 5, Text: phrase}},
		Remedy:    remedy,
	}
}
