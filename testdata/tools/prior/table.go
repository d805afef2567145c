package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

var (
	// fromTree are the checks that files alone decide: the model's count_fully.
	fromTree = []string{"Binary-Artifacts", "Dangerous-Workflow", "License", "Pinned-Dependencies", "Token-Permissions"}
	// maybe are those that count above 0 only: the model's count_above_zero.
	maybe = []string{"Dependency-Update-Tool", "Fuzzing", "SAST", "Security-Policy"}
	// hosted are those that need a host, with a crawl on a scale that is still used.
	hosted = []string{"Branch-Protection", "CII-Best-Practices", "Code-Review", "Signed-Releases"}
	// rescaled are those that need a host and that the crawl lacks or scored otherwise.
	rescaled = []string{"CI-Tests", "Vulnerabilities"}
)

// table is what is expected, and what it was computed from.
type table struct {
	model.Prior
	clones, without, whole, owners int
	later                          int
}

// makeTable computes the table from all repositories but those of the owners that out names.
func makeTable(d data, out func(owner string) bool) table {
	var t table
	owners := map[string]bool{}
	all := map[string][]float64{}
	for _, p := range d.of {
		if out(owner(p.Repo)) {
			continue
		}
		t.whole++
		owners[owner(p.Repo)] = true
		for _, name := range slices.Concat(hosted, maybe) {
			if v, ok := p.scored(name); ok {
				all[name] = append(all[name], v)
			}
		}
	}
	t.owners = len(owners)
	for _, p := range d.later {
		t.later++
		for _, name := range rescaled {
			if v, ok := p.scored(name); ok {
				all[name] = append(all[name], v)
			}
		}
	}
	byGap := t.gaps(d, out, all)
	for _, name := range slices.Sorted(slices.Values(slices.Concat(fromTree, maybe, hosted, rescaled))) {
		t.add(name, "", "", all[name], false)
		for _, gap := range gapsOf(name) {
			if got := byGap[key{name, gap}]; len(got) > 0 {
				t.add(name, gap, model.OnGitHub, got, false)
				t.add(name, gap, "", got, false)
			}
			t.add(name, gap, model.Elsewhere, lower(all[name]), true)
			if gap == model.MirrorGap {
				t.add(name, gap, "", lower(all[name]), true)
			}
		}
	}
	return t
}

// key is a check and why it has no value.
type key struct {
	check string
	gap   model.Gap
}

// gapsOf returns the reasons for which a check can be missing.
func gapsOf(name string) []model.Gap {
	switch {
	case slices.Contains(fromTree, name):
		return nil
	case slices.Contains(maybe, name):
		return []model.Gap{model.NotVisible}
	default:
		return []model.Gap{model.NotAsked, model.NoWorkflows, model.MirrorGap}
	}
}

// gaps sorts the published scores of the clones by the reason why our own scan has none, and adds
// our own scores of what the tree decides to all.
func (t *table) gaps(d data, out func(owner string) bool, all map[string][]float64) map[key][]float64 {
	got := map[key][]float64{}
	for _, f := range d.facts {
		if out(owner(f.Repo)) {
			continue
		}
		t.clones++
		if f.Workflows == 0 {
			t.without++
		}
		for _, name := range fromTree {
			if c := f.Checks[name]; c.State == "observed" {
				all[name] = append(all[name], c.Score)
			}
		}
		for _, name := range slices.Concat(maybe, hosted) {
			if v, ok := d.point(f).scored(name); ok && gapOf(f, name) != "" {
				k := key{name, gapOf(f, name)}
				got[k] = append(got[k], v)
			}
		}
	}
	return got
}

// gapOf returns why our scan has no value of a check, "" if it has one or failed.
func gapOf(f fact, name string) model.Gap {
	switch {
	case slices.Contains(hosted, name) && f.Workflows == 0:
		return model.NoWorkflows
	case slices.Contains(hosted, name):
		return model.NotAsked
	case f.Checks[name].Check == "not_visible":
		return model.NotVisible
	}
	return ""
}

