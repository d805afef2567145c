package main

import (
	"regexp"
	"strings"
	"time"
)

// normaliser takes out of a text what differs between two processes that do the
// same: addresses, folders, versions, hashed file names and instants of now.
type normaliser struct {
	names *strings.Replacer
	// from and to enclose the instants that are of this comparison: when it ran,
	// and the turns of the day that follows.
	from, to time.Time
}

// newNormaliser returns the normaliser of a build that works in the folder and
// calls itself by the version.
func newNormaliser(binary, dir, version string, began time.Time) *normaliser {
	pairs := []string{dir, "DIR", binary, "plumbline"}
	if !strings.HasPrefix(version, "dev") { // "dev" alone is part of many words
		pairs = append(pairs, version, "VERSION")
	}
	return &normaliser{
		names: strings.NewReplacer(pairs...),
		from:  began.UTC().Add(-time.Minute),
		to:    began.UTC().Add(25 * time.Hour),
	}
}

// instant matches how JSON, CSV and pages write an instant.
var instant = regexp.MustCompile(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?|\d{1,2} [A-Z][a-z]{2} \d{4},? \d\d:\d\d`)

// layouts are those of instant. A fraction of a second is read after any of
// them that has seconds.
var layouts = []string{
	"2006-01-02T15:04:05Z", "2006-01-02T15:04Z", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05Z", "2006-01-02 15:04Z", "2006-01-02 15:04:05", "2006-01-02 15:04",
	"2 Jan 2006, 15:04", "2 Jan 2006 15:04",
}

// patterns are what else differs by the process, and what takes its place.
var patterns = []struct {
	find *regexp.Regexp
	put  string
}{
	{regexp.MustCompile(`\b(127\.0\.0\.1|localhost):\d{4,5}\b`), "HOST"},
	{regexp.MustCompile(`\bdev(-[0-9a-f]{12})?\b`), "VERSION"},
	{regexp.MustCompile(`(/static/[\w-]+)\.[0-9a-f]{12}\.`), "$1.HASH."},
	{regexp.MustCompile(`(\d+\.\d) a minute · (\d+ failed) · \w+ left`), "N a minute · $2 · T left"},
	{regexp.MustCompile(`\d+\.\d GiB free`), "N GiB free"},
	{regexp.MustCompile(`(data-l="Took"[^>]*>(?:\s*<[^>]*>)*)[\d.,]+[^<]*`), "${1}T"},
}

// text returns the text without what differs by the process.
func (n *normaliser) text(s string) string {
	s = n.names.Replace(s)
	for _, p := range patterns {
		s = p.find.ReplaceAllString(s, p.put)
	}
	return instant.ReplaceAllStringFunc(s, func(at string) string {
		for _, layout := range layouts {
			t, err := time.Parse(layout, at)
			if err == nil && !t.Before(n.from.Truncate(time.Minute)) && t.Before(n.to) {
				return "NOW"
			}
		}
		return at
	})
}
