// Package practice is the pages of Scorecard checks over a list: all of them, and one with its
// definition, the projects by result and its past; and the same as JSON and CSV.
package practice

import (
	"maps"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	of := func(show func(maker) error) page.Handler {
		return func(r *page.Request) error { return show(maker{r}) }
	}
	return []page.Route{
		{Pattern: "/checks", Handler: of(maker.all), Nav: "Checks", Of: page.NamedList},
		{Pattern: "/checks.json", Handler: of(maker.all), Of: page.NamedList},
		{Pattern: "/checks.csv", Handler: of(maker.all), Of: page.NamedList},
		{Pattern: "/checks/{check}", Handler: of(maker.one), Of: page.NamedList},
	}
}

// maker makes the answer to one request.
type maker struct{ *page.Request }

// form returns a text without ".json" or ".csv", and which of them it ended with.
func form(text string) (bare, form string) {
	for _, f := range []string{".json", ".csv"} {
		if bare, ok := strings.CutSuffix(text, f); ok {
			return bare, f
		}
	}
	return text, ""
}

// to returns the address of another page about the same list on the same day.
func (s maker) to(path string, more url.Values) string {
	v := s.Carried()
	maps.Copy(v, more)
	return path + page.Encode(v)
}

// rows returns the address of the projects with a result of a check, the most critical first.
func (s maker) rows(state ranking.CheckState, id field.ID) string {
	return s.to("/projects", url.Values{string(state): {string(id)}, "sort": {string(ranking.SortCriticality)}})
}

// unknownCheck is the answer for a check that does not exist, with those of similar names.
func (s maker) unknownCheck(name string) error {
	out := &page.Elsewhere{Text: "No check has the name “" + page.Cut(name) + "”."}
	for _, hit := range s.Query.NearestThings(name) {
		if hit.Kind == query.KindCheck {
			if f, ok := field.ByID(field.ID(hit.Key)); ok && f.Source == field.SourceScorecard {
				out.Links = append(out.Links, ui.Link{Label: f.Label, Href: page.CheckHref(hit.Key)})
			}
		}
	}
	out.Links = append(out.Links, ui.Link{Label: "All checks", Href: "/checks"})
	return out
}
