package baseline

import "slices"

// Standing is what is known of one project by one version, without the evidence: small enough to keep
// those of a whole list.
type Standing struct {
	Slug, Name string
	// states are places in States, in the order of the requirements; levels are those of the levels.
	states []uint8
	levels [Levels]uint8
}

// Standing returns the report without its evidence.
func (r Report) Standing(slug, name string) Standing {
	s := Standing{Slug: slug, Name: name, states: make([]uint8, len(r.Results))}
	for i, x := range r.Results {
		s.states[i] = place(x.State)
	}
	for i, l := range r.Levels {
		s.levels[i] = place(l.State)
	}
	return s
}

func place(s State) uint8 { return uint8(slices.Index(States, s)) } //nolint:gosec // there are six

// State returns the state of the i-th requirement of the version.
func (s Standing) State(i int) State { return States[s.states[i]] }

// Level returns the state of a level, from 1.
func (s Standing) Level(level int) State { return States[s.levels[level-1]] }

// Tally is one requirement over many projects.
type Tally struct {
	Requirement Requirement
	By          map[State]int
}

// Tallies counts the states of each requirement over projects that were judged by the version, in its
// order.
func Tallies(v Version, all []Standing) []Tally {
	out := make([]Tally, len(v.Requirements))
	for i, r := range v.Requirements {
		out[i] = Tally{Requirement: r, By: map[State]int{}}
		for _, s := range all {
			out[i].By[s.State(i)]++
		}
	}
	return out
}

// LevelTallies counts the states of each level over projects, from level 1.
func LevelTallies(all []Standing) []map[State]int {
	out := make([]map[State]int, Levels)
	for i := range out {
		out[i] = map[State]int{}
		for _, s := range all {
			out[i][s.Level(i+1)]++
		}
	}
	return out
}
