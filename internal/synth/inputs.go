package synth

import (
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// The texts of the git source if there is no value.
const (
	nobody   = "no human commit in 12 months"
	tooFew   = "fewer than 10 human commits a year in earlier years, too few for a trend"
	noOrigin = "no human commit in the 12 months or in the 36 months before them"
)

// git returns the inputs of the figures in the order of the real ones. What is unknown or not
// applicable for the real project is so here, with its reason; a field that does not move is
// copied.
func (f *figures) git(d *donor) []health.Input {
	out := make([]health.Input, 0, len(d.git.Inputs))
	for _, real := range d.git.Inputs {
		in := health.Input{
			Field: real.Field, State: real.State, Value: real.Value,
			Text: real.Text, Reason: real.Reason,
		}
		if makes, ok := moving[real.Field]; ok && (real.Known() || ofPeople[real.Field]) {
			in = makes(f)
			in.Field, in.State = real.Field, health.Observed
			if why := f.without(real.Field); why != "" {
				in = health.NotApplies(real.Field, why)
			}
		}
		out = append(out, in)
	}
	return out
}

// ofPeople are fields that do not apply while nobody commits. Whether they apply is computed from
// the figures and not copied.
var ofPeople = map[field.ID]bool{
	field.CommitTrendLog2: true, field.ContributorAbsenceFactor12m: true, field.TopAuthorShare12m: true,
	field.TopAuthorChanged: true, field.NewcomerCoreShare: true,
}

// without returns why a field does not apply, or "" if it does.
func (f *figures) without(id field.ID) string {
	switch {
	case !ofPeople[id]:
		return ""
	case id == field.CommitTrendLog2:
		if f.before < 10 {
			return tooFew
		}
		return ""
	case f.year() > 0:
		return ""
	case id == field.TopAuthorChanged:
		return noOrigin
	}
	return nobody
}

// moving are the fields that are computed from the figures.
var moving = map[field.ID]func(*figures) health.Input{
	field.ActiveMonths12m:             count((*figures).activeMonths),
	field.MonthsSinceHumanAct:         number((*figures).sinceAct),
	field.ReleaseFlowMonths:           number((*figures).flow),
	field.CommitTrendLog2:             number((*figures).trend),
	field.ContributorAbsenceFactor:    count((*figures).factorOf),
	field.ContributorAbsenceFactor12m: count((*figures).absence),
	field.Regulars12m:                 count(func(f *figures) int { return f.regulars }),
	field.Integrators12m:              count(func(f *figures) int { return f.integrators }),
	field.HumanCommits12m:             count((*figures).year),
	field.HumanCommits6m:              count((*figures).half),
	field.HumanCommitsPrev12m:         count((*figures).yearBefore),
	field.BotCommits12m:               count(func(f *figures) int { return f.bots }),
	field.Merges12m:                   count(func(f *figures) int { return f.merges }),
	field.AgentCommits12m:             count(func(f *figures) int { return f.agents }),
	field.BotShare12m:                 number((*figures).botShare),
	field.Authors12m:                  count(func(f *figures) int { return f.authors }),
	field.NewAuthors12m:               count(func(f *figures) int { return f.newAuthors }),
	field.TopAuthorShare12m:           number((*figures).topShare),
	field.AuthorShares12m:             list(func(f *figures) any { return some(f.shares) }),
	field.LastHumanCommit:             text(func(f *figures) string { return dayOf(f.lastHuman) }),
	field.FirstCommit:                 text(func(f *figures) string { return dayOf(f.firstCommit) }),
	field.CommitsTotal:                count(func(f *figures) int { return f.total }),
	field.AuthorsTotal:                count(func(f *figures) int { return f.authorsTotal }),
	field.HumanCommitsByMonth:         list(func(f *figures) any { return f.human }),
	field.CommitsByMonth:              list(func(f *figures) any { return f.all }),
	field.AuthorsByMonth:              list(func(f *figures) any { return f.people }),
	field.LastRelease:                 text(func(f *figures) string { return dayOf(f.lastRelease) }),
	field.LastReleaseTag:              text((*figures).tag),
	field.MonthsSinceRelease:          number((*figures).sinceRelease),
	field.UnreleasedHumanCommits:      count(func(f *figures) int { return f.unreleased }),
	field.Releases12m:                 count((*figures).yearsReleases),
	field.ReleaseTagsTotal:            count(func(f *figures) int { return f.tags }),
	field.ReleaseDates:                list(func(f *figures) any { return days(f.releases) }),
	field.ReleaseGapMonths:            number((*figures).gap),
	"files":                           count(func(f *figures) int { return f.files }),
	"workflows":                       count(func(f *figures) int { return f.workflows }),
	field.TreeBytes:                   count(func(f *figures) int { return f.bytes }),
	field.TopAuthorChanged:            count(func(f *figures) int { return one(f.topChanged) }),
	field.NewcomerCoreShare:           number(func(f *figures) float64 { return f.newcomers }),
}

func number(of func(*figures) float64) func(*figures) health.Input {
	return func(f *figures) health.Input { return health.Input{Value: of(f)} }
}

func count(of func(*figures) int) func(*figures) health.Input {
	return func(f *figures) health.Input { return health.Input{Value: float64(of(f))} }
}

func text(of func(*figures) string) func(*figures) health.Input {
	return func(f *figures) health.Input { return health.Input{Text: of(f)} }
}

func list(of func(*figures) any) func(*figures) health.Input {
	return func(f *figures) health.Input { return health.ObsList("", of(f)) }
}

func (f *figures) activeMonths() int {
	n := 0
	for _, x := range f.human[24:] {
		n += one(x > 0)
	}
	return n
}

// flow returns 0 if nothing waits for a release, otherwise the time since the last one.
func (f *figures) flow() float64 {
	if f.unreleased == 0 {
		return 0
	}
	return f.sinceRelease()
}

func (f *figures) botShare() float64 {
	if f.bots == 0 {
		return 0
	}
	return float64(f.bots) / float64(f.bots+f.year())
}

func (f *figures) topShare() float64 {
	if len(f.shares) == 0 || f.year() == 0 {
		return 0
	}
	return float64(f.shares[0]) / float64(f.year())
}

// gap returns the time between the last two releases.
func (f *figures) gap() float64 {
	if len(f.releases) < 2 {
		return 0
	}
	return float64(f.releases[0].Sub(f.releases[1])) / float64(month)
}

func (f *figures) tag() string {
	return fmt.Sprintf("v%d.%d.%d", f.version[0], f.version[1], f.version[2])
}

func dayOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func days(of []time.Time) []string {
	out := make([]string, len(of))
	for i, t := range of {
		out[i] = dayOf(t)
	}
	return out
}

// some returns a list that is written as a list even if it is empty.
func some(of []int) []int {
	if of == nil {
		return []int{}
	}
	return of
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
