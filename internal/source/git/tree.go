package git

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

const maxBlob = 256 << 20

// entry is one line of a commit's tree.
type entry struct {
	path, oid string
	mode      string // "100644", "100755", "120000" link, "160000" submodule
	size      int64  // −1: the content is not local
}

func (e entry) blob() bool    { return e.mode != "160000" }
func (e entry) regular() bool { return e.mode == "100644" || e.mode == "100755" || e.mode == "100664" }

// listTree returns the entries of a commit's tree, by path. Missing contents have size −1; a
// missing tree object is an error. A tree beyond the bounds ends git at the first path that is, with
// a *tree.Excess and ErrLimit.
func listTree(ctx context.Context, r *runner, dir, rev string) ([]entry, error) {
	var all []entry
	seen := tree.Counter{Bounds: r.limits.Tree}
	c := call{dir: dir, args: []string{"ls-tree", "-r", "-z", "--full-tree", "--format=%(objectmode) %(objectname)%x09%(path)", "--end-of-options", rev}}
	err := r.stream(ctx, c, func(out io.Reader) error {
		lines := bufio.NewScanner(out)
		lines.Buffer(make([]byte, 64<<10), 1<<20)
		lines.Split(splitNUL)
		for lines.Scan() {
			meta, path, ok := strings.Cut(lines.Text(), "\t")
			mode, oid, ok2 := strings.Cut(meta, " ")
			if !ok || !ok2 {
				return fmt.Errorf("git ls-tree: unreadable line: %w", source.ErrUnavailable)
			}
			if err := seen.Add(path); err != nil {
				return fmt.Errorf("%w: %w", err, source.ErrLimit)
			}
			all = append(all, entry{path: path, oid: oid, mode: mode, size: -1})
		}
		return lines.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("list tree: %w", err)
	}
	return all, measure(ctx, r, dir, all)
}

func splitNUL(data []byte, atEOF bool) (int, []byte, error) {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return 0, nil, fmt.Errorf("git ls-tree ended inside a line: %w", source.ErrUnavailable)
	}
	return 0, nil, nil
}

// measure sets the sizes of the local contents.
func measure(ctx context.Context, r *runner, dir string, all []entry) error {
	asked := 0
	for _, e := range all {
		if e.blob() {
			asked++
		}
	}
	if asked == 0 {
		return nil
	}
	c := call{dir: dir, args: []string{"cat-file", "--buffer", "--batch-check=%(objectname) %(objectsize)"}, stdin: &blobNames{rest: all}}
	err := r.stream(ctx, c, func(out io.Reader) error {
		lines := bufio.NewScanner(out)
		at := 0
		// The answers are in the order of the questions.
		for ; lines.Scan(); at++ {
			for at < len(all) && !all[at].blob() {
				at++
			}
			oid, size, _ := bytes.Cut(lines.Bytes(), []byte(" "))
			if at == len(all) || string(oid) != all[at].oid {
				return fmt.Errorf("git cat-file answers about %.64q: %w", oid, source.ErrUnavailable)
			}
			if n, err := strconv.ParseInt(string(size), 10, 64); err == nil {
				all[at].size = n
			}
		}
		return lines.Err()
	})
	if err != nil {
		return fmt.Errorf("measure files: %w", err)
	}
	return nil
}

// blobNames reads as the names of the blobs among entries, one a line, without holding them all.
type blobNames struct {
	rest []entry
	line []byte // what is left of the present line
}

// Read fills p with lines.
func (b *blobNames) Read(p []byte) (n int, err error) {
	for n < len(p) {
		for len(b.line) == 0 {
			if len(b.rest) == 0 {
				if n == 0 {
					return 0, io.EOF
				}
				return n, nil
			}
			if e := b.rest[0]; e.blob() {
				b.line = append(append(b.line[:0], e.oid...), '\n')
			}
			b.rest = b.rest[1:]
		}
		copied := copy(p[n:], b.line)
		n += copied
		b.line = b.line[copied:]
	}
	return n, nil
}

// Tree is the content of one commit; it implements tree.Tree. It reads through its Repo and must
// not be used after the Repo is closed.
type Tree struct {
	repo  *Repo
	files []tree.File
	at    map[string]int // index in files by path
}

var _ tree.Tree = (*Tree)(nil)

// Tree lists the regular files of the commit. Cost: two runs of git and no network; Fetch or
// ReadFile gets the contents.
func (r *Repo) Tree(ctx context.Context) (*Tree, error) {
	all, err := r.entries(ctx)
	if err != nil {
		return nil, err
	}
	t := &Tree{repo: r, at: make(map[string]int, len(all))}
	for _, e := range all {
		if e.regular() {
			t.files = append(t.files, tree.File{Path: e.path, OID: e.oid, Size: e.size, Executable: e.mode == "100755"})
		}
	}
	slices.SortFunc(t.files, func(a, b tree.File) int { return strings.Compare(a.Path, b.Path) })
	for i, f := range t.files {
		t.at[f.Path] = i
	}
	return t, nil
}

// Commit returns the id of the commit.
func (t *Tree) Commit() string { return t.repo.rev }

// Hash returns the id of the tree object.
func (t *Tree) Hash() string { return t.repo.tree }

// Files lists the regular files by path. The caller may keep the slice.
func (t *Tree) Files() []tree.File { return slices.Clone(t.files) }

// ReadFile returns the content of a file, and fetches it if it is not local. It returns ErrNotFound
// if the tree has no such regular file, ErrPartialTree if the content is not available, ErrLimit if
// it is larger than limit bytes.
func (t *Tree) ReadFile(ctx context.Context, path string, limit int64) ([]byte, error) {
	i, ok := t.at[path]
	if !ok {
		return nil, fmt.Errorf("file %q: %w", path, health.ErrNotFound)
	}
	if t.files[i].Size < 0 {
		if err := t.Fetch(ctx, t.files[i:i+1]); err != nil {
			return nil, err
		}
	}
	if size := t.files[i].Size; size > min(limit, maxBlob) {
		return nil, fmt.Errorf("file %q has %d bytes: %w", path, size, source.ErrLimit)
	}
	b, err := t.repo.blob(ctx, t.files[i].OID)
	if err != nil {
		return nil, fmt.Errorf("file %q: %w", path, err)
	}
	return b, nil
}

// Fetch makes the contents of the files local, in one request; nil means the complete tree. It
// returns ErrPartialTree if some are not available.
func (t *Tree) Fetch(ctx context.Context, files []tree.File) error {
	if files == nil {
		files = t.files
	}
	oids := make([]string, 0, len(files))
	for _, f := range files {
		if i, ok := t.at[f.Path]; ok && t.files[i].Size < 0 {
			oids = append(oids, t.files[i].OID)
		}
	}
	if len(oids) == 0 {
		return nil
	}
	sizes, err := t.repo.fetchBlobs(ctx, oids)
	for i, f := range t.files {
		if n, ok := sizes[f.OID]; ok {
			t.files[i].Size = n
		}
	}
	return err
}

// Close does nothing: the Repo owns all resources.
func (t *Tree) Close() error { return nil }
