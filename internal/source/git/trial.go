package git

import (
	"slices"
	"strconv"
)

// trialNumbers returns the names of tags that are trials of a coming version by the project's own
// way of counting.
func trialNumbers(tags []tag) map[string]bool {
	trials := highNumbers(tags)
	for _, t := range oddMinors(tags, trials) {
		trials[t.name] = true
	}
	for _, t := range slices.Concat(lettersBefore(tags), unmarked(tags), datedSnapshots(tags)) {
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

// datedSnapshots returns the tags that have a day behind a version of two parts with a tag of its own:
// 6.6.20260815 is the state of that day on the way from 6.6. Without a tag of the version alone, the
// day is how the project counts its releases.
func datedSnapshots(tags []tag) []tag {
	alone := map[string]bool{}
	for _, t := range tags {
		if len(t.version.numbers) == 2 && t.version.bare && t.version.mark == plain {
			alone[numbersBefore(t, 2)] = true
		}
	}
	var out []tag
	for _, t := range tags {
		if n := t.version.numbers; len(n) == 3 && t.version.mark == plain && isDay(n[2:]) && alone[numbersBefore(t, 2)] {
			out = append(out, t)
		}
	}
	return out
}

// series is one minor version of a major version.
type series struct {
	high, marked bool  // has trials by number, or by words
	first, last  int64 // dates of versions without a mark; 0 if there are none
}

// oddMinors returns the tags of development series where a project counts them by odd numbers: 2.89
// leads to 2.90. It does so for a major version if only odd series, at least three, have trials by
// number; or if only even series, at least four, have trials by words, and each of at least three
// odd ones ended when the next began.
func oddMinors(tags []tag, high map[string]bool) []tag {
	majors := map[string]map[int]*series{}
	for _, t := range tags {
		if len(t.version.numbers) < 2 {
			continue
		}
		key, minor := numbersBefore(t, 1), t.version.numbers[1]
		if majors[key] == nil {
			majors[key] = map[int]*series{}
		}
		s := majors[key][minor]
		if s == nil {
			s = &series{}
			majors[key][minor] = s
		}
		s.high = s.high || high[t.name]
		s.marked = s.marked || t.version.mark == early
		if t.version.mark != early && !high[t.name] {
			if s.first == 0 {
				s.first = t.at
			}
			s.first, s.last = min(s.first, t.at), max(s.last, t.at)
		}
	}
	odd := map[string]bool{}
	for key, all := range majors {
		odd[key] = countsOdd(all)
	}
	return slices.DeleteFunc(slices.Clone(tags), func(t tag) bool {
		return len(t.version.numbers) < 2 || t.version.numbers[1]%2 == 0 || !odd[numbersBefore(t, 1)]
	})
}

// countsOdd reports whether the odd series of a major version are development.
func countsOdd(all map[int]*series) bool {
	var high, marked [2]int // of even and odd series
	ended, lasted := 0, 0   // odd series
	for minor, s := range all {
		if s.high {
			high[minor%2]++
		}
		if s.marked {
			marked[minor%2]++
		}
		if minor%2 == 0 || s.last == 0 {
			continue
		}
		if next := all[minor+1]; next != nil && next.first > 0 && s.last > next.first {
			lasted++
		} else {
			ended++
		}
	}
	return high[1] >= 3 && high[0] == 0 || marked[0] >= 4 && marked[1] == 0 && ended >= 3 && lasted == 0
}

// unmarked returns the tags that are only a number where a project tags each build of its development,
// and once more those that it releases: 691 and 691-rel. It does so if three versions have both tags.
func unmarked(tags []tag) []tag {
	const year = 365 * day
	finals, both := map[string]bool{}, map[string]int{}
	dates := map[string][]int64{} // of final tags, by line
	for _, t := range tags {
		if t.version.mark == final {
			finals[numbersBefore(t, len(t.version.numbers))] = true
			dates[t.version.line] = append(dates[t.version.line], t.at)
		}
	}
	for _, t := range tags {
		if t.version.mark == plain && t.version.bare && finals[numbersBefore(t, len(t.version.numbers))] {
			both[t.version.line]++
		}
	}
	return slices.DeleteFunc(slices.Clone(tags), func(t tag) bool {
		if t.version.mark != plain || !t.version.bare || both[t.version.line] < 3 {
			return true
		}
		return !slices.ContainsFunc(dates[t.version.line], func(at int64) bool { return t.at >= at-year && t.at <= at+year })
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
func numbersBefore(t tag, i int) string {
	key := append(make([]byte, 0, 64), t.version.line...)
	for _, n := range t.version.numbers[:i] {
		key = strconv.AppendInt(append(key, ' '), int64(n), 10)
	}
	return string(key)
}
