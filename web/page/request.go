package page

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/access"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Deps is what pages are made with.
type Deps struct {
	Query *query.Reader
	// Contact is the web address of the people who run the site; empty: none is named.
	Contact string
	// PublicURL is the address the site is known by, "https://HOST/"; empty: citations
	// have no host. What a request says of it can be forged, so it is never asked.
	PublicURL string
	Version   string
	// Access knows who may write; nil: no one may.
	Access *access.Guard
	// Models are the versions of the shipped model by hash, for those with a page.
	Models map[string]string
	Assets ui.Assets
	Nav    []ui.NavItem
	Log    *slog.Logger
}

// Route is one address of the site.
type Route struct {
	Pattern string
	Handler Handler
	// Post answers a form of the page, if the person may write; nil: it has none. Open lets
	// everyone send it: it is the log-in. Always lets everyone send it also where no one may write:
	// it changes nothing that others see, and the page bounds it.
	Post         Handler
	Open, Always bool
	// Private pages are for the reader alone: they are kept by no cache and listed by no search.
	Private bool
	// Nav is its label in the navigation; empty: it is not in it.
	Nav string
	// Of names the list the page is about; nil: the first.
	Of ListOf
	// Present pages are of the newest run, whatever day the address asks for.
	Present bool
}

// Href returns the address of a route without variables.
func (r Route) Href() string { return strings.TrimSuffix(r.Pattern, "{$}") }

// Handler answers a request. An error becomes a page; then nothing is sent before.
type Handler func(r *Request) error

// Request is one request with the view it is answered from.
type Request struct {
	*Deps
	*query.View
	HTTP *http.Request
	W    http.ResponseWriter
}

// Context returns the context of the request.
func (r *Request) Context() context.Context { return r.HTTP.Context() }

// Values returns the parameters of the address.
func (r *Request) Values() url.Values { return r.HTTP.URL.Query() }

// Redirect sends the reader to another address.
func (r *Request) Redirect(address string, status int) error {
	http.Redirect(r.W, r.HTTP, address, status)
	return nil
}

// ListOf returns the slug of the list a request is about; empty for the first.
type ListOf func(q *query.Reader, r *http.Request) string

// NamedList is the list an address names.
func NamedList(_ *query.Reader, r *http.Request) string { return r.URL.Query().Get("list") }

// ProjectList is the list of the project an address names by its slug, or else the
// list named beside it.
func ProjectList(q *query.Reader, r *http.Request) string {
	if e, ok := q.Entry(strings.TrimSuffix(r.PathValue("slug"), ".json")); ok {
		return e.List.Slug
	}
	return NamedList(q, r)
}

// Serve returns the handler of a route.
func (d *Deps) Serve(rt Route) http.Handler {
	h := httpx.Handle(func(w http.ResponseWriter, r *http.Request) error { return d.answer(rt, rt.Handler, w, r) }, d.Fail)
	if rt.Private {
		return private(h)
	}
	return h
}

func (d *Deps) answer(rt Route, h Handler, w http.ResponseWriter, r *http.Request) error {
	v, err := d.view(rt, r)
	if err != nil {
		return err
	}
	return h(&Request{Deps: d, View: v, HTTP: r, W: w})
}

// view returns what a request is answered from. Of an address with a day that is not
// allowed it returns a *BadValue.
func (d *Deps) view(rt Route, r *http.Request) (*query.View, error) {
	list := ""
	if rt.Of != nil {
		list = rt.Of(d.Query, r)
	}
	values := r.URL.Query()
	if rt.Present || !values.Has(query.AsOf) {
		return d.Query.View(r.Context(), list, "")
	}
	day := values.Get(query.AsOf)
	if day == "" {
		day = "?" // it was asked for: no day is not the present
	}
	v, err := d.Query.View(r.Context(), list, day)
	var bad *query.AsOfError
	if !errors.As(err, &bad) {
		return v, err
	}
	rest := r.URL.Query()
	rest.Del(query.AsOf)
	out := &BadValue{Param: query.AsOf, Value: values.Get(query.AsOf), Limit: bad.Allowed, Reason: bad.Reason, Rest: rest}
	if bad.BeforeAll() {
		out.Missing, out.Links = true, d.insteadOf(bad, r)
	}
	return nil, out
}

// insteadOf are links for a day before everything that was published: the first run, and what the
// repository of a project shows of that day.
func (d *Deps) insteadOf(bad *query.AsOfError, r *http.Request) []ui.Link {
	var out []ui.Link
	if bad.First != "" {
		rest := r.URL.Query()
		rest.Set(query.AsOf, bad.First)
		out = append(out, ui.Link{Label: "The first published day", Href: r.URL.Path + Encode(rest)})
	}
	slug := strings.TrimSuffix(r.PathValue("slug"), ".json")
	switch {
	case d.Query.HasQuarterBy(slug, bad.Value):
		out = append(out, ui.Link{Label: "That day, reconstructed from the repository", Href: Past(slug, bad.Value)})
	case d.Query.HasQuarters(slug):
		out = append(out, ui.Link{Label: "The reconstructed past, which starts later", Href: Past(slug, "")})
	}
	return out
}

// Past returns the address of the reconstructed past of a project; day may be empty.
func Past(slug, day string) string {
	if day == "" {
		return "/p/" + slug + "/past"
	}
	return "/p/" + slug + "/past" + Encode(url.Values{query.At: {day}})
}

// Listed returns the error of an address that names a list that does not exist.
func (r *Request) Listed() error {
	name := r.Values().Get("list")
	if name == "" || r.List != nil {
		return nil
	}
	rest := r.Values()
	rest.Del("list")
	return &BadValue{Param: "list", Value: Cut(name), Allowed: r.Query.Slugs(), Rest: rest}
}
