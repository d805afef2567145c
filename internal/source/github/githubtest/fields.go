package githubtest

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// resolvers resolve the fields of schema.graphql, by "Type.field".
var resolvers = sync.OnceValue(func() map[string]resolver {
	m := map[string]resolver{}
	queryFields(m)
	accountFields(m)
	repositoryFields(m)
	partFields(m)
	commitFields(m)
	itemFields(m)
	conversationFields(m)
	checkFields(m)
	ruleFields(m)
	connectionFields(m)
	return m
})

// on adds the resolvers of one type, whose Go values are of type T.
func on[T any](m map[string]resolver, typ string, fs map[string]func(c call, v T) any) {
	for name, fn := range fs {
		m[typ+"."+name] = func(c call, of any) any {
			v, _ := of.(T) // the root of the query has no value
			return fn(c, v)
		}
	}
}

// typeOf returns the GraphQL type of a value.
func typeOf(v any) string {
	switch v := v.(type) {
	case *Repository:
		return "Repository"
	case *Item:
		if v.Pull {
			return "PullRequest"
		}
		return "Issue"
	case *Account:
		return v.Type
	case *Commit:
		return "Commit"
	case *Release:
		return "Release"
	case *Comment:
		return "IssueComment"
	case *Review:
		return "PullRequestReview"
	case *Event:
		return map[string]string{"closed": "ClosedEvent", "reopened": "ReopenedEvent", "merged": "MergedEvent"}[v.Kind]
	case ref:
		return "Ref"
	case license:
		return "License"
	case Language:
		return "Language"
	case topic:
		return "Topic"
	case topicOf:
		return "RepositoryTopic"
	case Funding:
		return "FundingLink"
	case asset:
		return "ReleaseAsset"
	case label:
		return "Label"
	case gitActor:
		return "GitActor"
	case *execution:
		return "RateLimit"
	case pageInfo:
		return "PageInfo"
	}
	if name := typeOfCheck(v) + typeOfRule(v); name != "" {
		return name
	}
	panic(fmt.Sprintf("fake GitHub: no GraphQL type for %T", v))
}

func queryFields(m map[string]resolver) {
	on(m, "Query", map[string]func(c call, _ any) any{
		"node": func(c call, _ any) any { return c.x.node(c.text("id")) },
		"nodes": func(c call, _ any) any {
			ids, _ := c.args["ids"].([]any)
			out := make([]any, len(ids))
			for i, id := range ids {
				s, _ := id.(string)
				out[i] = c.x.node(s)
			}
			return out
		},
		"repository": func(c call, _ any) any { return c.x.repository(c) },
		"rateLimit":  func(c call, _ any) any { return c.x },
		"viewer":     func(c call, _ any) any { return c.x.world.Account(or(c.x.answer.caller.budget.Owner, "ghost")) },
		"user":       func(c call, _ any) any { return c.x.account(c.text("login"), "User") },
		"organization": func(c call, _ any) any {
			return c.x.account(c.text("login"), "Organization")
		},
		"repositoryOwner": func(c call, _ any) any {
			if a := c.x.world.known(c.text("login")); a != nil && (a.Type == "User" || a.Type == "Organization") {
				return a
			}
			return nil
		},
	})
	on(m, "RateLimit", map[string]func(c call, x *execution) any{
		"cost":      func(_ call, x *execution) any { return x.cost },
		"limit":     func(_ call, x *execution) any { return x.answer.window.limit },
		"nodeCount": func(_ call, x *execution) any { return x.nodes },
		"remaining": func(_ call, x *execution) any { return x.answer.window.remaining() },
		"used":      func(_ call, x *execution) any { return x.answer.window.used },
		"resetAt":   func(_ call, x *execution) any { return x.answer.window.reset.UTC().Format(time.RFC3339) },
	})
}

// account returns a known account of the type; otherwise GitHub returns NOT_FOUND.
func (x *execution) account(login, typ string) any {
	a := x.world.known(login)
	if a == nil || a.Type != typ {
		return failure{"NOT_FOUND", fmt.Sprintf("Could not resolve to %s with the login of '%s'.", map[string]string{"User": "a User", "Organization": "an Organization"}[typ], login)}
	}
	return a
}

