package githubtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// checked returns the commit in a path: of the branch, or a pull request's head.
func (r *Repository) checked(ref string) *Commit {
	if c := r.commit(ref); c != nil {
		return c
	}
	for _, i := range r.Items {
		if i.Pull && i.Head() == ref {
			return i.head()
		}
	}
	return nil
}

func noCommit(a *answer, ref string) {
	a.problem(http.StatusUnprocessableEntity, "No commit found for SHA: "+ref, docsREST)
}

func checkRunsJSON(s *Server, r *http.Request, a *answer, repo *Repository) {
	c := repo.checked(r.PathValue("ref"))
	if c == nil {
		noCommit(a, r.PathValue("ref"))
		return
	}
	var all []object
	for _, suite := range c.suites() {
		for n := range max(1, suite.Runs) {
			all = append(all, s.checkRunJSON(suite, n))
		}
	}
	runs := append([]object{}, page(s, r, a, all)...)
	a.json(http.StatusOK, object{"total_count": len(all), "check_runs": runs})
}

func (s *Server) checkRunJSON(suite suiteOf, n int) object {
	repo := suite.commit.repo
	id := numberOf("check run", suite.commit.OID, suite.App, strconv.Itoa(n))
	api := fmt.Sprintf("%s/repos/%s/check-runs/%d", s.url, repo.FullName(), id)
	at := repo.stamp(suite.commit.At)
	o := object{
		"id": id, "node_id": nodeID("CR", repo.ID, id), "head_sha": suite.commit.OID, "external_id": "", "url": api,
		"html_url": s.cfg.Site + "/" + repo.FullName() + "/runs/" + strconv.FormatInt(id, 10), "details_url": s.cfg.Site + "/" + repo.FullName(),
		"status": strings.ToLower(or(suite.Status, "COMPLETED")), "conclusion": orNil(strings.ToLower(suite.Conclusion)),
		"started_at": at, "completed_at": nil, "name": fmt.Sprintf("%s %d", suite.App, n+1), "pull_requests": []any{},
		"output":      object{"title": nil, "summary": nil, "text": nil, "annotations_count": 0, "annotations_url": api + "/annotations"},
		"check_suite": object{"id": suite.id()}, "app": nil,
	}
	if o["conclusion"] != nil {
		o["completed_at"] = at
	}
	if suite.App != "" {
		number := numberOf("app", suite.App)
		o["app"] = object{
			"id": number, "slug": suite.App, "node_id": nodeID("A", number), "name": suite.App, "description": nil, "owner": s.accountJSON(s.world.Account("example-apps")),
			"external_url": s.cfg.Site, "html_url": s.cfg.Site + "/apps/" + suite.App, "created_at": at, "updated_at": at,
			"permissions": object{"checks": "write"}, "events": []string{},
		}
	}
	return o
}

// statusesJSON lists all statuses of a commit, newest first.
func statusesJSON(s *Server, r *http.Request, a *answer, repo *Repository) {
	c := repo.checked(r.PathValue("ref"))
	if c == nil {
		noCommit(a, r.PathValue("ref"))
		return
	}
	all := slices.Clone(c.Statuses)
	slices.SortStableFunc(all, func(a, b Status) int { return b.At.Compare(a.At) })
	out := []object{}
	for _, x := range page(s, r, a, all) {
		id := statusOf{c, x}.id()
		out = append(out, object{
			"url": s.url + "/repos/" + repo.FullName() + "/statuses/" + c.OID, "avatar_url": nil, "id": id, "node_id": nodeID("SC", repo.ID, id),
			"state": strings.ToLower(x.State), "description": nil, "target_url": orNil(x.Target), "context": x.Context,
			"created_at": repo.stamp(x.At), "updated_at": repo.stamp(x.At), "creator": nil,
		})
	}
	a.json(http.StatusOK, out)
}

// runsJSON lists the runs of a workflow, newest first, all or only successful ones.
func runsJSON(s *Server, r *http.Request, a *answer, repo *Repository) {
	name, status := r.PathValue("workflow"), r.URL.Query().Get("status")
	known := repo.Files[".github/workflows/"+name] != ""
	var all []object
	for n, x := range repo.Runs {
		if known = known || x.Workflow == name; x.Workflow == name && (status == "" || status == x.Conclusion) {
			all = append(all, s.runJSON(repo, x, n))
		}
	}
	if !known {
		a.notFound()
		return
	}
	runs := append([]object{}, page(s, r, a, all)...)
	a.json(http.StatusOK, object{"total_count": len(all), "workflow_runs": runs})
}

func (s *Server) runJSON(repo *Repository, x *Run, n int) object {
	id, flow := numberOf("run", repo.FullName(), strconv.Itoa(n)), numberOf("workflow", repo.FullName(), x.Workflow)
	api := fmt.Sprintf("%s/repos/%s/actions/runs/%d", s.url, repo.FullName(), id)
	at, who := repo.stamp(x.At), s.accountJSON(s.world.Account(or(x.By, repo.Owner)))
	return object{
		"id": id, "name": x.Workflow, "node_id": nodeID("WFR", repo.ID, id), "check_suite_id": flow, "check_suite_node_id": nodeID("CS", repo.ID, flow),
		"head_branch": repo.Branch, "head_sha": x.Head, "path": ".github/workflows/" + x.Workflow, "run_number": n + 1, "run_attempt": 1,
		"event": "push", "status": "completed", "conclusion": orNil(x.Conclusion), "workflow_id": flow, "url": api,
		"html_url": s.cfg.Site + "/" + repo.FullName() + "/actions/runs/" + strconv.FormatInt(id, 10), "pull_requests": []any{},
		"created_at": at, "updated_at": at, "run_started_at": at, "jobs_url": api + "/jobs", "logs_url": api + "/logs",
		"check_suite_url": s.url + "/repos/" + repo.FullName() + "/check-suites/" + strconv.FormatInt(flow, 10),
		"artifacts_url":   api + "/artifacts", "cancel_url": api + "/cancel", "rerun_url": api + "/rerun", "previous_attempt_url": nil,
		"workflow_url": fmt.Sprintf("%s/repos/%s/actions/workflows/%d", s.url, repo.FullName(), flow), "display_title": "A run",
		"actor": who, "triggering_actor": who, "repository": s.minimal(repo), "head_repository": s.minimal(repo), "referenced_workflows": []any{},
		"head_commit": object{
			"id": x.Head, "tree_id": oid("tree", x.Head), "message": "A change", "timestamp": at,
			"author": object{"name": "nobody", "email": "nobody@users.noreply.example"}, "committer": object{"name": "nobody", "email": "nobody@users.noreply.example"},
		},
	}
}
