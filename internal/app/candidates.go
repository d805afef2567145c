package app

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/candidate"
)

// Candidates returns what a list lacks by Debian's archive: the sources that at least share of the
// others need at run time and that no entry covers. It changes no list and opens no database. Cost:
// some seconds; with a mirror, 20 MB once a week.
func (a *App) Candidates(ctx context.Context, o sources.Archive, list string, share float64) (candidate.Document, error) {
	l, err := a.List(list)
	if err != nil {
		return candidate.Document{}, err
	}
	d, err := o.Open(a.env())
	if err != nil {
		return candidate.Document{}, err
	}
	found, err := d.Survey(ctx, candidate.Names(l), share)
	if err != nil {
		return candidate.Document{}, err
	}
	return candidate.Find(l, found, share), nil
}
