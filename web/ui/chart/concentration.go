package chart

import (
	"fmt"
	"math"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Concentration is who made how much, as one bar: people without names, most
// first. Those beyond the first twenty are one quiet rest.
type Concentration struct {
	ID      string
	Commits []int // by person, most first
	Total   int   // of everybody; 0: the sum of Commits
	People  int   // everybody; 0: the length of Commits
}

const (
	concWidth = 720.0
	concMost  = 20 // people with a block each
)

// listed are the people with a block each.
func (c Concentration) listed() []int { return c.Commits[:min(len(c.Commits), concMost)] }

func (c Concentration) total() int {
	sum := 0
	for _, n := range c.Commits {
		sum += max(0, n)
	}
	return max(sum, c.Total)
}

func (c Concentration) people() int { return max(c.People, len(c.Commits)) }

// Empty reports whether there is nothing to draw.
func (c Concentration) Empty() bool { return c.total() == 0 || len(c.Commits) == 0 }

func (c Concentration) boxes() []Box {
	total := float64(c.total())
	x := 0.0
	out := make([]Box, 0, concMost)
	for i, n := range c.listed() {
		if n <= 0 { // nothing is no block
			continue
		}
		w := float64(n) / total * concWidth
		b := Box{X: min(x, concWidth-0.5), Y: 8, W: math.Max(0.5, w-1.5), H: 12, Class: "m-col"}
		if i == 0 {
			b.Class = "m-met"
		}
		out = append(out, b)
		x += w
	}
	return out
}

// rest is where the people beyond the listed begin, and their width.
func (c Concentration) rest() (x, w float64) {
	sum := 0
	for _, n := range c.listed() {
		sum += max(0, n)
	}
	x = float64(sum) / float64(c.total()) * concWidth
	return x, math.Max(0, concWidth-x)
}

func (c Concentration) restX() string { x, _ := c.rest(); return px(x) }
func (c Concentration) restW() string { _, w := c.rest(); return px(w) }
func (c Concentration) hasRest() bool { _, w := c.rest(); return w > 0.5 }

func (c Concentration) title() string {
	return "Who made the " + stats.Thousands(c.total()) + " human commits"
}

func (c Concentration) desc() string {
	first := c.Commits[0]
	text := "Person 1 made " + stats.Thousands(first) + " of " + stats.Thousands(c.total())
	if others := c.people() - 1; others > 0 {
		name := " others made "
		if others == 1 {
			name = " other made "
		}
		return text + "; " + stats.Thousands(others) + name + stats.Thousands(c.total()-first) + "."
	}
	return text + "; nobody else made any."
}

// says is what desc states: the commits of the first of all, the others and theirs.
func (c Concentration) says() string {
	return fmt.Sprintf("first:%d/%d others:%d/%d", c.Commits[0], c.total(), c.people()-1, c.total()-c.Commits[0])
}

func (c Concentration) table() Table {
	t := Table{Caption: c.title(), Heads: []string{"Person", "Commits", "Share"}}
	sum := 0
	for i, n := range c.listed() {
		sum += max(0, n)
		t.Rows = append(t.Rows, []string{"person " + strconv.Itoa(i+1), stats.Thousands(n), percent(n, c.total())})
	}
	if left := c.total() - sum; left > 0 {
		name := "everyone else"
		if more := c.people() - len(c.listed()); more > 0 {
			name = stats.Thousands(more) + " others"
		}
		t.Rows = append(t.Rows, []string{name, stats.Thousands(left), percent(left, c.total())})
	}
	return t
}

func percent(n, of int) string {
	if of == 0 {
		return "0%"
	}
	if n > 0 && 200*n < of { // it would be printed as nothing
		return "<1%"
	}
	return whole(100*float64(n)/float64(of)) + "%"
}
