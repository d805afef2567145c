package githubtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Protection is a branch protection rule. Admins see all of it, others the part about pushing.
type Protection struct {
	AdminEnforced, LastPushApproval, DismissesStale bool
	StatusChecks, Strict                            bool
	Deletions, ForcePushes, Linear, CodeOwners      bool
	Approvals                                       int // negative: reviews are not required
	Contexts                                        []string
	// Hidden also hides the part about pushing from others: they see no rule.
	Hidden bool
}

// Ruleset is a set of rules for branches with matching names.
type Ruleset struct {
	Name             string
	Enforcement      string // as in GraphQL; empty: ACTIVE
	Include, Exclude []string
	// Bypass are the roles that may bypass it.
	Bypass []string
	Rules  []Rule
}

// Rule is one rule of a ruleset. Its requirements have the types PULL_REQUEST and
// REQUIRED_STATUS_CHECKS.
type Rule struct {
	Type                                          string
	DismissStale, CodeOwner, LastPush, Resolution bool
	Approvals                                     int
	Strict                                        bool
	Contexts                                      []string
}

type (
	adminRule struct {
		repo *Repository
		name string
		*Protection
	}
	pushRule    adminRule
	conditions  struct{ set *Ruleset }
	refNames    struct{ set *Ruleset }
	bypass      string
	pullRule    struct{ Rule }
	statusRule  struct{ Rule }
	statusCheck string
)

func typeOfRule(v any) string {
	switch v.(type) {
	case adminRule:
		return "BranchProtectionRule"
	case pushRule:
		return "RefUpdateRule"
	case *Ruleset:
		return "RepositoryRuleset"
	case conditions:
		return "RepositoryRuleConditions"
	case refNames:
		return "RefNameConditionTarget"
	case bypass:
		return "RepositoryRulesetBypassActor"
	case Rule:
		return "RepositoryRule"
	case pullRule:
		return "PullRequestParameters"
	case statusRule:
		return "RequiredStatusChecksParameters"
	case statusCheck:
		return "StatusCheckConfiguration"
	}
	return ""
}

func ruleFields(m map[string]resolver) {
	on(m, "Ref", map[string]func(c call, r ref) any{
		"branchProtectionRule": func(c call, r ref) any {
			if p := r.repo.Protection[r.name]; p != nil && c.x.answer.caller.budget.Admin {
				return adminRule{r.repo, r.name, p}
			}
			return nil
		},
		"refUpdateRule": func(c call, r ref) any {
			if p := r.repo.Protection[r.name]; p != nil && (!p.Hidden || c.x.answer.caller.budget.Admin) {
				return pushRule{r.repo, r.name, p}
			}
			return nil
		},
	})
	on(m, "BranchProtectionRule", map[string]func(c call, p adminRule) any{
		"allowsDeletions":              func(_ call, p adminRule) any { return p.Deletions },
		"allowsForcePushes":            func(_ call, p adminRule) any { return p.ForcePushes },
		"dismissesStaleReviews":        func(_ call, p adminRule) any { return p.DismissesStale },
		"id":                           func(_ call, p adminRule) any { return nodeID("BPR", p.repo.ID, numberOf("rule", p.name)) },
		"isAdminEnforced":              func(_ call, p adminRule) any { return p.AdminEnforced },
		"pattern":                      func(_ call, p adminRule) any { return p.name },
		"requireLastPushApproval":      func(_ call, p adminRule) any { return p.LastPushApproval },
		"requiredApprovingReviewCount": func(_ call, p adminRule) any { return p.approvals() },
		"requiredStatusCheckContexts":  func(_ call, p adminRule) any { return each(p.Contexts) },
		"requiresCodeOwnerReviews":     func(_ call, p adminRule) any { return p.CodeOwners },
		"requiresLinearHistory":        func(_ call, p adminRule) any { return p.Linear },
		"requiresStatusChecks":         func(_ call, p adminRule) any { return p.StatusChecks },
		// As at GitHub: "strict" also if no checks are required.
		"requiresStrictStatusChecks": func(_ call, p adminRule) any { return p.Strict || !p.StatusChecks },
	})
	on(m, "RefUpdateRule", map[string]func(c call, p pushRule) any{
		"allowsDeletions":              func(_ call, p pushRule) any { return p.Deletions },
		"allowsForcePushes":            func(_ call, p pushRule) any { return p.ForcePushes },
		"pattern":                      func(_ call, p pushRule) any { return p.name },
		"requiredApprovingReviewCount": func(_ call, p pushRule) any { return p.approvals() },
		"requiredStatusCheckContexts":  func(_ call, p pushRule) any { return each(p.Contexts) },
		"requiresCodeOwnerReviews":     func(_ call, p pushRule) any { return p.CodeOwners },
		"requiresLinearHistory":        func(_ call, p pushRule) any { return p.Linear },
	})
	rulesetFields(m)
}

