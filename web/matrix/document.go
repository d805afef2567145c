package matrix

import (
	"encoding/csv"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is one page of /matrix.json.
type document struct {
	page.RunJSON
	Matched int       `json:"matched"`
	Next    string    `json:"next,omitempty"` // cursor for the parameter "after"
	Rows    []rowJSON `json:"rows"`
}

// rowJSON is one project; known is how many of its checks pass or fail.
type rowJSON struct {
	Project string                          `json:"project"`
	Pass    int                             `json:"pass"`
	Known   int                             `json:"known"`
	Unknown int                             `json:"unknown"`
	Checks  map[field.ID]exchange.CheckJSON `json:"checks"`
}

func rowOf(r ranking.Row) rowJSON {
	out := rowJSON{Project: r.Slug, Checks: exchange.ChecksOf(r.Checks)}
	for _, c := range out.Checks {
		switch {
		case c.State == ranking.CheckPass:
			out.Pass++
			out.Known++
		case c.State == ranking.CheckFail:
			out.Known++
		case c.State == ranking.CheckUnknown:
			out.Unknown++
		}
	}
	return out
}

func (s maker) json(l listing.Listing) error {
	if l.List == nil {
		return page.NotFound("No list is loaded.")
	}
	if s.Known() {
		return nil
	}
	q := l.Query(listing.AnyRanked(s.Request))
	if l.Per == 0 {
		q.Limit = listing.PerChoices[len(listing.PerChoices)-1]
	}
	rows, err := s.Rank(s.Context(), q)
	if err != nil {
		return err
	}
	run, err := s.RunJSON()
	if err != nil {
		return err
	}
	doc := document{RunJSON: run, Matched: rows.Matched, Next: rows.Next, Rows: []rowJSON{}}
	for _, r := range rows.Rows {
		doc.Rows = append(doc.Rows, rowOf(r))
	}
	return s.Document(doc)
}

// csv answers with a line for each project and check.
func (s maker) csv(l listing.Listing) error {
	w, begun := csv.NewWriter(s.W), false
	return listing.Stream(s.Request, l, "checks-", func(rows ranking.Page) error {
		if !begun {
			begun = true
			_ = w.Write([]string{"project", "check", "score", "state"}) // Flush reports it
		}
		for _, r := range rows.Rows {
			for i, id := range field.Checks() {
				c := exchange.CheckOf(r.Checks, i)
				_ = w.Write([]string{r.Slug, string(id), c.Cell(), string(c.State)})
			}
		}
		w.Flush()
		return w.Error()
	})
}
