package declared

import (
	"regexp"
	"strings"
)

var (
	// former matches headings above people who are not maintainers now, or never were.
	former = pattern(
		`(?i)emerit|former|\bpast\b|alumni|retire|inactive|reviewer|honorar|previous|hall of fame|`,
		`thanks|acknowledg|contributors?\b|stepped down|in memor|how to|becoming|process|`,
		`guide|contact|mailing`,
	)
	// account matches an account: @name, @org/team, or its page at a host.
	account = pattern(
		`(?:^|[\s(*_|,;:"'<])@([A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9._-]+)?)|`,
		`\[@([A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9._-]+)?)\]|`,
		`(?i:(?:https?://)?(?:www\.)?(?:github|gitlab|codeberg)\.(?:com|`,
		`org)/(?:orgs/[a-z0-9-]+/teams/)?)([A-Za-z0-9][A-Za-z0-9-]*)/?(?:[\s)\]>|,;"']|$)`,
	)
	listed = pattern(
		`^\s*(?:[-*+•]|\d{1,3}[.)])\s+|^\s*\||^\s*(?i:m|maintainer|maintainers|mail|`,
		`lead)\s*:|^\s*"[^"]*"\s*,|^\s*[-a-z_]+\s*=\s*|^\s*(?:name|github|email)\s*:`,
	)
	// alone matches a line with an account and no more than a name before it.
	alone = pattern(
		`^\s*(?:\pL[\pL .'-]{1,60}[\s(<:,-]+)?(?:@[A-Za-z0-9/_.-]+|\[[^\]]{1,60}\]\(https?://`,
		`(?:www\.)?(?:github|gitlab|codeberg)\.(?:com|org)/[^)\s]+\))\s*\)?\s*(?:$|[,(–-])`,
	)
	// post matches the lines of mailing lists.
	post    = regexp.MustCompile(`^\s*(?i:l|list|mailing[- ]lists?)\s*:`)
	teamURL = regexp.MustCompile(`(?i)/orgs/[a-z0-9-]+/teams/`)
)

// ReadMaintainers counts the people of a MAINTAINERS file. There is no one form: lists, tables, lines
// of the Linux kernel and of Docker are read. Of one line the account counts, or the mail address if
// there is none. People below headings such as "Emeritus" are left out. The error is a sentence
// without the text of the file.
func ReadMaintainers(text []byte) (People, error) {
	lines, err := prose(text)
	if err != nil {
		return People{}, err
	}
	var n names
	left, code := false, false
	elsewhere, title := 0, ""
	for i, line := range lines {
		if fence.MatchString(line) {
			code = !code
		}
		head := headingOf(line, title)
		title = line
		switch {
		case code:
		case head != "":
			left = former.MatchString(head)
		case strings.HasPrefix(line, "#"):
		case left, post.MatchString(line):
		case !n.maintainers(line, i+1) && elsewhere == 0 && webAddress.MatchString(line):
			elsewhere = i + 1
		}
	}
	if !n.Listed() {
		n.Elsewhere = elsewhere
	}
	return n.People, nil
}

// headingOf returns the heading that a line is, or that it underlines; empty: none.
func headingOf(line, before string) string {
	if m := heading.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	if bold.MatchString(line) {
		return line
	}
	if underline.MatchString(line) {
		return strings.TrimSpace(before)
	}
	return ""
}

// maintainers counts the people of one line and reports whether there is one.
func (n *names) maintainers(line string, number int) bool {
	cells := []string{line}
	if row.MatchString(line) { // the first cell with an account is that of the person
		cells = strings.Split(line, "|")
	} else if !listed.MatchString(line) && !mailAddress.MatchString(line) && !alone.MatchString(line) {
		return false // a sentence
	}
	for _, cell := range cells {
		if n.accounts(cell) {
			n.entry(number)
			return true
		}
	}
	for _, cell := range cells {
		if mails := mailAddress.FindAllString(cell, -1); len(mails) > 0 {
			n.individual(mails[0])
			n.entry(number)
			return true
		}
	}
	return false
}

// accounts counts the accounts of a text and reports whether there is one.
func (n *names) accounts(text string) bool {
	found := false
	for _, m := range account.FindAllStringSubmatch(text, -1) {
		name := m[1] + m[2] + m[3]
		if strings.Contains(name, "/") || teamURL.MatchString(m[0]) {
			n.team(name)
		} else {
			n.individual(name)
		}
		found = true
	}
	return found
}
