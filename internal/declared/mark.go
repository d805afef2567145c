package declared

import (
	"regexp"
	"slices"
	"strings"
)

// The answers of a file to a yes-or-no question.
const (
	Yes = "yes"
	No  = "no"
)

// Mark is what a file says to one question. The zero Mark means that the file does not say, which is
// never "no".
type Mark struct {
	Value string
	// Line counts from 1; 0 means not stated.
	Line int
}

// Stated reports whether the file answers the question.
func (m Mark) Stated() bool { return m.Line > 0 }

// Count is a number of people that a file lists. The zero Count means that the file has no such list.
type Count struct {
	N    int
	Line int // from 1; 0: not stated
}

// Stated reports whether the file has the list.
func (c Count) Stated() bool { return c.Line > 0 }

// ChannelKind is a kind of way to report a vulnerability in private.
type ChannelKind string

// The kinds of channels.
const (
	HostForm ChannelKind = "host_form" // the private form or the confidential issue of the host
	Mail     ChannelKind = "mail"      // a mail address
	Platform ChannelKind = "platform"  // a bounty platform or a coordinator
	WebForm  ChannelKind = "web_form"  // another page with a form
	Chat     ChannelKind = "chat"      // a chat or an account of a social network
	Phone    ChannelKind = "phone"
)

// ChannelKinds are all of them, in the order in which they are listed.
var ChannelKinds = []ChannelKind{HostForm, Mail, Platform, WebForm, Chat, Phone}

// Label returns the kind in words, with its article.
func (k ChannelKind) Label() string {
	switch k {
	case HostForm:
		return "the private form of the host"
	case Mail:
		return "a mail address"
	case Platform:
		return "a reporting platform"
	case WebForm:
		return "a web form"
	case Chat:
		return "a chat account"
	case Phone:
		return "a telephone number"
	}
	return string(k)
}

// Channel counts the channels of one kind that a file names. The addresses are not kept.
type Channel struct {
	Kind  ChannelKind
	Count int
	Line  int // of the first one
}

// channels collects channels by their address, so that one that is named twice counts once.
type channels struct {
	seen  map[string]bool
	found []Channel
}

// add counts an address unless it is known, or is no channel.
func (c *channels) add(kind ChannelKind, address string, line int) {
	key := string(kind) + " " + address
	if kind == "" || c.seen[key] {
		return
	}
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	c.seen[key] = true
	i := slices.IndexFunc(c.found, func(f Channel) bool { return f.Kind == kind })
	if i < 0 {
		c.found = append(c.found, Channel{Kind: kind, Count: 1, Line: line})
		return
	}
	c.found[i].Count++
}

// has reports whether a channel of a kind was found.
func (c *channels) has(kind ChannelKind) bool {
	return slices.ContainsFunc(c.found, func(f Channel) bool { return f.Kind == kind })
}

// sorted returns the channels in the order of ChannelKinds.
func (c *channels) sorted() []Channel {
	slices.SortStableFunc(c.found, func(a, b Channel) int {
		return slices.Index(ChannelKinds, a.Kind) - slices.Index(ChannelKinds, b.Kind)
	})
	return c.found
}

// pattern compiles a pattern that is written on several lines.
func pattern(parts ...string) *regexp.Regexp {
	return regexp.MustCompile(strings.Join(parts, ""))
}
