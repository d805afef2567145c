package portfolio

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
)

// Ground is the curated data that a funder decides by. None of it changes a score.
type Ground struct {
	// SHA256 names the files that it was read from, for caches.
	SHA256    string
	Catalogue remedy.Catalogue
	// Programmes are in the order of the file.
	Programmes []Programme
	// Applications are the categories of lists whose projects are software for end users.
	Applications []string
	// Unclear are the categories that have both software for end users and base technology.
	Unclear []string
	// NotFree are licences that are known not to be free, as SPDX ids.
	NotFree []string
	// Facts are what the editors read about projects, by slug; Grants are what they got, newest
	// first, by slug.
	Facts  map[string]funding.Facts
	Grants map[string][]funding.Grant
}

// Programme returns the one with the id, and false if there is none.
func (g Ground) Programme(id string) (Programme, bool) {
	i := slices.IndexFunc(g.Programmes, func(p Programme) bool { return p.ID == id })
	if i < 0 {
		return Programme{}, false
	}
	return g.Programmes[i], true
}

// IsFree says whether a licence, as the git source reads it, is a free one. It is No only if every
// licence that users may choose is known not to be free: no list of free licences is complete.
func (g Ground) IsFree(r model.ScorecardRule, expression string) funding.Answer {
	open, sure := r.Opens(expression)
	switch {
	case !sure:
		return funding.Unknown
	case open:
		return funding.Yes
	}
	for choice := range strings.SplitSeq(expression, " OR ") {
		if !slices.ContainsFunc(strings.Split(choice, " AND "), func(id string) bool { return slices.Contains(g.NotFree, strings.TrimSpace(id)) }) {
			return funding.Unknown
		}
	}
	return funding.No
}

// IsApplication reports whether the projects of a category are software for end users.
func (g Ground) IsApplication(category string) funding.Answer {
	if category == "" || slices.Contains(g.Unclear, category) {
		return funding.Unknown
	}
	return funding.Of(slices.Contains(g.Applications, category))
}
