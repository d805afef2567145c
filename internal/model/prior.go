package model

import (
	"math"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// Gap is why a check of posture has no value.
type Gap string

// The gaps. A check that failed because another service gave no answer is none: it keeps its last
// value, and without one it is not asked.
const (
	// NotVisible means that the tree shows nothing, which proves nothing.
	NotVisible Gap = "not_visible"
	// NotAsked means that the host, or a service, was not asked.
	NotAsked Gap = "not_asked"
	// NoWorkflows is NotAsked for a repository without GitHub workflows.
	NoWorkflows Gap = "no_workflows"
	// MirrorGap is NotAsked for a copy of a project that is developed elsewhere.
	MirrorGap Gap = "mirror"
	// Unreadable means that the project's own files make the check fail.
	Unreadable Gap = "unreadable"
)

// Gaps lists the gaps that a table of expected scores may have.
var Gaps = []Gap{NotVisible, NotAsked, NoWorkflows, MirrorGap}

// HostKind is where a repository is hosted, as far as Scorecard's checks depend on it.
type HostKind string

// The kinds of host.
const (
	OnGitHub  HostKind = "github"
	Elsewhere HostKind = "elsewhere"
)

// LeastN is the least number of repositories from which a score is expected.
const LeastN = 20

// Deciles are the least value, the values at 10%, 20% … 90%, and the greatest.
type Deciles [11]float64

// At returns the quantile q, 0 to 1, between the deciles on a straight line.
func (d Deciles) At(q float64) float64 {
	x := math.Max(0, math.Min(1, q)) * 10
	i := min(int(x), 9)
	return d[i] + (d[i+1]-d[i])*(x-float64(i))
}

// Mean returns the mean of the distribution that At describes.
func (d Deciles) Mean() float64 {
	sum := (d[0] + d[10]) / 2
	for _, x := range d[1:10] {
		sum += x
	}
	return sum / 10
}

// SD returns the standard deviation of the distribution that At describes.
func (d Deciles) SD() float64 {
	mean, sum := d.Mean(), 0.0
	for i := range 10 {
		a, b := d[i]-mean, d[i+1]-mean
		sum += (a*a + a*b + b*b) / 3
	}
	return math.Sqrt(sum / 10)
}

// PriorCell is the distribution of the scores of a check, 0 to 10, over repositories in which it was
// seen.
type PriorCell struct {
	Check field.ID
	// Gap is empty for the whole distribution of the check; Host is empty for every kind of host.
	Gap  Gap      `json:",omitempty"`
	Host HostKind `json:",omitempty"`
	N    int
	Mean float64
	Deciles
	// LowerHalf means that no repository with this gap was seen in full: this is the lower half of
	// those without it, because what is not shown is seldom the best.
	LowerHalf bool `json:",omitempty"`
}

// Prior is the dated table of expected scores. It never depends on a run.
type Prior struct {
	Made   string      `json:"-"` // YYYY-MM-DD
	Source string      `json:"-"`
	Cells  []PriorCell `json:",omitempty"`
}

// Expected is what is assumed of a check that was not seen.
type Expected struct {
	// Cell is the index of the distribution in the table.
	Cell int
	// Score is the expected score, 0 to 10.
	Score float64
	// Deciles are the scores that it may have.
	Deciles Deciles
	// N is how many repositories the distribution comes from.
	N         int
	LowerHalf bool
	// Elsewhere means that the project is not developed on GitHub, which then cannot tell.
	Elsewhere bool
}

// Expect returns what is expected of a check, and false if it comes from fewer than 20 repositories. It looks
// for repositories with the same gap and host, then with the same gap, then for all. A check that
// the project's own files make unreadable is expected at the lower quartile of all.
func (p Prior) Expect(check field.ID, gap Gap, host HostKind) (Expected, bool) {
	if gap == Unreadable {
		i, ok := p.cell(check, "", "")
		if !ok {
			return Expected{}, false
		}
		c := p.Cells[i]
		out := Expected{Cell: i, Score: c.At(.25), N: c.N, LowerHalf: true}
		for j := range out.Deciles {
			out.Deciles[j] = c.At(float64(j) / 20)
		}
		return out, true
	}
	for _, key := range [...]struct {
		Gap
		HostKind
	}{{gap, host}, {gap, ""}, {"", ""}} {
		if i, ok := p.cell(check, key.Gap, key.HostKind); ok {
			c := p.Cells[i]
			return Expected{Cell: i, Score: c.Mean, Deciles: c.Deciles, N: c.N, LowerHalf: c.LowerHalf}, true
		}
	}
	return Expected{}, false
}

func (p Prior) cell(check field.ID, gap Gap, host HostKind) (int, bool) {
	for i, c := range p.Cells {
		if c.Check == check && c.Gap == gap && c.Host == host {
			return i, c.N >= LeastN
		}
	}
	return 0, false
}
