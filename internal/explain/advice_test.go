package explain

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestAdviceFor_knowsWhatRan(t *testing.T) {
	t.Parallel()
	at := func(url string) health.Project {
		return health.Project{Repositories: []health.Repository{{URL: url, Role: health.Primary}}}
	}
	onHost, elsewhere := at("https://github.com/example/one"), at("https://gitlab.com/example/one")
	mirror := at("https://github.com/example/copy")
	mirror.Repositories[0].Mirror = true
	after := func(sources ...string) figures.Project {
		f := figures.Project{}
		for _, s := range sources {
			f.Snapshots = append(f.Snapshots, health.Snapshot{Source: s})
		}
		return f
	}
	files := after(field.SourceGit, field.SourceScorecard)
	files.Snapshots[1].Checks = []check.Check{{Name: "Code-Review", State: check.NotRun}}
	hosted := after(field.SourceGit, field.SourceGitHub, field.SourceScorecard)
	failed := figures.Project{Last: health.Attempt{Reason: "no local copy of the repository, and the network was not used"}}
	web := "most changes were merged on the host's web pages, and git does not show by whom"
	for name, tc := range map[string]struct {
		p      health.Project
		f      figures.Project
		id     field.ID
		reason string
		want   string
	}{
		"merged on the web, host not asked":  {onHost, files, field.Integrators12m, web, "host"},
		"merged on the web, host asked":      {onHost, hosted, field.Integrators12m, web, "host-shows-no-more"},
		"merged on the web of another host":  {elsewhere, files, field.Integrators12m, web, "other-host"},
		"merged on the web of a mirror":      {mirror, files, field.Integrators12m, web, "mirror"},
		"a check needs the host of a mirror": {mirror, hosted, "Code-Review", "needs GitHub: reviews are not in git", "mirror"},
		"a check of a mirror needs OSV":      {mirror, files, "Vulnerabilities", "needs OSV: vulnerabilities are not in git", "collect-host"},
		"not in the tree of a mirror":        {mirror, files, "Fuzzing", "not visible in this tree: it may be elsewhere", "elsewhere"},
		"the whole history was read":         {onHost, files, field.LastRelease, "", "git-shows-no-more"},
		"a shallow clone":                    {onHost, files, field.Regulars12m, "this clone has only the newest part of the history (shallow clone)", "history"},
		"a file is missing":                  {onHost, files, field.Licence, "the licence file's content is not in this clone", "whole-copy"},
		"nothing was read":                   {onHost, failed, field.Regulars12m, failed.Last.Reason, "network"},
		"nothing was read, checks":           {onHost, failed, "SAST", "not collected yet", "network"},
		"no repository":                      {health.Project{}, figures.Project{}, "SAST", "not collected yet", "nothing"},
		"never collected":                    {onHost, figures.Project{}, "SAST", "not collected yet", "checks"},
		"the checks lacked files":            {onHost, files, "SAST", "some files of the tree were not available", "whole-copy"},
		"a check broke":                      {onHost, files, "SAST", "the check did not finish", "again"},
		"a check needs the host":             {onHost, files, "Code-Review", "needs GitHub: reviews are not in git", "collect-host"},
		"a check needs a host we cannot ask": {elsewhere, files, "Code-Review", "needs GitHub: reviews are not in git", "other-host"},
		"the host was asked":                 {onHost, hosted, "Code-Review", "needs GitHub: reviews are not in git", "host-shows-no-more"},
		"not in the tree":                    {onHost, files, "Fuzzing", "not visible in this tree: it may be elsewhere", "host-or-elsewhere"},
		"not in the tree, host asked":        {onHost, hosted, "Fuzzing", "not visible in this tree: it may be elsewhere", "elsewhere"},
		"the checks ran":                     {onHost, hosted, "Packaging", "no publishing workflow was found", "checks-show-no-more"},
		"a check found no dependencies":      {onHost, hosted, "Pinned-Dependencies", "no dependencies found", "no-dependencies"},
		"a check found no workflows":         {onHost, files, "Dangerous-Workflow", "no workflows found", "no-workflows"},
		"a check found no tokens":            {onHost, files, "Token-Permissions", "no github tokens found", "no-workflows"},
		"a check found no releases":          {onHost, hosted, "Signed-Releases", "no releases found", "first-release"},
		"the mirror has no releases":         {mirror, hosted, "Signed-Releases", "no releases found", "mirror"},
		"a check found no package":           {onHost, hosted, "Packaging", "no published package detected", "publishing"},
		"a check found no commits":           {onHost, hosted, "Code-Review", "no commits found", "no-commits"},
		"a check found only bots":            {onHost, hosted, "Code-Review", "found no human review activity in the last 30 changesets", "only-bots"},
		"a check found no branches":          {onHost, hosted, "Branch-Protection", "unable to detect any development/release branches", "branch-rights"},
		"a mirror's branches":                {mirror, hosted, "Branch-Protection", "unable to detect any development/release branches", "mirror"},
		"no releases, checks did not run":    {onHost, figures.Project{}, "Signed-Releases", "no releases found", "checks"},
		"responses without a token":          {onHost, after(field.SourceGitHub), field.FirstResponseDaysP50, "needs a GitHub token: issues and change requests", "host"},
		"responses still being read":         {onHost, after(field.SourceGitHub), field.FirstResponseDaysP50, "fewer than three items from outsiders since 2026-01-01; each run reaches further back", "time"},
		"a registry was down":                {onHost, after(field.SourceRegistry), field.DependentsPercentile, "npm could not be reached", "again"},
		"a registry says no more":            {onHost, after(field.SourceRegistry), field.DependentsPercentile, "npm does not show it", "registries-tell-no-more"},
		"registries not asked":               {onHost, files, field.DependentsPercentile, "not collected yet", "registries"},
		"advisories not asked":               {onHost, files, field.AdvisoryUnpatchedDays, "not collected yet", "advisories"},
		"not reviewed":                       {onHost, files, field.ExposurePoints, "not reviewed by the list's editors yet", "list-review"},
		"on no list":                         {health.Project{Unlisted: true}, files, field.ExposurePoints, "not reviewed by the list's editors yet", "list-entry"},
		"archived or not, host not asked":    {onHost, files, field.Archived, "the list declares no end of life; only the host shows whether the repository is archived", "host"},
		"old beside the others":              {onHost, files, field.Regulars12m, "40 days older than the other figures; 30 days are the limit", "again"},
	} {
		if got := AdviceFor(tc.p, tc.f, health.Missing(tc.id, tc.reason, nil)); got.ID != tc.want {
			t.Errorf("%s: %s (%s), want %s", name, got.ID, got.Text, tc.want)
		}
	}
}

// A label that asks what would make a value known is followed by the step alone.
func TestAdvice_StepDoesNotRepeatItsLabel(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"To find out: read a newer copy.":      "Read a newer copy.",
		"The next collection tries again.":     "The next collection tries again.",
		"Nothing is missing: nothing to read.": "Nothing is missing: nothing to read.",
	} {
		if got := (Advice{Text: text}).Step(); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
