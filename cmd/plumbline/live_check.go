package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// liveCheckCmd asks the real services once for everything taken for granted of
// them (scorecards/live.yaml). It only reads.
type liveCheckCmd struct {
	GitHub sources.GitHub `embed:""`
	Write  string         `name:"write" placeholder:"FILE" help:"Copy of scorecards/live.yaml to write today's date into, for what holds."`
}

// live is what the probes ask.
type live struct {
	host *sources.Host
	// other reaches the services that are not GitHub.
	other *http.Client
	at    addresses
	// repository exists, renamed was renamed, absent was never there.
	repository, renamed, absent string
	// several are asked for their records at once.
	several  []string
	projects []health.Project
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
type probe func(l *live, ctx context.Context) (string, error)

func (c liveCheckCmd) Run(a *app) error {
	h, err := c.GitHub.Open(a.ctx, a.env(), nil, nil)
	if err != nil {
		return err
	}
	if !h.Transport.Authenticated() {
		return usage.Errorf("a live check needs a token without any scope: put it into %s or name a file with --github-token-file", sources.TokenVariable)
	}
	l := &live{
		host: h, other: &http.Client{Transport: sources.NewBase(), Timeout: 2 * time.Minute}, at: realAddresses,
		repository: "curl/curl", renamed: "GoogleCloudPlatform/kubernetes", absent: "curl/there-is-no-such-repository", several: []string{"curl/curl", "madler/zlib", "tukaani-project/xz", "psf/requests"}, projects: a.everyProject(),
	}
	held, failed := l.check(a)
	if c.Write != "" {
		if err := writeVerified(c.Write, held, a.now()); err != nil {
			return err
		}
	}
	if failed > 0 {
		return errors.New(plural(failed, "assumption does", "assumptions do") + " not hold")
	}
	return nil
}

// check probes every assumption and prints a line each. It returns the ids of
// those that hold and how many do not.
func (l *live) check(a *app) (held []string, failed int) {
	for _, x := range a.set.Live {
		ctx, cancel := context.WithTimeout(a.ctx, 3*time.Minute)
		seen, err := probes[x.ID](l, ctx)
		cancel()
		if err != nil {
			failed++
			fmt.Fprintf(a.stdout, "BAD  %-22s %s\n     %s\n", x.ID, plain(x.Text), plain(redact(err.Error())))
			continue
		}
		held = append(held, x.ID)
		fmt.Fprintf(a.stdout, "ok   %-22s %s\n", x.ID, plain(seen))
	}
	return held, failed
}

// writeVerified puts the day into the lines of the assumptions that hold.
func writeVerified(name string, held []string, now time.Time) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("write what holds: %w", err)
	}
	for _, id := range held {
		line := regexp.MustCompile(`(?m)^(\s*- \{id: ` + regexp.QuoteMeta(id) + `,.* verified: )[^,]+,`)
		if !line.Match(b) {
			return fmt.Errorf("write what holds: %s has no line for %s", name, id)
		}
		b = line.ReplaceAll(b, []byte("${1}"+now.UTC().Format(time.DateOnly)+","))
	}
	return replaceFile(name, b)
}
