package githubtest

import (
	"net/http"
	"strings"
	"time"
)

// object is a JSON object of REST.
type object = map[string]any

// stamp formats an instant as GitHub does, or as the story requires.
func (r *Repository) stamp(at time.Time) string {
	at = at.UTC()
	switch r.Stamps {
	case "nano":
		return at.Truncate(time.Millisecond).Add(123 * time.Millisecond).Format("2006-01-02T15:04:05.000Z")
	case "offset":
		return at.In(time.FixedZone("", 2*60*60)).Format(time.RFC3339)
	}
	return at.Format(time.RFC3339)
}

// stampOrNil is stamp, or null for the zero time.
func (r *Repository) stampOrNil(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return r.stamp(at)
}

// templates are the addresses of a repository that end in a template.
var templates = map[string]string{
	"archive_url": "/{archive_format}{/ref}", "assignees_url": "/assignees{/user}", "blobs_url": "/git/blobs{/sha}",
	"branches_url": "/branches{/branch}", "collaborators_url": "/collaborators{/collaborator}",
	"comments_url": "/comments{/number}", "commits_url": "/commits{/sha}", "compare_url": "/compare/{base}...{head}",
	"contents_url": "/contents/{+path}", "contributors_url": "/contributors", "deployments_url": "/deployments",
	"downloads_url": "/downloads", "events_url": "/events", "forks_url": "/forks", "git_commits_url": "/git/commits{/sha}",
	"git_refs_url": "/git/refs{/sha}", "git_tags_url": "/git/tags{/sha}", "hooks_url": "/hooks",
	"issue_comment_url": "/issues/comments{/number}", "issue_events_url": "/issues/events{/number}",
	"issues_url": "/issues{/number}", "keys_url": "/keys{/key_id}", "labels_url": "/labels{/name}",
	"languages_url": "/languages", "merges_url": "/merges", "milestones_url": "/milestones{/number}",
	"notifications_url": "/notifications{?since,all,participating}", "pulls_url": "/pulls{/number}",
	"releases_url": "/releases{/id}", "stargazers_url": "/stargazers", "statuses_url": "/statuses/{sha}",
	"subscribers_url": "/subscribers", "subscription_url": "/subscription", "tags_url": "/tags", "teams_url": "/teams",
	"trees_url": "/git/trees{/sha}", "url": "",
}

// minimal returns the short form of a repository within another response.
func (s *Server) minimal(repo *Repository) object {
	full := repo.FullName()
	o := object{
		"id": repo.ID, "node_id": repo.NodeID(), "name": repo.Name, "full_name": full, "private": false,
		"owner": s.ownerJSON(repo), "html_url": s.cfg.Site + "/" + full, "description": orNil(repo.Description), "fork": repo.Fork(),
		"created_at": repo.stamp(repo.CreatedAt), "updated_at": repo.stamp(repo.UpdatedAt), "pushed_at": repo.stamp(repo.pushed()),
		"git_url": "git://github.com/" + full + ".git", "ssh_url": "git@github.com:" + full + ".git",
		"clone_url": s.cfg.Site + "/" + full + ".git", "svn_url": s.cfg.Site + "/" + full,
		"homepage": orNil(repo.Homepage), "size": repo.Size, "language": nil, "mirror_url": orNil(repo.Mirror),
		"stargazers_count": repo.Stars, "watchers_count": repo.Stars, "watchers": repo.Stars,
		"forks_count": repo.Forks, "forks": repo.Forks, "open_issues_count": repo.open_(), "open_issues": repo.open_(),
		"has_issues": !repo.NoIssues, "has_projects": repo.Projects, "has_downloads": true, "has_wiki": !repo.NoWiki,
		"has_pages": false, "has_discussions": repo.Discussions, "archived": !repo.ArchivedAt.IsZero(), "disabled": repo.Disabled,
		"license": licenseJSON(repo.License), "allow_forking": true, "is_template": repo.Template, "web_commit_signoff_required": false,
		"topics": append([]string{}, repo.Topics...), "visibility": "public", "default_branch": repo.Branch,
	}
	for key, tail := range templates {
		o[key] = s.url + "/repos/" + full + tail
	}
	if len(repo.Languages) > 0 {
		o["language"] = repo.languages()[0].Name
	}
	return o
}

