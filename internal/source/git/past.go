package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Past is the result of one pass over a repository for many instants.
type Past struct {
	// Taken is the date of the copy. Later times are unknown.
	Taken time.Time
	// Commit is the newest commit of the copy.
	Commit string
	// Snapshots has one for each requested instant, in that order. If nothing had been committed by
	// then, it has no inputs and a zero ObservedAt.
	Snapshots []health.Snapshot
	human     []int64 // dates of human commits, sorted
	days      map[int32]int32
}

// HumanCommits counts the human commits after from and at or before to, by committer date, as the
// copy shows them, including those that were merged later.
func (p Past) HumanCommits(from, to time.Time) int {
	upTo := func(t time.Time) int {
		return sort.Search(len(p.human), func(i int) bool { return p.human[i] > t.Unix() })
	}
	return max(0, upTo(to)-upTo(from))
}

const (
	// rewrittenShare is the part of a window's commits that one day may have, and rewrittenLeast how
	// many they must be: a quiet project may have a third of a year's commits on one day.
	rewrittenShare = 0.2
	rewrittenLeast = 50
)

// Rewritten returns the newest day that has more than a fifth of all commits dated after from and up
// to the copy, and at least 50, with its share; false if there is none. The committer dates of a
// history that was rewritten or imported are those of the rewriting, so earlier states cannot be
// told from it.
func (p Past) Rewritten(from time.Time) (on time.Time, share float64, ok bool) {
	total, newest, most := 0, int32(-1), 0
	since := int32(from.Unix() / day)
	for d, n := range p.days {
		if d > since {
			total += int(n)
		}
	}
	for d, n := range p.days {
		if d > since && d > newest && int(n) >= rewrittenLeast && float64(n) > rewrittenShare*float64(total) {
			newest, most = d, int(n)
		}
	}
	if newest < 0 {
		return time.Time{}, 0, false
	}
	return time.Unix(int64(newest)*day, 0).UTC(), ratio(most, total), true
}

// Newest returns the address of the repository that is read for the project, its newest commit here
// and the date of that state. The address is another than the primary repository's where a public
// copy replaces it. Cost: some short runs of git; an update of a clone that is not a mirror.
func (s *Source) Newest(ctx context.Context, p health.Project) (address, commit string, taken time.Time, err error) {
	repo, err := s.openPrimary(ctx, p, time.Time{})
	if err != nil {
		return "", "", time.Time{}, err
	}
	return repo.id.URL(), repo.rev, repo.at, repo.Close()
}

// ObservePast measures the history of the project's primary repository as of many instants. Every
// input of the snapshots equals that of Observe for that instant. They contain what commits and
// tags show; the files of that time are not read. The errors are those of Observe, except ErrEmpty.
// Cost: one walk and one pass over the history, whatever the number of instants, and for each a few
// git runs, which read no more than what no release of the time contained and the releases since.
func (s *Source) ObservePast(ctx context.Context, p health.Project, instants []time.Time) (Past, error) {
	return s.ObservePastTrees(ctx, p, instants, nil)
}

// ObservePastTrees is ObservePast with the licence of each instant among the inputs. It calls visit
// with the files of each instant before the copy, oldest first, after the history was read; i is
// the index of the instant. The tree is valid during the call. Cost beside that of ObservePast: two runs of git for each tree, and
// what visit reads.
func (s *Source) ObservePastTrees(ctx context.Context, p health.Project, instants []time.Time, visit func(past Past, i int, t *Tree) error) (Past, error) {
	repo, err := s.openPrimary(ctx, p, time.Time{})
	if err != nil {
		return Past{}, err
	}
	past, moments, err := s.past(ctx, repo, p, instants)
	for i := 0; err == nil && visit != nil && i < len(moments); i++ {
		if moments[i].repo.origin == health.OriginAsOf {
			err = s.visit(ctx, &moments[i], p, &past, visit)
		}
	}
	if err = errors.Join(err, repo.Close()); err != nil {
		return Past{}, fmt.Errorf("observe %s: %w", repo.id, err)
	}
	return past, nil
}

