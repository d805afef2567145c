package collect

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/upgrade"
)

// Upgrade is what would take the place of a published ranking.
type Upgrade struct {
	// Run and Rows are what is published last. Former is its model; nil if it is not available.
	Run    health.Run
	Rows   []ranking.Row
	Former *model.Model
	// Model, List and Bundle are those of this program. Bundle is nil if there is none.
	Model  model.Model
	List   health.List
	Bundle *exchange.Bundle
	Now    time.Time
}

// UpgradeStore is where an upgrade reads the stored figures.
type UpgradeStore interface {
	figureReader
	ProjectAt(ctx context.Context, slug string, run int64) (figures.Project, error)
}

// Notes returns what the upgrade would do to the order; package upgrade says how it is split.
// Nothing is written. Cost: the figures of the list read once, and its ranking computed once for
// each step that applies.
func (u Upgrade) Notes(ctx context.Context, st UpgradeStore) (upgrade.Notes, error) {
	stored, err := u.stored(ctx, st)
	if err != nil {
		return upgrade.Notes{}, fmt.Errorf("compare the upgrade with run %d: %w", u.Run.ID, err)
	}
	steps := []upgrade.Ranking{{Judgement: score.Judgement{Rows: u.Rows}}}
	add := func(c upgrade.Cause, m model.Model, list health.List, of held) {
		// Figures held in memory are read without an error.
		j, _, _ := judge(ctx, of, m, list, 0, u.Now)
		steps = append(steps, upgrade.Ranking{Cause: c, Judgement: j})
	}
	now, newer := u.listed(stored)
	if u.Former == nil {
		add(upgrade.Unknown, u.Model, u.List, newer)
		return upgrade.Compare(steps), nil
	}
	add(upgrade.Clock, *u.Former, u.former(), stored)
	if u.Run.Revision != u.List.Revision {
		add(upgrade.List, *u.Former, u.List, now)
	}
	if len(u.Answers(now)) > 0 {
		add(upgrade.Fact, *u.Former, u.List, newer)
	}
	if u.Former.SHA256 != u.Model.SHA256 {
		rule := u.Model.WithAssumptions(*u.Former)
		add(upgrade.Rule, rule, u.List, newer)
		if rule.SHA256 != u.Model.SHA256 {
			add(upgrade.Assumption, u.Model, u.List, newer)
		}
	}
	return upgrade.Compare(steps), nil
}

// held are figures by project.
type held map[string]figures.Project

// Figures calls fn for each project.
func (h held) Figures(_ context.Context, _ string, _ int64, fn func(figures.Project) error) error {
	for _, slug := range slices.Sorted(maps.Keys(h)) {
		if err := fn(h[slug]); err != nil {
			return err
		}
	}
	return nil
}

// stored returns the figures of the published run, also of projects that are on the list no longer.
func (u Upgrade) stored(ctx context.Context, st UpgradeStore) (held, error) {
	out := held{}
	err := st.Figures(ctx, u.Run.List, u.Run.ID, func(f figures.Project) error {
		out[f.Project] = f
		return nil
	})
	for _, r := range u.Rows {
		if _, ok := out[r.Slug]; ok || err != nil {
			continue
		}
		out[r.Slug], err = st.ProjectAt(ctx, r.Slug, u.Run.ID)
	}
	return out, err
}

// former returns the list with the projects that were published. Their former entries are not kept,
// but what the list said of them is among their figures.
func (u Upgrade) former() health.List {
	entries := map[string]health.Project{}
	for _, p := range u.List.Projects {
		entries[p.Slug] = p
	}
	list := u.List
	list.Projects = nil
	for _, r := range u.Rows {
		p, ok := entries[r.Slug]
		if !ok {
			p = health.Project{Slug: r.Slug, Name: r.Name}
		}
		list.Projects = append(list.Projects, p)
	}
	return list
}

