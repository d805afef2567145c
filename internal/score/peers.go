package score

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// compared are the axes on which a project is compared with its peers.
var compared = []model.Axis{model.Health, model.Vitality, model.Resilience, model.Posture}

// standings sets the position of each row among its peers. The group is the declared one with a
// similar number of regulars. If fewer than Least of it have the figure, it is the complete
// declared group, then the category, then the list. Only figures with their minimum coverage are
// compared, and posture only with posture of the same instrument and evidence: a scan of the tree
// alone sees less, not worse. Cost: n log n.
func standings(m model.Model, cands []Candidate, rows []ranking.Row) {
	peers := make([]peer, len(cands))
	for i, c := range cands {
		peers[i] = peer{
			declared: c.Project.Peers, category: c.Project.Category, tier: m.Peers.Tier(rows[i].Regulars),
			evidence: string(rows[i].Evidence) + " " + rows[i].PostureFrom, score: c.Score, out: outside(rows[i].Reasons),
		}
	}
	for _, a := range compared {
		groups := map[string][]float64{}
		for _, p := range peers {
			if p.has(m, a) {
				for _, g := range p.groups(a) {
					groups[g.key] = append(groups[g.key], p.score.Axis(a).Value)
				}
			}
		}
		for _, values := range groups {
			slices.Sort(values)
		}
		for i, p := range peers {
			if p.has(m, a) {
				rows[i].Standings = append(rows[i].Standings, p.standing(m, a, groups))
			}
		}
	}
}

// peer is a project as used in comparisons.
type peer struct {
	declared, category, evidence string
	tier                         int // −1 if the number of regulars is unknown
	score                        health.Score
	out                          bool
}

// outside reports whether the reasons exclude a project from comparisons: its figures are too old
// or too young, or it has ended.
func outside(reasons []health.Reason) bool {
	for _, r := range reasons {
		if !strings.HasPrefix(r.Code, coverageCode) && r.Code != CannotTell {
			return true
		}
	}
	return false
}

// has reports whether the figure is known well enough for a comparison.
func (p peer) has(m model.Model, a model.Axis) bool {
	if a == model.Health {
		return p.has(m, model.Vitality) && p.has(m, model.Resilience)
	}
	x := p.score.Axis(a)
	return !p.out && x.Known && x.Coverage >= m.Risk.Seen(a)-rounding
}

type group struct {
	kind ranking.PeerKind
	name string
	key  string
}

// groups returns the groups in which the peer is compared, narrowest first.
func (p peer) groups(a model.Axis) []group {
	var out []group
	add := func(kind ranking.PeerKind, name string, tier int) {
		g := group{kind, name, fmt.Sprintf("%s\n%s\n%d", kind, name, tier)}
		if a == model.Posture {
			g.key += "\n" + p.evidence
		}
		out = append(out, g)
	}
	if p.declared != "" {
		if p.tier >= 0 {
			add(ranking.PeersOfSize, p.declared, p.tier)
		}
		add(ranking.PeersDeclared, p.declared, -1)
	}
	if p.category != "" {
		add(ranking.PeersCategory, p.category, -1)
	}
	add(ranking.PeersList, "", -1)
	return out
}

// standing returns the position of the peer in the narrowest group that is large enough, or in the
// last one, whatever its size.
func (p peer) standing(m model.Model, a model.Axis, groups map[string][]float64) ranking.Standing {
	mine := p.groups(a)
	for i, g := range mine {
		values := groups[g.key]
		if len(values) < m.Peers.Least && i < len(mine)-1 {
			continue
		}
		s := ranking.Standing{Axis: a, Kind: g.kind, Group: g.name, N: len(values)}
		if g.kind == ranking.PeersOfSize {
			s.RegularsLo, s.RegularsHi = m.Peers.Bounds(p.tier)
		}
		v := p.score.Axis(a).Value
		s.Below, _ = slices.BinarySearch(values, v-rounding)
		above := sort.Search(len(values), func(k int) bool { return values[k] > v+rounding })
		s.Equal = above - s.Below
		return s
	}
	return ranking.Standing{} // not reached: the list is always a group
}
