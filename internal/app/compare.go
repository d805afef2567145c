package app

import (
	"context"
	"errors"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// CompareOptions say which runs to compare, and what of it is asked for.
type CompareOptions struct {
	// Repo is a project; its list is compared in the place of List.
	Repo, List string
	// Since and Until are a run or a day; empty: the default of each.
	Since, Until string
	// Cause keeps the changes by these causes; none: all.
	Cause []string
}

// Compared is what differs between two runs of a list.
type Compared struct {
	cause.Comparison
	List string
	// One reports that a project was asked for.
	One bool
	// Alone reports that there are no two runs to compare.
	Alone bool
}

// Compare returns what differs between two runs, and why.
func (a *App) Compare(ctx context.Context, o CompareOptions) (out Compared, err error) {
	slug := ""
	if o.Repo != "" {
		p, l, err := a.Project(o.Repo)
		if err != nil {
			return out, err
		}
		o.List = l.Slug
		slug = p.Slug
	}
	l, err := a.List(o.List)
	if err != nil {
		return out, err
	}
	st, err := a.readable(ctx)
	if err != nil {
		return out, err
	}
	defer st.Close()
	out.List = o.List
	out.One = slug != ""
	from, to, err := a.between(ctx, st, o)
	if errors.Is(err, health.ErrNotFound) {
		out.Alone = true
		out.From = to
		out.To = to
		return out, nil
	}
	if err != nil {
		return out, err
	}
	past := a.past(st)
	last, err := st.LastRun(ctx, o.List)
	if err != nil {
		return out, err
	}
	past.Alone = last.ModelSHA != a.Set.Model.SHA256 // nothing of it is published
	if out.Comparison, err = past.Since(ctx, l, from, to); err != nil {
		return out, err
	}
	out.Differences = o.wanted(out.Differences, slug)
	return out, nil
}

// between returns the two runs to compare. ErrNotFound when there are no two.
func (a *App) between(ctx context.Context, st *store.Store, o CompareOptions) (from, to health.Run, err error) {
	if o.Until == "" {
		to, err = st.LastRun(ctx, o.List)
	} else {
		to, err = a.runOf(ctx, st, o.List, "--until", o.Until)
	}
	if err != nil {
		return from, to, err
	}
	if o.Since == "" {
		from, err = a.past(st).Before(ctx, to)
		return from, to, err
	}
	if from, err = a.runOf(ctx, st, o.List, "--since", o.Since); err != nil {
		return from, to, err
	}
	if !from.Finished.Before(to.Finished) {
		return from, to, usage.Errorf("%s is not before %s", explain.RunName(from, explain.Days{}), explain.RunName(to, explain.Days{}))
	}
	return from, to, nil
}

// wanted leaves out the projects and the changes that were not asked for. Shares
// stay whole: a part of a sum would be no sum.
func (o CompareOptions) wanted(all []cause.Difference, slug string) []cause.Difference {
	var out []cause.Difference
	for _, d := range all {
		if slug != "" && d.Project != slug {
			continue
		}
		if len(o.Cause) > 0 {
			d.Changes = slices.DeleteFunc(d.Changes, func(x cause.Change) bool { return !slices.Contains(o.Cause, string(x.Cause)) })
			byModel := slices.ContainsFunc(d.Shares, func(s cause.Share) bool { return s.Cause == cause.Model })
			if len(d.Changes) == 0 && !(byModel && slices.Contains(o.Cause, string(cause.Model))) {
				continue
			}
		}
		out = append(out, d)
	}
	return out
}
