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

const (
	maxEntries = 2_000_000
	maxBlob    = 256 << 20
)

// entry is one line of a commit's tree.
type entry struct {
	path, oid string
	mode      string // "100644", "100755", "120000" link, "160000" submodule
	size      int64  // −1: the content is not local
}

func (e entry) blob() bool    { return e.mode != "160000" }
func (e entry) regular() bool { return e.mode == "100644" || e.mode == "100755" || e.mode == "100664" }

// listTree returns the entries of a commit's tree, by path. Missing contents have size −1; a
// missing tree object is an error.
func listTree(ctx context.Context, r *runner, dir, rev string) ([]entry, error) {
	var all []entry
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
			if len(all) >= maxEntries {
				return fmt.Errorf("more than %d files: %w", maxEntries, source.ErrLimit)
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
	var in strings.Builder
	for _, e := range all {
		if e.blob() {
			in.WriteString(e.oid + "\n")
		}
	}
	if in.Len() == 0 {
		return nil
	}
	sizes := make(map[string]int64, len(all))
	c := call{dir: dir, args: []string{"cat-file", "--buffer", "--batch-check=%(objectname) %(objectsize)"}, stdin: strings.NewReader(in.String())}
	err := r.stream(ctx, c, func(out io.Reader) error {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			oid, size, _ := strings.Cut(lines.Text(), " ")
			if n, err := strconv.ParseInt(size, 10, 64); err == nil {
				sizes[oid] = n
			}
		}
		return lines.Err()
	})
	if err != nil {
		return fmt.Errorf("measure files: %w", err)
	}
	for i, e := range all {
		if n, ok := sizes[e.oid]; ok && e.blob() {
			all[i].size = n
		}
	}
	return nil
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
