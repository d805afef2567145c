package listing

import (
	"errors"
	"net/http"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// CSV answers with the rows of a listing as CSV: all of them, or one page if per is set.
func CSV(r *page.Request, l Listing) error {
	var out *exchange.RankCSV
	return Stream(r, l, "", func(rows ranking.Page) error {
		if out == nil {
			head, err := exchange.NewRankCSV(r.W, rows.Run)
			if err != nil {
				return err
			}
			out = head.Under(l.Weights)
		}
		return out.Write(rows.Rows)
	})
}

// Stream answers with a CSV file about the rows of a listing: all of them, or one page if per is set.
// what goes before the list in its name. write sends a page of rows; its error means that the reader
// has gone.
func Stream(r *page.Request, l Listing, what string, write func(ranking.Page) error) error {
	if l.List == nil {
		return page.NotFound("No list is loaded.")
	}
	if r.Known() {
		return nil
	}
	q, begun := l.Query(AnyRanked(r)), false
	each := func(rows ranking.Page) error {
		if !begun {
			begun = true
			r.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
			r.W.Header().Set("Content-Disposition", `attachment; filename="`+fileName(l, what)+`"`)
		}
		if err := write(rows); err != nil {
			return errors.Join(errReaderGone, err)
		}
		return nil
	}
	if l.Per > 0 {
		rows, err := r.Rank(r.Context(), q)
		if err != nil {
			return err
		}
		_ = each(rows) // it can only be that the reader has gone
		return nil
	}
	err := r.RankAll(r.Context(), q, each)
	switch {
	case err == nil || errors.Is(err, errReaderGone): // nothing is left to say
		return nil
	case !begun:
		return err
	}
	// The head is sent, so the only honest answer is to break off.
	r.Log.ErrorContext(r.Context(), "csv broken off", "list", q.List, "error", err.Error())
	panic(http.ErrAbortHandler)
}

// errReaderGone ends a walk over rows that nothing reads any more.
var errReaderGone = errors.New("the reader has gone")

// fileName names a file of the rows so that two of them in one folder differ: by list, day and
// weights. What narrows the rows is not in it. All of it was checked against what there is.
func fileName(l Listing, what string) string {
	name := "plumbline-" + what + l.List.Slug
	if l.AsOf != "" {
		name += "-as-of-" + l.AsOf
	}
	if l.Weights != "" {
		name += "-weights-" + l.Weights
	}
	return name + ".csv"
}

// JSON answers with one page of the rows of a listing, the largest if per is not set.
func JSON(r *page.Request, l Listing) error {
	if l.List == nil {
		return page.NotFound("No list is loaded.")
	}
	if r.Known() {
		return nil
	}
	q := l.Query(AnyRanked(r))
	if l.Per == 0 {
		q.Limit = PerChoices[len(PerChoices)-1]
	}
	rows, err := r.Rank(r.Context(), q)
	if err != nil {
		return err
	}
	o, err := r.Summary(r.Context())
	if err != nil {
		return err
	}
	doc := exchange.RankDocument(q.List, rows).Under(l.Weights)
	doc.Data = o.DataSHA
	if r.Query.ForOperators() {
		doc = doc.ForOperators(rows.Rows)
	}
	return r.Document(doc)
}

// AnyRanked reports whether a run has ranks; an error counts as none, since the read that follows
// meets it again and returns it.
func AnyRanked(r *page.Request) bool {
	o, err := r.Summary(r.Context())
	return err == nil && o.Ranked > 0
}
