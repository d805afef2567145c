package reply

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

// Words returns what a claim says, without its file: "3 days", "core team: 4 people".
func Words(c declared.Claim) string {
	switch c.Subject {
	case declared.FixesOnly:
		return map[string]string{declared.Yes: "bug fixes only", declared.No: "not only bug fixes"}[c.Value]
	case declared.Kept:
		return "yes, until " + explain.DayOf(c.Until)
	case declared.Reports:
		return map[string]string{declared.Yes: "accepted", declared.No: "not accepted"}[c.Value]
	case declared.PublicWay:
		return "asks for reports in public"
	case declared.PolicyPage:
		if c.Value == declared.Yes {
			return "on another page, which is not read"
		}
	case declared.Bounty:
		return map[string]string{declared.BountyOffered: "offered", declared.BountyNone: "none", declared.BountyEnded: "ended"}[c.Value]
	case declared.MachineMade:
		return "reports: " + map[string]string{
			declared.MachineRefused: "refused", declared.MachineConditions: "under conditions",
			declared.MachineAllowed: "allowed", declared.MachineNamed: "mentioned",
		}[c.Value]
	case declared.MachineChange:
		return "changes: " + map[string]string{declared.Yes: "accepted", declared.No: "not accepted"}[c.Value]
	case declared.Funding:
		if c.Kind == declared.FundingFile {
			return strings.Join(strings.Fields(c.Value), ", ")
		}
	case declared.HelpPlace:
		return strings.ReplaceAll(c.Value, "_", " ")
	}
	if role, ok := roles[c.Subject]; ok {
		return role + ": " + counted(c)
	}
	return c.Value
}

// roles are the names of lists of people.
var roles = map[declared.Subject]string{
	declared.CoreTeam: "core team", declared.Administrator: "administrators", declared.Champions: "security champions",
	declared.Maintainer: "maintainers", declared.Owner: "owners", declared.CodeOwner: "code owners", declared.Contact: "security contacts",
}

// counted is the number of people and teams of a list.
func counted(c declared.Claim) string {
	var parts []string
	if c.N > 0 || c.Teams == 0 {
		parts = append(parts, explain.Of(c.N, "person", "people"))
	}
	if c.Teams > 0 {
		parts = append(parts, explain.Of(c.Teams, "team", "teams"))
	}
	return strings.Join(parts, ", ")
}
