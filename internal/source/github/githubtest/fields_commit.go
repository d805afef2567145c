package githubtest

import (
	"slices"
	"strings"
	"time"
)

func commitFields(m map[string]resolver) {
	on(m, "Ref", map[string]func(c call, r ref) any{
		"id":         func(_ call, r ref) any { return nodeID("REF", r.repo.ID, numberOf("ref", r.name)) },
		"name":       func(_ call, r ref) any { return r.name },
		"prefix":     func(call, ref) any { return "refs/heads/" },
		"repository": func(_ call, r ref) any { return r.repo },
		"target":     func(_ call, r ref) any { return r.repo.Commits[0] },
	})
	path := func(x *Commit) string { return "/" + x.repo.FullName() + "/commit/" + x.OID }
	on(m, "Commit", map[string]func(c call, x *Commit) any{
		"abbreviatedOid":         func(_ call, x *Commit) any { return x.OID[:7] },
		"associatedPullRequests": func(c call, x *Commit) any { return plain(x.pulls()).paged(c) },
		"author":                 func(_ call, x *Commit) any { return gitActor{commit: x} },
		"authoredDate":           func(_ call, x *Commit) any { return x.repo.stamp(x.At) },
		"commitUrl":              func(c call, x *Commit) any { return c.x.world.site + path(x) },
		"committedDate":          func(_ call, x *Commit) any { return x.repo.stamp(x.At) },
		"committer":              func(_ call, x *Commit) any { return gitActor{x, true} },
		"history":                func(c call, x *Commit) any { return c.history(x) },
		"id":                     func(_ call, x *Commit) any { return nodeID("C", x.repo.ID, numberOf(x.OID)) },
		"message":                func(_ call, x *Commit) any { return x.Message },
		"messageHeadline": func(_ call, x *Commit) any {
			line, _, _ := strings.Cut(x.Message, "\n")
			return line
		},
		"oid":          func(_ call, x *Commit) any { return x.OID },
		"repository":   func(_ call, x *Commit) any { return x.repo },
		"resourcePath": func(_ call, x *Commit) any { return path(x) },
		"url":          func(c call, x *Commit) any { return c.x.world.site + path(x) },
	})
	on(m, "GitActor", map[string]func(c call, g gitActor) any{
		"avatarUrl": func(c call, g gitActor) any { return c.x.server.url + "/u/" + g.login() },
		"date":      func(_ call, g gitActor) any { return g.commit.repo.stamp(g.commit.At) },
		"email":     func(_ call, g gitActor) any { return g.commit.email() },
		"name":      func(c call, g gitActor) any { return orNil(g.name(c.x.world)) },
		"user":      func(c call, g gitActor) any { return c.x.user(g.login()) },
	})
}

// login returns the login of the account, "" if none is linked.
func (g gitActor) login() string {
	if g.committer && (g.commit.Committer != "" || g.commit.CommitterName != "") {
		return g.commit.Committer
	}
	return g.commit.Author
}

func (g gitActor) name(w *World) string {
	if g.committer && g.commit.CommitterName != "" {
		return g.commit.CommitterName
	}
	return g.commit.name(w)
}

func (x *Commit) email() string {
	who := strings.ToLower(strings.ReplaceAll(or(x.Author, or(x.Name, "nobody")), " ", "."))
	return who + "@users.noreply.example"
}

func (x *Commit) name(w *World) string {
	if x.Name != "" || x.Author == "" {
		return x.Name
	}
	return or(w.Account(x.Author).Name, x.Author)
}

// pulls returns the merged pull requests whose merge is this commit.
func (x *Commit) pulls() []*Item {
	if x.pull != nil {
		return []*Item{x.pull}
	}
	var out []*Item
	for _, i := range x.repo.Items {
		// Compare the instant first: computing the merge commit of each takes long in a story of
		// thousands.
		if i.Pull && i.MergedAt.Equal(x.At) && i.mergeOID() == x.OID {
			out = append(out, i)
		}
	}
	return out
}

// mergeOID returns the commit that merged the pull request: the one of that instant, if the story
// has it.
func (i *Item) mergeOID() string {
	for _, c := range i.repo.Commits {
		if c.At.Equal(i.MergedAt) {
			return c.OID
		}
	}
	return ""
}

// history returns the commits from one on, restricted by since, until and author. The fake has one
// branch with a linear history.
func (c call) history(x *Commit) any {
	all := x.repo.Commits
	from := slices.Index(all, x)
	if x.pull != nil {
		all, from = []*Commit{x}, 0
	}
	since, until := instant(c.args["since"]), instant(c.args["until"])
	var by []string
	if a, ok := c.args["author"].(map[string]any); ok {
		emails, _ := a["emails"].([]any)
		for _, e := range emails {
			s, _ := e.(string)
			by = append(by, s)
		}
		if id, ok := a["id"].(string); ok {
			by = append(by, id)
		}
	}
	var out []*Commit
	for _, one := range all[from:] {
		id := ""
		if acc, ok := c.x.user(one.Author).(*Account); ok {
			id = acc.nodeID()
		}
		switch {
		case !since.IsZero() && one.At.Before(since):
		case !until.IsZero() && one.At.After(until):
		case by != nil && !slices.Contains(by, one.email()) && !slices.Contains(by, id):
		default:
			out = append(out, one)
		}
	}
	return commits(out, all).paged(c)
}

// instant returns an argument of type DateTime or GitTimestamp; zero if there is none.
func instant(v any) time.Time {
	s, _ := v.(string)
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}
	}
	return at
}
