package ossf

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

type object = map[string]any

func reply(rw http.ResponseWriter, v any) {
	rw.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(rw).Encode(v) // to a recorder that went away
}

func nodes[T any](in []T, as func(T) any) object {
	out := []any{}
	for _, v := range in {
		out = append(out, as(v))
	}
	return object{"nodes": out}
}

func serveGitHub(rw http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/graphql" {
		serveGraphQL(rw, r)
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case parts[0] == "users":
		serveUser(rw, parts)
	case parts[0] == "search":
		owner, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Query().Get("q"), "repo:"), "/")
		serveSearch(rw, worldOf(owner))
	case parts[0] == "repos" && len(parts) >= 3 && worldOf(parts[1]) != nil:
		serveRepo(rw, r, worldOf(parts[1]), parts)
	default:
		http.NotFound(rw, r)
	}
}

func serveRepo(rw http.ResponseWriter, r *http.Request, w *world, parts []string) {
	rest := strings.Join(parts[3:], "/")
	if status := w.refuse[parts[2]+"/"+rest]; status != 0 {
		http.Error(rw, `{"message":"no"}`, status)
		return
	}
	files := w.files
	if parts[2] == ".github" {
		if files = w.defaults; files == nil {
			http.NotFound(rw, r)
			return
		}
	}
	sub := ""
	if len(parts) > 3 {
		sub = parts[3]
	}
	switch {
	case sub == "":
		reply(rw, object{
			"name": parts[2], "owner": object{"login": w.owner}, "default_branch": w.records.DefaultBranch, "created_at": w.records.CreatedAt,
			"archive_url": "https://api.github.com/repos/" + w.owner + "/" + parts[2] + "/{archive_format}{/ref}",
		})
	case sub == "tarball":
		_ = tarball(rw, files) // as above
	case sub == "commits" && parts[5] == "statuses":
		reply(rw, w.restStatuses(parts[4]))
	case sub == "commits":
		reply(rw, w.restRuns(parts[4]))
	case sub == "actions":
		var runs []object
		for _, run := range w.runs[parts[5]] {
			runs = append(runs, object{"url": run.URL, "head_sha": run.Head})
		}
		reply(rw, object{"total_count": len(runs), "workflow_runs": runs})
	default:
		w.serveParts(rw, r, sub)
	}
}

func (w *world) serveParts(rw http.ResponseWriter, r *http.Request, sub string) {
	switch sub {
	case "releases":
		out := []object{}
		for _, rel := range w.records.Releases {
			var assets []object
			for _, a := range rel.Assets {
				assets = append(assets, object{"name": a.Name, "url": a.URL})
			}
			out = append(out, object{"tag_name": rel.Tag, "url": rel.URL, "target_commitish": rel.Target, "assets": assets})
		}
		reply(rw, out)
	case "languages":
		out := map[string]int{}
		for _, l := range w.records.Languages {
			out[l.Name] = l.Bytes
		}
		reply(rw, out)
	case "license":
		if len(w.records.Licences) == 0 {
			http.NotFound(rw, r)
			return
		}
		l := w.records.Licences[0]
		reply(rw, object{"name": l.Path, "type": l.Type, "size": l.Size, "license": object{"key": l.Key, "name": l.Name, "spdx_id": l.SPDX}})
	case "contributors":
		out := []object{}
		for _, u := range w.records.Contributors {
			out = append(out, object{"login": w.owner + "-" + u.Login, "contributions": u.Contributions})
		}
		reply(rw, out)
	default:
		http.NotFound(rw, r)
	}
}

// serveUser knows accounts as "<owner>-<login>": they stand in no world's address.
func serveUser(rw http.ResponseWriter, parts []string) {
	owner, login, _ := strings.Cut(parts[1], "-")
	if w := worldOf(owner); w != nil {
		for _, u := range w.records.Contributors {
			if u.Login != login {
				continue
			}
			if len(parts) == 2 {
				reply(rw, object{"login": parts[1], "company": u.Company})
				return
			}
			out := []object{}
			for _, o := range u.Organisations {
				out = append(out, object{"login": o})
			}
			reply(rw, out)
			return
		}
	}
	http.Error(rw, "{}", http.StatusNotFound)
}

