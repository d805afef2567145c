package git

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	addressShape = regexp.MustCompile(`^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$`)
	twoHosts     = regexp.MustCompile(`^([^@]+)@([^@]+)@([^@]+)$`)
)

// onceHosted removes the host that conversions of a history put behind a whole address again.
func onceHosted(mail string) string {
	if m := twoHosts.FindStringSubmatch(mail); m != nil && m[2] == m[3] {
		return m[1] + "@" + m[2]
	}
	return mail
}

// addressAsName returns the union key of an address that stands in place of a name, or "" if that
// is none, or many people's.
func (p *people) addressAsName(name string) string {
	name = onceHosted(name)
	if !addressShape.MatchString(name) || p.rules.shared.Match("", name) {
		return ""
	}
	account, _, _ := strings.Cut(name, "@")
	if commonAccount.MatchString(account) {
		return ""
	}
	key, _ := address(name)
	return key
}

// joinSpelled joins each signature without a name but an address in its place to the one person of a
// full name who has the same account elsewhere, if the account is spelled from that name. That is
// what is left of a person where a conversion kept only accounts. Call it after the keys are joined.
func (p *people) joinSpelled() {
	named := map[string]map[*key]bool{} // by account, people with a full name
	spelled := map[string]bool{}
	for _, s := range p.seen {
		if s.commits == 0 || s.name == "" || s.mail == "" {
			continue
		}
		account := accountPart(s.mail)
		if named[account] == nil {
			named[account] = map[*key]bool{}
		}
		named[account][s.key.root()] = true
		spelled[account] = spelled[account] || isSpelled(account, s.name)
	}
	var found [][2]*key // joined at the end, because joining changes the roots
	for _, s := range p.seen {
		if s.commits == 0 || s.called == "" {
			continue
		}
		for account := range strings.FieldsSeq(accountPart(s.called) + " " + accountPart(s.mail)) {
			if all := named[account]; len(all) == 1 && spelled[account] {
				for k := range all {
					found = append(found, [2]*key{s.key, k})
				}
			}
		}
	}
	for _, pair := range found {
		join(pair[0], pair[1])
	}
}

// accountPart returns what is before the host in the key of an address.
func accountPart(mail string) string {
	account, _, _ := strings.Cut(strings.TrimPrefix(mail, "m:"), "@")
	return account
}

// isSpelled reports whether an account name is made of a full name: the surname behind the given name
// or its first letter, or the initials, with one more between.
func isSpelled(account, name string) bool {
	words := strings.Fields(strings.TrimPrefix(name, "n:"))
	if len(words) < 2 {
		return false
	}
	first, last := words[0], words[len(words)-1]
	if rest, ok := strings.CutSuffix(account, last); ok && utf8.RuneCountInString(last) >= 3 {
		rest = strings.TrimRight(rest, "._-")
		return rest != "" && (rest == first || rest == firstLetter(first))
	}
	return utf8.RuneCountInString(account) == 3 && strings.HasPrefix(account, firstLetter(first)) &&
		strings.HasSuffix(account, firstLetter(last))
}

func firstLetter(word string) string {
	_, n := utf8.DecodeRuneInString(word)
	return word[:n]
}
