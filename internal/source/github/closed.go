package github

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// A token may lack the permission for a part of what is asked. GitHub then leaves out that part, or
// all of the repository if the part may not be empty. In the second case the repository is asked
// for once more without the part.

// The queries that can leave out parts.
const (
	ofRepository = "repository" // parts are fields of the fragment "repository"
	ofRecords    = "records"    // fields of the fragment "records", and checksPart
	ofActivity   = "activity"   // feeds
)

// checksPart is what recordsQuery leaves out without checks.
const checksPart = "checks"

// closedAge is how long a refusal is remembered: a permission may be granted.
const closedAge = 24 * time.Hour

// closed remembers which parts GitHub refuses, by query and owner: an owner grants permissions. It
// is kept in memory only.
type closed struct {
	mu    sync.Mutex
	known map[string]closedParts
}

type closedParts struct {
	at    time.Time
	names []string // sorted
}

// of returns the parts to leave out.
func (c *closed) of(query, owner string, now time.Time) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.known[query+" "+strings.ToLower(owner)]
	if !ok || !young(k.at, now, closedAge) {
		return nil
	}
	return k.names
}

// add remembers parts and returns all to leave out. If there are no more than were left out, it
// does not help to ask again.
func (c *closed) add(query, owner string, now time.Time, names []string) []string {
	old := c.of(query, owner, now)
	all := slices.Concat(old, names)
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) == len(old) {
		return old
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= maxOwners {
		c.known = map[string]closedParts{}
	}
	c.known[query+" "+strings.ToLower(owner)] = closedParts{now, all}
	return all
}

// without removes fields from a fragment: those with these names, or aliases, directly in it.
func without(fragment string, names []string) string {
	if len(names) == 0 {
		return fragment
	}
	start := strings.IndexByte(fragment, '{') + 1
	end := start
	var out strings.Builder
	out.WriteString(fragment[:start])
	for end < len(fragment) && fragment[end] != '}' {
		next := end + selection(fragment[end:])
		text := fragment[end:next]
		name, _, _ := strings.Cut(strings.TrimSpace(text), " ")
		if name = strings.TrimRight(name, ":"); !slices.Contains(names, strings.SplitN(name, "(", 2)[0]) {
			out.WriteString(text)
		}
		end = next
	}
	out.WriteString(fragment[end:])
	return out.String()
}

// selection returns the length of the first field of a selection: its name, and what belongs to it.
func selection(text string) int {
	depth, named := 0, false
	for i, r := range text {
		switch {
		case strings.ContainsRune("({", r):
			depth++
		case r == ')' || r == '}' && depth > 0:
			depth--
		case depth > 0:
		case r == '}':
			return i
		case r == ' ' || r == '\n':
			rest := strings.TrimLeft(text[i:], " \n")
			if named && !strings.HasSuffix(text[:i], ":") && !strings.HasPrefix(rest, "{") {
				return i
			}
		default:
			named = true
		}
	}
	return len(text)
}

// lost are the inputs that a part of the fragment "repository" gives. The repository can be read
// without these parts.
var lost = map[string][]field.ID{
	"archivedAt": {field.RepositoryArchivedOn}, "parent": {field.RepositoryParent}, "licenseInfo": {field.LicenceDeclared},
	"repositoryTopics": {field.Topics}, "languages": {field.Languages}, "openIssues": {field.OpenIssues}, "openChanges": {field.OpenChangeRequests},
	"newestIssue": issueFields, "newestChange": changeInputs, "releases": {field.HostRelease, field.LastMaintainerAct}, "latestRelease": {field.HostRelease},
	"defaultBranchRef": {field.DefaultBranch, field.HeadCommit, field.OrgsOfRegulars}, "fundingLinks": {field.FundingLinks}, "isSecurityPolicyEnabled": {field.SecurityPolicyShown},
}

// The inputs that the feeds of issues and of pull requests give.
var (
	issueFields  = append(slices.Clone(outside), field.LastMaintainerAct, field.TrackerReadSince)
	changeInputs = append(slices.Clone(issueFields), field.ChangeRequestClosure, field.Mergers12m)
	feedInputs   = [feeds][]field.ID{issueFields, changeInputs, {field.OrgsOfRegulars}}
)

