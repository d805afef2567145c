package sbom

import (
	"fmt"
	"hash/maphash"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
)

// entry is a component as a form gives it. The reference is what relationships name it by.
type entry struct {
	Component

	ref uint64
	has elements
}

// elements are those that an entry has.
type elements struct{ producer, identifier, hash, license, related bool }

// refs is a set of references. It holds hashes, since the texts can be longer than the names.
type refs map[uint64]struct{}

func (r refs) has(ref uint64) bool { _, ok := r[ref]; return ok && ref != 0 }

// builder gathers a document.
type builder struct {
	limits  Limits
	doc     Document
	entries []entry
	subject *entry
	seed    maphash.Seed
	// related are named by a relationship, described by the document itself, and licensed by a
	// relationship of SPDX 3.
	related, described, licensed refs

	author, tool, timestamp, context bool
	once                             map[string]bool
}

func newBuilder(l Limits) *builder {
	return &builder{limits: l, seed: maphash.MakeSeed(), related: refs{}, described: refs{}, licensed: refs{}, once: map[string]bool{}}
}

func (b *builder) hash(ref string) uint64 {
	if ref == "" {
		return 0
	}
	return maphash.String(b.seed, ref)
}

// relate puts a reference into a set.
func (b *builder) relate(to refs, ref string) error {
	if len(to) >= 2*b.limits.Components {
		return fmt.Errorf("relationships name more than %d elements", 2*b.limits.Components)
	}
	to[b.hash(ref)] = struct{}{}
	return nil
}

// version sets the version of the specification; a second, different one is refused.
func (b *builder) version(v string) error {
	if b.doc.SpecVersion != "" && b.doc.SpecVersion != v {
		return fmt.Errorf("two versions of the specification in one file: %q and %q", foreign.Line(b.doc.SpecVersion), foreign.Line(v))
	}
	b.doc.SpecVersion = v
	return nil
}

// given are the fields of an entry as they are written.
type given struct {
	group, name, version, kind, ref string
	purls                           []string
	has                             elements
}

func (b *builder) entry(g given) entry {
	name := g.name
	if g.group != "" && name != "" {
		name = g.group + "/" + name
	}
	e := entry{ref: b.hash(g.ref), has: g.has}
	e.Name, e.Version, e.Kind = plain(name), plain(g.version), strings.ToLower(plain(g.kind))
	for _, text := range g.purls {
		if e.take(text) {
			break
		}
	}
	e.has.identifier = e.has.identifier || e.PURL != ""
	return e
}

// take reads a purl, and reports whether it is accepted.
func (e *entry) take(text string) bool {
	p, err := purl.Parse(text)
	if err != nil {
		e.Refused = foreign.Line(err.Error())
		return false
	}
	e.PURL, e.Refused = p.String(), ""
	text, _, _ = strings.Cut(text, "#")
	path, query, _ := strings.Cut(text, "?")
	if at := strings.LastIndexByte(path, '@'); e.Version == "" && at > strings.LastIndexByte(path, '/') {
		if v, err := url.PathUnescape(path[at+1:]); err == nil {
			e.Version = plain(v)
		}
	}
	if strings.Contains(query, "upstream=") {
		if q, err := url.ParseQuery(query); err == nil {
			e.Upstream, _, _ = strings.Cut(plain(q.Get("upstream")), "@")
		}
	}
	return true
}

func (b *builder) add(e entry) error {
	if len(b.entries) >= b.limits.Components {
		return fmt.Errorf("more than %d components", b.limits.Components)
	}
	b.entries = append(b.entries, e)
	return nil
}

// plain returns a text without control characters; nearly all are without.
func plain(s string) string {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return foreign.Plain(s)
		}
	}
	return s
}

// asserted reports whether a value of SPDX says something.
func asserted(s string) bool { return s != "" && s != "NOASSERTION" }
