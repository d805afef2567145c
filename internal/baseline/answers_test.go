package baseline_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestAnswers(t *testing.T) {
	t.Parallel()
	const repo = "https://github.com/a/b?x=1&y=2"
	v := shipped(t)[2]
	f := known([]health.Input{read(field.CommitsTotal, 3), read(field.ReleaseTagsTotal, 2)}, scored(field.BinaryArtifacts, 10), scored(field.DangerousWorkflow, 0, ".github/workflows/a.yml: script injection"))
	r := baseline.Evaluate(v, f)
	for level, want := range map[int]map[string]string{
		1: {
			"as": "edit", "section": "baseline-1", "url": repo, "osps_qa_01_01_status": "Met",
			"osps_qa_01_01_justification": "We read the repository without an account. https://example.org/a/b",
		},
		2: {
			"as": "edit", "section": "baseline-2", "url": repo, "osps_br_02_01_status": "Met",
			"osps_br_02_01_justification": "The releases that we count are tags with a version number, and a repository has each tag name once. https://example.org/a/b",
		},
	} {
		u, err := url.Parse(baseline.Answers(r, level, repo))
		if err != nil || u.Host != "www.bestpractices.dev" || u.Path != "/projects" {
			t.Fatal(u, err)
		}
		got := u.Query()
		if len(got) != len(want) {
			t.Errorf("level %d: %v", level, got)
		}
		for key, value := range want {
			if got.Get(key) != value {
				t.Errorf("level %d: %s is %q, not %q", level, key, got.Get(key), value)
			}
		}
	}
	f.Inputs[field.CommitsTotal] = dated(f.Inputs[field.CommitsTotal])
	u, err := url.Parse(baseline.Answers(baseline.Evaluate(v, f), 1, repo))
	if want := "We read the repository without an account. As of 2026-08-22. https://example.org/a/b"; err != nil || u.Query().Get("osps_qa_01_01_justification") != want {
		t.Errorf("%v, %v", u, err)
	}
	if got := baseline.BadgeOf(repo); got != "https://www.bestpractices.dev/projects?url="+url.QueryEscape(repo) {
		t.Error(got)
	}
	f = known(nil, scored(field.LicenseCheck, 9))
	f.Checks[0].Details = []check.Detail{{Type: "info", Text: "found", Path: "COPYING"}}
	u, err = url.Parse(baseline.Answers(baseline.Evaluate(v, f), 1, repo))
	if err != nil || !strings.Contains(u.Query().Get("osps_le_03_01_justification"), " File: COPYING.") {
		t.Errorf("%v, %v", u, err)
	}
	if got := baseline.Answers(r, 3, repo); got != "" {
		t.Errorf("nothing of level 3 is met: %s", got)
	}
}

func dated(in health.Input) health.Input {
	in.ObservedAt = time.Date(2026, 8, 22, 23, 0, 0, 0, time.UTC)
	return in
}
