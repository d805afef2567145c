// Package synth makes synthetic lists of projects with figures, for measurements: what do a page, a
// run and a database cost at 100,000 projects? Each project is made from all figures of one real
// project, so that related figures stay consistent, and changed by noise within the domain of each
// figure. From week to week time passes, people commit and leave, and releases are made.
//
// Everything in it is marked as synthetic: names, addresses, instruments, origins. Only numbers,
// general words and reasons of the real project are kept.
//
// It is pure: the same Config and Real give the same projects and figures. It uses no network,
// store or scores.
package synth

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	// Slug is the slug of every synthetic list.
	Slug = "synthetic"
	// Host is the host of all synthetic addresses: a name reserved by RFC 2606.
	Host = "synthetic.example"

	// MaxProjects and MaxWeeks are the maximum size of a list.
	MaxProjects = 1_000_000
	MaxWeeks    = 500

	week = 7 * 24 * time.Hour
)

// Config describes the list. The same values give the same list and figures.
type Config struct {
	// Projects is the number of projects, 1 to MaxProjects; Weeks the number of weekly runs, 1 to
	// MaxWeeks.
	Projects, Weeks int
	Seed            uint64
	// Until is the instant of the last run.
	Until time.Time
	// Observed is the share of projects that have figures, 0 to 1; the others could never be read.
	Observed float64
}

// ErrConfig means that a value of a Config is not allowed.
var ErrConfig = errors.New("synthetic list")

func (c Config) check() error {
	switch {
	case c.Projects < 1 || c.Projects > MaxProjects:
		return fmt.Errorf("%w: %d projects; allowed: 1 to %d", ErrConfig, c.Projects, MaxProjects)
	case c.Weeks < 1 || c.Weeks > MaxWeeks:
		return fmt.Errorf("%w: %d weeks; allowed: 1 to %d", ErrConfig, c.Weeks, MaxWeeks)
	case !(c.Observed >= 0 && c.Observed <= 1):
		return fmt.Errorf("%w: a share of %g observed; allowed: 0 to 1", ErrConfig, c.Observed)
	case c.Until.IsZero():
		return fmt.Errorf("%w: no instant of the last run", ErrConfig)
	}
	return nil
}

// Real is the data that the synthetic projects are made from.
type Real struct {
	List health.List
	// Snapshots are the newest of each readable project, by slug.
	Snapshots map[string][]health.Snapshot
}

// Generator makes one list. It contains the real projects but no synthetic one. It is safe for
// concurrent use.
type Generator struct {
	config Config
	list   health.List
	// read and unread are the real projects with and without figures.
	read, unread []donor
	expertLists  map[string]string // synthetic ids by real ones
}

// New returns a generator. It returns ErrConfig if a value is not allowed, and another error if
// there is no real project for a requested kind.
func New(c Config, real Real) (*Generator, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	c.Until = c.Until.UTC().Truncate(time.Second)
	g := &Generator{config: c, expertLists: map[string]string{}}
	for _, p := range real.List.Projects {
		d, err := newDonor(real.List, p, real.Snapshots[p.Slug])
		if err != nil {
			return nil, fmt.Errorf("synthetic list: the figures of %s: %w", p.Slug, err)
		}
		if d.measured {
			g.read = append(g.read, d)
		} else {
			g.unread = append(g.unread, d)
		}
	}
	if len(g.read) == 0 && c.Observed > 0 || len(g.unread) == 0 && c.Observed < 1 {
		return nil, fmt.Errorf("%d real projects with figures and %d without are too few for a share of %g",
			len(g.read), len(g.unread), c.Observed)
	}
	g.list = g.head(real.List)
	return g, nil
}

// head returns the list without its projects.
func (g *Generator) head(real health.List) health.List {
	c := g.config
	marked := fmt.Sprintf("Synthetic data, generated with seed %d", c.Seed)
	out := health.List{
		Slug:  Slug,
		Title: fmt.Sprintf("Synthetic projects, seed %d", c.Seed),
		Purpose: fmt.Sprintf("%s to measure with: %d invented projects, %d weekly runs. No project here is real.",
			marked, c.Projects, c.Weeks),
		Owner:   "plumbline bench generate (synthetic)",
		Licence: "CC0-1.0",
		Notice:  marked + ": no project on this list is real.",
		Sources: map[string]health.ExpertList{},
	}
	groups := map[string]string{}
	for i, id := range slices.Sorted(maps.Keys(real.Sources)) {
		x := real.Sources[id]
		if _, ok := groups[x.Group]; !ok && x.Group != "" {
			groups[x.Group] = fmt.Sprintf("synthetic-group-%d", len(groups)+1)
		}
		name := fmt.Sprintf("synthetic-set-%d", i+1)
		g.expertLists[id] = name
		out.Sources[name] = health.ExpertList{
			ID: name, Title: fmt.Sprintf("Synthetic expert list %d", i+1),
			URL: "https://" + Host + "/lists/" + name, Date: x.Date, Group: groups[x.Group],
		}
	}
	return out
}

// List returns the list without its projects and revision.
func (g *Generator) List() health.List { return g.list }

// Instant returns when the run of a week begins; week 0 is the first.
func (g *Generator) Instant(n int) time.Time {
	return g.config.Until.Add(-week * time.Duration(g.config.Weeks-1-n))
}

// The purposes of random draws. Each has its own sequence, so that an additional draw for one
// leaves the others unchanged.
const (
	forDonor = iota + 1
	forProject
	forFigures
	forChecks
	forWeek // combined with the week
)

// random returns the sequence of a project for a purpose.
func (g *Generator) random(i int, purpose uint64) *rand.Rand {
	at := uint64(i)<<16 | purpose
	return rand.New(rand.NewPCG(mixed(g.config.Seed^mixed(at)), at))
}

// mixed distributes a number over all bits, so that the sequences of neighbours are independent
// (splitmix64).
func mixed(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// donor returns the real project from which the project is made.
func (g *Generator) donor(i int) *donor {
	r := g.random(i, forDonor)
	if r.Float64() < g.config.Observed {
		return &g.read[r.IntN(len(g.read))]
	}
	return &g.unread[r.IntN(len(g.unread))]
}

// spread returns a factor around 1 whose logarithm has the given deviation.
func spread(r *rand.Rand, deviation float64) float64 {
	return math.Exp(deviation * r.NormFloat64())
}

// scaled returns a count times a factor, never negative. It is 0 only if the count is 0.
func scaled(n int, factor float64) int {
	if n <= 0 {
		return 0
	}
	return max(1, int(math.Round(float64(n)*factor)))
}
