package reply

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// State is whether a project names a private way to report a vulnerability.
type State string

// The states. None means that the files that were read name none; another place may.
const (
	Named   State = "named"
	Refused State = "refused" // the project says that it takes no reports, or only public ones
	None    State = "none_found"
	Unknown State = "unknown"
)

// Sure is how sure a Channel is.
type Sure string

// High needs two places that agree, Low means that places contradict each other.
const (
	High   Sure = "high"
	Medium Sure = "medium"
	Low    Sure = "low"
)

// Channel is the private way to report a vulnerability. Nobody has tried whether it works.
type Channel struct {
	State State
	Sure  Sure
	// Kinds are the kinds of ways, each once; no address is kept.
	Kinds []declared.ChannelKind
	// From are the files and other places that name it.
	From []string
	// Why is the reason for State and Sure, a sentence without a full stop.
	Why string
}

// Text returns the state in words.
func (c Channel) Text() string {
	switch c.State {
	case Named:
		var kinds []string
		for _, k := range c.Kinds {
			kinds = append(kinds, k.Label())
		}
		return strings.Join(kinds, ", ")
	case Refused:
		return "no private reports"
	case None:
		return explain.NoneFound
	}
	return "unknown"
}

func channelOf(s Subject, st declared.Statement, unread string) Channel {
	var c Channel
	for _, claim := range st.Of(declared.PrivateWay) {
		add(&c.From, claim.Path)
		if k := declared.ChannelKind(claim.Value); !slices.Contains(c.Kinds, k) {
			c.Kinds = append(c.Kinds, k)
		}
	}
	if p := s.Facts.Contact; p != nil && p.Kind == "security_report" {
		add(&c.From, "a page that the editors read on "+explain.DayOf(p.Date))
		if len(c.Kinds) == 0 {
			c.Kinds = append(c.Kinds, declared.WebForm)
		}
	}
	against := against(st)
	switch {
	case len(c.From) > 0 && len(against) > 0:
		c.State, c.Sure = Named, Low
		c.Why = explain.HowMany(len(c.From)) + " " + explain.Plural(len(c.From), "place names", "places name") + " it, but " + says(against[0])
	case len(c.From) > 1:
		c.State, c.Sure, c.Why = Named, High, explain.HowMany(len(c.From))+" places name it"
	case len(c.From) == 1:
		c.State, c.Sure, c.Why = Named, Medium, "one place names it"
	case len(against) > 0:
		c.State, c.Sure, c.Why = Refused, Medium, says(against[0])
		add(&c.From, against[0].Path)
	default:
		c.nothing(s, st, unread)
	}
	return c
}

// against are the claims that speak against a private way.
func against(st declared.Statement) []declared.Claim {
	out := st.Of(declared.PublicWay)
	for _, c := range st.Of(declared.Reports) {
		if c.Value == declared.No {
			out = append(out, c)
		}
	}
	return out
}

func says(c declared.Claim) string { return fmt.Sprintf("%s %s (line %d)", c.Path, c.Says(), c.Line) }

func add(to *[]string, text string) {
	if !slices.Contains(*to, text) {
		*to = append(*to, text)
	}
}

// nothing is a channel that no file names, with the reason.
func (c *Channel) nothing(s Subject, st declared.Statement, unread string) {
	c.State = Unknown
	pages := st.Of(declared.PolicyPage)
	shown := s.Figures.Inputs.Field(field.SecurityPolicyShown)
	switch {
	case unread != "":
		c.Why = unread
	case len(pages) > 0:
		c.Why = pages[0].Path + " refers to another page, which is not read"
	case unusable(st) != "":
		c.Why = unusable(st)
	case shown.True():
		c.Why = "the host shows a policy that is not in this repository; it may be the owner’s for all repositories"
	default:
		c.State, c.Sure, c.Why = None, Low, "no file of the repository names one; a website may"
	}
}

// unusable returns why a file about security says nothing; empty if there is none.
func unusable(st declared.Statement) string {
	for _, f := range st.Readings {
		if f.Why != "" && (f.Kind == declared.SecurityPolicy || f.Kind == declared.SecurityInsights) {
			return f.Path + ": " + f.Why
		}
	}
	return ""
}
