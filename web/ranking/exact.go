package ranking

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/listing"
)

// exact is a project that a search names, with the name it has there.
type exact struct{ By, Name, Href, Note string }

// exact are the projects that the text names, above all that hold it. They are of every
// list, and in the table as well when it has them.
func (s maker) exact(l listing.Listing) []exact {
	var out []exact
	for _, m := range l.Found.Exact {
		x := exact{By: string(m.By), Name: m.Project.Name, Href: s.On("/p/" + m.Project.Slug)}
		if m.By != query.ByName {
			x.Note = string(m.By) + " " + m.Name
		}
		if m.List != nil && m.List.Slug != l.List.Slug {
			x.Note = strings.TrimPrefix(x.Note+" · list "+m.List.Slug, " · ")
		}
		out = append(out, x)
	}
	return out
}