// listed returns the figures with the entries of the list as they are now, and the same with those
// of the bundle where they are newer.
func (u Upgrade) listed(stored held) (now, newer held) {
	said := asListed{list: u.List, now: u.Now}
	now, newer = held{}, held{}
	for _, p := range u.List.Projects {
		f, ok := stored[p.Slug]
		if !ok {
			f = figures.Project{Project: p.Slug}
		}
		now[p.Slug] = said.of(p, f)
	}
	answers := u.Answers(now)
	for slug, f := range now {
		newer[slug] = with(f, answers[slug])
	}
	return now, newer
}

// Answers returns what of the bundle is newer than the figures, by project. An answer without an
// outcome holds only single sources of a project that the bundle could not read.
func (u Upgrade) Answers(stored map[string]figures.Project) map[string]health.Answer {
	out := map[string]health.Answer{}
	if u.Bundle == nil {
		return out
	}
	for _, p := range u.Bundle.Projects {
		f, ok := stored[p.Slug]
		if !ok {
			continue // not on the list
		}
		a := health.Answer{Attempt: health.Attempt{Project: p.Slug, Outcome: p.Outcome, Reason: p.Reason, At: u.Now}}
		for _, sn := range p.Health() {
			if newer(f, sn) {
				a.Snapshots = append(a.Snapshots, sn)
			}
		}
		answered := f.Last.Outcome != ""
		switch {
		case answered && len(a.Snapshots) == 0:
			continue
		case answered && p.Outcome != health.OutcomeObserved:
			a.Attempt = health.Attempt{Project: p.Slug, At: u.Now} // what was read here before stays
		}
		out[p.Slug] = a
	}
	return out
}

// newer reports whether a snapshot of a bundle takes the place of the stored one. One that was read
// here does so only if it is older; one of an earlier bundle also if it is of the same instant and
// holds other values.
func newer(f figures.Project, sn health.Snapshot) bool {
	was, ok := f.Snapshot(sn.Source)
	switch {
	case !ok || sn.ObservedAt.After(was.ObservedAt):
		return true
	case was.Origin != health.OriginBundle || sn.ObservedAt.Before(was.ObservedAt):
		return false
	}
	for _, in := range sn.Inputs {
		if old, ok := f.Inputs[in.Field]; !ok || old.State != in.State || old.Value != in.Value || old.Text != in.Text {
			return true
		}
	}
	return false
}

// with returns the figures with an answer recorded.
func with(f figures.Project, a health.Answer) figures.Project {
	if a.Attempt.Outcome != "" {
		f.Last = a.Attempt
	}
	for _, sn := range a.Snapshots {
		ins := maps.Clone(f.Inputs)
		maps.DeleteFunc(ins, func(_ field.ID, in health.Input) bool { return in.Source == sn.Source })
		for _, in := range sn.Inputs {
			ins.Put(in)
		}
		f.Inputs = ins
		f.Snapshots = slices.DeleteFunc(slices.Clone(f.Snapshots), func(s health.Snapshot) bool { return s.Source == sn.Source })
		sn.Inputs = nil
		f.Snapshots = append(f.Snapshots, sn)
	}
	return f
}

// Upgrade publishes the list with the answers of a bundle that was made at the instant, and with
// today's entries. Without answers it is Rescore.
func (c *Collector) Upgrade(ctx context.Context, list health.List, made time.Time, answers map[string]health.Answer) (health.Run, error) {
	if len(answers) == 0 {
		return c.Rescore(ctx, list)
	}
	now := c.Now().UTC()
	var slugs []string
	batch := make([]health.Answer, 0, len(list.Projects))
	for _, p := range list.Projects {
		a, ok := answers[p.Slug]
		if !ok {
			a.Attempt = health.Attempt{Project: p.Slug, At: now}
		}
		if a.Attempt.Outcome != "" {
			slugs = append(slugs, p.Slug)
		}
		a.Snapshots = append(slices.Clone(a.Snapshots), c.listed(list, p, now))
		batch = append(batch, a)
	}
	return c.importAll(ctx, list, health.Run{Origin: health.OriginBundle, Started: made, Total: len(slugs)}, slugs, batch)
}
