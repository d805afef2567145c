package score

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Finding returns the one or two sentences at the top of a project's page: what the figures show,
// in numbers and without a verdict. It names no person. A fall of the yearly commits comes first,
// unless at most one person carries the project; then that does.
func Finding(p health.Project, ins health.Inputs, sc health.Score) string {
	if !sc.V.Known && !sc.R.Known {
		why := p.NoRepository
		if why == "" {
			why = ins.Field(field.ActiveMonths12m).Reason
		}
		return "There is no data on " + p.Name + " yet. " + sentence("reason: "+why)
	}
	first := peopleSentence(p, ins, sc)
	if sc.Status.Word == health.StatusArchived || sc.Status.Word == health.StatusEndOfLife {
		return sc.Status.Reason + " " + first
	}
	if text := fall(ins); text != "" {
		if ins.Field(field.Regulars12m).Known() && ins.Field(field.Regulars12m).Value <= 1 {
			return first + " " + text
		}
		return text + " " + first
	}
	return strings.TrimSpace(first + " " + paceSentence(ins, sc))
}

// window returns a text for the twelve months that the figures describe.
func window(sc health.Score) string {
	if sc.At.IsZero() {
		return "12 months"
	}
	return "the 12 months to " + sc.At.UTC().Format("2 Jan 2006")
}

// peopleSentence describes how many people maintain the project.
func peopleSentence(p health.Project, ins health.Inputs, sc health.Score) string {
	commits, regulars := ins.Field(field.HumanCommits12m), ins.Field(field.Regulars12m)
	factor, top := ins.Field(field.ContributorAbsenceFactor12m), ins.Field(field.TopAuthorShare12m)
	if !factor.Known() && !ins.OfTwoYears(field.ContributorAbsenceFactor) {
		factor = ins.Field(field.ContributorAbsenceFactor)
	}
	switch {
	case commits.Known() && commits.Value == 0:
		return noCommits(p, ins, sc)
	case !regulars.Known():
		return "The number of people who maintain " + p.Name + " is not visible to us."
	case regulars.Value == 1 && top.Known() && top.Value >= .5:
		return fmt.Sprintf("One person made %s of the commits to %s in %s. Only one was active in at least three of those months.", shareOf(top.Value), p.Name, window(sc))
	case regulars.Value == 1:
		return fmt.Sprintf("%s has one regular contributor: only one person committed in at least three of %s.", p.Name, window(sc))
	}
	text := fmt.Sprintf("%s has %s: people who committed in at least three of %s", p.Name, figureOf(int(regulars.Value), "regular contributor", "regular contributors"), window(sc))
	if regulars.Value == 0 {
		text = fmt.Sprintf("%s has no regular contributors: nobody committed in at least three of %s", p.Name, window(sc))
	}
	switch {
	case top.Known() && top.Value >= .5: // "half" would understate what is known
		text += "; one person made " + shareOf(top.Value) + " of the commits"
	case factor.Known() && factor.Value >= 1 && factor.Value < regulars.Value:
		text += "; " + count(int(factor.Value), "person", "people") + " made half of the commits"
	}
	return sentence(text)
}

// shareOf returns a share of commits in words: "93%", "all".
func shareOf(share float64) string {
	if share >= 1 {
		return "all"
	}
	return percent(share)
}

// MayBeFinished reports whether silence is all that is known: nobody committed for twelve months,
// and responsiveness was not read. Finished software then looks like abandoned software.
func MayBeFinished(ins health.Inputs, sc health.Score) bool {
	if sc.Status.Word == health.StatusArchived || sc.Status.Word == health.StatusEndOfLife {
		return false
	}
	commits := ins.Field(field.HumanCommits12m)
	return commits.Known() && commits.Value == 0 && ins.Field(field.OutsideItems24m).State == health.Unknown
}

// HealthWorded reports whether health has a band beside its number: where enough of both halves is
// known, and not for software that may be finished, which a word about its health would call neglected.
func HealthWorded(m model.Model, ins health.Inputs, sc health.Score) bool {
	return sc.H.Known && min(sc.V.Coverage, sc.R.Coverage) >= m.Confidence.Medium && !MayBeFinished(ins, sc)
}

func noCommits(p health.Project, ins health.Inputs, sc health.Score) string {
	text := fmt.Sprintf("No person committed to %s in %s", p.Name, window(sc))
	if last := ins.Field(field.LastHumanCommit); last.Known() {
		text += "; the last human commit was on " + day(last.Text)
	}
	if bots := ins.Field(field.BotCommits12m); bots.Known() && bots.Value > 0 {
		text += fmt.Sprintf("; %s by programs %s not counted", figureOf(int(bots.Value), "commit", "commits"), verb(bots.Value))
	}
	text += "."
	if MayBeFinished(ins, sc) {
		text += " The project may be finished: the issue tracker, which would show it, was not read."
	}
	return text
}

func verb(n float64) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// paceSentence describes how active the project is: an overdue release first, then activity, then
// what is not visible.
func paceSentence(ins health.Inputs, sc health.Score) string {
	commits := ins.Field(field.HumanCommits12m)
	waiting, since := ins.Field(field.UnreleasedHumanCommits), ins.Field(field.MonthsSinceRelease)
	months := ins.Field(field.ActiveMonths12m)
	switch {
	case waiting.Known() && since.Known() && waiting.Value > 0 && since.Value >= 12:
		return sentence(fmt.Sprintf("%s %s unreleased; the last release is %s old", figureOf(int(waiting.Value), "commit", "commits"), verb(waiting.Value), monthsWords(since.Value)))
	case commits.Known() && commits.Value == 0:
		return ""
	case rise(ins, sc.At) != "":
		return rise(ins, sc.At)
	case months.Known() && months.Value >= 9:
		return fmt.Sprintf("It had human commits in %d of 12 months.", int(months.Value))
	case months.Known() && months.Value > 0 && months.Value <= 5:
		return fmt.Sprintf("It had human commits in only %d of 12 months.", int(months.Value))
	case !sc.S.Known:
		return "Its reviews and builds are not visible to us yet."
	}
	return ""
}
