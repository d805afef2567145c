package git

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Repo is one repository opened at one commit. It must be closed.
type Repo struct {
	run    *runner
	id     repository.ID
	copy   *standIn // nil: the project's own repository
	branch string   // that a list names to be read; empty: a copy's, or the default one
	view   *view
	clone  *clone // nil: a mirror, or offline; nothing can be fetched
	rev    string // the measured commit
	tree   string // the id of its tree
	at     time.Time
	copied time.Time // the date of the copy
	origin health.Origin
	list   []entry // of rev, after reading
}

// Open opens a mirror if one exists, otherwise a clone. It fetches the clone unless offline or
// fetched after asOf. A zero asOf means now for a clone and the date of the copy for a mirror. An
// instant later than the copy is treated as the date of the copy, because the time between is
// unknown. It returns ErrUnavailable, ErrEmpty or ErrLimit. Cost: for an earlier instant, one walk
// over the history.
func (s *Source) Open(ctx context.Context, repo repository.ID, asOf time.Time) (*Repo, error) {
	r, err := s.open(ctx, repo, "", asOf)
	if err != nil {
		return nil, err
	}
	if _, err := r.settle(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// open is Open without the walk: the dates alone choose the commit of an earlier instant. If one of
// its ancestors is later, settle must follow. The branch is read instead of the default one; empty:
// the default.
func (s *Source) open(ctx context.Context, repo repository.ID, branch string, asOf time.Time) (*Repo, error) {
	id, err := repository.Parse(repo.URL())
	if err != nil {
		return nil, err
	}
	r := &Repo{run: s.run, id: id, branch: branch, origin: health.OriginMirror}
	if err := s.viewOf(ctx, r, asOf); err != nil {
		return nil, err
	}
	if err := r.resolve(ctx, asOf, s.cfg.Now()); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// viewOf sets the view of the repository: of a mirror if one exists, otherwise of a clone.
func (s *Source) viewOf(ctx context.Context, r *Repo, asOf time.Time) error {
	at, tried, err := s.findMirror(ctx, r.id)
	if err != nil {
		return fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	if at.dir == "" {
		dir, err := s.openClone(ctx, r, asOf, tried)
		if err != nil {
			return err
		}
		at = place{dir: dir, common: dir, own: true}
	}
	at.branch, at.notes = r.wanted()
	if r.view, err = newView(ctx, s.run, s.scratch, at); err != nil {
		return fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	return nil
}

// wanted returns the branch and the notes to read; empty: the default branch, and none.
func (r *Repo) wanted() (branch, notes string) {
	if r.copy != nil {
		return r.copy.Branch, r.copy.Notes
	}
	return r.branch, ""
}

// Close removes the temporary files of Open. The clone remains.
func (r *Repo) Close() error { return r.view.close() }

// Commit returns the id of the opened commit.
func (r *Repo) Commit() string { return r.rev }

// At returns the instant that its figures describe.
func (r *Repo) At() time.Time { return r.at }

// Origin returns how this copy was made.
func (r *Repo) Origin() health.Origin { return r.origin }

// findMirror returns the first mirror that exists, or the paths that it tried. The error describes
// one that exists and cannot be read.
func (s *Source) findMirror(ctx context.Context, id repository.ID) (at place, tried []string, err error) {
	fill := strings.NewReplacer("{host}", id.Host, "{owner}", id.Owner(), "{name}", id.Name())
	for _, pattern := range s.cfg.Mirrors {
		base := fill.Replace(pattern)
		if at, err = s.locate(ctx, base, fixedPart(pattern)); err != nil || at.dir != "" {
			return at, nil, err
		}
		tried = append(tried, base)
	}
	return place{}, tried, nil
}

// openClone creates or updates the clone and returns its folder.
func (s *Source) openClone(ctx context.Context, r *Repo, asOf time.Time, tried []string) (string, error) {
	missing := ""
	if len(tried) > 0 {
		missing = "no mirror at " + strings.Join(tried, " or ")
	}
	if s.cfg.Cache == "" {
		if missing == "" {
			missing = "neither a mirror nor a cache folder is configured"
		}
		if s.cfg.Offline {
			return "", fmt.Errorf("%w: %s", source.ErrNoCopy, missing)
		}
		return "", fmt.Errorf("%w: %s", source.ErrUnavailable, missing)
	}
	c := s.newClone(r.id, s.cfg.remoteURL(r.id))
	c.branch, c.notes = r.wanted()
	had := c.fetched()
	if s.cfg.Offline {
		if had.IsZero() {
			return "", fmt.Errorf("%w: %s", source.ErrNoCopy, strings.TrimPrefix(missing+", no clone in the cache folder", ", "))
		}
		return c.dir, nil
	}
	r.clone, r.origin = c, health.OriginLive
	if !asOf.IsZero() && had.After(asOf) {
		return c.dir, nil
	}
	if err := c.update(ctx, s.cfg.Now().UTC().Truncate(time.Second)); err != nil {
		if missing != "" {
			return "", fmt.Errorf("%s; %w", missing, err)
		}
		return "", err
	}
	return c.dir, nil
}

// resolve sets the commit, its tree, the instant and the origin.
func (r *Repo) resolve(ctx context.Context, asOf, now time.Time) error {
	_, err := r.run.output(ctx, call{dir: r.view.dir, args: []string{"rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD"}})
	if exitCode(err) == 1 {
		return fmt.Errorf("the branch HEAD names has no commit: %w", source.ErrEmpty)
	} else if err != nil {
		return r.broken("find HEAD", err)
	}
	head, err := r.commit(ctx, "HEAD")
	if err != nil {
		return err
	}
	soon := now.Add(24 * time.Hour)
	r.at = r.view.taken
	// Every sign of the copy's date is a lower bound, so the newest commit may be later. A commit
	// from the future gives no information about the copy.
	if head.at.After(r.at) && head.at.Before(soon) || r.at.After(soon) {
		r.at = head.at
	}
	if r.at.After(soon) {
		r.at = now.UTC().Truncate(time.Second)
	}
	if r.copy != nil && head.at.Before(soon) {
		r.at = head.at // what upstream did since is not in the copy
	}
	r.copied = r.at
	if asOf = asOf.UTC().Truncate(time.Second); !asOf.IsZero() && asOf.Before(r.at) {
		return r.goBack(ctx, asOf)
	}
	r.rev, r.tree = head.id, head.tree
	return nil
}

// goBack opens the newest first-parent commit that is dated by asOf.
func (r *Repo) goBack(ctx context.Context, asOf time.Time) error {
	// Git does not read small numbers as seconds; no repository is older.
	if asOf.Unix() < 100_000_000 {
		return nothingBy(asOf)
	}
	before := "--before=" + strconv.FormatInt(asOf.Unix(), 10)
	out, err := r.run.output(ctx, call{dir: r.view.dir, args: []string{"rev-list", "-1", "--first-parent", before, "--end-of-options", "HEAD", "--"}})
	if err != nil {
		return r.broken("go back in history", err)
	}
	rev := strings.TrimSpace(string(out))
	if rev == "" {
		return nothingBy(asOf)
	}
	return r.openAt(ctx, rev, asOf)
}

// settle opens the newest commit that had landed by the instant of a repository opened by goBack,
// whatever clocks say. It reports whether that is another commit.
func (r *Repo) settle(ctx context.Context) (moved bool, err error) {
	if r.origin != health.OriginAsOf {
		return false, nil
	}
	l, err := r.landings(ctx, r.rev)
	if err != nil {
		return false, err
	}
	rev := l.by(r.at)
	if rev == r.rev {
		return false, nil
	} else if rev == "" {
		return false, nothingBy(r.at)
	}
	return true, r.openAt(ctx, rev, r.at)
}

func (r *Repo) openAt(ctx context.Context, rev string, asOf time.Time) error {
	c, err := r.commit(ctx, rev)
	if err != nil {
		return err
	}
	r.rev, r.tree, r.at, r.origin = c.id, c.tree, asOf, health.OriginAsOf
	r.list = nil
	return nil
}

func nothingBy(asOf time.Time) error {
	return fmt.Errorf("nothing had landed by %s: %w", asOf.Format(time.RFC3339), source.ErrEmpty)
}

type commitID struct {
	id, tree string
	at       time.Time
}

func (r *Repo) commit(ctx context.Context, rev string) (commitID, error) {
	out, err := r.run.output(ctx, call{dir: r.view.dir, args: []string{"log", "-1", "--no-notes", "--format=%H %T %ct", "--end-of-options", rev, "--"}})
	if err != nil {
		return commitID{}, r.broken("read commit "+rev, err)
	}
	f := strings.Fields(string(out))
	if len(f) < 2 {
		return commitID{}, fmt.Errorf("read commit %s: it has no tree: %w", rev, source.ErrUnavailable)
	}
	c := commitID{id: f[0], tree: f[1], at: time.Unix(0, 0).UTC()}
	if len(f) == 3 {
		if t, err := strconv.ParseInt(f[2], 10, 64); err == nil {
			c.at = time.Unix(t, 0).UTC()
		}
	}
	return c, nil
}

// errBorrows is the cause we guess at when a copy with alternates cannot be read.
var errBorrows = errors.New("this copy borrows objects from another folder, which is not followed")

// errPartial is the cause we guess at when a partial clone cannot be read.
var errPartial = errors.New("this copy is a partial clone, which lacks objects that only its remote has")

// broken wraps an error of reading this copy, with the cause we can guess at.
func (r *Repo) broken(doing string, err error) error {
	if r.view.borrows {
		return fmt.Errorf("%s: %w (%w)", doing, err, errBorrows)
	}
	if r.view.partial {
		return fmt.Errorf("%s: %w (%w)", doing, err, errPartial)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// entries lists the tree and caches the list.
func (r *Repo) entries(ctx context.Context) ([]entry, error) {
	if r.list == nil {
		all, err := listTree(ctx, r.run, r.view.dir, r.rev)
		if err != nil {
			return nil, r.broken("commit "+r.rev, err)
		}
		r.list = all
	}
	return r.list, nil
}

// blob returns the content of one blob, or ErrPartialTree if it is not local.
func (r *Repo) blob(ctx context.Context, oid string) ([]byte, error) {
	out, err := r.run.output(ctx, call{dir: r.view.dir, args: []string{"cat-file", "blob", oid}})
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w: %w", oid, source.ErrPartialTree, err)
	}
	return out, nil
}

// fetchBlobs fetches the blobs in one request and returns the sizes of those that are then local.
// It returns ErrPartialTree if some are not.
func (r *Repo) fetchBlobs(ctx context.Context, oids []string) (map[string]int64, error) {
	var fetchErr error
	if r.clone != nil {
		fetchErr = r.clone.blobs(ctx, oids)
	}
	now := make([]entry, len(oids))
	for i, oid := range oids {
		now[i] = entry{oid: oid, mode: "100644", size: -1}
	}
	if err := measure(ctx, r.run, r.view.dir, now); err != nil {
		return nil, errors.Join(err, fetchErr)
	}
	sizes, absent := map[string]int64{}, 0
	for _, e := range now {
		if e.size < 0 {
			absent++
			continue
		}
		sizes[e.oid] = e.size
	}
	if absent > 0 {
		if fetchErr == nil {
			fetchErr = errors.New("this copy cannot fetch")
		}
		return sizes, fmt.Errorf("%d of %d files are not available: %w: %w", absent, len(oids), source.ErrPartialTree, fetchErr)
	}
	return sizes, nil
}
