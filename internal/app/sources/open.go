package sources

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"golang.org/x/net/http/httpproxy"
)

// Env is what sources are opened with beside the flags.
type Env struct {
	Set *curated.Set
	// Projects are asked about together where a source can; nil: each alone.
	Projects []health.Project
	// Token is GitHub's; empty: there is none. No child process sees it.
	Token string
	// Version is that of the program, for the hosts that are asked.
	Version string
	Now     func() time.Time
	Log     *slog.Logger
	// Guard decides where connections may go; nil: to public addresses and the one that the flags
	// in question name. Options set their own.
	Guard *fetch.Guard
}

// Open opens the sources asked for. GitHub comes first: it is the cheapest, it
// may have to be asked later, and it knows whether the address still belongs to
// the project and under which name others know it. The key is the
// installation's, for people. st may be nil: then nothing is remembered. It sends
// nothing. Its errors are usage errors where a flag is wrong.
func (o Options) Open(ctx context.Context, env Env, key []byte, st *store.Store) ([]source.Source, error) {
	env, err := o.guarded(env)
	if err != nil {
		return nil, err
	}
	repositories, err := o.Git(env, key)
	if err != nil {
		return nil, err
	}
	var out []source.Source
	var h *Host
	if o.asksGitHub() {
		if h, err = o.GitHub.Open(ctx, env, key, st); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	elsewhere, err := o.elsewhere(ctx, env, st)
	if err != nil {
		return nil, err
	}
	out = append(out, elsewhere...)
	if slices.Contains(o.Sources, field.SourceGit) {
		out = append(out, repositories)
	}
	if slices.Contains(o.Sources, field.SourceScorecard) {
		var cache source.Cache
		if st != nil {
			cache = st.Cache(ctx, store.CacheScans, env.Log)
		}
		checks, err := o.Scorecard(env, repositories, h, cache)
		if err != nil {
			return nil, err
		}
		out = append(out, checks)
	}
	if o.asksAdvisories() { // after git, whose newest tag it may want to know
		advisories, err := o.advisorySource(ctx, env, st)
		if err != nil {
			return nil, err
		}
		out = append(out, advisories)
	}
	return out, nil
}

// elsewhere opens the sources that know a project by the names of its packages
// and by what others published.
func (o Options) elsewhere(ctx context.Context, env Env, st *store.Store) ([]source.Source, error) {
	var out []source.Source
	if o.asksPublished() {
		p, err := o.Results.open(ctx, env, o.GitHub.agent(env), st)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	if o.asksRegistries() {
		r, err := o.Registries.open(ctx, env, o.GitHub.agent(env), st)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	if o.asksDebian() {
		d, err := o.debianSource(env)
		if err != nil {
			return nil, err
		}
		if d != nil {
			out = append(out, d)
		}
	}
	return out, nil
}

// Git opens the git source; key is the installation's, for people.
func (o Options) Git(env Env, key []byte) (*git.Source, error) {
	env, err := o.guarded(env)
	if err != nil {
		return nil, err
	}
	cache := o.Cache
	if cache == "" {
		dir, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("find the cache folder: %w (set one with --cache)", err)
		}
		cache = filepath.Join(dir, "plumbline", "git")
	}
	return openGit(env, git.Config{Cache: cache, Mirrors: o.Mirror, Key: key, Offline: o.Offline, Copies: o.Copies, Guard: env.Guard, Proxy: gitProxy()})
}

// LocalClones opens the git source over local clones alone.
func LocalClones(env Env, mirrors []string) (*git.Source, error) {
	return openGit(env, git.Config{Mirrors: mirrors, Offline: true})
}

func openGit(env Env, c git.Config) (*git.Source, error) {
	c.Bots = env.Set.Bots
	c.Agents = env.Set.Agents
	c.Shared = env.Set.Shared
	c.Now = env.Now
	c.Env = gitEnvironment()
	s, err := git.New(c)
	if err != nil {
		return nil, usage.Errorf("%v", err)
	}
	return s, nil
}

// gitEnvironment passes on what git needs to reach a network: the proxy and the trusted certificates.
// This process and other programs read those from SSL_CERT_FILE and SSL_CERT_DIR. Git does not know
// these names, so it gets the values under its own. If its own are set, they win.
func gitEnvironment() []string {
	var env []string
	set := func(name, value string) {
		if _, own := os.LookupEnv(name); !own && value != "" {
			env = append(env, name+"="+value)
		}
	}
	for _, k := range []string{
		"HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
		"GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_PROXY_SSL_CAINFO",
	} {
		if v, ok := os.LookupEnv(k); ok {
			env = append(env, k+"="+v)
		}
	}
	set("GIT_SSL_CAINFO", os.Getenv("SSL_CERT_FILE"))
	set("GIT_PROXY_SSL_CAINFO", os.Getenv("SSL_CERT_FILE"))
	set("GIT_SSL_CAPATH", firstFolder(os.Getenv("SSL_CERT_DIR")))
	return env
}

// firstFolder returns the first folder of a list that exists: git takes only one.
func firstFolder(list string) string {
	for _, dir := range filepath.SplitList(list) {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
	}
	return ""
}

// gitProxy returns the proxy that git would use for an address, by the same variables.
func gitProxy() func(*url.URL) (*url.URL, error) {
	c := httpproxy.FromEnvironment()
	if c.HTTPSProxy == "" { // only git and curl know ALL_PROXY
		c.HTTPSProxy = cmp.Or(os.Getenv("ALL_PROXY"), os.Getenv("all_proxy"))
	}
	return c.ProxyFunc()
}

// OfThePast drops the sources that show only the present.
func OfThePast(sources []source.Source) []source.Source {
	return slices.DeleteFunc(slices.Clone(sources), func(s source.Source) bool {
		return s.Name() == field.SourceGitHub || slices.Contains(field.Elsewhere, s.Name())
	})
}
