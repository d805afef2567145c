package tree

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Bounds limit the paths of a tree while they are read. Git stores equal folders once, so a few
// kilobytes of them can list as many paths as anybody likes. Zero fields have the default, which is
// far beyond any project's tree.
type Bounds struct {
	// Files are the entries of any kind, folders aside. Default 1,000,000.
	Files int
	// Paths are the bytes of all paths together. Default 64 MiB.
	Paths int64
	// Path is the length of one path in bytes, Depth its number of folders. Default 4,096, the limit
	// of usual file systems, and 128.
	Path, Depth int
}

// Excess is the bound that a tree exceeds.
type Excess struct {
	// What the tree has: "more than 1,000,000 files".
	What string
}

// Error says in words for people which bound, its number, and what follows.
func (e *Excess) Error() string {
	return "the tree has " + e.What + ", so nothing is known of its files"
}

// Counter holds the paths read so far against bounds. The zero Counter has the default bounds.
type Counter struct {
	Bounds Bounds
	files  int
	paths  int64
}

// Add counts a path. It returns an *Excess at the first one that exceeds a bound. Cost: one pass
// over the path, without allocations.
func (c *Counter) Add(path string) error {
	b := Bounds{
		Files: cmp.Or(c.Bounds.Files, 1_000_000), Paths: cmp.Or(c.Bounds.Paths, 64<<20),
		Path: cmp.Or(c.Bounds.Path, 4096), Depth: cmp.Or(c.Bounds.Depth, 128),
	}
	c.files++
	c.paths += int64(len(path))
	switch {
	case c.files > b.Files:
		return &Excess{fmt.Sprintf("more than %s files", commas(int64(b.Files)))}
	case len(path) > b.Path:
		return &Excess{fmt.Sprintf("a path of more than %s bytes", commas(int64(b.Path)))}
	case c.paths > b.Paths:
		return &Excess{fmt.Sprintf("paths of more than %s bytes together", commas(b.Paths))}
	case strings.Count(path, "/") > b.Depth:
		return &Excess{fmt.Sprintf("files more than %s folders deep", commas(int64(b.Depth)))}
	}
	return nil
}

// commas writes a number for people.
func commas(n int64) string {
	s := strconv.FormatInt(n, 10)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}
