package parity

import (
	"strings"
	"testing"

	"github.com/ossf/scorecard/v4/checker"
	"github.com/ossf/scorecard/v4/checks/evaluation"
	permissions "github.com/ossf/scorecard/v4/checks/evaluation/permissions"
	"github.com/ossf/scorecard/v4/clients"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// heard collects what a check of the library warns of.
type heard struct{ warnings []string }

func (h *heard) Info(*checker.LogMessage)  {}
func (h *heard) Debug(*checker.LogMessage) {}
func (h *heard) Warn(m *checker.LogMessage) {
	if m.Finding != nil {
		h.warnings = append(h.warnings, m.Finding.Message)
		return
	}
	h.warnings = append(h.warnings, m.Text)
}

func (h *heard) Flush() []checker.CheckDetail { return nil }

func ptr[T any](x T) *T { return &x }

// The findings begin with the words that Scorecard's own checks use, and each is used.
func TestFindings_areScorecardsWords(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	for id, run := range map[field.ID]func(*heard){
		field.PinnedDependencies: warnPins, field.TokenPermissions: warnTokens, field.DangerousWorkflow: warnWorkflows,
		field.BranchProtection: warnBranches, field.BinaryArtifacts: warnBinaries,
	} {
		h := &heard{}
		run(h)
		guide, _ := set.Steps.Guide(id)
		used := map[string]bool{}
		for _, text := range h.warnings {
			found := false
			for _, f := range guide.Findings {
				if f.Find != "" && strings.HasPrefix(text, f.Find) {
					used[f.Find], found = true, true
				}
			}
			if !found {
				t.Errorf("%s: nothing says what to do about %q", id, text)
			}
		}
		for _, f := range guide.Findings {
			if f.Find != "" && !used[f.Find] {
				t.Errorf("%s: Scorecard does not say %q; it says %q", id, f.Find, h.warnings)
			}
		}
	}
}

func warnPins(h *heard) {
	data := &checker.PinningDependenciesData{}
	for kind, snippets := range map[checker.DependencyUseType][]string{
		checker.DependencyUseTypeGHAction: {"actions/checkout@v4", "acme/action@v1"}, checker.DependencyUseTypeDockerfileContainerImage: {""},
		checker.DependencyUseTypeDownloadThenRun: {""}, checker.DependencyUseTypeGoCommand: {""}, checker.DependencyUseTypeChocoCommand: {""},
		checker.DependencyUseTypeNpmCommand: {""}, checker.DependencyUseTypePipCommand: {""}, checker.DependencyUseTypeNugetCommand: {""},
	} {
		for _, snippet := range snippets {
			data.Dependencies = append(data.Dependencies, checker.Dependency{
				Type: kind, Pinned: ptr(false), Location: &checker.File{Path: "x", Offset: 1, Snippet: snippet},
			})
		}
	}
	evaluation.PinningDependencies("Pinned-Dependencies", &checker.CheckRequest{Dlogger: h}, data)
}

func warnTokens(h *heard) {
	file := &checker.File{Path: ".github/workflows/x.yml", Offset: 1}
	top, job := ptr(checker.PermissionLocationTop), ptr(checker.PermissionLocationJob)
	permissions.TokenPermissions("Token-Permissions", &checker.CheckRequest{Dlogger: h}, &checker.TokenPermissionsData{NumTokens: 1, TokenPermissions: []checker.TokenPermission{
		{File: file, LocationType: top, Type: checker.PermissionLevelUndeclared},
		{File: file, LocationType: top, Type: checker.PermissionLevelWrite, Value: ptr("write-all")},
		{File: file, LocationType: top, Type: checker.PermissionLevelWrite, Name: ptr("contents"), Value: ptr("write")},
		{File: file, LocationType: job, Type: checker.PermissionLevelWrite, Name: ptr("contents"), Value: ptr("write")},
	}})
}

func warnWorkflows(h *heard) {
	file := checker.File{Path: ".github/workflows/x.yml", Offset: 1, Snippet: "x"}
	evaluation.DangerousWorkflow("Dangerous-Workflow", h, &checker.DangerousWorkflowData{NumWorkflows: 1, Workflows: []checker.DangerousWorkflow{
		{Type: checker.DangerousWorkflowUntrustedCheckout, File: file}, {Type: checker.DangerousWorkflowScriptInjection, File: file},
	}})
}

func warnBinaries(h *heard) {
	evaluation.BinaryArtifacts("Binary-Artifacts", h, &checker.BinaryArtifactData{Files: []checker.File{{Path: "x"}}})
}

func warnBranches(h *heard) {
	rule := func(reviewers *int32, owners *bool) clients.BranchProtectionRule {
		return clients.BranchProtectionRule{
			AllowForcePushes: ptr(true), AllowDeletions: ptr(true), EnforceAdmins: ptr(false), RequireLastPushApproval: ptr(false),
			CheckRules: clients.StatusChecksRule{UpToDateBeforeMerge: ptr(false)},
			RequiredPullRequestReviews: clients.PullRequestReviewRule{
				RequiredApprovingReviewCount: reviewers, RequireCodeOwnerReviews: owners, DismissStaleReviews: ptr(false),
			},
		}
	}
	branch := func(r clients.BranchProtectionRule, protected bool) clients.BranchRef {
		return clients.BranchRef{Name: ptr("main"), Protected: ptr(protected), BranchProtectionRule: r}
	}
	evaluation.BranchProtection("Branch-Protection", h, &checker.BranchProtectionsData{Branches: []clients.BranchRef{
		branch(rule(nil, ptr(false)), false), branch(rule(nil, ptr(false)), true), branch(rule(ptr[int32](0), ptr(true)), true), branch(rule(ptr[int32](1), nil), true),
	}})
}
