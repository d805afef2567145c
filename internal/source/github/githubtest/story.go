package githubtest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	stories "github.com/plumbline-scorecard/plumbline/testdata/github"
)

// story is one file of testdata/github; its README.md describes each field.
type story struct {
	About       string            `yaml:"about"`
	Repository  string            `yaml:"repository"`
	ID          int64             `yaml:"id"`
	OwnerType   string            `yaml:"owner_type"`
	Was         []string          `yaml:"was"`
	Hidden      bool              `yaml:"hidden"`
	Blocked     *storyBlock       `yaml:"blocked"`
	Disabled    bool              `yaml:"disabled"`
	Description string            `yaml:"description"`
	Homepage    string            `yaml:"homepage"`
	ForkOf      string            `yaml:"fork_of"`
	MirrorOf    string            `yaml:"mirror_of"`
	Template    bool              `yaml:"template"`
	Created     string            `yaml:"created"`
	Pushed      string            `yaml:"pushed"`
	Updated     string            `yaml:"updated"`
	Archived    string            `yaml:"archived"`
	NoIssues    bool              `yaml:"no_issues"`
	NoWiki      bool              `yaml:"no_wiki"`
	Projects    bool              `yaml:"projects"`
	Discussions bool              `yaml:"discussions"`
	Empty       bool              `yaml:"empty"`
	NoBranch    bool              `yaml:"no_branch"`
	Branch      string            `yaml:"branch"`
	Stars       int               `yaml:"stars"`
	Forks       int               `yaml:"forks"`
	Watchers    int               `yaml:"watchers"`
	Size        int               `yaml:"size"`
	License     string            `yaml:"license"`
	Topics      []string          `yaml:"topics"`
	Languages   []storyLanguage   `yaml:"languages"`
	Funding     []storyFunding    `yaml:"funding"`
	Security    *bool             `yaml:"security_policy"`
	Merges      []string          `yaml:"merge_methods"`
	Stamps      string            `yaml:"stamps"`
	Members     map[string]string `yaml:"members"`
	People      []storyPerson     `yaml:"people"`
	Commits     []storyCommits    `yaml:"commits"`
	Issues      []storyItem       `yaml:"issues"`
	Pulls       []storyItem       `yaml:"pulls"`
	Releases    []storyRelease    `yaml:"releases"`
	Files       map[string]string `yaml:"files"`

	LicensePath string                     `yaml:"license_path"`
	Branches    []string                   `yaml:"branches"`
	Protection  map[string]storyProtection `yaml:"protection"`
	Rulesets    []storyRuleset             `yaml:"rulesets"`
	Runs        []storyRun                 `yaml:"runs"`
}

type storyBlock struct {
	Reason  string `yaml:"reason"`
	At      string `yaml:"at"`
	GraphQL string `yaml:"graphql"`
}

type storyLanguage struct {
	Name string `yaml:"name"`
	Size int    `yaml:"size"`
}

type storyFunding struct {
	Platform string `yaml:"platform"`
	URL      string `yaml:"url"`
}

type storyPerson struct {
	Login   string   `yaml:"login"`
	Type    string   `yaml:"type"`
	Name    string   `yaml:"name"`
	Company string   `yaml:"company"`
	Orgs    []string `yaml:"orgs"`
}

// file is a story that was parsed but not added yet.
type file struct {
	name  string
	raw   []byte
	story story
}

// ours are the stories of testdata/github, read once for each program, because a test starts many
// servers.
var ours = sync.OnceValues(func() ([]file, error) { return read(stories.FS) })

// read decodes every story. The error names the file and line of every problem at once.
func read(from fs.FS) ([]file, error) {
	names, err := fs.Glob(from, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("stories: %w", err)
	}
	if len(names) == 0 {
		return nil, errors.New("stories: no *.yaml file")
	}
	slices.Sort(names)
	var out []file
	var errs []error
	for _, name := range names {
		f := file{name: name}
		if f.raw, err = fs.ReadFile(from, name); err != nil {
			errs = append(errs, err)
		} else if err := yaml.NewDecoder(bytes.NewReader(f.raw), yaml.Strict()).Decode(&f.story); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, located(err)))
		}
		out = append(out, f)
	}
	return out, errors.Join(errs...)
}

// tell adds the stories to the world. The error names the file and line of every problem.
func (w *World) tell(files []file, start time.Time) error {
	var errs []error
	for _, f := range files {
		t := &teller{world: w, start: start, file: f.name, raw: f.raw}
		t.story(&f.story)
		errs = append(errs, t.errs...)
	}
	return errors.Join(errs...)
}

// located puts the position found by the YAML library before its message.
func located(err error) error {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		return fmt.Errorf("line %d: %s", at.GetToken().Position.Line, at.GetMessage())
	}
	return err
}

// teller converts one story to a repository.
type teller struct {
	world *World
	start time.Time
	file  string
	raw   []byte
	repo  *Repository
	errs  []error
}

// wrong records a problem at a position of the file ("$.issues[0].created").
func (t *teller) wrong(where, format string, args ...any) {
	t.errs = append(t.errs, fmt.Errorf("%s: line %d: %s: %s", t.file, t.line(where), strings.TrimPrefix(where, "$."), fmt.Sprintf(format, args...)))
}

// line returns the line of a position, or the first line if it is absent.
func (t *teller) line(where string) int {
	p, err := yaml.PathString(where)
	if err != nil {
		return 1
	}
	f, err := parser.ParseBytes(t.raw, 0)
	if err != nil {
		return 1
	}
	var n ast.Node
	if n, err = p.FilterFile(f); err != nil || n == nil {
		return 1
	}
	return n.GetToken().Position.Line
}

// time parses a time of the story; zero for none.
func (t *teller) time(where, s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	at, err := when(s, t.start)
	if err != nil {
		t.wrong(where, "%v", err)
	}
	return at
}

