package git

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// mark is what the name of a tag says about its version, besides the number.
type mark int

const (
	plain mark = iota // a version without a mark
	final             // marked as released: "ga", "final"
	build             // one of several builds of a version: "+36", "BUILD1"
	early             // not yet a release
)

// version is a tag's name read as a version.
type version struct {
	line    string // the name before the number, without generic words: lower-case words joined by "-"
	numbers []int  // the number, then letters and patch numbers that continue it
	letter  bool   // the last number is a letter: "1.0.2a"
	bare    bool   // no word follows the number
	edition string // the words after the number that may name a variant of the version
	mark    mark
	// weak is true if the number alone might be of another kind: a single number or a day after
	// words of any kind.
	weak bool
}

var (
	tokens = regexp.MustCompile(`[0-9]+|[A-Za-z]+|[^0-9A-Za-z]+`)
	// hash matches an abbreviated commit id, which names a state of the source and no version.
	hash  = regexp.MustCompile(`(?i)(?:^|[-_.+])g?([0-9a-f]{7,40})$`)
	digit = regexp.MustCompile(`[0-9]`)
	hexAF = regexp.MustCompile(`(?i)[a-f]`)
)

// parseVersion reads a tag's name. own is the name of the repository as words joined by "-". It
// returns false for a name that says no version.
func parseVersion(name, own string) (version, bool) {
	if namesCommit(name) {
		return version{}, false
	}
	all := tokens.FindAllString(name, -1)
	from, to := findNumber(all)
	if from == to {
		return version{}, false
	}
	v := version{}
	for i := from; i < to; i += 2 {
		v.numbers = append(v.numbers, number(all[i]))
	}
	before, after := words(all[:from]), all[to:]
	isDay := isDay(v.numbers)
	switch trimmed := trimWords(before, genericWords); {
	case strings.Join(trimmed, "-") == own && !isDay:
		// the project's own name may contain any word
	case !isPackage(all[:from]) && slices.ContainsFunc(before, isNoVersion):
		return version{}, false
	case len(trimmed) > 0 && earlyWords[trimmed[len(trimmed)-1]] && !isPackage(all[:from]):
		v.mark = early
		v.line = strings.Join(trimWords(trimmed, earlyWords), "-")
	default:
		v.line = strings.Join(trimmed, "-")
	}
	if v.line == own {
		v.line = ""
	}
	v.edition = edition(after)
	v.bare = !slices.ContainsFunc(after, isWord)
	if !v.suffix(after) {
		return version{}, false
	}
	v.weak = v.line != "" && v.mark != final && (len(v.numbers) == 1 || isDay)
	switch digits := len(all[from]); {
	case v.weak && v.mark == plain && slices.ContainsFunc(after, isOtherWord):
		return v, false // "demo-3-slides"
	case v.weak && glued(all, from):
		return v, digits > 2 // "phase2"
	case v.line == "" && len(v.numbers) == 1:
		return v, digits <= 8 || isDay
	}
	return v, true
}

// isOtherWord reports whether a word after a number does not count revisions of it.
func isOtherWord(t string) bool { return isWord(t) && len(t) > 1 && !revisionWords[strings.ToLower(t)] }

// namesCommit reports whether a tag ends with an abbreviated commit id: letters and digits, but not
// a day with a letter ("20240203a").
func namesCommit(name string) bool {
	m := hash.FindStringSubmatch(name)
	if m == nil || !digit.MatchString(m[1]) || !hexAF.MatchString(m[1]) {
		return false
	}
	return len(m[1]) != 9 || hexAF.MatchString(m[1][:8])
}

// compareVersions orders two versions by their numbers.
func compareVersions(a, b version) int { return slices.Compare(a.numbers, b.numbers) }

// findNumber returns the range of tokens of the version's number: numbers joined by one of ".", "_"
// and "-". The first number is it, unless it belongs to a name: "log4j-2.17", "bzip2-1.0.8".
func findNumber(all []string) (from, to int) {
	for i := 0; i < len(all); i++ {
		if !isNumber(all[i]) {
			continue
		}
		end := i + 1
		for end+1 < len(all) && slices.Contains([]string{".", "_", "-"}, all[end]) && isNumber(all[end+1]) {
			end += 2
		}
		switch {
		case glued(all, i) && end-i >= 5 && all[i+1] != all[i+3]:
			return i + 2, end
		case inName(all, i, end):
			i = end - 1
			continue
		}
		return i, end
	}
	return 0, 0
}

