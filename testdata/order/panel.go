package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// The years of the panel of vitality.md.
const (
	firstYear = 2013
	lastYear  = 2024
	// choosingYear is the last year that may choose a curve.
	choosingYear = 2017
)

// year is one project at one 1 July, as the clone shows it, and what followed.
type year struct {
	Project  health.Project  `json:"project"`
	At       time.Time       `json:"at"`
	Snapshot health.Snapshot `json:"snapshot"`
	Taken    time.Time       `json:"taken"`
	// Later has the human commits of each of the months 13 to 24.
	Later [12]int `json:"later"`
}

// readPanel reads every clone that matches the pattern as of each 1 July.
func readPanel(pattern string) ([]year, error) {
	set, err := curated.Load()
	if err != nil {
		return nil, err
	}
	a := &app.App{Set: set, Now: time.Now}
	instants := backtest.Years(firstYear, lastYear)
	copies, _, err := a.ReadCopies(context.Background(), app.Copies{Mirror: []string{pattern}, Workers: 2, Timeout: 15 * time.Minute}, instants)
	if err != nil {
		return nil, err
	}
	for _, err := range backtest.Unread(copies) {
		fmt.Fprintln(os.Stderr, "order:", err)
	}
	var out []year
	for _, c := range copies {
		if c.Err != nil {
			continue
		}
		for i, at := range instants {
			y := year{Project: c.Project, At: at, Snapshot: c.Snapshots[i], Taken: c.Taken}
			y.Snapshot.People = nil
			for m := range y.Later {
				y.Later[m] = c.HumanCommits(at.AddDate(1, m, 0), at.AddDate(1, m+1, 0))
			}
			out = append(out, y)
		}
	}
	return out, nil
}

// keepPanel writes the panel to a file, because reading the clones takes minutes.
func keepPanel(pattern, path string) error {
	all, err := readPanel(pattern)
	if err != nil {
		return err
	}
	b, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}

// keptPanel reads the years from one to another of a file by keepPanel.
func keptPanel(path string, from, to int) ([]year, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all, out []year
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, y := range all {
		if y.At.Year() >= from && y.At.Year() <= to {
			out = append(out, y)
		}
	}
	return out, nil
}

// silent reports whether the event followed.
func (y year) silent() bool {
	for _, n := range y.Later {
		if n > 0 {
			return false
		}
	}
	return true
}

// slowing reports whether fewer than nine of the months 13 to 24 have a human commit.
func (y year) slowing() bool {
	months := 0
	for _, n := range y.Later {
		if n > 0 {
			months++
		}
	}
	return months < 9
}

// value returns an input of the year, and whether it is observed.
func (y year) value(id field.ID) (float64, bool) {
	for _, in := range y.Snapshot.Inputs {
		if in.Field == id && in.Known() {
			return in.Value, true
		}
	}
	return 0, false
}

// backtestOf measures the model now on a panel, as "plumbline backtest silence" does on clones.
func backtestOf(path string, from, to int) (model.Backtest, error) {
	set, err := curated.Load()
	if err != nil {
		return model.Backtest{}, err
	}
	years, err := keptPanel(path, from, to)
	if err != nil {
		return model.Backtest{}, err
	}
	instants := backtest.Years(from, to)
	var copies []backtest.Copy
	for group := range slices.Chunk(years, len(instants)) { // the years of one clone follow each other
		c := backtest.Copy{Project: group[0].Project, Taken: group[0].Taken}
		later := map[time.Time]int{}
		for _, y := range group {
			c.Snapshots = append(c.Snapshots, y.Snapshot)
			start, _ := backtest.Watch(y.At)
			for _, n := range y.Later {
				later[start] += n
			}
		}
		c.HumanCommits = func(from, _ time.Time) int { return later[from] }
		copies = append(copies, c)
	}
	panel := backtest.Panel{Judge: backtest.NewJudge(set.Model)}
	panel.AddCopies(copies, instants)
	b := panel.Report()
	b.Made = time.Now().UTC().Format(time.DateOnly)
	b.Plumbline = "dev"
	b.FirstYear = from
	b.LastYear = to
	b.Lists = panel.OnLists(set.Lists)
	return b, nil
}
