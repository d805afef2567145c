// Package cohorts is the pages of frozen sets of projects: all of a list, and one with its members,
// compared with the list as it is or with another cohort; and the same as JSON, CSV and the file itself.
package cohorts

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// paramWith names the cohort to compare with.
const paramWith = "with"

// The fields of the form.
const (
	fieldSlug   = "slug"
	fieldTitle  = "title"
	fieldBefore = page.ParamAddedBefore
)

// Keeper is where cohorts are kept and how their files are written; the zero value keeps none.
type Keeper struct {
	Archive permanent.Archive
	Codec   cohort.Codec
}

// Keep stores a cohort; permanent.ErrTaken if another one has its slug.
func (k Keeper) Keep(ctx context.Context, c cohort.Cohort, at time.Time) error {
	var file bytes.Buffer
	if err := k.Codec.Write(&file, c); err != nil {
		return err
	}
	head := permanent.Head{Kind: permanent.Cohort, ID: c.Slug, List: c.List, Title: c.Title, Made: at}
	return k.Archive.KeepDocuments(ctx, permanent.New(head, file.Bytes()))
}

// Routes are the addresses of the family.
func Routes(k Keeper) []page.Route {
	of := func(show func(maker) error) page.Handler {
		return func(r *page.Request) error { return show(maker{r, k}) }
	}
	return []page.Route{
		{Pattern: page.Cohorts, Handler: of(maker.all), Post: of(maker.make), Of: page.NamedList, Present: true},
		{Pattern: page.Cohorts + ".json", Handler: of(maker.all), Of: page.NamedList, Present: true},
		{Pattern: page.Cohorts + "/{slug}", Handler: of(maker.one), Of: listOf, Present: true},
	}
}

// maker makes the answer to one request.
type maker struct {
	*page.Request
	keeper Keeper
}

// forms are what the address of a cohort can end with.
var forms = []string{".json", ".csv", ".yaml"}

func slugOf(r *http.Request) (slug, form string) {
	slug = r.PathValue("slug")
	for _, f := range forms {
		if bare, ok := strings.CutSuffix(slug, f); ok {
			return bare, f
		}
	}
	return slug, ""
}

// listOf is the list of the cohort of an address; the first where there is none.
func listOf(q *query.Reader, r *http.Request) string {
	slug, _ := slugOf(r)
	c, err := q.Cohort(r.Context(), slug)
	if err != nil {
		return ""
	}
	return c.List
}

// all answers with the cohorts of a list.
func (s maker) all() error {
	if err := s.Listed(); err != nil {
		return err
	}
	heads, err := s.Cohorts(s.Context())
	if err != nil {
		return err
	}
	if strings.HasSuffix(s.HTTP.URL.Path, ".json") {
		return s.Document(allDocument(heads))
	}
	p := s.Frame("Cohorts", "Frozen sets of projects: figures of two years can be compared by them although the list changed.", "")
	p.Notices = page.Ignored(page.Others(s.Values(), "list"))
	p.Formats = []ui.Link{{Label: "JSON", Href: page.Cohorts + ".json" + page.Encode(s.Carried())}}
	v := allView{Cohorts: s.allTable(heads), Command: "plumbline cohort make 2026-q4 --title \"Fourth quarter of 2026\"", CanMake: s.Access.On() && s.keeper.Archive != nil && s.List != nil}
	if list := s.Addressed(); list != "" {
		v.Command += " --list " + list
	}
	v.MayMake = v.CanMake && s.MayWrite()
	v.Form = page.Cohorts + page.Encode(s.Carried())
	v.LogIn = page.LogIn + page.Encode(url.Values{"to": {v.Form}})
	return s.Show(allPage(p, v))
}

