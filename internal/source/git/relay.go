package git

import (
	"regexp"
	"strings"
)

// relayed matches the names that mailing lists and trackers write over messages that they send on
// under their own address: "Ann Alpha via acme-devel", "'Ann Alpha' via Acme Devel",
// "Ann Alpha (via RT)". Git drops the first quotation mark and the last bracket.
var relayed = regexp.MustCompile(`^['"(]*(.+?)['") ]* (?:\(via ([^()]+)\)?|via (.+))$`)

// verp matches an address that a list wrote the author's own into: "ann=example.org@lists.example".
var verp = regexp.MustCompile(`^([^@=]+)=([^@=]+\.[^@=]+)@`)

// sender returns the author's own name from a folded full name that a relay may have written, and
// whether it did. A person may be called Via, so a name without brackets counts only before the
// name of the list whose address it has.
func (p *people) sender(full, mail string) (string, bool) {
	m := relayed.FindStringSubmatch(full)
	if m == nil {
		return full, false
	}
	if m[2] == "" && !names(m[3], mail) && !p.rules.shared.Match("", mail) {
		return full, false
	}
	return m[1], true
}

// names reports whether a label is that of an address: its account or its host, however the words
// are joined.
func names(label, mail string) bool {
	account, host, _ := strings.Cut(mail, "@")
	plain := strings.NewReplacer("-", "", "_", "", ".", "", " ", "")
	label = plain.Replace(label)
	return label != "" && (label == plain.Replace(account) || label == plain.Replace(host))
}

// ownAddress returns the author's own address from one that a list wrote it into.
func (p *people) ownAddress(mail string) string {
	if m := verp.FindStringSubmatch(mail); m != nil && p.rules.shared.Match("", mail) {
		return m[1] + "@" + m[2]
	}
	return mail
}

// relaying takes the address of relays from every signature: if two people were sent on from it, it
// is a list's, and nobody's own. Call it before the keys are joined.
func (p *people) relaying() {
	senders := map[string]map[string]bool{}
	for _, s := range p.seen {
		if s.relay == "" {
			continue
		}
		if senders[s.relay] == nil {
			senders[s.relay] = map[string]bool{}
		}
		senders[s.relay][s.name+s.handle] = true
	}
	for _, s := range p.seen {
		if len(senders[s.mail]) > 1 {
			s.mail = ""
			s.account = ""
		}
	}
}

// unplaced returns the people who are known from relays alone. Who they are elsewhere is not known:
// they may be someone who is counted already. Call it after unite.
func (p *people) unplaced() map[string]bool {
	out := map[string]bool{}
	for _, s := range p.seen {
		if s.commits > 0 && s.relay != "" {
			out[s.key.root().id] = true
		}
	}
	for _, s := range p.seen {
		if s.commits > 0 && s.relay == "" {
			delete(out, s.key.root().id)
		}
	}
	return out
}

// placed returns the reading without the people who are known from relays alone.
func (p *people) placed() func(*signature) string {
	unplaced := p.unplaced()
	return func(s *signature) string {
		id := s.key.root().id
		if unplaced[id] {
			return ""
		}
		return id
	}
}
