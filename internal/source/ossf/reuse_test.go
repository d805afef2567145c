package ossf

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// second is a scan over the cache of one before: the checks it ran, and what it
// asked the host.
type second struct {
	checks []string
	calls  map[string]int
	result Result
}

// again scans a world, changes it, and some time later scans it again. Every
// check of the second scan panics if it is run.
func again(t *testing.T, w *world, after time.Duration, change func(*world), config func(*Config)) second {
	t.Helper()
	cache := &memCache{}
	if _, err := hostedSource(t, hostOf(w), newEarth(nil), func(c *Config) { c.Cache = cache }).ScanHosted(t.Context(), w.project()); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(w)
	}
	return scannedAgain(t, w, after, cache, config)
}

// scannedAgain is the second of the two.
func scannedAgain(t *testing.T, w *world, after time.Duration, cache source.Cache, config func(*Config)) second {
	t.Helper()
	var faults []string
	for _, n := range hostedNames() {
		faults = append(faults, n+"=panic")
	}
	h := hostOf(w)
	s := hostedSource(t, h, newEarth(nil), func(c *Config) {
		c.Cache, c.Now = cache, func() time.Time { return time.Now().Add(after) }
		if config != nil {
			config(c)
		}
	}, faults...)
	r, err := s.ScanHosted(t.Context(), w.project())
	if err != nil {
		t.Fatal(err)
	}
	out := second{calls: h.calls, result: r}
	for _, c := range r.Checks {
		if strings.Contains(c.Error, "panic") {
			out.checks = append(out.checks, c.Name)
		}
	}
	return out
}

// A tree is fetched and looked at once. What moves without it runs on every
// scan; what was told on the way is asked again.
func TestScanHosted_theSameIsNotScannedAgain(t *testing.T) {
	t.Parallel()
	moving := []string{"CI-Tests", "CII-Best-Practices", "Code-Review", "Contributors", "Maintained", "Signed-Releases"}
	with := func(more ...string) []string {
		out := append(slices.Clone(moving), more...)
		slices.Sort(out)
		return out
	}
	for _, tt := range []struct {
		name    string
		change  func(*world)
		config  func(*Config)
		want    []string
		archive int
	}{
		{"nothing changed", nil, nil, moving, 0},
		{"a new issue", situations()["issue by an owner"], nil, moving, 0},
		{"another commit of the same tree", func(w *world) { w.records.Commit, w.vulns = strings.Repeat("7", 40), nil }, nil, with("Binary-Artifacts", "Vulnerabilities"), 1},
		{"a vulnerability became known", func(w *world) { w.vulns[w.records.Commit] = []string{"OSV-7"} }, nil, with("Vulnerabilities"), 1},
		{"OSS-Fuzz took it in", func(w *world) { w.fuzzed = false }, nil, with("Fuzzing"), 1},
		{"another language", situations()["no languages"], nil, with("Fuzzing"), 1},
		{"a workflow ran again", func(w *world) { w.runs["publish.yml"][0].URL += "1" }, nil, with("Packaging"), 1},
		{"dependabot went", func(w *world) { w.author = "" }, nil, with("Dependency-Update-Tool"), 1},
		{"the owner's policy changed", func(w *world) { w.defaults["SECURITY.md"] = "new" }, nil, with("Security-Policy"), 1},
		{"the owner's policy went", func(w *world) { w.defaults = nil }, nil, with("Security-Policy"), 1},
		{"a rule changed", situations()["protected in every way"], nil, with("Branch-Protection"), 1},
		{"a release", situations()["release not signed"], nil, with("Branch-Protection"), 1},
		{"a merged change", situations()["merged by its author"], nil, with("SAST"), 1},
		{"the licence is known", func(w *world) { w.records.Licences = nil }, nil, with("License"), 1},
		{"another default branch", (*world).trunk, nil, hostedNames(), 1},
		{"another tree", func(w *world) { w.records.Tree = strings.Repeat("8", 40) }, nil, hostedNames(), 1},
		{"other limits", nil, func(c *Config) { c.Limits.File = 1 << 20 }, hostedNames(), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			// After a day everything kept of the services is asked for again.
			s := again(t, busy(t), 25*time.Hour, tt.change, tt.config)
			if !slices.Equal(s.checks, tt.want) || s.calls["Archive"] != tt.archive {
				t.Errorf("%v ran with %d archives, want %v with %d", s.checks, s.calls["Archive"], tt.want, tt.archive)
			}
			if len(s.result.Checks) != 18 {
				t.Errorf("%d results", len(s.result.Checks))
			}
		})
	}
}

func TestScanHosted_whatIsKeptIsWhatAScanSays(t *testing.T) {
	t.Parallel()
	w := busy(t)
	want := untimed(w.ours(t).Checks)
	s := hostedSource(t, hostOf(w), newEarth(nil), func(c *Config) { c.Cache = &memCache{} })
	for range 3 {
		r, err := s.ScanHosted(t.Context(), w.project())
		if err != nil {
			t.Fatal(err)
		}
		if a, b := asJSON(t, want), asJSON(t, untimed(r.Checks)); a != b {
			t.Errorf("%s\nwant %s", b, a)
		}
	}
}

// A service that fails on a later scan costs its check, and no archive.
func TestScanHosted_whatCannotBeToldIsNotFetchedFor(t *testing.T) {
	t.Parallel()
	w, cache := busy(t), &memCache{}
	first := func(c *Config) { c.Cache = cache }
	if _, err := hostedSource(t, hostOf(w), newEarth(nil), first).ScanHosted(t.Context(), w.project()); err != nil {
		t.Fatal(err)
	}
	h := hostOf(w)
	r, err := hostedSource(t, h, newEarth(map[string]string{hostOSV: "500"}), func(c *Config) {
		c.Cache, c.Now = cache, func() time.Time { return time.Now().Add(2 * time.Hour) }
	}).ScanHosted(t.Context(), w.project())
	if err != nil || h.calls["Archive"] != 0 {
		t.Fatalf("%d archives, %v; want none", h.calls["Archive"], err)
	}
	failsAloneHosted(t, w, r, "Vulnerabilities", "500")
}

