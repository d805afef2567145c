package git

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// figures are all measurements of one repository at one commit.
type figures struct {
	at      time.Time
	hist    *history
	rel     *releases
	tree    *treeFacts
	shallow bool
	authors []*person // with any human commit, sorted by commits of twelve months
	persons []*person // authors and people who only commit changes of others
	doubt   extent
	untold  string // why the tags are no evidence of releases; empty: they are
	landed  landed // changes of others and merges
	since   int64  // date of the last release's commit
	waiting unreleased
}

// measure reads the history in one pass, and reads tags and tree.
func (r *Repo) measure(ctx context.Context, by rules) (*figures, error) {
	all, err := r.entries(ctx)
	var over *tree.Excess
	if err != nil && !errors.As(err, &over) {
		return nil, err
	}
	f := &figures{at: r.at, tree: nameFacts(all), shallow: r.view.shallow, hist: newHistory(r.at, by)}
	if r.origin == health.OriginAsOf {
		f.hist.copied = r.copied.Unix() + day
	}
	f.untold = r.untold()
	f.tree.over = over // the history is known without its files
	if err := f.tree.contents(ctx, r); err != nil {
		return nil, err
	}
	if f.rel, err = readReleases(ctx, r.run, r.view.dir, r.name(), r.until()); err != nil {
		return nil, r.broken("releases", err)
	}
	if err := f.expect(ctx, r); err != nil {
		return nil, err
	}
	if err := f.hist.read(ctx, r.run, r.view.dir, r.rev); err != nil {
		return nil, r.broken("history", err)
	}
	if err := f.findUnreleased(ctx, r); err != nil {
		return nil, r.broken("history", err)
	}
	f.merge()
	return f, nil
}

// until returns the last date that a tag may have.
func (r *Repo) until() int64 {
	if r.origin != health.OriginAsOf {
		return r.at.Unix() + day // clocks differ
	}
	return r.at.Unix()
}

// expect sets what the pass looks for: the commits of the releases, and the date of the last
// release's commit.
func (f *figures) expect(ctx context.Context, r *Repo) error {
	for _, t := range f.rel.tags {
		if t.commit != "" {
			f.hist.wanted[t.commit] = 0
		}
	}
	last, ok := f.rel.last()
	if !ok {
		return nil
	}
	f.since = last.at
	if last.commit == "" {
		return nil
	}
	objects, err := readObjects(ctx, r.run, r.view.dir, []string{last.commit})
	if err != nil {
		return fmt.Errorf("read the last release: %w", err)
	}
	if o := objects[last.commit]; o.at > 0 {
		f.since = o.at
	}
	return nil
}

func (f *figures) merge() {
	f.persons, f.landed = f.hist.people.persons()
	f.landed.all += f.hist.landed.all
	f.landed.web += f.hist.landed.web
	f.landed.programs += f.hist.landed.programs
	f.doubt = f.hist.people.doubt(f.hist.human[0])
	f.authors = make([]*person, 0, len(f.persons))
	for _, p := range f.persons {
		if p.any {
			f.authors = append(f.authors, p)
		}
	}
	for _, p := range f.authors[:f.core()] {
		p.core = true
	}
}

// whole reports whether people can be distinguished and their history is complete.
func (f *figures) whole() bool { return !f.shallow && !f.tree.mailmapAbsent }

// core returns how many people, most active first, made 80% of the commits.
func (f *figures) core() int {
	need, sum := 0.8*float64(f.hist.human[0]), 0
	for i, p := range f.authors {
		if p.year1 == 0 || float64(sum) >= need {
			return i
		}
		sum += p.year1
	}
	return len(f.authors)
}

// absence returns the fewest people with half of the commits, or 0 if there are none.
func absence(counts []int) int {
	total, sum := 0, 0
	for _, n := range counts {
		total += n
	}
	for i, n := range counts {
		if sum += n; total > 0 && 2*sum >= total {
			return i + 1
		}
	}
	return 0
}

// activeMonths returns in how many of the newest twelve months a person was active.
func (t *tally) activeMonths() int {
	n := 0
	for m := range 12 {
		n += int(t.months >> m & 1)
	}
	return n
}

// regularMonths is the number of active months of twelve from which a person is regular.
const regularMonths = 3

// leastIntegrations is the number of commits of others' changes from which a person integrates.
const leastIntegrations = 3

func (p *person) regular() bool    { return p.activeMonths() >= regularMonths }
func (p *person) integrator() bool { return p.integrations >= leastIntegrations }

// roll returns the persons to track, with keys: regulars, integrators and the core. The others are
// only counted.
func (f *figures) roll(key func(string) string) []health.Person {
	var out []health.Person
	for _, p := range f.persons {
		if p.regular() || p.integrator() || p.core {
			out = append(out, health.Person{Key: key(p.id), Commits: p.year1, Months: p.activeMonths(), Integrations: p.integrations})
		}
	}
	return out
}

// topChanged reports whether none of the top contributors of the 36 months before is one of the
// twelve months; ok is false if one of the windows has no commit.
func (f *figures) topChanged() (changed, ok bool) {
	now, before := 0, 0
	for _, p := range f.authors {
		now, before = max(now, p.year1), max(before, p.before36)
	}
	if now == 0 || before == 0 {
		return false, false
	}
	for _, p := range f.authors {
		if p.year1 == now && p.before36 == before {
			return false, true
		}
	}
	return true, true
}

// newcomerShare returns the share of the core's commits by people whose first commit is less than
// 36 months old.
func (f *figures) newcomerShare() float64 {
	sum, fresh := 0, 0
	for _, p := range f.authors {
		if !p.core {
			continue
		}
		sum += p.year1
		if p.first > f.hist.at-1095*day {
			fresh += p.year1
		}
	}
	return ratio(fresh, sum)
}

// trend returns log2((c+1)/(p+1)), where p is the mean of the two years before.
func (f *figures) trend() (value, previous float64) {
	previous = float64(f.hist.human[1]+f.hist.human[2]) / 2
	return math.Log2((float64(f.hist.human[0]) + 1) / (previous + 1)), previous
}

// monthsTo returns the months of 30.4375 days from t to the instant, at least 0.
func (f *figures) monthsTo(t int64) float64 {
	return max(float64(f.hist.at-t)/(monthDays*day), 0)
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
