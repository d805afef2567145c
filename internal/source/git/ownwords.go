package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// mostStatementFiles bounds the files of one tree in which a project describes itself. Few trees
// have ten.
const mostStatementFiles = 60

// ownWords are what the files of a tree say of their project.
type ownWords struct {
	files  []entry
	read   declared.Statement
	absent error // why a content is not in this clone; nil: all are
}

// name keeps an entry if it is one of the files.
func (s *ownWords) name(e entry) {
	if _, ok := declared.PlaceOf(e.path); ok && len(s.files) < mostStatementFiles {
		s.files = append(s.files, e)
	}
}

// wanted are the entries whose contents are read.
func (s *ownWords) wanted() []entry {
	var out []entry
	for _, e := range s.files {
		if e.regular() {
			out = append(out, e)
		}
	}
	return out
}

// fetched sets the sizes that were unknown; cause is why some still are.
func (s *ownWords) fetched(sizes map[string]int64, cause error) {
	for i, e := range s.files {
		if n, ok := sizes[e.oid]; ok {
			s.files[i].size = n
		}
		if e = s.files[i]; e.regular() && e.size < 0 {
			s.absent = errors.Join(fmt.Errorf("file %q: %w", e.path, source.ErrPartialTree), cause)
		}
	}
}

// contents reads the files. Cost: two runs of git, of which one walks at most three years of the main
// line.
func (s *ownWords) contents(ctx context.Context, r *Repo) error {
	if s.absent != nil || len(s.files) == 0 {
		return nil
	}
	files := make([]declared.File, len(s.files))
	at := map[string]int{}
	t := &Tree{repo: r}
	for i, e := range s.files {
		files[i].Path = e.path
		switch {
		case !e.regular():
			files[i].Unread = "the file is a link, which is not followed"
		case e.size > maxText:
			files[i].Unread = fmt.Sprintf("the file is larger than %d MiB, so it is not read", maxText>>20)
		default:
			at[e.path] = i
			t.files = append(t.files, tree.File{Path: e.path, OID: e.oid, Size: e.size})
		}
	}
	err := t.Walk(ctx, func(f tree.File, content io.Reader) (err error) {
		files[at[f.Path]].Text, err = io.ReadAll(content)
		return err
	})
	if errors.Is(err, source.ErrPartialTree) {
		s.absent = err
		return nil
	}
	if err != nil {
		return err
	}
	days, err := r.changed(ctx, at)
	if err != nil {
		return r.broken("dates of files", err)
	}
	for path, day := range days {
		files[at[path]].Changed = day
	}
	s.read = declared.Read(files)
	return nil
}

// inputs returns the statement as inputs.
func (s *ownWords) inputs() []health.Input {
	if s.absent == nil {
		return s.read.Inputs()
	}
	var out []health.Input
	for _, id := range []field.ID{field.DeclaredFiles, field.DeclaredClaims, field.DeclaredExemptions} {
		out = append(out, health.Missing(id, "the contents of some files are not in this clone", s.absent))
	}
	return out
}

// errSeen ends a walk that has found everything.
var errSeen = errors.New("all files are found")

// changed returns the day on which each file came to its present content on the main line, for the
// files that changed within three years of the instant. A file that did not has none, as have all
// in a history without its beginning.
func (r *Repo) changed(ctx context.Context, files map[string]int) (map[string]string, error) {
	days := map[string]string{}
	if r.view.shallow || len(files) == 0 {
		return days, nil
	}
	args := []string{
		"log", "-z", "--first-parent", "--diff-merges=first-parent", "--no-renames", "--name-only", "--no-ext-diff", "--no-notes", "--no-decorate",
		"--no-color", "--since=" + r.at.AddDate(-3, 0, 0).Format("2006-01-02T15:04:05Z"), "--format=%x00%ct", "--end-of-options", r.rev, "--",
	}
	for path := range files {
		args = append(args, path)
	}
	day := ""
	err := r.run.stream(ctx, call{dir: r.view.dir, args: args}, func(out io.Reader) error {
		parts := bufio.NewScanner(out)
		parts.Split(splitNUL)
		for parts.Scan() {
			text := strings.TrimLeft(parts.Text(), "\n")
			if _, known := files[text]; !known {
				if t, err := strconv.ParseInt(text, 10, 64); err == nil {
					day = isoDay(t)
				}
				continue
			}
			if _, known := days[text]; !known {
				days[text] = day
			}
			if len(days) == len(files) {
				return errSeen
			}
		}
		return parts.Err()
	})
	if errors.Is(err, errSeen) {
		err = nil
	}
	return days, err
}
