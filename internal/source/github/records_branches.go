package github

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

// refData is the fragment "protection".
type refData struct {
	Name                 string    `json:"name"`
	BranchProtectionRule *ruleData `json:"branchProtectionRule"`
	RefUpdateRule        *ruleData `json:"refUpdateRule"`
}

// ruleData is a branch protection rule. Users without admin rights see only the second group of
// fields.
type ruleData struct {
	IsAdminEnforced            *bool `json:"isAdminEnforced"`
	RequireLastPushApproval    *bool `json:"requireLastPushApproval"`
	DismissesStaleReviews      *bool `json:"dismissesStaleReviews"`
	RequiresStatusChecks       *bool `json:"requiresStatusChecks"`
	RequiresStrictStatusChecks *bool `json:"requiresStrictStatusChecks"`

	AllowsDeletions              *bool    `json:"allowsDeletions"`
	AllowsForcePushes            *bool    `json:"allowsForcePushes"`
	RequiresLinearHistory        *bool    `json:"requiresLinearHistory"`
	RequiredApprovingReviewCount *int32   `json:"requiredApprovingReviewCount"`
	RequiresCodeOwnerReviews     *bool    `json:"requiresCodeOwnerReviews"`
	RequiredStatusCheckContexts  []string `json:"requiredStatusCheckContexts"`
}

type rulesetData struct {
	Enforcement string `json:"enforcement"`
	Conditions  struct {
		RefName struct {
			Include []string `json:"include"`
			Exclude []string `json:"exclude"`
		} `json:"refName"`
	} `json:"conditions"`
	BypassActors connection[any] `json:"bypassActors"`
	Rules        connection[*struct {
		Type       string         `json:"type"`
		Parameters ruleParameters `json:"parameters"`
	}] `json:"rules"`
}

type ruleParameters struct {
	DismissStaleReviewsOnPush    bool  `json:"dismissStaleReviewsOnPush"`
	RequireCodeOwnerReview       bool  `json:"requireCodeOwnerReview"`
	RequireLastPushApproval      bool  `json:"requireLastPushApproval"`
	RequiredApprovingReviewCount int32 `json:"requiredApprovingReviewCount"`

	StrictRequiredStatusChecksPolicy *bool `json:"strictRequiredStatusChecksPolicy"`
	RequiredStatusChecks             []struct {
		Context *string `json:"context"`
	} `json:"requiredStatusChecks"`
}

// branches reads the protection of the default branch. A refusal of its rules counts only if no
// ruleset is in force, because everyone can see rulesets.
func (d *recordsData) branches(r *forge.Records) {
	why, refused := r.Unseen[partProtected]
	delete(r.Unseen, partProtected)
	if _, missing := r.Unseen[forge.PartBranches]; missing {
		return
	}
	if refused && (why != hidden || len(d.active()) == 0) {
		r.Unseen[forge.PartBranches] = why
		return
	}
	b, err := d.branch(d.Protected, r.DefaultBranch, r.DefaultBranch)
	if err != nil {
		r.Unseen[forge.PartBranches] = err.Error()
		return
	}
	r.Branches = map[string]*forge.Branch{r.DefaultBranch: b}
}

// active returns the rulesets in force.
func (d *recordsData) active() []*rulesetData {
	if d.Rulesets == nil {
		return nil
	}
	var out []*rulesetData
	for _, s := range d.Rulesets.Nodes {
		if s != nil && s.Enforcement == "ACTIVE" {
			out = append(out, s)
		}
	}
	return out
}

// branch returns the protection of one branch, or nil if there is no such branch. The error names
// the pattern that cannot be parsed.
func (d *recordsData) branch(ref *refData, name, standard string) (*forge.Branch, error) {
	var rules []*rulesetData
	for _, s := range d.active() {
		is, err := s.matches(name, name == standard)
		if err != nil {
			return nil, err
		}
		if is {
			rules = append(rules, s)
		}
	}
	if ref == nil {
		return nil, nil
	}
	b := &forge.Branch{Name: ref.Name}
	switch {
	case ref.BranchProtectionRule != nil:
		ref.BranchProtectionRule.forAdmins(b)
		ref.BranchProtectionRule.forAll(b)
	case ref.RefUpdateRule != nil:
		ref.RefUpdateRule.forAll(b)
	case len(rules) == 0:
		return b, nil
	}
	b.Protected = true
	for _, s := range rules {
		merge(b, s.branch())
	}
	return b, nil
}

func (d *ruleData) forAdmins(b *forge.Branch) {
	b.EnforcesAdmins, b.LastPushApproval, b.DismissesStaleReviews = d.IsAdminEnforced, d.RequireLastPushApproval, d.DismissesStaleReviews
	b.RequiresChecks = d.RequiresStatusChecks
	if d.RequiresStatusChecks != nil && d.RequiresStrictStatusChecks != nil {
		// The host returns "strict" for rules that require no checks.
		// https://github.com/orgs/community/discussions/59471
		b.UpToDateBeforeMerge = ptr(*d.RequiresStatusChecks && *d.RequiresStrictStatusChecks)
	}
}

func (d *ruleData) forAll(b *forge.Branch) {
	b.AllowsDeletions, b.AllowsForcePushes, b.LinearHistory = d.AllowsDeletions, d.AllowsForcePushes, d.RequiresLinearHistory
	b.RequiredApprovals, b.CodeOwnerReviews = d.RequiredApprovingReviewCount, d.RequiresCodeOwnerReviews
	b.Contexts = slices.Clone(d.RequiredStatusCheckContexts)
}

