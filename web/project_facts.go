package web

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// people is who does the work, counted and never named.
type people struct {
	Head      string // "Person 1: 171 commits, 93 %"
	Others    string
	Window    string
	Bar       chart.Concentration
	Figs      []ui.Fig
	Unknown   string // why there is no bar
	Activity  chart.Figure
	NoMonths  string // why there is no activity chart
	ActNote   string
	BotFact   string
	Integrate ui.Fact
}

func peopleOf(sub query.Project) people {
	ins := sub.Figures.Inputs
	p := people{Window: window(sub.Figures.At()), Integrate: ui.FactOf(ins, "integrators_12m", "", "")}
	shares, total, authors := ins.Field("author_shares_12m"), ins.Field("human_commits_12m"), ins.Field("authors_12m")
	p.Bar = chart.Concentration{ID: "pe-bar", Commits: shares.Ints(), Total: int(total.Value), People: int(authors.Value)}
	switch {
	case !shares.Known():
		p.Unknown = explain.Sentence(shares.Reason)
	case p.Bar.Empty():
		p.Head = "No human commit in these twelve months"
	default:
		first := p.Bar.Commits[0]
		all := max(int(total.Value), first)
		p.Head = fmt.Sprintf("Person 1: %s, %s", explain.Of(first, "commit", "commits"), explain.Percent(float64(first)/float64(all)))
		if n := int(authors.Value) - 1; n > 0 {
			p.Others = fmt.Sprintf("%s: %s", explain.Of(n, "other", "others"), explain.Thousands(all-first))
		}
	}
	for _, x := range []struct{ id, label, note string }{
		{"contributor_absence_factor", "People behind half the work", "contributor absence factor"},
		{"regulars_12m", "Regulars", "active in three or more months"},
		{"integrators_12m", "Integrators", "committed others’ changes three times or more"},
		{"authors_12m", "Authors", "in twelve months"},
	} {
		if ins.OfTwoYears(x.id) {
			x.note += ", of 24\u00a0months"
		}
		p.Figs = append(p.Figs, countFig(ins, x.id, x.label, x.note))
	}
	if bots := ins.Field("bot_commits_12m"); bots.Known() && bots.Value > 0 {
		p.BotFact = explain.Of(int(bots.Value), "commit", "commits") + " by programs left out."
	}
	if with := ins.Field("agent_commits_12m"); with.Known() && with.Value > 0 && total.Known() && total.Value > 0 {
		p.BotFact += fmt.Sprintf(" %s of the commits of people (%s) name a coding agent as co-author; they count for whoever made them.", explain.Thousands(int(with.Value)), explain.Percent(with.Value/total.Value))
		p.BotFact = strings.TrimSpace(p.BotFact)
	}
	p.activity(sub)
	return p
}

func countFig(ins health.Inputs, id, label, note string) ui.Fig {
	in := ins.Field(id)
	switch in.State {
	case health.Observed:
		return ui.Fig{Label: label, Number: explain.Thousands(int(in.Value)), Note: note}
	case health.NotApplicable:
		return ui.Fig{Label: label, Number: "n/a", Note: in.Reason}
	default:
		return ui.Fig{Label: label, Number: "?", Note: in.Reason}
	}
}

func (p *people) activity(sub query.Project) {
	in := sub.Figures.Inputs.Field("human_commits_by_month")
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
	silence := "A finished project may be silent; from git alone we cannot tell."
	if sub.Figures.Inputs.Field("outside_items_24m").Known() {
		silence = "A finished project may be silent: whether people answer stands above."
	}
	desc := fmt.Sprintf("%s in the last twelve calendar months; %d of %d months without any.", explain.Of(last, "human commit", "human commits"), zero, len(months))
	p.Activity = chart.Years{
		ID: "ac", Title: fmt.Sprintf("Human commits a month, %d months", len(months)), Desc: desc, Months: months, Last: sub.Figures.At(), Unit: "Human commits",
		Caption: fmt.Sprintf("%s of %d months without a commit. %s", explain.HowMany(zero), len(months), silence),
	}.Figure()
	p.ActNote = "Human commits a month, to " + explain.Day(sub.Figures.At())
}

