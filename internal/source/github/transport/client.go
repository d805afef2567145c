package transport

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// maxRedirects is the maximum number of redirects: a rename and an archive are one each.
const maxRedirects = 5

// Client returns an http.Client over a Transport, or over a wrapper of one. It follows at most five
// redirects, on the original host and from the address of an archive to the archives' host, without
// credentials. Any other redirect returns an error wrapping ErrForeign. It has no timeout of its
// own, because the base has.
func Client(rt http.RoundTripper) *http.Client {
	return &http.Client{Transport: rt, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return fmt.Errorf("%w: more than %d redirects", source.ErrUnavailable, maxRedirects)
		}
		first := via[0].URL
		if fetch.SameOrigin(req.URL, first) {
			return nil
		}
		// A header set by the caller, if any.
		req.Header.Del("Authorization")
		s := siteOf(first)
		if t, ok := rt.(*Transport); ok {
			s = t.site
		}
		if s.kind(first) == link && s.kind(req.URL) == archive {
			return nil
		}
		return fmt.Errorf("%w: redirect from %s to %s", ErrForeign, first.Host, req.URL.Host)
	}}
}

// siteOf guesses the site from one of its addresses.
func siteOf(u *url.URL) site {
	api := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}
	if strings.HasPrefix(u.Path, "/api/v3/") {
		api.Path = "/api/v3/"
	}
	return newSite(api, nil)
}
