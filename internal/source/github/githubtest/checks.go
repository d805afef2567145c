package githubtest

import (
	"strconv"
	"strings"
	"time"
)

// Suite is a check suite of a commit, with the number of check runs in Runs, one if Runs is not
// set.
type Suite struct {
	App        string // slug
	Status     string // as in GraphQL; empty: COMPLETED
	Conclusion string // as in GraphQL; empty: none yet
	Runs       int
}

// Status is a commit status. Among several of one context the newest counts; REST returns all.
type Status struct {
	State   string // as in GraphQL
	Context string
	Target  string
	At      time.Time
}

// Run is a run of a workflow.
type Run struct {
	Workflow   string // file name
	Head       string // commit
	Conclusion string // as in REST
	By         string
	At         time.Time
}

type (
	pullCommit struct{ item *Item }
	suiteOf    struct {
		commit *Commit
		Suite
	}
	statusOf struct {
		commit *Commit
		Status
	}
	rollup    struct{ commit *Commit }
	app       string
	treeOf    struct{ commit *Commit }
	treeEntry struct {
		name, typ string
		content   string
	}
	blobOf struct {
		commit        *Commit
		path, content string
	}
	signature struct{ commit *Commit }
)

func typeOfCheck(v any) string {
	switch v.(type) {
	case pullCommit:
		return "PullRequestCommit"
	case suiteOf:
		return "CheckSuite"
	case statusOf:
		return "StatusContext"
	case rollup:
		return "Status"
	case app:
		return "App"
	case treeOf:
		return "Tree"
	case treeEntry:
		return "TreeEntry"
	case blobOf:
		return "Blob"
	case signature:
		return "GpgSignature"
	}
	return ""
}

// Head returns the id of a pull request's last commit.
func (i *Item) Head() string { return oid("head", i.nodeID()) }

// head returns that commit.
func (i *Item) head() *Commit {
	return &Commit{OID: i.Head(), At: i.CreatedAt, Author: i.Author, Message: i.Title, Suites: i.Suites, Statuses: i.Statuses, repo: i.repo, pull: i}
}

// base returns the repository of a pull request.
func (i *Item) base(w *World) *Repository {
	if r, _ := w.find(i.Base); r != nil {
		return r
	}
	return i.repo
}

// suites returns the check suites of a commit. A commit that merged a pull request has none of its
// own.
func (x *Commit) suites() []suiteOf {
	var out []suiteOf
	for _, s := range x.Suites {
		out = append(out, suiteOf{x, s})
	}
	return out
}

// statuses returns the newest status of each context, in the order of the contexts.
func (x *Commit) statuses() []any {
	newest, order := map[string]Status{}, []string{}
	for _, s := range x.Statuses {
		have, ok := newest[s.Context]
		if !ok {
			order = append(order, s.Context)
		}
		if !ok || s.At.After(have.At) {
			newest[s.Context] = s
		}
	}
	out := []any{}
	for _, name := range order {
		out = append(out, statusOf{x, newest[name]})
	}
	return out
}

// state returns the combined state of all statuses.
func (x *Commit) state() string {
	state := "SUCCESS"
	for _, s := range x.statuses() {
		switch s.(statusOf).State {
		case "ERROR", "FAILURE":
			return "FAILURE"
		case "PENDING", "EXPECTED":
			state = "PENDING"
		}
	}
	return state
}

// treeOID returns the id of the commit's tree.
func (x *Commit) treeOID() string { return oid("tree", x.OID) }

func checkFields(m map[string]resolver) {
	on(m, "Commit", map[string]func(c call, x *Commit) any{
		"checkSuites": func(c call, x *Commit) any { return plain(x.suites()).paged(c) },
		"signature": func(_ call, x *Commit) any {
			if x.Signed == "" {
				return nil
			}
			return signature{x}
		},
		"status": func(_ call, x *Commit) any {
			if len(x.Statuses) == 0 {
				return nil
			}
			return rollup{x}
		},
		"tree": func(_ call, x *Commit) any { return treeOf{x} },
	})
	on(m, "PullRequestCommit", map[string]func(c call, p pullCommit) any{
		"commit":      func(_ call, p pullCommit) any { return p.item.head() },
		"id":          func(_ call, p pullCommit) any { return nodeID("PRC", p.item.repo.ID, numberOf(p.item.Head())) },
		"pullRequest": func(_ call, p pullCommit) any { return p.item },
	})
	on(m, "CheckSuite", map[string]func(c call, s suiteOf) any{
		"app":        func(_ call, s suiteOf) any { return appOf(s.App) },
		"commit":     func(_ call, s suiteOf) any { return s.commit },
		"conclusion": func(_ call, s suiteOf) any { return orNil(s.Conclusion) },
		"databaseId": func(_ call, s suiteOf) any { return s.id() },
		"id":         func(_ call, s suiteOf) any { return nodeID("CS", s.commit.repo.ID, s.id()) },
		"status":     func(_ call, s suiteOf) any { return or(s.Status, "COMPLETED") },
	})
	on(m, "App", map[string]func(c call, a app) any{
		"databaseId": func(_ call, a app) any { return numberOf("app", string(a)) },
		"id":         func(_ call, a app) any { return nodeID("A", numberOf("app", string(a))) },
		"name":       func(_ call, a app) any { return string(a) },
		"slug":       func(_ call, a app) any { return string(a) },
	})
	statusFields(m)
	treeFields(m)
}