func serveSearch(rw http.ResponseWriter, w *world) {
	items := []object{}
	switch w.author {
	case "account":
		items = append(items, object{"author": object{"login": "dependabot[bot]", "id": dependabot}})
	case "nobody":
		items = append(items, object{"author": nil})
	}
	reply(rw, object{"total_count": len(items), "items": items})
}

func (w *world) change(head string) forge.Change {
	for _, c := range w.records.Commits {
		if c.Change != nil && c.Change.Head == head {
			return *c.Change
		}
	}
	return forge.Change{}
}

func (w *world) restStatuses(head string) []object {
	out := []object{}
	for _, s := range w.change(head).Statuses {
		out = append(out, object{"state": s.State, "context": s.Context, "url": s.URL, "target_url": s.TargetURL})
	}
	return out
}

func (w *world) restRuns(head string) object {
	out := []object{}
	for _, r := range w.change(head).Runs {
		out = append(out, object{"status": r.Status, "conclusion": r.Conclusion, "url": r.URL, "app": object{"slug": r.App}})
	}
	return object{"total_count": len(out), "check_runs": out}
}

func serveGraphQL(rw http.ResponseWriter, r *http.Request) {
	var q struct {
		Query     string
		Variables struct{ Owner, BranchRefName string }
	}
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	w := worldOf(q.Variables.Owner)
	if w == nil {
		http.NotFound(rw, r)
		return
	}
	var repository any
	hidden := false
	switch {
	case strings.Contains(q.Query, "checkSuites("):
		repository, hidden = w.graphRuns(), w.refuse["checkSuites"] != 0
	case strings.Contains(q.Query, "issues("):
		repository = w.graphHistory()
	case strings.Contains(q.Query, "rulesets("):
		repository = object{"defaultBranchRef": object{"name": w.records.DefaultBranch}, "rulesets": object{"nodes": json.RawMessage(w.rules.rulesets)}}
	case strings.Contains(q.Query, "ref(qualifiedName"):
		ref := w.rules.branches[strings.TrimPrefix(q.Variables.BranchRefName, "refs/heads/")]
		repository, hidden = object{"ref": raw(ref)}, w.rules.hidden
	default:
		repository, hidden = object{"defaultBranchRef": raw(w.rules.branches[w.records.DefaultBranch])}, w.rules.hidden
	}
	out := object{"data": object{"repository": repository}}
	if hidden {
		out["errors"] = []object{{"message": "Resource not accessible by integration"}}
	}
	reply(rw, out)
}

func raw(s string) any {
	if s == "" {
		return nil
	}
	return json.RawMessage(s)
}

func login(s string) any {
	if s == "" {
		return nil
	}
	return object{"login": s}
}

func (w *world) graphHistory() object {
	commits := nodes(w.records.Commits, func(c forge.Commit) any {
		committer := object{"name": "somebody", "user": login(c.Committer)}
		signature := object{"isValid": false, "wasSignedByGitHub": false}
		if c.Committer == "github" {
			committer, signature = object{"name": "GitHub", "user": nil}, object{"isValid": true, "wasSignedByGitHub": true}
		}
		changes := []*forge.Change{}
		if c.Change != nil {
			changes = append(changes, c.Change)
		}
		return object{
			"committedDate": c.At, "message": c.Message, "oid": c.OID, "author": object{"user": nil}, "committer": committer,
			"signature": signature, "associatedPullRequests": nodes(changes, w.graphChange),
		}
	})
	issues := nodes(w.records.Issues, func(i forge.Issue) any {
		return object{
			"url": i.URL, "authorAssociation": i.Association, "author": login(i.Author), "createdAt": i.CreatedAt,
			"comments": nodes(i.Comments, func(c forge.Comment) any {
				return object{"authorAssociation": c.Association, "createdAt": c.CreatedAt, "author": login(c.Author)}
			}),
		}
	})
	return object{"isArchived": w.records.Archived, "object": object{"history": commits}, "issues": issues}
}

