package github

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

const archiveOf = "GET /_codeload/{owner}/{repo}/legacy.tar.gz/{ref...}"

// open returns the tree of a story.
func (d *desk) open(name string) (forge.Records, *archive) {
	d.t.Helper()
	r := d.must(name)
	got, err := d.Archive(d.t.Context(), project(name), r)
	if err != nil {
		d.t.Fatal(err)
	}
	return r, got.(*archive)
}

// All files are there, as git has them, from one request.
func TestArchive_isTheTree(t *testing.T) {
	t.Parallel()
	d := seat(t)
	const name = "example-checks/reviewed"
	var want map[string]string
	d.edit(name, func(_ *githubtest.World, r *githubtest.Repository) {
		r.Files["docs/deep/empty.txt"] = ""
		want = r.Files
	})
	r := d.must(name)
	n := d.cost(func() {
		contents, err := d.Archive(t.Context(), project(name), r)
		if err != nil {
			t.Fatal(err)
		}
		defer contents.Close()
		if contents.Commit() != r.Commit || contents.Hash() != r.Tree {
			t.Errorf("commit %s, tree %s", contents.Commit(), contents.Hash())
		}
		files := contents.Files()
		if !slices.IsSortedFunc(files, func(a, b tree.File) int { return strings.Compare(a.Path, b.Path) }) || len(files) != len(want) {
			t.Errorf("files %v", files)
		}
		for _, f := range files {
			content, err := contents.ReadFile(t.Context(), f.Path, 1<<20)
			if err != nil || string(content) != want[f.Path] || f.Size != int64(len(content)) {
				t.Errorf("%s: %q, %v", f.Path, content, err)
			}
			if sum := sha1.Sum(append(fmt.Appendf(nil, "blob %d\x00", len(content)), content...)); f.OID != hex.EncodeToString(sum[:]) {
				t.Errorf("%s has the id %s", f.Path, f.OID)
			}
		}
		if err := errors.Join(contents.Fetch(t.Context(), nil), contents.(tree.Walker).Walk(t.Context(), func(f tree.File, content io.Reader) error {
			if got, err := io.ReadAll(content); err != nil || string(got) != want[f.Path] {
				t.Errorf("%s: %q, %v", f.Path, got, err)
			}
			return nil
		})); err != nil {
			t.Error(err)
		}
	})
	if n.Total != 1 || n.TokensAstray != 0 {
		t.Errorf("%d requests, %d tokens astray", n.Total, n.TokensAstray)
	}
}

func TestArchive_saysWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	d := seat(t)
	_, contents := d.open("example-checks/reviewed")
	_, err := contents.ReadFile(t.Context(), "README.md", 3)
	wrong(t, err, source.ErrLimit)
	_, err = contents.ReadFile(t.Context(), "none", 3)
	wrong(t, err, source.ErrPartialTree)
	stop := errors.New("stop")
	wrong(t, contents.Walk(t.Context(), func(tree.File, io.Reader) error { return stop }), stop)
	d.swept() // the files have no name
	if err := errors.Join(contents.Close(), contents.Close()); err != nil {
		t.Error(err)
	}
	wrong(t, contents.Fetch(t.Context(), nil), source.ErrPartialTree)
	if files := contents.Files(); files != nil {
		t.Errorf("a closed tree lists %v", files)
	}
}

// Where the host of archives is not known, the API says where they are.
func TestArchive_byTheAPIsWord(t *testing.T) {
	t.Parallel()
	d := seat(t)
	d.cfg.Archives = nil
	r := d.must("example-checks/reviewed")
	n := d.cost(func() {
		tree, err := d.Archive(t.Context(), project("example-checks/reviewed"), r)
		if err != nil {
			t.Fatal(err)
		}
		if err := tree.Close(); err != nil {
			t.Error(err)
		}
	})
	if n.Total != 2 || n.TokensAstray != 0 {
		t.Errorf("%d requests, %d tokens astray: %v", n.Total, n.TokensAstray, n.Endpoint)
	}
	d.cfg.API.Host = "api.github.com"
	if got := d.archive("a/b", strings.Repeat("0", 40)).Host; got != "codeload.github.com" {
		t.Errorf("archives of GitHub are at %s", got)
	}
}

