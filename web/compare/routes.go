// Package compare is the page of projects side by side, of one project at two dates and of one list at
// two dates, and the same as JSON and CSV.
package compare

import (
	"net/http"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// address is that of the page, without the ending of a format.
const address = "/compare"

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: address, Handler: show, Of: listOf, Nav: "Compare"},
		{Pattern: address + ".json", Handler: show, Of: listOf},
		{Pattern: address + ".csv", Handler: show, Of: listOf},
	}
}

// listOf is the list of the first project an address names, or else the list it names.
func listOf(q *query.Reader, r *http.Request) string {
	for _, text := range r.URL.Query()[paramProject] {
		if e, ok := q.Entry(strings.TrimSpace(text)); ok {
			return e.List.Slug
		}
	}
	return page.NamedList(q, r)
}

// show answers with the page of what an address asks for, or with the same as JSON or CSV.
func show(r *page.Request) error {
	m := maker{Request: r}
	a, elsewhere, err := m.parse()
	if err != nil {
		return err
	}
	if elsewhere != "" {
		return r.Redirect(elsewhere, http.StatusSeeOther)
	}
	switch {
	case a.HasDates && len(a.Projects) == 1:
		return m.projectDates(a)
	case a.HasDates && len(a.Projects) == 0:
		return m.listDates(a)
	case len(a.known()) > 1:
		return m.side(a)
	}
	return m.pick(a)
}

// maker makes the page of one request.
type maker struct{ *page.Request }

// format is the ending of the address: "json", "csv" or empty.
func (m maker) format() string {
	_, ending, _ := strings.Cut(m.HTTP.URL.Path, ".")
	return ending
}
