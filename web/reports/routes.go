// Package reports is the pages of permanent reports and of the evidence in them, and the same as the
// bytes that were kept: a report is what it was, whatever became of its list, its run or the model.
package reports

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/report"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// paramFrom names the report to compare with.
const paramFrom = "from"

// The fields of the form.
const (
	fieldID     = "id"
	fieldTitle  = "title"
	fieldCohort = page.ParamCohort
	fieldBefore = page.ParamAddedBefore
	fieldTag    = "tag"
)

// Routes are the addresses of the family. Without an archive nothing is kept.
func Routes(a permanent.Archive) []page.Route {
	of := func(show func(maker) error) page.Handler {
		return func(r *page.Request) error { return show(maker{r, a}) }
	}
	return []page.Route{
		{Pattern: page.PermanentReports, Handler: of(maker.all), Post: of(maker.make), Of: page.NamedList, Present: true},
		{Pattern: page.PermanentReports + ".json", Handler: of(maker.all), Of: page.NamedList, Present: true},
		{Pattern: page.PermanentReports + "/{id}", Handler: of(maker.one), Of: reportList, Present: true},
		{Pattern: page.EvidenceOf + "/{id}", Handler: of(maker.evidence), Of: evidenceList, Present: true},
	}
}

// maker makes the answer to one request.
type maker struct {
	*page.Request
	archive permanent.Archive
}

// forms are what the address of a document can end with.
var forms = []string{".json", ".csv", ".zip"}

func idOf(r *http.Request) (id, form string) {
	id = r.PathValue("id")
	for _, f := range forms {
		if bare, ok := strings.CutSuffix(id, f); ok {
			return bare, f
		}
	}
	return id, ""
}

// reportList is the list of the report of an address; empty where there is none.
func reportList(q *query.Reader, r *http.Request) string {
	id, _ := idOf(r)
	return q.ListOfDocument(r.Context(), permanent.Report, id)
}

// evidenceList is the list of the evidence of an address; empty where there is none.
func evidenceList(q *query.Reader, r *http.Request) string {
	id, _ := idOf(r)
	return q.ListOfDocument(r.Context(), permanent.Evidence, id)
}

// all answers with the reports on a list.
func (s maker) all() error {
	if err := s.Listed(); err != nil {
		return err
	}
	heads, err := s.ReportHeads(s.Context())
	if err != nil {
		return err
	}
	if strings.HasSuffix(s.HTTP.URL.Path, ".json") {
		return s.Document(allJSON{exchange.KeptDocuments(heads)})
	}
	cohorts, err := s.Cohorts(s.Context())
	if err != nil {
		return err
	}
	p := s.Frame("Reports", "Reports on critical open source projects that never change, with the evidence for every figure.", "")
	p.Notices = page.Ignored(page.Others(s.Values(), "list", fieldCohort, fieldBefore, fieldTag))
	p.Formats = []ui.Link{{Label: "JSON", Href: page.PermanentReports + ".json" + page.Encode(s.Carried())}}
	return s.Show(allPage(p, s.allView(heads, cohorts)))
}

// make keeps a report on the newest run and leads to it.
func (s maker) make() error {
	if err := s.Listed(); err != nil {
		return err
	}
	if s.List == nil || s.archive == nil {
		return page.NotFound("Nothing can be kept here.")
	}
	form := s.HTTP.PostForm
	p, err := Make(s.Context(), s.View, s.archive, Ask{
		ID: form.Get(fieldID), Title: form.Get(fieldTitle), Cohort: form.Get(fieldCohort), AddedBefore: form.Get(fieldBefore), Tag: form.Get(fieldTag),
		Version: s.Version, PublicURL: s.PublicURL,
	})
	if why, ok := Refused(err); ok {
		return &httpx.Error{Status: http.StatusBadRequest, Public: why + " Nothing was kept.", Cause: err}
	}
	if errors.Is(err, permanent.ErrTaken) {
		return &httpx.Error{Status: http.StatusConflict, Public: "There is another report with the name “" + page.Cut(form.Get(fieldID)) + "”, and reports never change. Choose another name.", Cause: err}
	}
	if err != nil {
		return err
	}
	return s.Redirect(page.ReportHref(p.Report.ID), http.StatusSeeOther)
}

