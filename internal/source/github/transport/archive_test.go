package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

func archiveHost(t *testing.T, answer http.HandlerFunc) *host {
	t.Helper()
	return newHost(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/repos/") {
			http.Redirect(w, r, "/codeload/example-org/a/legacy.tar.gz/refs/heads/main", http.StatusFound)
			return
		}
		answer(w, r)
	})
}

const archivePath = "/repos/example-org/a/tarball/main"

func TestArchive_aWholeOneArrivesAsItIs(t *testing.T) {
	t.Parallel()
	want := tarball(t, entry{name: "a-1/", kind: '5'}, entry{name: "a-1/README.md", body: "hello"})
	h := archiveHost(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-gzip")
		_, _ = w.Write(want)
	})
	dir := t.TempDir()
	tr := newTransport(t, h, Config{Dir: dir, Credentials: []Credential{owner("example-a", canary)}})
	_, got, err := h.get(t, tr, archivePath)
	if err != nil || got != string(want) {
		t.Fatalf("got %d bytes, error %v, want %d", len(got), err, len(want))
	}
	seen := h.requests()
	if len(seen) != 2 || seen[0].token != canary || seen[1].header.Get("Authorization") != "" {
		t.Errorf("the host saw %+v, want the token at the API alone", seen)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left in the folder: %v, error %v", left, err)
	}
}

func TestArchive_whatIsNoneIsAnErrorOfTheRequest(t *testing.T) {
	t.Parallel()
	whole := tarball(t, entry{name: "a-1/README.md", body: strings.Repeat("hello ", 1000)})
	status := func(s int) http.HandlerFunc { return content(s, "", whole) } // with an archive, even so
	body := func(kind string, b []byte) http.HandlerFunc { return content(http.StatusOK, kind, b) }
	for name, row := range map[string]struct {
		answer http.HandlerFunc
		want   error
	}{
		"404":             {status(404), source.ErrUnavailable},
		"403":             {status(403), source.ErrUnavailable},
		"451":             {status(451), source.ErrBlocked},
		"500":             {status(500), source.ErrUnavailable},
		"204":             {status(204), source.ErrUnavailable},
		"206":             {status(206), source.ErrUnavailable},
		"HTML":            {body("text/html; charset=utf-8", whole), source.ErrUnavailable},
		"HTML, not said":  {body("application/x-gzip", []byte("<!DOCTYPE html><html>sorry</html>")), source.ErrUnavailable},
		"JSON":            {body("application/json", []byte(`{"message":"no"}`)), source.ErrUnavailable},
		"empty":           {body("application/x-gzip", nil), source.ErrUnavailable},
		"cut in the gzip": {body("application/x-gzip", whole[:len(whole)/2]), source.ErrUnavailable},
		"cut at its end":  {body("", whole[:len(whole)-1]), source.ErrUnavailable},
		"one byte":        {body("", whole[:1]), source.ErrUnavailable},
		"garbage behind":  {body("application/x-gzip", append(append([]byte(nil), whole...), "garbage"...)), source.ErrUnavailable},
		"a byte wrong":    {body("application/x-gzip", flipped(whole)), source.ErrUnavailable},
		"no file in it":   {body("application/x-gzip", tarball(t, entry{name: "a-1/", kind: '5'})), source.ErrUnavailable},
		"redirect away": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://elsewhere.invalid/", http.StatusFound)
		}, ErrForeign},
		"redirect nowhere": {status(302), source.ErrUnavailable},
		"half of a length": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
			_, _ = w.Write(whole[:len(whole)/2])
		}, source.ErrUnavailable},
	} {
		h := archiveHost(t, row.answer)
		dir := t.TempDir()
		tr := newTransport(t, h, Config{Dir: dir, Base: testBase(t, fetch.BaseConfig{Idle: time.Second})})
		status, got, err := h.get(t, tr, archivePath)
		if !errors.Is(err, row.want) || status != 0 {
			t.Errorf("%s: got %d with %d bytes, error %v, want %v", name, status, len(got), err, row.want)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("%s: left in the folder: %v, error %v", name, left, err)
		}
	}
}

func content(status int, kind string, b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if kind != "" {
			w.Header().Set("Content-Type", kind)
		}
		w.WriteHeader(status)
		_, _ = w.Write(b)
	}
}

func flipped(b []byte) []byte {
	c := append([]byte(nil), b...)
	c[len(c)/2] ^= 0x10
	return c
}

