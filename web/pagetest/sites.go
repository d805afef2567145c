package pagetest

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Unranked is a site as it is before posture is collected.
func Unranked(t *testing.T) http.Handler {
	t.Helper()
	return New(t).Project("xz", nil).Project("zlib", nil).Project("curl", func(p *health.Project) { p.Language, p.Tags = "Go", []string{"network"} }).Project("lost", nil).
		Measured("xz", 1, 8, 184).Measured("zlib", 2, 12, 90).Measured("curl", 8, 12, 900).Failed("lost", "the repository could not be reached or read").Site()
}

// Ranked is a site with posture for all but one project.
func Ranked(t *testing.T) http.Handler {
	t.Helper()
	b := New(t)
	for i := range 30 {
		slug := fmt.Sprintf("p%02d", i)
		b.Project(slug, nil).Measured(slug, i%7, 3+i%10, 10+i*20).Posture(slug, float64(i%11))
	}
	return b.Project("bare", nil).Measured("bare", 1, 8, 10).Site()
}

// Scanned is a site whose ranked projects rest on checks over git alone.
func Scanned(t *testing.T) *Builder {
	t.Helper()
	b := New(t)
	for i := range 6 {
		slug := fmt.Sprintf("p%d", i)
		b.Project(slug, nil).Measured(slug, 1+i, 3+i, 10+i*20).Checks(slug, nil)
	}
	return b
}

// TwoRuns is a site of ten projects and xz over two runs, ten days apart: in the
// second xz protects its branches and one regular less, and a check of the ten
// fell at one commit.
func TwoRuns(t *testing.T) http.Handler {
	t.Helper()
	b := New(t).WithPast()
	b.Now = Today.AddDate(0, 0, -10)
	fill := func(regulars int, branches, reviews float64) {
		b.Measured("xz", regulars, 8, 40).Posture("xz", 6)
		b.Edit("xz", "Branch-Protection", branches)
		for i := range 11 {
			slug := fmt.Sprintf("p%02d", i)
			b.Measured(slug, 3, 9, 90).Posture(slug, 8)
			b.Edit(slug, "Code-Review", reviews)
		}
	}
	b.Project("xz", nil)
	for i := range 11 {
		b.Project(fmt.Sprintf("p%02d", i), nil)
	}
	fill(2, 4, 10)
	h, st := b.SiteAndStore()
	b.Now, b.Answers = Today, nil
	fill(1, 9, 7)
	b.Run(st)
	return h
}

// Weighed is a site of three ranked projects whose order turns round when people
// are all that counts.
func Weighed(t *testing.T) *Builder {
	t.Helper()
	b := New(t)
	for i := range 3 {
		slug := fmt.Sprintf("p%d", i)
		b.Project(slug, nil).Measured(slug, 2+i, 12-6*i, 40).Posture(slug, float64(10-5*i))
	}
	v := Resilient(b.Model)
	b.Views = append(b.Views, v)
	b.Scenarios = []model.Overlay{{ID: "scenario:" + v.ID, Label: v.Label, Why: "People are what lasts."}}
	return b
}

// Resilient is a model to which people are all that counts.
func Resilient(m model.Model) score.Scenario {
	m.Risk.Omega = map[model.Axis]float64{model.Vitality: 0, model.Resilience: 1, model.Posture: 0}
	m.SHA256 = "people"
	return score.Scenario{ID: "people", Label: "People alone", Model: m}
}

// Pair is a list of xz and zlib, with two quarters of the past of xz; nothing is measured.
func Pair(t *testing.T) *Builder {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, s := quarters.NewFile("critical", "2022-03-31"), quarters.Series{Slug: "xz"}
	for _, day := range []string{"2021-12-31", "2022-03-31"} {
		s.Add(day, strings.Repeat("a", 40), health.Snapshot{Inputs: []health.Input{health.Obs(field.Regulars12m, 1), health.Obs(field.ActiveMonths12m, 12)}}, health.Snapshot{})
	}
	if err := f.Put(quarters.Entry{Repository: "https://github.com/xz/xz", Commit: strings.Repeat("f", 40), Cloned: "2026-08-22", Git: "git/4", Scorecard: "v4"}, s); err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	if err := f.Write(&packed); err != nil {
		t.Fatal(err)
	}
	b := New(t).WithPast().Writing(nil).Project("xz", nil).Project("zlib", nil)
	b.Results, b.Reconstructed = set.Results, packed.Bytes()
	return b
}
