package githubtest

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// page returns a page of a list as REST does: page and per_page (30, at most 100), and a Link
// header to the others.
func page[T any](s *Server, r *http.Request, a *answer, all []T) []T {
	number := func(name string, usual int) int {
		n, err := strconv.Atoi(r.URL.Query().Get(name))
		if err != nil || n < 1 {
			return usual
		}
		return n
	}
	size, at := min(100, number("per_page", 30)), number("page", 1)
	last := max(1, (len(all)+size-1)/size)
	link := func(n int, rel string) string {
		q := r.URL.Query()
		q.Set("page", strconv.Itoa(n))
		return fmt.Sprintf(`<%s%s?%s>; rel=%q`, s.url, r.URL.Path, q.Encode(), rel)
	}
	var links []string
	if at > 1 {
		links = append(links, link(at-1, "prev"), link(1, "first"))
	}
	if at < last {
		links = append(links, link(at+1, "next"), link(last, "last"))
	}
	if links != nil {
		a.header.Set("Link", strings.Join(links, ", "))
	}
	from := min(len(all), (at-1)*size)
	return all[from:min(len(all), from+size)]
}

func releasesJSON(s *Server, r *http.Request, a *answer, repo *Repository) {
	var seen []*Release
	for _, x := range repo.Releases {
		if !x.Draft {
			seen = append(seen, x)
		}
	}
	slices.SortFunc(seen, func(a, b *Release) int { return b.CreatedAt.Compare(a.CreatedAt) })
	out := []object{}
	for _, x := range page(s, r, a, seen) {
		out = append(out, s.releaseJSON(x))
	}
	a.json(http.StatusOK, out)
}

func (s *Server) releaseJSON(x *Release) object {
	repo := x.repo
	api := fmt.Sprintf("%s/repos/%s/releases/%d", s.url, repo.FullName(), x.ID)
	o := object{
		"url": api, "assets_url": api + "/assets", "upload_url": api + "/assets{?name,label}", "id": x.ID, "node_id": nodeID("RE", repo.ID, x.ID),
		"html_url": s.cfg.Site + "/" + repo.FullName() + "/releases/tag/" + x.Tag, "tag_name": x.Tag, "target_commitish": or(x.Target, repo.Branch),
		"name": orNil(x.Name), "draft": x.Draft, "prerelease": x.Prerelease, "immutable": false, "body": nil,
		"created_at": repo.stamp(x.CreatedAt), "published_at": repo.stampOrNil(x.PublishedAt), "updated_at": repo.stampOrNil(x.PublishedAt),
		"author":      s.accountJSON(s.world.Account(or(x.By, "ghost"))),
		"tarball_url": s.url + "/repos/" + repo.FullName() + "/tarball/" + x.Tag, "zipball_url": s.url + "/repos/" + repo.FullName() + "/zipball/" + x.Tag,
	}
	assets := []object{}
	for _, name := range x.Assets {
		id := numberOf(x.Tag, name)
		assets = append(assets, object{
			"url": fmt.Sprintf("%s/repos/%s/releases/assets/%d", s.url, repo.FullName(), id), "id": id, "node_id": nodeID("RA", repo.ID, id),
			"name": name, "label": nil, "uploader": s.accountJSON(s.world.Account(or(x.By, "ghost"))), "content_type": "application/octet-stream",
			"state": "uploaded", "size": 1024, "digest": nil, "download_count": 0, "created_at": repo.stamp(x.CreatedAt), "updated_at": repo.stamp(x.CreatedAt),
			"browser_download_url": s.cfg.Site + "/" + repo.FullName() + "/releases/download/" + x.Tag + "/" + name,
		})
	}
	o["assets"] = assets
	return o
}