func (t *table) add(check string, gap model.Gap, host model.HostKind, scores []float64, lowerHalf bool) {
	if len(scores) == 0 {
		return
	}
	slices.Sort(scores)
	c := model.PriorCell{Check: field.ID(check), Gap: gap, Host: host, N: len(scores), LowerHalf: lowerHalf}
	for _, x := range scores {
		c.Mean += x
	}
	c.Mean = round(c.Mean/float64(c.N), 2)
	for i := range c.Deciles {
		c.Deciles[i] = quantile(scores, float64(i)/10)
	}
	t.Cells = append(t.Cells, c)
}

// quantile returns a quantile of sorted values, to a tenth.
func quantile(sorted []float64, q float64) float64 {
	x := q * float64(len(sorted)-1)
	i := min(int(x), max(len(sorted)-2, 0))
	j := min(i+1, len(sorted)-1)
	return round(sorted[i]+(sorted[j]-sorted[i])*(x-float64(i)), 1)
}

// lower returns the lower half of the values.
func lower(scores []float64) []float64 {
	s := slices.Sorted(slices.Values(scores))
	return s[:(len(s)+1)/2]
}

func writeTable(points, facts, file string) error {
	d, err := read(points, facts)
	if err != nil {
		return err
	}
	t := makeTable(d, inTest)
	var b strings.Builder
	fmt.Fprintf(&b, head, t.clones, t.without, t.later, t.whole, t.owners, t.clones, t.later)
	for _, c := range t.Cells {
		fmt.Fprintf(&b, "  - {check: %s, ", c.Check)
		if c.Gap != "" {
			fmt.Fprintf(&b, "gap: %s, ", c.Gap)
		}
		if c.Host != "" {
			fmt.Fprintf(&b, "host: %s, ", c.Host)
		}
		fmt.Fprintf(&b, "n: %d, mean: %g, deciles: [", c.N, c.Mean)
		for i, d := range c.Deciles {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "%g", d)
		}
		b.WriteString("]")
		if c.LowerHalf {
			b.WriteString(", lower_half: true")
		}
		b.WriteString("}\n")
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

const head = `# Expected scores of Scorecard's checks that could not be seen, 0 to 10 as Scorecard's.
# Made by testdata/tools/prior and never from a run of the program. How right they are is in
# posture-check.json and on the method page.
#
# check    Scorecard's name
# gap      why our scan of files has no value. Absent: the check's whole distribution.
#          not_visible:  the tree shows none, which proves nothing
#          not_asked:    the check needs a host or a service that was not asked
#          no_workflows: the same, in a repository without GitHub workflows
#          mirror:       the same, in a copy of a project that is developed elsewhere
# host     github or elsewhere. Absent: both.
# n        results with a score. A row below 20 is not used: the row without host is, then the row
#          without gap. Below 20 there too the check stays unknown.
# deciles  the least value, 10%%, 20%% ... 90%%, the greatest
# lower_half: no repository with this gap was seen in full; the lower half of the whole is used
#          instead, because what is not shown is seldom the best.
#
# - gaps on github: trees of %d repositories as of the crawl, %d of them without workflows.
# - Code-Review: the crawl's Scorecard did not yet count a merge by another person as a review, as
#   v4.13.1 does; its scores are lower. Security-Policy was 0 or 10 and has steps now.
# - CI-Tests and Vulnerabilities: the crawl lacks the first and did not read lock files for the
#   second. Both rows come from %d later results (June 2023 and later). No row of theirs was tested.
# - Checks that files alone decide: whole rows from our own scan with v4.13.1 of the same clones.
#   They serve only what a project's own files make unreadable: its lower quartile.
# - Packaging has no row: a result with a score is always 10, so it says nothing of the others.
made: "2026-12-02"
source: "Published results of OpenSSF Scorecard (CDLA-Permissive-2.0) of 28 October 2022 for %d repositories of %d owners, of which %d with our own scan of their files as of that day, and %d later results; no owner of the half kept for the test."
cells:
`
