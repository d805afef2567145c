package threshold

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
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
		return levenshtein.ComputeDistance(text, name)
	}
	names = slices.Clone(names)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(far(a), far(b)) })
	return names[:min(3, len(names))]
}
