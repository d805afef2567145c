package main

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
)

// least is the least number of repositories from which a score is expected, as the program reads
// the table.
const least = 20

// The reasons why a check has no value. Unreadable ones take the 25% quantile and need no cells.
const (
	notVisible  = "not_visible"
	notAsked    = "not_asked"
	noWorkflows = "no_workflows"
	mirror      = "mirror"
	github      = "github"
	elsewhere   = "elsewhere"
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

// cell is a row of the table.
type cell struct {
	check, gap, host string
	n                int
	mean             float64
	deciles          [11]float64
	lowerHalf        bool
}

// table is what is expected, and what it was computed from.
type table struct {
	cells                          []cell
	clones, without, whole, owners int
	later                          int
}

func makeTable(of map[string]point, later []point, facts []fact) table {
	var out table
	owners := map[string]bool{}
	all := map[string][]float64{}
	for _, p := range of {
		if forTest(p.Repo) {
			continue
		}
		out.whole++
		owners[owner(p.Repo)] = true
		for _, name := range slices.Concat(hosted, maybe) {
			if v, ok := p.scored(name); ok {
				all[name] = append(all[name], v)
			}
		}
	}
	out.owners = len(owners)
	newest := map[string]point{}
	for _, p := range later {
		newest[strings.ToLower(p.Repo)] = p
	}
	for _, p := range newest {
		out.later++
		for _, name := range rescaled {
			if v, ok := p.scored(name); ok {
				all[name] = append(all[name], v)
			}
		}
	}
	byGap := out.gaps(of, facts, all)
	for _, name := range slices.Sorted(slices.Values(slices.Concat(fromTree, maybe, hosted, rescaled))) {
		out.add(name, "", "", all[name], false)
		for _, gap := range gapsOf(name) {
			if got := byGap[[2]string{name, gap}]; len(got) > 0 {
				out.add(name, gap, github, got, false)
				out.add(name, gap, "", got, false)
			}
			out.add(name, gap, elsewhere, lower(all[name]), true)
		}
		if slices.Contains(gapsOf(name), mirror) {
			out.add(name, mirror, "", lower(all[name]), true)
		}
	}
	return out
}

// gapsOf returns the reasons for which a check can be missing.
func gapsOf(name string) []string {
	switch {
	case slices.Contains(fromTree, name):
		return nil
	case slices.Contains(maybe, name):
		return []string{notVisible}
	default:
		return []string{notAsked, noWorkflows, mirror}
	}
}

// gaps sorts the published scores of the clones by the reason why our own scan has none, and adds
// our own scores of what the tree decides to all.
func (t *table) gaps(of map[string]point, facts []fact, all map[string][]float64) map[[2]string][]float64 {
	out := map[[2]string][]float64{}
	for _, f := range facts {
		p, ok := of[strings.ToLower(f.Repo)]
		if !ok || forTest(f.Repo) {
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
			gap, score, ok := missing(f, p, name)
			if ok {
				out[[2]string{name, gap}] = append(out[[2]string{name, gap}], score)
			}
		}
	}
	return out
}

// missing returns why our scan has no value of a check, and the published score; false if it has
// one, failed, or nothing was published.
func missing(f fact, p point, name string) (gap string, score float64, ok bool) {
	score, ok = p.scored(name)
	return gapOf(f, name), score, ok && gapOf(f, name) != ""
}

// gapOf returns why our scan has no value of a check, "" if it has one or failed.
func gapOf(f fact, name string) string {
	switch {
	case slices.Contains(hosted, name) && f.Workflows == 0:
		return noWorkflows
	case slices.Contains(hosted, name):
		return notAsked
	case f.Checks[name].Check == "not_visible":
		return notVisible
	}
	return ""
}

func (t *table) add(check, gap, host string, scores []float64, lowerHalf bool) {
	if len(scores) == 0 {
		return
	}
	slices.Sort(scores)
	c := cell{check: check, gap: gap, host: host, n: len(scores), lowerHalf: lowerHalf}
	for _, x := range scores {
		c.mean += x
	}
	c.mean = math.Round(100*c.mean/float64(c.n)) / 100
	for i := range c.deciles {
		c.deciles[i] = quantile(scores, float64(i)/10)
	}
	t.cells = append(t.cells, c)
}

// quantile returns a quantile of sorted values, to a tenth.
func quantile(sorted []float64, q float64) float64 {
	x := q * float64(len(sorted)-1)
	i := min(int(x), max(len(sorted)-2, 0))
	j := min(i+1, len(sorted)-1)
	return math.Round(10*(sorted[i]+(sorted[j]-sorted[i])*(x-float64(i)))) / 10
}

// lower returns the lower half of the values.
func lower(scores []float64) []float64 {
	s := slices.Sorted(slices.Values(scores))
	return s[:(len(s)+1)/2]
}

// expect returns the cell for a gap as the program chooses it; nil if too few repositories tell.
func (t table) expect(check, gap, host string) *cell {
	for _, key := range [][2]string{{gap, host}, {gap, ""}, {"", ""}} {
		for i, c := range t.cells {
			if c.check == check && c.gap == key[0] && c.host == key[1] && c.n >= least {
				return &t.cells[i]
			}
		}
	}
	return nil
}

func writeTable(points, facts, file string) error {
	of, later, err := readPoints(points)
	if err != nil {
		return err
	}
	seen, err := readFacts(facts)
	if err != nil {
		return err
	}
	t := makeTable(of, later, seen)
	var b strings.Builder
	fmt.Fprintf(&b, head, t.clones, t.without, t.later, t.whole, t.owners, t.clones, t.later)
	for _, c := range t.cells {
		fmt.Fprintf(&b, "  - {check: %s, ", c.check)
		if c.gap != "" {
			fmt.Fprintf(&b, "gap: %s, ", c.gap)
		}
		if c.host != "" {
			fmt.Fprintf(&b, "host: %s, ", c.host)
		}
		fmt.Fprintf(&b, "n: %d, mean: %g, deciles: [", c.n, c.mean)
		for i, d := range c.deciles {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "%g", d)
		}
		b.WriteString("]")
		if c.lowerHalf {
			b.WriteString(", lower_half: true")
		}
		b.WriteString("}\n")
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

const head = `# Expected scores of Scorecard's checks that nobody could see, 0 to 10 as Scorecard's.
# Made by testdata/tools/prior and never from a run of the program. How right they are is in
# posture-check.json and on the method page.
#
# check    Scorecard's name
# gap      why our scan of files has no value. Absent: the check's whole distribution.
#          not_visible:  the tree shows none, which proves nothing
#          not_asked:    the check needs a host or a service that nobody asked
#          no_workflows: the same, in a repository without GitHub workflows
#          mirror:       the same, in a copy of a project that is developed elsewhere
# host     github or elsewhere. Absent: both.
# n        results with a score. A row below 20 is not used: the row without host is, then the row
#          without gap. Below 20 there too the check stays unknown.
# deciles  the least value, 10%%, 20%% ... 90%%, the greatest
# lower_half: no repository with this gap was seen in full; the lower half of the whole stands for
#          it, because what is not shown is seldom the best.
#
# - gaps on github: %d clones as of the day of the crawl, %d of them without workflows.
# - Code-Review: the crawl's Scorecard did not yet count a merge by another person as a review, as
#   v4.13.1 does; its scores are lower. Security-Policy was 0 or 10 and has steps now.
# - CI-Tests and Vulnerabilities: the crawl lacks the first and did not read lock files for the
#   second. Both rows come from %d later results (June 2023 and later). No row of theirs was tested.
# - Checks that files alone decide: whole rows from our own scan with v4.13.1 of the same clones.
#   They serve only what a project's own files make unreadable: its lower quartile.
# - Packaging has no row: a result with a score is always 10, so it tells nothing of the others.
made: "2026-12-02"
source: "Published results of OpenSSF Scorecard (CDLA-Permissive-2.0) of 28 October 2022 for %d repositories of %d owners, of which %d with our own scan of their files as of that day, and %d later results; no owner of the half kept for the test."
cells:
`
