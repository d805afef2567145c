// Package bundled judges the figures that the program is shipped with, for tests that need real
// projects.
package bundled

import (
	"bytes"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Candidates returns the curated data and every project of the default list as a fresh installation
// judges it, in the order of the list. The day of the bundle is today. Cost: about a second.
func Candidates(t testing.TB) (*curated.Set, []score.Candidate) {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	list, _ := set.List(health.DefaultList)
	raw, _ := set.Bundle(health.DefaultList)
	b, err := exchange.ReadBundle(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]exchange.BundleProject{}
	for _, p := range b.Projects {
		known[p.Slug] = p
	}
	scorer := score.New(set.Model)
	var all []score.Candidate
	for _, p := range list.Projects {
		f := known[p.Slug].Figures(list, p).Judged(set.Model)
		all = append(all, score.Candidate{
			Project: p, Inputs: f.Inputs, ObservedAt: f.At(), Last: f.Last,
			Score: scorer.Evaluate(p, f.Inputs, f.At(), b.MadeAt),
		})
	}
	if all = score.Aged(set.Model.Ageing, all, b.MadeAt); len(all) == 0 {
		t.Fatal("no project is bundled")
	}
	return set, all
}
