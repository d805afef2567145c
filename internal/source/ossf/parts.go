package ossf

import (
	"cmp"
	"maps"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// parts are the checks Scorecard runs on GitHub and the parts of the records
// each takes its result from. The view of a check gives it no others, so the
// table cannot say too little. Webhooks is not among them: only administrators
// see webhooks.
var parts = map[string][]health.Part{
	"Binary-Artifacts":       nil,
	"Branch-Protection":      {health.PartBranches, health.PartReleases},
	"CI-Tests":               {health.PartCommits, health.PartCheckRuns},
	"CII-Best-Practices":     nil,
	"Code-Review":            {health.PartCommits},
	"Contributors":           {health.PartContributors},
	"Dangerous-Workflow":     nil,
	"Dependency-Update-Tool": nil,
	"Fuzzing":                {health.PartLanguages},
	"License":                {health.PartLicences},
	"Maintained":             {health.PartCommits, health.PartIssues},
	"Packaging":              nil,
	"Pinned-Dependencies":    nil,
	"SAST":                   {health.PartCommits, health.PartCheckRuns},
	"Security-Policy":        nil,
	"Signed-Releases":        {health.PartReleases},
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
func needed(name string, r health.Records) any {
	out := struct {
		Commit   string                          `json:",omitempty"`
		Branches map[string]*health.RecordBranch `json:",omitempty"`
		Commits  []health.RecordCommit           `json:",omitempty"`
		Releases []health.RecordRelease          `json:",omitempty"`
		Langs    []health.RecordLanguage         `json:",omitempty"`
		Licences []health.RecordLicence          `json:",omitempty"`
	}{}
	if name == "Binary-Artifacts" || name == "Vulnerabilities" {
		out.Commit = r.Commit
	}
	for _, p := range parts[name] {
		switch p {
		case health.PartBranches:
			out.Branches = r.Branches
		case health.PartCommits:
			out.Commits = r.Commits
		case health.PartReleases:
			out.Releases = r.Releases
		case health.PartLanguages:
			out.Langs = r.Languages
		case health.PartLicences:
			out.Licences = r.Licences
		case health.PartCheckRuns: // they are in the commits
		case health.PartIssues, health.PartContributors: // of treeless checks alone
		}
	}
	return out
}

// unseen is why a check cannot be run: a part of the records it needs could not
// be had. Empty when it can.
func unseen(name string, r health.Records) string {
	for _, p := range parts[name] {
		if why, ok := r.Unseen[p]; ok {
			return cmp.Or(why, "the "+string(p)+" could not be had")
		}
	}
	return ""
}

// settleHosted adds the checks that could not be run: one result for each,
// sorted by name. Where a host answered a 0 is a 0.
func settleHosted(r health.Records, ran []health.Check) []health.Check {
	got := make(map[string]health.Check, len(ran))
	for _, c := range ran {
		got[c.Name] = c
	}
	var out []health.Check
	for _, name := range hostedNames() {
		c, ok := got[name]
		if why := unseen(name, r); why != "" {
			c = health.Check{Name: name, State: health.CheckNotVisible, Score: -1, Reason: why}
		} else if !ok {
			c = health.Check{Name: name, State: health.CheckErrored, Score: -1, Error: "it was not run"}
		}
		out = append(out, c)
	}
	return out
}
