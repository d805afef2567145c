package reply

import (
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
)

// Steward is who is responsible for a project: a legal entity, never a person.
type Steward struct {
	State State // Named, Refused (it says that there is none), None or Unknown
	// Entities are those that are named, the project's own claims first.
	Entities []Entity
	Why      string // a sentence without a full stop
}

// Entity is one steward or legal host with its source.
type Entity struct {
	// Name is its name, or an address if no name is known; empty: a file speaks of a steward without
	// a name that is read.
	Name, URL string
	// Role is "steward" or "legal host".
	Role string
	// Source is the file with its line, or who read it and when.
	Source string
}

func stewardOf(s Subject, st declared.Statement, unread string) Steward {
	var out Steward
	refused := declared.Claim{}
	for _, c := range st.Of(declared.Steward) {
		if c.Value == declared.No {
			refused = c
			continue
		}
		e := Entity{Role: "steward", Source: Place(c)}
		if c.Value != declared.Yes {
			e.Name, e.URL = c.Value, c.Value
		}
		out.Entities = append(out.Entities, e)
	}
	for _, x := range []struct {
		role string
		who  *funding.Party
	}{{"steward", s.Facts.Steward}, {"legal host", s.Facts.Host}} {
		if x.who != nil {
			out.Entities = append(out.Entities, Entity{Name: x.who.Name, URL: x.who.URL, Role: x.role, Source: "read by the editors on " + explain.DayOf(x.who.Date)})
		}
	}
	switch {
	case len(out.Entities) > 0:
		out.State = Named
	case refused.Path != "":
		out.State, out.Why = Refused, says(refused)
	case unread != "":
		out.State, out.Why = Unknown, unread
	default:
		out.State, out.Why = None, "no file of the repository and no public statement on record names one"
	}
	return out
}

// Place returns where a claim is, with its day: "SECURITY.md, line 3, 1 Mar 2026".
func Place(c declared.Claim) string {
	text := c.Path
	if c.Line > 0 {
		text += ", line " + explain.Thousands(c.Line)
	}
	if c.Date != "" {
		text += ", " + explain.DayOf(c.Date)
	}
	return text
}
