package ranking

import (
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// heads are the heads of the columns that rows can be ordered by.
type heads map[ranking.Sort]table.Head

func headsOf(l listing.Listing, q ranking.Query) heads {
	out := heads{}
	for _, c := range listing.Columns {
		to := l
		to.Sort, to.Reverse, to.After = c.Sort, false, ""
		way := ""
		if c.Sort == q.Sort {
			to.Reverse = !q.Reverse
			way = "ascending"
			if c.Descending != q.Reverse {
				way = "descending"
			}
		}
		out[c.Sort] = table.Sort(explain.Sentence(c.Name), to.Href(), way)
	}
	return out
}

type pager struct {
	First, Next string
	Pers        []listing.Choice
	Formats     []ui.Link
}

func pagerOf(l listing.Listing, p ranking.Page) pager {
	var v pager
	if l.After != "" {
		first := l
		first.After = ""
		v.First = first.Href()
	}
	if p.Next != "" {
		next := l
		next.After = p.Next
		v.Next = next.Href()
	}
	per := l.Per
	if per == 0 {
		per = listing.DefaultPer
	}
	for _, n := range listing.PerChoices {
		to := l
		to.Per, to.After = n, ""
		v.Pers = append(v.Pers, listing.Choice{Label: strconv.Itoa(n), Href: to.Href(), Current: n == per})
	}
	all := l
	all.After, all.Per, all.Preset = "", 0, "" // they have all columns
	v.Formats = []ui.Link{{Label: "CSV, all rows", Href: all.As(".csv")}, {Label: "CSV columns", Href: page.Data + "#" + page.CSVColumns}, {Label: "JSON", Href: all.As(".json")}}
	if l.HasFeed() {
		v.Formats = append(v.Formats, ui.Link{Label: "Atom", Href: l.FeedHref()})
	}
	return v
}
