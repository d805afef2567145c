package githubtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

type label struct {
	item *Item
	name string
}

// itemFields resolves Issue and PullRequest.
func itemFields(m map[string]resolver) {
	both := map[string]func(c call, i *Item) any{
		"author":            func(c call, i *Item) any { return c.x.actor(i.Author) },
		"authorAssociation": func(_ call, i *Item) any { return or(i.Association, i.repo.association(i.Author)) },
		"body":              func(_ call, i *Item) any { return i.Body },
		"bodyText":          func(_ call, i *Item) any { return i.Body },
		"closed":            func(_ call, i *Item) any { return i.State() != "OPEN" },
		"closedAt":          func(_ call, i *Item) any { return i.repo.stampOrNil(i.ClosedAt) },
		"comments":          func(c call, i *Item) any { return c.comments(i) },
		"createdAt":         func(_ call, i *Item) any { return i.repo.stamp(i.CreatedAt) },
		"id":                func(_ call, i *Item) any { return i.nodeID() },
		"labels": func(c call, i *Item) any {
			var labels []label
			for _, name := range i.Labels {
				labels = append(labels, label{i, name})
			}
			return plain(labels).paged(c)
		},
		"locked":        func(call, *Item) any { return false },
		"number":        func(_ call, i *Item) any { return i.Number },
		"repository":    func(c call, i *Item) any { return i.base(c.x.world) },
		"resourcePath":  func(_ call, i *Item) any { return i.path() },
		"state":         func(_ call, i *Item) any { return i.State() },
		"timelineItems": func(c call, i *Item) any { return c.timeline(i) },
		"title":         func(_ call, i *Item) any { return i.Title },
		"updatedAt":     func(_ call, i *Item) any { return i.repo.stamp(i.UpdatedAt) },
		"url":           func(c call, i *Item) any { return c.x.world.site + i.path() },
	}
	on(m, "Issue", both)
	on(m, "PullRequest", both)
	on(m, "Issue", map[string]func(c call, i *Item) any{
		"databaseId":  func(_ call, i *Item) any { return i.id() },
		"stateReason": func(_ call, i *Item) any { return i.reason() },
	})
	pullFields(m)
}

func pullFields(m map[string]resolver) {
	on(m, "PullRequest", map[string]func(c call, i *Item) any{
		"additions":         func(_ call, i *Item) any { return 1 + i.Number%50 },
		"baseRefName":       func(_ call, i *Item) any { return i.repo.Branch },
		"commits":           func(c call, i *Item) any { return plain([]pullCommit{{i}}).paged(c) },
		"changedFiles":      func(_ call, i *Item) any { return 1 + i.Number%5 },
		"deletions":         func(_ call, i *Item) any { return i.Number % 20 },
		"fullDatabaseId":    func(_ call, i *Item) any { return strconv.FormatInt(i.id(), 10) },
		"headRefName":       func(_ call, i *Item) any { return "change-" + strconv.Itoa(i.Number) },
		"headRefOid":        func(_ call, i *Item) any { return i.Head() },
		"isCrossRepository": func(_ call, i *Item) any { return i.repo.association(i.Author) == "NONE" },
		"isDraft":           func(_ call, i *Item) any { return i.Draft },
		"mergeCommit": func(_ call, i *Item) any {
			if i.MergedAt.IsZero() {
				return nil
			}
			id := i.mergeOID()
			for _, c := range i.repo.Commits {
				if c.OID == id {
					return c
				}
			}
			return nil
		},
		"merged":   func(_ call, i *Item) any { return !i.MergedAt.IsZero() },
		"mergedAt": func(_ call, i *Item) any { return i.repo.stampOrNil(i.MergedAt) },
		"mergedBy": func(c call, i *Item) any { return c.x.actor(i.MergedBy) },
		"reviews":  func(c call, i *Item) any { return c.reviews(i) },
	})
}

func (i *Item) path() string {
	kind := "/issues/"
	if i.Pull {
		kind = "/pull/"
	}
	return "/" + i.repo.FullName() + kind + strconv.Itoa(i.Number)
}

// reason returns why an issue is closed or open.
func (i *Item) reason() any {
	switch {
	case i.State() != "OPEN" && i.NotPlanned:
		return "NOT_PLANNED"
	case i.State() != "OPEN":
		return "COMPLETED"
	case slices.ContainsFunc(i.Events, func(e *Event) bool { return e.Kind == "reopened" }):
		return "REOPENED"
	}
	return nil
}

