package sources

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/source/published"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// PublishedEvery is how often published results are asked for: as often as
// OpenSSF scans.
const PublishedEvery = 7 * 24 * time.Hour

// Results holds the flags of asking for published results.
type Results struct {
	URL string `name:"published-url" default:"https://api.scorecard.dev/" placeholder:"URL" help:"API for published Scorecard results: OpenSSF's, or a compatible one."`
}

// open returns the source of published results over the store, which may be
// nil: then nothing is remembered. It sends nothing.
func (r Results) open(ctx context.Context, env Env, agent string, st *store.Store) (*published.Source, error) {
	u, err := url.Parse(strings.TrimSuffix(r.URL, "/") + "/")
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, usage.Errorf("--published-url is %q; allowed: https://HOST/ (http:// only for this machine)", r.URL)
	}
	cfg := published.Config{Transport: NewBase(env.Guard), API: u, Rest: PublishedEvery, Now: env.Now, UserAgent: agent}
	if st != nil {
		cfg.Cache = st.Cache(ctx, store.CachePublished, env.Log)
		cfg.Ledger = st
	}
	return published.New(cfg)
}
