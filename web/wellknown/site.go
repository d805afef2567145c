// Package wellknown answers at the addresses that programs look for by themselves: robots.txt,
// sitemap.xml and security.txt. It draws no page.
package wellknown

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/query"
)

// Site is what the answers are made from.
type Site struct {
	Query *query.Reader
	// PublicURL is the address the site is known by, "https://HOST/"; empty: it is not known. The
	// host that a request names can be forged, so it is never used instead.
	PublicURL string
	// Contact is the address of the people who run the site; empty: none is named.
	Contact string
	// Pages are the addresses of pages, from the root.
	Pages []string
	Now   func() time.Time
}

// Routes returns the handlers by pattern. Their errors are pages of the site.
func (s Site) Routes() map[string]httpx.Handler {
	return map[string]httpx.Handler{
		"/robots.txt":               s.robots,
		sitemapPath:                 s.sitemap,
		sitemapParts + "{part}":     s.sitemapPart,
		"/.well-known/security.txt": s.security,
	}
}

// robots asks crawlers to leave filtered lists alone, which are without number, and names the
// sitemap, whose address must be absolute.
func (s Site) robots(w http.ResponseWriter, r *http.Request) error {
	body := "User-agent: *\nDisallow: /*?\nAllow: /\n"
	if s.PublicURL != "" {
		body += "\nSitemap: " + s.absolute(sitemapPath) + "\n"
	}
	return send(w, r, "text/plain; charset=utf-8", []byte(body))
}

// absolute returns the address of a path for readers elsewhere.
func (s Site) absolute(path string) string { return strings.TrimSuffix(s.PublicURL, "/") + path }

// send answers with the body, or that the reader has it already.
func send(w http.ResponseWriter, r *http.Request, kind string, body []byte) error {
	sum := sha256.Sum256(body)
	etag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", "public, max-age=3600")
	if strings.Contains(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(body) // the reader has gone; nothing is left to do
	return nil
}

// missing is the error of an address that has nothing to show, with the reason.
func missing(reason string) error {
	return &httpx.Error{Status: http.StatusNotFound, Public: reason}
}