// branch returns the protection that a ruleset gives its branches.
func (s *rulesetData) branch() *forge.Branch {
	b := &forge.Branch{EnforcesAdmins: ptr(len(s.BypassActors.Nodes) == 0)}
	for _, r := range s.Rules.Nodes {
		if r == nil {
			continue
		}
		p := r.Parameters
		switch r.Type {
		case "DELETION":
			b.AllowsDeletions = ptr(false)
		case "NON_FAST_FORWARD":
			b.AllowsForcePushes = ptr(false)
		case "REQUIRED_LINEAR_HISTORY":
			b.LinearHistory = ptr(true)
		case "PULL_REQUEST":
			yes(&b.DismissesStaleReviews, p.DismissStaleReviewsOnPush)
			yes(&b.CodeOwnerReviews, p.RequireCodeOwnerReview)
			yes(&b.LastPushApproval, p.RequireLastPushApproval)
			if p.RequiredApprovingReviewCount > 0 {
				b.RequiredApprovals = ptr(p.RequiredApprovingReviewCount)
			}
		case "REQUIRED_STATUS_CHECKS":
			if len(p.RequiredStatusChecks) == 0 {
				continue
			}
			b.RequiresChecks, b.UpToDateBeforeMerge = ptr(true), p.StrictRequiredStatusChecksPolicy
			for _, c := range p.RequiredStatusChecks {
				if c.Context != nil {
					b.Contexts = append(b.Contexts, *c.Context)
				}
			}
		}
	}
	return b
}

// merge adds a ruleset to the present protection: the stricter value wins, except that permission
// to bypass one is permission to bypass all. This is Scorecard's interpretation, not GitHub's.
func merge(b, s *forge.Branch) {
	stricter := func(have **bool, more *bool, strict bool) {
		if *have == nil || more != nil && *more == strict {
			*have = more
		}
	}
	stricter(&b.AllowsDeletions, s.AllowsDeletions, false)
	stricter(&b.AllowsForcePushes, s.AllowsForcePushes, false)
	stricter(&b.EnforcesAdmins, s.EnforcesAdmins, false)
	stricter(&b.LastPushApproval, s.LastPushApproval, true)
	stricter(&b.LinearHistory, s.LinearHistory, true)
	stricter(&b.DismissesStaleReviews, s.DismissesStaleReviews, true)
	stricter(&b.CodeOwnerReviews, s.CodeOwnerReviews, true)
	stricter(&b.UpToDateBeforeMerge, s.UpToDateBeforeMerge, true)
	stricter(&b.RequiresChecks, s.RequiresChecks, true)
	if s.RequiredApprovals != nil && (b.RequiredApprovals == nil || *s.RequiredApprovals > *b.RequiredApprovals) {
		b.RequiredApprovals = s.RequiredApprovals
	}
	for _, c := range s.Contexts {
		if !slices.Contains(b.Contexts, c) {
			b.Contexts = append(b.Contexts, c)
		}
	}
}

func ptr[T any](v T) *T { return &v }

func yes(have **bool, v bool) {
	if v {
		*have = ptr(true)
	}
}

// matches reports whether a ruleset applies to the branch.
func (s *rulesetData) matches(name string, standard bool) (bool, error) {
	ref := "refs/heads/" + name
	for _, pattern := range s.Conditions.RefName.Exclude {
		if is, err := matchRef(pattern, ref); err != nil || is {
			return false, err
		}
	}
	for _, pattern := range s.Conditions.RefName.Include {
		if pattern == "~ALL" || pattern == "~DEFAULT_BRANCH" && standard {
			return true, nil
		}
		if is, err := matchRef(pattern, ref); err != nil || is {
			return is, err
		}
	}
	return false, nil
}

// maxPattern is longer than any branch name.
const maxPattern = 1024

// matchRef reports whether a pattern of a ruleset matches a ref, by the rules of Ruby's
// File.fnmatch as Scorecard interprets them: "*" and "?" stop at "/", "**" is one or more parts of
// a path, "**/" any number of parts.
func matchRef(pattern, ref string) (bool, error) {
	var re strings.Builder
	re.WriteByte('^')
	for rest := pattern; rest != ""; {
		n := 1
		switch c := rest[0]; {
		case strings.HasPrefix(rest, "**/"):
			re.WriteString("(?:[^/]+/?)+")
			n = 3
		case strings.HasPrefix(rest, "**"):
			re.WriteString("[^/]+")
			n = 2
		case c == '\\' && len(rest) > 1:
			re.WriteString(literal(rest[1]))
			n = 2
		case c == '*':
			re.WriteString("[^/]*")
		case c == '?':
			re.WriteString("[^/]")
		case c == '[' || c == ']':
			re.WriteByte(c)
		default:
			re.WriteString(literal(c))
		}
		rest = rest[n:]
	}
	re.WriteByte('$')
	if len(pattern) > maxPattern {
		return false, fmt.Errorf("a ruleset's pattern is longer than %d bytes", maxPattern)
	}
	is, err := regexp.MatchString(re.String(), ref)
	if err != nil {
		return false, fmt.Errorf("a ruleset's pattern cannot be read: %q", clean(pattern))
	}
	return is, nil
}

// literal escapes a byte of a pattern; bytes of a multi-byte character pass unchanged.
func literal(c byte) string {
	if strings.IndexByte(`.+*?^$()[]{}|\`, c) >= 0 {
		return `\` + string(rune(c))
	}
	return string([]byte{c})
}
