package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web"
)

// tokenVariable holds a token. It is no flag: what stands on a command line can
// be read by every user of the machine.
const tokenVariable = "PLUMBLINE_GITHUB_TOKEN"

// gitHub holds the flags of asking GitHub.
type gitHub struct {
	URL           string  `name:"github-url" default:"https://api.github.com/" placeholder:"URL" help:"GitHub's REST API, or that of an Enterprise server (…/api/v3/)."`
	TokenFile     string  `name:"github-token-file" placeholder:"FILE" help:"File with a token. The variable PLUMBLINE_GITHUB_TOKEN may hold it instead. Without one, 60 requests an hour, and no issues or change requests."`
	App           int64   `name:"github-app-id" placeholder:"ID" help:"GitHub App to ask as, in place of or beside a token."`
	AppKey        string  `name:"github-app-key-file" placeholder:"FILE" help:"Private key of the App (PEM)."`
	Installations []int64 `name:"github-app-installations" sep:"," placeholder:"ID" help:"Installations of the App; each has a budget of its own."`
	Contact       string  `name:"contact" placeholder:"ADDRESS" help:"Web or mail address of this installation's operator, told to the hosts that are asked."`
}

// host is GitHub as this process asks it: a source, and what is left to ask with.
type host struct {
	*github.Source
	transport *transport.Transport
	api       *url.URL
	// site is the host of the repositories it answers for.
	site string
	// scans are those at work, which ask it and the services together.
	scans *batch.Crowd
}

// open returns GitHub as a source over the store, which may be nil: then nothing
// is remembered. It sends nothing.
func (g gitHub) open(a *app, key []byte, st *store.Store) (*host, error) {
	api, site, err := g.address()
	if err != nil {
		return nil, err
	}
	credentials, err := g.credentials(a, api)
	if err != nil {
		return nil, err
	}
	c := transport.Config{API: api, Credentials: credentials, Base: base(), Now: a.now, UserAgent: g.agent(), Log: a.log}
	s := github.Config{API: api, Site: site, Bots: a.set.Bots, Key: key, Now: a.now, Log: a.log, Ledger: &forgetful{}}
	if st != nil {
		c.Cache = st.Cache(a.ctx, store.CacheAnswers, a.log)
		s.Memory, s.Ledger = st.Cache(a.ctx, store.CacheActivity, a.log), st
	}
	h := &host{api: api, site: site, scans: &batch.Crowd{}}
	if h.transport, err = transport.New(c); err != nil {
		return nil, usagef("%v", err)
	}
	s.Client, s.Authenticated, s.Hourly, s.Together = h.transport, h.transport.Authenticated(), h.transport.Hourly, h.scans
	if h.Source, err = github.New(s); err != nil {
		return nil, err
	}
	return h, nil
}

// base sends through the proxy of the environment, as git does.
func base() http.RoundTripper {
	return fetch.NewBase(fetch.BaseConfig{Proxy: http.ProxyFromEnvironment})
}

