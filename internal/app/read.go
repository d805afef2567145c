package app

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// Rank returns the first limit rows of the ranking the query asks for, all when
// limit is 0, as of the run or day; as of now when that is empty.
func (a *App) Rank(ctx context.Context, q ranking.Query, limit int, asOf string) (ranking.Page, explain.Shown, error) {
	l, err := a.List(q.List)
	if err != nil {
		return ranking.Page{}, explain.Shown{}, err
	}
	st, err := a.readable(ctx)
	if err != nil {
		return ranking.Page{}, explain.Shown{}, err
	}
	defer st.Close()
	of, err := a.listing(ctx, st, l, asOf)
	if err != nil {
		return ranking.Page{}, explain.Shown{}, err
	}
	defer of.Close()
	page, err := rows(ctx, of, q, limit)
	return page, of.Shown, err
}

// rows reads pages until it has limit rows, or all when limit is 0.
func rows(ctx context.Context, r figures.Reader, q ranking.Query, limit int) (ranking.Page, error) {
	const most = 500
	var all ranking.Page
	for {
		q.Limit = most
		if limit > 0 {
			q.Limit = min(most, limit-len(all.Rows))
		}
		page, err := r.Rank(ctx, q)
		if err != nil {
			return all, err
		}
		page.Rows = append(all.Rows, page.Rows...)
		all = page
		if page.Next == "" || limit > 0 && len(all.Rows) >= limit {
			return all, nil
		}
		q.After = page.Next
	}
}

// judge fills in what the model makes of the figures.
func (a *App) judge(x *explain.Subject, f figures.Project) {
	m := x.Shown.Model
	x.Figures = f.Judged(m)
	x.Score = score.InRanking(score.Evaluate(m, x.Project, x.Figures.Inputs, x.Figures.At(), x.Shown.Now), f.Ranked)
	x.Alerts = change.Alerts(a.Set.Alerts, x.Project, x.Figures)
}

// Stored returns a list entry with its stored figures, as they are judged: those
// of now, or those shown on a day.
func (a *App) Stored(ctx context.Context, repo, asOf string) (x explain.Subject, err error) {
	if x.Project, x.List, err = a.Project(repo); err != nil {
		return x, err
	}
	st, err := a.readable(ctx)
	if err != nil {
		return x, err
	}
	defer st.Close()
	of, err := a.listing(ctx, st, x.List, asOf)
	if err != nil {
		return x, err
	}
	defer of.Close()
	f, err := of.Project(ctx, x.Project.Slug)
	if err != nil {
		return x, err
	}
	x.Shown = of.Shown
	a.judge(&x, f)
	return x, nil
}

// Statuses yields the status of every list with the last runs, until an error.
func (a *App) Statuses(ctx context.Context, runs int) iter.Seq2[explain.Status, error] {
	return func(yield func(explain.Status, error) bool) {
		st, err := a.open(ctx)
		if err != nil {
			yield(explain.Status{}, err)
			return
		}
		defer st.Close()
		for _, l := range a.Set.Lists {
			s, err := a.status(ctx, st, l, runs)
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

func (a *App) status(ctx context.Context, st *store.Store, l health.List, runs int) (s explain.Status, err error) {
	s = explain.Status{List: l, Why: map[string]int{}}
	s.Runs, err = st.Runs(ctx, l.Slug, runs)
	if err != nil || len(s.Runs) == 0 {
		return s, err
	}
	err = st.Figures(ctx, l.Slug, 0, func(f figures.Project) error {
		if at := f.At(); !at.IsZero() {
			s.Ages = append(s.Ages, health.AgeDays(at, a.Now()))
		}
		if f.Last.Reason != "" {
			s.Why[f.Last.Reason]++
		}
		return nil
	})
	if err != nil {
		return s, err
	}
	slices.Sort(s.Ages)
	if s.Elsewhere, err = st.NotAsListed(ctx, 500); err != nil {
		return s, err
	}
	s.Next, err = st.NextDue(ctx, l.Slug)
	if errors.Is(err, health.ErrNotFound) {
		err = nil
	}
	return s, err
}