func repositoryJSON(s *Server, _ *http.Request, a *answer, repo *Repository) {
	o := s.minimal(repo)
	o["temp_clone_token"] = nil
	o["network_count"], o["subscribers_count"] = repo.Forks, repo.Watchers
	if repo.OwnerType == "Organization" {
		o["organization"] = o["owner"]
	}
	if parent, _ := s.world.find(repo.Parent); repo.Fork() && parent != nil {
		o["parent"], o["source"] = s.minimal(parent), s.minimal(parent)
	}
	if a.caller.known {
		o["permissions"] = object{"admin": false, "maintain": false, "push": false, "triage": false, "pull": true}
	}
	a.json(http.StatusOK, o)
	a.header.Set("Last-Modified", repo.UpdatedAt.UTC().Format(http.TimeFormat))
}

// pushed returns when something was last pushed, or the creation of an empty repository.
func (r *Repository) pushed() time.Time {
	if r.PushedAt.IsZero() {
		return r.CreatedAt
	}
	return r.PushedAt
}

// open_ returns the number of open issues and pull requests together, as REST does.
func (r *Repository) open_() int {
	n := 0
	for _, i := range r.Items {
		if i.State() == "OPEN" && (i.Pull || !r.NoIssues) {
			n++
		}
	}
	return n
}

func (s *Server) ownerJSON(repo *Repository) object {
	return s.accountJSON(&Account{Login: repo.Owner, Type: repo.OwnerType, ID: s.world.Account(repo.Owner).ID})
}

// accountJSON returns a "simple user" of REST, where bots are called NAME[bot].
func (s *Server) accountJSON(acc *Account) object {
	login, page := acc.Login, acc.Login
	if acc.Type == "Bot" {
		login, page = acc.Login+"[bot]", "apps/"+acc.Login
	}
	api := s.url + "/users/" + login
	return object{
		"login": login, "id": acc.ID, "node_id": acc.nodeID(), "gravatar_id": "", "type": acc.Type,
		"avatar_url": s.url + "/u/" + login, "html_url": s.cfg.Site + "/" + page, "url": api,
		"followers_url": api + "/followers", "following_url": api + "/following{/other_user}", "gists_url": api + "/gists{/gist_id}",
		"starred_url": api + "/starred{/owner}{/repo}", "subscriptions_url": api + "/subscriptions", "organizations_url": api + "/orgs",
		"repos_url": api + "/repos", "events_url": api + "/events{/privacy}", "received_events_url": api + "/received_events",
		"site_admin": false, "user_view_type": "public",
	}
}

func (a *Account) nodeID() string {
	switch a.Type {
	case "Organization":
		return nodeID("O", a.ID)
	case "Bot":
		return nodeID("BOT", a.ID)
	case "Mannequin":
		return nodeID("M", a.ID)
	}
	return nodeID("U", a.ID)
}

// licenseNames are the names of the licences in the stories, by SPDX id.
var licenseNames = map[string]string{
	"MIT": "MIT License", "Apache-2.0": "Apache License 2.0", "GPL-2.0": "GNU General Public License v2.0",
	"GPL-3.0": "GNU General Public License v3.0", "BSD-2-Clause": `BSD 2-Clause "Simplified" License`,
	"BSD-3-Clause": `BSD 3-Clause "New" or "Revised" License`, "MPL-2.0": "Mozilla Public License 2.0",
	"LGPL-2.1": "GNU Lesser General Public License v2.1", "Unlicense": "The Unlicense", "NOASSERTION": "Other",
	"AGPL-3.0": "GNU Affero General Public License v3.0", "ISC": "ISC License", "Zlib": "zlib License", "0BSD": "BSD Zero Clause License",
}

func licenseKey(spdx string) string {
	if spdx == "NOASSERTION" {
		return "other"
	}
	return strings.ToLower(spdx)
}

func licenseJSON(spdx string) any {
	if spdx == "" {
		return nil
	}
	o := object{
		"key": licenseKey(spdx), "name": or(licenseNames[spdx], spdx), "spdx_id": spdx,
		"url": "https://api.github.com/licenses/" + licenseKey(spdx), "node_id": nodeID("L", numberOf("license", spdx)),
	}
	if spdx == "NOASSERTION" {
		o["url"] = nil
	}
	return o
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}
