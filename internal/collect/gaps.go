package collect

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Gap is a part of the figures that was not read for some projects.
type Gap struct {
	// Part is the name for people of a service or a source, or "a check of the files".
	Part string
	// Projects is for how many it was not read.
	Projects int
	// Why is the most frequent reason, and Others the number of other ones.
	Why    string
	Others int
}

// GapsOf returns what was not read of one project, from its snapshots and the errors of its
// sources, sorted by part.
func GapsOf(snaps []health.Snapshot, problems []error) []Gap {
	var t tally
	t.add(snaps, problems)
	return t.gaps()
}

// tally counts by part and reason. It is safe for concurrent use.
type tally struct {
	mu    sync.Mutex
	parts map[string]*part
	kept  atomic.Bool // the last value of something stays, because it was not read
}

type part struct {
	projects int
	reasons  map[string]int
}

// add counts what was not read of one project; each part once.
func (t *tally) add(snaps []health.Snapshot, problems []error) {
	found := map[string]string{}
	put := func(part, why string) {
		if _, ok := found[part]; !ok {
			found[part] = why
		}
	}
	for _, s := range snaps {
		for _, in := range s.Inputs {
			putLate(put, in.Late, s.Source)
		}
		for _, k := range s.Checks {
			putLate(put, k.Late, s.Source)
		}
	}
	for _, err := range problems {
		if none := (noRepository{}); errors.As(err, &none) {
			continue
		}
		var from sourceError
		errors.As(err, &from)
		whom, why, ok := source.RefusalOf(err)
		if !ok {
			why = Explain(err)
		}
		put(cmp.Or(whom, field.SourceName(from.source), "a source"), why)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for name, why := range found {
		if t.parts == nil {
			t.parts = map[string]*part{}
		}
		if t.parts[name] == nil {
			t.parts[name] = &part{reasons: map[string]int{}}
		}
		t.parts[name].projects++
		t.parts[name].reasons[why]++
	}
}

func putLate(put func(part, why string), l check.Late, source string) {
	if !l.IsZero() {
		put(l.Part(field.SourceName(source)), l.Why)
	}
}

// gaps returns the counts, most projects first.
func (t *tally) gaps() []Gap {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []Gap
	for name, p := range t.parts {
		g := Gap{Part: name, Projects: p.projects, Others: len(p.reasons) - 1}
		for why, n := range p.reasons {
			if most := p.reasons[g.Why]; n > most || n == most && why < g.Why {
				g.Why = why
			}
		}
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(b.Projects, a.Projects), strings.Compare(a.Part, b.Part))
	})
	return out
}

// take returns the counts and begins anew.
func (t *tally) take() []Gap {
	out := t.gaps()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.parts = nil
	return out
}

// Gaps returns what Collect could not read since the Collector was made, by part.
func (c *Collector) Gaps() []Gap { return c.tally.gaps() }

// Kept reports whether Collect kept the last value of anything that it could not read, since the
// Collector was made. A first run has no last values.
func (c *Collector) Kept() bool { return c.tally.kept.Load() }

// noteKept notes whether last values stay. Cost: one read of the stored figures for each project with
// a gap, until the first that has such a value.
func (c *Collector) noteKept(ctx context.Context, slug string, snaps []health.Snapshot, problems []error) error {
	if c.tally.kept.Load() || len(problems) == 0 && !slices.ContainsFunc(snaps, late) {
		return nil
	}
	failed := map[string]bool{}
	for _, err := range problems {
		if from := (sourceError{}); errors.As(err, &from) {
			failed[from.source] = true
		}
	}
	for _, s := range snaps {
		failed[s.Source] = failed[s.Source] || late(s)
	}
	f, err := c.Store.Project(ctx, slug)
	if err != nil {
		if errors.Is(err, health.ErrNotFound) {
			return nil
		}
		return err
	}
	for _, in := range f.Inputs {
		if in.Known() && failed[in.Source] {
			c.tally.kept.Store(true)
		}
	}
	return nil
}

// tell logs what was not read since it was called last, a line a part.
func (c *Collector) tell(list string) {
	for _, g := range c.tally.take() {
		c.Log.Warn("not everything could be read",
			"list", list, "part", g.Part, "projects", g.Projects, "reason", g.Why, "other_reasons", g.Others)
	}
}
