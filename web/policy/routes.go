// Package policy is the page of a whole set of projects: a list or a frozen cohort by band, status and
// concentration, and the checks over time; and the same as JSON and CSV.
package policy

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/survey"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// The parameters of the page.
const (
	paramCohort = page.ParamCohort
	paramBefore = page.ParamAddedBefore
	paramTag    = "tag"
	paramCheck  = "check"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	show := func(r *page.Request) error { return maker{r}.show() }
	return []page.Route{
		{Pattern: page.Policy, Handler: show, Nav: "Policy", Of: page.NamedList},
		{Pattern: page.Policy + ".json", Handler: show, Of: page.NamedList},
		{Pattern: page.Policy + ".csv", Handler: show, Of: page.NamedList},
	}
}

// maker makes the answer to one request.
type maker struct{ *page.Request }

// asked is what an address asks for.
type asked struct {
	query.Set
	check field.ID
}

// values are the parameters that ask for the same.
func (a asked) values() url.Values {
	v := url.Values{}
	if a.Cohort != nil {
		v.Set(paramCohort, a.Cohort.Slug)
	}
	for name, value := range map[string]string{paramBefore: a.AddedBefore, paramTag: a.Tag, paramCheck: string(a.check)} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// narrowed reports whether anything of the list is left out.
func (a asked) narrowed() bool { return a.Set != (query.Set{}) }

// asked reads the address.
func (s maker) asked(cohorts []permanent.Head) (asked, error) {
	v := s.Values()
	a := asked{check: field.ID(v.Get(paramCheck))}
	a.AddedBefore, a.Tag = v.Get(paramBefore), v.Get(paramTag)
	if _, err := time.Parse(time.DateOnly, a.AddedBefore); v.Has(paramBefore) && a.AddedBefore != "" && err != nil {
		return a, bad(v, paramBefore, nil, "a day such as 2026-09-01")
	}
	if tags := s.tags(); a.Tag != "" && !slices.Contains(tags, a.Tag) {
		return a, bad(v, paramTag, tags, "")
	}
	if f, ok := field.ByID(a.check); v.Has(paramCheck) && (!ok || f.Source != field.SourceScorecard) {
		var names []string
		for _, id := range field.Checks() {
			names = append(names, string(id))
		}
		return a, bad(v, paramCheck, names, "")
	}
	slug := v.Get(paramCohort)
	if slug == "" {
		return a, nil
	}
	if !slices.ContainsFunc(cohorts, func(h permanent.Head) bool { return h.ID == slug }) {
		var slugs []string
		for _, h := range cohorts {
			slugs = append(slugs, h.ID)
		}
		if len(slugs) == 0 {
			return a, bad(v, paramCohort, nil, "no cohort, because list "+s.List.Slug+" has none")
		}
		return a, bad(v, paramCohort, slugs, "")
	}
	c, err := s.Query.Cohort(s.Context(), slug)
	a.Cohort = &c
	return a, err
}

// tags are those of the list, sorted.
func (s maker) tags() []string {
	var out []string
	for _, p := range s.List.Projects {
		out = append(out, p.Tags...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func bad(v url.Values, param string, allowed []string, limit string) error {
	out := &page.BadValue{Param: param, Value: page.Cut(v.Get(param)), Allowed: allowed, Limit: limit, Rest: v}
	if limit != "" {
		out.Reason = "not-allowed"
	}
	out.Rest.Del(param)
	return out
}

// counted is what is counted for an answer.
type counted struct {
	Asked asked
	// Set is the set that was asked for, List the whole list; the same if nothing is left out.
	Set, List query.Surveyed
	// Over and ListOver are the checks over time.
	Over, ListOver []query.PracticePoint
	Cohorts        []permanent.Head
}

func (s maker) count(ctx context.Context, a asked, cohorts []permanent.Head) (counted, error) {
	c := counted{Asked: a, Cohorts: cohorts}
	var errs [4]error
	c.Set, errs[0] = s.Survey(ctx, a.Set)
	c.List, errs[1] = s.Survey(ctx, query.Set{})
	c.Over, errs[2] = s.Practices(ctx, a.Set)
	c.ListOver, errs[3] = s.Practices(ctx, query.Set{})
	return c, errors.Join(errs[:]...)
}

// show answers a request.
func (s maker) show() error {
	if err := s.Listed(); err != nil {
		return err
	}
	format := ""
	if at := strings.LastIndexByte(s.HTTP.URL.Path, '.'); at >= 0 {
		format = s.HTTP.URL.Path[at:]
	}
	p := s.Frame("Policy", "A list or a frozen cohort of critical open source projects by risk, status and concentration, and its practices over time.", page.Policy)
	if s.List == nil || !s.Published && format == "" {
		return s.nothing(p, format)
	}
	cohorts, err := s.Cohorts(s.Context())
	if err != nil {
		return err
	}
	a, err := s.asked(cohorts)
	if err != nil {
		return err
	}
	if s.Known(heads(cohorts)...) {
		return nil
	}
	c, err := s.count(s.Context(), a, cohorts)
	if err != nil {
		return err
	}
	switch format {
	case ".json":
		run, err := s.RunJSON()
		if err != nil {
			return err
		}
		return s.Document(documentOf(run, c))
	case ".csv":
		return s.CSV("plumbline-"+s.List.Slug+"-policy.csv", cellsOf(c))
	}
	o, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	p.Dateline = s.Dateline(s.List, s.Run, o.From, o.To)
	p.Notices = append(page.Ignored(page.Others(s.Values(), "list", query.AsOf, paramCohort, paramBefore, paramTag, paramCheck)), page.Unread(o)...)
	v := s.view(c)
	p.Formats = v.Formats
	v.Cite = s.Cite(page.Cited{What: "policy view of " + s.List.Title, Run: s.Run, From: o.From, To: o.To, Data: o.DataSHA}, func(day string) string {
		to := s.to(a)
		to.Set(query.AsOf, day)
		return page.Policy + page.Encode(to)
	})
	return s.Show(policyPage(p, v))
}

// heads are what an answer depends on beside the run.
func heads(all []permanent.Head) []any {
	var out []any
	for _, h := range all {
		out = append(out, h.ID, h.SHA256)
	}
	return out
}

// nothing is the page before the first run, and the answer without a list.
func (s maker) nothing(p ui.Page, format string) error {
	listed := 0
	if s.List != nil {
		listed = len(s.List.Projects)
		p.Dateline = s.Dateline(s.List, s.Run, time.Time{}, time.Time{})
	}
	if format != "" {
		return page.NotFound("No list is loaded.")
	}
	return s.Show(page.Nothing(p, listed))
}

// to are the parameters of an address about the same list, day and set.
func (s maker) to(a asked) url.Values {
	v := s.Carried()
	for name, values := range a.values() {
		v[name] = values
	}
	return v
}

// highRisk counts the projects in the two upper bands of risk.
func highRisk(m survey.Survey) int {
	n := 0
	for _, c := range m.Risk[:min(2, len(m.Risk))] {
		n += c.N
	}
	return n
}

// word is a status of a count.
func word(c survey.Count) health.StatusWord { return health.StatusWord(c.Key) }
