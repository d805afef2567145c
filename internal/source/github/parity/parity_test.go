package parity

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/ossf/scorecard/v4/clients"
	"github.com/ossf/scorecard/v4/clients/githubrepo"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/sirupsen/logrus"
)

// A scan starts this program again, as its child. Scorecard's client writes to
// both logs.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == ossf.ChildArg {
		if err := ossf.Child(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	log.SetOutput(io.Discard)
	logrus.SetOutput(io.Discard)
	os.Exit(m.Run())
}

// The tokens: of anybody, of an administrator, and of an installation that may
// not see how branches are protected.
const (
	anybody = "token-of-anybody"
	admin   = "token-of-an-administrator"
	app     = "token-of-an-app"
)

type bench struct {
	fake *githubtest.Server
	api  *url.URL
}

func start(t *testing.T) *bench {
	t.Helper()
	b := &bench{fake: githubtest.Start(t, githubtest.Config{Tokens: map[string]githubtest.Budget{
		anybody: {Owner: "example-anybody", Search: 5000}, // both ask about every story within a minute
		admin:   {Owner: "example-admin", Admin: true},
		app:     {Owner: "example-app", App: true, Refused: []string{"Ref.branchProtectionRule"}},
	}})}
	var err error
	if b.api, err = url.Parse(b.fake.URL() + "/"); err != nil {
		t.Fatal(err)
	}
	return b
}

// memory is a database.
type memory struct {
	mu  sync.Mutex
	ids map[string]forge.Identity
	kv  map[string][]byte
}

func (m *memory) Identity(_ context.Context, repository string) (forge.Identity, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if id, ok := m.ids[repository]; ok {
		return id, nil
	}
	return forge.Identity{}, health.ErrNotFound
}

func (m *memory) SaveIdentity(_ context.Context, id forge.Identity) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ids[id.Repository] = id
	return nil
}

func (m *memory) Load(key string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.kv[key]
	return v, ok
}

func (m *memory) Save(key string, value []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kv[key] = value
}