// one answers with a report.
func (s maker) one() error {
	id, form := idOf(s.HTTP)
	r, err := s.Query.Report(s.Context(), id)
	if errors.Is(err, health.ErrNotFound) {
		return &page.Elsewhere{Text: "No report has the name “" + page.Cut(id) + "”.", Links: []ui.Link{{Label: "All reports", Href: page.PermanentReports}}}
	}
	if err != nil {
		return err
	}
	if form != "" && s.Known(r.Document.SHA256) {
		return nil
	}
	switch form {
	case ".zip":
		return s.File("plumbline-report-"+r.ID+".zip", "application/zip", r.Document.Body)
	case ".json":
		return s.kept(r, report.FileReport, "application/json; charset=utf-8")
	case ".csv":
		return s.kept(r, report.FileProjects, "text/csv; charset=utf-8")
	}
	heads, err := s.ReportHeads(s.Context())
	if err != nil {
		return err
	}
	differ, err := s.differ(r)
	if err != nil {
		return err
	}
	p := s.Frame(r.Title, "A report on critical open source projects that never changes, with the evidence for every figure.", "")
	p.Notices = page.Ignored(page.Others(s.Values(), paramFrom))
	here := page.ReportHref(r.ID)
	p.Formats = []ui.Link{{Label: "Evidence pack (zip)", Href: here + ".zip"}, {Label: "CSV", Href: here + ".csv"}, {Label: "JSON", Href: here + ".json"}}
	return s.Show(onePage(p, s.oneView(r, heads, differ)))
}

// kept answers with a file of a pack, to the byte.
func (s maker) kept(r query.Report, path, contentType string) error {
	b, err := report.File(r.Document, path)
	if err != nil {
		return err
	}
	_, ending, _ := strings.Cut(path, ".")
	return s.File("plumbline-report-"+r.ID+"."+ending, contentType, b)
}

// differ compares a report with the one that the address names; nil: none was named.
func (s maker) differ(r query.Report) (*query.ReportsDiffer, error) {
	name := s.Values().Get(paramFrom)
	if name == "" {
		return nil, nil
	}
	bad := func(limit string) error {
		rest := s.Values()
		rest.Del(paramFrom)
		return &page.BadValue{Param: paramFrom, Value: page.Cut(name), Limit: limit, Reason: "not-allowed", Rest: rest}
	}
	from, err := s.Query.Report(s.Context(), name)
	switch {
	case errors.Is(err, health.ErrNotFound):
		return nil, bad("the name of a report")
	case err != nil:
		return nil, err
	case from.List.Slug != r.List.Slug:
		return nil, bad("the name of a report on the list " + r.List.Slug)
	case from.Run.ID > r.Run.ID || from.ID == r.ID:
		return nil, bad("the name of an earlier report")
	}
	d, err := s.Query.Differ(s.Context(), from, r)
	return &d, err
}

// evidence answers with what was known of a project.
func (s maker) evidence() error {
	id, form := idOf(s.HTTP)
	e, err := s.Query.Evidence(s.Context(), id)
	if errors.Is(err, health.ErrNotFound) {
		return &page.Elsewhere{Text: "No evidence has the name “" + page.Cut(id) + "”.", Links: []ui.Link{{Label: "All reports", Href: page.PermanentReports}}}
	}
	if err != nil {
		return err
	}
	switch form {
	case ".json":
		return s.File("plumbline-evidence-"+e.Head.ID+".json", "application/json; charset=utf-8", e.File)
	case "":
	default:
		return page.NotFound("Evidence is a page and a JSON document.")
	}
	p := s.Frame("Evidence: "+e.Figures.Project.Name, "What was known of a project at one run, and how its score follows. It never changes.", "")
	p.Notices = page.Ignored(page.Others(s.Values()))
	p.Formats = []ui.Link{{Label: "JSON", Href: page.EvidenceHref(e.Head.ID) + ".json"}}
	return s.Show(evidencePage(p, s.evidenceView(e)))
}

// logIn returns the address of the log-in that leads back.
func logIn(to string) string { return page.LogIn + page.Encode(url.Values{"to": {to}}) }
