package facts

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
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
	if name := ins.Field("repository_name"); !name.Known() {
		return Host{Unread: explain.Sentence(strings.TrimSuffix(name.Reason, ".")) + "."}
	}
	v := Host{Note: "issues and change requests of people outside the project; programs left out"}
	if since := ins.Field("tracker_read_since"); since.Known() {
		v.Note = "read since " + explain.DayOf(since.Text) + "; programs left out"
	}
	for _, id := range []string{"first_response_days_p50", "outside_items_12m", "outside_items_answered_12m", "change_request_closure", "last_maintainer_act", "mergers_12m", "orgs_of_regulars"} {
		v.Answers = append(v.Answers, told(ins, id))
	}
	for _, id := range []string{"repository_name", "repository_archived", "repository_fork", "repository_parent", "issues_enabled", "open_issues", "open_change_requests", "host_release", "licence_declared", "security_policy_shown", "languages", "topics", "funding_links", "stars", "forks"} {
		if f := told(ins, id); f.State == health.Observed {
			v.Facts = append(v.Facts, f)
		}
	}
	return v
}

// told is a fact with how it was had as its note.
func told(ins health.Inputs, id string) ui.Fact {
	in := ins.Field(id)
	f := ui.FactOf(ins, id, "", "")
	if !in.Known() {
		return f
	}
	f.Note, f.URL = in.Reason, ""
	switch id {
	case "stars", "forks", "open_issues", "open_change_requests":
		f.Note = "shown, never scored"
	case "outside_items_12m", "outside_items_answered_12m":
		f.Note = "in twelve months"
	case "topics", "languages", "funding_links":
		if f.Text = strings.Join(in.Strings(), ", "); f.Text == "" {
			f.Text = "none"
		}
	}
	return f
}

// HostNotices say what the host made of the repository the list names.
func HostNotices(sub query.Project) []ui.Notice {
	ins := sub.Figures.Inputs
	var out []ui.Notice
	r, ok := sub.Project.PrimaryRepository()
	id, err := repository.Parse(r.URL)
	if name := ins.Field("repository_name"); ok && err == nil && name.Known() && !strings.EqualFold(name.Text, id.Path) {
		claim := "Its repository was renamed by its owner."
		if at := strings.LastIndexByte(name.Text, '/'); at < 0 || !strings.EqualFold(name.Text[:at], id.Owner()) {
			claim = "Its repository moved to another owner."
		}
		out = append(out, ui.Notice{Kind: "plain", Claim: claim, Text: fmt.Sprintf("The list names %s; its host calls it %s now. It is the same repository, so its history goes on.", id.Path, name.Text)})
	}
	if ins.Field("repository_mirror").True() && !r.Mirror {
		out = append(out, ui.Notice{Kind: "plain", Claim: "A mirror.", Text: "Its host copies the repository from elsewhere: issues, changes and who integrates them are not to be seen here, and do not count."})
	}
	if ins.Field("repository_fork").True() && !r.Canonical && !r.Mirror {
		out = append(out, ui.Notice{Kind: "plain", Claim: "Held as a fork.", Text: "Its host holds the repository as a fork, so it is shown and not ranked until the list says that the project lives there (canonical: true) or names the repository it lives in."})
	}
	if sub.Project.EndOfLife == nil && ins.Field("repository_archived").True() {
		n := ui.Notice{Kind: "bad", Claim: "The repository is archived on its host."}
		if on := ins.Field("repository_archived_on"); on.Known() {
			n.Claim = "The repository was archived on its host on " + explain.DayOf(on.Text) + "."
		}
		n.Text = "Whether there is a live successor is not known to us; a correction of the list is welcome."
		out = append(out, n)
	}
	return out
}
