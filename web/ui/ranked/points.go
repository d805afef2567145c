package ranked

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// Quarter is one of the four quarters of the map; empty if criticality or health is unknown.
type Quarter string

// The quarters.
const (
	SupportNow  Quarter = "Support now"
	KeepHealthy Quarter = "Keep healthy"
	Watch       Quarter = "Watch"
	Fine        Quarter = "Fine"
)

// Quarters are the quarters in the order in which they are read.
var Quarters = []Quarter{SupportNow, KeepHealthy, Watch, Fine}

// Cuts are where the map is cut: both are lower ends of bands of the model.
type Cuts struct{ Criticality, Health float64 }

// CutsOf returns the cuts of a model: the second bands of criticality and of health from above, which
// are "high" and "sound".
func CutsOf(m model.Model) Cuts {
	second := func(axis string) float64 {
		if b := m.Bands[axis]; len(b) > 1 {
			return b[1].From
		}
		return 60
	}
	return Cuts{second("C"), second("H")}
}

// Of returns the quarter of a project; nil is unknown.
func (c Cuts) Of(criticality, healthy *float64) Quarter {
	switch {
	case criticality == nil || healthy == nil:
		return ""
	case *criticality >= c.Criticality && *healthy < c.Health:
		return SupportNow
	case *criticality >= c.Criticality:
		return KeepHealthy
	case *healthy < c.Health:
		return Watch
	}
	return Fine
}

// Rule says in words which projects are in a quarter.
func (c Cuts) Rule(q Quarter) string {
	above, below := explain.Whole(c.Criticality)+" or more", "below "+explain.Whole(c.Criticality)
	sound, weak := explain.Whole(c.Health)+" or more", "below "+explain.Whole(c.Health)
	switch q {
	case SupportNow:
		return "criticality " + above + ", health " + weak
	case KeepHealthy:
		return "criticality " + above + ", health " + sound
	case Watch:
		return "criticality " + below + ", health " + weak
	case Fine:
		return "criticality " + below + ", health " + sound
	}
	return "criticality or health unknown"
}

// Counts are how many points are in which quarter; under "" those with something unknown.
func (c Cuts) Counts(ps query.Points) map[Quarter]int {
	out := map[Quarter]int{}
	for _, p := range ps.All {
		out[c.Of(p.Criticality, p.Health)]++
	}
	return out
}

// Words of the key of the map.
var (
	SizeWords   = [3]string{"1 person for half of the commits", "2–4 people", "5 or more"}
	MarkWords   = [3]string{"funding channel found", explain.NoneFound, "funding unknown"}
	HollowWords = "no position in the ranking"
	HotWords    = "high or very high risk"
	DashedWords = "number of people unknown"
)

// ScatterOf returns the map of points, a link for each; title is that of the picture, id that of the
// drawing on its page.
func ScatterOf(view *query.View, ps query.Points, id, title string) chart.Scatter {
	c := CutsOf(view.Model)
	n := c.Counts(ps)
	s := chart.Scatter{
		ID: id, Title: title, XName: "criticality", YName: "health", CutX: c.Criticality, CutY: c.Health, Labels: 12,
		Quarters: [4]string{string(Fine), string(KeepHealthy), string(Watch), string(SupportNow)},
		Desc:     fmt.Sprintf("%d of %d projects with known figures are critical and in weak health.", n[SupportNow], len(ps.All)-n[""]),
		Table:    chart.Table{Caption: "Projects by quarter of the map", Heads: []string{"Quarter", "Rule", "Projects"}},
	}
	for _, q := range Quarters {
		s.Table.Rows = append(s.Table.Rows, []string{string(q), c.Rule(q), explain.Thousands(n[q])})
	}
	s.Table.Rows = append(s.Table.Rows, []string{"Unknown", c.Rule(""), explain.Thousands(n[""])})
	hot := view.Model.Bands["risk"]
	hot = hot[:min(2, len(hot))]
	for _, p := range ps.All {
		x := chart.Point{
			Name: p.Name, Href: view.On("/p/" + p.Slug), X: p.Criticality, Y: p.Health,
			Size: sizeOf(p.People), Mark: markOf(p.Funding), Hollow: p.State != health.RankRanked,
		}
		for _, b := range hot {
			x.Hot = x.Hot || b.Word == p.RiskBand
		}
		s.Points = append(s.Points, x)
	}
	return s
}

// sizeOf is the size of a mark: few people, a small mark. None at all counts as one.
func sizeOf(people int) int {
	switch {
	case people < 0:
		return 0
	case people < 2:
		return 1
	case people < 5:
		return 2
	}
	return 3
}

func markOf(funding *bool) chart.Mark {
	switch {
	case funding == nil:
		return chart.Diamond
	case *funding:
		return chart.Round
	}
	return chart.Square
}
