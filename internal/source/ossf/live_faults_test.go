package ossf

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// failsAloneHosted checks that one check has no score, for the reason, and
// every other came out as without the fault.
func failsAloneHosted(t *testing.T, w *world, r Result, name, reason string) {
	t.Helper()
	c := got(t, r, name)
	if c.State != check.Errored || c.Score != -1 || !strings.Contains(c.Error+c.Reason, reason) {
		t.Errorf("%s: %+v, want an error with %q", name, c, reason)
	}
	if in := input(hostedRule(testRule()), c); in.State != health.Unknown || in.Late.IsZero() {
		t.Errorf("input %+v, want it unknown, and its last value to stay", in)
	}
	want := untimed(w.ours(t).Checks)
	for i, c := range untimed(r.Checks) {
		if a, b := asJSON(t, want[i]), asJSON(t, c); c.Name != name && a != b {
			t.Errorf("%s: %s\nwithout the fault %s", c.Name, b, a)
		}
	}
}

func hostedScan(t *testing.T, w *world, by earth, change func(*Config), faults ...string) Result {
	t.Helper()
	dir := ""
	s := hostedSource(t, hostOf(w), by, func(c *Config) {
		if dir = c.TempDir; change != nil {
			change(c)
		}
	}, faults...)
	r, err := s.ScanHosted(t.Context(), w.project())
	if err != nil {
		t.Fatal(err)
	}
	emptied(t, dir)
	return r
}

// Trap 18: a service that hangs, fails or talks nonsense costs one check, and
// at most two time-outs.
func TestTrap18_aServiceFailsAlone(t *testing.T) {
	t.Parallel()
	for host, check := range map[string]string{hostOSV: "Vulnerabilities", hostBadges: "CII-Best-Practices", hostFuzzing: "Fuzzing"} {
		for _, fault := range []string{"hang", "500", "404", "429", "302", "<html>", "empty", "null", `{"results":[]}`, "endless", "[}", `[{"badge_level":5}]`, "7"} {
			t.Run(check+" "+fault, func(t *testing.T) {
				t.Parallel()
				w := busy(t)
				by := newEarth(map[string]string{host: fault})
				began := time.Now()
				r := hostedScan(t, w, by, func(c *Config) {
					if c.Services.Size = 1 << 20; fault == "hang" {
						c.Services.Timeout = 2 * time.Second
					}
				})
				failsAloneHosted(t, w, r, check, "")
				if took := time.Since(began); took > 20*time.Second {
					t.Errorf("it took %s", took)
				}
				if by.asked[host] > 2 {
					t.Errorf("%d requests, want at most 2", by.asked[host])
				}
			})
		}
	}
}

func TestTrap18_theReasonNamesTheService(t *testing.T) {
	t.Parallel()
	w := busy(t)
	r := hostedScan(t, w, newEarth(map[string]string{hostOSV: "500", hostBadges: "hang", hostFuzzing: "no"}), func(c *Config) {
		c.Services.Timeout = 2 * time.Second
	})
	for checkName, want := range map[string]string{
		"Vulnerabilities":    hostOSV + " 500",
		"CII-Best-Practices": "bestpractices.dev 2s",
		"Fuzzing":            "OSS-Fuzz",
	} {
		if c := got(t, r, checkName); c.State != check.Errored || !strings.Contains(c.Reason, errService.Error()) || testkit.Unsaid(c.Reason, strings.Fields(want)...) != nil {
			t.Errorf("%s: %q, want %q", checkName, c.Reason, want)
		}
	}
}

// osv-scanner waits for ever when more than 24 vulnerabilities cannot be read.
func TestTrap19_unreadableVulnerabilitiesEndTheCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 60 {
		w.vulns[w.records.Commit] = append(w.vulns[w.records.Commit], fmt.Sprintf("OSV-%d/none", i))
	}
	began := time.Now()
	r := hostedScan(t, w, newEarth(nil), func(c *Config) { c.Limits.Asks = 20 })
	if c := got(t, r, "Vulnerabilities"); c.State != check.Errored || testkit.Unsaid(c.Reason, "20") != nil || time.Since(began) > 20*time.Second {
		t.Errorf("%+v after %s", c, time.Since(began))
	}
}

