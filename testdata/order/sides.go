package main

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/upgrade"
)

// sides is the bundled list under two models.
type sides struct {
	list   health.List
	bundle exchange.Bundle
	why    []string
	models [2]model.Model
	// rows are those of each model, in its order.
	rows [2][]ranking.Row
	// notes say who moves from one to the other, and why.
	notes upgrade.Notes
}

// load computes both sides. root is the folder of the module.
func load(root string) (*sides, error) {
	set, err := curated.Load()
	if err != nil {
		return nil, err
	}
	former, err := modelBefore(set)
	if err != nil {
		return nil, err
	}
	why, err := os.ReadFile(filepath.Join(root, fmt.Sprintf(changesFile, set.Shipped().Version)))
	if err != nil {
		return nil, err
	}
	s := &sides{models: [2]model.Model{former, set.Shipped()}, why: strings.Split(strings.TrimSpace(string(why)), "\n")}
	s.list, _ = set.List("critical")
	raw, _ := set.Bundle("critical")
	if s.bundle, err = exchange.ReadBundle(bytes.NewReader(raw)); err != nil {
		return nil, err
	}
	before := s.list
	if strings.HasPrefix(former.Version, "1.") {
		before.CopiedFrom = nil // that model counted every list
	}
	steps := []upgrade.Ranking{{Judgement: rank(former, before, s.bundle)}}
	rule := s.models[1].WithAssumptions(former)
	steps = append(steps, upgrade.Ranking{Cause: upgrade.Rule, Judgement: rank(rule, s.list, s.bundle)})
	if rule.SHA256 != s.models[1].SHA256 {
		steps = append(steps, upgrade.Ranking{Cause: upgrade.Assumption, Judgement: rank(s.models[1], s.list, s.bundle)})
	}
	s.rows = [2][]ranking.Row{steps[0].Rows, steps[len(steps)-1].Rows}
	s.notes = upgrade.Compare(steps)
	return s, nil
}

// modelBefore returns the model that the shipped one replaced: the second in scorecards/models.yaml.
func modelBefore(set *curated.Set) (model.Model, error) {
	if len(set.Results.Releases) < 2 || set.Results.Releases[0].Version != set.Shipped().Version {
		return model.Model{}, fmt.Errorf("scorecards/models.yaml does not begin with model %s and the one before it", set.Shipped().Version)
	}
	return set.ReleaseModel(set.Results.Releases[1])
}

// rank returns what a model makes of a list. The day of the bundle is today.
func rank(m model.Model, list health.List, b exchange.Bundle) score.Judgement {
	known := map[string]exchange.BundleProject{}
	for _, p := range b.Projects {
		known[p.Slug] = p
	}
	scorer := score.New(m)
	var all []score.Candidate
	for _, p := range list.Projects {
		f := known[p.Slug].Figures(list, p).Judged(m)
		all = append(all, score.Candidate{
			Project: p, Inputs: f.Inputs, ObservedAt: f.At(), Last: f.Last,
			Score: scorer.Evaluate(p, f.Inputs, f.At(), b.MadeAt),
		})
	}
	all = score.Aged(m.Ageing, all, b.MadeAt)
	return score.Judgement{Model: m, Candidates: all, Rows: score.Rank(m, list.Slug, all, "order")}
}

// orders returns both orders side by side.
func (s *sides) orders() model.Orders {
	o := model.Orders{List: s.list.Slug, Figures: s.bundle.MadeAt.UTC().Format(time.DateOnly), Bundle: s.bundle.SHA256, Why: s.why}
	for i, side := range []*model.OrdersSide{&o.Before, &o.After} {
		*side = model.OrdersSide{Model: s.models[i].Name(), ModelSHA: s.models[i].SHA256}
		for _, r := range s.rows[i] {
			if r.Rank > 0 {
				side.Ranked++
			}
		}
	}
	far := map[string]upgrade.Move{}
	for _, m := range s.notes.Far() {
		far[m.Slug] = m
	}
	before := map[string]ranking.Row{}
	for _, r := range s.rows[0] {
		before[r.Slug] = r
	}
	for _, r := range s.rows[1] {
		if r.Rank > 0 || before[r.Slug].Rank > 0 {
			o.Projects = append(o.Projects, rowOf(before[r.Slug], r, far[r.Slug]))
		}
	}
	last := func(rank int) int { return cmp.Or(rank, math.MaxInt) }
	slices.SortStableFunc(o.Projects, func(a, b model.OrdersRow) int {
		return cmp.Or(cmp.Compare(last(a.After.Rank), last(b.After.Rank)), cmp.Compare(last(a.Before.Rank), last(b.Before.Rank)), cmp.Compare(a.Slug, b.Slug))
	})
	return o
}

// rowOf returns a project under both models, with what moved it if it is named.
func rowOf(before, after ranking.Row, m upgrade.Move) model.OrdersRow {
	r := model.OrdersRow{Slug: after.Slug, Name: after.Name, Before: placeOf(before), After: placeOf(after), Cause: string(m.Cause), Why: m.Why}
	if len(m.Steps) > 1 {
		for _, st := range m.Steps {
			r.Steps = append(r.Steps, model.OrdersStep{Cause: string(st.Cause), From: st.From, To: st.To})
		}
	}
	return r
}

// placeOf returns where a model puts a project.
func placeOf(r ranking.Row) model.OrdersPlace {
	p := model.OrdersPlace{Rank: r.Rank}
	if r.C != nil {
		tenth := math.Round(10*r.C.Value) / 10
		p.Criticality = &tenth
	}
	if r.Rank == 0 {
		p.State, p.Why = string(r.State()), upgrade.Reasons(r)
	}
	return p
}

// criticality returns C of a project under the model now, and false if it is not known.
func (s *sides) criticality(slug string) (float64, error) {
	for _, r := range s.rows[1] {
		if r.Slug == slug && r.C != nil {
			return r.C.Value, nil
		}
	}
	return 0, fmt.Errorf("%s: no criticality", slug)
}
