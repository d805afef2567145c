package lists

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is /lists/{slug}.json.
type document struct {
	listJSON
	// Total counts the entries that match; Projects are one page of them, Next the value of "after"
	// for the next page.
	Total    int            `json:"total"`
	Projects []entryJSON    `json:"projects"`
	Next     string         `json:"next,omitempty"`
	Departed []departedJSON `json:"departed"`
	Editions []editionJSON  `json:"editions"`
}

type entryJSON struct {
	Slug         string           `json:"slug"`
	Name         string           `json:"name"`
	Why          string           `json:"why"`
	Category     string           `json:"category"`
	Language     string           `json:"language"`
	Tags         []string         `json:"tags"`
	Added        string           `json:"added"`
	AddedBy      string           `json:"added_by"`
	Review       review           `json:"review"`
	Exposure     *judgedJSON      `json:"exposure"`
	Substitution *judgedJSON      `json:"substitution"`
	ExpertLists  []string         `json:"expert_lists"`
	Repositories []repositoryJSON `json:"repositories"`
	NoRepository string           `json:"no_repository,omitempty"`
	Packages     []string         `json:"packages"`
}

// judgedJSON is a judgement of the editors; confirmed_by is empty while it is proposed.
type judgedJSON struct {
	Value       int    `json:"value"`
	Of          int    `json:"of"`
	Reason      string `json:"reason"`
	Reviewed    string `json:"reviewed"`
	ConfirmedBy string `json:"confirmed_by"`
}

type repositoryJSON struct {
	URL      string `json:"url"`
	Role     string `json:"role"`
	Mirror   bool   `json:"mirror,omitempty"`
	Upstream string `json:"upstream,omitempty"`
	Note     string `json:"note,omitempty"`
}

type departedJSON struct {
	Slug    string `json:"slug"`
	Name    string `json:"name"`
	Added   string `json:"added"`
	Removed string `json:"removed"`
}

type editionJSON struct {
	Revision string `json:"revision"`
	FirstRun int64  `json:"first_run"`
	LastRun  int64  `json:"last_run"`
	Runs     int    `json:"runs"`
}

func (s maker) listJSON(a ask) error {
	o, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	log, err := s.ListLog(s.Context(), logRows)
	if err != nil {
		return err
	}
	c := counted{List: *s.List, Run: s.Run, Figures: o.Measured, Position: o.Ranked, From: o.From, To: o.To}
	n, shown, next := a.rows(s.List.Projects)
	d := document{listJSON: jsonOf(c), Total: n, Next: next, Projects: []entryJSON{}, Departed: []departedJSON{}, Editions: []editionJSON{}}
	for _, p := range shown {
		d.Projects = append(d.Projects, entryJSONOf(p))
	}
	for _, x := range log.Departed {
		d.Departed = append(d.Departed, departedJSON{x.Slug, cmp.Or(x.Name, x.Slug), x.Added, explain.ISO(x.Removed)})
	}
	for _, e := range log.Editions {
		d.Editions = append(d.Editions, editionJSON{e.Revision, e.FirstRun, e.LastRun, e.Runs})
	}
	return s.Document(d)
}

func entryJSONOf(p health.Project) entryJSON {
	e := entryJSON{
		Slug: p.Slug, Name: p.Name, Why: p.Why, Category: p.Category, Language: p.Language, Tags: append([]string{}, p.Tags...), Added: p.Added, AddedBy: p.AddedBy,
		Review: reviewOf(p), ExpertLists: append([]string{}, p.ExpertLists...), Packages: append([]string{}, p.Packages...), NoRepository: p.NoRepository, Repositories: []repositoryJSON{},
	}
	if x := p.Exposure; x != nil {
		e.Exposure = &judgedJSON{x.Points(), 4, x.Reason, x.Reviewed, x.ConfirmedBy}
	}
	if x := p.Substitution; x != nil {
		e.Substitution = &judgedJSON{x.Value, 3, x.Reason, x.Reviewed, x.ConfirmedBy}
	}
	for _, r := range p.Repositories {
		e.Repositories = append(e.Repositories, repositoryJSON{r.URL, string(r.Role), r.Mirror, r.Upstream, r.Note})
	}
	for _, c := range p.Copies {
		e.Repositories = append(e.Repositories, repositoryJSON{URL: c.URL, Role: "copy", Note: c.Reason})
	}
	return e
}

// listCSV answers with all entries that match, one a row.
func (s maker) listCSV(a ask) error {
	rows := [][]string{{
		"slug", "name", "why", "category", "language", "tags", "added", "added_by", "review", "exposure", "exposure_reviewed", "exposure_confirmed_by",
		"substitution", "substitution_reviewed", "substitution_confirmed_by", string(field.ExpertLists), "repositories", "packages", "list_revision",
	}}
	for _, p := range s.List.Projects {
		if !a.matches(p) {
			continue
		}
		e := entryJSONOf(p)
		var repositories []string
		for _, r := range e.Repositories {
			repositories = append(repositories, r.Role+" "+r.URL)
		}
		row := []string{p.Slug, p.Name, p.Why, p.Category, p.Language, strings.Join(p.Tags, " "), p.Added, p.AddedBy, string(e.Review)}
		row = append(row, judgedCells(e.Exposure)...)
		row = append(row, judgedCells(e.Substitution)...)
		row = append(row, strings.Join(p.ExpertLists, " "), strings.Join(repositories, "; "), strings.Join(p.Packages, " "), s.List.Revision)
		for i := range row {
			row[i] = exchange.TextCell(row[i])
		}
		rows = append(rows, row)
	}
	return s.CSV("plumbline-list-"+s.List.Slug+".csv", rows)
}

func judgedCells(j *judgedJSON) []string {
	if j == nil {
		return []string{"", "", ""}
	}
	return []string{strconv.Itoa(j.Value), j.Reviewed, j.ConfirmedBy}
}

// hasFile reports whether the file of the list is at hand.
func (s maker) hasFile() bool {
	if s.file == nil {
		return false
	}
	_, ok := s.file(s.List.Slug)
	return ok
}

// listYAML answers with the file of the list as it was shipped.
func (s maker) listYAML() error {
	if !s.hasFile() {
		return page.NotFound("The file of this list is not part of the program. Its editors keep it.")
	}
	b, _ := s.file(s.List.Slug)
	return s.File(s.List.Slug+".yaml", "application/yaml; charset=utf-8", b)
}