// A check on which the child ended for a reason that may be ours is not kept, and a newer Scorecard
// scans anew.
func TestScanHosted_keepsNoFaultOfOursAndNoOtherVersion(t *testing.T) {
	t.Parallel()
	w, cache := busy(t), &memCache{}
	for i, tt := range []struct {
		fault, version string
		archives       int
	}{{"SAST=exit", "", 1}, {"", "", 1}, {"", "", 0}, {"", "v4.99.0", 1}} {
		h := hostOf(w)
		var faults []string
		if tt.fault != "" {
			faults = []string{tt.fault}
		}
		s := hostedSource(t, h, newEarth(nil), func(c *Config) { c.Cache = cache }, faults...)
		if tt.version != "" {
			s.version = tt.version
		}
		r, err := s.ScanHosted(t.Context(), w.project())
		if err != nil || h.calls["Archive"] != tt.archives {
			t.Errorf("scan %d: %d archives, %v; want %d", i, h.calls["Archive"], err, tt.archives)
		}
		if c := got(t, r, "SAST"); (c.State == check.Errored) != (tt.fault != "") {
			t.Errorf("scan %d: %+v", i, c)
		}
	}
}

// A tree on which a check breaks is not fetched again for it, but for a month.
func TestScanHosted_aTreeThatBreaksACheckIsFetchedOnce(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"error", "panic", "goroutine", "fatal"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			w, cache := busy(t), &memCache{}
			began := time.Now()
			for i, scan := range []struct {
				after    time.Duration
				archives int
			}{{0, 1}, {25 * time.Hour, 0}, {31 * 24 * time.Hour, 1}} {
				h := hostOf(w)
				r, err := hostedSource(t, h, newEarth(nil), func(c *Config) {
					c.Cache, c.Now = cache, func() time.Time { return began.Add(scan.after) }
				}, "SAST="+fault).ScanHosted(t.Context(), w.project())
				if err != nil || h.calls["Archive"] != scan.archives {
					t.Errorf("scan %d: %d archives, %v; want %d", i, h.calls["Archive"], err, scan.archives)
				}
				if c := got(t, r, "SAST"); c.State != check.Errored || !c.Late.Own || testkit.Unsaid(c.Reason, "this tree could not be read by the check") != nil {
					t.Errorf("scan %d: %+v", i, c)
				}
			}
		})
	}
}

// A workflow that cannot be read is named, in the reason that people read, and marked as the
// project's own: the last results stay.
func TestScan_namesTheFileThatACheckCannotRead(t *testing.T) {
	t.Parallel()
	const name = ".github/workflows/build.yml"
	files := maps.Clone(fixtures()["well kept"])
	files[name] = "on: push\njobs: {a: [\n"
	s := newSource(t, nil)
	r, err := s.Scan(t.Context(), newTree(files), "github.com/owner/name")
	if err != nil {
		t.Fatal(err)
	}
	for _, check := range []string{"Dangerous-Workflow", "Token-Permissions", "Pinned-Dependencies"} {
		c := got(t, r, check)
		if !strings.HasSuffix(c.Reason, "read by the check: "+name) || !c.Late.Own || c.Late.Why != c.Reason {
			t.Errorf("%s: %+v", check, c)
		}
	}
	for _, in := range s.Snapshot(r).Inputs {
		if broke := got(t, r, string(in.Field)).State == "errored"; broke != in.Late.Own {
			t.Errorf("%+v", in)
		}
	}
}

// No account's name gets into what is stored: neither results nor the cache.
func TestObserveHosted_namesNoAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := 0
	name := func() string { n++; return fmt.Sprintf("zzaccount%dzz", n) }
	for range 5 {
		c := w.merged(name(), name(), name()+" APPROVED", name()+" CHANGES_REQUESTED")
		c.Runs = []forge.CheckSuite{{App: "github-actions", Status: "completed", Conclusion: "success"}}
		w.records.Commits[len(w.records.Commits)-1].Committer = name()
	}
	w.records.Commits[0].Committer = name()
	w.records.Issues = []forge.Issue{{URL: "https://github.com/i/1", CreatedAt: ago(3), Author: name(), Association: "OWNER", Comments: []forge.Comment{
		{CreatedAt: ago(1), Author: name(), Association: "MEMBER"},
	}}}
	boss := name()
	w.records.Contributors = []forge.User{
		{Login: name(), Contributions: 20, Company: "@" + boss}, {Login: boss, Contributions: 20, Company: "Acme", Organisations: []string{"cncf"}},
	}
	cache := &memCache{}
	s := hostedSource(t, hostOf(w), newEarth(nil), func(c *Config) { c.Cache = cache })
	snap, err := s.Observe(t.Context(), w.project(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if text := asJSON(t, snap); strings.Contains(text, "zzaccount") {
		t.Errorf("an account is named in %s", text)
	}
	for _, c := range snap.Checks {
		if c.Name == "Contributors" && (c.Score != 10 || len(c.Details) != 1 || c.Details[0].Text != "contributors work for acme,cncf") {
			t.Errorf("%+v", c)
		}
	}
	kept := 0
	cache.Range(func(key, v any) bool {
		if kept++; strings.Contains(string(v.([]byte)), "zzaccount") {
			t.Errorf("%v names an account", key)
		}
		return true
	})
	if kept < 12 {
		t.Errorf("%d results kept", kept)
	}
}
