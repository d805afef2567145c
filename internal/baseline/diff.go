package baseline

import (
	"cmp"
	"slices"
	"strings"
)

// Kind is how a requirement differs between two versions.
type Kind string

// The kinds. A requirement may be renamed, moved and reworded at once; then it has a change of each
// kind.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Renamed Kind = "renamed"
	// Moved means that other levels ask it.
	Moved Kind = "moved"
	// Reworded means that it asks something else, or of other projects.
	Reworded Kind = "reworded"
)

// Change is one difference between two versions of the catalogue. It is never a change of a
// project.
type Change struct {
	Kind Kind
	// ID is the id in the newer version, or of a removed requirement in the older one.
	ID string
	// Was is the id in the older version, of a renamed requirement only.
	Was string
	// From and To are the levels, of a moved requirement only.
	From, To []int
	// How is what the newer version changed, in words; may be empty.
	How string
}

// Changes returns what differs from the older to the newer version, sorted by id.
func Changes(older, newer Version) []Change {
	var out []Change
	kept := map[string]bool{}
	for _, r := range newer.Requirements {
		was, ok := r.in(older)
		if !ok {
			out = append(out, Change{Kind: Added, ID: r.ID})
			continue
		}
		kept[was.ID] = true
		out = append(out, r.since(was)...)
	}
	for _, r := range older.Requirements {
		if kept[r.ID] {
			continue
		}
		c := Change{Kind: Removed, ID: r.ID}
		for _, n := range newer.Retired {
			if n.ID == r.ID {
				c.How = n.How
			}
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// in returns the requirement as it is in another version, under its id or a former one.
func (r Requirement) in(v Version) (Requirement, bool) {
	for _, id := range append([]string{r.ID}, r.Was...) {
		if was, ok := v.Requirement(id); ok {
			return was, true
		}
	}
	return Requirement{}, false
}

// since returns how the requirement differs from what it was.
func (r Requirement) since(was Requirement) []Change {
	var out []Change
	if r.ID != was.ID {
		out = append(out, Change{Kind: Renamed, ID: r.ID, Was: was.ID})
	}
	if !slices.Equal(r.Levels, was.Levels) {
		out = append(out, Change{Kind: Moved, ID: r.ID, From: was.Levels, To: r.Levels})
	}
	if r.Says != was.Says || r.Active != was.Active {
		out = append(out, Change{Kind: Reworded, ID: r.ID})
	}
	if n := len(was.Changes); n < len(r.Changes) {
		for i := range out {
			out[i].How = how(r.Changes[n:])
		}
	}
	return out
}

func how(notes []Note) string {
	var all []string
	for _, n := range notes {
		all = append(all, n.How)
	}
	return strings.Join(all, " ")
}
