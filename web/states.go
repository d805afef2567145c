package web

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// stateView is a page that says what happened, what is affected and where to go.
type stateView struct {
	Title, Claim, Text string
	Links              []ui.Link
	// LinksAre says what the links are: "Did you mean", "Allowed".
	LinksAre string
	ID       string // of the request, for what is our fault
}

// missing is a page that is not there, with what may have been meant.
type missing struct {
	text string
	near []health.Project
}

func (e *missing) Error() string { return "nothing is listed under " + e.text }

// fail is the one place that turns an error into a page.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, v := explain(err, r.URL.Path)
	if status >= http.StatusInternalServerError {
		v.ID = httpx.RequestID(r.Context())
		s.Log.ErrorContext(r.Context(), "answer failed", "id", v.ID, "path", r.URL.Path, "error", err.Error())
	}
	h := w.Header()
	h.Del("ETag")
	h.Set("Cache-Control", "no-store")
	// A page of errors needs no data, so it is there when the store is not.
	m := &maker{s, &query.View{Model: s.Model, Now: s.Now()}}
	page := m.frame(v.Title, v.Claim, "")
	if err := show(context.WithoutCancel(r.Context()), w, status, statePage(page, v)); err != nil {
		http.Error(w, http.StatusText(status), status)
	}
}

// explain returns the status and the words of an error.
func explain(err error, path string) (int, stateView) {
	var bad *badValue
	var kept *notKept
	var miss *missing
	switch {
	case errors.As(err, &bad):
		v := stateView{Title: "A bad value in the address", Claim: bad.Param + "=" + cut(strings.ToValidUTF8(bad.Value, "")) + " is not allowed.", LinksAre: "Allowed"}
		v.Text = "The rest of your query is kept in these links."
		if bad.Limit != "" {
			v.Text = "Allowed: " + bad.Limit + "."
		}
		for _, a := range bad.Allowed {
			v.Links = append(v.Links, ui.Link{Label: a, Href: allowedHref(path, bad, a)})
		}
		return http.StatusBadRequest, v
	case errors.As(err, &kept):
		return http.StatusBadRequest, stateView{
			Title: "Other weights on a past day", Claim: "Other weights are not kept for past days.", Text: "Places under them are worked out for the newest run alone.", LinksAre: "Instead",
			Links: []ui.Link{{Label: "That day, as published", Href: path + encode(kept.Day)}, {Label: "These weights, today", Href: path + encode(kept.Present)}},
		}
	case errors.Is(err, health.ErrBadQuery):
		return http.StatusBadRequest, stateView{
			Title: "A bad value in the address", Claim: "This page of the list cannot be found again.",
			Text: "The value of “after” is not one we gave out.", LinksAre: "Instead", Links: []ui.Link{{Label: "The first page", Href: "/projects"}},
		}
	case errors.As(err, &miss):
		v := stateView{Title: "Not found", Claim: "Nothing is listed under " + miss.text + ".", LinksAre: "Did you mean"}
		for _, p := range miss.near {
			v.Links = append(v.Links, ui.Link{Label: p.Name, Href: "/p/" + p.Slug})
		}
		v.Links = append(v.Links, ui.Link{Label: "Search for “" + miss.text + "”", Href: "/projects" + encode(map[string][]string{"q": {miss.text}})})
		if len(miss.near) == 0 {
			v.LinksAre = "Try"
		}
		v.Text = "Only projects on a curated list have a page."
		return http.StatusNotFound, v
	}
	status := httpx.Status(err)
	v := stateView{Title: http.StatusText(status), Claim: httpx.Public(err), LinksAre: "Go on with", Links: []ui.Link{{Label: "Overview", Href: "/"}, {Label: "Projects", Href: "/projects"}}}
	if status >= http.StatusInternalServerError {
		v.Title, v.Claim = "Our fault", "This page could not be made."
		v.Text = "Other pages may work."
	}
	return status, v
}

// allowedHref is the address with an allowed value instead of the bad one.
func allowedHref(path string, bad *badValue, value string) string {
	if !strings.HasPrefix(path, "/projects") && path != "/status" {
		path = "/projects"
	}
	rest := maps.Clone(map[string][]string(bad.Rest))
	if rest == nil {
		rest = map[string][]string{}
	}
	rest[bad.Param] = []string{value}
	return path + encode(rest)
}

func (s *server) nowhere(http.ResponseWriter, *http.Request) error {
	return notFound("There is no page at this address.")
}