func (t *teller) story(s *story) {
	owner, name, ok := strings.Cut(s.Repository, "/")
	if !ok || strings.Contains(name, "/") || !strings.HasPrefix(owner, "example-") {
		t.wrong("$.repository", "%q: want example-OWNER/NAME", s.Repository)
	}
	if strings.TrimSpace(s.About) == "" {
		t.wrong("$.about", "a story says what it is about")
	}
	if have, _ := t.world.find(s.Repository); have != nil {
		t.wrong("$.repository", "%s is told twice", s.Repository)
	}
	r := &Repository{
		About: s.About, ID: s.ID, Owner: owner, Name: name, OwnerType: or(s.OwnerType, "Organization"),
		Description: text(s.Description), Homepage: s.Homepage, Parent: s.ForkOf, Mirror: s.MirrorOf, Hidden: s.Hidden, Disabled: s.Disabled,
		Template: s.Template, NoIssues: s.NoIssues, NoWiki: s.NoWiki, Projects: s.Projects, Discussions: s.Discussions,
		Empty: s.Empty, NoBranch: s.NoBranch, Branch: or(s.Branch, "main"), Stars: s.Stars, Forks: s.Forks, Watchers: s.Watchers, Size: s.Size,
		License: s.License, Topics: slices.Clone(s.Topics), SecurityPolicy: s.Security, MergeMethods: s.Merges, Stamps: s.Stamps, Files: maps.Clone(s.Files),
		Members: map[string]string{}, CreatedAt: t.time("$.created", or(s.Created, "-3y")), ArchivedAt: t.time("$.archived", s.Archived),
		world: t.world,
	}
	t.repo = r
	t.oneOf("$.owner_type", s.OwnerType, "", "Organization", "User")
	t.oneOf("$.stamps", s.Stamps, "", "nano", "offset")
	if s.Blocked != nil {
		r.Blocked = &Block{Reason: s.Blocked.Reason, At: t.time("$.blocked.at", or(s.Blocked.At, "-1d")), GraphQL: s.Blocked.GraphQL}
	}
	for _, l := range s.Languages {
		r.Languages = append(r.Languages, Language(l))
	}
	for i, f := range s.Funding {
		t.oneOf(fmt.Sprintf("$.funding[%d].platform", i), f.Platform, enum("FundingPlatform")...)
		r.Funding = append(r.Funding, Funding(f))
	}
	for login, a := range s.Members {
		t.oneOf("$.members."+login, a, enum("CommentAuthorAssociation")...)
		base, bot := strings.CutSuffix(login, "[bot]")
		if r.Members[strings.ToLower(base)] = a; bot && t.world.known(login) == nil {
			t.world.AddAccount(t.world.Account(login))
		}
	}
	t.people(s)
	t.commits(s.Commits)
	t.items("issues", s.Issues, false)
	t.items("pulls", s.Pulls, true)
	t.number()
	t.releases(s.Releases)
	t.rules(s)
	t.runs(s.Runs)
	t.end(s)
}

// people adds the accounts. The owner is one too.
func (t *teller) people(s *story) {
	if w := t.world; w.accounts[strings.ToLower(t.repo.Owner)] == nil {
		w.AddAccount(&Account{Login: t.repo.Owner, Type: t.repo.OwnerType})
	}
	for i, p := range s.People {
		where := fmt.Sprintf("$.people[%d]", i)
		login, bot := strings.CutSuffix(p.Login, "[bot]")
		if login == "" {
			t.wrong(where, "no login")
		}
		typ := or(p.Type, "User")
		if bot {
			typ = "Bot"
		}
		t.oneOf(where+".type", typ, "User", "Bot", "Organization", "Mannequin")
		t.world.AddAccount(&Account{Login: login, Type: typ, Name: p.Name, Company: p.Company, Orgs: p.Orgs})
	}
}

// end derives what the story leaves open, and adds the repository.
func (t *teller) end(s *story) {
	r := t.repo
	if r.PushedAt = t.time("$.pushed", s.Pushed); r.PushedAt.IsZero() && len(r.Commits) > 0 {
		for _, c := range r.Commits {
			r.PushedAt = later(r.PushedAt, c.At)
		}
	}
	if r.UpdatedAt = t.time("$.updated", s.Updated); r.UpdatedAt.IsZero() {
		r.UpdatedAt = later(later(r.CreatedAt, r.PushedAt), r.ArchivedAt)
	}
	if len(r.Commits) == 0 && !r.Empty {
		t.wrong("$.repository", "no commits: say empty: true, or give some")
	}
	if r.ID == 0 {
		r.ID = numberOf("repository", r.FullName())
	}
	if other := t.world.byID[r.ID]; other != nil && t.errs == nil {
		t.wrong("$.repository", "has the id %d, as %s does: give it another id", r.ID, other.FullName())
	}
	if t.errs != nil {
		return
	}
	t.world.Add(r)
	t.world.mention(r)
	for _, old := range s.Was {
		t.world.former[strings.ToLower(old)] = r
	}
}

func (t *teller) oneOf(where, got string, want ...string) {
	if !slices.Contains(want, got) {
		t.wrong(where, "%q: want one of %s", got, strings.Join(want, ", "))
	}
}

// enum lists the values of an enum of GitHub's schema.
func enum(name string) []string {
	var out []string
	for _, v := range sdl().Types[name].EnumValues {
		out = append(out, v.Name)
	}
	return out
}

// Stories returns the file names of the stories, sorted.
func Stories(from fs.FS) ([]string, error) {
	names, err := fs.Glob(from, "*.yaml")
	for i := range names {
		names[i] = path.Base(names[i])
	}
	slices.Sort(names)
	return names, err
}
