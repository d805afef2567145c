package query

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/survey"
)

// Set is which projects of the view's list are counted. Its zero value is all of them.
type Set struct {
	// Cohort is nil for the list as it is.
	Cohort *Cohort
	// AddedBefore leaves out projects that were added to the list on this day or later; YYYY-MM-DD.
	AddedBefore string
	// Tag leaves out projects without it.
	Tag string
}

// mostSets is how many sets beside the whole lists the answers are kept of.
const mostSets = 8

// key names the set among those of a list.
func (s Set) key() string {
	hash := ""
	if s.Cohort != nil {
		hash = s.Cohort.SHA256
	}
	return hash + " " + s.AddedBefore + " " + s.Tag
}

// Surveyed is the counts of a set, and who could not be counted.
type Surveyed struct {
	survey.Survey
	// Absent are the members that the run has no row of.
	Absent []Absent
	// Newer counts the projects of the list that are no members of the cohort.
	Newer int
}

// Absent is a member without a row, and why.
type Absent struct{ Slug, Name, Why string }

// Survey counts the projects of a set as the view's run ranked them. Cost: a read of all rows of the
// run; the answers of the last sets are kept.
func (v *View) Survey(ctx context.Context, s Set) (Surveyed, error) {
	if !v.Published {
		return Surveyed{}, nil
	}
	return v.reader.surveys.get(surveyKey{v.key(), s.key()}, func() (Surveyed, error) {
		out, err := v.survey(ctx, s)
		if err != nil {
			err = fmt.Errorf("count the projects of %s: %w", v.List.Slug, err)
		}
		return out, err
	})
}

// surveyKey names a set at a run.
type surveyKey struct {
	run runKey
	set string
}

func (v *View) survey(ctx context.Context, s Set) (Surveyed, error) {
	m := v.members(s)
	maker := survey.New(v.Model, 0)
	found := map[string]bool{}
	err := v.eachRow(ctx, v.Run, func(r ranking.Row) {
		if m.has(r) {
			found[r.Slug] = true
			maker.Add(r)
		}
	})
	out := Surveyed{Survey: maker.Done(), Newer: m.newer}
	for _, p := range m.absent {
		if !found[p.Slug] {
			out.Absent = append(out.Absent, p)
		}
	}
	out.Members = out.Counted + len(out.Absent)
	return out, err
}

// eachRow calls fn with every row of a run of the view's list, by name.
func (v *View) eachRow(ctx context.Context, run health.Run, fn func(ranking.Row)) error {
	return v.reader.c.Store.RankAll(ctx, ranking.Query{List: run.List, Run: run.ID, Sort: ranking.SortName}, func(p ranking.Page) error {
		for _, r := range p.Rows {
			fn(r)
		}
		return ctx.Err()
	})
}

// members tells which rows a set has.
type members struct {
	set Set
	// slugs are those of the set; nil: all.
	slugs map[string]bool
	// absent are the members that are expected to have a row, with why they may have none.
	absent []Absent
	newer  int
}

// Why a member has no row.
const (
	notYetRun = "It is on the list, and no run has read it yet."
	leftList  = "It is no longer on the list."
)

func (v *View) members(s Set) members {
	m := members{set: s}
	here, gone := v.List.Projects, []cohort.Member(nil)
	if s.Cohort != nil {
		standing := s.Cohort.In(*v.List)
		here, gone, m.newer = standing.Here, standing.Gone, standing.Newer
	}
	if s.AddedBefore != "" {
		here = cohort.Before(here, s.AddedBefore)
	}
	if s.Cohort != nil || s.AddedBefore != "" {
		m.slugs = map[string]bool{}
	}
	for _, p := range here {
		m.expect(p.Slug, p.Name, p.Tags, notYetRun)
	}
	for _, p := range gone {
		if s.AddedBefore == "" || p.Added < s.AddedBefore {
			m.expect(p.Slug, p.Name, nil, leftList)
		}
	}
	if m.slugs == nil && v.IsPast() { // the list of then is what the run has rows of
		m.absent = nil
	}
	return m
}

// expect adds a member. Of one that has left the list, today's tags are not known: its row decides.
func (m *members) expect(slug, name string, tags []string, why string) {
	if m.slugs != nil {
		m.slugs[slug] = true
	}
	if m.set.Tag == "" || slices.Contains(tags, m.set.Tag) {
		m.absent = append(m.absent, Absent{slug, name, why})
	}
}

func (m members) has(r ranking.Row) bool {
	return (m.slugs == nil || m.slugs[r.Slug]) && (m.set.Tag == "" || slices.Contains(r.Tags, m.set.Tag))
}

// keeps reports whether a project of today's list is in the set.
func (m members) keeps(p health.Project) bool {
	return (m.slugs == nil || m.slugs[p.Slug]) && (m.set.Tag == "" || slices.Contains(p.Tags, m.set.Tag))
}

