package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// shippedName is how the shipped model is named where a file could be.
const shippedName = "shipped"

// mostOverlay is the most bytes read of an overlay; the reader refuses more.
const mostOverlay = 5 << 20

// Model returns the model a name stands for: shipped, scenario:NAME or an
// overlay file.
func (a *App) Model(name string) (model.Model, error) {
	if name == shippedName {
		return a.Set.Shipped(), nil
	}
	if id, ok := strings.CutPrefix(name, curated.ScenarioPrefix); ok {
		sc, ok := a.Set.Scenario(id)
		if !ok {
			var have []string
			for _, s := range a.Set.Scenarios {
				have = append(have, curated.ScenarioPrefix+s.ID)
			}
			return model.Model{}, usage.Errorf("no scenario %q; available: %s", id, strings.Join(have, ", "))
		}
		return sc.Model, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return model.Model{}, fmt.Errorf("model: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, mostOverlay))
	if err != nil {
		return model.Model{}, fmt.Errorf("model: %w", err)
	}
	return a.Set.Overlay(name, b)
}

// UseModel puts the named model in the place of the shipped one; empty: none.
func (a *App) UseModel(name string) error {
	if name == "" {
		return nil
	}
	m, err := a.Model(name)
	if err == nil {
		a.Set.Model = m
	}
	return err
}

// Diff has two models judge the stored figures of a list, and returns them with what
// moves from one to the other. Into an empty database the bundled figures are read
// first, as by every command.
func (a *App) Diff(ctx context.Context, list, before, after string) (models [2]model.Model, d score.Comparison, err error) {
	l, err := a.List(list)
	if err != nil {
		return models, d, err
	}
	for i, name := range []string{before, after} {
		if models[i], err = a.Model(name); err != nil {
			return models, d, err
		}
	}
	st, err := a.readable(ctx)
	if err != nil {
		return models, d, err
	}
	defer st.Close()
	var sides [2]score.Judgement
	now := a.Now() // one instant for both, or age would be a difference
	for i, m := range models {
		col := &collect.Collector{Store: st, Model: m, Version: a.Version, Now: func() time.Time { return now }, Log: a.Log, Workers: 1}
		if sides[i], err = col.Judge(ctx, l); err != nil {
			return models, d, err
		}
	}
	return models, score.Compare(sides[0], sides[1]), nil
}
