package upgrade

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// mostParts is the number of inputs that a reason names.
const mostParts = 2

// why says what happened to a project in one step.
func why(before, after order, slug string) string {
	was, had := before.rows[slug]
	is, has := after.rows[slug]
	switch {
	case !has:
		return "no longer on the list"
	case !had:
		return "new on the list"
	case is.Rank == 0:
		return without(is, "now")
	case was.Rank == 0:
		return without(was, "before")
	case after.Cause == Unknown:
		return "the former model is not available"
	}
	a, b := before.score(slug), after.score(slug)
	if !a.RiskKnown || !b.RiskKnown {
		return ""
	}
	alone := alone(before, slug, b.Risk.Value)
	change := b.Risk.Value - a.Risk.Value
	if math.Abs(change) < .05 {
		return others(before, after, slug, alone) + "; its risk is the same"
	}
	var all []string
	for _, p := range score.Split(before.Model, after.Model, a, b) {
		if len(all) < mostParts && math.Abs(p.Points) >= .05 {
			all = append(all, partWords(p))
		}
	}
	what, parts := "risk "+points(change), ": "+strings.Join(all, ", ")
	if own, rest := alone-was.Rank, is.Rank-alone; max(rest, -rest) <= max(own, -own) {
		return what + parts
	}
	if alone == was.Rank {
		what += " alone would not move it"
	} else {
		what += " alone would give rank " + strconv.Itoa(alone)
	}
	return others(before, after, slug, alone) + "; its own " + what + parts
}

// alone returns the rank that a project would have if only its own risk had changed. The rest of its
// move comes from the others; a reason that names only its risk explains at least half of the move.
func alone(before order, slug string, risk float64) int {
	const rounding = 1e-9
	rank := 1
	for _, c := range before.Candidates {
		other := c.Project.Slug
		if other != slug && before.rows[other].Rank > 0 && c.Score.Risk.Value > risk+rounding {
			rank++
		}
	}
	return rank
}

// others says what the other projects did to the rank of one, from the rank that its own change alone
// would give.
func others(before, after order, slug string, alone int) string {
	was, is := before.rows[slug].Rank, after.rows[slug].Rank
	left, came := 0, 0
	for other, r := range before.rows {
		if r.Rank > 0 && r.Rank < was && after.rows[other].Rank == 0 {
			left++
		}
	}
	for other, r := range after.rows {
		if r.Rank > 0 && r.Rank < is && before.rows[other].Rank == 0 {
			came++
		}
	}
	switch {
	case is < was && left > 0:
		text := projects(left, "lost its position", "lost their positions") + " above it"
		if left < alone-is {
			text += ", and others fell below it"
		}
		return text
	case is > was && came > 0:
		text := projects(came, "gained a position", "gained positions") + " above it"
		if came < is-alone {
			text += ", and others rose above it"
		}
		return text
	}
	return "other projects moved"
}

func projects(n int, one, more string) string {
	if n == 1 {
		return "1 project " + one
	}
	return strconv.Itoa(n) + " projects " + more
}

// states are the words for a project without a position.
var states = map[health.RankState]string{
	health.RankRanked:     "without a position", // of a row from before these states
	health.RankPartial:    "partial, without a position",
	health.RankCannotTell: "cannot be distinguished from finished",
	health.RankNone:       "not ranked",
}

// without says how a project without a position takes part in the ranking, and why.
func without(r ranking.Row, when string) string {
	return states[r.State()] + " " + when + ": " + Reasons(r)
}

// Reasons returns why a row has no position.
func Reasons(r ranking.Row) string {
	var all []string
	for _, x := range slices.Concat(r.Reasons, r.Partial) {
		all = append(all, x.Text)
	}
	if len(all) == 0 {
		return "no reason is stored"
	}
	return strings.Join(all, "; ")
}

func partWords(p cause.Part) string {
	if p.Input == p.Label || p.Axis == "" {
		return p.Label + " " + points(p.Points)
	}
	return p.Input + " " + p.Label + " " + points(p.Points)
}

// points returns a change of risk with its sign, to a tenth.
func points(v float64) string {
	text := strconv.FormatFloat(math.Abs(stats.Round(v, 1)), 'f', 1, 64)
	if stats.Round(v, 1) < 0 {
		return "−" + text
	}
	return "+" + text
}

// score returns the score of a project; the zero score if the order has none, as a published one.
func (o order) score(slug string) health.Score {
	for _, c := range o.Candidates {
		if c.Project.Slug == slug {
			return c.Score
		}
	}
	return health.Score{}
}
