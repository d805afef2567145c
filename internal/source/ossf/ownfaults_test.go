package ossf

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

// ownFault is a situation in which the library's own client is at fault, and
// what ours says of the checks that differ.
type ownFault struct {
	world  func(t *testing.T, w *world)
	differ map[string]string
	want   map[string]want
}

// ownFaults are all results in which ours are known to differ, by name.
func ownFaults() map[string]ownFault {
	plain := func(f func(w *world)) func(*testing.T, *world) { return func(_ *testing.T, w *world) { f(w) } }
	hidden := want{check.NotVisible, -1}
	return map[string]ownFault{
		"a found commit without an account": {
			plain(func(w *world) { w.author = "nobody" }),
			map[string]string{"Dependency-Update-Tool": "theirs panics; ours trusts the search, which was for dependabot's"},
			map[string]want{"Dependency-Update-Tool": {check.Scored, 10}},
		},
		"an association nobody knows": {
			plain(func(w *world) {
				w.records.Issues = []forge.Issue{{URL: "https://github.com/i/1", CreatedAt: ago(3), Author: "eve", Association: "SPONSOR"}}
			}),
			map[string]string{"Maintained": "theirs panics; to ours an unknown word says nothing"},
			map[string]want{"Maintained": {check.Scored, 0}},
		},
		"the licence is refused": {
			plain(func(w *world) {
				w.refuse["name/license"] = http.StatusForbidden
				w.records.Unseen = map[forge.Part]string{forge.PartLicences: "not visible to our token"}
			}),
			map[string]string{"License": "theirs errors, of a dropped connection it panics; ours is not visible, with the reason"},
			map[string]want{"License": hidden},
		},
		"the branches are hidden": {
			plain(func(w *world) {
				w.rules.hidden = true
				w.records.Branches = nil
				w.records.Unseen = map[forge.Part]string{forge.PartBranches: "not visible to our token"}
			}),
			map[string]string{"Branch-Protection": "theirs errors; ours is not visible, with the reason"},
			map[string]want{"Branch-Protection": hidden},
		},
		"the owner's defaults cannot be had": {
			plain(func(w *world) { w.refuse[".github/"] = http.StatusInternalServerError }),
			map[string]string{"Security-Policy": "theirs takes every failure for a repository that is not there: 0; ours does not know"},
			map[string]want{"Security-Policy": {check.Errored, -1}},
		},
		"requirements from this machine": {
			func(t *testing.T, w *world) {
				secret := filepath.Join(t.TempDir(), "list.txt")
				if err := os.WriteFile(secret, []byte("s-"+w.owner+"==1.0\n"), 0o600); err != nil {
					t.Fatal(err)
				}
				w.files["requirements.txt"] = "-r " + secret + "\n"
				w.vulns["PyPI/s-"+w.owner+"@1.0"] = []string{"PYSEC-3"}
			},
			map[string]string{"Vulnerabilities": "theirs reads a file of the machine it runs on; ours only files of the tree"},
			map[string]want{"Vulnerabilities": {check.Scored, 10}},
		},
		"a module in Go": {
			func(t *testing.T, w *world) {
				w.files["go.mod"] = "module x\n\ngo 1.20\n"
				w.vulns["Go/stdlib@"+goVersion(t)] = []string{"GO-0"}
			},
			map[string]string{"Vulnerabilities": "theirs takes this machine's Go for a dependency; ours has none"},
			map[string]want{"Vulnerabilities": {check.Scored, 10}},
		},
	}
}

func TestScanHosted_whatIsTheLibrarysOwnFault(t *testing.T) {
	t.Parallel()
	for name, fault := range ownFaults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.refuse = map[string]int{}
			fault.world(t, w)
			h := hostOf(w)
			if w.refuse[".github/"] != 0 {
				h.broken = map[string]error{"OwnerFiles": errFake}
			}
			r, err := hostedSource(t, h, newEarth(nil), nil).ScanHosted(t.Context(), w.project())
			if err != nil {
				t.Fatal(err)
			}
			compare(t, w.theirs(t), r, fault.differ)
			for check, want := range fault.want {
				if c := got(t, r, check); c.State != want.state || c.Score != want.score {
					t.Errorf("%s: %+v, want %s %d", check, c, want.state, want.score)
				}
			}
		})
	}
}

// Trap 5: an archive that cannot be had is an empty repository to the library's
// own client, without an error; osv-scanner then reads the working directory.
// Ours has no result; see also TestObserveHosted_withoutTheTreeThereIsNoSnapshot.
func TestTrap05_theirsScoresWithoutFiles(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusNotFound, http.StatusForbidden, http.StatusUnavailableForLegalReasons, http.StatusInternalServerError} {
		w := newWorld(t)
		put("SECURITY.md", policy, "fuzz_test.go", "package main\nfunc FuzzX(f *testing.F) {}\n")(w)
		full := w.theirs(t)
		w.refuse = map[string]int{"name/tarball": status}
		r := w.theirs(t)
		if c := r["Fuzzing"]; full["Fuzzing"].Score != 10 || c.Score != 0 || c.Error != nil {
			t.Errorf("%d: Fuzzing %d, then %d, %v; the guard may go", status, full["Fuzzing"].Score, c.Score, c.Error)
		}
	}
}

// Trap 3: where GraphQL tells an app nothing of check suites, the library's own
// client asks for each change, and writes a map from two checks at a time. One
// check at a time it says what ours does.
func TestTrap03_checkRunsOfAnAppAreTheSame(t *testing.T) {
	t.Parallel()
	w := busy(t)
	w.refuse = map[string]int{"checkSuites": http.StatusForbidden}
	r := w.ours(t)
	for _, name := range []string{"CI-Tests", "SAST"} {
		want, have := converted(name, w.theirs(t, name)[name], 200), got(t, r, name)
		have.Took, have.Doc, have.Risk, have.Remedy = 0, "", "", nil
		if a, b := asJSON(t, want), asJSON(t, have); a != b {
			t.Errorf("%s:\ntheirs %s\nours   %s", name, a, b)
		}
	}
}

// goVersion is this machine's Go as osv-scanner asks for it, line feed and all.
func goVersion(t *testing.T) string {
	t.Helper()
	out, err := command("go", "env", "GOVERSION")
	if err != nil {
		t.Fatal(err)
	}
	v, _, _ := strings.Cut(strings.TrimPrefix(out, "go"), " ")
	return v
}
