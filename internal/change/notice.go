package change

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

const (
	// leastCompared is the minimum number of projects in a crowd. In the two crawls of 928
	// repositories of 2022, a check that no instrument moved went in one direction for 3% of them a
	// month. Three of ten do so by chance once in 400 checks.
	leastCompared = 10
	// leastUncontrolled is the minimum if no commit is known. Of 13 repositories with CI-Tests in
	// those crawls four lost a point or two of it, which is the normal variation of active
	// projects.
	leastUncontrolled = 30
	// leastShare is the minimum share of them that moved in one direction.
	leastShare = .3
	// leastStill is the minimum number of the control group that moved.
	leastStill = 3
)

// crowd is the projects that had a field on both sides from one instrument, and how it moved.
type crowd map[crowdKey]*members

type crowdKey struct {
	field      field.ID
	instrument string
}

type members struct{ all []member }

// member is a project of a crowd.
type member struct {
	at      int // its index in the list
	delta   float64
	told    bool // its commits are known on both sides
	still   bool // and are equal, or another version measured it
	counts  bool // an instrument may have caused the move: nothing else explains it
	changed bool
}

// add counts a project's field, moved or not. ch is nil if it did not differ.
func (c crowd) add(at int, p pair, ch *cause.Change) {
	if !p.both() || !p.numeric() || p.before.Source != p.after.Source {
		return
	}
	m := member{at: at}
	m.still, m.told = p.sameCommit()
	if ch != nil {
		switch ch.Cause {
		case cause.List, cause.Source, cause.Coverage:
			return
		case cause.Instrument:
			m.still, m.told = true, true
		}
		m.changed, m.delta = true, p.after.Value-p.before.Value
		m.counts = ch.Cause == cause.Instrument || ch.Cause == cause.Project && judgement(p, m.delta)
	}
	key := crowdKey{p.field.ID, p.after.Source + " " + instrument(p.after.Version)}
	if c[key] == nil {
		c[key] = &members{}
	}
	c[key].all = append(c[key].all, m)
}

// vulnerabilities is the only check that reads what was discovered since. One vulnerability in a
// common dependency truly lowers it for all dependents.
const vulnerabilities = string(field.Vulnerabilities)

// judgement reports whether a move concerns a value that an instrument judges, and exceeds
// rounding. Figures of the world only count as members of their crowd.
func judgement(p pair, delta float64) bool {
	switch {
	case p.field.ID == field.PublishedScore:
		was, is := checks(p.b, p.before.Source)[vulnerabilities], checks(p.a, p.after.Source)[vulnerabilities]
		return math.Abs(delta) > tenth*1.5 && was.Score == is.Score && was.State == is.State
	case p.field.ID == field.Vulnerabilities:
		return false
	}
	return p.field.Source == field.SourceScorecard
}

// notices finds what an instrument moved, in the order of the catalogue, and sets the cause of
// those changes.
func (c crowd) notices(list []found) []cause.Notice {
	var out []cause.Notice
	for _, f := range field.Catalogue {
		var keys []crowdKey
		for k := range c {
			if k.field == f.ID {
				keys = append(keys, k)
			}
		}
		slices.SortFunc(keys, func(a, b crowdKey) int { return cmp.Compare(a.instrument, b.instrument) })
		for _, k := range keys {
			for _, up := range []bool{false, true} {
				if c[k].moved(up) {
					out = append(out, c[k].notice(k, up, list))
				}
			}
		}
	}
	return out
}

// moved reports whether an instrument moved the crowd in that direction.
func (m *members) moved(up bool) bool {
	var n, other, told, still, stillMoved int
	for _, x := range m.all {
		way := x.counts && (x.delta > 0) == up
		n += count(way)
		other += count(x.counts && !way)
		told += count(x.told)
		still += count(x.told && x.still)
		stillMoved += count(x.told && x.still && way)
	}
	if len(m.all) < leastCompared || n == 0 || !enough(n, len(m.all)) || 2*other > n {
		return false
	}
	if told == 0 {
		return len(m.all) >= leastUncontrolled
	}
	return stillMoved >= leastStill && enough(stillMoved, still)
}

// enough reports whether n is at least 30% of all.
func enough(n, all int) bool { return float64(n) >= leastShare*float64(all)-nothing }

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// notice describes the move of the crowd. Once an instrument is the cause, all moves in the same
// direction are attributed to it, even those that time alone could explain.
func (m *members) notice(k crowdKey, up bool, list []found) cause.Notice {
	n := cause.Notice{Field: k.field, Instrument: k.instrument, Up: up, Compared: len(m.all)}
	sum, still := 0., 0.
	for _, x := range m.all {
		if !x.changed || (x.delta > 0) != up {
			continue
		}
		n.Moved++
		sum += x.delta
		if x.told && x.still {
			n.Still++
			still += x.delta
		}
		n.Projects = append(n.Projects, list[x.at].diff.Project)
	}
	n.Mean = sum / float64(n.Moved)
	if n.Still > 0 {
		n.StillMean = still / float64(n.Still)
	}
	slices.Sort(n.Projects)
	for _, x := range m.all {
		tell(n, &list[x.at].diff)
	}
	return n
}

// tell sets the cause of the change that a notice covers.
func tell(n cause.Notice, d *cause.Difference) {
	if _, in := slices.BinarySearch(n.Projects, d.Project); !in {
		return
	}
	i := slices.IndexFunc(d.Changes, func(c cause.Change) bool { return c.Field == n.Field })
	if i < 0 {
		return
	}
	c := &d.Changes[i]
	if c.Cause == cause.Instrument || !c.Before.Known() || !c.After.Known() || (c.After.Value > c.Before.Value) != n.Up {
		return // attributed already, or not covered by the notice
	}
	c.Cause, c.Why = cause.Instrument, fmt.Sprintf("%s of %s projects changed in the same direction in this run", stats.Thousands(n.Moved), stats.Thousands(n.Compared))
}
