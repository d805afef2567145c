package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// TestMain is the program when a scan of these tests starts a child.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == ossf.ChildArg {
		if err := ossf.Child(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// others are all services that are asked beside the host of a repository. Each is served under a
// folder with its name.
type others struct {
	*httptest.Server
	// down answers in the place of those whose names it knows.
	down map[string]http.HandlerFunc
}

func newOthers(t *testing.T) *others {
	t.Helper()
	o := &others{}
	o.Server = httptest.NewServer(http.HandlerFunc(o.serve))
	t.Cleanup(o.Close)
	return o
}

func (o *others) serve(w http.ResponseWriter, r *http.Request) {
	name, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if fault := o.down[name]; fault != nil {
		fault(w, r)
		return
	}
	switch name {
	case "api.osv.dev":
		serveRecords(w, r, "/"+path)
	case "www.bestpractices.dev":
		io.WriteString(w, `[{"badge_level":"gold"}]`)
	case "oss-fuzz":
		io.WriteString(w, `{"projects":[{"main_repo":"https://github.com/acme/p0"},{"main_repo":"https://github.com/acme/p1"}]}`)
	case "api.scorecard.dev":
		io.WriteString(w, publishedResult(path))
	case "www.cisa.gov":
		io.WriteString(w, `{"count":1,"vulnerabilities":[{"cveID":"CVE-2021-99999"}]}`)
	case "api.deps.dev":
		file := "depsdev-package-npm"
		if strings.HasSuffix(path, ":dependents") {
			file = "depsdev-dependents"
		}
		serveFixture(w, file)
	case "registry.npmjs.org":
		serveFixture(w, "npm-package")
	case "api.npmjs.org":
		serveFixture(w, "npm-downloads")
	case "repology.org":
		serveFixture(w, "repology-project")
	default:
		http.NotFound(w, r)
	}
}

func serveFixture(w http.ResponseWriter, name string) {
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "registry", name+".json"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusTeapot)
		return
	}
	w.Write(b)
}

// serveRecords is OSV: one advisory without a patched release of the one package, so that CISA and
// deps.dev are asked too.
func serveRecords(w http.ResponseWriter, r *http.Request, path string) {
	const at = "2026-11-01T00:00:00Z"
	if strings.HasPrefix(path, "/v1/vulns/") {
		fmt.Fprintf(w, `{"id":"GHSA-1","modified":%q,"published":%q,"affected":[{"package":{"ecosystem":"npm","name":"@acme/widget"},
			"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"last_affected":"2.1.0"}]}],"versions":["2.1.0"]}],"database_specific":{"severity":"HIGH"}}`, at, at)
		return
	}
	var q struct {
		Queries []struct {
			Package struct{ Name string }
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var results []string
	for _, x := range q.Queries {
		one := "{}"
		if x.Package.Name == "@acme/widget" {
			one = `{"vulns":[{"id":"GHSA-1","modified":"` + at + `"}]}`
		}
		results = append(results, one)
	}
	fmt.Fprintf(w, `{"results":[%s]}`, strings.Join(results, ","))
}

// publishedResult is what others published: one check less than ours, and lower scores.
func publishedResult(path string) string {
	var checks []string
	for _, f := range field.Catalogue {
		if f.Source == field.SourceScorecard && f.ID != "CII-Best-Practices" {
			checks = append(checks, fmt.Sprintf(`{"name":%q,"score":2,"reason":"r"}`, f.ID))
		}
	}
	return fmt.Sprintf(`{"date":"2026-11-20","repo":{"name":%q,"commit":"%s"},"scorecard":{"version":"v5.3.0","commit":""},"score":2,"checks":[%s]}`,
		strings.TrimPrefix(path, "projects/"), strings.Repeat("b", 40), strings.Join(checks, ","))
}

// calm is a host of repositories that never changes and never fails.
type calm struct{ files map[string]string }

var errNotAsked = errors.New("not asked in these tests")

func (c calm) Records(context.Context, health.Project) (forge.Records, error) {
	at := outagesBegin.AddDate(0, 0, -1)
	return forge.Records{
		Commit: strings.Repeat("a", 40), Tree: strings.Repeat("7", 40), DefaultBranch: "main", CreatedAt: outagesBegin.AddDate(-3, 0, 0),
		Branches:  map[string]*forge.Branch{"main": {Name: "main"}},
		Languages: []forge.Language{{Name: "C", Bytes: 1000}},
		Licences:  []forge.Licence{{Key: "mit", Name: "MIT", Path: "LICENSE", SPDX: "MIT"}},
		Commits: []forge.Commit{{OID: strings.Repeat("a", 40), At: at, Change: &forge.Change{
			Number: 1, Head: strings.Repeat("c", 40), MergedAt: at, MergedBy: "two", Author: forge.User{Login: "one"}, Reviews: []forge.Review{{Author: "two", State: "APPROVED"}},
			Runs: []forge.CheckSuite{{App: "github-actions", Status: "completed", Conclusion: "success"}},
		}}},
		Releases: []forge.Release{{Tag: "v1", URL: "https://example.org", Target: "main", Assets: []forge.Asset{{Name: "a.tar.gz", URL: "https://example.org"}}}},
	}, nil
}

func (c calm) Archive(context.Context, health.Project, forge.Records) (tree.Tree, error) {
	return calmTree(c), nil
}

func (calm) Runs(context.Context, health.Project, string) ([]forge.WorkflowRun, error) {
	return nil, nil
}

func (calm) CommitsBy(context.Context, health.Project, string) ([]forge.Commit, error) {
	return nil, nil
}

func (calm) OwnerFiles(context.Context, health.Project) (tree.Tree, error) {
	return nil, health.ErrNotFound
}

type calmTree calm

func (calmTree) Commit() string                           { return strings.Repeat("a", 40) }
func (calmTree) Hash() string                             { return strings.Repeat("7", 40) }
func (calmTree) Fetch(context.Context, []tree.File) error { return nil }
func (calmTree) Close() error                             { return nil }
func (t calmTree) Files() (out []tree.File) {
	for _, p := range slices.Sorted(maps.Keys(t.files)) {
		out = append(out, tree.File{Path: p, Size: int64(len(t.files[p]))})
	}
	return out
}

func (t calmTree) ReadFile(_ context.Context, path string, _ int64) ([]byte, error) {
	return []byte(t.files[path]), nil
}

// history is the source of git: what a project did does not change.
type history struct{ now func() time.Time }

func (history) Name() string { return field.SourceGit }

func (h history) Observe(_ context.Context, p health.Project, _ time.Time) (health.Snapshot, error) {
	sn := health.Snapshot{Project: p.Slug, Source: field.SourceGit, Version: "git/0", Origin: health.OriginLive, ObservedAt: h.now(), Commit: strings.Repeat("a", 40)}
	for _, f := range field.Catalogue {
		if f.Source == field.SourceGit && (f.Kind == field.Number || f.Kind == field.Count) {
			in := health.Obs(f.ID, 8)
			in.Source = sn.Source
			sn.Inputs = append(sn.Inputs, in)
		}
	}
	return sn, nil
}

// noTrees is what scans without a host would read.
func noTrees(context.Context, health.Project, time.Time) (tree.Tree, error) {
	return nil, errNotAsked
}