// packed is an archive of entries.
func packed(t *testing.T, entries ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, h := range entries {
		h.Mode = 0o644
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(w, zeros{}, h.Size); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// An archive is whole or an error, and leaves nothing behind.
func TestArchive_orAnError(t *testing.T) {
	t.Parallel()
	many := make([]tar.Header, 300)
	for i := range many {
		many[i] = tar.Header{Typeflag: tar.TypeReg, Name: fmt.Sprintf("r/%d", i)}
	}
	body := func(b []byte) githubtest.Fault { return githubtest.Fault{Body: b} }
	for name, tt := range map[string]struct {
		fault githubtest.Fault
		want  error
	}{
		"404":              {githubtest.Broken(http.StatusNotFound), source.ErrUnavailable},
		"403":              {githubtest.Broken(http.StatusForbidden), source.ErrUnavailable},
		"451":              {githubtest.Broken(http.StatusUnavailableForLegalReasons), source.ErrBlocked},
		"500":              {githubtest.Broken(http.StatusInternalServerError), source.ErrUnavailable},
		"HTML":             {githubtest.HTML(http.StatusOK), source.ErrUnavailable},
		"empty":            {body([]byte{}), source.ErrUnavailable},
		"cut":              {githubtest.Fault{Cut: 150}, source.ErrUnavailable},
		"shortened":        {githubtest.Fault{Shorten: 150}, source.ErrUnavailable},
		"bytes":            {body([]byte(strings.Repeat("x", 999))), source.ErrUnavailable},
		"bomb":             {body(packed(t, tar.Header{Typeflag: tar.TypeReg, Name: "r/a", Size: 8 << 20})), source.ErrLimit},
		"many files":       {body(packed(t, many...)), source.ErrLimit},
		"climbing":         {body(packed(t, tar.Header{Typeflag: tar.TypeReg, Name: "r/../../a", Size: 1})), source.ErrUnavailable},
		"a file twice":     {body(packed(t, tar.Header{Typeflag: tar.TypeReg, Name: "r/a"}, tar.Header{Typeflag: tar.TypeReg, Name: "r/a"})), source.ErrUnavailable},
		"links alone":      {body(packed(t, tar.Header{Typeflag: tar.TypeSymlink, Name: "r/a", Linkname: "/etc/passwd"})), source.ErrUnavailable},
		"dropped":          {githubtest.Fault{Drop: true}, source.ErrUnavailable},
		"limit of the API": {githubtest.SecondaryLimit(http.StatusTooManyRequests, "60"), source.ErrLimit}, // to be asked for later
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := seat(t)
			d.limits.Archive = transport.ArchiveLimits{Expanded: 4 << 20, Entries: 200}
			d.restart()
			r := d.must("example-checks/reviewed")
			tt.fault.Endpoint = archiveOf
			d.fake.Fail(tt.fault)
			tree, err := d.Archive(t.Context(), project("example-checks/reviewed"), r)
			if wrong(t, err, tt.want); tree != nil {
				t.Errorf("a tree of %d files", len(tree.Files()))
			}
			d.swept()
		})
	}
}

// Links, folders and devices are no files; what stands beside them is.
func TestArchive_holdsRegularFilesOnly(t *testing.T) {
	t.Parallel()
	d := seat(t)
	d.fake.Fail(githubtest.Fault{Endpoint: archiveOf, Body: packed(t,
		tar.Header{Typeflag: tar.TypeDir, Name: "r/"}, tar.Header{Typeflag: tar.TypeSymlink, Name: "r/link", Linkname: "/etc/passwd"},
		tar.Header{Typeflag: tar.TypeLink, Name: "r/hard", Linkname: "r/a"}, tar.Header{Typeflag: tar.TypeChar, Name: "r/null"},
		tar.Header{Typeflag: tar.TypeFifo, Name: "r/pipe"}, tar.Header{Typeflag: tar.TypeReg, Name: "r/a", Size: 11 << 20})})
	_, tree := d.open("example-checks/reviewed")
	defer tree.Close()
	if files := tree.Files(); len(files) != 1 || files[0].Path != "a" || files[0].Size != 11<<20 {
		t.Errorf("files %v", files)
	}
}

// Who gives up half-way gets the context's error.
func TestArchive_cancelledHalfWay(t *testing.T) {
	t.Parallel()
	d := seat(t)
	const name = "example-checks/reviewed"
	r := d.must(name)
	lift := d.fake.Fail(githubtest.Fault{Endpoint: archiveOf, BytesPerSecond: 60})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := d.Archive(ctx, project(name), r)
	wrong(t, err, context.DeadlineExceeded)
	d.swept()
	lift()
	if tree, err := d.Archive(t.Context(), project(name), r); err != nil || tree.Close() != nil {
		t.Errorf("a second try: %v", err)
	}
}

// A commit that is not there any more is an error, not another commit.
func TestArchive_isOfTheCommit(t *testing.T) {
	t.Parallel()
	d := seat(t)
	const name = "example-checks/reviewed"
	r := d.must(name)
	r.Commit = strings.Repeat("0", 40)
	_, err := d.Archive(t.Context(), project(name), r)
	wrong(t, err, source.ErrUnavailable)
	for _, bad := range []forge.Records{{}, {Commit: "HEAD", Tree: r.Tree}, {Commit: "../" + r.Commit[3:], Tree: r.Tree}} {
		if _, err := d.Archive(t.Context(), project(name), bad); err == nil {
			t.Errorf("an archive of %+v", bad)
		}
	}
}
