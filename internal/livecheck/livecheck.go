// Package livecheck asks the real services once for everything that is taken for
// granted of them (scorecards/live.yaml). It only reads, and it must not know
// how figures are stored or judged.
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

// Host is GitHub as it is asked here, with a token.
type Host struct {
	*github.Source
	Transport *transport.Transport
	// API is the root of REST.
	API *url.URL
	// Scans is what the source's readings of records are gathered by.
	Scans *batch.Crowd
}

// Check is what the probes ask.
type Check struct {
	host Host
	// other reaches the services that are not GitHub.
	other *http.Client
	at    addresses
	// repository exists, renamed was renamed, absent was never there.
	repository, renamed, absent string
	// several are asked for their records at once.
	several  []string
	projects []health.Project
}

// New returns a check of the real services, which are asked through base. The
// first of the projects are asked for in one query.
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

// addresses of the other services; tests put their own here.
type addresses struct {
	osv, bestPractices, depsDev, repology, scorecard string
	// packages goes before the host of a package registry.
	packages string
}

var realAddresses = addresses{
	osv: "https://api.osv.dev", bestPractices: "https://www.bestpractices.dev", depsDev: "https://api.deps.dev",
	repology: "https://repology.org", scorecard: "https://api.scorecard.dev", packages: "https://",
}

// probe asks for one assumption and returns what it saw; an error is what does
// not hold.
type probe func(c *Check, ctx context.Context) (string, error)

// Result is what came of one assumption: what was seen, or what does not hold.
type Result struct {
	Assumption health.Assumption
	Seen       string
	Err        error
}

// Results probes the assumptions one after the other, each for three minutes at
// most. It costs a handful of requests each.
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

// Verified returns the content of the file of assumptions with the day in the
// lines of those that hold, by id. A line that is not there is an error.
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