// item returns an issue or a pull request by its number.
func (c call) item(r *Repository, pull bool) any {
	number := asInt(c.args["number"])
	if i := r.Item(number); i != nil && i.Pull == pull && (pull || !r.NoIssues) {
		return i
	}
	kind := "an Issue"
	if pull {
		kind = "a PullRequest"
	}
	return failure{"NOT_FOUND", fmt.Sprintf("Could not resolve to %s with the number of %d.", kind, number)}
}

// items lists issues or pull requests, by creation if no order is requested, as GitHub does. A
// repository with disabled issues has none.
func (c call) items(r *Repository, pull bool) any {
	field, descending := orderOf(c.args, "CREATED_AT", false)
	keep := c.filter()
	var out []*Item
	for _, i := range r.Items {
		if i.Pull == pull && (pull || !r.NoIssues) && keep(i) {
			out = append(out, i)
		}
	}
	key := func(i *Item) place {
		switch field {
		case "UPDATED_AT":
			return place{i.UpdatedAt.UnixNano(), int64(i.Number)}
		case "COMMENTS":
			return place{int64(len(i.Comments)), int64(i.Number)}
		}
		return place{i.CreatedAt.UnixNano(), int64(i.Number)}
	}
	return sorted(out, key, descending).paged(c)
}

// filter returns a filter of items for the arguments states, labels and filterBy.
func (c call) filter() func(*Item) bool {
	by, _ := c.args["filterBy"].(map[string]any)
	states, labels := list2(c.args["states"], by["states"]), list2(c.args["labels"], by["labels"])
	since := instant(by["since"])
	creator, _ := by["createdBy"].(string)
	return func(i *Item) bool {
		switch {
		case states != nil && !slices.Contains(states, i.State()):
		case labels != nil && !slices.ContainsFunc(labels, func(l string) bool { return slices.Contains(i.Labels, l) }):
		case !since.IsZero() && i.UpdatedAt.Before(since):
		case creator != "" && !strings.EqualFold(creator, i.Author):
		default:
			return true
		}
		return false
	}
}

// list2 returns the first of two list arguments that is set.
func list2(vs ...any) []string {
	for _, v := range vs {
		switch v := v.(type) {
		case []any:
			out := []string{}
			for _, e := range v {
				out = append(out, fmt.Sprint(e))
			}
			return out
		case string: // GraphQL accepts a single value for a list of one
			return []string{v}
		}
	}
	return nil
}

func (c call) comments(i *Item) any {
	if _, ordered := c.args["orderBy"].(map[string]any); ordered {
		_, descending := orderOf(c.args, "", false)
		return sorted(i.Comments, func(x *Comment) place { return place{x.At.UnixNano(), int64(x.index)} }, descending).paged(c)
	}
	return plain(i.Comments).paged(c)
}

func (c call) reviews(i *Item) any {
	states, author := list2(c.args["states"]), c.text("author")
	var out []*Review
	for _, v := range i.Reviews {
		if (states == nil || slices.Contains(states, or(v.State, "COMMENTED"))) && (author == "" || strings.EqualFold(author, v.By)) {
			out = append(out, v)
		}
	}
	return plain(out).paged(c)
}

// timelineTypes are the values of itemTypes, by GraphQL type.
var timelineTypes = map[string]string{
	"ClosedEvent": "CLOSED_EVENT", "IssueComment": "ISSUE_COMMENT", "MergedEvent": "MERGED_EVENT",
	"PullRequestReview": "PULL_REQUEST_REVIEW", "ReopenedEvent": "REOPENED_EVENT",
}

// timeline returns all events of the item, in order. totalCount counts all, filteredCount those of
// the requested types.
func (c call) timeline(i *Item) any {
	type entry struct {
		at time.Time
		v  any
	}
	var all []entry
	for _, x := range i.Comments {
		all = append(all, entry{x.At, x})
	}
	for _, x := range i.Reviews {
		all = append(all, entry{x.At, x})
	}
	for _, x := range i.Events {
		all = append(all, entry{x.At, x})
	}
	slices.SortStableFunc(all, func(a, b entry) int { return a.at.Compare(b.at) })
	types, since := list2(c.args["itemTypes"]), instant(c.args["since"])
	var out []any
	for _, e := range all {
		if (types == nil || slices.Contains(types, timelineTypes[typeOf(e.v)])) && !e.at.Before(since) {
			out = append(out, e.v)
		}
	}
	out = out[min(len(out), max(0, asInt(c.args["skip"]))):]
	page := plain(out).paged(c)
	if n, ok := page.(*connection); ok {
		n.total, n.updated = len(all), i.UpdatedAt
	}
	return page
}