// mostQuarters is how many quarters of published runs are counted.
const mostQuarters = 12

// PracticePoint is the results of checks over a set at one instant.
type PracticePoint struct {
	Day string // YYYY-MM-DD
	// Run is the published run; 0: the point is reconstructed.
	Run int64
	// Counted are the projects that have results or unknowns in it.
	Counted int
	Checks  []survey.CheckCount
	// Breaks reports that what reads or judges the checks is not what it was at the point before, so the
	// step between them is not one of the projects. Why says what changed.
	Breaks bool
	Why    string
}

// Practices returns the results of all checks over a set: at reconstructed quarters, then at the last
// run of each quarter, then at the view's run; oldest first. Cost: at the first call the rows of at most
// 13 runs, and the checks of the list's file of the past; the answers of the last sets are kept.
func (v *View) Practices(ctx context.Context, s Set) ([]PracticePoint, error) {
	if !v.Published {
		return nil, nil
	}
	return v.reader.practices.get(surveyKey{v.key(), s.key()}, func() ([]PracticePoint, error) {
		out, err := v.practicesOf(ctx, s)
		if err != nil {
			err = fmt.Errorf("checks of %s over time: %w", v.List.Slug, err)
		}
		return out, err
	})
}

func (v *View) practicesOf(ctx context.Context, s Set) ([]PracticePoint, error) {
	runs, err := v.quarterRuns(ctx)
	if err != nil {
		return nil, err
	}
	past, err := v.AdoptionOf(s)
	if err != nil {
		return nil, err
	}
	m := v.members(s)
	out := reconstructed(past, runs[0].Finished)
	for i, run := range runs {
		p := PracticePoint{Day: run.Finished.UTC().Format(time.DateOnly), Run: run.ID}
		maker := survey.New(v.Model, 0)
		err := v.eachRow(ctx, run, func(r ranking.Row) {
			if m.has(r) {
				maker.Add(r)
			}
		})
		if err != nil {
			return nil, err
		}
		counts := maker.Done()
		p.Counted, p.Checks = counts.Counted, counts.Checks
		switch {
		case i == 0 && len(out) > 0:
			p.Breaks, p.Why = true, "Points before were reconstructed from files; this one was published, and hosts may have been asked."
		case i > 0:
			p.Why = otherInstrument(runs[i-1], run)
			p.Breaks = p.Why != ""
		}
		out = append(out, p)
	}
	return out, nil
}

// otherInstrument says what differs in what made two runs; empty: nothing.
func otherInstrument(a, b health.Run) string {
	switch {
	case a.Version != b.Version && a.ModelSHA != b.ModelSHA:
		return "Another version of Plumbline, with another model, made this run."
	case a.Version != b.Version:
		return "Another version of Plumbline made this run."
	case a.ModelSHA != b.ModelSHA:
		return "Another model judged this run."
	}
	return ""
}

// reconstructed are the points of a past before an instant.
func reconstructed(a Adoption, before time.Time) []PracticePoint {
	var out []PracticePoint
	for _, d := range a.Days {
		if d.Day >= before.UTC().Format(time.DateOnly) {
			continue
		}
		p := PracticePoint{Day: d.Day, Counted: d.Read}
		for _, id := range field.Checks() {
			n := d.Checks[id]
			p.Checks = append(p.Checks, survey.CheckCount{
				Check: id, Pass: n[ranking.CheckPass], Fail: n[ranking.CheckFail], NotApplicable: n[ranking.CheckNone], Unknown: n[ranking.CheckUnknown],
			})
		}
		out = append(out, p)
	}
	return out
}

// quarterRuns returns the last run of each calendar quarter before the view's run, as far as their
// rankings are stored, and that run; oldest first.
func (v *View) quarterRuns(ctx context.Context) ([]health.Run, error) {
	runs := []health.Run{v.Run}
	end := quarterOf(v.Run.Finished)
	for range mostQuarters {
		if v.reader.c.Past == nil {
			break
		}
		run, err := v.reader.c.Past.RunAt(ctx, v.List.Slug, end.Add(-time.Millisecond))
		if errors.Is(err, health.ErrNotFound) {
			break
		}
		if err != nil {
			return nil, err
		}
		if _, err := v.reader.c.Store.RowsOf(ctx, run.ID, nil); errors.Is(err, health.ErrNotKept) {
			break
		} else if err != nil {
			return nil, err
		}
		runs = append([]health.Run{run}, runs...)
		end = quarterOf(run.Finished)
	}
	return runs, nil
}

// quarterOf returns the first instant of the calendar quarter of an instant, UTC.
func quarterOf(t time.Time) time.Time {
	y, m, _ := t.UTC().Date()
	return time.Date(y, m-(m-1)%3, 1, 0, 0, 0, 0, time.UTC)
}
