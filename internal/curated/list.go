package curated

import (
	"regexp"
	"sort"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// reviews are the ways to review changes outside the repository's host.
var reviews = []string{"mailing_list", "gerrit", "phabricator", "gitlab", "other"}

// ReadList reads a list of projects. name is the name of the file in messages. The error is
// Problems with everything that is wrong; the list is then empty.
func ReadList(name string, b []byte) (health.List, error) {
	return (&listReader{first: map[thing]place{}}).list(name, b, nil)
}

// listReader records the first position of everything that must be unique.
type listReader struct {
	first map[thing]place
	// others are the projects of lists read before this one, by slug; nil if there were none.
	others map[string]listed
	// debianNames are the source packages of all projects, by their names without numbers.
	debianNames map[string][]debianName
	// taken maps the slugs of those lists to their owners.
	taken map[string]string
	// today is the last day that a date may have; empty: no limit. A program that starts has none,
	// because its clock may be wrong.
	today string
}

// thing is what must be unique in a file.
type thing struct{ what, key string }

// place is a position in a file.
type place struct {
	line int
	path string
}

// listed is how a project is listed elsewhere.
type listed struct {
	list       string
	repository string // repository.ID.Key of the primary; empty: none
}

// list reads a list file. lines are its projects if they are in a separate file; nil if they are in
// the list file.
func (r *listReader) list(name string, b []byte, lines *lineFile) (health.List, error) {
	d := &document{name: name, today: r.today}
	root, ok := d.parse(b)
	if !ok {
		return health.List{}, d.problems.err()
	}
	f := root.fields("list", "expert_lists", "projects", "excluded")
	sources := r.sources(f["expert_lists"])
	list := r.head(f["list"].required(), sources)
	list.Sources = sources
	list.Revision = digest(b)
	var problems Problems
	if lines == nil {
		list.Projects = r.projects(f["projects"].required(), list.Sources)
	} else {
		if f["projects"].given() {
			f["projects"].bad(Conflict, "given here and in %s: keep one of the two", lines.name)
		}
		var err error
		if problems, err = r.lines(lines, &list); err != nil {
			return health.List{}, err
		}
	}
	for _, n := range f["excluded"].list() {
		list.Excluded = append(list.Excluded, exclusion(n))
	}
	if err := append(d.problems, problems...).err(); err != nil {
		return health.List{}, err
	}
	sort.Slice(list.Projects, func(i, j int) bool { return list.Projects[i].Slug < list.Projects[j].Slug })
	return list, nil
}

func (r *listReader) projects(n node, sources map[string]health.ExpertList) []health.Project {
	var out []health.Project
	for _, n := range n.list() {
		out = append(out, r.project(n, sources))
	}
	if len(out) == 0 && n.given() {
		n.bad(WrongCount, "a list needs at least one project")
	}
	return out
}

// once notes a problem if the key occurred before.
func (r *listReader) once(n node, what, key string) {
	if key == "" {
		return
	}
	if old, ok := r.first[thing{what, key}]; ok {
		n.bad(Twice, "%s %s appears twice, first on line %d (%s)", what, key, old.line, old.path)
		return
	}
	r.first[thing{what, key}] = place{n.line, n.path}
}

// alike notes a problem if another list has another project with the same slug: the store would mix
// their figures.
func (r *listReader) alike(n node, p health.Project) {
	other, ok := r.others[p.Slug]
	if ok && other.repository != primaryKey(p) {
		n.bad(Twice, "%q is a project of list %s with another repository: choose another slug", p.Slug, other.list)
	}
}

// primaryKey returns the key for comparing a project's primary repository.
func primaryKey(p health.Project) string {
	repo, ok := p.PrimaryRepository()
	if !ok {
		return ""
	}
	id, err := repository.Parse(repo.URL)
	if err != nil { // it was validated; lists made in code may differ
		return repo.URL
	}
	return id.Key()
}

func (r *listReader) head(n node, sources map[string]health.ExpertList) health.List {
	f := n.fields("slug", "title", "purpose", "owner", "licence", "notice", "copied_from", "on_request", "tracker", "visibility")
	own := slug(f["slug"].required())
	if whose, ok := r.taken[own]; ok { // neither list may silently replace the other
		f["slug"].bad(Twice, "%q %s: choose another", own, whose)
	}
	return health.List{
		Slug:    own,
		Title:   f["title"].required().text(),
		Purpose: f["purpose"].required().text(),
		Owner:   f["owner"].required().text(),
		Licence: f["licence"].required().text(),
		Notice:  f["notice"].text(),

		CopiedFrom: expertLists(f["copied_from"], sources),
		OnRequest:  f["on_request"].yes(),
		Tracker:    address(f["tracker"], "https"),
		Private:    choice(f["visibility"], "public", "private") == "private",
	}
}

// expertLists reads the ids of expert lists.
func expertLists(n node, sources map[string]health.ExpertList) []string {
	out := unique(n, "expert list", node.word)
	for i, id := range out {
		if _, ok := sources[id]; !ok {
			n.list()[i].bad(NotAllowed, "%q is not among expert_lists", id)
		}
	}
	return out
}

func (r *listReader) sources(n node) map[string]health.ExpertList {
	out := map[string]health.ExpertList{}
	for _, n := range n.list() {
		f := n.fields("id", "title", "url", "date", "group")
		e := health.ExpertList{
			ID: slug(f["id"].required()), Title: f["title"].required().text(),
			URL: address(f["url"].required(), "https"), Date: date(f["date"].required(), true),
			Group: f["group"].text(),
		}
		r.once(f["id"], "expert list", e.ID)
		out[e.ID] = e
	}
	return out
}

func (r *listReader) project(n node, sources map[string]health.ExpertList) health.Project {
	f := n.fields("slug", "name", "why", "category", "language", "added", "added_by", "tags", "peers", "homepage", "aliases",
		"repositories", "no_repository", "packages", "expert_lists", "exposure", "substitution", "base_image",
		"tracker", "review", "rolling", "end_of_life", "statements", "corrections", "repology", "debian", "endoflife", "copies")
	p := health.Project{
		Slug: slug(f["slug"].required()), Name: f["name"].required().text(), Why: f["why"].blank(),
		Category: f["category"].required().text(), Language: f["language"].text(),
		Added: date(f["added"].required(), false), AddedBy: f["added_by"].required().text(),
		Peers: f["peers"].text(), Homepage: address(f["homepage"], "https", "http"),
		NoRepository: f["no_repository"].text(), Tracker: f["tracker"].text(), Rolling: f["rolling"].yes(),
		Review: choice(f["review"], reviews...), Repology: repologyName(f["repology"]), Product: slug(f["endoflife"]),
	}
	r.once(f["slug"], "slug", p.Slug)
	p.Aliases = r.aliases(f["slug"], f["aliases"], p)
	p.Tags = unique(f["tags"], "tag", slug)
	p.Repositories = r.repositories(n, f["repositories"], f["no_repository"])
	p.Copies = r.copies(f["copies"], p)
	p.Packages = r.packages(f["packages"])
	p.ExpertLists = expertLists(f["expert_lists"], sources)
	p.Exposure, p.Substitution, p.EndOfLife = exposure(f["exposure"]), substitution(f["substitution"]), endOfLife(f["end_of_life"])
	p.BaseImage = baseImage(f["base_image"])
	p.Statements = statements(f["statements"])
	p.Corrections = corrections(f["corrections"])
	p.Debian = r.debian(f["debian"])
	r.alike(f["slug"], p)
	return p
}

func (r *listReader) repositories(project, n, none node) []health.Repository {
	var out []health.Repository
	primaries := 0
	for _, n := range n.list() {
		f := n.fields("url", "role", "mirror", "upstream", "canonical", "branch", "note")
		repo := health.Repository{
			Role:   health.Role(choice(f["role"].required(), string(health.Primary), string(health.Component), string(health.Docs), string(health.Website), string(health.Mirror))),
			Mirror: f["mirror"].yes(), Upstream: f["upstream"].text(), Canonical: f["canonical"].yes(), Note: f["note"].text(),
			Branch: branchRead(f, f["role"].word() == string(health.Primary)),
		}
		if repo.Canonical && repo.Role != health.Primary {
			f["canonical"].bad(Conflict, "only the primary repository is where a project lives")
		}
		if repo.Canonical && repo.Mirror {
			f["canonical"].bad(Conflict, "given together with mirror, which says that work happens elsewhere")
		}
		if id, ok := readRepository(f["url"].required()); ok {
			repo.URL = id.URL()
			r.once(f["url"], "repository", id.Key())
		}
		if repo.Role == health.Primary {
			primaries++
		}
		out = append(out, repo)
	}
	switch {
	case none.given() && len(out) > 0:
		none.bad(Conflict, "given together with repositories")
	case none.given():
	case len(out) == 0 && (!project.isGroup() || n.given() && !n.isList()): // noted
	case len(out) == 0:
		project.bad(Missing, "repositories missing: give them, or no_repository with the reason")
	case primaries != 1:
		n.bad(WrongCount, "%d repositories have the role primary, exactly one must", primaries)
	}
	return out
}

// packages returns the package URLs in their normal form. One package belongs to one project of a
// list, however it is written.
func (r *listReader) packages(n node) []string {
	var out []string
	for _, n := range n.list() {
		s := n.text()
		if s == "" {
			continue
		}
		p, err := purl.Parse(s)
		if err != nil {
			n.bad(Malformed, "%v", err)
			continue
		}
		r.once(n, "package", p.Key())
		out = append(out, p.String())
	}
	return out
}

func exposure(n node) *health.Exposure {
	if !n.given() {
		return nil
	}
	f := n.fields("untrusted_input", "privileged", "crypto", "toolchain", "reason", "reviewed", "confirmed_by")
	return &health.Exposure{
		UntrustedInput: f["untrusted_input"].required().yes(), Privileged: f["privileged"].required().yes(),
		Crypto: f["crypto"].required().yes(), Toolchain: f["toolchain"].required().yes(),
		Reason: f["reason"].required().text(), Reviewed: date(f["reviewed"].required(), false), ConfirmedBy: f["confirmed_by"].text(),
	}
}

func substitution(n node) *health.Substitution {
	if !n.given() {
		return nil
	}
	f := n.fields("value", "reason", "reviewed", "confirmed_by")
	return &health.Substitution{
		Value: f["value"].required().whole(0, 3), Reason: f["reason"].required().text(),
		Reviewed: date(f["reviewed"].required(), false), ConfirmedBy: f["confirmed_by"].text(),
	}
}

func baseImage(n node) *health.BaseImage {
	if !n.given() {
		return nil
	}
	f := n.fields("in", "url", "reviewed")
	return &health.BaseImage{In: f["in"].required().text(), URL: address(f["url"].required(), "https"), Reviewed: date(f["reviewed"].required(), false)}
}

func exclusion(n node) health.Exclusion {
	f := n.fields("name", "url", "reason", "date")
	return health.Exclusion{
		Name: f["name"].required().text(), URL: address(f["url"], "https", "http"),
		Reason: f["reason"].required().text(), Date: date(f["date"].required(), false),
	}
}

// repologyForm matches the names of projects at Repology: "curl", "python:requests".
var repologyForm = regexp.MustCompile(`^[a-z0-9][a-z0-9:._+-]*$`)

func repologyName(n node) string {
	s := n.word()
	if n.given() && !repologyForm.MatchString(s) {
		n.bad(Malformed, "%q is not the name of a project at Repology, such as curl or python:requests", s)
	}
	return s
}
