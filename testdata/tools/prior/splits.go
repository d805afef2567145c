package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// otherSplits is how many other splits by owner are measured.
const otherSplits = 50

// splits measures tables and tests of other splits of the same repositories by owner, which shows
// how much of a result is the chance of one split.
func splits(d data, weights map[string]float64, shared float64) []model.PriorSplits {
	bias, held, width := map[string][]float64{}, map[string]float64{}, map[string]float64{}
	for i := range otherSplits {
		in := func(owner string) bool {
			return hash(fmt.Sprintf("%s/%d/%s", seed, i, owner))>>32&1 == 1
		}
		c := compare(d, makeTable(d, in).Prior, weights, in)
		c.how.shared = shared
		got := []model.PriorMeasure{c.measure("assumed", "", func(x one) side { return whole(c.terms(x)) })}
		for _, gap := range testedGaps {
			got = append(got, c.all(gap))
		}
		for _, m := range got {
			bias[m.ID] = append(bias[m.ID], m.Bias)
			held[m.ID] += *m.Coverage
			width[m.ID] += *m.Width
		}
	}
	var out []model.PriorSplits
	for _, id := range []string{"assumed", string(model.NotAsked), string(model.NoWorkflows), string(model.NotVisible)} {
		mean, sd := moments(bias[id])
		out = append(out, model.PriorSplits{
			ID: id, N: otherSplits, Bias: round(mean, 1), SD: round(sd, 1),
			Coverage: round(held[id]/otherSplits, 3), Width: round(width[id]/otherSplits, 1),
		})
	}
	return out
}

func moments(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		sd += (v - mean) * (v - mean) / float64(len(x))
	}
	return mean, math.Sqrt(sd)
}

// scales compares the two scorers on what files show, over all trees.
func scales(d data) []model.PriorScale {
	var out []model.PriorScale
	for _, name := range slices.Concat(fromTree, maybe) {
		s := model.PriorScale{Check: name}
		for _, f := range d.facts {
			v, ok := d.point(f).scored(name)
			if c := f.Checks[name]; ok && c.State == "observed" {
				s.N++
				s.Ours += c.Score
				s.Published += v
			}
		}
		if s.N > 0 {
			s.Ours, s.Published = round(s.Ours/float64(s.N), 2), round(s.Published/float64(s.N), 2)
			out = append(out, s)
		}
	}
	return out
}

// notes say what the measurement cannot tell.
func notes(c model.PriorCheck) []string {
	out := []string{
		"The results are of autumn 2022 and of popular GitHub repositories. Other projects may differ.",
		"Visible workflows are not missing at random. Too few repositories without them were seen, so the distribution of all is used, and it is too high for them.",
		"The two halves differ by chance, so one split cannot settle a bias of a few points. The other splits show how much.",
		"Mirrors and projects on other hosts were not tested. They use the lower half.",
		"The crawl used an older Scorecard (about 4.8). It did not count a merge by another person as a review, and a security policy was worth 0 or 10.",
		"Not tested: " + strings.Join(c.NotTested, ", ") + ". The crawl lacks the first, gives the second 10 or no score, and scored the third without lock files.",
		"A project without releases has no score for Signed-Releases. Its expected score counts all the same, which lowers posture by about two points.",
		"Of the trees, 6 are from forks with the same history, and 19 are Go modules of the last release in the 90 days before.",
	}
	for _, s := range c.Scale {
		if s.Check == "Pinned-Dependencies" {
			out = append(out, fmt.Sprintf("On the same files, Pinned-Dependencies has a mean of %g with our Scorecard and %g in the crawl. Checks seen in files therefore count with our own score on both sides.", s.Ours, s.Published))
		}
	}
	return out
}
