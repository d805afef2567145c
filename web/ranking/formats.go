package ranking

import (
	"context"
	"errors"
	"net/http"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

func (s maker) projectsCSV() error {
	l, err := s.machineListing()
	if err != nil {
		return err
	}
	if s.Known() {
		return nil
	}
	q := l.Query(s.anyRanked(s.Context()))
	var out *exchange.RankCSV
	write := func(rows ranking.Page) error {
		if out == nil {
			s.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
			s.W.Header().Set("Content-Disposition", `attachment; filename="`+fileName(l)+`"`)
			head, err := exchange.NewRankCSV(s.W, rows.Run)
			if err != nil {
				return errors.Join(errReaderGone, err)
			}
			out = head.Under(l.Weights)
		}
		if err := out.Write(rows.Rows); err != nil {
			return errors.Join(errReaderGone, err)
		}
		return nil
	}
	if l.Per > 0 {
		rows, err := s.Rank(s.Context(), q)
		if err != nil {
			return err
		}
		_ = write(rows) // it can only be that the reader has gone
		return nil
	}
	err = s.RankAll(s.Context(), q, write)
	switch {
	case err == nil || errors.Is(err, errReaderGone): // nothing is left to tell
		return nil
	case out == nil:
		return err
	}
	// The head is sent, so the only honest answer is to break off.
	s.Log.ErrorContext(s.Context(), "csv broken off", "list", q.List, "error", err.Error())
	panic(http.ErrAbortHandler)
}

// errReaderGone ends a walk over rows that nobody reads any more.
var errReaderGone = errors.New("the reader has gone")

// fileName names a file of the rows so that two of them lying side by side can be
// told apart: by list, day and weights. What narrows the rows is not in it. All of it was
// checked against what there is.
func fileName(l listing.Listing) string {
	name := "plumbline-" + l.List.Slug
	if l.AsOf != "" {
		name += "-as-of-" + l.AsOf
	}
	if l.Weights != "" {
		name += "-weights-" + l.Weights
	}
	return name + ".csv"
}

func (s maker) projectsJSON() error {
	l, err := s.machineListing()
	if err != nil {
		return err
	}
	if s.Known() {
		return nil
	}
	q := l.Query(s.anyRanked(s.Context()))
	if l.Per == 0 {
		q.Limit = listing.PerChoices[len(listing.PerChoices)-1]
	}
	rows, err := s.Rank(s.Context(), q)
	if err != nil {
		return err
	}
	doc := exchange.RankDocument(q.List, rows).Under(l.Weights)
	if s.Query.ForOperators() {
		doc = doc.ForOperators(rows.Rows)
	}
	return s.Document(doc)
}

// machineListing reads the query of a .csv or .json address.
func (s maker) machineListing() (listing.Listing, error) {
	l, err := s.listing()
	if err != nil {
		return l, err
	}
	if l.List == nil {
		return l, page.NotFound("No list is loaded.")
	}
	return l, nil
}

// anyRanked reports whether a run has ranks; an error counts as none, since
// the read that follows meets it again and tells it.
func (s maker) anyRanked(ctx context.Context) bool {
	o, err := s.Summary(ctx)
	return err == nil && o.Ranked > 0
}
