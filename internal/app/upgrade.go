package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/internal/upgrade"
)

// Upgrade returns, for each list, what this program's model, entries and bundled figures make of
// what is published last. Unless dry, it then publishes that; what was published before stays.
// A dry run changes nothing in the database; any other first updates its schema.
func (a *App) Upgrade(ctx context.Context, dry bool) ([]upgrade.Report, error) {
	open := a.open
	if dry {
		open = a.frozen
	}
	st, err := open(ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	out, err := a.upgrades(ctx, st)
	if err != nil || dry {
		return out, err
	}
	for i, r := range out {
		l, _ := a.Set.List(r.List)
		if !r.Changes() {
			continue
		}
		if err := a.upgrade(ctx, st, l, r.Run); err != nil {
			return out, err
		}
		if out[i].Published, err = st.LastRun(ctx, l.Slug); err != nil {
			return out, err
		}
	}
	return out, nil
}

// frozen opens the store for reading. It would not create a database, so a missing one is a wrong
// name.
func (a *App) frozen(ctx context.Context) (*store.Store, error) {
	st, err := store.Frozen(ctx, a.DSN, a.Now)
	if errors.Is(err, health.ErrNotFound) {
		return nil, fmt.Errorf("%w: it does not exist (check --db, or create it with \"plumbline rank\")", err)
	}
	return st, err
}

// upgrades compares every list with what is published of it.
func (a *App) upgrades(ctx context.Context, st *store.Store) ([]upgrade.Report, error) {
	var out []upgrade.Report
	for _, l := range a.Set.Lists {
		r := upgrade.Report{List: l.Slug}
		var err error
		r.Run, err = st.LastRun(ctx, l.Slug)
		if err != nil && !errors.Is(err, health.ErrNotFound) {
			return nil, err
		}
		if l.OnRequest && r.Run.ID == 0 {
			continue // no one asked for it yet
		}
		if err := a.compareUpgrade(ctx, st, l, &r); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// compareUpgrade fills in the report of a list. Its run is set; without one there is nothing to
// compare with.
func (a *App) compareUpgrade(ctx context.Context, st *store.Store, l health.List, r *upgrade.Report) error {
	u, err := a.upgradeOf(l, r.Run)
	if err != nil {
		return err
	}
	r.Models[1] = upgrade.Model{Name: u.Model.Name(), SHA256: u.Model.SHA256}
	r.Revisions = [2]string{r.Run.Revision, l.Revision}
	if u.Bundle != nil {
		r.Bundles[1] = upgrade.Bundle{Made: u.Bundle.MadeAt, SHA256: u.Bundle.SHA256}
	}
	if r.Run.ID == 0 {
		return nil
	}
	r.Models[0].SHA256 = r.Run.ModelSHA
	if u.Former, err = a.formerModel(ctx, st, r.Run); err != nil {
		return err
	}
	if u.Former != nil {
		r.Models[0].Name = u.Former.Name()
	}
	if r.Bundles[0], err = lastBundle(ctx, st, l.Slug, r.Bundles[1]); err != nil {
		return err
	}
	page, err := rows(ctx, st.At(r.Run), ranking.Query{List: l.Slug, Sort: ranking.SortRisk}, 0)
	if err != nil {
		return err
	}
	u.Rows = page.Rows
	answers, err := newest(ctx, st, l, u)
	if err != nil {
		return err
	}
	r.Taken = len(answers)
	r.Notes, err = u.Notes(ctx, st)
	return err
}

// upgradeOf returns what this program puts in the place of a run.
func (a *App) upgradeOf(l health.List, run health.Run) (collect.Upgrade, error) {
	u := collect.Upgrade{Run: run, Model: a.Set.Model, List: l, Now: a.Now().UTC()}
	raw, ok := a.Set.Bundle(l.Slug)
	if !ok {
		return u, nil
	}
	b, err := exchange.ReadBundle(bytes.NewReader(raw))
	if err != nil {
		return u, fmt.Errorf("bundle of list %s: %w", l.Slug, err)
	}
	u.Bundle = &b
	return u, nil
}

// formerModel returns the model of a run: the one in use, as stored, or as this program keeps it;
// nil if none of them is.
func (a *App) formerModel(ctx context.Context, st *store.Store, run health.Run) (*model.Model, error) {
	for _, sc := range a.Set.Scenarios { // a stored model has lost the name of its overlay
		if sc.Model.SHA256 == run.ModelSHA {
			return &sc.Model, nil
		}
	}
	m, remark, err := a.past(st).ModelOf(ctx, run)
	if err != nil {
		return nil, err
	}
	if remark == "" {
		return &m, nil
	}
	if m, ok := a.Set.Earlier(run.ModelSHA); ok {
		return &m, nil
	}
	return nil, nil
}

// lastBundle returns the bundle that the list took figures from last. Its hash is known only if it
// is this program's own.
func lastBundle(ctx context.Context, st *store.Store, list string, own upgrade.Bundle) (upgrade.Bundle, error) {
	runs, err := st.Runs(ctx, list, mostRuns)
	if err != nil {
		return upgrade.Bundle{}, err
	}
	for _, r := range runs {
		switch {
		case !r.Published || r.Origin != health.OriginBundle:
		case r.Started.Equal(own.Made):
			return own, nil
		default:
			return upgrade.Bundle{Made: r.Started}, nil
		}
	}
	return upgrade.Bundle{}, nil
}

// newest returns what of the bundle is newer than anything stored, published or not.
func newest(ctx context.Context, st *store.Store, l health.List, u collect.Upgrade) (map[string]health.Answer, error) {
	stored := map[string]figures.Project{}
	for _, p := range l.Projects {
		stored[p.Slug] = figures.Project{Project: p.Slug}
	}
	err := st.Figures(ctx, l.Slug, 0, func(f figures.Project) error {
		if _, ok := stored[f.Project]; ok {
			stored[f.Project] = f
		}
		return nil
	})
	return u.Answers(stored), err
}

// upgrade publishes a list with this program's model, entries and newer bundled figures.
func (a *App) upgrade(ctx context.Context, st *store.Store, l health.List, run health.Run) error {
	if run.ID == 0 {
		return a.prepare(ctx, st, l)
	}
	u, err := a.upgradeOf(l, run)
	if err != nil {
		return err
	}
	answers, err := newest(ctx, st, l, u)
	if err != nil {
		return err
	}
	c := a.rescorer(st)
	if u.Bundle == nil {
		_, err = c.Rescore(ctx, l)
		return err
	}
	_, err = c.Upgrade(ctx, l, u.Bundle.MadeAt, answers)
	return err
}
