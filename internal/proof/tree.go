package proof

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// The names of the files behind facts of the tree, for grep -Ei. They say the same as those in the
// source of git.
const (
	security   = `^(\.github/|docs/)?security(-policy)?(\.(md|rst|txt|adoc|markdown))?$`
	owners     = `^(\.github/|docs/|\.gitlab/)?codeowners$`
	governance = `^(\.github/|docs/)?governance([-._].*)?$`
	workflows  = `^\.github/workflows/[^/]+\.ya?ml$`
	funding    = `^(\.github/|docs/)?funding\.ya?ml$`
	manifest   = `^(\.github/|docs/)?(\.well-known/)?funding\.json$`
	licences   = `^[^/]*(licen[cs]e|copying|copyright)[^/]*$|^artistic`
	dependabot = `^\.github/dependabot\.ya?ml$`
	renovate   = `^(\.github/|\.gitlab/)?(renovate\.json[5c]?|\.renovaterc(\.json[5c]?)?)$`
)

// tree are the facts from the files of the commit.
func (p pinned) tree(id field.ID) (Proof, bool) {
	names := git("-c core.quotePath=false ls-tree -r --name-only " + p.commit)
	has := func(pattern string) Proof {
		return show(Command{Run: names + " |\nif grep -Ei " + Quote(pattern) + " >/dev/null; then echo yes; else echo no; fi", Prints: yes(p.in)})
	}
	switch id {
	case field.SecurityPolicy:
		return has(security), true
	case field.CodeOwners:
		return has(owners), true
	case field.GovernanceFile:
		return has(governance), true
	case field.Workflows:
		return show(Command{Run: names + " |\n" + awk(fmt.Sprintf(`tolower($0) ~ /%s/ { n++ } END { print n + 0 }`, slashed(workflows))), Prints: p.number(0)}), true
	case field.Files:
		return show(Command{Run: git("ls-tree -r "+p.commit) + " |\nawk '$2 == \"blob\" { n++ } END { print n + 0 }'", Prints: p.number(0)}), true
	case field.TreeBytes:
		return show(Command{Run: git("ls-tree -r -l "+p.commit) + " |\nawk '$2 == \"blob\" { s += $4 } END { printf \"%.0f\\n\", s }'", Prints: p.number(0)}), true
	case field.UpdateTool:
		return show(Command{
			Run:   names + " |\ngrep -Ei -e " + Quote(dependabot) + " -e " + Quote(renovate) + " || echo none",
			Shows: "The configuration of Dependabot or Renovate; we found: " + p.in.Text + ".",
		}), true
	case field.Licence:
		return show(Command{
			Run:   git("ls-tree --name-only "+p.commit) + " |\ngrep -Ei " + Quote(licences) + " |\nwhile IFS= read -r f; do echo \"== $f\"; " + git("cat-file blob "+p.commit+":\"$f\"") + " 2>/dev/null | head -n 20; done",
			Shows: "The first lines of the files with the licence; we read " + p.in.Text + " from their whole texts.",
			Note:  "Files about third parties, and code with such a name, are not read for it.",
		}), true
	case field.FundingPlans:
		return show(Command{
			Run:   names + " |\ngrep -E " + Quote(manifest) + " |\nwhile IFS= read -r f; do echo \"== $f\"; " + git("cat-file blob "+p.commit+":\"$f\"") + "; done",
			Shows: "The file, if there is one; we read these plans from it: " + p.counted() + ".",
		}), true
	case field.FundingChannels:
		return show(Command{
			Run:   names + " |\ngrep -Ei " + Quote(funding) + " |\nwhile IFS= read -r f; do echo \"== $f\"; " + git("cat-file blob "+p.commit+":\"$f\"") + "; done",
			Shows: "The file, if there is one; we read these channels from it: " + p.counted() + ".",
		}), true
	}
	return Proof{}, false
}
