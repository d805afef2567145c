package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

//go:embed static
var staticFiles embed.FS

// files are the embedded files under names that hold their hash, so that a
// browser may keep them for ever.
type files struct {
	byName map[string]file   // "app.0123456789ab.css"
	hashed map[string]string // "app.css" → "/static/app.0123456789ab.css"
}

type file struct {
	content []byte
	mime    string
}

func newFiles() files {
	f := files{byName: map[string]file{}, hashed: map[string]string{}}
	entries, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	var sheets []string
	for _, e := range entries {
		content, err := fs.ReadFile(staticFiles, "static/"+e.Name())
		if err != nil {
			panic(err) // the same
		}
		if path.Ext(e.Name()) == ".css" {
			sheets = append(sheets, e.Name())
			continue
		}
		f.add(e.Name(), content)
	}
	for _, name := range sheets { // after the fonts, whose hashed names they hold
		f.add(name, f.linked(name))
	}
	return f
}

// add keeps a file under a name that holds its hash.
func (f files) add(name string, content []byte) {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	f.byName[hashed] = file{content, mimeOf(ext)}
	f.hashed[name] = "/static/" + hashed
}

// linked is a style sheet in which the names of files are their hashed addresses.
func (f files) linked(name string) []byte {
	content, err := fs.ReadFile(staticFiles, "static/"+name)
	if err != nil {
		panic(err) // as above
	}
	text := string(content)
	for file, address := range f.hashed {
		text = strings.ReplaceAll(text, "url("+file+")", "url("+address+")")
	}
	return []byte(squeezed(text))
}

// What a style sheet has for those who write it: comments, and blanks around its marks. No string of
// the sheet holds any of them.
var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssBlanks  = regexp.MustCompile(`\s+`)
	cssMarks   = regexp.MustCompile(` ?([{};]) ?|(,) `)
)

// squeezed is a style sheet without what only its authors need.
func squeezed(text string) string {
	text = cssBlanks.ReplaceAllString(cssComment.ReplaceAllString(text, ""), " ")
	return strings.ReplaceAll(cssMarks.ReplaceAllString(text, "$1$2"), ";}", "}")
}

func mimeOf(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		return "application/octet-stream"
	}
}

func (f files) assets() ui.Assets {
	return ui.Assets{
		CSS: f.hashed["app.css"], Icon: f.hashed["favicon.svg"],
		Fonts: []string{f.hashed["inter.woff2"], f.hashed["noto-serif.woff2"]},
	}
}

// routes are the addresses that show no figures.
func (f files) routes() map[string]httpx.Handler {
	return map[string]httpx.Handler{
		"/static/{file}": f.static,
		"/favicon.svg":   f.favicon,
		"/favicon.ico":   f.favicon,
		"/healthz":       healthz,
		"/":              nowhere,
	}
}

func nowhere(http.ResponseWriter, *http.Request) error {
	return page.NotFound("There is no page at this address.")
}

func (f files) static(w http.ResponseWriter, r *http.Request) error {
	x, ok := f.byName[r.PathValue("file")]
	if !ok {
		return &httpx.Error{Status: http.StatusNotFound, Public: "There is no file with this name."}
	}
	w.Header().Set("Content-Type", x.mime)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(x.content) // the reader has gone; nothing is left to tell
	return nil
}

func (f files) favicon(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, _ = w.Write(f.byName[path.Base(f.hashed["favicon.svg"])].content) // as above
	return nil
}

func healthz(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	return text(w, "ok\n")
}

func text(w http.ResponseWriter, body string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, body) // the reader has gone; nothing is left to tell
	return nil
}