// make freezes the projects of the list and leads to the cohort.
func (s maker) make() error {
	if err := s.Listed(); err != nil {
		return err
	}
	if s.List == nil || s.keeper.Archive == nil || s.keeper.Codec.Write == nil {
		return page.NotFound("Nothing can be kept here.")
	}
	form := s.HTTP.PostForm
	before := form.Get(fieldBefore)
	if _, err := time.Parse(time.DateOnly, before); before != "" && err != nil {
		return refused("The day “" + page.Cut(before) + "” is not one such as 2026-09-01.")
	}
	c, err := cohort.Make(form.Get(fieldSlug), strings.TrimSpace(form.Get(fieldTitle)), *s.List, before, s.Now.UTC().Format(time.DateOnly))
	if err != nil {
		return refused(explain.Sentence(err.Error()) + ".")
	}
	err = s.keeper.Keep(s.Context(), c, s.Now)
	if errors.Is(err, permanent.ErrTaken) {
		return &httpx.Error{Status: http.StatusConflict, Public: "There is another cohort with the name “" + c.Slug + "”, and cohorts never change. Choose another name.", Cause: err}
	}
	if err != nil {
		return err
	}
	return s.Redirect(page.Cohorts+"/"+c.Slug, http.StatusSeeOther)
}

func refused(why string) error {
	return &httpx.Error{Status: http.StatusBadRequest, Public: why + " Nothing was kept."}
}

// one answers with a cohort.
func (s maker) one() error {
	slug, form := slugOf(s.HTTP)
	c, err := s.Query.Cohort(s.Context(), slug)
	if errors.Is(err, health.ErrNotFound) {
		return &page.Elsewhere{Text: "No cohort has the name “" + page.Cut(slug) + "”.", Links: []ui.Link{{Label: "All cohorts", Href: page.Cohorts}}}
	}
	if err != nil {
		return err
	}
	if s.List == nil || s.List.Slug != c.List {
		return &page.Elsewhere{Text: "The list “" + c.List + "” of this cohort is not on this site.", Links: []ui.Link{{Label: "All cohorts", Href: page.Cohorts}}}
	}
	x, err := s.compared(c)
	if err != nil {
		return err
	}
	switch form {
	case ".yaml":
		return s.File(c.Slug+".yaml", "application/yaml; charset=utf-8", c.File)
	case ".csv":
		return s.CSV("plumbline-cohort-"+c.Slug+".csv", cellsOf(x))
	case ".json":
		return s.Document(documentOf(x))
	}
	p := s.Frame(c.Title, "A frozen set of "+explain.Of(len(c.Members), "project", "projects")+".", "")
	p.Notices = page.Ignored(page.Others(s.Values(), "list", paramWith))
	here := page.Cohorts + "/" + c.Slug
	with := page.Encode(x.values())
	p.Formats = []ui.Link{{Label: "YAML, the cohort file", Href: here + ".yaml"}, {Label: "CSV", Href: here + ".csv" + with}, {Label: "JSON", Href: here + ".json" + with}}
	heads, err := s.Cohorts(s.Context())
	if err != nil {
		return err
	}
	return s.Show(onePage(p, s.view(x, heads)))
}

// comparison is a cohort beside the list as it is, or beside another cohort.
type comparison struct {
	query.Cohort
	// With is nil if it is compared with the list.
	With *query.Cohort
	// Both are in both, First in the cohort alone, Second in the other alone.
	Both, First, Second []cohort.Member
}

func (x comparison) values() url.Values {
	v := url.Values{}
	if x.With != nil {
		v.Set(paramWith, x.With.Slug)
	}
	return v
}

func (s maker) compared(c query.Cohort) (comparison, error) {
	x := comparison{Cohort: c}
	name := s.Values().Get(paramWith)
	other, err := cohort.Make("now", s.List.Title, *s.List, "", c.Made)
	if name != "" {
		var with query.Cohort
		with, err = s.Query.Cohort(s.Context(), name)
		other, x.With = with.Cohort, &with
	}
	if errors.Is(err, health.ErrNotFound) {
		rest := s.Values()
		rest.Del(paramWith)
		return x, &page.BadValue{Param: paramWith, Value: page.Cut(name), Limit: "the name of a cohort", Reason: "not-allowed", Rest: rest}
	}
	var limit *cohort.LimitError
	if errors.As(err, &limit) { // the list is empty now, or longer than a cohort may be
		err = nil
	}
	both := cohort.Compare(c.Cohort, other)
	x.Both, x.First, x.Second = both.Both, both.First, both.Second
	return x, err
}
