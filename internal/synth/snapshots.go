package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// withheld replaces the technical cause in a real result, which names files of the real project.
const withheld = "synthetic: the cause of a real result, left out"

// Snapshots returns the snapshots of each source for a project in a week: git, the checks of the
// scan, what a distribution needs of it, and the registries if downloads are known. The error means
// that the project can never be read (source.ErrNoCopy) or not in this week (source.ErrUnavailable);
// what needs no repository is returned anyway.
func (g *Generator) Snapshots(i, week int) ([]health.Snapshot, error) {
	d := g.donor(i)
	rest := []health.Snapshot{g.registry(i, d), g.distro(i, d)}
	if !d.measured {
		return rest, fmt.Errorf("synthetic project: %w", source.ErrNoCopy)
	}
	m := g.moment(i, week, d)
	for k := range rest {
		rest[k].ObservedAt = m.figures.at
	}
	if m.failed {
		return rest, fmt.Errorf("synthetic project: a fault that was drawn: %w", source.ErrUnavailable)
	}
	return append([]health.Snapshot{g.git(i, d, &m), g.checks(i, d, &m)}, rest...), nil
}

// snapshot returns a snapshot of a source, without inputs.
func (g *Generator) snapshot(i int, source string, at time.Time) health.Snapshot {
	return health.Snapshot{
		Project: SlugOf(i), Source: source, Version: fmt.Sprintf("synthetic, seed %d", g.config.Seed),
		Origin: health.OriginSynthetic, ObservedAt: at,
	}
}

func (g *Generator) git(i int, d *donor, m *moment) health.Snapshot {
	sn := g.snapshot(i, field.SourceGit, m.figures.at)
	sn.Commit, sn.SourceURL = g.commit(i, m), g.address(i)
	sn.Inputs = m.figures.git(d)
	r := g.random(i, forProject)
	for k, in := range sn.Inputs {
		other := g.other(r, d)
		if _, moves := moving[in.Field]; moves {
			continue
		}
		sn.Inputs[k] = replaced(in, other)
	}
	names(sn.Inputs)
	return sn
}

// replaced returns the input of another real project if both know it.
func replaced(in health.Input, other *donor) health.Input {
	if theirs := other.inputs.Field(in.Field); in.Known() && theirs.Known() {
		in.Value, in.Text, in.Reason = theirs.Value, theirs.Text, theirs.Reason
	}
	return in
}

// names replaces the off-branch tags by the same number of synthetic ones.
func names(ins []health.Input) {
	for k, in := range ins {
		if in.Field != field.ReleaseTagsOffBranchNames {
			continue
		}
		tags := make([]string, len(in.Strings()))
		for n := range tags {
			tags[n] = fmt.Sprintf("v0.%d.0-synthetic", len(tags)-n)
		}
		ins[k].Text = health.ObsList(in.Field, tags).Text
	}
}

// commit returns the id of the newest commit: a new one with each push.
func (g *Generator) commit(i int, m *moment) string {
	r := rand.New(rand.NewPCG(mixed(g.config.Seed+uint64(m.figures.pushes)), uint64(i)))
	return fmt.Sprintf("%016x%016x%08x", r.Uint64(), r.Uint64(), r.Uint32())
}

// address returns the address of the primary repository; empty if there is none.
func (g *Generator) address(i int) string {
	repo, _ := g.Project(i).PrimaryRepository()
	return repo.URL
}

// checks returns the results of the scan: those of the real project, and some of others.
func (g *Generator) checks(i int, d *donor, m *moment) health.Snapshot {
	sn := g.snapshot(i, field.SourceScorecard, m.figures.at)
	sn.Commit, sn.SourceURL = g.commit(i, m), g.address(i)
	from := map[string]*donor{}
	r := g.random(i, forChecks)
	for _, c := range d.checks.Checks {
		from[c.Name] = g.other(r, d)
	}
	for range m.checks { // each week one check has the result of another project
		if len(d.checks.Checks) > 0 {
			from[d.checks.Checks[r.IntN(len(d.checks.Checks))].Name] = &g.read[r.IntN(len(g.read))]
		}
	}
	for _, in := range d.checks.Inputs {
		sn.Inputs = append(sn.Inputs, invented(resultOf(in, from[string(in.Field)])))
	}
	for k, c := range d.checks.Checks {
		if other := from[c.Name]; other != d {
			c = checkOf(c, other)
		}
		sn.Checks = append(sn.Checks, inventedCheck(c, i, k))
	}
	return sn
}

func resultOf(in health.Input, from *donor) health.Input {
	if from == nil {
		return in
	}
	for _, x := range from.checks.Inputs {
		if x.Field == in.Field {
			return x
		}
	}
	return in
}

func checkOf(c check.Check, from *donor) check.Check {
	for _, x := range from.checks.Checks {
		if x.Name == c.Name {
			return x
		}
	}
	return c
}

// invented returns an input without names of the real project. The address of the check's
// documentation remains.
func invented(in health.Input) health.Input {
	if in.Error != "" {
		in.Error = withheld
	}
	return health.Input{
		Field: in.Field, State: in.State, Value: in.Value, Text: in.Text,
		Reason: in.Reason, Error: in.Error, SourceURL: in.SourceURL,
	}
}

// inventedCheck returns a check with as much evidence as the real one, about files that do not
// exist.
func inventedCheck(c check.Check, i, k int) check.Check {
	if c.Error != "" {
		c.Error = withheld
	}
	c.Annotations, c.Took = nil, 0
	c.Details = slices.Clone(c.Details)
	for n, x := range c.Details {
		name := fmt.Sprintf("%s/%06d/%d-%d%s", Slug, i, k, n, path.Ext(x.Path))
		if x.Path != "" {
			x.Text = strings.ReplaceAll(x.Text, x.Path, name)
			x.Path = name
		}
		x.Text = general(x.Text)
		x.Remedy = ""
		c.Details[n] = x
	}
	return c
}

// general returns a line of evidence without text in quotes or after a colon: names of files, and
// words of people.
func general(s string) string {
	s, _, _ = strings.Cut(s, ":")
	if before, rest, ok := strings.Cut(s, "'"); ok {
		_, after, _ := strings.Cut(rest, "'")
		s = before + "'synthetic'" + after
	}
	return s
}

// asCounted is the reason of every figure of a distribution, which names packages of the real project.
const asCounted = "Synthetic: as counted for a real project of this kind, which is not named here."

// distro returns the snapshot of a distribution: that of the real project.
func (g *Generator) distro(i int, d *donor) health.Snapshot {
	sn := g.snapshot(i, field.SourceDistro, g.Instant(0))
	for _, in := range d.distro.Inputs {
		in = invented(in)
		in.Reason, in.SourceURL = asCounted, ""
		sn.Inputs = append(sn.Inputs, in)
	}
	return sn
}

// registry returns the snapshot of the registries: the percentile of downloads, if it is known for
// the real project.
func (g *Generator) registry(i int, d *donor) health.Snapshot {
	sn := g.snapshot(i, field.SourceRegistry, g.Instant(0))
	if len(d.project.Packages) == 0 {
		return sn
	}
	in := health.Missing(field.DownloadsPercentile, "no table of its registry holds the package", nil)
	if d.downloads >= 0 {
		r := g.random(i, forProject)
		p := min(100, max(0, d.downloads+r.NormFloat64()))
		in = health.Obs(field.DownloadsPercentile, math.Round(10*p)/10)
	}
	sn.Inputs = []health.Input{in}
	return sn
}