// address returns the API and the host of the repositories it answers for. An
// API on this machine stands in for GitHub's own, as fakegithub does.
func (g gitHub) address() (*url.URL, string, error) {
	u, err := url.Parse(strings.TrimSuffix(g.URL, "/") + "/")
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, "", usagef("--github-url is %q; allowed: https://HOST/ or https://HOST/api/v3/, and http:// on this machine", redact(g.URL))
	}
	switch h := u.Hostname(); {
	case h == "api.github.com" || loopback(h):
		return u, "github.com", nil
	default:
		return u, strings.TrimPrefix(h, "api."), nil
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (g gitHub) agent() string {
	contact := g.Contact
	if contact == "" {
		contact = "https://github.com/plumbline-scorecard/plumbline"
	}
	return "plumbline/" + version() + " (+" + strings.Map(printable, contact) + ")"
}

// printable drops what cannot stand in a header.
func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// credentials reads what may be asked with. Errors name files, never contents.
func (g gitHub) credentials(a *app, api *url.URL) ([]transport.Credential, error) {
	var out []transport.Credential
	token := a.token
	if g.TokenFile != "" {
		if token != "" {
			return nil, usagef("give either --github-token-file or the variable %s", tokenVariable)
		}
		b, err := os.ReadFile(g.TokenFile)
		if err != nil {
			return nil, fmt.Errorf("read the token: %w", err)
		}
		token = strings.TrimSpace(string(b))
		if token == "" {
			return nil, usagef("the file of --github-token-file is empty")
		}
	}
	if token != "" {
		out = append(out, transport.Credential{Owner: "token", Personal: true, Tokens: transport.StaticToken(token)})
	}
	if g.App == 0 && g.AppKey == "" && len(g.Installations) == 0 {
		return out, nil
	}
	if g.App == 0 || g.AppKey == "" || len(g.Installations) == 0 {
		return nil, usagef("a GitHub App needs --github-app-id, --github-app-key-file and --github-app-installations")
	}
	pem, err := os.ReadFile(g.AppKey)
	if err != nil {
		return nil, fmt.Errorf("read the key of the App: %w", err)
	}
	for _, id := range g.Installations {
		tokens, err := transport.InstallationToken(transport.AppConfig{API: api, App: g.App, Installation: id, Key: transport.NewSecret(string(pem)), Base: base(), Now: a.now, UserAgent: g.agent()})
		if err != nil {
			return nil, usagef("GitHub App %d, installation %d: %v", g.App, id, err)
		}
		out = append(out, transport.Credential{Owner: fmt.Sprintf("app %d installation %d", g.App, id), Tokens: tokens})
	}
	return out, nil
}

// budgets are what is left, without whose it is.
func (h *host) budgets() []web.HostBudget {
	var out []web.HostBudget
	for _, b := range h.transport.Budgets() {
		out = append(out, web.HostBudget{Resource: b.Resource, Limit: b.Limit, Remaining: b.Remaining, Reset: b.Reset})
	}
	return out
}

// limits asks what may be spent and says what is left: "5000 of 5000 core, …".
func (h *host) limits(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.api.JoinPath("rate_limit").String(), nil)
	if err != nil {
		return "", err
	}
	res, err := transport.Client(h.transport).Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	var doc struct {
		Resources map[string]struct{ Limit, Remaining int }
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&doc); err != nil || res.StatusCode != http.StatusOK {
		return "", errors.Join(fmt.Errorf("it answers %s", res.Status), err)
	}
	var out []string
	for _, name := range []string{"core", "graphql"} {
		if r, ok := doc.Resources[name]; ok {
			out = append(out, fmt.Sprintf("%d of %d %s left this hour", r.Remaining, r.Limit, name))
		}
	}
	return strings.Join(out, ", "), nil
}

// forgetful is the ledger of a command without a database: it knows what it was
// told since it began.
type forgetful struct {
	mu    sync.Mutex
	known map[string]health.Identity
}

// Identity returns what was saved.
func (f *forgetful) Identity(_ context.Context, repository string) (health.Identity, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	id, ok := f.known[repository]
	if !ok {
		return id, health.ErrNotFound
	}
	return id, nil
}

// SaveIdentity keeps it while the command runs.
func (f *forgetful) SaveIdentity(_ context.Context, id health.Identity) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known == nil {
		f.known = map[string]health.Identity{}
	}
	f.known[id.Repository] = id
	return nil
}

// randomKey is the key of people for a command without a database.
func randomKey() []byte {
	key := make([]byte, 32)
	rand.Read(key) // never fails (crypto/rand)
	return key
}

// asked are the names of whom the sources ask.
var asked = map[string]string{health.SourceGitHub: "GitHub", health.SourcePublished: "Published results", health.SourceRegistry: "Package registries and distributions", health.SourceAdvisory: "Advisories", health.SourceScorecard: "Scorecard's checks, when a project is scanned, at most"}

// plans says what each source that can tell will cost, a line each.
func plans(ctx context.Context, sources []health.Source, projects []health.Project) ([]string, error) {
	var out []string
	for _, s := range sources {
		p, ok := s.(health.Planner)
		if !ok {
			continue
		}
		plan, err := p.Plan(ctx, projects)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("plan %s", s.Name()), err)
		}
		if plan.Projects == 0 {
			continue
		}
		line := asked[s.Name()] + ": " + plan.String()
		if plan.Without != "" {
			line += "; " + plan.Without
		}
		out = append(out, line)
	}
	return out, nil
}
