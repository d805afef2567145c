package ownwords_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site has xz, which says things of itself in the files.
func site(t *testing.T, files map[string]string) http.Handler {
	t.Helper()
	b := pagetest.New(t).WithPast().Project("xz", nil).Project("lost", nil)
	var all []declared.File
	var marks []string
	for path, text := range files {
		if path == "marks" {
			marks = append(marks, text)
			continue
		}
		all = append(all, declared.File{Path: path, Text: []byte(text), Changed: "2026-07-01"})
	}
	b.Measured("xz", 1, 8, 40, declared.Read(all).Inputs()...).Snapshot("xz", field.SourceRegistry, []health.Input{health.ObsList(field.RegistryMarks, append([]string{}, marks...))}).Checks("xz", func(c *check.Check) {
		c.State, c.Score, c.Reason = check.Scored, 6, "some of it was found"
		if c.Name == "Token-Permissions" {
			c.Score = 0
		}
		if c.Name == "Binary-Artifacts" {
			c.Score = 10
		}
	})
	return b.Site()
}

type document struct {
	Unread  *string `json:"unknown_because"`
	Channel struct {
		State, Sure string
		From        []string `json:"named_in"`
		Why         string
	} `json:"private_channel"`
	Steward        struct{ State string }
	Questions      []struct{ ID, Together string }
	Contradictions []string
	Remarks        []declared.Exemption
	With           *struct {
		Checks  []string
		Posture *float64 `json:"posture_as_scanned"`
		Without *float64 `json:"posture_with_annotations"`
		Total   *float64 `json:"scorecard_as_scanned"`
		Other   *float64 `json:"scorecard_with_annotations"`
	} `json:"with_annotations"`
}

func read(t *testing.T, h http.Handler) document {
	t.Helper()
	var d document
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/xz/own-words.json"))), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// The second check has no finding, so there is nothing to answer.
const annotation = "annotations:\n- checks: [token-permissions, binary-artifacts]\n  reasons: [{reason: remediated}]\n"

// A remark is beside the finding on each page, and both numbers are shown; the score stays.
func TestWords_bothNumbers(t *testing.T) {
	t.Parallel()
	plain, h := site(t, nil), site(t, map[string]string{"scorecard.yml": annotation})
	d := read(t, h)
	if d.With == nil || len(d.With.Checks) != 1 || d.With.Posture == nil || d.With.Without == nil || *d.With.Without <= *d.With.Posture {
		t.Fatalf("%+v", d.With)
	}
	if d.With.Total == nil || d.With.Other == nil || *d.With.Other <= *d.With.Total {
		t.Errorf("%+v", d.With)
	}
	for _, address := range []string{"/p/xz", "/p/xz/fix", "/p/xz/checks/Token-Permissions"} {
		with := pagetest.Page(t, h, address, http.StatusOK)
		if text := with.Find("main").Text(); !strings.Contains(text, "remediated") || !strings.Contains(text, "scorecard.yml, line 2") {
			t.Errorf("%s does not show the remark", address)
		}
	}
	risk := func(h http.Handler) string {
		var d struct{ Risk json.RawMessage }
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/xz.json"))), &d); err != nil {
			t.Fatal(err)
		}
		return string(d.Risk)
	}
	if a, b := risk(plain), risk(h); a != b || a == "" {
		t.Errorf("risk %s without a remark, %s with one", a, b)
	}
	if read(t, plain).With != nil {
		t.Error("two numbers without a remark")
	}
}

func TestWords_claimedBesideObserved(t *testing.T) {
	t.Parallel()
	badge := "[![s](https://www.repostatus.org/badges/latest/abandoned.svg)](x)\n"
	for name, row := range map[string]struct {
		files                map[string]string
		state, sure, steward string
		questions            string
		contradictions       int
	}{
		"nothing":        {nil, "none_found", "low", "none_found", "", 0},
		"one channel":    {map[string]string{"SECURITY.md": "Report to safe@plain.test."}, "named", "medium", "none_found", "", 0},
		"two channels":   {map[string]string{"SECURITY.md": "Report to safe@plain.test.", "security-insights.yml": insights}, "named", "high", "named", "status:agree kept:not_comparable reports:not_comparable", 0},
		"refused":        {map[string]string{"security-insights.yml": strings.Replace(insights, "accepted: true", "accepted: false", 1)}, "named", "low", "named", "status:agree kept:not_comparable reports:not_comparable", 0},
		"elsewhere":      {map[string]string{"SECURITY.md": "See https://plain.test/security for how to report vulnerabilities."}, "unknown", "", "none_found", "reports:not_comparable", 0},
		"in public":      {map[string]string{"SECURITY.md": "If you find a vulnerability, please open an issue."}, "refused", "medium", "none_found", "reports:not_comparable", 0},
		"another status": {map[string]string{"README.md": badge}, "none_found", "low", "none_found", "status:differ", 0},
		"registry":       {map[string]string{"README.md": strings.Replace(badge, "abandoned", "active", 1), "marks": "npm/request deprecated"}, "none_found", "low", "none_found", "status:differ", 1},
		"two statuses":   {map[string]string{"README.md": badge, "security-insights.yml": insights}, "named", "medium", "named", "status:differ kept:not_comparable reports:not_comparable", 1},
		"an empty file":  {map[string]string{"SECURITY.md": ""}, "unknown", "", "none_found", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := site(t, row.files)
			d := read(t, h)
			var got []string
			for _, q := range d.Questions {
				got = append(got, q.ID+":"+q.Together)
			}
			if d.Unread != nil || d.Channel.State != row.state || d.Channel.Sure != row.sure || d.Steward.State != row.steward || strings.Join(got, " ") != row.questions || len(d.Contradictions) != row.contradictions {
				t.Errorf("%+v, %q", d, got)
			}
			p := pagetest.Page(t, h, "/p/xz/own-words", http.StatusOK)
			if says, _ := p.Find("[data-fact=channel]").Attr("data-says"); says != "" && says != row.state {
				t.Errorf("the page says %q", says)
			}
			if n := p.Find("table").Length(); row.questions == "" && len(row.files) == 0 && n != 0 {
				t.Errorf("%d tables of nothing", n)
			}
		})
	}
}

const insights = `header:
  schema-version: 2.2.0
  last-updated: 2026-06-01
  last-reviewed: 2026-06-01
project:
  steward: {uri: https://foundation.example/}
  vulnerability-reporting:
    reports-accepted: true
    contact: {name: Team, email: team@plain.test, primary: true}
repository:
  status: active
`

// Figures from before these files were read say so, and not that there is nothing.
func TestWords_notRead(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil)
	b.Measured("xz", 1, 8, 40)
	h := b.Site()
	d := read(t, h)
	if d.Unread == nil || d.Channel.State != "unknown" || d.Steward.State != "unknown" {
		t.Errorf("%+v", d)
	}
	if in := (health.Inputs{}).Field(field.DeclaredClaims); *d.Unread != in.Reason {
		t.Errorf("%q", *d.Unread)
	}
}