func (p *Protection) approvals() any {
	if p.Approvals < 0 {
		return nil
	}
	return p.Approvals
}

func rulesetFields(m map[string]resolver) {
	on(m, "RepositoryRuleset", map[string]func(c call, s *Ruleset) any{
		"bypassActors": func(c call, s *Ruleset) any {
			var all []bypass
			for _, role := range s.Bypass {
				all = append(all, bypass(role))
			}
			return plain(all).paged(c)
		},
		"conditions":  func(_ call, s *Ruleset) any { return conditions{s} },
		"enforcement": func(_ call, s *Ruleset) any { return or(s.Enforcement, "ACTIVE") },
		"id":          func(_ call, s *Ruleset) any { return nodeID("RRS", numberOf("ruleset", s.Name)) },
		"name":        func(_ call, s *Ruleset) any { return s.Name },
		"rules":       func(c call, s *Ruleset) any { return plain(s.Rules).paged(c) },
	})
	m["RepositoryRuleConditions.refName"] = func(_ call, of any) any { return refNames(of.(conditions)) }
	on(m, "RefNameConditionTarget", map[string]func(c call, n refNames) any{
		"exclude": func(_ call, n refNames) any { return each(n.set.Exclude) },
		"include": func(_ call, n refNames) any { return each(n.set.Include) },
	})
	on(m, "RepositoryRulesetBypassActor", map[string]func(c call, b bypass) any{
		"bypassMode":         func(call, bypass) any { return "ALWAYS" },
		"id":                 func(_ call, b bypass) any { return nodeID("RBA", numberOf("bypass", string(b))) },
		"organizationAdmin":  func(_ call, b bypass) any { return b == "organization admin" },
		"repositoryRoleName": func(_ call, b bypass) any { return string(b) },
	})
	on(m, "RepositoryRule", map[string]func(c call, r Rule) any{
		"id": func(_ call, r Rule) any { return nodeID("RR", numberOf("rule", r.Type, fmt.Sprint(r))) },
		"parameters": func(_ call, r Rule) any {
			switch r.Type {
			case "PULL_REQUEST":
				return pullRule{r}
			case "REQUIRED_STATUS_CHECKS":
				return statusRule{r}
			}
			return nil
		},
		"type": func(_ call, r Rule) any { return r.Type },
	})
	parameterFields(m)
}

func parameterFields(m map[string]resolver) {
	on(m, "PullRequestParameters", map[string]func(c call, r pullRule) any{
		"dismissStaleReviewsOnPush":      func(_ call, r pullRule) any { return r.DismissStale },
		"requireCodeOwnerReview":         func(_ call, r pullRule) any { return r.CodeOwner },
		"requireLastPushApproval":        func(_ call, r pullRule) any { return r.LastPush },
		"requiredApprovingReviewCount":   func(_ call, r pullRule) any { return r.Approvals },
		"requiredReviewThreadResolution": func(_ call, r pullRule) any { return r.Resolution },
	})
	on(m, "RequiredStatusChecksParameters", map[string]func(c call, r statusRule) any{
		"requiredStatusChecks": func(_ call, r statusRule) any {
			out := []any{}
			for _, name := range r.Contexts {
				out = append(out, statusCheck(name))
			}
			return out
		},
		"strictRequiredStatusChecksPolicy": func(_ call, r statusRule) any { return r.Strict },
	})
	on(m, "StatusCheckConfiguration", map[string]func(c call, s statusCheck) any{
		"context":       func(_ call, s statusCheck) any { return string(s) },
		"integrationId": func(call, statusCheck) any { return nil },
	})
}

// files returns the files of the archive: the story's, or a page about the repository. A licence
// has its file.
func (r *Repository) files() map[string]string {
	files := r.Files
	if len(files) == 0 {
		files = map[string]string{"README.md": "# " + r.Name + "\n\n" + r.Description + "\n"}
	}
	if path := r.licensePath(); r.License != "" && files[path] == "" {
		files = maps.Clone(files)
		files[path] = or(licenseNames[r.License], r.License) + "\n"
	}
	return files
}

func (r *Repository) licensePath() string { return or(r.LicensePath, "LICENSE") }

// root returns the top level of the tree, sorted by name.
func (r *Repository) root() []any {
	files := r.files()
	out, folders := []any{}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		folder, _, deep := strings.Cut(name, "/")
		switch {
		case !deep:
			out = append(out, treeEntry{name, "blob", files[name]})
		case !folders[folder]:
			folders[folder] = true
			out = append(out, treeEntry{name: folder, typ: "tree"})
		}
	}
	return out
}
