package archive

import "math/bits"

// Base is how early a system has a package.
type Base string

// The bases. Required is the closure of the Essential packages, priority required and apt, which
// every system has. Standard is that of the priorities important and standard.
const (
	Required Base = "required"
	Standard Base = "standard"
	NoBase   Base = "none"
)

// Count is what an archive says of one source.
type Count struct {
	Name string
	// Run and Build are the dependents: other sources.
	Run, Build int
	Base       Base
}

// Sources returns the number of source packages.
func (a *Archive) Sources() int { return len(a.sources) }

// Binaries returns the number of binary packages.
func (a *Archive) Binaries() int { return a.binaries }

// words is the number of 64-bit words of a set. The sources are counted in blocks of this width, so
// that memory stays small: 256 bytes for each binary package.
const words = 32

// Counts returns the counts of every source, in the order of the archive. Cost: about half a second
// for 40,000 sources.
func (a *Archive) Counts() []Count {
	run, build := make([]int, len(a.sources)), make([]int, len(a.sources))
	b := block{a: a, reach: make([]uint64, words*a.parts.len())}
	for first := 0; first < len(a.sources); first += 64 * words {
		b.fill(first)
		b.count(run, build)
	}
	out := make([]Count, len(a.sources))
	for s, name := range a.sources {
		out[s] = Count{name, run[s], build[s], a.base[s]}
	}
	return out
}

// block is a set for each part: which of the sources from first on it reaches.
type block struct {
	a     *Archive
	first int
	reach []uint64
}

func (b *block) of(part int32) []uint64 { return b.reach[int(part)*words:][:words] }

// fill computes the sets. Each part needs only lower ones, so one pass is enough.
func (b *block) fill(first int) {
	b.first = first
	clear(b.reach)
	for part := range int32(b.a.parts.len()) {
		set := b.of(part)
		for _, s := range b.a.ofPart.at(part) {
			if i := int(s) - first; i >= 0 && i < 64*words {
				set[i/64] |= 1 << (i % 64)
			}
		}
		for _, need := range b.a.parts.needs.at(part) {
			unite(set, b.of(need))
		}
	}
}

// count adds each source to the counts of those in the block that it needs.
func (b *block) count(run, build []int) {
	var tools, set [words]uint64
	for _, part := range b.a.tools {
		unite(tools[:], b.of(part))
	}
	for s := range int32(len(b.a.sources)) {
		set = [words]uint64{}
		for _, part := range b.a.ofSource.at(s) {
			unite(set[:], b.of(part))
		}
		b.add(run, &set, s)
		if !b.a.builds[s] {
			continue
		}
		set = tools
		for _, part := range b.a.needs.at(s) {
			unite(set[:], b.of(part))
		}
		b.add(build, &set, s)
	}
}

// add adds 1 to the count of each source in the set but the given one.
func (b *block) add(counts []int, set *[words]uint64, own int32) {
	for w, x := range set {
		for ; x != 0; x &= x - 1 {
			if s := b.first + 64*w + bits.TrailingZeros64(x); s != int(own) {
				counts[s]++
			}
		}
	}
}

func unite(set, other []uint64) {
	for i, x := range other {
		set[i] |= x
	}
}
