package health

import (
	"fmt"
	"regexp"
	"strings"
)

// BotRule says which authors are programs. The list is data
// (scorecards/bots.yaml) and is shown on the method page.
type BotRule struct {
	ID      string
	Pattern string // RE2, case-insensitive, unanchored
	In      string // "name", "email" or "both"
	Why     string
}

// Bots tells programs from people.
type Bots struct {
	Rules       []BotRule
	name, email *regexp.Regexp
}

// NewBots compiles the rules; the error names the rule that is wrong.
func NewBots(rules []BotRule) (Bots, error) {
	var names, emails []string
	for _, r := range rules {
		if _, err := regexp.Compile("(?i)" + r.Pattern); err != nil {
			return Bots{}, fmt.Errorf("bot rule %q: %w", r.ID, err)
		}
		p := "(?:" + r.Pattern + ")"
		switch r.In {
		case "name":
			names = append(names, p)
		case "email":
			emails = append(emails, p)
		case "both":
			names, emails = append(names, p), append(emails, p)
		default:
			return Bots{}, fmt.Errorf("bot rule %q: in is %q, allowed: name, email, both", r.ID, r.In)
		}
	}
	b := Bots{Rules: rules}
	if len(names) > 0 {
		b.name = regexp.MustCompile("(?i)" + strings.Join(names, "|"))
	}
	if len(emails) > 0 {
		b.email = regexp.MustCompile("(?i)" + strings.Join(emails, "|"))
	}
	return b, nil
}

// Match reports whether the author with this name and e-mail address is a program.
func (b Bots) Match(name, email string) bool {
	return b.name != nil && b.name.MatchString(name) || b.email != nil && b.email.MatchString(email)
}
