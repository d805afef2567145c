// Package baseline is the page of a list by the OSPS Baseline: how many projects meet each requirement
// and level, as far as it can be seen, and which ones; with the same as JSON and CSV.
package baseline

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: page.Baseline, Handler: show, Of: page.NamedList},
		{Pattern: page.Baseline + ".json", Handler: show, Of: page.NamedList},
		{Pattern: page.Baseline + ".csv", Handler: show, Of: page.NamedList},
	}
}

// maker makes the answer to one request.
type maker struct {
	*page.Request
	page.Versions
	asked asked
	// all are the projects of the list by the picked version, the most critical first.
	all []baseline.Standing
}

// show answers with the page, or with the same as JSON or CSV.
func show(r *page.Request) error {
	if err := r.Listed(); err != nil {
		return err
	}
	s := maker{Request: r}
	var err error
	if s.Versions, err = r.BaselineVersions(); err != nil {
		return err
	}
	if s.asked, err = askedOf(r.Values(), s.Picked); err != nil {
		return err
	}
	path := r.HTTP.URL.Path
	asPage := path == page.Baseline
	p := r.Frame("OSPS Baseline", "What public facts show of critical open source projects by each requirement of the OSPS Baseline, and what stays unknown.", "/checks")
	if r.List == nil || !r.Published && asPage {
		return s.nothing(p, asPage)
	}
	if r.Known() {
		return nil
	}
	if err := s.read(); err != nil {
		return err
	}
	switch {
	case strings.HasSuffix(path, ".csv"):
		return s.csv()
	case strings.HasSuffix(path, ".json"):
		run, err := r.RunJSON()
		if err != nil {
			return err
		}
		return r.Document(s.document(run))
	}
	return s.page(p)
}

// nothing is the page before the first run, and the answer without a list.
func (s maker) nothing(p ui.Page, asPage bool) error {
	if !asPage {
		return page.NotFound("No list is loaded.")
	}
	listed := 0
	if s.List != nil {
		listed = len(s.List.Projects)
		p.Dateline = s.Dateline(s.List, s.Run, time.Time{}, time.Time{})
	}
	return s.Show(page.Nothing(p, listed))
}

// read fills in the projects.
func (s *maker) read() error {
	by, err := s.Standings(s.Context())
	if err != nil || !s.Published {
		return err
	}
	points, err := s.Points(s.Context(), ranking.Query{List: s.List.Slug})
	if err != nil {
		return err
	}
	worth := map[string]float64{}
	for _, p := range points.All {
		if p.Criticality != nil {
			worth[p.Slug] = *p.Criticality
		}
	}
	s.all = slices.Clone(by[s.Picked.Name])
	slices.SortStableFunc(s.all, func(a, b baseline.Standing) int {
		return cmp.Or(cmp.Compare(worth[b.Slug], worth[a.Slug]), cmp.Compare(a.Name, b.Name))
	})
	return nil
}

// page answers with the page of all requirements, or with that of the projects that were asked for.
func (s maker) page(p ui.Page) error {
	o, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	p.Dateline = s.Dateline(s.List, s.Run, o.From, o.To)
	known := []string{"list", query.AsOf, page.BaselineVersion, page.BaselineOf, page.BaselineAnswer}
	p.Notices = append(page.Ignored(page.Others(s.Values(), known...)), page.Unread(o)...)
	filter := s.asked.values()
	cite := s.Cite(page.Cited{What: s.List.Title + " by the OSPS Baseline " + s.Picked.Name, Run: s.Run, From: o.From, To: o.To, Data: o.DataSHA}, func(day string) string {
		v := s.Carried()
		maps.Copy(v, filter)
		v.Set(query.AsOf, day)
		v.Set(page.BaselineVersion, s.Picked.Name)
		return page.Baseline + page.Encode(v)
	})
	links := []ui.Link{{Label: "CSV", Href: s.to(page.Baseline+".csv", filter)}, {Label: "JSON", Href: s.to(page.Baseline+".json", filter)}}
	if s.asked.of == "" {
		v := s.allView()
		v.Cite, v.Links = cite, links
		return s.Show(allPage(p, v))
	}
	v := s.oneView()
	v.Cite, v.Links = cite, links
	return s.Show(onePage(p, v))
}

// to returns the address of a page of the family about the same list, day and version.
func (s maker) to(path string, more url.Values) string {
	v := s.Into(s.Carried())
	maps.Copy(v, more)
	return path + page.Encode(v)
}
