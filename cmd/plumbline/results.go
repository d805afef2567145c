package main

import (
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source/published"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// publishedEvery is how often published results are asked for: as often as
// OpenSSF scans.
const publishedEvery = 7 * 24 * time.Hour

// results holds the flags of asking for published results.
type results struct {
	URL string `name:"published-url" default:"https://api.scorecard.dev/" placeholder:"URL" help:"Where published Scorecard results are served: OpenSSF's API, or one that answers alike."`
}

// open returns the source of published results over the store, which may be
// nil: then nothing is remembered. It sends nothing.
func (r results) open(a *app, agent string, st *store.Store) (*published.Source, error) {
	u, err := url.Parse(strings.TrimSuffix(r.URL, "/") + "/")
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, usagef("--published-url is %q; allowed: https://HOST/, and http:// on this machine", redact(r.URL))
	}
	cfg := published.Config{Transport: base(), API: u, Rest: publishedEvery, Now: a.now, UserAgent: agent}
	if st != nil {
		cfg.Cache, cfg.Ledger = st.Cache(a.ctx, store.CachePublished, a.log), st
	}
	return published.New(cfg)
}
