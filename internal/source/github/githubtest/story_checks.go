package githubtest

import (
	"fmt"
	"slices"
	"time"
)

// storyChange is the pull request of a commit: merged when the commit was made, a day after it was
// opened.
type storyChange struct {
	By       string        `yaml:"by"` // default: the author of the commit
	MergedBy string        `yaml:"merged_by"`
	Labels   []string      `yaml:"labels"`
	Reviews  []storyReview `yaml:"reviews"`
	Base     string        `yaml:"base"`
	Checks   []storySuite  `yaml:"checks"`
	Statuses []storyStatus `yaml:"statuses"`
}

type storyReview struct {
	By    string `yaml:"by"`
	State string `yaml:"state"`
}

type storySuite struct {
	App        string `yaml:"app"`
	Status     string `yaml:"status"`
	Conclusion string `yaml:"conclusion"`
	Runs       int    `yaml:"runs"`
}

type storyStatus struct {
	State   string `yaml:"state"`
	Context string `yaml:"context"`
	Target  string `yaml:"target"`
	After   string `yaml:"after"`
}

type storyProtection struct {
	AdminEnforced    bool     `yaml:"admin_enforced"`
	LastPushApproval bool     `yaml:"last_push_approval"`
	DismissesStale   bool     `yaml:"dismisses_stale"`
	StatusChecks     bool     `yaml:"status_checks"`
	Strict           bool     `yaml:"strict"`
	Deletions        bool     `yaml:"deletions"`
	ForcePushes      bool     `yaml:"force_pushes"`
	Linear           bool     `yaml:"linear"`
	CodeOwners       bool     `yaml:"code_owners"`
	Approvals        int      `yaml:"approvals"`
	Contexts         []string `yaml:"contexts"`
	Hidden           bool     `yaml:"hidden"`
}

type storyRuleset struct {
	Name        string      `yaml:"name"`
	Enforcement string      `yaml:"enforcement"`
	Include     []string    `yaml:"include"`
	Exclude     []string    `yaml:"exclude"`
	Bypass      []string    `yaml:"bypass"`
	Rules       []storyRule `yaml:"rules"`
}

type storyRule struct {
	Type         string   `yaml:"type"`
	DismissStale bool     `yaml:"dismiss_stale"`
	CodeOwner    bool     `yaml:"code_owner"`
	LastPush     bool     `yaml:"last_push"`
	Resolution   bool     `yaml:"resolution"`
	Approvals    int      `yaml:"approvals"`
	Strict       bool     `yaml:"strict"`
	Contexts     []string `yaml:"contexts"`
}

// storyRun is a run of a workflow on one of the commits; 0 is the newest.
type storyRun struct {
	Workflow   string `yaml:"workflow"`
	Commit     int    `yaml:"commit"`
	Conclusion string `yaml:"conclusion"`
	By         string `yaml:"by"`
	At         string `yaml:"at"`
}

// checks reads the check suites and statuses of a commit of an instant.
func (t *teller) checks(where string, suites []storySuite, statuses []storyStatus, at time.Time) (_ []Suite, out []Status) {
	var all []Suite
	for n, s := range suites {
		place := fmt.Sprintf("%s.checks[%d]", where, n)
		t.oneOf(place+".status", or(s.Status, "COMPLETED"), enum("CheckStatusState")...)
		if s.Conclusion != "" {
			t.oneOf(place+".conclusion", s.Conclusion, enum("CheckConclusionState")...)
		}
		all = append(all, Suite(s))
	}
	for n, s := range statuses {
		place := fmt.Sprintf("%s.statuses[%d]", where, n)
		t.oneOf(place+".state", s.State, enum("StatusState")...)
		x := Status{State: s.State, Context: s.Context, Target: s.Target, At: at.Add(time.Duration(n) * time.Second)}
		if s.After != "" {
			d, err := length(s.After, at)
			if err != nil {
				t.wrong(place+".after", "%v", err)
			}
			x.At = at.Add(d)
		}
		out = append(out, x)
	}
	return all, out
}

// change creates the pull request of a commit.
func (t *teller) change(where string, c *Commit, s storyChange, n int) {
	opened := c.At.Add(-24 * time.Hour)
	i := &Item{
		Pull: true, Title: fmt.Sprintf("Change %d", n+1), Author: or(s.By, c.Author), CreatedAt: opened, UpdatedAt: opened,
		Labels: slices.Clone(s.Labels), Base: s.Base, repo: t.repo,
	}
	if i.Author == "nobody" {
		i.Author = ""
	}
	for k, v := range s.Reviews {
		t.oneOf(fmt.Sprintf("%s.reviews[%d].state", where, k), or(v.State, "COMMENTED"), enum("PullRequestReviewState")...)
		i.Review(authors{v.By}.turn(0), v.State, opened.Add(time.Duration(k+1)*time.Hour))
	}
	i.Suites, i.Statuses = t.checks(where, s.Checks, s.Statuses, opened)
	i.Merge(authors{or(s.MergedBy, c.Author)}.turn(0), c.At)
	t.repo.Items = append(t.repo.Items, i)
}

func (t *teller) rules(s *story) {
	t.repo.LicensePath, t.repo.Branches = s.LicensePath, slices.Clone(s.Branches)
	for name, p := range s.Protection {
		if t.repo.Protection == nil {
			t.repo.Protection = map[string]*Protection{}
		}
		rule := Protection(p)
		t.repo.Protection[name] = &rule
	}
	for n, x := range s.Rulesets {
		where := fmt.Sprintf("$.rulesets[%d]", n)
		t.oneOf(where+".enforcement", or(x.Enforcement, "ACTIVE"), enum("RuleEnforcement")...)
		set := &Ruleset{Name: or(x.Name, fmt.Sprintf("set %d", n+1)), Enforcement: x.Enforcement, Include: x.Include, Exclude: x.Exclude, Bypass: x.Bypass}
		for k, r := range x.Rules {
			t.oneOf(fmt.Sprintf("%s.rules[%d].type", where, k), r.Type, enum("RepositoryRuleType")...)
			set.Rules = append(set.Rules, Rule(r))
		}
		t.repo.Rulesets = append(t.repo.Rulesets, set)
	}
}

func (t *teller) runs(all []storyRun) {
	for n, s := range all {
		where := fmt.Sprintf("$.runs[%d]", n)
		if s.Commit < 0 || s.Commit >= len(t.repo.Commits) {
			t.wrong(where, "there is no such commit")
			continue
		}
		at := t.time(where+".at", or(s.At, "-1d"))
		commits := slices.Clone(t.repo.Commits)
		slices.SortStableFunc(commits, func(a, b *Commit) int { return b.At.Compare(a.At) })
		t.repo.Runs = append(t.repo.Runs, &Run{Workflow: s.Workflow, Head: commits[s.Commit].OID, Conclusion: or(s.Conclusion, "success"), By: s.By, At: at})
	}
	slices.SortStableFunc(t.repo.Runs, func(a, b *Run) int { return b.At.Compare(a.At) })
}