// inName reports whether the number at i is part of a name that a version follows.
func inName(all []string, i, end int) bool {
	if end-i > 1 || end >= len(all) {
		return false
	}
	next := strings.ToLower(all[end])
	if !isWord(next) && end+1 < len(all) {
		next = strings.ToLower(all[end+1])
	}
	if isMark(next) {
		return false
	}
	for j := end; j+2 < len(all); j++ {
		if isNumber(all[j]) && !isWord(all[j-1]) && all[j+1] == "." && isNumber(all[j+2]) {
			return true
		}
		if isNumber(all[j]) && !isWord(all[j-1]) && glued(all, i) {
			return true
		}
	}
	return false
}

// glued reports whether the number follows a word of a name without a separator.
func glued(all []string, i int) bool {
	return i > 0 && isWord(all[i-1]) && len(all[i-1]) > 1 && !genericWords[strings.ToLower(all[i-1])]
}

// suffix reads the tokens after the number. It returns false if they say that the tag names a branch
// or a point of the history.
func (v *version) suffix(after []string) bool {
	for i, t := range after {
		w := strings.ToLower(t)
		joined := i == 0 || isWord(after[i-1]) || isNumber(after[i-1])
		counted := i+1 < len(after) && isNumber(after[i+1])
		switch {
		case w == "x" && (i == 0 || i == 1) && !counted, isNoVersion(w), pointWords[w]:
			return false
		case isNumber(w):
			if i == 1 && strings.HasPrefix(after[0], "+") {
				v.raise(build)
			}
		case i <= 1 && (w == "p" || revisionWords[w]) && counted:
			v.numbers = append(v.numbers, number(after[i+1]))
		case i == 0 && len(w) == 1 && isWord(w) && counted:
			// "1.0b3" is a trial, "8u202" an update
			if strings.Contains("abc", w) {
				v.raise(early)
			} else {
				v.numbers = append(v.numbers, number(after[1]))
			}
		case i == 0 && len(w) == 1 && isWord(w):
			v.numbers = append(v.numbers, int(w[0]-'a')+1) // "2026b", "1.0.2a"
			v.letter = true
		case isEarly(w), !joined && counted && (w == "m" || w == "b"):
			v.raise(early)
		case w == "build":
			v.raise(build)
		case finalWords[w]:
			v.raise(final)
		}
	}
	return true
}

// raise sets a mark unless there is a stronger one.
func (v *version) raise(m mark) { v.mark = max(v.mark, m) }

func isMark(w string) bool {
	return isEarly(w) || isNoVersion(w) || pointWords[w] || finalWords[w] || w == "build" || w == "x"
}

// isPackage reports whether a name ends with "@", as package managers write the name of a package
// before its version.
func isPackage(before []string) bool {
	text := strings.Join(before, "")
	text = strings.TrimRight(text, "vV")
	return strings.HasSuffix(text, "@") && len(text) > 1
}

// words returns the words and numbers of tokens in lower case.
func words(all []string) []string {
	var out []string
	for _, t := range all {
		if isWord(t) || isNumber(t) {
			out = append(out, strings.ToLower(t))
		}
	}
	return out
}

// trimWords returns the words without those of a set, and single letters, at both ends.
func trimWords(words []string, of map[string]bool) []string {
	out := func(w string) bool { return of[w] || len(w) == 1 && isWord(w) }
	for len(words) > 0 && out(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	for len(words) > 0 && out(words[0]) {
		words = words[1:]
	}
	return words
}

// isDay reports whether a number is a day: 20260401 or 2026-04-01.
func isDay(n []int) bool {
	y, m, d := 0, 0, 0
	switch {
	case len(n) == 1 && n[0] > 19_000_000 && n[0] < 21_000_000:
		y, m, d = n[0]/10_000, n[0]/100%100, n[0]%100
	case len(n) == 3:
		y, m, d = n[0], n[1], n[2]
	}
	return y >= 1970 && y < 2100 && m >= 1 && m <= 12 && d >= 1 && d <= 31
}

func isNumber(t string) bool { return t != "" && t[0] >= '0' && t[0] <= '9' }

func isWord(t string) bool { return t != "" && (t[0]|0x20) >= 'a' && (t[0]|0x20) <= 'z' }

// number returns the value of digits. A longer number than any version has becomes the largest.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return int(^uint(0) >> 1)
	}
	return n
}
