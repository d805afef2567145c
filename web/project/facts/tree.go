package facts

import (
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Releases are the facts of releases.
func Releases(sub query.Project) []ui.Fact {
	ins := sub.Figures.Inputs
	last := ui.FactOf(ins, field.LastRelease, "", "")
	if tag := ins.Field(field.LastReleaseTag); tag.Known() && tag.Text != "" && last.State == health.Observed {
		last.Note = tag.Text
	}
	out := []ui.Fact{
		last,
		ui.FactOf(ins, field.MonthsSinceRelease, "", "up to the date of these figures"),
		waitingFact(sub),
		ui.FactOf(ins, field.Releases12m, "Releases in 12 months", ""),
		ui.FactOf(ins, field.ReleaseTagsTotal, "", ""),
	}
	if days := ins.Field(field.ReleaseDates).Strings(); len(days) > 1 {
		var texts []string
		for _, d := range days[1:min(6, len(days))] {
			texts = append(texts, explain.DayOf(d))
		}
		out = append(out, ui.Fact{Name: "Earlier releases", Text: strings.Join(texts, ", "), State: health.Observed})
	}
	return append(out, supportFacts(sub.Figures.Inputs.Field(field.ReleaseLines), sub.Now)...)
}

// linesShown is the most release lines a page names.
const linesShown = 6

// supportFacts are the release lines that are supported on the day, and which ends next. Without a
// supported line it says since when: that is a fact, and no end of the project.
func supportFacts(in health.Input, day time.Time) []ui.Fact {
	s, ok := entry.SupportOn(in, day)
	if !ok {
		return nil
	}
	lines := ui.Fact{ID: string(field.ReleaseLines), Name: "Supported release lines", State: health.Observed, Note: in.Reason, URL: in.SourceURL, Says: "unscored"}
	lines.Value = strconv.Itoa(len(s.Lines))
	switch more := len(s.Lines) - linesShown; {
	case len(s.Lines) == 0 && s.LastEnd == "":
		lines.Text = "none"
	case len(s.Lines) == 0:
		lines.Text = "none since " + explain.DayOf(s.LastEnd)
	case more > 0:
		lines.Text = strings.Join(s.Lines[:linesShown], ", ") + " and " + explain.Thousands(more) + " more"
	default:
		lines.Text = strings.Join(s.Lines, ", ")
	}
	if len(s.Lines) == 0 {
		lines.Note += "; the maintainers did not declare the end of the project by this"
	}
	out := []ui.Fact{lines}
	if s.NextEnd != "" {
		out = append(out, ui.Fact{Name: "Next end of support", Text: explain.DayOf(s.NextEnd) + ", of " + s.Next, State: health.Observed})
	}
	return out
}

// waitingFact is how many commits wait for a release. Which they are is for the
// reader to see: the count cannot tell a repair from a line of documentation.
func waitingFact(sub query.Project) ui.Fact {
	f := ui.FactOf(sub.Figures.Inputs, field.UnreleasedHumanCommits, "", "")
	if sub.Figures.Inputs.Field(field.UnreleasedHumanCommits).Value < 1 || f.State != health.Observed {
		return f
	}
	f.Says = "any-commit" // also one of documentation
	f.Note = "including documentation and CI"
	if to := explain.CompareURL(sub.Project, sub.Figures); to != "" {
		f.URL = to
		f.Note += "; the link shows those of programs and merges, too"
	}
	if explain.ReleasedAside(sub.Figures.Inputs) {
		f.Says = "aside"
		f.Note += "; no release on any line has them. The last release is on another line than the default branch, so its comparison would show others"
	}
	return f
}

// Tree is what the tree holds.
func Tree(sub query.Project) []ui.Fact {
	ins := sub.Figures.Inputs
	out := []ui.Fact{
		ui.FactOf(ins, "licence", "", ""), yesNo(ins, field.SecurityPolicy), yesNo(ins, field.CodeOwners), yesNo(ins, field.GovernanceFile),
		Funding(ins), ui.FactOf(ins, field.UpdateTool, "", ""), ui.FactOf(ins, field.Workflows, "", ""), ui.FactOf(ins, "files", "", ""),
	}
	if size := ins.Field(field.TreeBytes); size.Known() {
		out = append(out, ui.Fact{Name: "Size of the tree", Text: bytesWords(size.Value), State: health.Observed})
	}
	return out
}

// Funding is where money can be sent, by the file of the repository or of its owner.
func Funding(ins health.Inputs) ui.Fact {
	const where = "where to send money; it does not show whether the project is funded"
	in, owner := ins.Field(field.FundingChannels), ins.Field(field.OwnerFundingChannels)
	f := ui.FactOf(ins, field.FundingChannels, "", where)
	f.Says = "channel-only" // says nothing of whether it is funded
	switch {
	case !in.Known():
	case len(in.Strings()) > 0 && in.Source == field.SourceGitHub:
		f.Note = explain.Dated(in, in.Reason+"; "+where)
	case len(in.Strings()) > 0:
	case in.Reason == funding.NoneNamed:
		f.Text, f.Note = "none named in its file", "the owner’s file does not apply; it may be funded in other ways"
	case owner.Known():
		f.Text, f.Note = "none named", "in this tree and in the owner’s .github repository; it may be funded in other ways"
	default:
		f.Text, f.Note = "none named in this tree", "the owner’s .github repository, whose file would apply too, is not read; it may be funded in other ways"
	}
	return f
}

// yesNo says of a file that it is in the tree, or that we do not see it there.
func yesNo(ins health.Inputs, id field.ID) ui.Fact {
	f := ui.FactOf(ins, id, "", "")
	if f.State == health.Observed {
		f.Text = "in this tree"
		if !ins.Field(id).True() {
			f.Says = "not-in-tree"
			f.Text, f.Note = "not in this tree", "the organisation may keep one elsewhere"
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
