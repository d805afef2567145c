package score

import (
	"cmp"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Help is one change that would remove a part of the risk.
type Help struct {
	Text string // the change, in plain words
	// Parts are the contributions that it would affect. Their points are rounded to a tenth so that
	// all parts of the risk add up. Points is their sum.
	Parts  []health.Contribution
	Points float64
}

// Migration and Succession are the changes for a project that has ended: no one can help it any more,
// so its users have to move.
const (
	Migration  = "Move to an alternative, or fund a successor"
	Succession = "Move to the successor"
)

// Ended returns what users of a project that has ended can do, and false if it has not ended.
func Ended(sc health.Score) (string, bool) {
	if !hasEnded(sc.Status) {
		return "", false
	}
	if slices.ContainsFunc(sc.Reasons, func(r health.Reason) bool { return r.Code == succeeded }) {
		return Succession, true
	}
	return Migration, true
}

// helpLines is the maximum number of lines shown.
const helpLines = 3

// WouldHelp returns the largest parts of the risk, grouped by the change that would remove them: at
// most three, largest first. It also returns the total they are parts of: the risk or, if that is
// unknown, the weakness of vitality and resilience. Parts below a twentieth of the total are left
// out, and so is what is assumed (Unseen). It promises nothing: a part is what is missing today, not
// what a change would gain. A project that has ended has one line: what its users can do (Ended).
func WouldHelp(m model.Model, sc health.Score) (lines []Help, whole float64) {
	cs, whole := sc.Contributions, sc.Risk.Value
	if !sc.RiskKnown {
		cs, whole = nil, 0
		for _, a := range []model.Axis{model.Vitality, model.Resilience} {
			cs = append(cs, sc.Axis(a).Weakness(m)...)
		}
		for _, c := range cs {
			whole += c.Points
		}
	}
	move, over := Ended(sc)
	for _, c := range Rounded(cs) {
		if c.Assumed && !over {
			continue
		}
		text := helpText(c)
		if over {
			text = move
		}
		i := slices.IndexFunc(lines, func(h Help) bool { return h.Text == text })
		if i < 0 {
			i = len(lines)
			lines = append(lines, Help{Text: text})
		}
		lines[i].Points += c.Points
		lines[i].Parts = append(lines[i].Parts, c)
	}
	lines = slices.DeleteFunc(lines, func(h Help) bool { return h.Points < max(.05, whole/20) })
	slices.SortStableFunc(lines, func(a, b Help) int { return cmp.Compare(b.Points, a.Points) })
	return lines[:min(len(lines), helpLines)], whole
}

// Unseen returns the points of risk that are assumed, rounded as WouldHelp does, and what would show
// them; 0 and "" if none are.
func Unseen(sc health.Score) (points float64, how string) {
	for _, c := range Rounded(sc.Contributions) {
		if c.Assumed {
			points += c.Points
			how = "the checks could not read some files of the project"
		}
	}
	asked := func(in health.ScoredInput) bool { return in.Expected != nil && in.Input.Gap != model.Unreadable }
	if how != "" && slices.ContainsFunc(sc.S.Inputs, asked) {
		how = "a GitHub token shows reviews, builds and releases"
	}
	if how != "" && slices.ContainsFunc(sc.S.Inputs, func(in health.ScoredInput) bool { return in.Expected != nil && in.Expected.Elsewhere }) {
		how = "only the maintainers can tell, because the project is not developed on GitHub"
	}
	return points, how
}

// Rounded returns the contributions rounded to a tenth, so that they add up to their rounded sum.
func Rounded(cs []health.Contribution) []health.Contribution {
	points := make([]float64, len(cs))
	for i, c := range cs {
		points[i] = c.Points
	}
	out := slices.Clone(cs)
	for i, v := range LargestRemainder(points, 1) {
		out[i].Points = v
	}
	return out
}

func helpText(c health.Contribution) string {
	if c.Gate {
		return "Resolve: " + lower(c.Label)
	}
	if row, ok := field.ByID(c.Field); ok && row.Remedy != "" {
		return row.Remedy
	}
	return c.Label
}

// lower returns text with its first letter in lower case.
func lower(s string) string {
	if s != "" && s[0] >= 'A' && s[0] <= 'Z' {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}