// contributorsJSON counts commits by account, most first, as GitHub does: addresses without an
// account only with anon=1.
func contributorsJSON(s *Server, r *http.Request, a *answer, repo *Repository) {
	if repo.Empty {
		a.status = http.StatusNoContent
		return
	}
	count := map[string]int{}
	for _, c := range repo.Commits {
		if c.Author != "" || r.URL.Query().Get("anon") == "1" {
			count[or(c.Author, "\x00"+c.Name)]++
		}
	}
	var who []string
	for login := range count {
		who = append(who, login)
	}
	slices.SortFunc(who, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	out := []object{}
	for _, login := range page(s, r, a, who) {
		o := object{"type": "Anonymous", "name": strings.TrimPrefix(login, "\x00"), "email": "nobody@users.noreply.example"}
		if !strings.HasPrefix(login, "\x00") {
			o = s.accountJSON(s.world.Account(login))
		}
		o["contributions"] = count[login]
		out = append(out, o)
	}
	a.json(http.StatusOK, out)
}

func languagesJSON(_ *Server, _ *http.Request, a *answer, repo *Repository) {
	out := &fields{}
	for _, l := range repo.languages() {
		out.add(l.Name, l.Size)
	}
	a.json(http.StatusOK, out)
}

func licenseFile(s *Server, _ *http.Request, a *answer, repo *Repository) {
	if repo.License == "" {
		a.notFound()
		return
	}
	file := repo.licensePath()
	text := repo.files()[file]
	sha := oid(text)
	api := s.url + "/repos/" + repo.FullName() + "/contents/" + file + "?ref=" + repo.Branch
	git, html := s.url+"/repos/"+repo.FullName()+"/git/blobs/"+sha, s.cfg.Site+"/"+repo.FullName()+"/blob/"+repo.Branch+"/"+file
	a.json(http.StatusOK, object{
		"name": path.Base(file), "path": file, "sha": sha, "size": len(text), "url": api, "html_url": html, "git_url": git,
		"download_url": s.cfg.Site + "/" + repo.FullName() + "/raw/" + repo.Branch + "/" + file, "type": "file",
		"content": base64.StdEncoding.EncodeToString([]byte(text)) + "\n", "encoding": "base64",
		"_links": object{"self": api, "git": git, "html": html}, "license": licenseJSON(repo.License),
	})
}

// commitsJSON lists the branch, newest first, restricted by since and until.
func commitsJSON(s *Server, r *http.Request, a *answer, repo *Repository) {
	if repo.Empty {
		a.problem(http.StatusConflict, "Git Repository is empty.", docsREST)
		return
	}
	if repo.NoBranch {
		a.notFound()
		return
	}
	since, until := instant(r.URL.Query().Get("since")), instant(r.URL.Query().Get("until"))
	var all []*Commit
	for _, c := range repo.Commits {
		if !c.At.Before(since) && (until.IsZero() || !c.At.After(until)) {
			all = append(all, c)
		}
	}
	out := []object{}
	for _, c := range page(s, r, a, all) {
		out = append(out, s.commitJSON(c))
	}
	a.json(http.StatusOK, out)
}

func (s *Server) commitJSON(c *Commit) object {
	repo := c.repo
	api := s.url + "/repos/" + repo.FullName() + "/commits/" + c.OID
	git := s.url + "/repos/" + repo.FullName() + "/git"
	who := object{"name": or(c.name(s.world), "nobody"), "email": c.email(), "date": repo.stamp(c.At)}
	o := object{
		"url": api, "sha": c.OID, "node_id": nodeID("C", repo.ID, numberOf(c.OID)), "html_url": s.cfg.Site + "/" + repo.FullName() + "/commit/" + c.OID,
		"comments_url": api + "/comments", "author": nil, "committer": nil, "parents": []object{},
		"commit": object{
			"url": git + "/commits/" + c.OID, "author": who, "committer": who, "message": c.Message, "comment_count": 0,
			"tree":         object{"sha": oid("tree", c.OID), "url": git + "/trees/" + oid("tree", c.OID)},
			"verification": object{"verified": false, "reason": "unsigned", "payload": nil, "signature": nil, "verified_at": nil},
		},
	}
	if c.Author != "" {
		o["author"] = s.accountJSON(s.world.Account(c.Author))
		o["committer"] = o["author"]
	}
	return o
}

// userJSON answers /users/{login}.
func userJSON(s *Server, r *http.Request, a *answer) {
	acc := s.world.known(r.PathValue("login"))
	if acc == nil {
		a.notFound()
		return
	}
	a.json(http.StatusOK, s.profile(acc))
}

// viewerJSON answers /user: the owner of the token.
func viewerJSON(s *Server, _ *http.Request, a *answer) {
	switch {
	case !a.caller.known:
		a.problem(http.StatusUnauthorized, "Requires authentication", docsREST)
	case a.caller.budget.App:
		a.problem(http.StatusForbidden, "Resource not accessible by integration", docsREST)
	default:
		a.json(http.StatusOK, s.profile(s.world.Account(a.caller.budget.Owner)))
	}
}

func (s *Server) profile(acc *Account) object {
	o := s.accountJSON(acc)
	made := s.world.start.AddDate(-10, 0, 0).Format(time.RFC3339)
	more := object{
		"name": orNil(acc.Name), "company": orNil(acc.Company), "blog": "", "location": nil, "email": nil, "hireable": nil, "bio": nil,
		"public_repos": 1, "public_gists": 0, "followers": 0, "following": 0, "created_at": made, "updated_at": made,
	}
	maps.Copy(o, more)
	return o
}

func orgsJSON(s *Server, r *http.Request, a *answer) {
	acc := s.world.known(r.PathValue("login"))
	if acc == nil {
		a.notFound()
		return
	}
	out := []object{}
	for _, login := range page(s, r, a, acc.Orgs) {
		org := s.world.organization(login)
		api := s.url + "/orgs/" + login
		out = append(out, object{
			"login": login, "id": org.ID, "node_id": org.nodeID(), "url": api, "repos_url": api + "/repos", "events_url": api + "/events",
			"hooks_url": api + "/hooks", "issues_url": api + "/issues", "members_url": api + "/members{/member}",
			"public_members_url": api + "/public_members{/member}", "avatar_url": s.url + "/u/" + login, "description": orNil(org.Name),
		})
	}
	a.json(http.StatusOK, out)
}
