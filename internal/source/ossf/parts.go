package ossf

import (
	"cmp"
	"maps"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

// parts maps the checks that run with GitHub to the parts of the records that each uses. The view
// of a check returns no other parts, so the table cannot be incomplete. Webhooks is not included,
// because only admins can see webhooks.
var parts = map[string][]forge.Part{
	"Binary-Artifacts":       nil,
	"Branch-Protection":      {forge.PartBranches, forge.PartReleases},
	"CI-Tests":               {forge.PartCommits, forge.PartCheckRuns},
	"CII-Best-Practices":     nil,
	"Code-Review":            {forge.PartCommits},
	"Contributors":           {forge.PartContributors},
	"Dangerous-Workflow":     nil,
	"Dependency-Update-Tool": nil,
	"Fuzzing":                {forge.PartLanguages},
	"License":                {forge.PartLicences},
	"Maintained":             {forge.PartCommits, forge.PartIssues},
	"Packaging":              nil,
	"Pinned-Dependencies":    nil,
	"SAST":                   {forge.PartCommits, forge.PartCheckRuns},
	"Security-Policy":        nil,
	"Signed-Releases":        {forge.PartReleases},
	"Token-Permissions":      nil,
	"Vulnerabilities":        nil,
}

// treeless are the checks that never read a file. They run in every scan. Maintained must, because
// its result depends on the clock.
var treeless = map[string]bool{
	"CI-Tests": true, "CII-Best-Practices": true, "Code-Review": true,
	"Contributors": true, "Maintained": true, "Signed-Releases": true,
}

// hostedNames returns the checks of a scan with a host, sorted.
func hostedNames() []string { return slices.Sorted(maps.Keys(parts)) }

// needed returns the records that a check uses: if they are the same, the result is the same. The
// commit is part of the key elsewhere.
func needed(name string, r forge.Records) any {
	out := struct {
		Commit   string                   `json:",omitempty"`
		Branches map[string]*forge.Branch `json:",omitempty"`
		Commits  []forge.Commit           `json:",omitempty"`
		Releases []forge.Release          `json:",omitempty"`
		Langs    []forge.Language         `json:",omitempty"`
		Licences []forge.Licence          `json:",omitempty"`
	}{}
	if name == "Binary-Artifacts" || name == "Vulnerabilities" {
		out.Commit = r.Commit
	}
	for _, p := range parts[name] {
		switch p {
		case forge.PartBranches:
			out.Branches = r.Branches
		case forge.PartCommits:
			out.Commits = r.Commits
		case forge.PartReleases:
			out.Releases = r.Releases
		case forge.PartLanguages:
			out.Langs = r.Languages
		case forge.PartLicences:
			out.Licences = r.Licences
		case forge.PartCheckRuns: // they are in the commits
		case forge.PartIssues, forge.PartContributors: // only for treeless checks
		}
	}
	return out
}

// unseen returns why a check cannot run: a part of the records that it needs is missing. It returns
// "" if it can run.
func unseen(name string, r forge.Records) string {
	for _, p := range parts[name] {
		if why, ok := r.Unseen[p]; ok {
			return cmp.Or(why, "the "+string(p)+" was not available")
		}
	}
	return ""
}

// theHost names the host of a repository as the one that gave no answer.
const theHost = "the host of the repository"

// settleHosted adds the checks that could not run: one result for each, sorted by name. If a host
// answered, a 0 is a 0.
func settleHosted(r forge.Records, ran []check.Check) []check.Check {
	got := make(map[string]check.Check, len(ran))
	for _, c := range ran {
		got[c.Name] = c
	}
	var out []check.Check
	for _, name := range hostedNames() {
		c, ok := got[name]
		if why := unseen(name, r); why != "" {
			c = check.Check{Name: name, State: check.NotVisible, Score: -1, Reason: why, Late: check.Late{Whom: theHost, Why: why}}
		} else if !ok {
			c = check.Check{Name: name, State: check.Errored, Score: -1, Error: "it did not run", Late: check.Late{Why: "the check did not run"}}
		}
		out = append(out, c)
	}
	return out
}
