package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

const (
	// mostRecords is the maximum number of repositories in one records query. One is 14,950 nodes
	// and 4 points by GitHub's count. The limit is GitHub's maximum of 10 seconds for a query, not
	// that of 500,000 nodes.
	mostRecords = 4
	// mostFollowed is the maximum number of repositories in one follow-up query, mostUsers and
	// mostBranches the maximum numbers of users and branches in total. A user is 30 nodes and a
	// hundredth of a point; a branch adds almost nothing.
	mostFollowed = 8
	mostUsers    = mostFollowed * maxUsers
	mostBranches = 100
	// slowTogether is half of GitHub's time limit for a query.
	slowTogether = 5 * time.Second
)

// inquiry is a query for the records of a repository.
type inquiry struct {
	owner, name string
	node        string   // its id if known
	ahead       []string // branches; only with node
}

// following is a query for what records name: users, and branches of a repository.
type following struct {
	node            string // of the branches
	users, branches []string
}

// together is how concurrent scans share queries: each gets the answer that it would get alone, or
// ErrAlone.
type together struct {
	records batch.Collector[inquiry, answer]
	follow  batch.Collector[following, answer]
}

func newTogether(s *Source, crowd *batch.Crowd) *together {
	return &together{
		records: batch.Collector[inquiry, answer]{
			Crowd: crowd, Most: mostRecords, Slow: slowTogether,
			Send: func(ctx context.Context, qs []inquiry) []batch.Answer[answer] {
				query, vars, names := recordsTogether(qs)
				return s.postTogether(ctx, query, vars, names)
			},
		},
		follow: batch.Collector[following, answer]{
			// Repositories whose records came together are queried together.
			Crowd: crowd, Most: mostFollowed, Hurry: 2, Slow: slowTogether, Fits: followable,
			Send: func(ctx context.Context, qs []following) []batch.Answer[answer] {
				query, vars, names := followTogether(qs)
				return s.postTogether(ctx, query, vars, names)
			},
		},
	}
}

func followable(held []following, next following) bool {
	users, branches := len(next.users), len(next.branches)
	for _, q := range held {
		users, branches = users+len(q.users), branches+len(q.branches)
	}
	return users <= mostUsers && branches <= mostBranches
}

// postTogether sends one query for several questions. names are, for each, the aliases in the query
// and the names that it would have alone. A rate limit, or a host that does not answer at all,
// applies to all. After any other error each is sent alone, because one of the others may be the
// cause.
func (s *Source) postTogether(ctx context.Context, query string, vars map[string]any, names []map[string]string) []batch.Answer[answer] {
	a, err := s.post(ctx, query, vars)
	if err == nil {
		var out []batch.Answer[answer]
		if out, err = a.divided(names); err == nil {
			return out
		}
	}
	why := s.bearable(ctx, err)
	var later *source.LaterError
	if errors.As(why, &later) || ctx.Err() == nil && errors.Is(err, errBusy) && !errors.Is(why, errWhole) {
		return batch.Fail[answer](len(names), why)
	}
	s.cfg.Log.WarnContext(ctx, "github: shared query failed, repositories are queried one by one", "repositories", len(names), "error", why)
	return nil
}

// divided splits an answer into one for each question, as if it had been sent alone. A question
// with a fault other than missing data or permission must be sent alone. The error is a fault that
// belongs to no question.
func (a answer) divided(names []map[string]string) ([]batch.Answer[answer], error) {
	out := make([]batch.Answer[answer], len(names))
	for i, mine := range names {
		out[i].Value.data = map[string]json.RawMessage{}
		for theirs, alone := range mine {
			raw, ok := a.data[theirs]
			if !ok {
				out[i].Err = batch.ErrAlone
			}
			out[i].Value.data[alone] = raw
		}
	}
	for _, f := range a.faults {
		alias := ""
		if len(f.Path) > 0 {
			alias, _ = f.Path[0].(string)
		}
		told := false
		for i, mine := range names {
			alone, ok := mine[alias]
			if !ok {
				continue
			}
			told = true
			if f.Type != "NOT_FOUND" && !f.permission() {
				out[i].Err = batch.ErrAlone
			}
			out[i].Value.faults = append(out[i].Value.faults, fault{f.Type, slices.Concat([]any{alone}, f.Path[1:])})
		}
		if !told || f.Type == "RESOURCE_LIMITS_EXCEEDED" {
			return nil, fmt.Errorf("%w: %s", errFault, f.word())
		}
	}
	return out, nil
}

