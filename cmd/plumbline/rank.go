package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

type rankCmd struct {
	List  string `name:"list" default:"critical" help:"List to rank."`
	Limit int    `name:"limit" default:"50" help:"Number of rows; 0 means all."`
	Sort  string `name:"sort" default:"risk" enum:"risk,health,vitality,resilience,posture,criticality,name,commits,regulars,upper" help:"Column to order by: ${enum}. Without any rank, risk means health."`
	AsOf  string `name:"as-of" placeholder:"RUN|DAY" help:"Print the ranking of this run or day."`
	JSON  bool   `name:"json" xor:"format" help:"Print JSON."`
	CSV   bool   `name:"csv" xor:"format" help:"Print CSV."`
}

func (c rankCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if c.Limit < 0 {
		return usage.Errorf("--limit is %d; allowed: 0 (all) or more", c.Limit)
	}
	q := ranking.Query{List: c.List, Sort: ranking.Sort(c.Sort)}
	page, shown, err := a.Rank(ctx, q, c.Limit, c.AsOf)
	if err == nil && page.RankedTotal == 0 && q.Sort == ranking.SortRisk { // as pages do
		q.Sort = ranking.SortHealth
		page, shown, err = a.Rank(ctx, q, c.Limit, c.AsOf)
	}
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintRankJSON(out.Out, c.List, page)
	case c.CSV:
		return cli.PrintRankCSV(out.Out, page)
	default:
		return cli.PrintRank(out.Out, page, shown)
	}
}