func (w *world) graphChange(c *forge.Change) any {
	resource := "/" + c.Author.Login
	if c.Author.Bot {
		resource = "/apps/" + strings.TrimSuffix(c.Author.Login, "[bot]")
	}
	var at any
	if !c.MergedAt.IsZero() {
		at = c.MergedAt
	}
	return object{
		"repository": object{"name": "name", "owner": object{"login": w.owner}},
		"author":     object{"login": c.Author.Login, "resourcePath": resource},
		"number":     c.Number, "headRefOid": c.Head, "mergedAt": at, "mergedBy": login(c.MergedBy),
		"labels": nodes(c.Labels, func(l string) any { return object{"name": l} }),
		"reviews": nodes(c.Reviews, func(r forge.Review) any {
			return object{"state": r.State, "author": login(r.Author)}
		}),
	}
}

func (w *world) graphRuns() object {
	return object{"object": object{"history": nodes(w.records.Commits, func(c forge.Commit) any {
		changes := []*forge.Change{}
		if c.Change != nil {
			changes = append(changes, c.Change)
		}
		return object{"associatedPullRequests": nodes(changes, func(c *forge.Change) any {
			suites := nodes(c.Runs, func(r forge.CheckSuite) any {
				return object{"app": object{"slug": r.App}, "conclusion": strings.ToUpper(r.Conclusion), "status": strings.ToUpper(r.Status)}
			})
			return object{"headRefOid": c.Head, "commits": object{"nodes": []object{{"commit": object{"checkSuites": suites}}}}}
		})}
	})}}
}

func serveOSV(rw http.ResponseWriter, r *http.Request) {
	if id, ok := strings.CutPrefix(r.URL.Path, "/v1/vulns/"); ok {
		a := object{"id": id, "modified": "2026-01-02T03:04:05Z", "aliases": []string{}}
		if strings.HasPrefix(id, "GHSA-") {
			a["aliases"] = []string{"CVE-" + strings.TrimPrefix(id, "GHSA-")}
		}
		reply(rw, a)
		return
	}
	var q struct {
		Queries []struct {
			Commit, Version string
			Package         struct{ Name, Ecosystem string }
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	results := []object{}
	for _, one := range q.Queries {
		key := one.Commit
		if key == "" {
			key = fmt.Sprintf("%s/%s@%s", one.Package.Ecosystem, one.Package.Name, one.Version)
		}
		found := []object{}
		worlds.Range(func(_, w any) bool {
			for _, id := range w.(*world).vulns[key] {
				found = append(found, object{"id": id, "modified": "2026-01-02T03:04:05Z"})
			}
			return true
		})
		results = append(results, object{"vulns": found})
	}
	reply(rw, object{"results": results})
}

func serveBadges(rw http.ResponseWriter, r *http.Request) {
	parts := strings.Split(r.URL.Query().Get("url"), "/")
	out := []object{}
	if len(parts) == 5 && parts[4] == "name" && worldOf(parts[3]) != nil && worldOf(parts[3]).badge != "" {
		out = append(out, object{"id": 1, "badge_level": worldOf(parts[3]).badge})
	}
	reply(rw, out)
}

func serveFuzzing(rw http.ResponseWriter) {
	out := []object{{"name": "other", "main_repo": "https://github.com/some/other.git"}, {"name": "odd", "main_repo": ""}}
	worlds.Range(func(_, w any) bool {
		if w := w.(*world); w.fuzzed {
			out = append(out, object{"name": "it", "main_repo": "https://GitHub.com/" + w.owner + "/name.git"})
		}
		return true
	})
	reply(rw, object{"projects": out})
}
