package curated

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/network"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// date reads YYYY-MM-DD. If rough, a year or a month is enough.
func date(n node, rough bool) string {
	s := n.word()
	if !n.given() {
		return ""
	}
	return dated(n, s, rough, n.doc.today)
}

// lastDay reads YYYY-MM-DD, which may be to come.
func lastDay(n node) string {
	s := n.word()
	if !n.given() {
		return ""
	}
	return dated(n, s, false, "")
}

// dated reads a date that is not after a day; empty: any.
func dated(n node, s string, rough bool, last string) string {
	forms := []string{time.DateOnly}
	if rough {
		forms = append(forms, "2006-01", "2006")
	}
	for _, form := range forms {
		if t, err := time.Parse(form, s); err == nil && t.Year() >= 1970 && t.Year() < 2100 {
			if last != "" && s > last[:len(s)] {
				n.bad(OutOfRange, "%q is in the future: write a day that has passed", s)
				return ""
			}
			return s
		}
	}
	if rough {
		n.bad(Malformed, "%q is not a date: write YYYY-MM-DD, YYYY-MM or YYYY", s)
	} else {
		n.bad(Malformed, "%q is not a date: write YYYY-MM-DD", s)
	}
	return ""
}

// address reads a web address with one of the schemes.
func address(n node, schemes ...string) string {
	s := n.text()
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || !slices.Contains(schemes, u.Scheme) || u.Hostname() == "" || !strings.Contains(u.Hostname(), ".") || u.User != nil || strings.ContainsAny(s, " \t\n\"<>`\\") {
		n.bad(Malformed, "%q is not an address that starts with %s://", s, strings.Join(schemes, ":// or "))
		return ""
	}
	return s
}

// readRepository reads the https address of a repository.
func readRepository(n node) (repository.ID, bool) {
	s := n.text()
	if s == "" {
		return repository.ID{}, false
	}
	if !strings.HasPrefix(s, "https://") {
		n.bad(Malformed, "%q does not start with https://", s)
		return repository.ID{}, false
	}
	id, err := repository.Parse(s)
	if err != nil {
		n.bad(Malformed, "%v", err)
		return repository.ID{}, false
	}
	if why := network.InternalHost(id.Host); why != "" {
		n.bad(Malformed, "%q is %s, which nobody else can read: name a public host, or a host of your own by its name and start with --allow-networks", id.Host, why)
		return repository.ID{}, false
	}
	return id, true
}

// slug reads a name for use in addresses.
func slug(n node) string {
	s := n.word()
	if n.given() && !health.IsSlug(s) {
		n.bad(Malformed, "%q: only a-z, 0-9 and single hyphens between them", s)
	}
	return s
}

// choice reads one of the allowed words.
func choice[T ~string](n node, allowed ...T) T {
	s := T(n.word())
	if !n.given() || slices.Contains(allowed, s) {
		return s
	}
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
	}
	n.bad(NotAllowed, "%q is not allowed; one of %s", s, strings.Join(words, ", "))
	return s
}

// unique reads a list of words that must each occur once.
func unique(n node, what string, read func(node) string) []string {
	var out []string
	var seen map[string]bool // only for a long list; a scan is faster for a short one
	for _, n := range n.list() {
		s := read(n)
		if seen == nil && len(out) == 16 {
			seen = make(map[string]bool, 32)
			for _, x := range out {
				seen[x] = true
			}
		}
		if seen[s] || seen == nil && slices.Contains(out, s) {
			n.bad(Twice, "%s %s appears twice", what, s)
		}
		if seen != nil {
			seen[s] = true
		}
		out = append(out, s)
	}
	return out
}