// Traps 1 to 4 and 17, with a host: a check at fault fails alone.
func TestTrap04_hostedCheckFailsAlone(t *testing.T) {
	t.Parallel()
	for fault, reason := range map[string]string{
		"panic": "panic: assignment to entry in nil map", "exit": "exit status 7", "goroutine": "in the background",
		"loop": errSilent.Error(), "eat": errMemory.Error(), "fatal": "stack overflow",
	} {
		for _, check := range []string{"Code-Review", "Vulnerabilities"} {
			if fault == "loop" && check != "Code-Review" {
				continue // one waits long enough for all the others, even with -race
			}
			t.Run(fault+" "+check, func(t *testing.T) {
				t.Parallel()
				w := busy(t)
				r := hostedScan(t, w, newEarth(nil), func(c *Config) {
					if c.Limits.Memory = 512 << 20; fault == "loop" {
						c.Limits.Check = 8 * time.Second
					}
				}, check+"="+fault)
				failsAloneHosted(t, w, r, check, reason)
			})
		}
	}
}

// What the host cannot answer during the scan costs the checks that ask.
func TestScanHosted_anAskFailsAlone(t *testing.T) {
	t.Parallel()
	for method, check := range map[string]string{"Runs": "Packaging", "CommitsBy": "Dependency-Update-Tool", "OwnerFiles": "Security-Policy"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			w := busy(t)
			h := &worldHost{world: w.tell(), broken: map[string]error{method: errFake}}
			r, err := hostedSource(t, h, newEarth(nil), nil).ScanHosted(t.Context(), w.project())
			if err != nil {
				t.Fatal(err)
			}
			failsAloneHosted(t, w, r, check, errFake.Error())
		})
	}
}

// A rate limit in the middle of a scan is no answer: there is no snapshot, and
// what was found out is not found out again.
func TestObserveHosted_comesBackLater(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"Runs", "CommitsBy", "OwnerFiles"} {
		w, cache := busy(t), &memCache{}
		later := &source.LaterError{At: ago(-1), Err: errFake}
		h := &worldHost{world: w.tell(), broken: map[string]error{method: later}}
		s := hostedSource(t, h, newEarth(nil), func(c *Config) { c.Cache = cache })
		var got *source.LaterError
		if snap, err := s.Observe(t.Context(), w.project(), time.Time{}); !errors.As(err, &got) || !got.At.Equal(later.At) || snap.Checks != nil {
			t.Errorf("%s: %v with %d checks, want to come back at %s", method, err, len(snap.Checks), later.At)
		}
		h.broken = nil
		second := scannedAgain(t, w, 0, cache, nil)
		if len(second.checks) != len(treeless)+1 {
			t.Errorf("%s: %v ran later, want the one that was not told and those that always run", method, second.checks)
		}
	}
}

// silentHost never answers about runs.
type silentHost struct{ *worldHost }

func (silentHost) Runs(ctx context.Context, _ health.Project, _ string) ([]forge.WorkflowRun, error) {
	<-ctx.Done()
	return nil, context.Cause(ctx)
}

