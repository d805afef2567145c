package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

type rankCmd struct {
	List  string `name:"list" default:"critical" help:"List to rank."`
	Limit int    `name:"limit" default:"50" help:"How many rows; 0 means all."`
	Sort  string `name:"sort" default:"risk" enum:"risk,health,vitality,resilience,posture,criticality,name,commits,regulars,upper" help:"Column to order by: ${enum}."`
	AsOf  string `name:"as-of" placeholder:"RUN|DAY" help:"Print what this run showed, or what was shown on this day."`
	JSON  bool   `name:"json" xor:"format" help:"Print JSON."`
	CSV   bool   `name:"csv" xor:"format" help:"Print CSV."`
}

func (c rankCmd) Run(a *app) error {
	if c.Limit < 0 {
		return usage.Errorf("--limit is %d; allowed: 0 (all) or more", c.Limit)
	}
	l, err := a.list(c.List)
	if err != nil {
		return err
	}
	st, err := a.readable(a.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	of, err := a.shown(st, l, c.AsOf)
	if err != nil {
		return err
	}
	page, err := rows(a.ctx, of, health.Query{List: c.List, Sort: health.Sort(c.Sort)}, c.Limit)
	if err != nil {
		return err
	}
	switch {
	case c.JSON:
		return cli.PrintRankJSON(a.stdout, c.List, page)
	case c.CSV:
		return cli.PrintRankCSV(a.stdout, page)
	default:
		return cli.PrintRank(a.stdout, page, of.Shown)
	}
}

// rows reads pages until it has limit rows, or all when limit is 0.
func rows(ctx context.Context, r health.Reader, q health.Query, limit int) (health.Page, error) {
	const most = 500
	var all health.Page
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
