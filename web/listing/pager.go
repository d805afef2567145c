package listing

import (
	"cmp"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// Heads are the heads of the columns that rows can be ordered by.
type Heads map[ranking.Sort]table.Head

// Heads returns the heads for rows of a query: each leads to the rows in its order, that of the order
// they are in to the reverse.
func (l Listing) Heads(q ranking.Query) Heads {
	out := Heads{}
	for _, c := range Columns {
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

// Pager leads from one page of rows to others, and to the same rows in other forms.
type Pager struct {
	First, Next string // empty: there is none
	Pers        []Choice
	Formats     []ui.Link
}

// Pager returns the links below a page of at most that many rows; 0: as many as there are choices
// for. other are further links, such as to pages that show the same rows in other ways.
func (l Listing) Pager(p ranking.Page, most int, other ...ui.Link) Pager {
	var v Pager
	if l.After != "" {
		v.First = l.from("").Href()
	}
	if p.Next != "" {
		v.Next = l.from(p.Next).Href()
	}
	per := cmp.Or(l.Per, DefaultPer)
	if most > 0 {
		per = min(per, most)
	}
	for _, n := range PerChoices {
		if most > 0 && n > most {
			break
		}
		to := l.from("")
		to.Per = n
		v.Pers = append(v.Pers, Choice{Label: strconv.Itoa(n), Href: to.Href(), Current: n == per})
	}
	v.Formats = []ui.Link{{Label: "CSV, all rows", Href: l.All().As(".csv")}, {Label: "JSON", Href: l.All().As(".json")}}
	if l.HasFeed() {
		v.Formats = append(v.Formats, ui.Link{Label: "Atom", Href: l.FeedHref()})
	}
	v.Formats = append(v.Formats, other...)
	return v
}

// from returns the listing from the row after a page mark on.
func (l Listing) from(after string) Listing {
	l.After = after
	return l
}

// All returns the listing without the choice of a page and of columns.
func (l Listing) All() Listing {
	l.After, l.Per, l.Preset = "", 0, ""
	return l
}

// Cited returns the listing as it can be found again: its first page, in the published order, because
// places under other weights are not kept.
func (l Listing) Cited(o query.Summary) page.Citation {
	what := cmp.Or(l.List.Title, "list "+l.List.Slug)
	return l.req.Cite(page.Cited{What: what, Run: l.req.Run, From: o.From, To: o.To, Data: o.DataSHA}, func(day string) string {
		l.AsOf, l.Weights, l.After = day, "", ""
		return l.Href()
	})
}

// CSVColumns leads to what the columns of the CSV of /projects mean.
func CSVColumns() ui.Link {
	return ui.Link{Label: "CSV columns", Href: page.Data + "#" + page.CSVColumns}
}
