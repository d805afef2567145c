package query

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/report"
)

// MostReports is how many reports a site names.
const MostReports = 200

// Report is a report as the site keeps it.
type Report struct {
	report.Report
	Document permanent.Document
}

// Ref names the report.
func (r Report) Ref() report.Ref {
	return report.Ref{ID: r.ID, Title: r.Title, SHA256: r.Document.SHA256}
}

// ReportHeads returns the heads of the reports on the view's list, the newest first.
func (v *View) ReportHeads(ctx context.Context) ([]permanent.Head, error) {
	return v.heads(ctx, permanent.Report, MostReports)
}

// Report returns a report on a list that is shown; ErrNotFound if there is none. Cost: one read of its
// pack.
func (r *Reader) Report(ctx context.Context, id string) (Report, error) {
	d, err := r.document(ctx, permanent.Report, id)
	if err != nil {
		return Report{}, err
	}
	out, err := report.Open(d)
	return Report{out, d}, err
}

// Evidence is what was known of a project at a run, as the site keeps it.
type Evidence struct {
	report.Evidence
	Head permanent.Head
	// File is its bytes, SHA256 their hash.
	File   []byte
	SHA256 string
}

// Evidence returns evidence of a list that is shown; ErrNotFound if there is none.
func (r *Reader) Evidence(ctx context.Context, id string) (Evidence, error) {
	d, err := r.document(ctx, permanent.Evidence, id)
	if err != nil {
		return Evidence{}, err
	}
	file, e, err := report.OpenEvidence(d)
	return Evidence{e, d.Head, file, permanent.Hash(file)}, err
}

// errNoReport is why no report can be made of a view.
type errNoReport string

func (e errNoReport) Error() string { return string(e) }

// NoReport returns why no report can be made, in words for people, if an error says that.
func NoReport(err error) (why string, ok bool) {
	var e errNoReport
	var limit *report.LimitError
	switch {
	case errors.As(err, &e):
		return string(e), true
	case errors.As(err, &limit):
		return limit.Error(), true
	}
	return "", false
}

// Then returns the view of the same run as it was published, with the model and the clock of then.
func (v *View) Then(ctx context.Context) (*View, error) {
	if !v.CanBeCited() || v.reader.c.Past == nil {
		return nil, errNoReport("nothing is published that can be found again")
	}
	return v.reader.View(ctx, v.List.Slug, RunPrefix+strconv.FormatInt(v.Run.ID, 10))
}

// Material returns what a report on a set is made from at the view's run: without names and dates. Cost:
// a read of all rows; the figures of the set are read when the report is built.
func (v *View) Material(ctx context.Context, s Set) (report.Material, error) {
	then, err := v.Then(ctx)
	if err != nil {
		return report.Material{}, err
	}
	if then.Model.SHA256 != then.Run.ModelSHA {
		return report.Material{}, errNoReport(fmt.Sprintf("the model of run %d is not kept, so a report could not prove its figures", then.Run.ID))
	}
	return then.material(ctx, s)
}

func (v *View) material(ctx context.Context, s Set) (report.Material, error) {
	m := report.Material{Run: v.Run, ModelFile: v.Model.Canonical()}
	list := report.ListRef{Slug: v.List.Slug, Title: v.List.Title, Revision: v.Run.Revision}
	m.Report = report.Report{List: list, Run: exchange.RefOf(v.Run), Model: v.Model.Name(), Assumed: v.Assumed, Absent: []report.Absent{}}
	m.Report.Set = report.SetRef{AddedBefore: s.AddedBefore, Tag: s.Tag}
	if c := s.Cohort; c != nil {
		m.Report.Set.Cohort, m.CohortFile = &report.CohortRef{Slug: c.Slug, Title: c.Title, SHA256: c.SHA256}, c.File
	}
	members := v.members(s)
	m.Has = members.has
	counts, err := v.Survey(ctx, s)
	if err != nil {
		return m, err
	}
	m.Report.Counts, m.Report.Newer = counts.Survey, counts.Newer
	for _, a := range counts.Absent {
		m.Report.Absent = append(m.Report.Absent, report.Absent(a))
	}
	err = v.eachRow(ctx, v.Run, func(r ranking.Row) {
		r.Views, r.Alerts = nil, nil // as At has them
		m.Rows = append(m.Rows, r)
	})
	if err != nil {
		return m, err
	}
	summary, err := v.Summary(ctx)
	if err != nil {
		return m, err
	}
	m.Report.Data = summary.DataSHA
	m.Evidence = func(r ranking.Row) (report.Evidence, error) { return v.evidence(ctx, list, r) }
	m.Report.Since, m.Changes, err = v.sinceReport(ctx, m.Report, members)
	return m, err
}