func window(at time.Time) string {
	if at.IsZero() {
		return "bots and merges left out; names not shown"
	}
	return "12 months to " + explain.Day(at) + "; bots and merges left out; names not shown"
}

func releases(sub query.Project) []ui.Fact {
	ins := sub.Figures.Inputs
	last := ui.FactOf(ins, "last_release", "", "")
	if tag := ins.Field("last_release_tag"); tag.Known() && tag.Text != "" && last.State == health.Observed {
		last.Note = tag.Text
	}
	out := []ui.Fact{
		last,
		ui.FactOf(ins, "months_since_release", "", "to the date of these figures"),
		waitingFact(sub),
		ui.FactOf(ins, "releases_12m", "Releases in 12 months", ""),
		ui.FactOf(ins, "release_tags_total", "", ""),
	}
	if days := ins.Field("release_dates").Strings(); len(days) > 1 {
		var texts []string
		for _, d := range days[1:min(6, len(days))] {
			texts = append(texts, explain.DayOf(d))
		}
		out = append(out, ui.Fact{Name: "Before that", Text: strings.Join(texts, ", "), State: health.Observed})
	}
	return out
}

// waitingFact is how many commits wait for a release. Which they are is for the
// reader to see: the count cannot tell a repair from a line of documentation.
func waitingFact(sub query.Project) ui.Fact {
	f := ui.FactOf(sub.Figures.Inputs, "unreleased_human_commits", "", "")
	if sub.Figures.Inputs.Field("unreleased_human_commits").Value < 1 || f.State != health.Observed {
		return f
	}
	f.Note = "documentation and CI count as well"
	if to := compareURL(sub); to != "" {
		f.URL = to
		f.Note += "; the link shows what came after the tag"
	}
	return f
}

// plainTag are the names of tags that stand in an address as they are: nearly all.
var plainTag = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+@/-]*$`)

// compareURL is where the host shows what came after the last release tag, up to
// the commit the figures are of; empty on hosts other than GitHub. Nothing is asked.
func compareURL(sub query.Project) string {
	tag := sub.Figures.Inputs.Field("last_release_tag")
	sn, read := sub.Figures.Snapshot(health.SourceGit)
	r, ok := sub.Project.PrimaryRepository()
	if !tag.Known() || !read || !ok || len(sn.Commit) < 40 || strings.Trim(sn.Commit, "0123456789abcdef") != "" {
		return ""
	}
	id, err := health.ParseRepository(r.URL)
	if err != nil || id.Host != "github.com" || !plainTag.MatchString(tag.Text) || strings.Contains(tag.Text, "..") {
		return ""
	}
	return id.URL() + "/compare/" + tag.Text + "..." + sn.Commit
}

func treeFacts(sub query.Project) []ui.Fact {
	ins := sub.Figures.Inputs
	funding := ui.FactOf(ins, "funding_channels", "", "money can be sent here; says nothing of whether it is funded")
	if in := ins.Field("funding_channels"); in.Known() && len(in.Strings()) == 0 {
		funding.Text, funding.Note = "none named in this tree", "says nothing of whether it is funded"
	}
	out := []ui.Fact{
		ui.FactOf(ins, "licence", "", ""), yesNo(ins, "security_policy"), yesNo(ins, "code_owners"), yesNo(ins, "governance_file"),
		funding, ui.FactOf(ins, "update_tool", "", ""), ui.FactOf(ins, "workflows", "", ""), ui.FactOf(ins, "files", "", ""),
	}
	if size := ins.Field("tree_bytes"); size.Known() {
		out = append(out, ui.Fact{Name: "Size of the tree", Text: bytesWords(size.Value), State: health.Observed})
	}
	return out
}

// yesNo says of a file that it is in the tree, or that we do not see it there.
func yesNo(ins health.Inputs, id string) ui.Fact {
	f := ui.FactOf(ins, id, "", "")
	if f.State == health.Observed {
		f.Text = "in this tree"
		if !ins.Field(id).True() {
			f.Text, f.Note = "not in this tree", "the organisation may hold one elsewhere"
		}
	}
	return f
}

func bytesWords(n float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}} {
		if n >= u.size {
			return explain.Decimal(n/u.size) + "\u00a0" + u.name
		}
	}
	return explain.Whole(n) + "\u00a0bytes"
}
