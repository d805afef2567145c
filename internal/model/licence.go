package model

import (
	"slices"
	"strings"
)

// Opens reports whether the FSF or the OSI approves a licence: an SPDX expression without
// parentheses, as the git source reads it. Where users may choose, one approved licence is enough;
// where several apply together, all must be. An exception only adds permissions. sure is false if
// the text names no licence ("other", "several", or none).
func (r ScorecardRule) Opens(expression string) (open, sure bool) {
	if expression == "" || expression == "other" || expression == "several" {
		return false, false
	}
	for choice := range strings.SplitSeq(expression, " OR ") {
		if !slices.ContainsFunc(strings.Split(choice, " AND "), r.closed) {
			return true, true
		}
	}
	return false, true
}

// closed reports whether a licence, perhaps with an exception, is not on the list.
func (r ScorecardRule) closed(licence string) bool {
	id, _, _ := strings.Cut(strings.TrimSpace(licence), " WITH ")
	for _, end := range []string{"+", "-only", "-or-later"} {
		id = strings.TrimSuffix(id, end)
	}
	return !slices.ContainsFunc(r.OpenLicences, func(o string) bool { return strings.EqualFold(o, id) })
}
