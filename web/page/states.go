package page

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// stateView is a page that says what happened, what is affected and where to go.
type stateView struct {
	Title, Claim, Text string
	// Reason is the id of what happened; Param and Value are what it is about, empty
	// for what is about no parameter.
	Reason, Param, Value string
	Links                []ui.Link
	// LinksAre says what the links are: "Did you mean", "Allowed".
	LinksAre string
	ID       string // of the request, for what is our fault
}

// Fail is the one place that turns an error into a page.
func (d *Deps) Fail(w http.ResponseWriter, r *http.Request, err error) {
	var miss *Missing
	if errors.As(err, &miss) {
		d.fail(w, r, http.StatusNotFound, d.missing(miss))
		return
	}
	status, v := stateOf(err, r.URL.Path)
	if status >= http.StatusInternalServerError {
		v.ID = httpx.RequestID(r.Context())
		d.Log.ErrorContext(r.Context(), "answer failed", "id", v.ID, "path", LogPath(r.URL.Path), "error", err.Error())
	}
	// A page of errors needs no data, so it is there when the store is not.
	d.fail(w, r, status, statePage(d.frame(d.Query.Present(), v.Title, v.Claim, ""), v))
}

// fail sends a page instead of what was asked for.
func (d *Deps) fail(w http.ResponseWriter, r *http.Request, status int, page templ.Component) {
	h := w.Header()
	h.Del("ETag")
	h.Set("Cache-Control", "no-store")
	if err := show(context.WithoutCancel(r.Context()), w, status, page); err != nil {
		http.Error(w, http.StatusText(status), status)
	}
}

// missing is the page for a project that is on no list.
func (d *Deps) missing(miss *Missing) templ.Component {
	list := ""
	if l := d.Query.List(""); l != nil {
		list = l.Slug
	}
	u := d.Unlisted(strings.ToValidUTF8(miss.Text, ""), list, miss.Near)
	return UnlistedPage(d.frame(d.Query.Present(), "Not on a list", u.shown()+" is not on a list here.", ""), u)
}

// stateOf returns the status and the words of an error.
func stateOf(err error, path string) (int, stateView) {
	var bad *BadValue
	var kept *NotKept
	var elsewhere *Elsewhere
	switch {
	case errors.As(err, &elsewhere):
		status := cmp.Or(elsewhere.Status, http.StatusNotFound)
		return status, stateView{
			Reason: "elsewhere", Title: http.StatusText(status), Claim: elsewhere.Text, LinksAre: "You can go to", Links: elsewhere.Links,
		}
	case errors.As(err, &bad) && bad.Missing:
		return http.StatusNotFound, badState(bad, path)
	case errors.As(err, &bad):
		return http.StatusBadRequest, badState(bad, path)
	case errors.As(err, &kept):
		return http.StatusBadRequest, keptState(kept, path)
	case errors.Is(err, health.ErrBadQuery):
		return http.StatusBadRequest, stateView{
			Reason: "bad-page", Param: "after", Title: "Invalid address", Claim: "This page link is no longer valid.",
			Text: "The value of “after” does not come from this site.", LinksAre: "You can go to", Links: []ui.Link{{Label: "the first page", Href: (&url.URL{Path: path}).EscapedPath()}},
		}
	}
	status := httpx.Status(err)
	v := stateView{
		Reason: "refused", Title: http.StatusText(status), Claim: httpx.Public(err), LinksAre: "You can go to",
		Links: []ui.Link{{Label: "Overview", Href: "/"}, {Label: "Projects", Href: "/projects"}},
	}
	if status >= http.StatusInternalServerError {
		v.Reason, v.Title, v.Claim = "failed", "Server error", "This page could not be created. The error is ours."
		v.Text = "Other pages may still work."
	}
	return status, v
}

func badState(bad *BadValue, path string) stateView {
	v := stateView{
		Reason: "not-allowed", Param: bad.Param, Value: strings.ToValidUTF8(bad.Value, ""),
		Title:    "Invalid value in the address",
		Claim:    bad.Param + "=" + Cut(strings.ToValidUTF8(bad.Value, "")) + " is not allowed.",
		Text:     "These links keep the rest of your query.",
		LinksAre: "Allowed",
	}
	if bad.Reason != "" {
		v.Reason = bad.Reason
	}
	if bad.Limit != "" {
		v.Text = "Allowed: " + bad.Limit + "."
	}
	if bad.Missing {
		v.Title, v.Claim = "Nothing is kept of that day", bad.Param+"="+Cut(strings.ToValidUTF8(bad.Value, ""))+" is before everything that is kept."
	}
	if len(bad.Links) > 0 {
		v.LinksAre, v.Links = "You can go to", slices.Clone(bad.Links)
	}
	for _, a := range bad.Allowed {
		v.Links = append(v.Links, ui.Link{Label: a, Href: allowedHref(path, bad, a)})
	}
	if len(v.Links) == 0 { // no value to choose from: the page itself is the way out
		same := url.URL{Path: path}
		v.LinksAre, v.Links = "You can go to", []ui.Link{{Label: "This page without " + bad.Param, Href: same.EscapedPath() + Encode(bad.Rest)}}
	}
	return v
}

func keptState(kept *NotKept, path string) stateView {
	return stateView{
		Reason: "weights-not-kept", Param: "weights", Title: "Other weights on a past day", Claim: "Other weights are not available for past days.",
		Text: "They are computed for the newest run only.", LinksAre: "Instead",
		Links: []ui.Link{
			{Label: "That day, as published", Href: path + Encode(kept.Day)},
			{Label: "These weights, today", Href: path + Encode(kept.Present)},
		},
	}
}

// allowedHref is the page's own address with an allowed value instead of the bad one.
func allowedHref(path string, bad *BadValue, value string) string {
	rest := maps.Clone(map[string][]string(bad.Rest))
	if rest == nil {
		rest = map[string][]string{}
	}
	rest[bad.Param] = []string{value}
	return (&url.URL{Path: path}).EscapedPath() + Encode(rest)
}
