package sources

import (
	"context"
	"net/url"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/source/advisory"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// AdvisoriesEvery is how often advisories are asked for.
const AdvisoriesEvery = 24 * time.Hour

// Advisories holds the flags of asking for advisories; OSV's address is that of
// Scorecard's checks.
type Advisories struct {
	KEV string `name:"kev-url" placeholder:"URL" help:"Mirror of www.cisa.gov, for known exploited vulnerabilities."`
}

// advisorySource returns the source of advisories over the store, which may be
// nil: then nothing is remembered. It sends nothing.
func (o Options) advisorySource(ctx context.Context, env Env, st *store.Store) (*advisory.Source, error) {
	p := fetch.Config{
		Hosts: map[string]fetch.Host{
			advisory.HostOSV:     {URL: o.Services.OSV, PerSecond: 10},
			advisory.HostDepsDev: {PerSecond: 10},
			advisory.HostCISA:    {URL: o.Advisories.KEV, PerSecond: 1},
		},
		Transport: NewBase(env.Guard), Now: env.Now, Agent: o.GitHub.agent(env),
		Deadline: time.Minute, // OSV takes up to 35 seconds for a batch before it answers in part
	}
	// Who stands in for OSV on this machine knows invented packages, which the
	// real deps.dev and CISA are not to be asked about.
	if u, err := url.Parse(o.Services.OSV); err == nil && loopback(u.Hostname()) {
		p.Base = o.Services.OSV
	}
	c := advisory.Config{Along: env.Projects, Rest: AdvisoriesEvery, Now: env.Now}
	if st != nil {
		cache := st.Cache(ctx, store.CacheAdvisories, env.Log)
		p.Cache = cache
		c.Cache = cache
		c.Ledger = st
		c.Release = newestTag(st)
	} else {
		c.Along = nil // for one project the others are not asked about
	}
	var err error
	if c.Client, err = fetch.New(p); err != nil {
		return nil, usage.Errorf("--osv-url or --kev-url: %v", err)
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
		tag, day := f.Inputs.Field(field.LastReleaseTag), f.Inputs.Field(field.LastRelease)
		at, err := time.Parse(time.DateOnly, day.Text)
		return tag.Text, at, err == nil && day.Known() && tag.Known()
	}
}
