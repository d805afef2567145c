package transport

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Config configures New.
type Config struct {
	// API is the REST root: https://api.github.com/ or an Enterprise server's https://…/api/v3/.
	// With credentials it must be https, or this machine.
	API *url.URL
	// Archives is the host of archives; nil means codeload.<site>, as at GitHub. No request to it
	// has a credential.
	Archives *url.URL
	// Credentials are the budgets; none means anonymous, 60 requests an hour.
	Credentials []Credential
	// Cache is the ETag store; nil means none.
	Cache source.Cache
	// Base sends requests; nil means fetch.NewBase with the API's address allowed, without a proxy.
	Base http.RoundTripper
	// Now is the clock for limits; nil means time.Now.
	Now func() time.Time
	// UserAgent identifies us and a contact to the host. It replaces any that a client sets.
	UserAgent string
	// Log records refused tokens, limits and breakers; nil means no log.
	Log *slog.Logger
	// Dir is where an archive is stored while it is validated; empty means the system's temporary
	// folder. Nothing remains in it.
	Dir    string
	Limits Limits
}

// Transport is the only way to the host. It is an http.RoundTripper, safe for concurrent use, and
// shared by all clients.
type Transport struct {
	site          site
	base          http.RoundTripper
	gate          *gate
	etags         etags
	limits        Limits
	userAgent     string
	dir           string
	authenticated bool
	budgets       int
}

var ownerPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._\[\]-]{0,99}$`)

// tokenPattern matches GitHub's tokens, which must not be labels.
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
var tokenPattern = regexp.MustCompile(`^(gh[a-z]_|github_pat_|[0-9a-f]{40}$)`)

// New returns a Transport, or an error wrapping ErrConfig that never contains a token. It sends no
// requests.
func New(c Config) (*Transport, error) {
	if err := checkConfig(c); err != nil {
		return nil, err
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Base == nil {
		c.Base = fetch.NewBase(fetch.BaseConfig{Guard: fetch.NewGuard(nil, c.API.String())})
	}
	limits := c.Limits.withDefaults()
	budgets := budgetsOf(c.Credentials, limits)
	return &Transport{
		site: newSite(c.API, c.Archives), base: c.Base, limits: limits, userAgent: c.UserAgent, dir: c.Dir,
		gate:          newGate(budgets, limits, c.Now, c.Log),
		etags:         etags{cache: c.Cache, now: c.Now, largest: limits.Stored, refresh: limits.Refresh},
		authenticated: len(c.Credentials) > 0, budgets: len(budgets),
	}, nil
}

func checkConfig(c Config) error {
	if c.API == nil || c.API.Host == "" || c.API.Scheme != "https" && c.API.Scheme != "http" {
		return fmt.Errorf("%w: the API's address is not http or https", ErrConfig)
	}
	if c.API.User != nil || c.API.RawQuery != "" {
		return fmt.Errorf("%w: the API's address holds a user or a query", ErrConfig)
	}
	if len(c.Credentials) > 0 && !fetch.Private(c.API) {
		return fmt.Errorf("%w: a token is not sent over http to %s", ErrConfig, c.API.Host)
	}
	person := ""
	for i, cred := range c.Credentials {
		if !ownerPattern.MatchString(cred.Owner) || tokenPattern.MatchString(cred.Owner) {
			return fmt.Errorf("%w: credential %d: the owner is no label of 1 to 100 letters, digits, blanks and .-_[]", ErrConfig, i+1)
		}
		if cred.Tokens == nil {
			return fmt.Errorf("%w: credential of %s: no token", ErrConfig, cred.Owner)
		}
		if s, ok := cred.Tokens.(staticToken); ok {
			if err := checkToken(s.text()); err != nil {
				return fmt.Errorf("credential of %s: %w", cred.Owner, err)
			}
		}
		if cred.Personal && person != "" && !strings.EqualFold(person, cred.Owner) {
			return fmt.Errorf("%w: personal tokens of %s and %s: GitHub's limits are for a person, never several accounts of one; use one person's and the operator's own Apps or organisations", ErrConfig, person, cred.Owner)
		}
		if cred.Personal {
			person = cred.Owner
		}
	}
	return nil
}

func budgetsOf(credentials []Credential, l Limits) []*budget {
	if len(credentials) == 0 {
		return []*budget{newBudget(anonymous, l)}
	}
	var out []*budget
	byOwner := map[string]*budget{}
	for _, c := range credentials {
		// GitHub's names are case-insensitive.
		b := byOwner[strings.ToLower(c.Owner)]
		if b == nil {
			b = newBudget(c.Owner, l)
			byOwner[strings.ToLower(c.Owner)] = b
			out = append(out, b)
		}
		b.tokens = append(b.tokens, &token{source: c.Tokens})
	}
	return out
}

// Authenticated reports whether credentials were configured, in use or not.
func (t *Transport) Authenticated() bool { return t.authenticated }

// GraphQL returns the address of the site's GraphQL API.
func (t *Transport) GraphQL() *url.URL { return t.site.api.ResolveReference(t.site.graphql) }

// Hourly returns the GraphQL points per hour of all budgets whose tokens are not refused, 5,000 for
// one that the host has not reported. Without credentials it returns the REST requests per hour, 60
// by default.
func (t *Transport) Hourly() int {
	resource, standard := "graphql", 5000
	if !t.authenticated {
		resource, standard = "core", 60
	}
	t.gate.mu.Lock()
	defer t.gate.mu.Unlock()
	sum := 0
	for _, b := range t.gate.budgets {
		switch w := b.windows[resource]; {
		case b.refused():
		case w != nil && w.limit > 0:
			sum += w.limit
		default:
			sum += standard
		}
	}
	return sum
}

// Budgets returns what is left, sorted by owner and resource: core and graphql of each owner (only
// core without credentials), and other resources that were used.
func (t *Transport) Budgets() []Budget {
	g := t.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	var out []Budget
	for _, b := range g.budgets {
		b.window("core")
		if t.authenticated {
			b.window("graphql")
		}
		for resource, w := range b.windows {
			v := Budget{Owner: b.owner, Resource: resource, Limit: max(w.limit, 0), Refused: b.refused()}
			if left := w.reset.left(now); left > 0 {
				v.Remaining, v.Reset = max(w.remaining, 0), w.reset.until.UTC()
			} else {
				v.Remaining = v.Limit
			}
			if left := max(b.hold.left(now), w.hold.left(now)); left > 0 {
				v.Held = now.Add(left).UTC()
			}
			out = append(out, v)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Owner != out[j].Owner {
			return out[i].Owner < out[j].Owner
		}
		return out[i].Resource < out[j].Resource
	})
	return out
}

// Format writes the address of the API and the number of budgets, for every verb.
func (t *Transport) Format(f fmt.State, _ rune) {
	if t == nil {
		// A formatter cannot report errors, here and below.
		_, _ = io.WriteString(f, "no transport")
		return
	}
	_, _ = fmt.Fprintf(f, "transport to %s with %d budgets", t.site.api.Host, t.budgets)
}

// LogValue returns the output of Format.
func (t *Transport) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(t)) }