func (b *bench) source(t *testing.T, token string) *github.Source {
	t.Helper()
	rt, err := transport.New(transport.Config{
		API: b.api, UserAgent: "plumbline-test", Limits: transport.Limits{Backoff: time.Millisecond},
		Credentials: []transport.Credential{{Owner: "example", Tokens: transport.StaticToken(token)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	m := &memory{ids: map[string]forge.Identity{}, kv: map[string][]byte{}}
	s, err := github.New(github.Config{API: b.api, Archives: b.api.JoinPath("_codeload"), Client: rt, Authenticated: true, Ledger: m, Memory: m, Key: []byte("a key"), Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func project(name string) health.Project {
	return health.Project{Slug: strings.ReplaceAll(name, "/", "-"), Repositories: []health.Repository{{URL: "https://github.com/" + name, Role: health.Primary}}}
}

// names are the repositories that have commits to judge.
func (b *bench) names() []string {
	var out []string
	b.fake.Edit(func(w *githubtest.World) {
		for _, name := range w.Names() {
			if r := w.Repository(name); !r.Hidden && r.Blocked == nil && !r.Empty && !r.NoBranch {
				out = append(out, name)
			}
		}
	})
	return out
}

func (b *bench) client(t *testing.T, name, token string) clients.RepoClient {
	t.Helper()
	c := githubrepo.CreateGithubRepoClientWithTransport(t.Context(), b.fake.Standin(token))
	repo, err := githubrepo.MakeGithubRepo(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.InitRepo(repo, clients.HeadSHA, 0); err != nil {
		t.Fatal(err)
	}
	return c
}

// Every story: what Scorecard's own client reports and what the records hold are
// the same, for each kind of token.
func TestRecords_areWhatScorecardsOwnClientReports(t *testing.T) {
	t.Parallel()
	b := start(t)
	names := b.names()
	if len(names) < 50 {
		t.Fatalf("%d stories to compare; at least 50 are wanted", len(names))
	}
	for _, token := range []string{anybody, admin, app} {
		s := b.source(t, token)
		for _, name := range names {
			if token != anybody && !strings.HasPrefix(name, "example-checks/") {
				continue // nothing else differs by token
			}
			t.Run(token+"/"+name, func(t *testing.T) {
				t.Parallel()
				r, err := s.Records(t.Context(), project(name))
				if err != nil {
					t.Fatal(err)
				}
				compare(t, b.client(t, name, token), r)
			})
		}
	}
}

// same compares what one method returned with a part of the records. Where the
// client fails, the part must be unseen, and the other way round.
func same[T any](t *testing.T, what string, part forge.Part, r forge.Records, want func() (T, error), got T) {
	t.Helper()
	w, err := want()
	why, unseen := r.Unseen[part]
	if (err != nil) != unseen {
		t.Errorf("%s: the client's error is %v, ours %q", what, err, why)
		return
	}
	if err != nil {
		return
	}
	if d := gocmp.Diff(w, got, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s (-client +records):\n%s", what, d)
	}
}

func compare(t *testing.T, c clients.RepoClient, r forge.Records) {
	t.Helper()
	none := forge.Part("none")
	same(t, "commits", forge.PartCommits, r, c.ListCommits, commits(r))
	same(t, "issues", forge.PartIssues, r, c.ListIssues, issues(r))
	same(t, "releases", forge.PartReleases, r, c.ListReleases, releases(r))
	same(t, "contributors", forge.PartContributors, r, c.ListContributors, contributors(r))
	same(t, "archived", none, r, c.IsArchived, r.Archived)
	same(t, "created", none, r, c.GetCreatedAt, r.CreatedAt)
	same(t, "name of the default branch", none, r, c.GetDefaultBranchName, r.DefaultBranch)
	same(t, "licences", forge.PartLicences, r, c.ListLicenses, licences(r))
	same(t, "languages", forge.PartLanguages, r, func() ([]clients.Language, error) { return inOrder(c.ListProgrammingLanguages()) }, languages(r))
	same(t, "branches", forge.PartBranches, r, func() (map[string]*clients.BranchRef, error) { return protected(c, r) }, branches(r))
	for _, k := range r.Commits {
		if k.Change == nil {
			continue
		}
		head := k.Change.Head
		same(t, "check runs of "+head, forge.PartCheckRuns, r, func() ([]clients.CheckRun, error) { return c.ListCheckRunsForRef(head) }, runs(k.Change))
		same(t, "statuses of "+head, forge.PartCheckRuns, r, func() ([]clients.Status, error) { return c.ListStatuses(head) }, statuses(k.Change))
	}
}

// What is asked for one by one is the same too: runs of workflows, the search for
// an account, and the files, of which that client leaves out empty ones.
func TestHosted_answersWhatScorecardsOwnClientDoes(t *testing.T) {
	t.Parallel()
	b := start(t)
	s := b.source(t, anybody)
	for _, name := range []string{"example-checks/packaged", "example-checks/unpackaged", "example-checks/updated", "example-checks/reviewed", "example-busy/.github"} {
		c := b.client(t, name, anybody)
		r, err := s.Records(t.Context(), project(name))
		if err != nil {
			t.Fatal(err)
		}
		want, theirs := c.ListSuccessfulWorkflowRuns("release.yml")
		got, ours := s.Runs(t.Context(), project(name), "release.yml")
		if (theirs != nil) != (ours != nil) || len(want) != len(got) {
			t.Fatalf("%s: runs %v (%v), want %v (%v)", name, got, ours, want, theirs)
		}
		for i := range want {
			if *want[i].HeadSHA != got[i].Head || want[i].URL != got[i].URL {
				t.Errorf("%s: run %v, want %v", name, got[i], want[i])
			}
		}
		found, err := c.SearchCommits(clients.SearchCommitsOptions{Author: "dependabot[bot]"})
		if err != nil {
			t.Fatal(err)
		}
		if by, err := s.CommitsBy(t.Context(), project(name), "dependabot[bot]"); err != nil || (len(by) > 0) != (len(found) > 0) {
			t.Errorf("%s: commits of a program %v (%v), want %v", name, by, err, found)
		}
		sameFiles(t, c, s, name, r)
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

func sameFiles(t *testing.T, c clients.RepoClient, s *github.Source, name string, r forge.Records) {
	t.Helper()
	tree, err := s.Archive(t.Context(), project(name), r)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if err := tree.Fetch(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	names, err := c.ListFiles(func(string) (bool, error) { return true, nil })
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: files %v, %v", name, names, err)
	}
	slices.Sort(names)
	var ours []string
	for _, f := range tree.Files() {
		if f.Size > 0 {
			ours = append(ours, f.Path)
		}
	}
	if d := gocmp.Diff(names, ours); d != "" {
		t.Errorf("%s: files (-client +archive):\n%s", name, d)
	}
	for _, f := range names {
		want, err := c.GetFileContent(f)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := tree.ReadFile(t.Context(), f, 1<<20); err != nil || string(got) != string(want) {
			t.Errorf("%s: %s is %q (%v), want %q", name, f, got, err, want)
		}
	}
}

// protected asks for the branches the check asks for: the default one and those
// releases were made from. The check fails when one of them cannot be had.
func protected(c clients.RepoClient, r forge.Records) (map[string]*clients.BranchRef, error) {
	b, err := c.GetDefaultBranch()
	out := map[string]*clients.BranchRef{r.DefaultBranch: b}
	for _, x := range r.Releases {
		names := []string{x.Target}
		if x.Target == "master" {
			names = append(names, "main")
		}
		for _, name := range names {
			if _, known := out[name]; known || len(name) == 40 || err != nil {
				continue
			}
			out[name], err = c.GetBranch(name)
		}
	}
	return out, err
}

func inOrder(all []clients.Language, err error) ([]clients.Language, error) {
	slices.SortFunc(all, func(a, b clients.Language) int {
		return cmp.Or(cmp.Compare(b.NumLines, a.NumLines), cmp.Compare(a.Name, b.Name))
	})
	return all, err
}
