package archive

import (
	"bytes"
	"strings"
)

// names maps the names of packages to small numbers, in the order in which they occur.
type names struct {
	ids map[string]int32
	all []string
}

func newNames(size int) *names {
	return &names{ids: make(map[string]int32, size), all: make([]string, 0, size)}
}

// id returns the number of a name. The name is copied when it is new.
func (n *names) id(name []byte) int32 {
	if id, ok := n.ids[string(name)]; ok {
		return id
	}
	id := int32(len(n.all))
	text := string(name)
	n.ids[text] = id
	n.all = append(n.all, text)
	return id
}

// endOfClause ends the alternatives of a clause.
const endOfClause = -1

// relations reads fields of dependencies, such as "libc6 (>= 2.36), awk | mawk [amd64] <!nocheck>".
type relations struct {
	names *names
	// arch is the architecture that restrictions are read for, such as amd64.
	arch string
}

// appendTo appends the clauses of a field: the numbers of the alternatives, then endOfClause.
// Versions are dropped, because an archive is consistent with itself. Clauses that are restricted
// to other architectures or to build profiles that are off do not count.
func (r relations) appendTo(out []int32, field []byte) []int32 {
	for len(field) > 0 {
		var clause []byte
		clause, field, _ = bytes.Cut(field, []byte{','})
		if !r.applies(clause) {
			continue
		}
		before := len(out)
		for len(clause) > 0 {
			var alternative []byte
			alternative, clause, _ = bytes.Cut(clause, []byte{'|'})
			if name := bare(alternative); len(name) > 0 {
				out = append(out, r.names.id(name))
			}
		}
		if len(out) > before {
			out = append(out, endOfClause)
		}
	}
	return out
}

// bare returns the name at the beginning of a relation, without version, qualifier of an
// architecture and restrictions.
func bare(relation []byte) []byte {
	relation = bytes.TrimSpace(relation)
	if end := bytes.IndexAny(relation, " \t(<[:"); end >= 0 {
		return relation[:end]
	}
	return relation
}

// applies reports whether the restrictions of a clause hold: "[linux-any]", "<!nocheck>". The
// first list of architectures decides for all alternatives. Debian's policy lets each alternative
// have its own, which changes the count of one source in a thousand, by one.
func (r relations) applies(clause []byte) bool {
	if bytes.IndexByte(clause, '[') < 0 && bytes.IndexByte(clause, '<') < 0 {
		return true
	}
	text := string(clause)
	if _, list, ok := strings.Cut(text, "["); ok {
		list, _, _ = strings.Cut(list, "]")
		if !forArchitecture(strings.Fields(list), r.arch) {
			return false
		}
	}
	return withoutProfiles(text)
}

// forArchitecture reports whether a list of architectures contains the given one. A list of
// negated ones contains all others.
func forArchitecture(list []string, arch string) bool {
	negated := false
	for _, word := range list {
		name, not := strings.CutPrefix(word, "!")
		negated = negated || not
		switch name {
		case arch, "any", "linux-any", "any-" + arch:
			return !not
		}
	}
	return negated
}

// withoutProfiles reports whether the restriction formula holds when no build profile is on:
// "<!nocheck>" and "<!nocheck> <cross>" do, "<pkg.x.y>" does not.
func withoutProfiles(clause string) bool {
	if strings.Contains(clause, "<!") {
		return true
	}
	// A "<" before the last ")" belongs to a version.
	return strings.LastIndexByte(clause, '<') <= strings.LastIndexByte(clause, ')')
}
