package main

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/advisory"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// advisoriesEvery is how often advisories are asked for.
const advisoriesEvery = 24 * time.Hour

// advisories holds the flags of asking for advisories; OSV's address is that of
// Scorecard's checks.
type advisories struct {
	KEV string `name:"kev-url" placeholder:"URL" help:"A mirror of www.cisa.gov for the list of known exploited vulnerabilities."`
}

// asksAdvisories reports whether advisories are asked for. Beside a stand-in for
// GitHub on this machine, whose repositories are invented, the real services are
// left alone.
func (o observing) asksAdvisories() bool {
	if !slices.Contains(o.Sources, health.SourceAdvisory) || o.Offline {
		return false
	}
	return !o.standIn() || o.Services.OSV != ""
}

// advisorySource returns the source of advisories over the store, which may be
// nil: then nothing is remembered. It sends nothing.
func (o observing) advisorySource(a *app, st *store.Store) (*advisory.Source, error) {
	p := fetch.Config{
		Hosts: map[string]fetch.Host{
			advisory.HostOSV:     {URL: o.Services.OSV, PerSecond: 10},
			advisory.HostDepsDev: {PerSecond: 10},
			advisory.HostCISA:    {URL: o.Advisories.KEV, PerSecond: 1},
		},
		Transport: base(), Now: a.now, Agent: o.GitHub.agent(),
		Deadline: time.Minute, // OSV takes up to 35 seconds for a batch before it answers in part
	}
	// Who stands in for OSV on this machine knows invented packages, which the
	// real deps.dev and CISA are not to be asked about.
	if u, err := url.Parse(o.Services.OSV); err == nil && loopback(u.Hostname()) {
		p.Base = o.Services.OSV
	}
	c := advisory.Config{Along: a.everyProject(), Rest: advisoriesEvery, Now: a.now}
	if st != nil {
		cache := st.Cache(a.ctx, store.CacheAdvisories, a.log)
		p.Cache, c.Cache, c.Ledger, c.Release = cache, cache, st, newestTag(st)
	} else {
		c.Along = nil // for one project the others are not asked about
	}
	var err error
	if c.Client, err = fetch.New(p); err != nil {
		return nil, usagef("--osv-url or --kev-url: %v", err)
	}
	return advisory.New(c)
}

// newestTag returns the newest release of a project as its repository last
// showed it.
func newestTag(st *store.Store) func(context.Context, string) (string, time.Time, bool) {
	return func(ctx context.Context, project string) (string, time.Time, bool) {
		f, err := st.Project(ctx, project)
		if err != nil {
			return "", time.Time{}, false
		}
		tag, day := f.Inputs.Field("last_release_tag"), f.Inputs.Field("last_release")
		at, err := time.Parse(time.DateOnly, day.Text)
		return tag.Text, at, err == nil && day.Known() && tag.Known()
	}
}
