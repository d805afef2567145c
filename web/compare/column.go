package compare

import (
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// column is one side of a comparison: a project as a view shows it.
type column struct {
	// Key is the id of the column: the slug, or the run.
	Key, Name, Sub string
	// Page is the address of the project's page, on the day of the view.
	Page string
	P    query.Project
	View *query.View
}

// gone is a project that cannot be shown, and why.
type gone struct {
	Text, Why string
	Reason    string // the id of why
	Near      []ui.Link
	// Without is the address of the page without it.
	Without string
}

// views returns the view of the list of each project, on the day of the request. One whose list has
// no run on or before that day is named among the gone.
func (m maker) views(a ask) (map[string]*query.View, []gone, error) {
	of, lists := map[string]*query.View{}, map[string]*query.View{}
	var missing []gone
	if m.List != nil {
		lists[m.List.Slug] = m.View
	}
	for _, p := range a.Projects {
		if p.Slug == "" {
			missing = append(missing, m.unknown(a, p))
			continue
		}
		e, _ := m.Query.Entry(p.Slug)
		v, ok := lists[e.List.Slug]
		if !ok {
			var err error
			v, err = m.Query.View(m.Context(), e.List.Slug, m.Day)
			var bad *query.AsOfError
			if errors.As(err, &bad) {
				missing = append(missing, gone{Text: e.Project.Name, Reason: "no-run", Why: "Its list " + e.List.Slug + " has no run on or before that day.", Without: m.without(a, p.Text)})
				continue
			}
			if err != nil {
				return nil, nil, err
			}
			lists[e.List.Slug] = v
		}
		of[p.Slug] = v
	}
	return of, missing, nil
}

// unknown says that no project is known by a text.
func (m maker) unknown(a ask, p asked) gone {
	g := gone{Text: p.Text, Reason: "not-listed", Why: "No project on a list here has this name.", Without: m.without(a, p.Text)}
	for _, near := range p.Near {
		var slugs []string
		for _, x := range a.Projects {
			if x.Text == p.Text {
				x.Text = near.Slug
			}
			slugs = append(slugs, x.Text)
		}
		g.Near = append(g.Near, ui.Link{Label: near.Name, Href: m.of(slugs...)})
	}
	return g
}

// without is the address of the page without one of the projects.
func (m maker) without(a ask, text string) string {
	var left []string
	for _, t := range a.texts() {
		if t != text {
			left = append(left, t)
		}
	}
	return m.of(left...)
}

// column reads a project as a view shows it.
func (m maker) column(v *query.View, slug string) (column, error) {
	sub, err := v.Project(m.Context(), slug)
	if err != nil {
		return column{}, fmt.Errorf("compare %s: %w", slug, err)
	}
	c := column{Key: slug, Name: sub.Project.Name, Page: v.On("/p/" + slug), P: sub, View: v}
	if repo, ok := sub.Project.PrimaryRepository(); ok {
		c.Sub = repo.URL
		if id, err := repository.Parse(repo.URL); err == nil {
			c.Sub = id.String()
		}
	}
	return c, nil
}

// runColumn reads a project at a run, for a comparison of two of them.
func (m maker) runColumn(v *query.View, slug string) (column, error) {
	c, err := m.column(v, slug)
	c.Key = fmt.Sprintf("run-%d", v.Run.ID)
	c.Name, c.Sub = explain.Day(v.Run.Finished), fmt.Sprintf("run %d", v.Run.ID)
	c.Page = "/p/" + slug + "?" + query.AsOf + "=" + c.Key
	return c, err
}
