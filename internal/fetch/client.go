package fetch

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"golang.org/x/time/rate"
)

// Config configures a Client. Hosts, Transport and Now are required.
type Config struct {
	// Hosts are all hosts that are ever contacted, by name: "repology.org".
	Hosts map[string]Host
	// Base, if set, replaces every host, as BASE/<host>: a mirror, or a fake. https, or http on
	// this machine.
	Base string
	// Transport sends requests and limits the time to connect.
	Transport http.RoundTripper
	// Cache stores answers; nil means that nothing is cached.
	Cache source.Cache
	Now   func() time.Time
	// Agent is the User-Agent, which names the operator and a contact.
	Agent string
	// Deadline limits one request, body included. Pause is the time before its second try. The
	// defaults are 30 seconds and half a second.
	Deadline, Pause time.Duration
}

// Host configures requests to one host.
type Host struct {
	// URL replaces its address, and has priority over Config.Base.
	URL string
	// Verified means that answers are compared with signed sums, so any host may be asked over
	// http.
	Verified bool
	// PerSecond is the maximum number of requests a second, evenly spread; default 2. Every process
	// counts separately.
	PerSecond float64
	// Tries is the maximum number of tries of a question; default 2.
	Tries int
	// Faults is the number of failures in a row after which the host is paused for a minute. The
	// pause doubles after each further failure, up to an hour. Default 3.
	Faults int
}

// Client sends questions. It is safe for concurrent use, and one is enough for all hosts.
type Client struct {
	cfg   Config
	http  *http.Client
	hosts map[string]*host

	mu    sync.Mutex
	calls map[string]*call
}

// host is one host and its present state.
type host struct {
	base string // without a trailing slash
	pace *rate.Limiter
	// tries and most are Host.Tries and Host.Faults.
	tries, most int

	mu     sync.Mutex
	faults int       // in a row
	paused time.Time // paused until
}

// maxRedirects limits redirects, which must stay within the host's own address.
const maxRedirects = 3

// New returns a client. It sends nothing. The error names the invalid setting.
func New(cfg Config) (*Client, error) {
	if cfg.Transport == nil || cfg.Now == nil || len(cfg.Hosts) == 0 {
		return nil, errors.New("outside services: Hosts, Transport and Now are required")
	}
	cfg.Deadline = cmp.Or(cfg.Deadline, 30*time.Second)
	cfg.Pause = cmp.Or(cfg.Pause, 500*time.Millisecond)
	cfg.Agent = cmp.Or(cfg.Agent, "plumbline")
	if cfg.Base != "" {
		if err := allowed(cfg.Base); err != nil {
			return nil, err
		}
	}
	c := &Client{cfg: cfg, hosts: map[string]*host{}, calls: map[string]*call{}}
	for name, h := range cfg.Hosts {
		base := "https://" + name
		if cfg.Base != "" {
			base = strings.TrimSuffix(cfg.Base, "/") + "/" + name
		}
		base = strings.TrimSuffix(cmp.Or(h.URL, base), "/")
		if err := allowed(base); err != nil && !(h.Verified && allowed(strings.Replace(base, "http://", "https://", 1)) == nil) {
			return nil, err
		}
		c.hosts[name] = &host{
			base: base, pace: rate.NewLimiter(rate.Limit(cmp.Or(h.PerSecond, 2)), 1),
			tries: cmp.Or(h.Tries, 2), most: cmp.Or(h.Faults, 3),
		}
	}
	c.http = &http.Client{Transport: cfg.Transport, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects || !SameOrigin(req.URL, via[0].URL) {
			return alone(fmt.Errorf("%w to %s", errAway, req.URL.Redacted()))
		}
		return nil
	}}
	return c, nil
}

// allowed accepts an address without a query: https, or http on this machine.
func allowed(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		u.Scheme != "https" && u.Scheme != "http" || !Private(u) {
		return errors.New("the address of a service is not allowed: https://HOST/, and http:// on this machine")
	}
	return nil
}

// target returns the URL of a question. It returns an error if the URL would leave the host.
func (h *host) target(path string) (string, error) {
	base, err := url.Parse(h.base)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(h.base + path)
	if err != nil || !strings.HasPrefix(path, "/") || u.Host != base.Host || u.User != nil || u.Fragment != "" {
		return "", fmt.Errorf("%q is no path", path)
	}
	for _, segment := range strings.Split(u.EscapedPath(), "/") {
		if s, err := url.PathUnescape(segment); err != nil || s == "." || s == ".." {
			return "", fmt.Errorf("%q leaves its folder", path)
		}
	}
	return u.String(), nil
}
