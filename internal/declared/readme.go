package declared

import (
	"slices"
	"strconv"
	"strings"
)

// Badges are what the badges of a README say. A badge that a service measures says nothing here:
// only those count whose word the maintainers chose.
type Badges struct {
	// Status is one of Statuses: the badge of repostatus.org, or the word that another badge has for
	// it. Others are different words further down.
	Status Mark
	Others []Mark
	// Kept is the year of a badge "maintained: yes, YEAR", YYYY. It says that the project is still
	// looked after, until the end of that year.
	Kept Mark
}

var (
	statusBadge = pattern(
		`(?i)repostatus\.org/badges/[a-z0-9.]{1,20}/([a-z]{2,20})(?:\.svg|\.png|_)|`,
		`repostatus\.org/?#([a-z]{2,20})\b`,
	)
	keptBadge = pattern(
		`(?i)img\.shields\.io/maintenance/(yes|no)(?:\([^)]*\))?/(\d{4})\b`,
	)
	// wordBadge matches badges of shields.io with a word for the maintenance.
	wordBadge = pattern(
		`(?i)img\.shields\.io/(?:static/v1\?label=|badge/)(?:maintained|maintenance|`,
		`maintained%3f|project[-_ %20]*status|status)(?:&message=|-)((?:[a-z0-9_%]|`,
		`--){2,40})(?:-[a-z0-9]+\b|&|\.svg)`,
	)
	noneBadge = pattern(
		`(?i)unmaintained\.tech/badge|img\.shields\.io/badge/(?:unmaintained|`,
		`no[-_]*maintenance)`,
	)
)

// badgeWords are the words of other badges, among them those of Cargo, as those of repostatus.org.
var badgeWords = map[string]string{
	"yes": "active", "active": "active", "activelydeveloped": "active",
	"activelymaintained": "active", "maintained": "active",
	"no": "unsupported", "none": "unsupported", "unmaintained": "unsupported",
	"notmaintained": "unsupported", "deprecated": "unsupported", "archived": "unsupported",
	"lookingformaintainer": "unsupported",
	"passivelymaintained":  "inactive", "asis": "inactive", "inactive": "inactive",
	"experimental": "concept", "abandoned": "abandoned",
}

// joined takes the marks between words out of the address of a badge.
var joined = strings.NewReplacer("-", "", "_", "", "%20", "", "%21", "")

// mostOthers bounds the words of further badges.
const mostOthers = 5

// ReadReadme reads the badges of a README. The error is a sentence without the text of the file.
func ReadReadme(text []byte) (Badges, error) {
	lines, err := prose(text)
	if err != nil {
		return Badges{}, err
	}
	var b Badges
	code := false
	for i, line := range lines {
		if fence.MatchString(line) {
			code = !code
		}
		if code || strings.HasPrefix(line, "    ") || strings.Contains(line, "`[![") { // shown as code
			continue
		}
		for _, m := range statusBadge.FindAllStringSubmatch(line, -1) {
			b.status(strings.ToLower(m[1]+m[2]), i+1)
		}
		if noneBadge.MatchString(line) {
			b.status("unsupported", i+1)
		}
		if m := wordBadge.FindStringSubmatch(line); m != nil {
			b.status(badgeWords[joined.Replace(strings.ToLower(m[1]))], i+1)
		}
		if m := keptBadge.FindStringSubmatch(line); m != nil {
			b.kept(m[1], m[2], i+1)
		}
	}
	return b, nil
}

// status notes a word; those that are not known say nothing.
func (b *Badges) status(word string, line int) {
	switch {
	case !slices.Contains(Statuses, word):
	case !b.Status.Stated():
		b.Status = Mark{word, line}
	case b.Status.Value == word || len(b.Others) >= mostOthers:
	case !slices.ContainsFunc(b.Others, func(m Mark) bool { return m.Value == word }):
		b.Others = append(b.Others, Mark{word, line})
	}
}

// kept notes a badge with a year.
func (b *Badges) kept(word, year string, line int) {
	if n, err := strconv.Atoi(year); err != nil || n < 2000 {
		return
	}
	if strings.EqualFold(word, "no") {
		b.status("unsupported", line)
		return
	}
	if year > b.Kept.Value {
		b.Kept = Mark{year, line}
	}
}
