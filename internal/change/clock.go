package change

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

func set(fields ...string) map[string]bool {
	out := make(map[string]bool, len(fields))
	for _, f := range fields {
		out[f] = true
	}
	return out
}

var (
	// ofPeople are windows over human commits: they stand still while the last
	// human commit does.
	ofPeople = set("active_months_12m", "commit_trend_log2", "contributor_absence_factor", "regulars_12m", "integrators_12m",
		"human_commits_12m", "human_commits_prev12m", "authors_12m", "contributor_absence_factor_12m", "top_author_share_12m", "author_shares_12m",
		"new_authors_12m", "human_commits_by_month", "authors_by_month", "top_author_changed", "newcomer_core_share", "human_commits_6m", "agent_commits_12m")
	// falling are counts over a window that time alone can only lower.
	falling = set("active_months_12m", "regulars_12m", "integrators_12m", "human_commits_12m", "human_commits_6m", "authors_12m", "new_authors_12m",
		"agent_commits_12m", "bot_commits_12m", "merges_12m", "releases_12m", "release_tags_off_branch")
	// ofCommits are windows over all commits.
	ofCommits = set("bot_commits_12m", "merges_12m", "bot_share_12m", "commits_by_month")
	// ofTags are figures that a tag moves without a commit.
	ofTags = set("last_release", "last_release_tag", "months_since_release", "release_flow_months", "unreleased_human_commits", "releases_12m",
		"release_tags_total", "release_dates", "release_gap_months", "release_tags_off_branch", "release_tags_off_branch_names")
	// ofTracker are windows over issues and change requests.
	ofTracker = set("first_response_days_p50", "change_request_closure", "outside_items_12m", "outside_items_answered_12m", "outside_items_24m",
		"outside_items_answered_24m", "mergers_12m", "tracker_read_since")
	// ofHost are figures of the host's records, read as they are now.
	ofHost = set("first_response_days_p50", "change_request_closure", "outside_items_12m", "outside_items_answered_12m", "outside_items_24m",
		"outside_items_answered_24m", "mergers_12m", "orgs_of_regulars", "last_maintainer_act", "open_issues", "open_change_requests", "host_release")
	// windowed are the figures of git that time alone moves.
	windowed = func() map[string]bool {
		out := set("months_since_human_act", "months_since_release", "release_flow_months", "releases_12m", "release_tags_off_branch", "release_tags_off_branch_names")
		for _, m := range []map[string]bool{ofPeople, ofCommits} {
			for f := range m {
				out[f] = true
			}
		}
		return out
	}()
)

// byClock says by what it is seen that only time passed.
func byClock(p pair) string {
	switch id := p.field.ID; {
	case p.impossible():
		return ""
	case id == "months_since_human_act":
		return sinceAct(p)
	case id == "months_since_release", id == "release_flow_months":
		return sinceRelease(p)
	case id == "releases_12m", id == "release_tags_off_branch", id == "release_tags_off_branch_names":
		if p.unmoved("last_release_tag") {
			return "no release since " + p.a.ins.Field("last_release").Text
		}
	case id == "integrators_12m" && p.after.Source != field.SourceGit, id == "mergers_12m", id == "orgs_of_regulars", ofTracker[id]:
		return trackerWindow(p)
	case ofPeople[id] && p.unmoved("last_human_commit"):
		return "no human commit since " + p.a.ins.Field("last_human_commit").Text
	case windowed[id] && p.still():
		return "the commit is the same; the window moved"
	case id == "advisory_unpatched_days" && p.unmoved("advisories_unpatched"):
		return "the same advisories, older by as much"
	case id == "advisories_24m" && p.after.Value < p.before.Value:
		return "advisories left the window of two years"
	case id == "advisory_fix_days_p50" && p.unmoved("advisories_unpatched") && p.unmoved("advisories_24m"):
		return "no advisory was published or patched"
	case id == "published_score":
		return totalWindow(p)
	}
	return ""
}

// impossible reports whether time cannot have done it: a count over a window of
// git's history rose, and the window did not move back.
func (p pair) impossible() bool {
	return falling[p.field.ID] && p.after.Source == field.SourceGit && p.after.Value > p.before.Value && !p.a.at.Before(p.b.at)
}

// sinceAct tells a longer time since the same act from another act.
func sinceAct(p pair) string {
	if p.after.Value <= p.before.Value || p.later("last_human_commit") || p.later("last_maintainer_act") {
		return ""
	}
	if p.unmoved("last_human_commit") || p.still() {
		return "nobody acted; more time has passed since"
	}
	return ""
}

// sinceRelease tells a longer time since the same release from another release.
func sinceRelease(p pair) string {
	if p.unmoved("last_release_tag") && p.before.Value > 0 && p.after.Value > p.before.Value {
		return "no release since " + p.a.ins.Field("last_release").Text + "; more time has passed"
	}
	return ""
}

// trackerWindow reads figures of the host's records. The records of then are not
// kept, so that something was done is said only where something rose that time
// cannot raise.
func trackerWindow(p pair) string {
	for _, f := range []string{"outside_items_12m", "outside_items_answered_12m", "outside_items_24m", "outside_items_answered_24m", "mergers_12m"} {
		if p.rose(f) {
			return ""
		}
	}
	quiet := p.unmoved("last_maintainer_act")
	switch p.field.ID {
	case "mergers_12m", "integrators_12m", "orgs_of_regulars", "tracker_read_since":
		if p.field.ID == "tracker_read_since" || p.after.Value < p.before.Value {
			return "what is older left the window"
		}
		return ""
	case "first_response_days_p50", "change_request_closure":
		if !quiet && p.later("last_maintainer_act") {
			return ""
		}
	}
	if quiet {
		return "nothing rose and the last act is the same; the window moved"
	}
	return "nothing rose that an act would raise; whether only the window moved cannot be told"
}

const (
	// maintainedWindow and maintainedWeight are of Scorecard's Maintained, the one
	// check that looks back a fixed time: its days, and the points of a total of
	// 10 it carries (7.5 of some 92 where all but Packaging and Signed-Releases
	// are judged).
	maintainedWindow = 90
	maintainedWeight = .8
	// tenth is what totals are rounded to.
	tenth = .1
)

// totalWindow reads a published total. With its checks at hand they tell; without
// them a fall at the same commit is the clock's up to what an even window loses.
func totalWindow(p pair) string {
	if !p.still() || p.after.Value >= p.before.Value {
		return ""
	}
	was, is := checks(p.b, p.before.Source), checks(p.a, p.after.Source)
	if len(was) > 0 && len(is) > 0 {
		for name, c := range is {
			if o := was[name]; name != "Maintained" && (o.State != c.State || o.Score != c.Score) {
				return ""
			}
		}
		return "of its checks Maintained alone moved, which looks back 90 days; the commit is the same"
	}
	lost := maintainedWeight * min(1, p.days()/maintainedWindow)
	if p.before.Value-p.after.Value > lost+tenth/2 {
		return ""
	}
	return fmt.Sprintf("at the same commit and by no more than %.1f: the check Maintained looks back 90 days", max(lost, tenth))
}
