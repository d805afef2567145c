package score

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// status returns the maintenance status: the first rule that matches, with the fact that matched.
// Without the tracker only commits and releases are visible. They can show that a project is
// active, never that it is not.
func status(rule model.StatusRule, p health.Project, in view) health.Status {
	if st, ok := ended(p, in); ok {
		return st
	}
	months, human := in.field(field.ActiveMonths12m), in.field(field.HumanCommits12m)
	filed, answered := in.field(field.OutsideItems12m), in.field(field.OutsideItemsAnswered12m)
	if filed.Known() && answered.Known() && answered.Value == 0 && filed.Value >= math.Max(1, float64(rule.UnresponsiveItems)) {
		return health.Status{Word: health.StatusUnresponsive, Reason: fmt.Sprintf("No human response to %s of %[1]s items from outsiders in 12 months.", stats.Thousands(int(filed.Value)))}
	}
	people := months.Known() && months.Value > 0 && (!human.Known() || human.Value > 0)
	if people && months.Value >= float64(rule.ActiveMonths) {
		return health.Status{Word: health.StatusActive, Reason: monthsSentence(months)}
	}
	release := in.field(field.MonthsSinceRelease)
	if people && release.Known() && release.Value <= float64(rule.ReleaseMonths) {
		return health.Status{Word: health.StatusActive, Reason: fmt.Sprintf("Last release %s ago. %s", monthsWords(release.Value), monthsSentence(months))}
	}
	if filed.Known() && months.Known() {
		if months.Value >= float64(max(rule.DormantMonths, 1)) {
			return health.Status{Word: health.StatusDormant, Reason: monthsSentence(months)}
		}
		if filed.Value == 0 {
			return health.Status{Word: health.StatusUntested, Reason: "No items from outsiders and no human commits in 12 months."}
		}
	}
	return health.Status{Word: health.StatusUnknown, Reason: unknownStatus(months, human, in.field(field.BotCommits12m), filed.Known())}
}

// ended returns the status that the maintainers declared, if any.
func ended(p health.Project, in view) (health.Status, bool) {
	e := p.EndOfLife
	if e == nil {
		if in.field("archived").True() {
			return health.Status{Word: health.StatusArchived, Reason: "The repository is archived."}, true
		}
		return health.Status{}, false
	}
	word, fact := health.StatusEndOfLife, "The maintainers declared its end of life"
	switch {
	case e.Archived && e.Since != "":
		word, fact = health.StatusArchived, "The repository was archived"
	case e.Archived:
		word, fact = health.StatusArchived, "The repository is archived"
	}
	if e.Since != "" {
		fact += " on " + day(e.Since)
	}
	if e.Successor != "" {
		return health.Status{Word: word, Reason: fact + "; the successor is " + e.Successor + "."}, true
	}
	return health.Status{Word: word, Reason: fact + "; the maintainers name no successor."}, true
}

func monthsSentence(months health.Input) string {
	return fmt.Sprintf("Human commits in %d of 12 months.", int(months.Value))
}

func unknownStatus(months, human, bots health.Input, tracker bool) string {
	switch {
	case !months.Known():
		return "No data: " + strings.TrimSuffix(months.Reason, ".") + "."
	case tracker:
		return monthsSentence(months) + " Maintainers respond to outsiders."
	case human.Known() && human.Value == 0 && bots.Known() && bots.Value > 0:
		return fmt.Sprintf("Only programs committed in 12 months (%s commits). Only the issue tracker could show whether maintainers respond.", stats.Thousands(int(bots.Value)))
	}
	return monthsSentence(months) + " Only the issue tracker could show whether maintainers respond."
}

// evidence returns the basis of the posture score.
func (s *Scorer) evidence(posture health.AxisScore) health.Evidence {
	switch {
	case !posture.Known || posture.Coverage < s.model.Risk.Seen(model.Posture)-rounding:
		return health.EvidenceNone
	case posture.Coverage < s.model.Evidence.FullPosture-rounding:
		return health.EvidenceProvisional
	}
	return health.EvidenceFull
}

// postureFrom returns the source of the observed posture inputs. The figures contain the results of
// one instrument only, so the first observed input decides.
func postureFrom(posture health.AxisScore) string {
	for _, row := range posture.Inputs {
		if in := row.Input; in.Known() && (in.Source == field.SourceScorecard || in.Source == field.SourcePublished) {
			return in.Source
		}
	}
	return ""
}

