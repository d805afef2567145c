package ossf

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ossf/scorecard/v4/checker"
	"github.com/ossf/scorecard/v4/checks"
	"github.com/ossf/scorecard/v4/clients/localdir"
	"github.com/plumbline-scorecard/plumbline/internal/check"

	docs "github.com/ossf/scorecard/v4/docs/checks"
	"github.com/ossf/scorecard/v4/log"
	"github.com/ossf/scorecard/v4/pkg"
)

// reference runs checks with Scorecard's own client for folders.
func reference(t *testing.T, dir string, names []string) pkg.ScorecardResult {
	t.Helper()
	repo, err := localdir.MakeLocalDirRepo(dir)
	if err != nil {
		t.Fatal(err)
	}
	all, some := checks.GetAll(), checker.CheckNameToFnMap{}
	for _, n := range names {
		some[n] = all[n]
	}
	client := localdir.CreateLocalDirClient(t.Context(), log.NewLogger(log.DefaultLevel))
	r, err := pkg.RunScorecard(t.Context(), repo, "HEAD", 0, some, client, nil, refuse{}, refuse{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestScan_agreesWithScorecardOnFolders: what counts fully comes out as from
// Scorecard's own client on the same files, score, words and evidence.
func TestScan_agreesWithScorecardOnFolders(t *testing.T) {
	t.Parallel()
	large := fixtures()["careless"]
	large["big.jar"] = "PK\x03\x04" + strings.Repeat("\x00x", 100<<10)
	large["big.iso"] = strings.Repeat("\x00", 32769) + "CD001" + strings.Repeat("\x00", 40<<10)
	large["big.txt"] = strings.Repeat("text\n", 20<<10)
	large["run"] = "#!/usr/bin/env bash\n" + strings.Repeat("# text\n", 20<<10) + "pip install flask\n"
	large["tools/big.sh"] = strings.Repeat("# text\n", 20<<10) + "pip install flask\n"
	trees := fixtures()
	trees["large files"] = large
	for name, files := range trees {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ours := scan(t, files, nil)
			names := testRule().CountFully
			ref := reference(t, write(t, files), names)
			if len(ref.Checks) != len(names) {
				t.Fatalf("%d reference results", len(ref.Checks))
			}
			for _, c := range ref.Checks {
				want, have := converted(c.Name, c, 200), got(t, ours, c.Name)
				have.Took, have.Doc, have.Risk, have.Remedy = 0, "", "", nil
				if have.State == check.Errored { // the reason is ours
					have.Reason, have.Late = "", check.Late{}
				}
				if a, b := asJSON(t, want), asJSON(t, have); a != b {
					t.Errorf("%s:\nfolder %s\nours   %s", c.Name, a, b)
				}
			}
		})
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// JSON2 of a result is what Scorecard writes of its own, for checks that are
// read as they stand.
func TestJSON2_isScorecardsOwn(t *testing.T) {
	t.Parallel()
	texts, err := docs.Read()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"old C library", "careless", "broken files"} {
		files := fixtures()[name]
		ref := reference(t, write(t, files), testRule().CountFully)
		ref.Repo = pkg.RepoInfo{Name: "github.com/owner/name", CommitSHA: "abc"}
		ref.Date = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		ref.Scorecard.Version, ref.Scorecard.CommitSHA = Version()
		slices.SortFunc(ref.Checks, func(a, b checker.CheckResult) int { return cmp.Compare(a.Name, b.Name) })
		var want strings.Builder
		if err := ref.AsJSON2(true, log.InfoLevel, texts, &want); err != nil {
			t.Fatal(err)
		}
		r := Result{Repo: "github.com/owner/name", Commit: "abc", ScannedAt: ref.Date}
		r.Version, r.VersionCommit = Version()
		for _, c := range ref.Checks {
			r.Checks = append(r.Checks, converted(c.Name, c, 200))
		}
		have, err := JSON2(r)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := sortedDetails(t, want.String()), sortedDetails(t, string(have)); a != b {
			t.Errorf("%s:\nscorecard %s\nours      %s", name, a, b)
		}
	}
}

// sortedDetails is a document with its evidence sorted: the order is ours.
func sortedDetails(t *testing.T, doc string) string {
	t.Helper()
	v := parse(t, []byte(doc))
	for _, c := range v["checks"].([]any) {
		if ds, ok := c.(map[string]any)["details"].([]any); ok {
			slices.SortFunc(ds, func(a, b any) int { return cmp.Compare(a.(string), b.(string)) })
		}
	}
	return asJSON(t, v)
}

func parse(t *testing.T, doc []byte) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(doc, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestJSON2_keepsTheSchema checks pkg/json.v2.schema of v4.13.1 by hand: every
// property is required, and lists without members are null in practice.
func TestJSON2_keepsTheSchema(t *testing.T) {
	t.Parallel()
	r := scan(t, fixtures()["careless"], nil, "License=error")
	doc, err := JSON2(r)
	if err != nil {
		t.Fatal(err)
	}
	v := parse(t, doc)
	text := func(m map[string]any, key string) {
		t.Helper()
		if s, ok := m[key].(string); !ok || s == "" {
			t.Errorf("%s is %v, want a text", key, m[key])
		}
	}
	object := func(m map[string]any, key string) map[string]any {
		t.Helper()
		o, ok := m[key].(map[string]any)
		if !ok {
			t.Fatalf("%s is %v, want an object", key, m[key])
		}
		return o
	}
	text(v, "date")
	text(object(v, "repo"), "name")
	text(object(v, "repo"), "commit")
	if s := object(v, "scorecard"); s["version"] != "v4.13.1" || s["commit"] != pinnedCommit {
		t.Errorf("scorecard %v", s)
	}
	if m, ok := v["metadata"]; !ok || m != nil {
		t.Errorf("metadata %v, want null", m)
	}
	list, ok := v["checks"].([]any)
	if !ok || len(list) != 9 {
		t.Fatalf("checks %v, want the nine that ran", v["checks"])
	}
	for _, item := range list {
		c := item.(map[string]any)
		text(c, "name")
		text(c, "reason")
		text(object(c, "documentation"), "url")
		text(object(c, "documentation"), "short")
		n, ok := c["score"].(float64)
		if !ok || n != float64(int(n)) || n < -1 || n > 10 {
			t.Errorf("%s: score %v", c["name"], c["score"])
		}
		ds, ok := c["details"].([]any)
		if !ok && c["details"] != nil || ok && len(ds) == 0 {
			t.Errorf("%s: details %v, want null or texts", c["name"], c["details"])
		}
	}
	// Of Dangerous-Workflow 0 (10), Binary-Artifacts 8, Token-Permissions 0
	// (7.5 each), Pinned-Dependencies 0 and Fuzzing 10 (5 each).
	want := (8*7.5 + 10*5) / (10 + 7.5 + 7.5 + 5 + 5)
	if a, err := Aggregate(r.Checks); err != nil || a < want-1e-9 || a > want+1e-9 || v["score"] != 3.1 {
		t.Errorf("aggregate %v and %v, %v; want %v", a, v["score"], err, want)
	}
}

func TestAggregate_ofNothingIsMinusOne(t *testing.T) {
	t.Parallel()
	if a, err := Aggregate(settle(testRule(), nil)); err != nil || a != -1 {
		t.Errorf("aggregate %v, %v, want -1", a, err)
	}
	if _, err := Aggregate([]check.Check{{Name: "SBOM"}}); err == nil {
		t.Error("no error for a check v4 does not know")
	}
}