func TestArchive_bombsAreStoppedAtTheLimit(t *testing.T) {
	t.Parallel()
	many := make([]entry, 60)
	for i := range many {
		many[i] = entry{name: fmt.Sprintf("a-1/f%d", i), body: "x"}
	}
	noise := make([]byte, 300<<10)
	for i := range noise {
		noise[i] = byte(i*i>>3 ^ i*7)
	}
	limits := ArchiveLimits{Compressed: 100 << 10, Expanded: 1 << 20, Entries: 50, File: 1 << 20}
	for name, content := range map[string][]byte{
		"expanded":    tarball(t, entry{name: "a-1/zeros", body: strings.Repeat("\x00", 8<<20)}),
		"files":       tarball(t, many...),
		"compressed":  append(tarball(t, entry{name: "a-1/f", body: "x"}), noise...),
		"behind it":   behind(t, 4<<20),
		"folders":     tarball(t, folders(60)...),
		"long names":  tarball(t, entry{name: "a-1/" + strings.Repeat("n", 5000), body: "x"}),
		"pax headers": tarball(t, entry{name: "a-1/" + strings.Repeat("d/", 1000) + strings.Repeat("n", 4000), body: "x"}),
	} {
		h := archiveHost(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(content) })
		tr := newTransport(t, h, Config{Dir: t.TempDir(), Limits: Limits{Archive: limits}})
		want := source.ErrLimit
		if name == "compressed" {
			want = source.ErrUnavailable // garbage behind the end is damage first
		}
		if _, _, err := h.get(t, tr, archivePath); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", name, err, want)
		}
	}
	h := archiveHost(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(tarball(t, entry{name: "a-1/f", body: string(noise)}))
	})
	tr := newTransport(t, h, Config{Dir: t.TempDir(), Limits: Limits{Archive: ArchiveLimits{Compressed: 2 << 10}}})
	if _, _, err := h.get(t, tr, archivePath); !errors.Is(err, source.ErrLimit) {
		t.Errorf("compressed bytes: got %v, want ErrLimit", err)
	}
}

func folders(n int) []entry {
	out := make([]entry, n)
	for i := range out {
		out[i] = entry{name: fmt.Sprintf("a-1/d%d/", i), kind: '5'}
	}
	return out
}

// behind is an archive with zeros after the end of its tar.
func behind(t *testing.T, n int) []byte {
	t.Helper()
	// Two gzip members are one stream.
	return append(tarball(t, entry{name: "a-1/f", body: "x"}), gzipped(t, make([]byte, n))...)
}

func TestArchive_zipsAndOtherMethodsAreNotAsked(t *testing.T) {
	t.Parallel()
	h := archiveHost(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("PK\x03\x04")) })
	tr := newTransport(t, h, Config{})
	if _, _, err := h.get(t, tr, "/repos/example-org/a/zipball/main"); !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("a zip: got %v, want ErrUnavailable", err)
	}
	n := len(h.requests())
	if _, _, err := ask(t, tr, http.MethodPost, h.URL+archivePath, "x"); !errors.Is(err, ErrForeign) || len(h.requests()) != n {
		t.Errorf("POST: got %v, want ErrForeign and no request", err)
	}
}

