package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// standIn is what is known of a copy that replaces a repository.
type standIn struct {
	health.Copy
	of    repository.ID // the repository
	marks health.Marks  // as measured now
	// untold is why its tags are no evidence of releases; empty: they are.
	untold string
}

// OpenProject is Open for the project's primary repository, or for a copy that replaces it; see
// openCopy.
func (s *Source) OpenProject(ctx context.Context, p health.Project, asOf time.Time) (*Repo, error) {
	r, err := s.openPrimary(ctx, p, asOf)
	if err != nil {
		return nil, err
	}
	if _, err := r.settle(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Address returns the address of what was read: of the copy if one replaces the repository.
func (r *Repo) Address() string { return r.id.URL() }

// name is the name of the repository, which its tags may begin with.
func (r *Repo) name() string {
	if r.copy != nil {
		return path.Base(r.copy.of.Path)
	}
	return path.Base(r.id.Path)
}

// untold says why the tags are no evidence of releases; nothing if they are.
func (r *Repo) untold() string {
	if r.copy == nil {
		return ""
	}
	return r.copy.untold
}

// standsIn reports whether a copy may stand in for a repository that was opened with this error: if
// it is not on this disk and the network not used, or if it is too large and copies are allowed. A
// host that does not answer today will tomorrow; until then the last figures stay.
func (s *Source) standsIn(err error) bool {
	if s.cfg.Offline {
		return errors.Is(err, source.ErrNoCopy)
	}
	return s.cfg.Copies && errors.Is(err, source.ErrLimit)
}

// openCopy opens the first of the copies that can be read and is trusted. It returns why if one was
// refused, and the error of the repository if there is none.
func (s *Source) openCopy(ctx context.Context, copies []health.Copy, of repository.ID, asOf time.Time, missing error) (*Repo, error) {
	for _, c := range copies {
		id, err := repository.Parse(c.URL)
		if err != nil {
			return nil, err
		}
		r := &Repo{run: s.run, id: id, origin: health.OriginMirror, copy: &standIn{Copy: c, of: of}}
		if err := s.viewOf(ctx, r, asOf); errors.Is(err, source.ErrNoCopy) {
			continue
		} else if err != nil {
			return nil, fmt.Errorf("copy %s: %w", id, err)
		}
		err = r.pin(ctx)
		if err == nil {
			err = r.resolve(ctx, asOf, s.cfg.Now())
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("copy %s: %w", id, err), r.Close())
		}
		return r, nil
	}
	return nil, missing
}

// pin measures the marks of the copy's main line, and sets HEAD of the view to the newest commit with
// a mark: what is above it may be the copy's own. The error says why the copy is not trusted.
func (r *Repo) pin(ctx context.Context) error {
	tip, m, err := r.measureMarks(ctx)
	if err != nil {
		return err
	}
	r.copy.marks = m
	if !m.Trusted() || tip == "" {
		why := fmt.Sprintf("the public copy %s was refused: of its last %d commits %d are covered by upstream's merges, fewer than 90%%", r.id, m.Commits, m.Covered)
		return &source.RefusalError{Why: why, Err: fmt.Errorf("%w: %s", source.ErrUnavailable, why)}
	}
	if err := os.WriteFile(filepath.Join(r.view.dir, "HEAD"), []byte(tip+"\n"), 0o644); err != nil {
		return err
	}
	r.copy.untold, err = r.tagsAreOld(ctx, tip)
	return err
}

// measureMarks returns the newest commit with a mark, and how many commits carry one or are covered.
// Only the line of first parents is read: it is what upstream's merges make, and their second
// parents come with them. Cost: one read of 200 commits.
func (r *Repo) measureMarks(ctx context.Context) (tip string, m health.Marks, err error) {
	mark, err := regexp.Compile("(?m)" + r.copy.Mark)
	if err != nil || r.copy.Mark == "" {
		return "", m, fmt.Errorf("its mark %q is no regular expression: %w", r.copy.Mark, errors.Join(source.ErrUnavailable, err))
	}
	notes := "--no-notes"
	if r.copy.Notes != "" {
		notes = "--notes=" + notesRef(r.copy.Notes)
	}
	out, err := r.run.output(ctx, call{dir: r.view.dir, args: []string{
		"log", "--first-parent", "-z", "-n", strconv.Itoa(health.MarkedCommits), notes,
		"--format=%H%nauthor %an <%ae>%ncommitter %cn <%ce>%n%n%B%n%N", "--end-of-options", "HEAD", "--",
	}})
	if err != nil {
		return "", m, r.broken("read its newest commits", err)
	}
	ahead := health.MarkReach + 1 // commits since the last mark
	for text := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		id, text, _ := strings.Cut(text, "\n")
		m.Commits++
		ahead++
		if mark.MatchString(text) {
			m.Marked++
			ahead = 0
			if tip == "" {
				tip = id
			}
		}
		if ahead <= health.MarkReach {
			m.Covered++
		}
	}
	return tip, m, nil
}
