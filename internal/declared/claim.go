package declared

import (
	"fmt"
	"strings"
)

// Subject is a question that files answer.
type Subject string

// The subjects of claims.
const (
	Status        Subject = "status"         // one of Statuses
	Kept          Subject = "kept"           // still looked after, until Claim.Until
	FixesOnly     Subject = "fixes_only"     // Yes or No
	Reports       Subject = "reports"        // are reports of vulnerabilities accepted: Yes, No
	PrivateWay    Subject = "channel"        // a ChannelKind; N counts them
	PolicyPage    Subject = "policy"         // an address, or Yes: on another page
	PublicWay     Subject = "public_reports" // Yes
	AnswerTime    Subject = "answer_time"    // a Promise in words; N are its days
	Bounty        Subject = "bounty"         // offered, none or ended
	MachineMade   Subject = "machine_made"   // reports of machines: refused, conditions, allowed, named
	MachineChange Subject = "machine_change" // changes of machines accepted: Yes, No
	Steward       Subject = "steward"        // an address, Yes or No
	Funding       Subject = "funding"        // an address, platforms or a number of plans
	SupportPolicy Subject = "support_policy" // an address
	HelpPlace     Subject = "help"           // a kind of place for help
	CoreTeam      Subject = "core_team"      // N people
	Administrator Subject = "administrators" // N people
	Champions     Subject = "champions"      // N people for security
	CodeOwner     Subject = "codeowners"     // N people; Teams
	Owner         Subject = "owners"         // N people; Teams
	Maintainer    Subject = "maintainers"    // N people; Teams
	Contact       Subject = "contacts"       // N people for security
)

// Claim is what one file says of one subject.
type Claim struct {
	Subject Subject `json:"subject"`
	Value   string  `json:"value"`
	// N is a number of people, channels, days or plans; Teams is a number of teams.
	N     int    `json:"n,omitempty"`
	Teams int    `json:"teams,omitempty"`
	Kind  Kind   `json:"kind"`
	Path  string `json:"path"`
	Line  int    `json:"line,omitempty"` // from 1
	// Date is the day of the claim, YYYY-MM-DD: the one that the file gives, or that of its last
	// change; empty if both are unknown.
	Date string `json:"date,omitempty"`
	// Until is the last day on which the claim counts, YYYY-MM-DD; empty: it has no end.
	Until string `json:"until,omitempty"`
	// Beside means that the claim does not count, because another file counts in the place of this one.
	Beside bool `json:"beside,omitempty"`
}

// Says returns what the file says, as the end of a sentence that begins with the name of the file.
func (c Claim) Says() string {
	switch c.Subject {
	case Status:
		return "gives the status " + c.Value
	case Kept:
		return "says that the project is looked after"
	case Reports:
		if c.Value == No {
			return "says that reports of vulnerabilities are not accepted"
		}
		return "says that reports of vulnerabilities are accepted"
	case PrivateWay:
		return "names " + ChannelKind(c.Value).Label()
	case PublicWay:
		return "asks for reports in public"
	case AnswerTime:
		return "promises an answer within " + c.Value
	case Bounty:
		return map[string]string{
			BountyOffered: "offers a bounty", BountyNone: "says that there is no bounty",
			BountyEnded: "says that the bounty ended",
		}[c.Value]
	case Steward:
		if c.Value == No {
			return "says that there is no steward"
		}
		return "names a steward"
	}
	return fmt.Sprintf("says %s of %s", c.Value, strings.ReplaceAll(string(c.Subject), "_", " "))
}

// Contradiction is a pair of claims of one project that cannot both be right. Which one is right is
// not known.
type Contradiction struct {
	A, B Claim
}

// String returns it as a sentence without a full stop.
func (c Contradiction) String() string {
	a, b := c.A.Path, c.B.Path
	if a == b {
		a, b = fmt.Sprintf("line %d of %s", c.A.Line, a), fmt.Sprintf("line %d", c.B.Line)
	}
	return fmt.Sprintf("%s %s; %s %s", a, c.A.Says(), b, c.B.Says())
}

// mostContradictions bounds the contradictions of one project.
const mostContradictions = 20

// contradictions finds the pairs of claims that contradict each other, in the order of the claims.
func contradictions(claims []Claim) []Contradiction {
	var out []Contradiction
	seen := map[[4]string]bool{}
	for i, a := range claims {
		for _, b := range claims[i+1:] {
			key := [4]string{string(a.Subject), a.Path, string(b.Subject), b.Path}
			if contradict(a, b) && !seen[key] && len(out) < mostContradictions {
				seen[key] = true
				out = append(out, Contradiction{a, b})
			}
		}
	}
	return out
}

func contradict(a, b Claim) bool {
	if a.Subject == b.Subject {
		switch a.Subject {
		case Status, Reports:
			return a.Value != b.Value
		case Bounty:
			return (a.Value == BountyOffered) != (b.Value == BountyOffered)
		case Steward:
			return (a.Value == No) != (b.Value == No)
		}
		return false
	}
	return apart(a, b) || apart(b, a)
}

// apart reports whether a claim contradicts one of another subject.
func apart(a, b Claim) bool {
	if a.Path == b.Path {
		return false
	}
	switch a.Subject {
	case Reports:
		return a.Value == No && (b.Subject == PrivateWay || b.Subject == PublicWay)
	case PublicWay:
		return b.Subject == PrivateWay
	}
	return false
}
