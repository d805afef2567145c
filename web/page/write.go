package page

import (
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/a-h/templ"

	"github.com/plumbline-scorecard/plumbline/internal/access"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Shortlists is the address of the page of a shortlist; below it are those that are kept, each by a
// token that no log may hold.
const Shortlists = "/shortlists"

// LogIn is the address of the log-in.
const LogIn = "/login"

// mostForm is how many bytes a form may have: a shortlist of full notes, escaped. mostOpen is how many
// one may have that anyone can send.
const mostForm, mostOpen = 4 << 20, 8 << 10

// ErrOff is the answer of what writes on a site where no one may.
func ErrOff() error { return NotFound(access.Off) }

// errNotLoggedIn is the answer to a form of a person who may not write.
var errNotLoggedIn = &Elsewhere{Status: http.StatusForbidden, Text: "Log in first. Nothing was changed.", Links: []ui.Link{{Label: "Log in", Href: LogIn}}}

// tokenLike is a word as long as a token, of its letters.
var tokenLike = regexp.MustCompile(`[A-Za-z0-9_-]{43,}`)

// LogPath returns the path of a request as logs may hold it: without the token of a shortlist, also
// where the address is wrong.
func LogPath(path string) string {
	parts := strings.Split(path, "/")
	below := false
	for i, part := range parts {
		switch {
		case below && part != "" && part != "new":
			parts[i] = "…"
		default:
			parts[i] = tokenLike.ReplaceAllString(part, "…")
		}
		below = below || "/"+strings.ToLower(part) == Shortlists
	}
	return strings.Join(parts, "/")
}

// Write returns the handler of the form of a route. Where no one may write it is not there, unless it
// is for everyone.
func (d *Deps) Write(rt Route) http.Handler {
	return private(httpx.Handle(func(w http.ResponseWriter, r *http.Request) error {
		open := rt.Open || rt.Always
		if !rt.Always && !d.Access.On() {
			return ErrOff()
		}
		if !open && !d.Access.MayWrite(r) {
			return errNotLoggedIn
		}
		most := int64(mostForm)
		if open {
			most = mostOpen
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		if err := r.ParseForm(); err != nil {
			return formError(err)
		}
		return d.answer(rt, rt.Post, w, r)
	}, d.Fail))
}

func formError(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &httpx.Error{Status: http.StatusRequestEntityTooLarge, Public: "This form is too large. Nothing was changed.", Cause: err}
	}
	return &httpx.Error{Status: http.StatusBadRequest, Public: "This form cannot be read. Nothing was changed.", Cause: err}
}

// private marks answers as for one reader: no cache keeps them and no search lists them.
func private(next http.Handler) http.Handler {
	return httpx.WithPrivate(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		// With no-referrer, browsers send a form over plain http with the origin “null”, which is no proof
		// that it is ours. Other sites learn nothing of the address by this either.
		w.Header().Set("Referrer-Policy", "same-origin")
		next.ServeHTTP(w, r)
	}))
}

// MayWrite reports whether the person of the request may write.
func (r *Request) MayWrite() bool { return r.Access.MayWrite(r.HTTP) }

// ShowStatus sends a page with a status.
func (r *Request) ShowStatus(status int, c templ.Component) error {
	return show(r.Context(), r.W, status, c)
}
