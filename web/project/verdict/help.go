package verdict

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Help is where help would meet the most points.
type Help struct {
	Note  string
	Lines []helpLine
}

type helpLine struct {
	Field  string // the input it is about; "gate" for a gate
	Text   string // what would be different
	Now    string // what was seen
	Points string
	// Unpaid means that no measure of the catalogue of the funding page makes any of it smaller.
	Unpaid bool
}

// HelpFor says the largest parts of the risk in plain words. It promises nothing: a
// part of a sum is what is missing today, not what a measure would win. unpaid are the parts that no
// measure makes smaller.
func HelpFor(sub query.Project, unpaid []string) Help {
	lines, whole := score.WouldHelp(sub.Model, sub.Score)
	unit := " points of risk"
	v := Help{Note: "The largest parts of today’s risk. Work on them takes time and may not succeed."}
	if !sub.Score.RiskKnown {
		unit = " points of weakness"
		v.Note = "The largest parts of today’s known weakness. Risk is unknown. Work on them may not succeed."
	}
	if points, how := score.Unseen(sub.Score); how != "" && sub.Score.RiskKnown {
		v.Note += " " + explain.Decimal(points) + " points are assumed and not listed: " + how + "."
	}
	if move, ended := score.Ended(sub.Score); ended {
		v.Note = "The project has ended, so work on it would help little. Its users have to move."
		v.Lines = append(v.Lines, helpLine{Field: "ended", Text: move, Now: explain.LowerFirst(strings.TrimSuffix(sub.Score.Status.Reason, "."))})
		return v
	}
	if score.MayBeFinished(sub.Figures.Inputs, sub.Score) {
		v.Lines = append(v.Lines, helpLine{Field: "finished", Text: "Ask the maintainers whether the project is finished", Now: "no human commits in 12 months, and the issue tracker was not read"})
		lines = lines[:min(len(lines), 2)]
	}
	for _, h := range lines {
		var now []string
		for _, c := range h.Parts {
			if text := seenNow(sub, c); text != "" {
				now = append(now, text)
			}
		}
		about := string(h.Parts[0].Field)
		if h.Parts[0].Gate {
			about = "gate"
		}
		paid := slices.ContainsFunc(h.Parts, func(c health.Contribution) bool {
			return !slices.Contains(unpaid, c.Input) && !(c.Gate && slices.Contains(unpaid, c.Label))
		})
		v.Lines = append(v.Lines, helpLine{Field: about, Text: explain.Sentence(h.Text), Now: strings.Join(now, "; "), Points: explain.Decimal(h.Points) + " of " + explain.Decimal(whole) + unit, Unpaid: !paid})
	}
	return v
}

// seenNow is the value behind a contribution, in words.
func seenNow(sub query.Project, c health.Contribution) string {
	if c.Gate {
		return ""
	}
	f, ok := field.ByID(c.Field)
	in := sub.Figures.Inputs.Field(c.Field)
	if !ok || !in.Known() {
		return ""
	}
	if c.Axis == model.Posture {
		return c.Input + " " + explain.Whole(in.Value) + " of 10"
	}
	return explain.LowerFirst(f.Label) + ": " + explain.ValueIn(sub.Figures.Inputs, f, in)
}
