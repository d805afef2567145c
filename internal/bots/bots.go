package bots

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Rule matches authors that are bots. The list is data (scorecards/bots.yaml), and the method page
// shows it. All patterns are RE2, case-insensitive and unanchored.
type Rule struct {
	ID      string
	Pattern string
	In      string // "name", "email" or "both"
	// And and Unless, if not empty, are searched in "name <address>": the rule applies only if And is
	// found there and Unless is not. They tell programs from people who share a part of a signature.
	And, Unless string
	// Unsure means that people have such a signature, too: counts of people range over both readings.
	Unsure bool
	Why    string
}

// List distinguishes bots from people.
type List struct {
	Rules []Rule
	// Shell is an extended regular expression of POSIX for "name <address>" in lower case that covers
	// the usual cases of the rules, for commands that people copy; empty if there is none.
	Shell       string
	name, email *regexp.Regexp // rules without conditions, together
	limited     []limited
	unsure      []limited
}

// limited is a rule with conditions.
type limited struct {
	in                   string
	pattern, and, unless *regexp.Regexp
}

// New compiles the rules. The error names the invalid rule.
func New(rules []Rule) (List, error) {
	b := List{Rules: rules}
	var names, emails []string
	for _, r := range rules {
		l, err := r.compile()
		if err != nil {
			return List{}, fmt.Errorf("bot rule %q: %w", r.ID, err)
		}
		if r.Unsure {
			b.unsure = append(b.unsure, l)
			continue
		}
		if r.And != "" || r.Unless != "" {
			b.limited = append(b.limited, l)
			continue
		}
		p := "(?:" + r.Pattern + ")"
		if r.In != "email" {
			names = append(names, p)
		}
		if r.In != "name" {
			emails = append(emails, p)
		}
	}
	var err error
	if b.name, err = anyOf(names); err != nil {
		return List{}, err
	}
	if b.email, err = anyOf(emails); err != nil {
		return List{}, err
	}
	return b, nil
}

func (r Rule) compile() (limited, error) {
	if r.In != "name" && r.In != "email" && r.In != "both" {
		return limited{}, fmt.Errorf("in is %q, allowed: name, email, both", r.In)
	}
	l := limited{in: r.In}
	for _, p := range []struct {
		text string
		re   **regexp.Regexp
	}{{r.Pattern, &l.pattern}, {r.And, &l.and}, {r.Unless, &l.unless}} {
		if p.text == "" {
			continue
		}
		re, err := regexp.Compile("(?i)" + p.text)
		if err != nil {
			return limited{}, err
		}
		*p.re = re
	}
	return l, nil
}

// With returns the list with the rules of the other added.
func (b List) With(other List) (List, error) {
	return New(append(slices.Clone(b.Rules), other.Rules...))
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
	return b.Sure(name, email) || slices.ContainsFunc(b.unsure, func(l limited) bool { return l.match(name, email) })
}

// Sure reports whether a rule that people do not meet says that the author is a bot.
func (b List) Sure(name, email string) bool {
	if b.name != nil && b.name.MatchString(name) || b.email != nil && b.email.MatchString(email) {
		return true
	}
	for _, l := range b.limited {
		if l.match(name, email) {
			return true
		}
	}
	return false
}

func (l limited) match(name, email string) bool {
	if l.pattern == nil || !(l.in != "email" && l.pattern.MatchString(name) || l.in != "name" && l.pattern.MatchString(email)) {
		return false
	}
	both := name + " <" + email + ">"
	return (l.and == nil || l.and.MatchString(both)) && (l.unless == nil || !l.unless.MatchString(both))
}
