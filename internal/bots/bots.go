package bots

import (
	"fmt"
	"regexp"
	"strings"
)

// Rule matches authors that are bots. The list is data (scorecards/bots.yaml), and the method page
// shows it.
type Rule struct {
	ID      string
	Pattern string // RE2, case-insensitive, unanchored
	In      string // "name", "email" or "both"
	Why     string
}

// List distinguishes bots from people.
type List struct {
	Rules       []Rule
	name, email *regexp.Regexp
}

// New compiles the rules. The error names the invalid rule.
func New(rules []Rule) (List, error) {
	var names, emails []string
	for _, r := range rules {
		if _, err := regexp.Compile("(?i)" + r.Pattern); err != nil {
			return List{}, fmt.Errorf("bot rule %q: %w", r.ID, err)
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
			return List{}, fmt.Errorf("bot rule %q: in is %q, allowed: name, email, both", r.ID, r.In)
		}
	}
	b := List{Rules: rules}
	var err error
	if b.name, err = anyOf(names); err != nil {
		return List{}, err
	}
	if b.email, err = anyOf(emails); err != nil {
		return List{}, err
	}
	return b, nil
}

// anyOf joins the patterns into one; nil if there are none. Patterns that compile separately may be
// too large together.
func anyOf(patterns []string) (*regexp.Regexp, error) {
	if len(patterns) == 0 {
		return nil, nil
	}
	re, err := regexp.Compile("(?i)" + strings.Join(patterns, "|"))
	if err != nil {
		return nil, fmt.Errorf("bot rules together: %w", err)
	}
	return re, nil
}

// Match reports whether the author with this name and e-mail address is a bot.
func (b List) Match(name, email string) bool {
	return b.name != nil && b.name.MatchString(name) || b.email != nil && b.email.MatchString(email)
}
