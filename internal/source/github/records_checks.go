package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// checks queries check suites and statuses separately, if the host could not return them with the
// rest. If that fails too, they are unseen, because a retry would also fail.
func (g *gathering) checks(ctx context.Context) error {
	if !g.sees(forge.PartCommits) {
		g.unseen(forge.PartCheckRuns, g.out.Unseen[forge.PartCommits])
		return nil
	}
	a, err := g.post(ctx, checksQuery, map[string]any{"id": g.of.node})
	if errors.Is(err, errWhole) {
		g.unseen(forge.PartCheckRuns, "more than its host can tell at once")
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range a.faults {
		if len(f.Path) < 2 || f.Path[0] != "r" {
			return fmt.Errorf("%w: %s", errFault, f.word())
		}
		g.unseen(forge.PartCheckRuns, f.why(g.out.Unseen[forge.PartCheckRuns]))
	}
	if !g.sees(forge.PartCheckRuns) {
		return nil
	}
	var d *recordsData
	if err := json.Unmarshal(a.data["r"], &d); err != nil {
		return fmt.Errorf("%w: its checks: %w", source.ErrUnavailable, decodeError(err))
	}
	return g.readChecks(d)
}

// readChecks adds the checks to the commits; the answer must include each commit.
func (g *gathering) readChecks(d *recordsData) error {
	if d == nil || d.Head == nil || d.Head.History == nil || d.NameWithOwner == nil {
		return fmt.Errorf("%w: its checks are missing", source.ErrUnavailable)
	}
	found := map[string]*forge.Change{}
	for _, c := range d.Head.History.Nodes {
		for _, p := range c.pulls(*d.NameWithOwner) {
			found[c.OID] = p.change(g.cfg.API, *d.NameWithOwner, false)
		}
	}
	for _, c := range g.out.Commits {
		if c.Change == nil {
			continue
		}
		other := found[c.OID]
		if other == nil || other.Head != c.Change.Head {
			return fmt.Errorf("%w: its commits moved between two answers", source.ErrUnavailable)
		}
		c.Change.Runs, c.Change.Statuses = other.Runs, other.Statuses
	}
	return nil
}