// succeeded is the code of the reason that a live successor replaces the project.
const succeeded = "archived_with_successor"

// optDown is the code of the reason that the editors show the project without a rank on request.
const optDown = "opt_down"

// reasons lists why the project alone is not ranked; none means that it is ranked, unless its figures
// are too old beside the others (Aged).
func (s *Scorer) reasons(p health.Project, in view, sc health.Score, now time.Time) []health.Reason {
	var out []health.Reason
	if c, ok := p.OptedDown(now); ok {
		out = append(out, health.Reason{Code: optDown, Text: "its maintainers asked to be shown without a rank, until " + day(c.Expires)})
	}
	if p.EndOfLife != nil && p.EndOfLife.Successor != "" {
		out = append(out, health.Reason{Code: succeeded, Text: "replaced by a live successor: " + p.EndOfLife.Successor})
	} else if in.field("archived").True() && in.field("successor").True() {
		out = append(out, health.Reason{Code: succeeded, Text: "archived, with a live successor"})
	}
	if why := forked(p, in); why != "" {
		out = append(out, health.Reason{Code: "fork", Text: why})
	}
	if !sc.V.Known && !sc.R.Known {
		return append(out, health.Reason{Code: "no_figures", Text: "no data: " + noFigures(p, in)})
	}
	for _, a := range [...]model.Axis{model.Criticality, model.Vitality, model.Resilience, model.Posture} {
		if x := sc.Axis(a); !s.enough(x) {
			out = append(out, short(coverageCode, x, s.model.Risk.MinCoverage[a], "needed"))
		}
	}
	if age := in.ageMonths(); age >= 0 && age*daysPerMonth < float64(s.model.Status.MinAgeDays) {
		out = append(out, health.Reason{
			Code: "too_new",
			Text: fmt.Sprintf("the history covers %d days, %d needed", int(age*daysPerMonth+rounding), s.model.Status.MinAgeDays),
		})
	}
	if why, ok := cannotTell(in, sc); ok && len(out) == 0 {
		out = append(out, why)
	}
	return out
}

// enough reports whether an axis is known well enough to place the project.
func (s *Scorer) enough(x health.AxisScore) bool {
	return x.Known && x.Coverage+x.Assumed >= s.model.Risk.MinCoverage[x.Axis]-rounding
}

// The codes of reasons about the evidence of an axis begin with these; the axis follows.
const (
	coverageCode = "coverage_" // too little to place the project
	partialCode  = "partial_"  // too little for a position
)

// partial lists why a project that can be placed has no position; none means that it has one.
func (s *Scorer) partial(sc health.Score) []health.Reason {
	var out []health.Reason
	for _, a := range [...]model.Axis{model.Criticality, model.Posture} {
		least := s.model.Risk.FullCoverage[a]
		if x := sc.Axis(a); x.Coverage < least-rounding {
			out = append(out, short(partialCode, x, least, "needed for a position"))
		}
	}
	return out
}

// short returns the reason that less of an axis was seen than is needed for something.
func short(code string, x health.AxisScore, least float64, what string) health.Reason {
	have, seen := x.Coverage, "seen"
	if code == coverageCode && x.Assumed > 0 {
		have, seen = x.Coverage+x.Assumed, "seen or expected"
	}
	return health.Reason{
		Code: code + string(x.Axis),
		Text: fmt.Sprintf("%s: %d%% of the evidence %s, %.0f%% %s", x.Axis.Name(), health.SeenPercent(have), seen, least*100, what),
	}
}

// forked returns why a repository that its host marks as a fork is not ranked: figures of a copy
// are not those of the project. It returns "" if it is not a fork, or if the editors of the list
// declared it the right one.
func forked(p health.Project, in view) string {
	fork := in.field(field.RepositoryFork)
	if r, ok := p.PrimaryRepository(); !fork.True() || ok && (r.Canonical || r.Mirror) {
		return ""
	}
	text := "its host marks it as a fork, and the list does not confirm it as the project's home"
	if parent := in.field(field.RepositoryParent); parent.Known() && parent.Text != "" {
		text += "; forked from " + parent.Text
	}
	return text
}

func noFigures(p health.Project, in view) string {
	if p.NoRepository != "" {
		return strings.TrimSuffix(p.NoRepository, ".")
	}
	return strings.TrimSuffix(in.field(field.ActiveMonths12m).Reason, ".")
}
