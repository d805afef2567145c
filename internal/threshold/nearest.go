package threshold

import (
	"cmp"
	"slices"
	"strings"
)

// nearest returns the three names that need the fewest changed letters. A name that
// contains the text is nearer than any other.
func nearest(text string, names []string) []string {
	text = strings.ToLower(text)
	far := func(name string) int {
		name = strings.ToLower(name)
		if text != "" && strings.Contains(name, text) {
			return 0
		}
		return distance(text, name)
	}
	names = slices.Clone(names)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(far(a), far(b)) })
	return names[:min(3, len(names))]
}

// distance is the number of letters to add, drop or change (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next := min(row[j]+1, row[j+1]+1, diagonal+cost)
			diagonal = row[j+1]
			row[j+1] = next
		}
	}
	return row[len(b)]
}
