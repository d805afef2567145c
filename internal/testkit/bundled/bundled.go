// Package bundled judges the figures that the program is shipped with, for tests that need real
// projects.
package bundled

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Candidates returns the curated data and every project of the default list as a fresh installation
// judges it, in the order of the list. The day of the bundle is today. Cost: about a second.
func Candidates(t testing.TB) (*curated.Set, []score.Candidate) {
	t.Helper()
	j, err := judge()
	if err != nil {
		t.Fatal(err)
	}
	return j.set, j.candidates
}

// judged is what a fresh installation knows.
type judged struct {
	set        *curated.Set
	list       health.List
	at         time.Time
	candidates []score.Candidate
	figures    map[string]figures.Project
}

func judge() (judged, error) {
	set, err := curated.Load()
	if err != nil {
		return judged{}, err
	}
	list, _ := set.List(health.DefaultList)
	raw, _ := set.Bundle(health.DefaultList)
	b, err := exchange.ReadBundle(bytes.NewReader(raw))
	if err != nil {
		return judged{}, err
	}
	out := judged{set: set, list: list, at: b.MadeAt, figures: map[string]figures.Project{}}
	known := map[string]exchange.BundleProject{}
	for _, p := range b.Projects {
		known[p.Slug] = p
	}
	scorer := score.New(set.Model)
	for _, p := range list.Projects {
		f := known[p.Slug].Figures(list, p).Judged(set.Model)
		out.figures[p.Slug] = f
		out.candidates = append(out.candidates, score.Candidate{
			Project: p, Inputs: f.Inputs, ObservedAt: f.At(), Last: f.Last,
			Score: scorer.Evaluate(p, f.Inputs, f.At(), b.MadeAt),
		})
	}
	if out.candidates = score.Aged(set.Model.Ageing, out.candidates, b.MadeAt); len(out.candidates) == 0 {
		return judged{}, errors.New("no project is bundled")
	}
	return out, nil
}
