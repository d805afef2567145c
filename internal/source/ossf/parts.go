package ossf

import (
	"cmp"
	"maps"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

// parts are the checks Scorecard runs on GitHub and the parts of the records
// each takes its result from. The view of a check gives it no others, so the
// table cannot say too little. Webhooks is not among them: only administrators
// see webhooks.
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

// treeless are the checks that never look at a file. They run on every scan;
// Maintained has to, because what it says depends on the clock.
var treeless = map[string]bool{
	"CI-Tests": true, "CII-Best-Practices": true, "Code-Review": true,
	"Contributors": true, "Maintained": true, "Signed-Releases": true,
}

// hostedNames are the checks of a scan with a host, sorted.
func hostedNames() []string { return slices.Sorted(maps.Keys(parts)) }

// needed are the records a check takes its result from, and nothing else: what
// has to be the same for the result to be the same. The commit counts where it
// is looked up.
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
		case forge.PartIssues, forge.PartContributors: // of treeless checks alone
		}
	}
	return out
}

// unseen is why a check cannot be run: a part of the records it needs could not
// be had. Empty when it can.
func unseen(name string, r forge.Records) string {
	for _, p := range parts[name] {
		if why, ok := r.Unseen[p]; ok {
			return cmp.Or(why, "the "+string(p)+" was not available")
		}
	}
	return ""
}

// settleHosted adds the checks that could not be run: one result for each,
// sorted by name. Where a host answered a 0 is a 0.
func settleHosted(r forge.Records, ran []check.Check) []check.Check {
	got := make(map[string]check.Check, len(ran))
	for _, c := range ran {
		got[c.Name] = c
	}
	var out []check.Check
	for _, name := range hostedNames() {
		c, ok := got[name]
		if why := unseen(name, r); why != "" {
			c = check.Check{Name: name, State: check.NotVisible, Score: -1, Reason: why}
		} else if !ok {
			c = check.Check{Name: name, State: check.Errored, Score: -1, Error: "it did not run"}
		}
		out = append(out, c)
	}
	return out
}
