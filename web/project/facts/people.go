package facts

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// People is who does the work, counted and never named.
type People struct {
	Head      string // "Person 1: 171 commits, 93%"
	Others    string
	Window    string
	Bar       chart.Concentration
	Figs      []ui.Fig
	Unknown   string // why there is no bar
	Activity  chart.Figure
	NoMonths  string // why there is no activity chart
	ActNote   string
	BotFact   string
	BotSays   string // as in ui.Finding: "bots:4 agents:50/200"
	Integrate ui.Fact
}

// PeopleOf returns who works on a project.
func PeopleOf(sub query.Project) People {
	ins := sub.Figures.Inputs
	p := People{Window: window(sub.Figures.At()), Integrate: ui.FactOf(ins, field.Integrators12m, "", "")}
	shares, total, authors := ins.Field(field.AuthorShares12m), ins.Field(field.HumanCommits12m), ins.Field(field.Authors12m)
	p.Bar = chart.Concentration{ID: "pe-bar", Commits: shares.Ints(), Total: int(total.Value), People: int(authors.Value)}
	switch {
	case !shares.Known():
		p.Unknown = explain.Sentence(shares.Reason)
	case p.Bar.Empty():
		p.Head = "No human commits in these 365 days"
	default:
		first := p.Bar.Commits[0]
		all := max(int(total.Value), first)
		p.Head = fmt.Sprintf("Person 1: %s, %s", explain.Of(first, "commit", "commits"), explain.Percent(float64(first)/float64(all)))
		if n := int(authors.Value) - 1; n > 0 {
			p.Others = fmt.Sprintf("%s: %s", explain.Of(n, "other", "others"), explain.Thousands(all-first))
		}
	}
	for _, x := range []struct {
		id          field.ID
		label, note string
	}{
		{field.ContributorAbsenceFactor, "Contributor absence factor", "people who made half of the commits"},
		{field.Regulars12m, "Regular contributors", "active in at least 3 of 12 calendar months"},
		{field.Integrators12m, "Integrators", "committed other people’s changes at least 3 times"},
		{field.Authors12m, "Authors", "in 365 days"},
	} {
		if ins.OfTwoYears(x.id) {
			x.note += ", over 24\u00a0months"
		}
		p.Figs = append(p.Figs, countFig(ins, x.id, x.label, x.note))
	}
	if bots := ins.Field(field.BotCommits12m); bots.Known() && bots.Value > 0 {
		p.BotSays = fmt.Sprintf("bots:%.0f", bots.Value)
		p.BotFact = explain.Of(int(bots.Value), "commit", "commits") + " by programs are not counted."
	}
	if with := ins.Field(field.AgentCommits12m); with.Known() && with.Value > 0 && total.Known() && total.Value > 0 {
		p.BotSays = strings.TrimSpace(fmt.Sprintf("%s agents:%.0f/%.0f", p.BotSays, with.Value, total.Value))
		p.BotFact += fmt.Sprintf(" %s human commits (%s) name a coding agent as co-author. They count for the person who made them.", explain.Thousands(int(with.Value)), explain.Percent(with.Value/total.Value))
		p.BotFact = strings.TrimSpace(p.BotFact)
	}
	p.activity(sub)
	return p
}

func countFig(ins health.Inputs, id field.ID, label, note string) ui.Fig {
	in := ins.Field(id)
	switch in.State {
	case health.Observed:
		return ui.Fig{ID: string(id), Label: label, Number: explain.Thousands(int(in.Value)), Note: note}
	case health.NotApplicable:
		return ui.Fig{ID: string(id), Label: label, Number: "n/a", Note: in.Reason}
	default:
		return ui.Fig{ID: string(id), Label: label, Number: "?", Note: in.Reason}
	}
}

func (p *People) activity(sub query.Project) {
	in := sub.Figures.Inputs.Field(field.HumanCommitsByMonth)
	months := in.Ints()
	if len(months) == 0 {
		p.NoMonths = explain.Sentence(in.Reason)
		return
	}
	zero, last := 0, 0
	for i, n := range months {
		if n == 0 {
			zero++
		}
		if i >= len(months)-12 {
			last += n
		}
	}
	silence := "Finished software can be quiet; git alone cannot tell."
	if sub.Figures.Inputs.Field(field.OutsideItems24m).Known() {
		silence = "Finished software can be quiet; see responsiveness above."
	}
	desc := fmt.Sprintf("%s in the last 12 calendar months; %d of %d months have none.", explain.Of(last, "human commit", "human commits"), zero, len(months))
	p.Activity = chart.Years{
		ID: "ac", Title: fmt.Sprintf("Human commits per month, %d months", len(months)), Desc: desc, Months: months, Last: sub.Figures.At(), Unit: "Human commits",
		Caption: monthsWithout(zero, len(months)) + " " + silence,
	}.Figure()
	p.ActNote = "Human commits per calendar month, to " + explain.Day(sub.Figures.At()) + "."
	if year := sub.Figures.Inputs.Field(field.HumanCommits12m); year.Known() && int(year.Value) != last {
		p.ActNote += fmt.Sprintf(" The last 12 have %s. “People” counts 365 days.", explain.Thousands(last))
	}
}

func window(at time.Time) string {
	if at.IsZero() {
		return "without bots and merges; names are not shown"
	}
	return "365 days to " + explain.Day(at) + "; without bots and merges; names are not shown"
}

// monthsWithout says how many months have no human commit.
func monthsWithout(zero, of int) string {
	if zero == 0 {
		return fmt.Sprintf("Each of the %d months has a human commit.", of)
	}
	return fmt.Sprintf("%s of %d months %s no human commit.", explain.HowMany(zero), of, explain.Plural(zero, "has", "have"))
}
