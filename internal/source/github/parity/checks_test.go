package parity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/ossf/scorecard/v4/checker"
	"github.com/ossf/scorecard/v4/checks"
	"github.com/ossf/scorecard/v4/clients"
	"github.com/ossf/scorecard/v4/clients/githubrepo"
	"github.com/ossf/scorecard/v4/clients/ossfuzz"
	"github.com/ossf/scorecard/v4/pkg"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// services answers for OSV, the Best Practices programme and OSS-Fuzz, that
// nothing is known; what else is asked goes on to the next.
type services struct{ next http.RoundTripper }

func (s services) RoundTrip(r *http.Request) (*http.Response, error) {
	body := "[]"
	switch r.URL.Host {
	case "www.bestpractices.dev":
	case "oss-fuzz-build-logs.storage.googleapis.com":
		body = `{"projects":[{"main_repo":"https://github.com/example/none"}]}`
	case "api.osv.dev":
		var q struct{ Queries []any }
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			return nil, err
		}
		b, err := json.Marshal(map[string]any{"results": make([]struct{}, len(q.Queries))})
		if err != nil {
			return nil, err
		}
		body = string(b)
	default:
		if s.next == nil {
			return nil, fmt.Errorf("a request to %s", r.URL.Host)
		}
		return s.next.RoundTrip(r)
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(bytes.NewBufferString(body)), Request: r,
	}, nil
}

// replaceDefaults makes what Scorecard takes from net/http, and has no parameter
// for, end at the fake while the test runs: it must not run beside others.
func replaceDefaults(t *testing.T, fake http.RoundTripper) {
	t.Helper()
	transport, client, images := http.DefaultTransport, http.DefaultClient, remote.DefaultTransport
	t.Cleanup(func() { http.DefaultTransport, http.DefaultClient, remote.DefaultTransport = transport, client, images })
	http.DefaultTransport = fake // the owner's repository of defaults
	http.DefaultClient = &http.Client{Transport: services{fake}}
	remote.DefaultTransport = services{}
}

// theirs runs all checks with Scorecard's own client.
func theirs(name string, fake http.RoundTripper) (map[string]checker.CheckResult, error) {
	repo, err := githubrepo.MakeGithubRepo(name)
	if err != nil {
		return nil, err
	}
	all := checks.GetAll()
	for n, c := range all {
		all[n] = checker.Check{Fn: caught(n, c.Fn), SupportedRequestTypes: c.SupportedRequestTypes}
	}
	ctx := context.Background()
	r, err := pkg.RunScorecard(ctx, repo, clients.HeadSHA, 0, all, githubrepo.CreateGithubRepoClientWithTransport(ctx, fake),
		ossfuzz.CreateOSSFuzzClient(ossfuzz.StatusURL), clients.DefaultCIIBestPracticesClient(), clients.DefaultVulnerabilitiesClient())
	out := map[string]checker.CheckResult{}
	for _, c := range r.Checks {
		out[c.Name] = c
	}
	return out, err
}

// caught makes a panic an error, as the reference has some.
func caught(name string, fn checker.CheckFn) checker.CheckFn {
	return func(r *checker.CheckRequest) (res checker.CheckResult) {
		defer func() {
			if p := recover(); p != nil {
				res = checker.CreateRuntimeErrorResult(name, fmt.Errorf("panic: %v", p))
			}
		}()
		return fn(r)
	}
}

// Every story, from the first request to the last check: our scan in its child
// process and Scorecard's own over its own client give the same 18 scores and
// reasons, and have no score for the same checks.
func TestScan_givesWhatScorecardGives(t *testing.T) { // alone: it replaces globals
	b := start(t)
	fake := b.fake.Standin(anybody)
	replaceDefaults(t, fake)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s, err := ossf.New(ossf.Config{
		Trees: func(context.Context, health.Project, time.Time) (tree.Tree, error) {
			return nil, errors.New("no clones here")
		},
		Host: b.source(t, anybody), Services: ossf.Services{Transport: services{}},
		Command: []string{self, ossf.ChildArg}, TempDir: t.TempDir(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range b.names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := theirs(name, fake)
			if err != nil {
				t.Fatal(err)
			}
			r, err := s.ScanHosted(t.Context(), project(name))
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Checks) != 18 || len(want) != 18 {
				t.Fatalf("%d checks of ours, %d of Scorecard's", len(r.Checks), len(want))
			}
			for _, c := range r.Checks {
				w := want[c.Name]
				told := c.State == check.Scored || c.State == check.Inconclusive
				if told != (w.Error == nil) || told && (w.Score != c.Score || w.Reason != c.Reason) {
					t.Errorf("%s: ours %s %d %q %s; Scorecard's %d %q %v", c.Name, c.State, c.Score, c.Reason, c.Error, w.Score, w.Reason, w.Error)
				}
			}
		})
	}
}
