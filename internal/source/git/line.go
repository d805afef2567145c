package git

import (
	"slices"
	"strings"
)

const (
	// lineWindow is how long before the newest tag a line counts as current: three years.
	lineWindow = 1095 * day
	// ownShare is how many times more current tags another line may have before the line with the
	// project's own name no longer is the main one.
	ownShare = 4
)

// line is what the tags with one name before the number have in common.
type line struct {
	current     int // tags of the last three years
	first, last int64
	strong      bool // has a tag that is a version without doubt
	finals      bool // marks versions as final
	side        bool // packaging or pages
}

// mainLine returns the tags that are releases of the project, and the number of those that are not
// yet releases. Where a repository releases one thing besides others, only that thing counts: the
// versions with no name or the project's own, else the name that most tags have. Where no name has
// most, each package's release is one of the project.
func mainLine(tags []tag) (released []tag, earlies int) {
	tags = withoutEditions(tags)
	lines := survey(tags)
	strong := false
	for _, l := range lines {
		strong = strong || l.strong
	}
	tags = slices.DeleteFunc(slices.Clone(tags), func(t tag) bool {
		l := lines[t.version.line]
		return t.version.weak && strong && !l.strong
	})
	lines = survey(tags)
	main, one := pick(lines)
	trials := trialNumbers(tags)
	for _, t := range tags {
		l := lines[t.version.line]
		switch {
		case one && t.version.line != main && l.last >= lines[main].first:
		case !one && l.side && len(lines) > 1:
		case t.version.mark == early, t.version.mark == build && l.finals, trials[t.name]:
			earlies++
		default:
			released = append(released, t)
		}
	}
	return released, earlies
}

// survey returns the lines of tags by name.
func survey(tags []tag) map[string]*line {
	newest := int64(0)
	for _, t := range tags {
		newest = max(newest, t.at)
	}
	lines := map[string]*line{}
	for _, t := range tags {
		l := lines[t.version.line]
		if l == nil {
			l = &line{first: t.at, side: isSide(t.version.line)}
			lines[t.version.line] = l
		}
		l.first, l.last = min(l.first, t.at), max(l.last, t.at)
		l.strong = l.strong || !t.version.weak
		l.finals = l.finals || t.version.mark == final
		if t.at > newest-lineWindow && t.version.mark != early {
			l.current++
		}
	}
	return lines
}

// pick returns the name of the main line; ok is false if there is none. The versions with no name or
// the project's own are it, unless they are few, or ended before all the others began.
func pick(lines map[string]*line) (name string, ok bool) {
	own := lines[""]
	most, all, others := 0, 0, 0
	ended := own != nil
	for n, l := range lines {
		if l.side || l.current == 0 {
			continue
		}
		all += l.current
		if n != "" {
			others = max(others, l.current)
			ended = ended && own.last < l.first
		}
		if l.current > most || l.current == most && n < name {
			most, name = l.current, n
		}
	}
	if own != nil && own.current > 0 && ownShare*own.current >= others && (!ended || all-own.current < 3) {
		return "", true
	}
	return name, 2*most > all
}

// isSide reports whether a line publishes the packaging or the pages of a project.
func isSide(line string) bool {
	for w := range strings.SplitSeq(line, "-") {
		if sideLines[w] {
			return true
		}
	}
	return false
}
