package curated

import (
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// debianForm matches names of source packages in Debian, with N for a number: "zlib", "gcc-N".
var debianForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.+-]*(N[a-z0-9.+-]*)*$`)

// debian reads how a project is packaged in Debian: its sources, or why there are none, or why they
// say little.
func (r *listReader) debian(n node) *health.Debian {
	if !n.given() {
		return nil
	}
	f := n.fields("sources", "confirmed", "not_applicable", "none")
	d := &health.Debian{
		Sources: unique(f["sources"], "source package", debianSource), Confirmed: date(f["confirmed"], false),
		NotApplicable: f["not_applicable"].text(), None: f["none"].text(),
	}
	switch {
	case !n.isGroup(): // noted
	case f["sources"].isList() && len(d.Sources) == 0:
		f["sources"].bad(Empty, "empty")
	case !f["sources"].given() && !f["not_applicable"].given() && !f["none"].given():
		n.bad(Missing, "sources missing: give them, or none or not_applicable with the reason")
	case f["none"].given() && (f["sources"].given() || f["not_applicable"].given()):
		f["none"].bad(Conflict, "given together with sources or not_applicable, which say that there is one")
	case f["none"].given() && f["confirmed"].given():
		f["confirmed"].bad(Conflict, "given together with none: it is the day on which sources were compared with the project")
	case f["sources"].given():
		f["confirmed"].required()
	}
	for i, n := range f["sources"].list() {
		if i < len(d.Sources) && !slices.Contains(d.Sources[:i], d.Sources[i]) {
			r.onceInDebian(n, d.Sources[i])
		}
	}
	return d
}

func debianSource(n node) string {
	s := n.text() // a number is a mistake
	if s != "" && !debianForm.MatchString(s) {
		n.bad(Malformed, "%q is not a source package of Debian, such as zlib or gcc-N", s)
	}
	return s
}

// debianName is a name or pattern of sources, with its position.
type debianName struct {
	name string
	at   place
}

// numbers matches what N stands for.
var numbers = regexp.MustCompile(`[0-9]+`)

// onceInDebian notes a problem if a source belongs to another project, too: by the same name, or by
// a pattern that stands for it. Only names that differ in their numbers are compared.
func (r *listReader) onceInDebian(n node, name string) {
	alike := numbers.ReplaceAllString(name, "N")
	for _, other := range r.debianNames[alike] {
		if name == other.name || debianPattern(other.name).MatchString(name) || debianPattern(name).MatchString(other.name) {
			n.bad(Twice, "Debian source package %s appears twice, first on line %d (%s, as %s)", name, other.at.line, other.at.path, other.name)
			return
		}
	}
	if r.debianNames == nil {
		r.debianNames = map[string][]debianName{}
	}
	r.debianNames[alike] = append(r.debianNames[alike], debianName{name, place{n.line, n.path}})
}

// debianPattern returns the form of the names that a pattern stands for.
func debianPattern(pattern string) *regexp.Regexp {
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), "N", "[0-9]+") + "$")
}