// visit adds what the files of one instant show, and shows them.
func (s *Source) visit(ctx context.Context, m *moment, p health.Project, past *Past, visit func(Past, int, *Tree) error) error {
	t, err := m.repo.Tree(ctx)
	if err != nil {
		return err
	}
	f := figures{tree: nameFacts(m.repo.list)}
	if err := f.tree.contents(ctx, &m.repo); err != nil {
		return err
	}
	snap := &past.Snapshots[m.index]
	for _, in := range s.stamp(&m.repo, p, f.contentInputs()).Inputs {
		if in.Field == field.Licence {
			snap.Inputs = byName(append(snap.Inputs, in))
		}
	}
	err = visit(*past, m.index, t)
	m.repo.list = nil // of all instants together they would be large
	return err
}

func (s *Source) past(ctx context.Context, r *Repo, p health.Project, instants []time.Time) (Past, []moment, error) {
	out := Past{Taken: r.at, Commit: r.rev, Snapshots: make([]health.Snapshot, len(instants))}
	moments, err := r.moments(ctx, s.cfg.rules(), instants)
	if err != nil {
		return out, nil, err
	}
	all := newHistory(r.at, s.cfg.rules())
	all.note = func(t int64) { out.human = append(out.human, t) }
	walk := descent{moments: moments, all: all, from: make(map[string]int, len(moments))}
	for i, m := range slices.Backward(moments) {
		walk.from[m.repo.rev] = i
	}
	// Children before parents, so that the instants that reach a commit are known when it is read.
	if err := readCommits(ctx, r.run, r.view.dir, []string{"--topo-order", r.rev}, walk.commit); err != nil {
		return out, nil, r.broken("history", err)
	}
	slices.Sort(out.human)
	out.days = all.days
	for _, m := range moments {
		if err := m.figures.findUnreleased(ctx, &m.repo); err != nil {
			return out, nil, r.broken("history", err)
		}
		m.figures.merge()
		out.Snapshots[m.index] = s.stamp(&m.repo, p, m.figures.historyInputs(p.Rolling))
	}
	return out, moments, nil
}

// moment is the state of a repository at one of the requested instants.
type moment struct {
	index   int // among the requested instants
	repo    Repo
	figures *figures
}

// moments returns the instants by which there was a commit, oldest first.
func (r *Repo) moments(ctx context.Context, by rules, instants []time.Time) ([]moment, error) {
	who := nameFacts(nil)
	if err := who.contents(ctx, r); err != nil {
		return nil, err
	}
	tags, err := readTags(ctx, r.run, r.view.dir, r.name())
	if err != nil {
		return nil, r.broken("releases", err)
	}
	var all []moment
	var landed *landing
	for i, t := range instants {
		m := moment{index: i, repo: *r}
		if t = t.UTC().Truncate(time.Second); t.Before(r.at) {
			if landed == nil {
				if landed, err = r.landings(ctx, r.rev); err != nil {
					return nil, err
				}
			}
			rev := landed.by(t)
			if rev == "" {
				continue
			}
			if err := m.repo.openAt(ctx, rev, t); err != nil {
				return nil, err
			}
		}
		m.figures = &figures{at: m.repo.at, tree: who, shallow: r.view.shallow, hist: newHistory(m.repo.at, by), rel: tags.releases(m.repo.until()), untold: r.untold()}
		if err := m.figures.expect(ctx, &m.repo); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.repo.at.Compare(b.repo.at) })
	return all, nil
}

// descent assigns each commit to the instants that reach it. The commits of the instants are on one
// line of first parents, so commits reached from an older instant are also reached from the younger
// ones. One number per commit is therefore enough.
type descent struct {
	moments []moment
	all     *history       // for every commit
	from    map[string]int // oldest instant that reaches it, by commit seen or requested
}

func (d *descent) commit(rec []byte) error {
	id, rest := cut(rec)
	parents, _ := cut(rest)
	oldest, ok := d.from[string(id)]
	if !ok {
		oldest = len(d.moments)
	}
	delete(d.from, string(id))
	for parent := range bytes.FieldsSeq(parents) {
		if was, ok := d.from[string(parent)]; !ok || oldest < was {
			d.from[string(parent)] = oldest
		}
	}
	for _, m := range d.moments[oldest:] {
		if err := m.figures.hist.commit(rec); err != nil {
			return err
		}
	}
	return d.all.commit(rec)
}
