package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
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
// The day is part of it because pages tell ages in days.
func (s *server) tag(w http.ResponseWriter, r *http.Request, parts ...any) bool {
	sum := sha256.New()
	fmt.Fprintln(sum, s.Version, s.Model.SHA256, s.Model.Name(), r.URL.Path, r.URL.Query().Encode(), ui.ISO(s.Now()), s.files.hashed)
	for _, l := range s.Lists {
		fmt.Fprintln(sum, l.Slug, l.Revision)
	}
	fmt.Fprintln(sum, s.day != nil && s.day.Open)
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

// runTag is what of a run an answer depends on.
func runTag(r health.Run) []any {
	return []any{r.ID, r.List, r.Revision, r.Finished.UnixMilli(), r.Published}
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
func (s *server) frame(title, description, current string) ui.Page {
	p := ui.Page{Title: title, Description: description, Assets: s.files.assets(), Version: s.Version, Weights: s.weightsNotice()}
	if s.day != nil {
		p.Then = s.day.Notice
	}
	for _, n := range s.nav {
		n.Current = n.Href == current
		p.Nav = append(p.Nav, n)
	}
	return p
}

// list returns the list of a slug, the first when it is empty; nil when there
// is none.
func (s *server) list(slug string) *health.Curated {
	for i := range s.Lists {
		if slug == "" || s.Lists[i].Slug == slug {
			return &s.Lists[i]
		}
	}
	return nil
}

// lastRun returns the newest published run of a list, and false when there is
// none yet.
func (s *server) lastRun(ctx context.Context, list string) (health.Run, bool, error) {
	run, err := s.Reader.LastRun(ctx, list)
	switch {
	case errors.Is(err, health.ErrNotFound):
		return health.Run{}, false, nil
	case err != nil:
		return health.Run{}, false, fmt.Errorf("last run of %s: %w", list, err)
	}
	return run, true, nil
}

// dateline returns what the figures of a list's pages rest on.
func (s *server) dateline(l *health.Curated, run health.Run, from, to, now time.Time) ui.Dateline {
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
