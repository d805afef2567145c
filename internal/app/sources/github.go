package sources

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source/github"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// TokenVariable names the environment variable that holds a token. It is no flag: what stands on a command line can
// be read by every user of the machine.
const TokenVariable = "PLUMBLINE_GITHUB_TOKEN"

// GitHub holds the flags of asking GitHub.
type GitHub struct {
	URL           string  `name:"github-url" default:"https://api.github.com/" placeholder:"URL" help:"GitHub REST API; for Enterprise Server https://HOST/api/v3/."`
	TokenFile     string  `name:"github-token-file" placeholder:"FILE" help:"File with a token; or set PLUMBLINE_GITHUB_TOKEN. Without a token: 60 requests an hour, no issues or change requests."`
	App           int64   `name:"github-app-id" placeholder:"ID" help:"GitHub App to use instead of, or in addition to, a token."`
	AppKey        string  `name:"github-app-key-file" placeholder:"FILE" help:"Private key of the GitHub App (PEM)."`
	Installations []int64 `name:"github-app-installations" sep:"," placeholder:"ID" help:"Installations of the GitHub App. Each has its own rate limit."`
	Contact       string  `name:"contact" placeholder:"ADDRESS" help:"URL or e-mail address of the operator, sent to hosts in the User-Agent."`
}

// Host is GitHub as this process asks it: a source, and what is left to ask with.
type Host struct {
	*github.Source
	Transport *transport.Transport
	API       *url.URL
	// Scans are those at work, which ask it and the services together.
	Scans *batch.Crowd
	// site is the host of the repositories it answers for.
	site string
}

// patience is how long a request waits out a rate limit of GitHub. It is a little over the minute
// that GitHub asks for if it does not say how long.
const patience = 70 * time.Second

// Open returns GitHub as a source over the store, which may be nil: then nothing
// is remembered. It sends nothing. Its errors are usage errors where a flag is
// wrong.
func (g GitHub) Open(ctx context.Context, env Env, key []byte, st *store.Store) (*Host, error) {
	api, site, err := g.address()
	if err != nil {
		return nil, err
	}
	if env.Guard == nil {
		env.Guard = fetch.NewGuard(nil, named(api)...)
	}
	credentials, err := g.credentials(env, api)
	if err != nil {
		return nil, err
	}
	c := transport.Config{
		API: api, Credentials: credentials, Base: NewBase(env.Guard), Now: env.Now,
		UserAgent: g.agent(env), Log: env.Log, Limits: transport.Limits{Patience: patience},
	}
	h := &Host{API: api, site: site, Scans: &batch.Crowd{}}
	programs, err := env.Set.Bots.With(env.Set.Agents)
	if err != nil {
		return nil, err
	}
	s := github.Config{
		API: api, Site: site, Bots: programs, Key: key, Now: env.Now, Log: env.Log,
		Ledger: &forgetful{}, Together: h.Scans,
	}
	if st != nil {
		c.Cache = st.Cache(ctx, store.CacheAnswers, env.Log)
		s.Memory = st.Cache(ctx, store.CacheActivity, env.Log)
		s.Ledger = st
	}
	if h.Transport, err = transport.New(c); err != nil {
		return nil, usage.Errorf("%v", err)
	}
	s.Client = h.Transport
	s.Authenticated = h.Transport.Authenticated()
	s.Hourly = h.Transport.Hourly
	if h.Source, err = github.New(s); err != nil {
		return nil, err
	}
	return h, nil
}

// NewBase returns what sends through the proxy of the environment, as git does, and only where the
// guard allows.
func NewBase(guard *fetch.Guard) http.RoundTripper {
	return fetch.NewBase(fetch.BaseConfig{Proxy: http.ProxyFromEnvironment, Guard: guard})
}

// address returns the API and the host of the repositories it answers for. An
// API on this machine stands in for GitHub's own, as fakegithub does.
func (g GitHub) address() (*url.URL, string, error) {
	u, err := url.Parse(strings.TrimSuffix(g.URL, "/") + "/")
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, "", usage.Errorf("--github-url is %q; allowed: https://HOST/ or https://HOST/api/v3/ (http:// only for this machine)", g.URL)
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

// agent is how this installation names itself to hosts.
func (g GitHub) agent(env Env) string {
	contact := g.Contact
	if contact == "" {
		contact = "https://github.com/plumbline-scorecard/plumbline"
	}
	return "plumbline/" + env.Version + " (+" + strings.Map(printable, contact) + ")"
}

// printable drops what cannot stand in a header.
func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// credentials reads what may be asked with. Errors name files, never contents.
func (g GitHub) credentials(env Env, api *url.URL) ([]transport.Credential, error) {
	var out []transport.Credential
	token, err := g.token(env)
	if err != nil {
		return nil, err
	}
	if token != "" {
		out = append(out, transport.Credential{Owner: "token", Personal: true, Tokens: transport.StaticToken(token)})
	}
	if g.App == 0 && g.AppKey == "" && len(g.Installations) == 0 {
		return out, nil
	}
	if g.App == 0 || g.AppKey == "" || len(g.Installations) == 0 {
		return nil, usage.Errorf("a GitHub App needs --github-app-id, --github-app-key-file and --github-app-installations")
	}
	pem, err := os.ReadFile(g.AppKey)
	if err != nil {
		return nil, fmt.Errorf("read the private key of the GitHub App: %w", err)
	}
	for _, id := range g.Installations {
		tokens, err := transport.InstallationToken(transport.AppConfig{
			API: api, App: g.App, Installation: id, Key: transport.NewSecret(string(pem)),
			Base: NewBase(env.Guard), Now: env.Now, UserAgent: g.agent(env),
		})
		if err != nil {
			return nil, usage.Errorf("GitHub App %d, installation %d: %v", g.App, id, err)
		}
		out = append(out, transport.Credential{Owner: fmt.Sprintf("app %d installation %d", g.App, id), Tokens: tokens})
	}
	return out, nil
}

// token returns the one of the environment or of the file; empty when there is
// none.
func (g GitHub) token(env Env) (string, error) {
	if g.TokenFile == "" {
		return env.Token, nil
	}
	if env.Token != "" {
		return "", usage.Errorf("use either --github-token-file or %s, not both", TokenVariable)
	}
	b, err := os.ReadFile(g.TokenFile)
	if err != nil {
		return "", fmt.Errorf("read the token: %w", err)
	}
	token := strings.TrimSpace(string(b))
	if token == "" {
		return "", usage.Errorf("--github-token-file: the file is empty")
	}
	return token, nil
}
