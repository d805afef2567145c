package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
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
		return printJSON(a.stdout, exchange.RankDocument(c.List, page).ForOperators(page.Rows))
	case c.CSV:
		w, err := exchange.NewRankCSV(a.stdout, page.Run)
		if err != nil {
			return err
		}
		return w.Write(page.Rows)
	default:
		of.say(a.stdout)
		if err := printRank(a.stdout, page); err != nil {
			return err
		}
		return notShipped(a.stdout, of.model)
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

func printRank(w io.Writer, page health.Page) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "RANK\tPROJECT\tRISK\tCRITICALITY\tVITALITY\tRESILIENCE\tPOSTURE\tAS OF\tNOTE")
	others := false
	for _, r := range page.Rows {
		rank, note := "–", ""
		if r.Rank > 0 {
			rank = fmt.Sprint(r.Rank)
			note = r.MainReason
		} else if len(r.Reasons) > 0 {
			note = "not rankable yet: " + r.Reasons[0].Text
		}
		asOf := "never"
		if !r.ObservedAt.IsZero() {
			asOf = r.ObservedAt.Format("2006-01-02")
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", rank, plain(r.Slug), whole(r.Risk), whole(r.C), whole(r.V), whole(r.R), posture(r), asOf, plain(note))
		others = others || r.S != nil && r.PostureFrom == health.SourcePublished
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if others {
		fmt.Fprintln(w, "* posture rests on a published result, not on our own scan; show PROJECT says which")
	}
	_, err := fmt.Fprintf(w, "%d of %d projects shown, %d ranked\n", len(page.Rows), page.Total, page.RankedTotal)
	return err
}

// posture marks the one that rests on a published result.
func posture(r health.Ranked) string {
	text := whole(r.S)
	if r.S != nil && r.PostureFrom == health.SourcePublished {
		text += "*"
	}
	return text
}

func whole(i *health.Interval) string {
	if i == nil {
		return "?"
	}
	return fmt.Sprintf("%.0f (%.0f–%.0f)", i.Value, i.Lo, i.Hi)
}