func TestScanHosted_asksAreBounded(t *testing.T) {
	t.Parallel()
	w := busy(t)
	status := "https://" + hostFuzzing + "/status.json"
	for _, tt := range []struct {
		name, fault, reason string
		limit               func(*Limits)
	}{
		{"count", "fetch:6 " + status, "5", func(l *Limits) { l.Asks = 5 }},
		{"bytes", "fetch:100 " + status, "1000", func(l *Limits) { l.Answers = 1000 }},
		{"another host", "fetch:1 https://elsewhere.example/", "elsewhere.example", nil},
		{"another path", "fetch:1 https://" + hostOSV + "/v1/query", "/v1/query", nil},
		{"another scheme", "fetch:1 http://" + hostOSV + "/v1/vulns/x", "", nil},
		{"another bucket", "fetch:1 https://" + hostFuzzing + "/status.json?x=1", hostFuzzing, nil},
		{"the host itself", "fetch:1 https://api.github.com/repos/a/b", "api.github.com/repos/a/b", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			by := newEarth(nil)
			r := hostedScan(t, w, by, func(c *Config) {
				if tt.limit != nil {
					tt.limit(&c.Limits)
				}
			}, "Code-Review="+tt.fault)
			if c := got(t, r, "Code-Review"); c.State != check.Errored || !strings.Contains(c.Reason, tt.reason) {
				t.Errorf("%+v, want %q", c, tt.reason)
			}
			onlyAllowed(t, by)
		})
	}
	s := hostedSource(t, silentHost{hostOf(w)}, newEarth(nil), func(c *Config) { c.Limits.Ask = 2 * time.Second })
	r, err := s.ScanHosted(t.Context(), w.project())
	if err != nil {
		t.Fatal(err)
	}
	failsAloneHosted(t, w, r, "Packaging", "deadline exceeded")
}

func onlyAllowed(t *testing.T, by earth) {
	t.Helper()
	by.mu.Lock()
	defer by.mu.Unlock()
	for _, host := range slices.Sorted(maps.Keys(by.asked)) {
		if !slices.Contains([]string{hostOSV, hostBadges, hostFuzzing}, host) {
			t.Errorf("%d requests to %s", by.asked[host], host)
		}
	}
}

// Traps 9 and 18: nothing but three hosts is asked, and container registries
// are not among them.
func TestTrap09_threeHostsAreAskedAndNoOther(t *testing.T) {
	t.Parallel()
	w, by := busy(t), newEarth(nil)
	r := hostedScan(t, w, by, nil)
	if len(by.asked) != 3 || by.asked[hostFuzzing] != 1 || by.asked[hostBadges] != 1 || by.asked[hostOSV] != 1+3 {
		t.Errorf("asked %v, want each once, and OSV for three vulnerabilities", by.asked)
	}
	onlyAllowed(t, by)
	if c := got(t, r, "Pinned-Dependencies"); c.State != check.Scored || len(c.Details) == 0 {
		t.Errorf("%+v, want a score", c)
	}
}

// Trap 17: a caller who gives up has no child left, and no folder.
func TestTrap17_cancelEndsAHostedScan(t *testing.T) {
	t.Parallel()
	w, dir := busy(t), ""
	s := hostedSource(t, hostOf(w), newEarth(map[string]string{hostBadges: "hang"}), func(c *Config) { dir = c.TempDir })
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := s.ScanHosted(ctx, w.project()); err == nil || time.Since(began) > 5*time.Second {
		t.Errorf("error %v after %s, want one soon", err, time.Since(began))
	}
	emptied(t, dir)
}

// Trap 3: Scorecard's own client writes a map of check runs from two checks at
// a time when the host does not tell them at once.
func TestTrap03_checkRunsAreOnlyRead(t *testing.T) {
	t.Parallel()
	w := busy(t)
	h := newHosted(job{Repo: w.repo(), Records: &w.records}, newParent(nil), nil)
	var all sync.WaitGroup
	for i := range 8 {
		v := hostedView{&view{check: []string{"SAST", "CI-Tests"}[i%2], host: h}}
		all.Go(func() {
			commits, err := v.ListCommits()
			if err != nil {
				t.Error(err)
			}
			for _, c := range commits {
				if c.AssociatedMergeRequest.HeadSHA == "" {
					continue
				}
				if _, err := v.ListCheckRunsForRef(c.AssociatedMergeRequest.HeadSHA); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}
