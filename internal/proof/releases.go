package proof

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// tagsNote says what a list of tags also holds.
const tagsNote = "Every other tag is one that we do not count as a release: a pre-release, a branch point, another package of the repository, or a name without a version."

// releases are the figures from tags.
func (p pinned) releases(id field.ID) (Proof, bool) {
	last := p.Inputs.Field(field.LastReleaseTag).Text
	day1 := p.Inputs.Field(field.LastRelease).Text
	switch id {
	case field.LastRelease, field.MonthsSinceRelease, field.LastReleaseTag, field.ReleaseFlowMonths, field.UnreleasedHumanCommits:
		if last == "" {
			return because("The figure was stored without the name of the last release's tag."), true
		}
	}
	switch id {
	case field.LastRelease:
		return show(Command{Run: p.tagDate("%Y-%m-%d", last), Prints: p.in.Text}), true
	case field.LastReleaseTag:
		return show(Command{
			Run:   p.tags(fmt.Sprintf("$2 >= \"%s\" && $1 <= %d { print $2, $3 }", day1, p.at+day)),
			Shows: last + " and every tag since its day, newest first.", Note: tagsNote,
		}), true
	case field.MonthsSinceRelease:
		return show(p.since(last)), true
	case field.UnreleasedHumanCommits:
		return show(p.waiting(p.number(0))), true
	case field.ReleaseFlowMonths:
		waiting := p.Inputs.Field(field.UnreleasedHumanCommits)
		if !waiting.Known() {
			return because("It is the time since the last release if human commits wait for one, and their number is not known."), true
		}
		c := p.waiting(fmt.Sprintf("%.0f", waiting.Value))
		if p.in.Value == 0 {
			c.Note += " With 0 commits waiting the delay is 0."
			return show(c), true
		}
		c.Note += " The delay is the time since the last release, or since the oldest of these commits if that is shorter."
		return show(c, p.since(last)), true
	case field.Releases12m, field.ReleaseTagsTotal, field.ReleaseDates:
		return p.listed(id), true
	case field.ReleaseTagsOffBranch, field.ReleaseTagsOffBranchNames:
		return show(Command{
			Run: "LC_ALL=C TZ=UTC0 " + git("for-each-ref --no-merged "+p.commit+" --sort=-creatordate \\\n") +
				tagFormat + awk(fmt.Sprintf("%s { print $2, $3 }", p.window(0, 365))),
			Shows: "The tags of 12 months that the branch does not contain, newest first; we count " + p.counted() + ".", Note: tagsNote,
		}), true
	}
	return Proof{}, false
}

// tagFormat are the columns seconds, day and name of a tag.
const tagFormat = "  --format='%(creatordate:unix)%09%(creatordate:format-local:%Y-%m-%d)%09%(refname:strip=2)' refs/tags |\n"

func (p pinned) tags(program string) string {
	return "LC_ALL=C TZ=UTC0 " + git("for-each-ref --sort=-creatordate \\\n") + tagFormat + awk(program)
}

// tagDate prints the date of a tag.
func (p pinned) tagDate(format, tag string) string {
	return "LC_ALL=C TZ=UTC0 " + git("for-each-ref --format='%(creatordate:format-local:"+format+")' "+Quote("refs/tags/"+tag))
}

// since prints the months since a tag.
func (p pinned) since(tag string) Command {
	return Command{
		Run: git("for-each-ref --format='%(creatordate:unix)' "+Quote("refs/tags/"+tag)) + " |\n" +
			awk(fmt.Sprintf("{ m = (%d - $1) / 2629800; printf \"%%.2f\\n\", (m > 0 ? m : 0) }", p.at)),
		Prints: fmt.Sprintf("%.2f", p.Inputs.Field(field.MonthsSinceRelease).Value),
	}
}

// waiting shows the changes that no tag of a release contains; n is how many of them wait.
func (p pinned) waiting(n string) Command {
	return Command{
		Run: git("log --no-show-signature --no-merges --date=short --format='%h %cd %an: %s' \\\n") +
			"  " + p.commit + " --not --exclude='*[rR][cC]*' --exclude='*alpha*' --exclude='*beta*' --tags",
		Shows: "The changes that no tag contains, newest first, beside tags of pre-releases; of them we count " + n + ".",
		Note: "We leave out commits by programs, and those that a release has as a cherry-pick: with the same author, author date and subject. " +
			"If releases are made apart from the branch, only commits after the last one wait.",
	}
}

// listed shows the tags that figures about many releases count.
func (p pinned) listed(id field.ID) Proof {
	which := fmt.Sprintf("$1 <= %d", p.at+day)
	if id == field.Releases12m {
		which = p.window(0, 365)
	}
	return show(Command{
		Run:   p.tags(which + " { print $2, $3 }"),
		Shows: "All tags with their days, newest first; we count " + p.counted() + ".", Note: tagsNote,
	})
}

// counted says what of the printed tags counts.
func (p pinned) counted() string {
	row, _ := field.ByID(p.in.Field)
	switch {
	case row.Kind == field.List:
		names := p.in.Strings()
		if len(names) > 10 {
			names = append(names[:10:10], fmt.Sprintf("%d more", len(names)-10))
		}
		if len(names) == 0 {
			return "none"
		}
		return strings.Join(names, ", ")
	default:
		unit, _, _ := strings.Cut(row.Unit, ",")
		return p.number(0) + " " + unit
	}
}
