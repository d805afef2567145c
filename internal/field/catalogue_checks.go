package field

// Scorecard checks (0 to 10).
var checks = []Row{
	checkRow(CodeReview, "A second person approves changes",
		"few changes reviewed by a second person",
		"Have a second person approve every change"),
	checkRow(BranchProtection, "Default and release branches are protected",
		"weak branch protection",
		"Protect the default and release branches"),
	checkRow(DangerousWorkflow, "Workflows have no dangerous patterns",
		"a dangerous workflow pattern",
		"Keep secrets away from untrusted code in workflows"),
	checkRow(TokenPermissions, "Workflow tokens have least privilege",
		"workflow tokens with broad permissions",
		"Give workflow tokens the least privilege"),
	checkRow(SignedReleases, "Releases are signed",
		"unsigned releases",
		"Sign releases"),
	checkRow(PinnedDependencies, "Build dependencies are pinned by hash",
		"unpinned build dependencies",
		"Pin build dependencies by hash"),
	checkRow(BinaryArtifacts, "The tree holds no binaries",
		"binaries in the tree",
		"Remove binaries from the tree"),
	checkRow(Packaging, "A workflow publishes the package",
		"not published by a workflow",
		"Publish from a workflow"),
	checkRow(Vulnerabilities, "No known vulnerabilities are open",
		"open known vulnerabilities",
		"Fix the open known vulnerabilities"),
	checkRow(SecurityPolicyCheck, "A security policy is published",
		"no security policy found",
		"Publish how to report vulnerabilities"),
	checkRow(DependencyUpdateTool, "A tool updates dependencies",
		"no update tool found",
		"Use a tool that keeps dependencies up to date"),
	checkRow(Fuzzing, "The project is fuzzed",
		"no fuzzing found",
		"Set up fuzzing"),
	checkRow(SAST, "Static analysis runs on changes",
		"no static analysis found",
		"Run static analysis on every change"),
	checkRow(CITests, "Tests run on changes",
		"few changes tested",
		"Run tests on every change"),
	checkRow(CIIBestPractices, "OpenSSF Best Practices badge",
		"no OpenSSF Best Practices badge found",
		"Earn an OpenSSF Best Practices badge"),
	checkRow(LicenseCheck, "A licence file is present",
		"no licence file found",
		"Add a licence file where tools look for it"),
}

// Checks returns the ids of the Scorecard checks in the order of the catalogue. New ones are added at
// the end: stored rows have a letter for each, by its place.
func Checks() []ID {
	out := make([]ID, len(checks))
	for i, r := range checks {
		out[i] = r.ID
	}
	return out
}

// Scorecard results published by others. Their checks stay checks of that source and have no
// fields: a published score never replaces our own.
var published = []Row{
	{
		ID: PublishedScore, Label: "Published Scorecard total", Kind: Number, Unit: "of 10",
		Source: SourcePublished, Unscored: true,
		About: "The aggregate score as published, never recomputed. It depends on the version " +
			"and on the checks that ran. Shown, never scored.",
		Reference: "OpenSSF Scorecard JSON: score",
	},
	{
		ID: PublishedChecks, Label: "Checks in the published result", Kind: Count, Unit: "checks",
		Source: SourcePublished, Unscored: true,
		About: "Checks in the published result, with or without a score. Shown, never scored.",
	},
}

// checkRow returns the row of a Scorecard check. phrase describes a project with less than half of
// the points.
func checkRow(id ID, label, phrase, remedy string) Row {
	return Row{
		ID: id, Label: label, Kind: Number, Unit: "of 10", Source: SourceScorecard,
		About:     "OpenSSF Scorecard check " + string(id) + ", 0 to 10.",
		Reference: "ossf/scorecard v4.13.1, check " + string(id),
		Phrases:   []Phrase{{Below: 5, Text: phrase}},
		Remedy:    remedy,
	}
}
