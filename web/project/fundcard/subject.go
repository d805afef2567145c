package fundcard

import (
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Subject is a project with what a funder decides by.
type Subject struct {
	query.Project
	Fund     query.Fundable
	Prospect remedy.Prospect
	Ground   portfolio.Ground
}

// Read returns the project of a slug, or a *page.Missing if it is not listed. known reports that the
// reader has the answer already; then nothing is read.
func Read(r *page.Request, slug string) (s Subject, known bool, err error) {
	if _, listed := r.Query.Entry(slug); !listed {
		return s, false, &page.Missing{Text: slug, Near: r.Query.Nearest(slug)}
	}
	s.Ground = r.Query.Ground()
	mark, err := r.Mark(r.Context(), slug)
	if err != nil || r.Known(mark, s.Ground.SHA256) {
		return s, true, err
	}
	if s.Project, err = r.Project(r.Context(), slug); err != nil {
		return s, false, err
	}
	fund, ok, err := r.FundableOf(r.Context(), slug)
	if err != nil {
		return s, false, err
	}
	if !ok { // the run has no row of it: its entry and the curated data are all there is
		p := s.Project.Project
		fund = r.Fundable(ranking.Row{Slug: slug, Name: p.Name, Category: p.Category, Host: hostOf(p)})
	}
	s.Fund, s.Prospect = fund, r.ProspectOf(s.Project)
	return s, false, nil
}

// hostOf returns the host of the primary repository; empty if there is none.
func hostOf(p health.Project) string {
	if r, ok := p.PrimaryRepository(); ok {
		if id, err := repository.Parse(r.URL); err == nil {
			return id.Host
		}
	}
	return ""
}