// appOf returns null for a deleted app.
func appOf(slug string) any {
	if slug == "" {
		return nil
	}
	return app(slug)
}

func (s suiteOf) id() int64 { return numberOf("suite", s.commit.OID, s.App) }

func statusFields(m map[string]resolver) {
	on(m, "Status", map[string]func(c call, r rollup) any{
		"commit":   func(_ call, r rollup) any { return r.commit },
		"contexts": func(_ call, r rollup) any { return r.commit.statuses() },
		"id":       func(_ call, r rollup) any { return nodeID("S", r.commit.repo.ID, numberOf("status", r.commit.OID)) },
		"state":    func(_ call, r rollup) any { return r.commit.state() },
	})
	on(m, "StatusContext", map[string]func(c call, s statusOf) any{
		"context":     func(_ call, s statusOf) any { return s.Context },
		"createdAt":   func(_ call, s statusOf) any { return s.commit.repo.stamp(s.At) },
		"description": func(call, statusOf) any { return nil },
		"id":          func(_ call, s statusOf) any { return nodeID("SC", s.commit.repo.ID, s.id()) },
		"state":       func(_ call, s statusOf) any { return s.State },
		"targetUrl":   func(_ call, s statusOf) any { return orNil(s.Target) },
	})
}

func (s statusOf) id() int64 {
	return numberOf("status", s.commit.OID, s.Context, strconv.FormatInt(s.At.UnixNano(), 10))
}

func treeFields(m map[string]resolver) {
	on(m, "Tree", map[string]func(c call, t treeOf) any{
		"abbreviatedOid": func(_ call, t treeOf) any { return t.commit.treeOID()[:7] },
		"commitUrl": func(c call, t treeOf) any {
			return c.x.world.site + "/" + t.commit.repo.FullName() + "/commit/" + t.commit.treeOID()
		},
		"entries":    func(_ call, t treeOf) any { return t.commit.repo.root() },
		"id":         func(_ call, t treeOf) any { return nodeID("T", t.commit.repo.ID, numberOf(t.commit.treeOID())) },
		"oid":        func(_ call, t treeOf) any { return t.commit.treeOID() },
		"repository": func(_ call, t treeOf) any { return t.commit.repo },
	})
	blobFields(m)
	on(m, "TreeEntry", map[string]func(c call, e treeEntry) any{
		"name": func(_ call, e treeEntry) any { return e.name },
		"oid":  func(_ call, e treeEntry) any { return oid(e.typ, e.name, e.content) },
		"path": func(_ call, e treeEntry) any { return e.name },
		"size": func(_ call, e treeEntry) any { return len(e.content) },
		"type": func(_ call, e treeEntry) any { return e.typ },
	})
	on(m, "GpgSignature", map[string]func(c call, s signature) any{
		"email":             func(_ call, s signature) any { return s.commit.email() },
		"isValid":           func(_ call, s signature) any { return s.commit.Signed != "bad" },
		"keyId":             func(call, signature) any { return "B5690EEEBB952194" },
		"wasSignedByGitHub": func(_ call, s signature) any { return s.commit.Signed == "github" },
	})
}

func (b blobOf) oid() string { return oid("blob", b.path, b.content) }

func (b blobOf) binary() bool { return strings.ContainsRune(b.content, 0) }

func blobFields(m map[string]resolver) {
	on(m, "Blob", map[string]func(c call, b blobOf) any{
		"abbreviatedOid": func(_ call, b blobOf) any { return b.oid()[:7] },
		"byteSize":       func(_ call, b blobOf) any { return len(b.content) },
		"commitUrl": func(c call, b blobOf) any {
			return c.x.world.site + "/" + b.commit.repo.FullName() + "/commit/" + b.oid()
		},
		"id":          func(_ call, b blobOf) any { return nodeID("B", b.commit.repo.ID, numberOf(b.oid())) },
		"isBinary":    func(_ call, b blobOf) any { return b.binary() },
		"isTruncated": func(_ call, b blobOf) any { return false },
		"oid":         func(_ call, b blobOf) any { return b.oid() },
		"repository":  func(_ call, b blobOf) any { return b.commit.repo },
		"text": func(_ call, b blobOf) any {
			if b.binary() {
				return nil
			}
			return b.content
		},
	})
}