// recordsTogether returns a query for several repositories with the fields of recordsQuery, under
// its aliases with a number: r0, n0, d0, r1, ….
func recordsTogether(qs []inquiry) (query string, vars map[string]any, names []map[string]string) {
	var head, body strings.Builder
	head.WriteString("$defaults: String!")
	vars = map[string]any{"defaults": defaultsName}
	for i, q := range qs {
		vars[fmt.Sprintf("owner%d", i)], vars[fmt.Sprintf("name%d", i)] = q.owner, q.name
		fmt.Fprintf(&head, ", $owner%d: String!, $name%d: String!", i, i)
		mine := map[string]string{fmt.Sprintf("r%d", i): "r", fmt.Sprintf("d%d", i): "d"}
		if q.node == "" {
			fmt.Fprintf(&body, "  r%d: repository(owner: $owner%d, name: $name%d) { ...records }\n", i, i, i)
		} else {
			vars[fmt.Sprintf("id%d", i)], mine[fmt.Sprintf("n%d", i)] = q.node, "n"
			fmt.Fprintf(&head, ", $id%d: ID!", i)
			refs := branchesOf(&head, vars, i, q.ahead)
			if refs != "" {
				refs = " ... on Repository {" + refs + " }"
			}
			fmt.Fprintf(&body, "  r%d: node(id: $id%d) { ...records%s }\n  n%d: repository(owner: $owner%d, name: $name%d) { id nameWithOwner }\n", i, i, refs, i, i, i)
		}
		fmt.Fprintf(&body, "  d%d: repository(owner: $owner%d, name: $defaults) { ...heads }\n", i, i)
		names = append(names, mine)
	}
	return "query (" + head.String() + ") {\n  rateLimit { cost }\n" + body.String() + "}\n" + recordsStart + checksFields + recordsEnd + protectionFields + headFields, vars, names
}

// branchesOf requests branches of the i-th repository, as b0, … in it.
func branchesOf(head *strings.Builder, vars map[string]any, i int, branches []string) string {
	refs := ""
	for j, name := range branches {
		vars[fmt.Sprintf("b%d_%d", i, j)] = "refs/heads/" + name
		fmt.Fprintf(head, ", $b%d_%d: String!", i, j)
		refs += fmt.Sprintf(" b%d: ref(qualifiedName: $b%d_%d) { ...protection }", j, i, j)
	}
	return refs
}

// followTogether returns a query for several questions with the fields of followQuery: users as u0,
// …, each once, and branches of repositories r0, ….
func followTogether(qs []following) (query string, vars map[string]any, names []map[string]string) {
	var head, body strings.Builder
	vars = map[string]any{}
	known := map[string]string{} // alias by login, case-insensitive
	branches := false
	for i, q := range qs {
		mine := map[string]string{}
		for j, login := range q.users {
			alias, ok := known[strings.ToLower(login)]
			if !ok {
				alias = fmt.Sprintf("u%d", len(known))
				known[strings.ToLower(login)], vars[alias] = alias, login
				fmt.Fprintf(&head, ", $%s: String!", alias)
				fmt.Fprintf(&body, "  %s: user(login: $%s) { ...facts }\n", alias, alias)
			}
			mine[alias] = fmt.Sprintf("u%d", j)
		}
		if len(q.branches) > 0 {
			branches = true
			vars[fmt.Sprintf("id%d", i)], mine[fmt.Sprintf("r%d", i)] = q.node, "r"
			fmt.Fprintf(&head, ", $id%d: ID!", i)
			fmt.Fprintf(&body, "  r%d: node(id: $id%d) { ... on Repository { id%s } }\n", i, i, branchesOf(&head, vars, i, q.branches))
		}
		names = append(names, mine)
	}
	fragments := ""
	if len(known) > 0 {
		fragments = factsFields
	}
	if branches {
		fragments += protectionFields
	}
	return "query (" + strings.TrimPrefix(head.String(), ", ") + ") {\n  rateLimit { cost }\n" + body.String() + "}\n" + fragments, vars, names
}
