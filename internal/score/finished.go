package score

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// vitality scores vitality. Finished software is quiet because nothing needs to be done, so for it
// the inputs that measure only activity are left out. The higher of the two scores counts: the rule
// prevents a penalty for silence without unmet demand, and must not lower the score of a project
// that is active and also answers. Resilience has no such rule: finished software with a single
// keyholder is still a single point of failure.
func (s *Scorer) vitality(in view, young bool) health.AxisScore {
	plain := s.axis(model.Vitality, in, young)
	in.finished = s.finished(in)
	if in.finished == "" {
		return plain
	}
	if spared := s.axis(model.Vitality, in, young); spared.Known && spared.Value > plain.Value {
		return spared
	}
	return plain
}

// finished returns the evidence that the project leaves no demand unmet, or "" if that was not
// observed. Git alone cannot show it.
func (s *Scorer) finished(in view) string {
	filed, answered := in.field(field.OutsideItems24m), in.field(field.OutsideItemsAnswered24m)
	if !filed.Known() || !answered.Known() {
		return ""
	}
	if filed.Value > 0 {
		if answered.Value < s.model.Status.FinishedAnswerRate*filed.Value-rounding {
			return ""
		}
		return fmt.Sprintf("stable, no unmet demand: %s of %s from outsiders answered in two years", stats.Thousands(int(answered.Value)), figureOf(int(filed.Value), "item", "items"))
	}
	waiting, advisory := in.field(field.UnreleasedHumanCommits), in.field(field.AdvisoryUnpatchedDays)
	if waiting.Known() && waiting.Value == 0 && advisory.Known() && advisory.Value <= 0 {
		return "stable, no unmet demand: in two years outsiders opened nothing, nothing waits for a release, and no serious advisory is open"
	}
	return ""
}

// CannotTell is the code of the reason that a project has no rank: it may be finished or abandoned.
const CannotTell = "cannot_tell"

// cannotTell returns the reason that a rank would be a guess: no one committed in twelve months, the
// issue tracker, which would tell finished from abandoned, was not read (MayBeFinished), and no gate
// fired. A gate is a fact that holds for finished software, too. It returns false for others.
func cannotTell(in view, sc health.Score) (health.Reason, bool) {
	if !MayBeFinished(in.ins, sc) || highest(sc.Gates) > 0 {
		return health.Reason{}, false
	}
	return health.Reason{Code: CannotTell, Text: "it may be finished or abandoned: no person committed in 12 months, and the issue tracker was not read"}, true
}

// spare returns an input of vitality as scored for finished software, and its position on its
// curve.
func (s *Scorer) spare(r model.InputRule, in health.Input, why string) (health.Input, float64) {
	switch r.Field {
	case field.ActiveMonths12m, field.CommitTrendLog2:
		return health.NotApplies(r.Field, why), 0
	case field.MonthsSinceHumanAct:
		return in, in.Value / max(1, s.model.Status.FinishedStretch)
	}
	return in, in.Value
}
