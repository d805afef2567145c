package ossf

import (
	"fmt"
	"path"
	"strings"

	"github.com/ossf/scorecard/v4/checker"
)

const securityPolicy = "Security-Policy"

// policyNames are the files in the root folder that Security-Policy takes for a policy. It also
// looks in .github and docs, where the fault of policyMixedUp does not occur.
var policyNames = []string{"security.md", "security.markdown", "security.adoc", "security.rst"}

// policyMixedUp returns evidence if Security-Policy judges another file than the policy it names.
// For a policy in the root folder it reads the first file of that name in any folder that is not
// empty. The score is Scorecard's and stays; the line says which text it is about.
// https://github.com/ossf/scorecard/issues/5198
func policyMixedUp(files []file) []checker.CheckDetail {
	policy := ""
	for _, f := range files {
		if isPolicy(f.Path) {
			policy = f.Path
			break
		}
	}
	if policy == "" || strings.Contains(policy, "/") {
		return nil
	}
	for _, f := range files {
		if f.Size == 0 || !strings.EqualFold(path.Base(f.Path), policy) {
			continue
		}
		if f.Path == policy {
			return nil
		}
		return []checker.CheckDetail{{Type: checker.DetailWarn, Msg: checker.LogMessage{
			Text: fmt.Sprintf("Scorecard judged %s in the place of %s: it takes the first file of that name in any folder", f.Path, policy),
			Path: f.Path,
		}}}
	}
	return nil
}

// isPolicy reports whether Security-Policy takes the file for a policy.
func isPolicy(name string) bool {
	lower := strings.ToLower(name)
	dir, base := path.Split(lower)
	for _, p := range policyNames {
		if base == p && (dir == "" || dir == ".github/" || dir == "docs/") {
			return true
		}
	}
	return lower == "doc/security.rst"
}
