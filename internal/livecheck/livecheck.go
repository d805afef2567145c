// Package livecheck verifies our assumptions about external services (scorecards/live.yaml) against
// the real services. It only reads. It does not know how figures are stored or scored.
package livecheck

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
)

// Host is the access to GitHub, with a token.
type Host struct {
	*github.Source
	Transport *transport.Transport
	// API is the REST root.
	API *url.URL
	// Scans joins the queries for records of the source.
	Scans *batch.Crowd
}

// Check contains what the probes need.
type Check struct {
	host Host
	// other is the client for services other than GitHub.
	other *http.Client
	at    addresses
	// repository exists, renamed was renamed, absent never existed.
	repository, renamed, absent string
	// several are repositories whose records are queried together.
	several  []string
	projects []health.Project
}

// New returns a check of the real services, which are reached through base. The first of the
// projects are queried together.
func New(h Host, base http.RoundTripper, projects []health.Project) *Check {
	return &Check{
		host: h, other: &http.Client{Transport: base, Timeout: 2 * time.Minute}, at: realAddresses,
		repository: "curl/curl",
		renamed:    "GoogleCloudPlatform/kubernetes",
		absent:     "curl/there-is-no-such-repository",
		several:    []string{"curl/curl", "madler/zlib", "tukaani-project/xz", "psf/requests"},
		projects:   projects,
	}
}

// addresses of the other services; tests set their own.
type addresses struct {
	osv, bestPractices, depsDev, repology, scorecard string
	// packages is the prefix before the host of a package registry.
	packages string
}

var realAddresses = addresses{
	osv: "https://api.osv.dev", bestPractices: "https://www.bestpractices.dev", depsDev: "https://api.deps.dev",
	repology: "https://repology.org", scorecard: "https://api.scorecard.dev", packages: "https://",
}

// probe tests one assumption and returns what it observed; an error describes what is no longer
// true.
type probe func(c *Check, ctx context.Context) (string, error)

// Result is the result of one assumption: what was observed, or what is no longer true.
type Result struct {
	Assumption health.Assumption
	Seen       string
	Err        error
}

// Results probes the assumptions in sequence, each for at most three minutes. Cost: a few requests
// for each.
func (c *Check) Results(ctx context.Context, all []health.Assumption) iter.Seq[Result] {
	return func(yield func(Result) bool) {
		for _, x := range all {
			r := Result{Assumption: x}
			one, cancel := context.WithTimeout(ctx, 3*time.Minute)
			r.Seen, r.Err = probes[x.ID](c, one)
			cancel()
			if !yield(r) {
				return
			}
		}
	}
}

// Verified returns the content of the file of assumptions with the day set in the lines of the
// verified ones, by id. A missing line is an error.
func Verified(file string, content []byte, held []string, day time.Time) ([]byte, error) {
	for _, id := range held {
		line := regexp.MustCompile(`(?m)^(\s*- \{id: ` + regexp.QuoteMeta(id) + `,.* verified: )[^,]+,`)
		if !line.Match(content) {
			return nil, fmt.Errorf("write what holds: %s has no line for %s", file, id)
		}
		content = line.ReplaceAll(content, []byte("${1}"+day.UTC().Format(time.DateOnly)+","))
	}
	return content, nil
}
