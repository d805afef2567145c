package facts

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Host is what the project's host says of it: whether people answer, and
// plain facts.
type Host struct {
	// Unread says why nothing was read; the rest is empty then.
	Unread  string
	Note    string
	Answers []ui.Fact
	Facts   []ui.Fact
}

// HostOf returns what the host of a project says of it.
func HostOf(sub query.Project) Host {
	ins := sub.Figures.Inputs
	if name := ins.Field(field.RepositoryName); !name.Known() {
		return Host{Unread: explain.Sentence(strings.TrimSuffix(name.Reason, ".")) + "."}
	}
	v := Host{Note: "issues and change requests from outsiders, without programs"}
	if since := ins.Field(field.TrackerReadSince); since.Known() {
		v.Note = "from outsiders, without programs; known since " + explain.DayOf(since.Text)
	}
	for _, id := range []field.ID{field.FirstResponseDaysP50, field.OutsideItems12m, field.OutsideItemsAnswered12m, field.ChangeRequestClosure, field.LastMaintainerAct, field.Mergers12m, field.OrgsOfRegulars} {
		v.Answers = append(v.Answers, told(ins, id))
	}
	for _, id := range []field.ID{field.RepositoryName, field.RepositoryArchived, field.RepositoryFork, field.RepositoryParent, field.IssuesEnabled, field.OpenIssues, field.OpenChangeRequests, field.HostRelease, field.LicenceDeclared, field.SecurityPolicyShown, field.Languages, field.Topics, field.FundingLinks, field.OwnerFundingChannels, field.Stars, field.Forks} {
		if f := told(ins, id); f.State == health.Observed {
			v.Facts = append(v.Facts, f)
		}
	}
	return v
}

// told is a fact with how it was had as its note.
func told(ins health.Inputs, id field.ID) ui.Fact {
	in := ins.Field(id)
	f := ui.FactOf(ins, id, "", "")
	if !in.Known() {
		return f
	}
	f.Note, f.URL = in.Reason, ""
	switch id {
	case "stars", "forks", field.OpenIssues, field.OpenChangeRequests:
		f.Note, f.Says = "shown, never scored", "unscored"
	case field.OutsideItems12m, field.OutsideItemsAnswered12m:
		f.Note = "in 12 months"
		if in.Reason != "" {
			f.Note += "; " + in.Reason
		}
	case "topics", "languages", field.FundingLinks, field.OwnerFundingChannels:
		if f.Text = strings.Join(in.Strings(), ", "); f.Text == "" {
			f.Text = "none"
		}
	}
	return f
}

// CopyNotices say that the git figures are from a copy by others.
func CopyNotices(sub query.Project) []ui.Notice {
	c, ok := explain.CopiedFrom(sub.Project, sub.Figures)
	if !ok {
		return nil
	}
	return []ui.Notice{{Says: "copy:" + c.Name, Kind: "plain", Claim: c.Claim(), Text: c.Text(), Link: ui.Link{Label: "Commit", Href: c.URL}}}
}

// CarriedNotices say that the newest attempt failed, so the figures are older.
func CarriedNotices(sub query.Project) []ui.Notice {
	last := sub.Figures.Last
	if last.Outcome != health.OutcomeCarried {
		return nil
	}
	return []ui.Notice{{
		Says:  "carried:" + explain.ISO(last.At),
		Claim: "The last attempt failed.",
		Text:  "On " + explain.Day(last.At) + ": " + last.Reason + ". The figures below are from the last successful run.",
	}}
}

// HostNotices say what the host made of the repository the list names.
func HostNotices(sub query.Project) []ui.Notice {
	ins := sub.Figures.Inputs
	var out []ui.Notice
	r, ok := sub.Project.PrimaryRepository()
	id, err := repository.Parse(r.URL)
	if name := ins.Field(field.RepositoryName); ok && err == nil && name.Known() && !strings.EqualFold(name.Text, id.Path) {
		claim, says := "The owner renamed the repository.", "renamed"
		if at := strings.LastIndexByte(name.Text, '/'); at < 0 || !strings.EqualFold(name.Text[:at], id.Owner()) {
			claim, says = "The repository moved to another owner.", "moved"
		}
		out = append(out, ui.Notice{Says: says, Kind: "plain", Claim: claim, Text: fmt.Sprintf("The list names %s; its host now names %s. It is the same repository, so its history continues.", id.Path, name.Text)})
	}
	if ins.Field(field.RepositoryMirror).True() && !r.Mirror {
		out = append(out, ui.Notice{Says: "mirror", Kind: "plain", Claim: "This repository is a mirror.", Text: "Work happens elsewhere. Issues, change requests and integrators are not visible here, so they do not count."})
	}
	if ins.Field(field.RepositoryFork).True() && !r.Canonical && !r.Mirror {
		out = append(out, ui.Notice{Says: "fork", Kind: "plain", Claim: "This repository is marked as a fork.", Text: "It is shown but not ranked. To rank it, the list must confirm it as the project’s home (canonical: true) or name another repository."})
	}
	if sub.Project.EndOfLife == nil && ins.Field(field.RepositoryArchived).True() {
		n := ui.Notice{Says: "archived", Kind: "bad", Claim: "The repository is archived on its host."}
		if on := ins.Field(field.RepositoryArchivedOn); on.Known() {
			n.Says += ":" + on.Text
			n.Claim = "The repository was archived on its host on " + explain.DayOf(on.Text) + "."
		}
		n.Text = "We do not know whether there is a live successor. Corrections of the list are welcome."
		out = append(out, n)
	}
	return out
}
