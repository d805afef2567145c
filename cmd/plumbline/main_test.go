package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"plumbline": main})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	fake := githubtest.Start(t, githubtest.Config{Tokens: map[string]githubtest.Budget{"canary-token": {Owner: "example-owner"}}})
	fake.Edit(func(w *githubtest.World) { // a project of the list, with figures of no one
		r := w.Add(&githubtest.Repository{
			Owner: "tukaani-project", Name: "xz", Branch: "main", CreatedAt: w.Start().AddDate(-5, 0, 0), UpdatedAt: w.Start(), PushedAt: w.Start(),
			Members: map[string]string{"member-example": "OWNER"}, Files: map[string]string{"LICENSE": "MIT License", "SECURITY.md": "Write to us."},
		})
		r.Push("member-example", w.Start().AddDate(0, -1, 0))
		for i := range 4 {
			at := w.Start().AddDate(0, -i-1, 0)
			r.OpenIssue("visitor-example", at).Comment("member-example", at.Add(24*time.Hour))
		}
	})
	publisher := testkit.Answers(t, map[string]string{
		"/projects/github.com/tukaani-project/xz": `{"date":"2026-08-20","repo":{"name":"github.com/tukaani-project/xz"},"scorecard":{"version":"v5.3.0"},"score":7.5,"checks":[{"name":"License","score":10},{"name":"SBOM","score":0}]}`,
	})
	packages := testkit.Answers(t, map[string]string{
		"/api.deps.dev/v3/systems/npm/packages/express":      registryAnswer(t, "depsdev-package-npm"),
		"/api.deps.dev/v3alpha/systems/npm/packages/express": registryAnswer(t, "depsdev-dependents"),
		"/registry.npmjs.org/express":                        registryAnswer(t, "npm-package"),
		"/api.npmjs.org/downloads/point/last-month/express":  registryAnswer(t, "npm-downloads"),
	})
	databases := advisoryDatabases(t)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("FAKE", fake.URL())
			e.Setenv("PUBLISHER", publisher)
			e.Setenv("REGISTRIES", packages)
			e.Setenv("OSV", databases)
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, "cache"))
			return nil
		},
	})
}

// registryAnswer is an answer of a package registry, in shape.
func registryAnswer(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "registry", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// plumbline returns the program as a child process with a database of its own.
func plumbline(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath("plumbline") // made by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "PLUMBLINE_DB=sqlite:"+filepath.Join(dir, "p.db"), "HOME="+dir, "XDG_CACHE_HOME="+dir)
	return cmd
}

// mirrorEveryProject returns a folder in which every primary repository of the
// list has a copy: links to one repository, so that figures cost little.
func mirrorEveryProject(t *testing.T, repo *testkit.Repo) string {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	copies := t.TempDir()
	for _, p := range set.Lists[0].Projects {
		r, ok := p.PrimaryRepository()
		if !ok {
			continue
		}
		id, err := repository.Parse(r.URL)
		if err != nil {
			t.Fatal(err)
		}
		if r.Branch != "" {
			repo.Git("branch", "--force", r.Branch, "main")
		}
		if err := os.Symlink(repo.Dir(), filepath.Join(copies, id.Host+"+"+id.Name())); err != nil && !os.IsExist(err) {
			t.Fatal(err)
		}
	}
	return copies
}
