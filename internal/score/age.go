package score

import (
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// TooOld is the code of the reason that figures are too old to be ranked beside the others.
const TooOld = "too_old"

// Aged returns the candidates of one ranking, with those that are too old for it marked as not
// ranked: figures that are older than the median of the measured candidates by more than the rule's
// BehindMonths, and live ones of a project that has not ended that are older than RankMonths today.
// So a bundle that ages keeps its order, and one fresh collection does not end the rank of all
// others; figures of very different days are not compared. The argument is unchanged. Cost: n log n.
func Aged(rule model.AgeRule, cands []Candidate, now time.Time) []Candidate {
	median := medianDay(cands)
	out := slices.Clone(cands)
	for i := range out {
		c := &out[i]
		if text := aged(rule, *c, median, now); text != "" {
			c.Score = unranked(c.Score, health.Reason{Code: TooOld, Text: text})
			c.Score.Status = since(c.Score.Status, c.ObservedAt)
		}
	}
	return out
}

// aged returns why the figures of a candidate are too old to be ranked, or "".
func aged(rule model.AgeRule, c Candidate, median, now time.Time) string {
	switch at := c.ObservedAt; {
	case at.IsZero():
		return ""
	case rule.BehindMonths > 0 && at.Before(median.AddDate(0, -rule.BehindMonths, 0)):
		return fmt.Sprintf("the data is from %s, over %s older than that of most projects (%s)",
			at.UTC().Format("2 Jan 2006"), count(rule.BehindMonths, "month", "months"), median.UTC().Format("2 Jan 2006"))
	case c.Live && !hasEnded(c.Score.Status) && old(rule, at, now):
		return fmt.Sprintf("the data is %s days old; data older than %s is shown but not ranked", stats.Thousands(health.AgeDays(at, now)), count(rule.RankMonths, "month", "months"))
	}
	return ""
}

func old(rule model.AgeRule, at, now time.Time) bool {
	return rule.RankMonths > 0 && !at.IsZero() && at.Before(now.AddDate(0, -rule.RankMonths, 0))
}

// medianDay returns the median instant of the measured candidates' figures, the later one of two;
// zero if none was measured.
func medianDay(cands []Candidate) time.Time {
	var days []time.Time
	for _, c := range cands {
		if !c.ObservedAt.IsZero() {
			days = append(days, c.ObservedAt)
		}
	}
	if len(days) == 0 {
		return time.Time{}
	}
	slices.SortFunc(days, time.Time.Compare)
	return days[len(days)/2]
}

// unranked returns the score with one more reason for not being ranked.
func unranked(sc health.Score, why health.Reason) health.Score {
	sc.Reasons = append(slices.Clip(sc.Reasons), why)
	sc.Rankable, sc.Partial = false, nil
	return banded(sc)
}

// dated returns the status of figures as it is shown today: unknown since their day if they are too
// old.
func dated(rule model.AgeRule, st health.Status, at, now time.Time) health.Status {
	if !old(rule, at, now) {
		return st
	}
	return since(st, at)
}

// since returns the status as unknown since the day of its figures. What the maintainers declared
// remains true.
func since(st health.Status, at time.Time) health.Status {
	if hasEnded(st) || st.Since != "" {
		return st
	}
	day := at.UTC()
	text := "Unknown since " + day.Format("2 Jan 2006") + ", the day of the figures."
	if st.Word != health.StatusUnknown {
		text += " It was " + string(st.Word) + " then."
	}
	return health.Status{Word: health.StatusUnknown, Reason: text, Since: day.Format(time.DateOnly)}
}

func hasEnded(st health.Status) bool {
	return st.Word == health.StatusArchived || st.Word == health.StatusEndOfLife
}

// InRanking returns the score of a project as its row in the published ranking has it: a row whose
// figures were too old beside the others says so, as long as the score is of the same figures.
func InRanking(sc health.Score, row *ranking.Row) health.Score {
	if row == nil || !row.ObservedAt.Equal(sc.At) {
		return sc
	}
	for _, why := range row.Reasons {
		if why.Code == TooOld {
			sc = unranked(sc, why)
			sc.Status = since(sc.Status, sc.At)
		}
	}
	return sc
}
