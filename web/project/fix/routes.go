// Package fix is the page with what the maintainers of a project can do, in the order of points for the
// time, with the same as JSON, and as Markdown for an issue.
package fix

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/project/facts"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: page.FixHref("{slug}"), Handler: show, Of: page.ProjectList},
		{Pattern: page.FixHref("{slug}") + ".json", Handler: show, Of: page.ProjectList},
		{Pattern: page.FixHref("{slug}") + ".md", Handler: show, Of: page.ProjectList},
	}
}

// The parameters: tasks that are taken as done, and the one task that a Markdown text is about.
const (
	paramDone = "done"
	paramTask = "task"
)

// show answers with the page, or with the same as JSON or Markdown.
func show(r *page.Request) error {
	slug := r.HTTP.PathValue("slug")
	if _, listed := r.Query.Entry(slug); !listed {
		return &page.Missing{Text: slug, Near: r.Query.Nearest(slug)}
	}
	done, err := ids(r.Values()[paramDone])
	if err != nil {
		return err
	}
	mark, err := r.Mark(r.Context(), slug)
	if err != nil || r.Known(mark) {
		return err
	}
	p, err := r.Project(r.Context(), slug)
	if err != nil {
		return err
	}
	plan := r.FixPlan(p)
	switch path := r.HTTP.URL.Path; {
	case strings.HasSuffix(path, ".md"):
		return markdown(r, plan)
	case strings.HasSuffix(path, ".json"):
		doc := documentOf(plan)
		doc.RunJSON = r.RunOf(p.List, r.Run, p.Summary.DataSHA)
		return r.Document(doc)
	}
	v := viewOf(plan, p.Figures.Inputs, r.On)
	if len(done) > 0 {
		v.simulate(r.Simulate(p, done))
	}
	at := p.Figures.At()
	f := r.Frame("What would help "+p.Project.Name, "What the maintainers can do, where, in how many minutes, and what it changes.", "/projects")
	f.Dateline = r.Dateline(p.List, r.Run, at, at)
	f.Notices = append(page.Ignored(page.Others(r.Values(), query.AsOf, paramDone)), facts.CarriedNotices(p)...)
	f.Formats = []ui.Link{{Label: "JSON", Href: r.On(page.FixHref(slug) + ".json")}}
	v.AsOf, v.Projects = r.Day, page.Within(r.View, "/projects")
	v.Cite = r.Cite(page.Cited{What: "plan for " + p.Project.Name, Run: r.Run, From: at, To: at, Data: p.Summary.DataSHA}, func(day string) string {
		return page.FixHref(slug) + "?" + query.AsOf + "=" + day
	})
	return r.Show(fixPage(f, v))
}

// markdown answers with the plan, or with one task of it, as text for an issue.
func markdown(r *page.Request, plan fixplan.Plan) error {
	text := plan.Markdown()
	if id := r.Values().Get(paramTask); id != "" {
		i := slices.IndexFunc(plan.Tasks, func(t fixplan.Task) bool { return string(t.ID) == id })
		if i < 0 {
			return &page.BadValue{Param: paramTask, Value: page.Cut(id), Reason: "not-allowed", Limit: "a task of the plan", Rest: url.Values{}}
		}
		text = plan.Tasks[i].Markdown()
	}
	r.W.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	_, _ = r.W.Write([]byte(text)) // the reader has gone
	return nil
}

// ids reads the tasks that are taken as done; an error for what can be no task.
func ids(values []string) ([]field.ID, error) {
	var out []field.ID
	for _, v := range values {
		id := field.ID(page.Text(v))
		if _, ok := field.ByID(id); !ok {
			return nil, &page.BadValue{Param: paramDone, Value: page.Cut(string(id)), Reason: "not-allowed", Limit: "tasks of the plan", Rest: url.Values{}}
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, nil
}

// simulate adds the result of the tasks that are taken as done.
func (v *view) simulate(s fixplan.Simulation) {
	gone := ""
	for _, id := range s.Ignored {
		f, _ := field.ByID(id)
		gone += " Not in the plan on this day: " + f.Label + "."
	}
	if len(s.Done) == 0 {
		v.Gone = gone
		return
	}
	v.Result = simulated(s)
	v.ResultSays = fmt.Sprintf("As if %s were done, in %s. Costs and effects of one on another are not known.", explain.Of(len(s.Done), "task", "tasks"), s.Minutes) + gone
	for _, t := range s.Done {
		v.done(t.ID)
	}
}