// evidence returns what is known of a row.
func (v *View) evidence(ctx context.Context, list report.ListRef, r ranking.Row) (report.Evidence, error) {
	p, err := v.projectOf(ctx, r.Slug, v.entryOf(r.Slug))
	if err != nil {
		return report.Evidence{}, fmt.Errorf("evidence of %s: %w", r.Slug, err)
	}
	p.Figures.Ranked = &r
	figures := exchange.ProjectDocument(p.Project, p.Figures, p.Score).Dated(p.Days())
	figures.Alerts = exchange.AlertDocuments(p.Alerts)
	return report.Evidence{
		Format: report.EvidenceFormat, List: list, Run: exchange.RefOf(v.Run), Model: v.Model.Name(),
		Figures: figures.Public(), Score: exchange.ExplainDocument(v.Model, p.Score),
	}, nil
}

// entryOf returns the entry of a project in the view's list, or else in another, or one by its name.
func (v *View) entryOf(slug string) Entry {
	for _, p := range v.List.Projects {
		if p.Slug == slug {
			return Entry{v.List, p}
		}
	}
	return v.reader.index.bySlug[slug]
}

// sinceReport returns what differs from the newest report that a report continues; nil: there is none.
func (v *View) sinceReport(ctx context.Context, r report.Report, m members) (*report.Since, *exchange.ChangesJSON, error) {
	heads, err := v.ReportHeads(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, h := range heads {
		if h.Run >= v.Run.ID {
			continue
		}
		earlier, err := v.reader.Report(ctx, h.ID)
		if err != nil {
			return nil, nil, err
		}
		if r.Follows(earlier.Report) {
			return v.sinceRun(ctx, earlier.Ref(), earlier.Run, func(slug string) bool { return m.slugs == nil || m.slugs[slug] })
		}
	}
	return nil, nil, nil
}

// sinceRun returns what moved the risk of projects since the run of a report, or why it cannot be told.
func (v *View) sinceRun(ctx context.Context, from report.Ref, run exchange.RunRef, has func(slug string) bool) (*report.Since, *exchange.ChangesJSON, error) {
	unknown := report.Since{Report: from.ID, SHA256: from.SHA256, Run: run, Causes: []report.CauseSum{}}
	if !v.NoticesKnown() {
		unknown.Unknown = fmt.Sprintf("The list has more than %d projects, so the runs were not compared.", mostCompared)
		return &unknown, nil, nil
	}
	earlier, err := v.reader.c.Past.RunByID(ctx, run.ID)
	var all cause.Comparison
	if err == nil {
		all, err = v.since(ctx, earlier, v.Run)
	}
	switch {
	case errors.Is(err, health.ErrNotFound) || errors.Is(err, health.ErrNotKept):
		unknown.Unknown = fmt.Sprintf("The figures of run %d are no longer kept.", run.ID)
		return &unknown, nil, nil
	case err != nil:
		return nil, nil, fmt.Errorf("compare runs %d and %d: %w", run.ID, v.Run.ID, err)
	}
	since, changes := report.SinceOf(from, all, has, Causes)
	return &since, &changes, nil
}

// ReportsDiffer is two reports beside each other, with causes.
type ReportsDiffer struct {
	From, To Report
	report.Diff
	// Since says what moved the risks of projects of both. Changes are the differences by project; nil:
	// the causes cannot be told.
	Since   report.Since
	Changes *exchange.ChangesJSON
}

// Differ compares two reports on one list. Cost: two reads of packs, and at the first call for two runs a
// comparison of the list. The causes are told from what is stored now; the figures are those of the
// reports.
func (r *Reader) Differ(ctx context.Context, from, to Report) (ReportsDiffer, error) {
	out := ReportsDiffer{From: from, To: to, Diff: report.Compare(from.Report, to.Report)}
	unknown := report.Since{Report: from.ID, SHA256: from.Document.SHA256, Run: from.Run, Causes: []report.CauseSum{}}
	v, err := r.View(ctx, to.List.Slug, RunPrefix+strconv.FormatInt(to.Run.ID, 10))
	var gone *AsOfError
	if errors.As(err, &gone) || err == nil && (v.List == nil || r.c.Past == nil) {
		unknown.Unknown = fmt.Sprintf("The figures of run %d are no longer kept.", to.Run.ID)
		out.Since = unknown
		return out, nil
	}
	if err != nil {
		return out, err
	}
	both := map[string]bool{}
	for _, p := range from.Projects {
		both[p.Slug] = true
	}
	has := map[string]bool{}
	for _, p := range to.Projects {
		has[p.Slug] = both[p.Slug]
	}
	since, changes, err := v.sinceRun(ctx, from.Ref(), from.Run, func(slug string) bool { return has[slug] })
	if err == nil {
		out.Since, out.Changes = *since, changes
	}
	return out, err
}
