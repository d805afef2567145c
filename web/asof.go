package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// maker makes the answer to one request: the site, and the list as of the day the
// request asks for.
type maker struct {
	*server
	*query.View
}

// notKept is a query for other weights on a day of the past.
type notKept struct {
	// Day is the address without the weights, Present the one without the day.
	Day, Present url.Values
}

func (e *notKept) Error() string { return "other weights are not kept for past days" }

// listOf returns the slug of the list a request is about; empty for the first.
type listOf func(s *server, r *http.Request) string

func firstList(*server, *http.Request) string { return "" }

// namedList is the list an address names.
func namedList(_ *server, r *http.Request) string { return r.URL.Query().Get("list") }

// projectList is the list of the project an address names, or the one named beside it.
func projectList(s *server, r *http.Request) string {
	slug := strings.TrimSuffix(r.PathValue("slug"), ".json")
	if e, ok := s.reader.Entry(slug); ok {
		return e.List.Slug
	}
	return namedList(s, r)
}

// asOf has a page answer about the day its address asks for.
func (s *server) asOf(list listOf, page func(*maker, http.ResponseWriter, *http.Request) error) httpx.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		q := r.URL.Query()
		day := q.Get(query.AsOf)
		if day == "" && q.Has(query.AsOf) {
			day = " " // asked for, and no day
		}
		v, err := s.reader.View(r.Context(), list(s, r), day)
		var bad *query.AsOfError
		if errors.As(err, &bad) {
			rest := r.URL.Query()
			rest.Del(query.AsOf)
			return &badValue{Param: query.AsOf, Value: q.Get(query.AsOf), Limit: bad.Allowed, Rest: rest}
		}
		if err != nil {
			return err
		}
		return page(&maker{s, v}, w, r)
	}
}

// now has a page answer about the present, whatever its address asks for.
func (s *server) now(list listOf, page func(*maker, http.ResponseWriter, *http.Request) error) httpx.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := s.reader.View(r.Context(), list(s, r), "")
		if err != nil {
			return err
		}
		return page(&maker{s, v}, w, r)
	}
}

// asOfNotice says which figures these are. Those of today are the newest there are:
// nobody is to take them for old.
func asOfNotice(v *query.View) ui.Notice {
	n := ui.Notice{
		Claim: "As of " + strings.Replace(ui.DayOf(v.Day), query.RunPrefix, "run ", 1) + ", not of today.",
		Link:  ui.Link{Label: "The figures of today", Href: "?"},
	}
	figures := fmt.Sprintf("These are the figures run %d published on %s, with their ages then. ", v.Run.ID, ui.Day(v.Run.Finished))
	if v.Open {
		n.Kind, n.Claim = "plain", "As of today, the newest run."
		figures = fmt.Sprintf("Run %d was published on %s. Later this address shows the last run of %s (UTC). ", v.Run.ID, ui.Day(v.Run.Finished), ui.DayOf(v.Day))
		n.Link.Label = "The page without a day"
	}
	if !v.Run.AsOf.IsZero() {
		figures += "They describe " + ui.Day(v.Run.AsOf) + ". "
	}
	n.Text = figures + "Entries of the list are those of today; places among peers and under other weights are not kept. " + v.Assumed
	return n
}
