package ranking

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/listing"
)

// unlisted reports whether a search alone found nothing.
func (s maker) unlisted(l listing.Listing, f foundRows) bool {
	return f.main.Matched+f.rest.Matched == 0 && l.Text != "" && len(l.Fixed) == 0 && len(l.Narrowings()) == 1 && len(l.Found.Exact) == 0
}

// near are the projects whose names look like the text, or like the name of the repository
// it is.
func (s maker) near(text string) []health.Project {
	name := query.Bare(text)
	return s.Query.Nearest(name[strings.LastIndexByte(name, '/')+1:])
}
