// Package lists is the pages of curated lists: all of them, and one with every entry, the reasons
// for it and how the list changed; and the same as JSON, CSV and the file itself.
package lists

import (
	"net/http"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of the family; file returns the file of a list as it was shipped, nil if
// no file is at hand. All are of the present: entries of the past are not kept.
func Routes(file func(list string) ([]byte, bool)) []page.Route {
	of := func(show func(maker) error) page.Handler {
		return func(r *page.Request) error { return show(maker{r, file}) }
	}
	return []page.Route{
		{Pattern: "/lists", Handler: of(maker.all), Nav: "Lists", Present: true},
		{Pattern: "/lists.json", Handler: of(maker.allJSON), Present: true},
		{Pattern: "/lists.csv", Handler: of(maker.allCSV), Present: true},
		{Pattern: "/lists/{slug}", Handler: of(maker.list), Of: named, Present: true},
	}
}

// maker makes the answer to one request.
type maker struct {
	*page.Request
	file func(list string) ([]byte, bool)
}

// forms are what an address of a list can end with.
var forms = []string{".json", ".csv", ".yaml"}

// slugOf returns the slug and the form that an address names.
func slugOf(r *http.Request) (slug, form string) {
	slug = r.PathValue("slug")
	for _, f := range forms {
		if bare, ok := strings.CutSuffix(slug, f); ok {
			return bare, f
		}
	}
	return slug, ""
}

// named is the list of an address. Without a slug there would be the default list.
func named(_ *query.Reader, r *http.Request) string {
	slug, _ := slugOf(r)
	if slug == "" {
		return "?"
	}
	return slug
}