// unread marks the inputs of parts that were not read, so that their last values stay. why is what
// happened, by part.
func unread(ins []health.Input, why map[string]string) {
	for part, what := range why {
		for i, in := range ins {
			if slices.Contains(partInputs(part), in.Field) {
				ins[i] = health.Unasked(in.Field, theHost, what, nil)
			}
		}
	}
}

// why returns why feeds are not read.
func (r *reading) why() map[string]string {
	out := map[string]string{}
	for _, name := range r.leave {
		out[name] = hidden
	}
	return out
}

// allowed returns the pages without those of feeds that an answer refuses, which are left out from
// now on.
func (r *reading) allowed(a answer, pages []page) []page {
	why, refused, ok := a.missing("node", activityPart)
	if !ok || !refused {
		return pages
	}
	r.leave = slices.Concat(r.leave, r.s.closed.add(ofActivity, r.owner, time.Unix(r.now, 0), slices.Collect(maps.Keys(why))))
	r.s.cfg.Log.Warn("github: a part of the activity is refused, and is left out", "owner", r.owner, "parts", r.leave)
	return slices.DeleteFunc(slices.Clone(pages), func(p page) bool { return slices.Contains(r.leave, feedNames[p.feed]) })
}

// partInputs returns the inputs of a feed, or of a part of the fragment "repository".
func partInputs(part string) []field.ID {
	if i := slices.Index(feedNames[:], part); i >= 0 {
		return feedInputs[i]
	}
	return lost[part]
}

// feedNames are the feeds, as parts.
var feedNames = [feeds]string{"issues", "changes", "commits"}

// missing returns why parts below an alias are missing, if all faults below it concern parts that
// can be left out. part returns the part of a path below the alias. refused is true if all of them
// are refused permissions.
func (a answer) missing(alias string, part func(path []any) string) (why map[string]string, refused, ok bool) {
	why, refused = map[string]string{}, true
	for _, f := range a.faults {
		if len(f.Path) == 0 {
			return nil, false, false
		}
		if f.Path[0] != alias {
			continue
		}
		name := ""
		if len(f.Path) > 1 {
			name = part(f.Path[1:])
		}
		if name == "" {
			return nil, false, false
		}
		why[name] = f.why(why[name])
		refused = refused && f.permission()
	}
	return why, refused && len(why) > 0, len(why) > 0
}

// repositoryPart returns the part of the fragment "repository" at a path; empty if the repository
// cannot be read without it.
func repositoryPart(path []any) string {
	name, _ := path[0].(string)
	if _, ok := lost[name]; !ok {
		return ""
	}
	return name
}

// recordsPart does the same for the fragment "records".
func recordsPart(path []any) string {
	part, ok := partOf(path)
	name, _ := path[0].(string)
	switch {
	case !ok:
		return ""
	case part == forge.PartCheckRuns:
		return checksPart
	}
	return name
}

// activityPart does the same for the feeds.
func activityPart(path []any) string {
	switch name, _ := path[0].(string); name {
	case "issues", "issuesOlder":
		return feedNames[feedIssues]
	case "changes", "changesOlder":
		return feedNames[feedChanges]
	case "defaultBranchRef":
		return feedNames[feedCommits]
	}
	return ""
}

// guarded are the parts of records that need permissions of their own. They are left out if GitHub
// refuses a query and does not say which part.
var guarded = []string{checksPart, "protected", "rulesets"}

// closedRecords returns the parts of records because of which nothing of a repository came, from
// the answer or error of its query.
func closedRecords(a answer, err error) []string {
	raw, ok := a.data["r"]
	if err != nil && !errors.Is(err, errWhole) || err == nil && ok && string(raw) != "null" {
		return nil
	}
	if why, refused, ok := a.missing("r", recordsPart); ok && refused {
		var names []string
		for name := range why {
			names = append(names, name)
		}
		return names
	}
	if err != nil && len(a.faults) > 0 && len(a.faults[0].Path) == 0 && a.faults[0].permission() {
		return guarded
	}
	return nil
}

// unseenParts adds the parts that were left out of a query.
func unseenParts(names []string, unseen map[forge.Part]string) {
	for _, name := range names {
		part, ok := partOf([]any{name})
		if name == checksPart {
			part, ok = forge.PartCheckRuns, true
		}
		if ok {
			unseen[part] = hidden
		}
	}
}
