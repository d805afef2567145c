package githubtest

import (
	"fmt"
	"strconv"
)

// conversationFields resolves comments, reviews, labels and events.
func conversationFields(m map[string]resolver) {
	remarkFields(m)
	eventFields(m)
}

func remarkFields(m map[string]resolver) {
	on(m, "IssueComment", map[string]func(c call, x *Comment) any{
		"author":            func(c call, x *Comment) any { return c.x.actor(x.By) },
		"authorAssociation": func(_ call, x *Comment) any { return or(x.Association, x.item.repo.association(x.By)) },
		"body":              func(_ call, x *Comment) any { return x.Body },
		"bodyText":          func(_ call, x *Comment) any { return x.Body },
		"createdAt":         func(_ call, x *Comment) any { return x.item.repo.stamp(x.At) },
		"fullDatabaseId":    func(_ call, x *Comment) any { return strconv.FormatInt(x.id(), 10) },
		"id":                func(_ call, x *Comment) any { return nodeID("IC", x.item.repo.ID, x.id()) },
		"isMinimized":       func(call, *Comment) any { return false },
		"repository":        func(_ call, x *Comment) any { return x.item.repo },
		"updatedAt":         func(_ call, x *Comment) any { return x.item.repo.stamp(x.At) },
		"url": func(c call, x *Comment) any {
			return fmt.Sprintf("%s%s#issuecomment-%d", c.x.world.site, x.item.path(), x.id())
		},
	})
	on(m, "PullRequestReview", map[string]func(c call, x *Review) any{
		"author":            func(c call, x *Review) any { return c.x.actor(x.By) },
		"authorAssociation": func(_ call, x *Review) any { return or(x.Association, x.item.repo.association(x.By)) },
		"body":              func(call, *Review) any { return "" },
		"createdAt":         func(_ call, x *Review) any { return x.item.repo.stamp(x.At) },
		"id":                func(_ call, x *Review) any { return nodeID("PRR", x.item.repo.ID, x.id()) },
		"state":             func(_ call, x *Review) any { return or(x.State, "COMMENTED") },
		"submittedAt":       func(_ call, x *Review) any { return x.item.repo.stampOrNil(x.At) },
		"updatedAt":         func(_ call, x *Review) any { return x.item.repo.stamp(x.At) },
		"url": func(c call, x *Review) any {
			return fmt.Sprintf("%s%s#pullrequestreview-%d", c.x.world.site, x.item.path(), x.id())
		},
	})
	on(m, "Label", map[string]func(c call, l label) any{
		"color": func(call, label) any { return "ededed" },
		"id":    func(_ call, l label) any { return nodeID("LA", l.item.repo.ID, numberOf("label", l.name)) },
		"name":  func(_ call, l label) any { return l.name },
		"url":   func(c call, l label) any { return c.x.world.site + "/" + l.item.repo.FullName() + "/labels/" + l.name },
	})
}

func eventFields(m map[string]resolver) {
	for _, typ := range []string{"ClosedEvent", "ReopenedEvent", "MergedEvent"} {
		on(m, typ, map[string]func(c call, e *Event) any{
			"actor":     func(c call, e *Event) any { return c.x.actor(e.By) },
			"createdAt": func(_ call, e *Event) any { return e.item.repo.stamp(e.At) },
			"id":        func(_ call, e *Event) any { return nodeID("EV", e.item.repo.ID, e.id()) },
		})
	}
	for _, typ := range []string{"ClosedEvent", "MergedEvent"} {
		on(m, typ, map[string]func(c call, e *Event) any{
			"resourcePath": func(_ call, e *Event) any { return fmt.Sprintf("%s#event-%d", e.item.path(), e.id()) },
			"url":          func(c call, e *Event) any { return fmt.Sprintf("%s%s#event-%d", c.x.world.site, e.item.path(), e.id()) },
		})
	}
	for _, typ := range []string{"ClosedEvent", "ReopenedEvent"} {
		on(m, typ, map[string]func(c call, e *Event) any{
			"closable": func(_ call, e *Event) any { return e.item },
			"stateReason": func(_ call, e *Event) any {
				if e.item.Pull {
					return nil
				}
				return e.item.reason()
			},
		})
	}
	on(m, "MergedEvent", map[string]func(c call, e *Event) any{
		"mergeRefName": func(_ call, e *Event) any { return e.item.repo.Branch },
		"pullRequest":  func(_ call, e *Event) any { return e.item },
	})
}

func (x *Comment) id() int64 { return numberOf("comment", x.item.nodeID(), strconv.Itoa(x.index)) }

func (x *Review) id() int64 { return numberOf("review", x.item.nodeID(), strconv.Itoa(x.index)) }

func (e *Event) id() int64 { return numberOf("event", e.item.nodeID(), e.Kind, e.At.String()) }
