package git

import (
	"strings"
)

// stray tells which half of a signature is not its author's.
type stray int

const (
	strayMail stray = iota + 1 // several people used the address, rarely
	strayName                  // several people used the name, rarely
)

// rare is the part of the commits of an address or name up to which a use may be a slip.
const rare = 10

// uses are the commits of authors by address and full name.
type uses struct {
	pairs map[[2]string]int
	total map[string]int    // by address and by name
	most  map[string]string // the name most used with an address, the address most used with a name
}

// strays returns the pairs of address and full name that must not join two people. A pair strays if
// its author mostly uses another address (or the address mostly another name), and another author,
// with no word of the name in common, did the same with the same address (or name): a mailer, a
// shared machine, a placeholder. One such slip may as well be one person with two names, and joins.
func (p *people) strays() map[[2]string]stray {
	u := uses{pairs: map[[2]string]int{}, total: map[string]int{}, most: map[string]string{}}
	for _, s := range p.seen {
		if s.commits > 0 && s.mail != "" && s.name != "" {
			u.pairs[[2]string{s.mail, s.name}] += s.commits
		}
	}
	for pair, n := range u.pairs {
		for i, id := range pair {
			u.total[id] += n
			other := pair[1-i]
			best, ok := u.most[id]
			if has := u.pairs[u.pair(i, id, best)]; !ok || n > has || n == has && other < best {
				u.most[id] = other
			}
		}
	}
	out := map[[2]string]stray{}
	u.mark(out, 0, strayMail)
	u.mark(out, 1, strayName)
	return out
}

// pair orders an id and its other half; side is the half the id is.
func (u uses) pair(side int, id, other string) [2]string {
	if side == 0 {
		return [2]string{id, other}
	}
	return [2]string{other, id}
}

// mark adds the pairs whose half at side strays.
func (u uses) mark(out map[[2]string]stray, side int, what stray) {
	slips := map[string][][2]string{}
	for pair, n := range u.pairs {
		if own := pair[1-side]; n*rare <= u.total[own] && u.most[own] != pair[side] {
			slips[pair[side]] = append(slips[pair[side]], pair)
		}
	}
	for _, pairs := range slips {
		for _, a := range pairs {
			for _, b := range pairs {
				if _, done := out[a]; !done && a != b && !alike(u.nameOf(a, side), u.nameOf(b, side)) {
					out[a] = what
				}
			}
		}
	}
}

// nameOf is the full name of the person a pair belongs to: its own, or the one its address mostly
// bears.
func (u uses) nameOf(pair [2]string, side int) string {
	if side == 0 {
		return pair[1]
	}
	return u.most[pair[0]]
}

// alike reports whether two full names have a word in common.
func alike(a, b string) bool {
	words := strings.Fields(strings.TrimPrefix(b, "n:"))
	for w := range strings.FieldsSeq(strings.TrimPrefix(a, "n:")) {
		for _, v := range words {
			if w == v && len(w) > 1 {
				return true
			}
		}
	}
	return false
}
