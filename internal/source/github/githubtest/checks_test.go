package githubtest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest/schema"
)

// What REST tells of checks is what GitHub's description says, of every commit
// that has some.
func TestREST_checksAreAsDescribed(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	var heads []string
	s.Edit(func(w *World) {
		for _, name := range []string{"example-checks/reviewed", "example-checks/failing", "example-checks/app-gone"} {
			for _, i := range w.Repository(name).Items {
				if i.Pull {
					heads = append(heads, "/repos/"+name+"/commits/"+i.Head())
				}
			}
		}
	})
	ask := func(path string, want int) []byte {
		t.Helper()
		r := get(t, s, path)
		path, _, _ = strings.Cut(path, "?")
		if schema.ValidateREST(t, http.MethodGet, path, r.status, r.body); r.status != want {
			t.Errorf("%s: status %d, want %d", path, r.status, want)
		}
		return r.body
	}
	for _, head := range heads {
		ask(head+"/check-runs", 200)
		ask(head+"/statuses", 200)
	}
	ask("/repos/example-checks/reviewed/commits/HEAD/check-runs", 200)
	ask("/repos/example-checks/reviewed/commits/none/check-runs", 422)
	ask("/repos/example-checks/reviewed/commits/none/statuses", 422)
	const flows = "/repos/example-checks/packaged/actions/workflows/"
	ask(flows+"none.yml/runs", 404)
	for query, want := range map[string]int{"": 3, "?status=success": 2, "?status=success&per_page=1": 1, "?status=cancelled": 0} {
		var doc struct {
			Runs []any `json:"workflow_runs"`
		}
		if err := json.Unmarshal(ask(flows+"release.yml/runs"+query, 200), &doc); err != nil || len(doc.Runs) != want {
			t.Errorf("runs%s: %d, want %d (%v)", query, len(doc.Runs), want, err)
		}
	}
}

// What a token may not see is null, with an error at its path; what may not be
// null takes what it is in with it.
func TestRefusedFields(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{Tokens: map[string]Budget{DemoToken: {Owner: "example-demo", Refused: []string{"Commit.checkSuites", "Repository.issues", "User.organizations"}}}})
	out := ask(t, s, `{
		a: repository(owner: "example-checks", name: "reviewed") { name defaultBranchRef { target { ... on Commit { oid checkSuites(first: 1) { totalCount } } } } }
		b: repository(owner: "example-checks", name: "reviewed") { name issues(first: 1) { totalCount } }
		c: user(login: "rina-example") { company organizations(first: 1) { totalCount } }
		d: user(login: "rina-example") { company }
	}`, nil)
	if at(out.Data, "a", "name") != "reviewed" || at(out.Data, "a", "defaultBranchRef", "target", "checkSuites") != nil || at(out.Data, "a", "defaultBranchRef", "target", "oid") == nil {
		t.Errorf("one field refused: %v", out.Data["a"])
	}
	if out.Data["b"] != nil || out.Data["c"] != nil || at(out.Data, "d", "company") == nil {
		t.Errorf("data %v", out.Data)
	}
	if len(out.Errors) != 3 || out.Errors[0].Type != "FORBIDDEN" || out.Errors[0].Message != "Resource not accessible by integration" || out.Errors[0].Path[3] != "checkSuites" {
		t.Errorf("errors %+v", out.Errors)
	}
}

// Who administers sees all of a rule, others what concerns pushing.
func TestProtection_dependsOnTheToken(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{Tokens: map[string]Budget{DemoToken: {Owner: "example-demo"}, "admin": {Owner: "example-admin", Admin: true}}})
	query := question(t, `{ repository(owner: "example-checks", name: "reviewed") { defaultBranchRef { branchProtectionRule { isAdminEnforced } refUpdateRule { requiredApprovingReviewCount } } } }`, nil)
	for token, want := range map[string]string{
		DemoToken: `{"branchProtectionRule":null,"refUpdateRule":{"requiredApprovingReviewCount":2}}`,
		"admin":   `{"branchProtectionRule":{"isAdminEnforced":true},"refUpdateRule":{"requiredApprovingReviewCount":2}}`,
	} {
		r, err := try(s, "POST", "/graphql", token, query)
		if err != nil || !bytes.Contains(r.body, []byte(want)) {
			t.Errorf("%s: %v %s", token, err, r.body)
		}
	}
}

func TestStandin_takesTheTokenToTheAPIOnly(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	client := &http.Client{Transport: s.Standin(DemoToken)}
	for _, url := range []string{"https://api.github.com/repos/example-checks/signed", s.URL() + "/user", "https://codeload.github.com/example-checks/signed/tar.gz/main"} {
		resp, err := client.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		if _ = resp.Body.Close(); resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", url, resp.StatusCode)
		}
	}
	if got := s.Requests().TokensAstray; got != 0 {
		t.Errorf("%d tokens astray", got)
	}
	if _, err := client.Get("https://example.org/"); err == nil {
		t.Error("another host was asked")
	}
}
