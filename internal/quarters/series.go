package quarters

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Entry is where the points of one project are from.
type Entry struct {
	Slug string `json:"slug"`
	// Repository is the address of the repository, Commit the newest commit of its clone.
	Repository string `json:"repository"`
	Commit     string `json:"commit"`
	// Cloned is the date of the clone, YYYY-MM-DD. There is no point after it.
	Cloned string `json:"cloned"`
	// Git and Scorecard are the versions of the instruments.
	Git       string `json:"git"`
	Scorecard string `json:"scorecard"`
	// Bytes is the size of the packed series in the file.
	Bytes int `json:"bytes"`
}

// Gap is a time without points, and why. From and To are the first and the last quarter in it.
type Gap struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason"`
}

// Series are the points of one project, oldest first.
type Series struct {
	Slug string `json:"slug"`
	// At are the days of the points, YYYY-MM-DD; each describes the last second of its day (UTC).
	At []string `json:"at"`
	// Commits, and every list of Inputs and Checks, have an element for each point.
	Commits []string                 `json:"commits"`
	Inputs  map[field.ID][]Cell      `json:"inputs"`
	Checks  map[string][]check.State `json:"checks"`
	Gaps    []Gap                    `json:"gaps,omitempty"`
}

// Ends returns the last seconds of the quarters from the day since to the day until (UTC).
func Ends(since, until time.Time) []time.Time {
	var out []time.Time
	for y := since.Year(); y <= until.Year(); y++ {
		for m := time.April; m <= time.January+12; m += 3 {
			end := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC).Add(-time.Second)
			if !end.Before(since) && !end.After(until) {
				out = append(out, end)
			}
		}
	}
	return out
}

// Instant returns the instant that a point of a day describes.
func Instant(day string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, day)
	return t.AddDate(0, 0, 1).Add(-time.Second), err
}

// left are fields that no score needs and that are long: lists over months, people or releases.
var left = []field.ID{
	field.HumanCommitsByMonth, field.CommitsByMonth, field.AuthorsByMonth, field.AuthorShares12m,
	field.ReleaseDates, field.ReleaseTagsOffBranchNames,
}

// Add appends the point of a day: its commit, and what the sources observed at it.
func (s *Series) Add(day, commit string, snaps ...health.Snapshot) {
	n := len(s.At)
	s.At, s.Commits = append(s.At, day), append(s.Commits, commit)
	if s.Inputs == nil {
		s.Inputs, s.Checks = map[field.ID][]Cell{}, map[string][]check.State{}
	}
	for _, snap := range snaps {
		for _, in := range snap.Inputs {
			if !slices.Contains(left, in.Field) {
				s.Inputs[in.Field] = append(grown(s.Inputs[in.Field], n, absent), CellOf(in))
			}
		}
		for _, c := range snap.Checks {
			state := c.State
			if state == check.Errored && c.Late.Own {
				state = unreadable
			}
			s.Checks[c.Name] = append(grown(s.Checks[c.Name], n, check.NotRun), state)
		}
	}
	for id, cells := range s.Inputs {
		s.Inputs[id] = grown(cells, n+1, absent)
	}
	for name, states := range s.Checks {
		s.Checks[name] = grown(states, n+1, check.NotRun)
	}
}

// unreadable is how a file names a check that failed on the project's own files: errored, with
// Late.Own.
const unreadable check.State = "unreadable"

var absent = Cell{State: health.Unknown, Reason: "not measured at this point"}

// grown returns the list with at least n elements.
func grown[T any](list []T, n int, empty T) []T {
	for len(list) < n {
		list = append(list, empty)
	}
	return list
}

// check returns an error unless every list has an element for each point.
func (s Series) check() error {
	n := len(s.At)
	if len(s.Commits) != n {
		return fmt.Errorf("%d commits for %d points", len(s.Commits), n)
	}
	if !slices.IsSorted(s.At) {
		return fmt.Errorf("the points are not in order")
	}
	for id, cells := range s.Inputs {
		if len(cells) != n {
			return fmt.Errorf("%s has %d values for %d points", id, len(cells), n)
		}
	}
	for name, states := range s.Checks {
		if len(states) != n {
			return fmt.Errorf("%s has %d states for %d points", name, len(states), n)
		}
	}
	for _, day := range s.At {
		if _, err := Instant(day); err != nil {
			return err
		}
	}
	return nil
}

// Figures returns the point as the figures of a project, in the form of a store. They are of the
// repository alone.
func (s Series) Figures(e Entry, i int) (figures.Project, error) {
	at, err := Instant(s.At[i])
	f := figures.Project{Project: s.Slug, Inputs: make(health.Inputs, len(s.Inputs))}
	git := health.Snapshot{Project: s.Slug, Source: field.SourceGit, Version: e.Git, Origin: health.OriginAsOf, ObservedAt: at, Commit: s.Commits[i], SourceURL: e.Repository}
	scan := git
	scan.Source, scan.Version = field.SourceScorecard, e.Scorecard
	for id, cells := range s.Inputs {
		of := git
		if row, ok := field.ByID(id); !ok {
			continue // of an older catalogue
		} else if row.Source == field.SourceScorecard {
			of = scan
		}
		f.Inputs[id] = cells[i].input(id, of)
	}
	if len(s.Checks) > 0 {
		scan.Checks = make([]check.Check, 0, len(s.Checks))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Checks)) {
		c := check.Check{Name: name, State: s.Checks[name][i], Score: -1}
		in := f.Inputs.Field(field.ID(name))
		switch {
		case c.State == check.Scored && in.Known():
			c.Score = int(in.Value)
		case c.State == unreadable:
			c.State, c.Late = check.Errored, check.Late{Why: in.Reason, Own: true}
		}
		scan.Checks = append(scan.Checks, c)
	}
	f.Snapshots = []health.Snapshot{git}
	if len(scan.Checks) > 0 {
		f.Snapshots = append(f.Snapshots, scan)
	}
	return f, err
}

// input returns the cell as an input of a snapshot.
func (c Cell) input(id field.ID, of health.Snapshot) health.Input {
	return health.Input{
		Field: id, State: c.State, Value: c.Value, Text: c.Text, Reason: c.Reason,
		Source: of.Source, SourceURL: of.SourceURL, Version: of.Version, Commit: of.Commit, ObservedAt: of.ObservedAt,
	}
}
