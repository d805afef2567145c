package archive

import "slices"

// Archive is the graph of what the source packages of an archive need of each other. It is
// immutable and safe for concurrent use.
type Archive struct {
	sources  []string
	byName   map[string]int32
	binaries int
	// listed is the number of sources in Sources, the first; the others only a package names.
	listed int
	// parts are the strongly connected components of the binary packages, each after those it
	// needs; see components.
	parts components
	// ofPart are the sources of each part, ofSource the parts of each source.
	ofPart, ofSource lists
	// needs are the parts of what a source needs to be built, without the base; tools are those of
	// build-essential and the Essential packages, which each build has.
	needs lists
	tools []int32
	// builds reports whether a source says what it needs to be built.
	builds []bool
	base   []Base
}

// linker resolves names to binary packages.
type linker struct {
	p        *packages
	binaryOf []int32 // by name; -1: none has it
	sourceOf []int32 // of each binary package
	// providers are the binary packages that provide a name.
	providers map[int32][]int32
}

// link returns the graph of what was read.
func link(p *packages, o *origins) *Archive {
	a := &Archive{byName: make(map[string]int32, len(o.all)), binaries: len(p.all), listed: len(o.all)}
	for _, x := range o.all {
		a.source(x.name)
	}
	l := linker{p: p, binaryOf: make([]int32, len(p.names.all)), sourceOf: make([]int32, len(p.all)), providers: map[int32][]int32{}}
	for i := range l.binaryOf {
		l.binaryOf[i] = -1
	}
	from := int32(0)
	for i, b := range p.all {
		l.binaryOf[b.name] = int32(i)
		l.sourceOf[i] = a.source(p.names.all[b.source])
		for _, name := range p.provides[from:b.provides] {
			if name != endOfClause {
				l.providers[name] = append(l.providers[name], int32(i))
			}
		}
		from = b.provides
	}
	edges := l.edges()
	a.parts = condense(edges)
	a.place(l, o)
	a.base = a.bases(l, edges)
	return a
}

// source returns the number of a source, which is new when only a binary package names it.
func (a *Archive) source(name string) int32 {
	id, ok := a.byName[name]
	if !ok {
		id = int32(len(a.sources))
		a.byName[name] = id
		a.sources = append(a.sources, name)
	}
	return id
}

// edges returns the binary packages that each one needs.
func (l linker) edges() lists {
	var out lists
	from := int32(0)
	for i, b := range l.p.all {
		own := l.resolve(nil, l.p.depends[from:b.depends], nil)
		out.add(slices.DeleteFunc(distinct(own), func(to int32) bool { return to == int32(i) }))
		from = b.depends
	}
	return out
}

// resolve appends the binary packages that clauses need. translate maps the numbers in the clauses
// to names of packages; nil: they are such.
func (l linker) resolve(out, clauses, translate []int32) []int32 {
	done := false
	for _, name := range clauses {
		if name == endOfClause {
			done = false
			continue
		}
		if translate != nil {
			name = translate[name]
		}
		if done || name < 0 {
			continue
		}
		if b := l.one(name); b >= 0 {
			out = append(out, b)
			done = true
		}
	}
	return out
}

// one returns the binary package that a name stands for; -1 when the archive has none, or several
// of different sources provide it.
func (l linker) one(name int32) int32 {
	if b := l.binaryOf[name]; b >= 0 {
		return b
	}
	providers := l.providers[name]
	for _, p := range providers {
		if l.sourceOf[p] != l.sourceOf[providers[0]] {
			return -1
		}
	}
	if len(providers) == 0 {
		return -1
	}
	return providers[0]
}

// place records which sources are in which parts, and what each source needs to be built.
func (a *Archive) place(l linker, o *origins) {
	ofPart, ofSource := make([][]int32, a.parts.len()), make([][]int32, len(a.sources))
	for b, part := range a.parts.of {
		s := l.sourceOf[b]
		ofPart[part] = append(ofPart[part], s)
		ofSource[s] = append(ofSource[s], part)
	}
	for _, sources := range ofPart {
		a.ofPart.add(distinct(sources))
	}
	for _, parts := range ofSource {
		a.ofSource.add(distinct(parts))
	}
	translate := make([]int32, len(o.names.all))
	for i, name := range o.names.all {
		translate[i] = -1
		if id, ok := l.p.names.ids[name]; ok {
			translate[i] = id
		}
	}
	a.builds = make([]bool, len(a.sources))
	from := int32(0)
	for i, x := range o.all {
		clauses := o.needs[from:x.needs]
		from = x.needs
		a.builds[i] = len(clauses) > 0
		a.needs.add(a.partsOf(l.resolve(nil, clauses, translate)))
	}
	for range len(a.sources) - len(o.all) {
		a.needs.add(nil)
	}
	a.tools = a.partsOf(l.tools())
}

// tools returns the packages that each build has.
func (l linker) tools() []int32 {
	var out []int32
	for i, b := range l.p.all {
		if b.essential || l.p.names.all[b.name] == "build-essential" {
			out = append(out, int32(i))
		}
	}
	return out
}

// partsOf returns the parts of binary packages, each once.
func (a *Archive) partsOf(binaries []int32) []int32 {
	for i, b := range binaries {
		binaries[i] = a.parts.of[b]
	}
	return distinct(binaries)
}

// distinct sorts a list and drops what occurs twice.
func distinct(list []int32) []int32 {
	slices.Sort(list)
	return slices.Compact(list)
}
