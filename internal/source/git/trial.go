package git

import (
	"fmt"
	"slices"
)

// trialNumbers returns the names of tags that are trials of a coming version by the project's own
// way of counting.
func trialNumbers(tags []tag) map[string]bool {
	trials := highNumbers(tags)
	for _, t := range oddMinors(tags, trials) {
		trials[t.name] = true
	}
	for _, t := range lettersBefore(tags) {
		trials[t.name] = true
	}
	return trials
}

// highNumbers returns the names of tags that precede the next version by their number, as GNU and
// many other projects count: 2.72.90 comes before 2.73, 2.42.9000 before 2.43. A project that
// counted up to that number just had many versions.
func highNumbers(tags []tag) map[string]bool {
	counted := map[string]bool{}
	for _, t := range tags {
		for i, n := range t.version.numbers {
			if n >= 20 && n < 90 {
				counted[numbersBefore(t, i)] = true
			}
		}
	}
	trials := map[string]bool{}
	for _, t := range tags {
		for i, n := range t.version.numbers {
			if i >= 2 && (n >= 90 && n < 100 || n >= 9000 && n < 9100) && !counted[numbersBefore(t, i)] {
				trials[t.name] = true
			}
		}
	}
	return trials
}

// oddMinors returns the tags of development series where a project counts them by odd numbers: 2.89
// leads to 2.90. It does so for a major version if all of at least three series with a trial's high
// number are odd.
func oddMinors(tags []tag, high map[string]bool) []tag {
	type series struct{ odd, even map[int]bool }
	seen := map[string]series{}
	for _, t := range tags {
		if !high[t.name] {
			continue
		}
		key, minor := numbersBefore(t, 1), t.version.numbers[1]
		s, ok := seen[key]
		if !ok {
			s = series{map[int]bool{}, map[int]bool{}}
			seen[key] = s
		}
		if minor%2 == 1 {
			s.odd[minor] = true
		} else {
			s.even[minor] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(tags), func(t tag) bool {
		if len(t.version.numbers) < 2 || t.version.numbers[1]%2 == 0 {
			return true
		}
		s := seen[numbersBefore(t, 1)]
		return len(s.odd) < 3 || len(s.even) > 0
	})
}

// lettersBefore returns the tags whose letter marks a trial, because the version without a letter
// came later: 2.72a before 2.72. Elsewhere a letter marks a correction: 1.0.2a after 1.0.2.
// The habit of the line decides where the version without a letter is not there.
func lettersBefore(tags []tag) []tag {
	bare := map[string]int64{}
	for _, t := range tags {
		if key := numbersBefore(t, len(t.version.numbers)); !t.version.letter && t.version.mark != early {
			if at, ok := bare[key]; !ok || t.at < at {
				bare[key] = t.at
			}
		}
	}
	balance := map[string]int{} // trials less corrections, by line
	for _, t := range tags {
		if at, ok := bare[numbersBefore(t, len(t.version.numbers)-1)]; ok && t.version.letter {
			if t.at < at {
				balance[t.version.line]++
			} else {
				balance[t.version.line]--
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(tags), func(t tag) bool {
		if !t.version.letter {
			return true
		}
		if at, ok := bare[numbersBefore(t, len(t.version.numbers)-1)]; ok {
			return t.at >= at
		}
		return balance[t.version.line] <= 0
	})
}

// numbersBefore returns a key of a tag's line and its numbers before the i-th.
func numbersBefore(t tag, i int) string { return fmt.Sprint(t.version.line, t.version.numbers[:i]) }
