package curated

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/scorecards"
)

const (
	// listName is the file of a list in its folder. linesName is the file with its projects, one
	// object per line, if they are not in the list file.
	listName  = "list.yaml"
	linesName = "projects.jsonl"
)

// OpenList reads a list from disk: a list file, or a folder with list.yaml in it.
// Projects in a file projects.jsonl beside a list.yaml are read line by line, so
// that a list may be of any size. The error is Problems, with names that begin as
// path does, when a file is wrong. The revision is the one that pages show: it covers
// the shipped tables of downloads, OSS-Fuzz, release lines and ports, too. A date
// after now is a problem.
func OpenList(path string, now time.Time) (health.List, error) {
	const ahead = 14 * time.Hour // the zone in which a new day begins first
	list, err := (&listReader{first: map[thing]place{}, today: now.UTC().Add(ahead).Format(time.DateOnly)}).open(path)
	if err != nil {
		return health.List{}, err
	}
	shared, err := readTables(scorecards.Files())
	if err != nil {
		return health.List{}, err
	}
	list.Revision = revision(list.Revision, shared.hash)
	return list, nil
}

func (r *listReader) open(path string) (health.List, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, listName)
	}
	list, err := openRegular(path)
	if err != nil {
		return health.List{}, err
	}
	defer list.Close()
	if info, err := list.Stat(); err == nil && info.Size() > maxSize {
		why := fmt.Sprintf("the file has %d bytes; at most %d are read. Put the projects into %s beside %s, an object a line",
			info.Size(), maxSize, linesName, listName)
		return health.List{}, Problems{{File: path, Line: 1, Rule: Unreadable, Message: why}}
	}
	b, err := io.ReadAll(io.LimitReader(list, maxSize+1)) // it may grow meanwhile
	if err != nil {
		return health.List{}, err
	}
	if filepath.Base(path) != listName {
		return r.list(path, b, nil)
	}
	name := filepath.Join(filepath.Dir(path), linesName)
	f, err := openRegular(name)
	if errors.Is(err, fs.ErrNotExist) {
		return r.list(path, b, nil)
	}
	if err != nil {
		return health.List{}, err
	}
	defer f.Close()
	return r.list(path, b, &lineFile{name: name, r: f})
}

// openRegular opens a file that has an end. A device may have none, and opening a pipe may wait
// forever; both are Problems.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, Problems{{File: path, Line: 1, Rule: Unreadable, Message: "not a regular file: devices, pipes and folders are not read as lists"}}
	}
	return os.Open(path)
}

// AddLists adds the lists at the paths to the set, as LoadWith does. The error is Problems if a file is
// wrong; the set then stays as it is.
func (s *Set) AddLists(paths ...string) error {
	with := *s
	with.Lists = slices.Clone(s.Lists)
	l := loading{set: &with}
	_, err := l.done(l.onDisk(paths))
	if err == nil {
		s.Lists = with.Lists
	}
	return err
}

// onDisk reads the lists at the paths and appends them. Each path is a list as in OpenList, or a
// folder of folders with one list each.
func (l *loading) onDisk(paths []string) error {
	var folders []string
	for _, p := range paths {
		more, err := listsIn(p)
		if err != nil {
			return fmt.Errorf("lists: %w", err)
		}
		folders = append(folders, more...)
	}
	if len(folders) == 0 {
		return nil
	}
	shared, err := readTables(l.set.files)
	if err := l.keep("tables", err); err != nil {
		return err
	}
	others, taken := map[string]listed{}, map[string]string{}
	for _, list := range l.set.Lists {
		remember(others, list)
		taken[list.Slug] = "is the slug of a list this program was built with"
	}
	for _, path := range folders {
		r := &listReader{first: map[thing]place{}, others: others, taken: taken}
		list, err := r.open(path)
		if err != nil {
			if err := l.keep("lists", err); err != nil {
				return err
			}
			continue
		}
		remember(others, list)
		taken[list.Slug] = "is the slug of the list in " + path
		l.add(list, shared)
	}
	return nil
}

// remember records how the projects of a list are listed.
func remember(others map[string]listed, list health.List) {
	for _, p := range list.Projects {
		others[p.Slug] = listed{list.Slug, primaryKey(p)}
	}
}

// listsIn returns the lists that a path names: itself, or the folders in it that contain one.
func listsIn(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() || exists(filepath.Join(path, listName)) {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path) // sorted by name
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if sub := filepath.Join(path, e.Name()); exists(filepath.Join(sub, listName)) {
			out = append(out, sub)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s holds no list: a list is a folder with %s in it", path, listName)
	}
	return out, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
