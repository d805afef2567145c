package change

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

const (
	// leastCompared is how many projects make a crowd. Over the two crawls of 928
	// repositories of 2022 a check that no instrument moved went one way in 3 % of
	// them a month: that three of ten do so by accident happens once in 400 checks.
	leastCompared = 10
	// leastUncontrolled is how many it takes where no commit is known: of 13
	// repositories with CI-Tests in those crawls four lost a point or two of it,
	// which is how busy projects vary.
	leastUncontrolled = 30
	// leastShare is the share of them that must have moved the same way.
	leastShare = .3
	// leastStill is how many of the control group must have.
	leastStill = 3
)

// crowd is who had a field on both sides by one instrument, and how it moved.
type crowd map[crowdKey]*members

type crowdKey struct {
	field      field.ID
	instrument string
}

type members struct{ all []member }

// member is a project of a crowd.
type member struct {
	at      int // its place in the list
	delta   float64
	told    bool // its commits are known on both sides
	still   bool // and are the same, or another version measured it
	counts  bool // the move may be an instrument's: nothing else explains it
	changed bool
}

// add counts a project's field, moved or not: c is nil when it did not differ.
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

// vulnerabilities is the one check that reads what the world found out since: one
// fault in what many depend on lowers it for all of them, and truly.
const vulnerabilities = string(field.Vulnerabilities)

// judgement reports whether a move is of what an instrument judges, and more than
// rounding. Figures of the world are members of their crowd and no more.
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

// notices finds what an instrument moved, in the catalogue's order, and gives
// those changes their cause.
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

// moved reports whether an instrument moved the crowd that way.
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

// enough reports whether n is 30 % of all or more, in whole numbers.
func enough(n, all int) bool { return float64(n) >= leastShare*float64(all)-nothing }

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// notice tells of the crowd's move. Once it is the instrument that moved,
// whatever went the same way is its, also what the clock alone could explain.
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

// tell gives the change a notice tells of its cause.
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
		return // told already, or not what the notice is about
	}
	c.Cause, c.Why = cause.Instrument, fmt.Sprintf("%d of %d projects changed in the same direction in this run", n.Moved, n.Compared)
}
