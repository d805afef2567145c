package page

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/plumbline-scorecard/plumbline/internal/httpx"
)

// freshFor is how long an answer may be shown without asking again.
const freshFor = "public, max-age=60"

// Known sets the entity tag, made of the address, of what every answer of the view
// depends on and of the parts, and reports whether the reader has that answer
// already: then it is told so, and nothing else is to be done. It is called before
// any figure is read.
func (r *Request) Known(parts ...any) bool {
	sum := sha256.New()
	fmt.Fprintln(sum, r.Version, r.HTTP.URL.Path, r.Values().Encode(), r.Assets, r.PublicURL)
	fmt.Fprintln(sum, r.Tag()...)
	fmt.Fprintln(sum, parts...)
	etag := `W/"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`
	r.W.Header().Set("ETag", etag)
	r.W.Header().Set("Cache-Control", freshFor)
	for _, known := range strings.Split(r.HTTP.Header.Get("If-None-Match"), ",") {
		if strings.TrimSpace(known) == etag {
			r.W.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// Show sends a page.
func (r *Request) Show(c templ.Component) error {
	return show(r.Context(), r.W, http.StatusOK, c)
}

// show renders a page into a buffer and sends it: a page that cannot be made is an
// error page and never half of one.
func show(ctx context.Context, w http.ResponseWriter, status int, c templ.Component) error {
	var buf bytes.Buffer
	if err := c.Render(ctx, &buf); err != nil {
		return fmt.Errorf("render the page: %w", err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(Unturned(buf.Bytes())) // the reader has gone; nothing is left to tell
	return nil
}

// Document sends a JSON document.
func (r *Request) Document(doc any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("write the document: %w", err)
	}
	r.W.Header().Set("Content-Type", "application/json; charset=utf-8")
	r.W.Header().Set("Access-Control-Allow-Origin", "*")
	r.W.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, _ = r.W.Write(buf.Bytes()) // as above
	return nil
}

// CSV sends rows as a file, the heads of the columns first. The caller makes cells with text by
// exchange.TextCell, so that none can be read as a formula.
func (r *Request) CSV(name string, rows [][]string) error {
	r.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	r.W.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_ = csv.NewWriter(r.W).WriteAll(rows) // it can only be that the reader has gone
	return nil
}

// File sends bytes as a file that is kept as it is, and that other sites may read.
func (r *Request) File(name, contentType string, body []byte) error {
	r.W.Header().Set("Content-Type", contentType)
	r.W.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	r.W.Header().Set("Access-Control-Allow-Origin", "*")
	_, _ = r.W.Write(body) // the reader has gone; nothing is left to tell
	return nil
}

// NotFound returns the error of an address that leads nowhere, in words for people.
func NotFound(public string) error {
	return &httpx.Error{Status: http.StatusNotFound, Public: public}
}

// Rank is a rank in JSON: null where there is none.
func Rank(n int) *int {
	if n <= 0 {
		return nil
	}
	return &n
}
