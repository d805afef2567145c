package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// freshFor is how long an answer may be shown without asking again.
const freshFor = "public, max-age=60"

// tag sets the entity tag made of everything an answer depends on, and
// reports whether the reader has it already: then nothing else is to be done.
func (s *maker) tag(w http.ResponseWriter, r *http.Request, parts ...any) bool {
	sum := sha256.New()
	fmt.Fprintln(sum, s.Version, r.URL.Path, r.URL.Query().Encode(), s.files.hashed)
	fmt.Fprintln(sum, s.View.Tag()...)
	fmt.Fprintln(sum, parts...)
	etag := `W/"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", freshFor)
	for _, known := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimSpace(known) == etag {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// show renders a page into a buffer and sends it: a page that cannot be made
// is an error page and never half of one.
func show(ctx context.Context, w http.ResponseWriter, status int, c templ.Component) error {
	var buf bytes.Buffer
	if err := c.Render(ctx, &buf); err != nil {
		return fmt.Errorf("render the page: %w", err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(buf.Bytes()) // the reader has gone; nothing is left to tell
	return nil
}

// document sends a JSON document.
func document(w http.ResponseWriter, doc any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("write the document: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, _ = w.Write(buf.Bytes()) // as above
	return nil
}

// frame returns the frame of a page at an address; current is the address of
// the navigation entry it belongs to.
func (s *maker) frame(title, description, current string) ui.Page {
	p := ui.Page{Title: title, Description: description, Assets: s.files.assets(), Version: s.Version, Weights: s.weightsNotice()}
	if s.IsPast() {
		p.Then = asOfNotice(s.View)
	}
	for _, n := range s.nav {
		n.Current = n.Href == current
		p.Nav = append(p.Nav, n)
	}
	return p
}

// dateline returns what the figures of a list's pages rest on.
func (s *maker) dateline(l *health.Curated, run health.Run, from, to, now time.Time) ui.Dateline {
	d := ui.Dateline{From: from, To: to, Now: now, Run: run.ID, Model: s.rankedBy(run), Origin: originWords(run.Origin)}
	if l != nil {
		d.List, d.Revision = l.Slug, l.Revision
		d.Notice = l.Notice
	}
	return d
}

func originWords(o health.Origin) string {
	switch o {
	case health.OriginBundle:
		return "bundled snapshot"
	case health.OriginMirror:
		return "local mirrors"
	case health.OriginAsOf:
		return "as of a past date"
	case health.OriginFile:
		return "result files"
	case health.OriginRescore:
		return "figures scored again"
	case health.OriginSynthetic:
		return "synthetic data"
	default:
		return ""
	}
}

func notFound(public string) error {
	return &httpx.Error{Status: http.StatusNotFound, Public: public}
}
