package github

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// FuzzRecords: whatever a host answers, the decoder does not panic, and what it
// takes for records names a commit, a tree and a branch, and holds nothing of a
// part that is unseen.
func FuzzRecords(f *testing.F) {
	fake := githubtest.Start(f, githubtest.Config{})
	for _, name := range []string{"app-gone", "rulesets", "ghost-author", "signed"} {
		f.Add(answered(f, fake, name))
	}
	for _, s := range []string{
		`{"data":{"r":null},"errors":[{"type":"FORBIDDEN","path":["r","issues"]}]}`,
		`{"data":{"r":{"id":"R_a","nameWithOwner":"a/b","createdAt":"2020-01-01T00:00:00Z"}},"errors":[{"type":"FORBIDDEN","path":["r",1]}]}`,
		`{"data":{"r":{}},"errors":[{"path":["r","head",null]}]}`, `{"data":{"r":[]}}`, `{"errors":[{"path":[]}]}`,
	} {
		f.Add([]byte(s))
	}
	api := &url.URL{Scheme: "https", Host: "api.github.com", Path: "/"}
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, _, err := decodeAnswer(raw)
		if err != nil {
			return
		}
		seen, d, unseen, err := recordsSighting(a, "")
		if err != nil || seen.judge("") != nil || d.headless() != nil {
			return
		}
		var o owners
		_, _ = o.learn(a, "x", seen.full.created)
		r, err := d.records(api, unseen)
		if err != nil {
			return
		}
		if !isObject(r.Commit) || !isObject(r.Tree) || r.DefaultBranch == "" || strings.Count(seen.full.name, "/") != 1 {
			t.Errorf("records of nothing: %+v", r)
		}
		for part, v := range parts(r) {
			if r.Unseen[part] != "" && part != forge.PartCheckRuns && !empty(v) {
				t.Errorf("%s is unseen, and holds %v", part, v)
			}
		}
	})
}

// answered is the fake's answer about one story.
func answered(f *testing.F, fake *githubtest.Server, name string) []byte {
	f.Helper()
	body, err := json.Marshal(map[string]any{"query": recordsQuery(false, true, 0), "variables": map[string]any{"owner": "example-checks", "name": name, "defaults": defaultsName}})
	if err != nil {
		f.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, fake.URL()+"/graphql", bytes.NewReader(body))
	if err != nil {
		f.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+githubtest.DemoToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		f.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		f.Fatal(err)
	}
	return raw
}