func TestArchive_limitsOfItsHostAreLaterErrors(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := archiveHost(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	tr := newTransport(t, h, Config{Now: c.now})
	_, _, err := h.get(t, tr, archivePath)
	if got := later(t, err).Sub(c.now()); got != 2*time.Minute {
		t.Errorf("got later in %v, want 2m", got)
	}
	n := len(h.requests())
	_, _, _ = h.get(t, tr, archivePath)
	if seen := h.requests()[n:]; len(seen) != 1 || seen[0].path != archivePath {
		t.Errorf("asked %+v, want the API and not the archive", seen)
	}
}

func TestUntar_regularFilesAlone(t *testing.T) {
	t.Parallel()
	content := tarball(t,
		entry{name: "pax_global_header", kind: 'g'}, entry{name: "a-1/", kind: '5'}, entry{name: "a-1/bin/", kind: '5'},
		entry{name: "a-1/bin/run", body: "echo"}, entry{name: "a-1/passwd", kind: '2'}, entry{name: "a-1/hard", kind: '1'},
		entry{name: "a-1/null", kind: '3'}, entry{name: "a-1/disk", kind: '4'}, entry{name: "a-1/pipe", kind: '6'}, entry{name: "a-1/z", body: "last"},
	)
	got := map[string]string{}
	err := Untar(t.Context(), bytes.NewReader(content), ArchiveLimits{}, func(f ArchiveFile, r io.Reader) error {
		b, err := io.ReadAll(r)
		got[f.Path] = string(b)
		return err
	})
	if err != nil || fmt.Sprint(got) != "map[bin/run:echo z:last]" {
		t.Errorf("got %v, error %v, want the two regular files", got, err)
	}
}

func TestUntar_namesThatLeadOutside(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"../evil", "a-1/../../evil", "/etc/passwd", "a-1/../evil", "..", "a-1/x/../../../e", `a-1\..\evil`, "a-1/./../evil"} {
		for _, kind := range []byte{0, '2', '5'} {
			content := tarball(t, entry{name: "a-1/good", body: "x"}, entry{name: name, kind: kind})
			if err := Untar(t.Context(), bytes.NewReader(content), ArchiveLimits{}, nil); !errors.Is(err, source.ErrUnavailable) {
				t.Errorf("%q of kind %q: got %v, want ErrUnavailable", name, kind, err)
			}
		}
	}
	for _, entries := range [][]entry{
		{{name: "a-1/twice", body: "x"}, {name: "a-1/twice", body: "y"}},
		{{name: "a-1/twice", body: "x"}, {name: "./a-1//twice", body: "y"}},
		{{name: "loose", body: "x"}},
	} {
		if err := Untar(t.Context(), bytes.NewReader(tarball(t, entries...)), ArchiveLimits{}, nil); !errors.Is(err, source.ErrUnavailable) {
			t.Errorf("%+v: got %v, want ErrUnavailable", entries, err)
		}
	}
}

func TestUntar_limitsErrorsAndCancelling(t *testing.T) {
	t.Parallel()
	content := tarball(t, entry{name: "a-1/f", body: "1234567890"}, entry{name: "a-1/g", body: "x"})
	own := errors.New("enough")
	err := Untar(t.Context(), bytes.NewReader(content), ArchiveLimits{}, func(ArchiveFile, io.Reader) error { return own })
	if err != own {
		t.Errorf("got %v, want the caller's own error", err)
	}
	err = Untar(t.Context(), bytes.NewReader(content), ArchiveLimits{File: 5}, func(_ ArchiveFile, r io.Reader) error {
		b, err := io.ReadAll(r)
		if len(b) != 5 && len(b) != 1 {
			t.Errorf("got %d bytes of a file, want 5", len(b))
		}
		return err
	})
	if !errors.Is(err, source.ErrLimit) {
		t.Errorf("got %v, want ErrLimit", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = Untar(ctx, bytes.NewReader(content), ArchiveLimits{}, func(ArchiveFile, io.Reader) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want cancelled", err)
	}
}

func FuzzUntar(f *testing.F) {
	f.Add(tarball(f, entry{name: "a-1/", kind: '5'}, entry{name: "a-1/README.md", body: "hello"}))
	f.Add(tarball(f, entry{name: "a-1/../x", body: "hello"}, entry{name: "a-1/l", kind: '2'}))
	f.Add([]byte{0x1f, 0x8b})
	f.Add(gzipped(f, []byte(strings.Repeat("x", 1024))))
	f.Fuzz(func(t *testing.T, b []byte) {
		// As it is, and as the tar inside of a gzip.
		for _, content := range [][]byte{b, gzipped(t, b)} {
			l := ArchiveLimits{Compressed: 1 << 20, Expanded: 1 << 20, Entries: 100, File: 1 << 10}
			total, files := int64(0), 0
			err := Untar(t.Context(), bytes.NewReader(content), l, func(file ArchiveFile, r io.Reader) error {
				n, err := io.Copy(io.Discard, r)
				total += n
				files++
				if n > l.File {
					t.Errorf("%d bytes of a file, want at most %d", n, l.File)
				}
				if file.Path == "" || strings.HasPrefix(file.Path, "/") || dotted(file.Path) || strings.ContainsRune(file.Path, 0) {
					t.Errorf("a file at %q", file.Path)
				}
				return err
			})
			if files > l.Entries || total > l.Expanded {
				t.Errorf("%d files of %d bytes, want less", files, total)
			}
			if err == nil && files == 0 {
				t.Error("no file and no error")
			}
			if err != nil && !errors.Is(err, source.ErrUnavailable) && !errors.Is(err, source.ErrLimit) {
				t.Errorf("got %v, want ErrUnavailable or ErrLimit", err)
			}
		}
	})
}
