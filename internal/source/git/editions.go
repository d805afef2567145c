package git

import (
	"maps"
	"slices"
	"strings"
)

const (
	// editionHabit is from how many versions on a word behind a version's number is a habit.
	editionHabit = 3
	// manyEditions is how many versions with two such words at a time are a habit.
	manyEditions = 2
)

// edition returns the words behind a version's number that name a variant of it: "pro-personal",
// "npm", "x64"; empty if they say something else, as that the version was corrected.
func edition(after []string) string {
	if len(after) > 0 && isWord(after[0]) {
		return "" // letters glued to a number count on from z: "0.9.8za"
	}
	var out []string
	for i, t := range after {
		w := strings.ToLower(t)
		switch {
		case isWord(w):
			if finalWords[w] || revisionWords[w] || correctionWords[w] || len(after) <= i+1 && len(w) == 1 {
				return ""
			}
			out = append(out, w)
		case isNumber(w):
			if i == 0 || !isWord(after[i-1]) {
				return "" // a count of its own
			}
			out[len(out)-1] += w
		}
	}
	return strings.Join(out, "-")
}

// withoutEditions leaves out the tags of variants of a version that has a tag of its own, where the
// repository has such variants by habit: an edition for customers, what is built for one platform.
func withoutEditions(tags []tag) []tag {
	key := func(t tag) string { return numbersBefore(t, len(t.version.numbers)) }
	plains := map[string]bool{}
	for _, t := range tags {
		if t.version.bare && t.version.mark == plain {
			plains[key(t)] = true
		}
	}
	variant := func(t tag) bool { return t.version.edition != "" && t.version.mark == plain && plains[key(t)] }
	words, versions := map[string]map[string]bool{}, map[string]map[string]bool{}
	add := func(to map[string]map[string]bool, k, v string) {
		if to[k] == nil {
			to[k] = map[string]bool{}
		}
		to[k][v] = true
	}
	for _, t := range tags {
		if variant(t) {
			add(words, t.version.edition, key(t))
			add(versions, key(t), t.version.edition)
		}
	}
	both := map[string]int{} // versions with two words at a time, by word
	for _, all := range versions {
		for w := range all {
			if len(all) >= 2 {
				both[w]++
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(tags), func(t tag) bool {
		if !variant(t) {
			return false
		}
		w := t.version.edition
		if len(words[w]) >= editionHabit || both[w] >= manyEditions {
			return true
		}
		// a further word beside two that are a habit
		return slices.ContainsFunc(slices.Collect(maps.Keys(versions[key(t)])), func(o string) bool { return both[o] >= manyEditions })
	})
}