// seen returns a repository, or the error that GitHub returns instead.
func (x *execution) seen(r *Repository, missing string) any {
	switch {
	case r == nil || r.Hidden:
		return failure{"NOT_FOUND", missing}
	case r.Blocked != nil:
		return failure{or(r.Blocked.GraphQL, "FORBIDDEN"), "Repository access blocked"}
	}
	return r
}

func (x *execution) repository(c call) any {
	name := c.text("owner") + "/" + c.text("name")
	x.repositories[strings.ToLower(name)] = true
	r, moved := x.world.find(name)
	if follow, _ := c.args["followRenames"].(bool); moved && !follow {
		r = nil
	}
	return x.seen(r, fmt.Sprintf("Could not resolve to a Repository with the name '%s'.", name))
}

// node returns an object by its global id.
func (x *execution) node(id string) any {
	missing := fmt.Sprintf("Could not resolve to a node with the global id of '%s'.", id)
	prefix, ids, ok := parseNodeID(id)
	if !ok {
		return failure{"NOT_FOUND", missing}
	}
	switch prefix {
	case "U", "O", "BOT", "M":
		for _, a := range x.world.accounts {
			if a.nodeID() == id {
				return a
			}
		}
	case "R", "I", "PR":
		r := x.world.findID(ids[0])
		if r != nil {
			x.repositories[strings.ToLower(r.FullName())] = true
		}
		if prefix == "R" {
			return x.seen(r, missing)
		}
		if r == nil || r.Hidden || r.Blocked != nil {
			break
		}
		for _, i := range r.Items {
			if i.nodeID() == id {
				return i
			}
		}
	}
	return failure{"NOT_FOUND", missing}
}

// pageInfo is the PageInfo of a connection.
type pageInfo struct{ *connection }

// connectionFields resolves the common fields of all paged lists, for every connection and edge of
// the schema.
func connectionFields(m map[string]resolver) {
	for name, d := range sdl().Types {
		switch {
		case d.Kind != ast.Object:
		case isConnection(name):
			on(m, name, connectionParts(d))
		case strings.HasSuffix(name, "Edge"):
			on(m, name, map[string]func(c call, e *edge) any{
				"cursor": func(_ call, e *edge) any { return e.cursor },
				"node":   func(_ call, e *edge) any { return e.node },
			})
		}
	}
	on(m, "PageInfo", map[string]func(c call, p pageInfo) any{
		"hasNextPage":     func(_ call, p pageInfo) any { return p.after },
		"hasPreviousPage": func(_ call, p pageInfo) any { return p.before },
		"startCursor": func(_ call, p pageInfo) any {
			if len(p.cursors) == 0 {
				return nil
			}
			return p.cursors[0]
		},
		"endCursor": func(_ call, p pageInfo) any {
			if len(p.cursors) == 0 {
				return nil
			}
			return p.cursors[len(p.cursors)-1]
		},
	})
}

func connectionParts(d *ast.Definition) map[string]func(c call, n *connection) any {
	all := map[string]func(c call, n *connection) any{
		"totalCount": func(_ call, n *connection) any { return n.total },
		"nodes":      func(_ call, n *connection) any { return append([]any{}, n.page...) },
		"pageInfo":   func(_ call, n *connection) any { return pageInfo{n} },
		"edges": func(_ call, n *connection) any {
			out := make([]any, len(n.page))
			for i := range n.page {
				out[i] = &edge{cursor: n.cursors[i], node: n.page[i]}
			}
			return out
		},
		"filteredCount": func(_ call, n *connection) any { return n.filtered },
		"pageCount":     func(_ call, n *connection) any { return len(n.page) },
		"updatedAt":     func(_ call, n *connection) any { return n.updated.UTC().Format(time.RFC3339) },
		"totalSize":     func(_ call, n *connection) any { return n.size },
	}
	out := map[string]func(c call, n *connection) any{}
	for _, f := range d.Fields {
		if fn := all[f.Name]; fn != nil {
			out[f.Name] = fn
		}
	}
	return out
}
