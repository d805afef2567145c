package ossf

import (
	"encoding/json"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

func yes() *bool { return new(true) }
func no() *bool  { return new(false) }

const ruleset = `[{"name":"r","enforcement":"ACTIVE","conditions":{"refName":{"include":["~DEFAULT_BRANCH"],"exclude":[]}},
"bypassActors":{"nodes":[]},"rules":{"nodes":[{"type":"DELETION","parameters":null},{"type":"NON_FAST_FORWARD","parameters":null},
{"type":"PULL_REQUEST","parameters":{"dismissStaleReviewsOnPush":true,"requireCodeOwnerReview":true,"requireLastPushApproval":true,
"requiredApprovingReviewCount":2,"requiredReviewThreadResolution":false}},
{"type":"REQUIRED_STATUS_CHECKS","parameters":{"strictRequiredStatusChecksPolicy":true,"requiredStatusChecks":[{"context":"test","integrationId":null}]}}]}}]`

// protect sets how the default branch is protected, for both clients.
func protect(rule string, b forge.Branch) func(*world) {
	return func(w *world) {
		name := w.records.DefaultBranch
		b.Name = name
		own := b
		w.records.Branches[name] = &own
		w.rules.branches[name] = `{"name":"` + name + `",` + rule + `}`
		w.rules.rulesets, w.rules.hidden = "[]", false
	}
}

// branchSituations: what GraphQL says, and by hand what it means.
func branchSituations() map[string]func(*world) {
	full := forge.Branch{
		Protected: true, AllowsDeletions: no(), AllowsForcePushes: no(), LinearHistory: yes(), EnforcesAdmins: yes(), LastPushApproval: yes(),
		UpToDateBeforeMerge: yes(), RequiresChecks: yes(), DismissesStaleReviews: yes(), CodeOwnerReviews: yes(), RequiredApprovals: new(int32(2)),
		Contexts: []string{"test"},
	}
	part := forge.Branch{
		Protected: true, AllowsDeletions: no(), AllowsForcePushes: yes(), LinearHistory: no(), EnforcesAdmins: no(), LastPushApproval: no(),
		UpToDateBeforeMerge: no(), RequiresChecks: no(), DismissesStaleReviews: no(), CodeOwnerReviews: no(), RequiredApprovals: new(int32(0)),
		Contexts: []string{},
	}
	read := forge.Branch{
		Protected: true, AllowsDeletions: no(), AllowsForcePushes: no(), LinearHistory: no(), CodeOwnerReviews: no(), RequiredApprovals: new(int32(1)),
		Contexts: []string{"ci"},
	}
	bySet := forge.Branch{
		Protected: true, AllowsDeletions: no(), AllowsForcePushes: no(), EnforcesAdmins: yes(), LastPushApproval: yes(), UpToDateBeforeMerge: yes(),
		RequiresChecks: yes(), DismissesStaleReviews: yes(), CodeOwnerReviews: yes(), RequiredApprovals: new(int32(2)), Contexts: []string{"test"},
	}
	admin := func(b forge.Branch) string {
		j, err := json.Marshal(object{
			"dismissesStaleReviews": b.DismissesStaleReviews, "isAdminEnforced": b.EnforcesAdmins, "requiresStrictStatusChecks": true,
			"requiresStatusChecks": b.RequiresChecks, "allowsDeletions": b.AllowsDeletions, "allowsForcePushes": b.AllowsForcePushes,
			"requiredApprovingReviewCount": b.RequiredApprovals, "requiresCodeOwnerReviews": b.CodeOwnerReviews, "requiresLinearHistory": b.LinearHistory,
			"requireLastPushApproval": b.LastPushApproval, "requiredStatusCheckContexts": b.Contexts,
		})
		if err != nil {
			panic(err)
		}
		return `"branchProtectionRule":` + string(j)
	}
	return map[string]func(*world){
		"protected in every way":        protect(admin(full), full),
		"protected in every way, owned": func(w *world) { protect(admin(full), full)(w); w.files["CODEOWNERS"] = "* @ada\n" },
		"protected in some ways":        protect(admin(part), part),
		"protected, seen without rights": protect(`"refUpdateRule":{"allowsDeletions":false,"allowsForcePushes":false,"requiredApprovingReviewCount":1,
"requiresCodeOwnerReviews":false,"requiresLinearHistory":false,"requiredStatusCheckContexts":["ci"]}`, read),
		"protected, little told": protect(`"refUpdateRule":{"requiredStatusCheckContexts":[]}`, forge.Branch{Protected: true, Contexts: []string{}}),
		"protected by a ruleset": func(w *world) { protect(`"refUpdateRule":null`, bySet)(w); w.rules.rulesets = ruleset },
		"ruleset for those who see no rules": func(w *world) {
			protect(`"refUpdateRule":null`, bySet)(w)
			w.rules.rulesets = ruleset
		},
		"released from a branch": releasedFrom("stable", `{"name":"stable"}`, &forge.Branch{Name: "stable"}),
		"released from a protected branch": func(w *world) {
			b := full
			b.Name = "lts"
			releasedFrom("lts", `{"name":"lts",`+admin(full)+`}`, &b)(w)
		},
		"released from a branch that is gone": releasedFrom("gone", "", nil),
		"released from master, now main": func(w *world) {
			if _, ok := w.records.Branches["main"]; !ok {
				w.records.Branches["main"] = nil
			}
			releasedFrom("master", "", nil)(w)
		},
	}
}

func releasedFrom(name, ref string, b *forge.Branch) func(*world) {
	return func(w *world) {
		w.records.Releases = append(w.records.Releases, forge.Release{Tag: "r-" + name, URL: "https://api.github.com/r/" + name, Target: name})
		w.records.Branches[name] = b
		if ref != "" {
			w.rules.branches[name] = ref
		}
	}
}

// retell makes the commits of a mixture those of one history, newest first.
func (w *world) retell() {
	if len(w.records.Commits) > 30 {
		w.records.Commits = w.records.Commits[:30]
	}
	w.records.Commit = w.records.Commits[0].OID
}
