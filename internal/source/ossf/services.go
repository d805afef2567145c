package ossf

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/gather"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Services are the outside services three checks ask, the only ones a scan
// reaches beside the host. The zero value of a field means the default.
type Services struct {
	// OSV, BestPractices and OSSFuzz are where each is asked in the place of its
	// own address, without a path: a mirror, or a fake.
	OSV, BestPractices, OSSFuzz string
	// Transport carries the requests; nil: a transport of our own, with the
	// proxy of the environment.
	Transport http.RoundTripper
	// Agent is the User-Agent. Default "plumbline".
	Agent string
	// Timeout bounds one request, Pause the time before the second try of it,
	// Rest how long a service that failed twice is left alone. Default 10
	// seconds, half a second and a minute.
	Timeout, Pause, Rest time.Duration
	// Size is the most of one answer, in bytes. Default 32 MiB.
	Size int64
}

// errService is a service that cannot be had.
var errService = errors.New("it gave no answer")

// The hosts, as Scorecard v4.13.1 writes them.
const (
	hostOSV     = "api.osv.dev"
	hostBadges  = "www.bestpractices.dev"
	hostFuzzing = "oss-fuzz-build-logs.storage.googleapis.com"
)

// services asks for the checks, and remembers: many projects are told the same.
// It is safe for concurrent use.
type services struct {
	cfg    Services
	client *http.Client
	now    func() time.Time
	store  health.Cache // may be nil
	log    *slog.Logger
	// queries are asked together by scans at work at the same time.
	queries *gather.Collector[[]json.RawMessage, told]

	mu     sync.Mutex
	kept   memory
	single memory               // by single query to OSV
	tired  map[string]time.Time // by host: not to be asked before
	calls  map[string]*call
}

// call is a request under way, for all who want its answer.
type call struct {
	done chan struct{}
	body []byte
	err  error
}

// newServices asks nobody. store, crowd and log may be nil.
func newServices(cfg Services, store health.Cache, now func() time.Time, crowd *gather.Crowd, log *slog.Logger) *services {
	def(&cfg.Timeout, 10*time.Second)
	def(&cfg.Pause, 500*time.Millisecond)
	def(&cfg.Rest, time.Minute)
	def(&cfg.Size, 32<<20)
	cfg.Agent = cmp.Or(cfg.Agent, "plumbline")
	if cfg.Transport == nil {
		cfg.Transport = &http.Transport{
			Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 8,
			IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: cfg.Timeout, ResponseHeaderTimeout: cfg.Timeout,
		}
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &services{
		cfg: cfg, now: now, store: store, log: log, tired: map[string]time.Time{}, calls: map[string]*call{},
		client: &http.Client{Transport: cfg.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // it could lead anywhere
		}},
	}
	s.queries = s.together(crowd)
	return s
}

// batchAge is how long an answer of OSV is kept: vulnerabilities become known at
// any time.
const batchAge = time.Hour

// wish is a request of a check that may be made.
type wish struct {
	method, host, target string
	body                 []byte
	keep                 time.Duration
	valid                func(body []byte) error
}

func (w wish) key() string { return keyOf("service", w.method, w.host, w.target, string(w.body)) }

// allow tells what may be asked: nothing but what Scorecard's three clients do.
func allow(q ask) (wish, error) {
	u, err := url.Parse(q.Arg)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Fragment != "" {
		return wish{}, errors.New("not an address that is asked")
	}
	w := wish{method: q.Method, host: u.Host, target: u.RequestURI(), body: q.Body, keep: 24 * time.Hour, valid: begins('[')}
	get := q.Method == http.MethodGet && len(q.Body) == 0
	switch {
	case u.Host == hostOSV && q.Method == http.MethodPost && w.target == targetBatch:
		w.keep, w.valid = batchAge, batch(q.Body)
	case u.Host == hostOSV && get && strings.HasPrefix(u.Path, "/v1/vulns/") && u.RawQuery == "":
		w.valid = begins('{')
	case u.Host == hostBadges && get && u.Path == "/projects.json":
	case u.Host == hostFuzzing && get && w.target == "/status.json":
		w.valid = begins('{')
	default:
		return wish{}, fmt.Errorf("%s %s%s is not asked", q.Method, u.Host, u.Path)
	}
	return w, nil
}

// service names the service behind an address.
func service(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "an outside service"
	}
	switch u.Host {
	case hostFuzzing:
		return "OSS-Fuzz"
	case hostBadges:
		return "the Best Practices programme (bestpractices.dev)"
	case hostOSV:
		return "OSV (api.osv.dev)"
	}
	return "an outside service"
}

// fetch returns the answer of a service for a repository. OSS-Fuzz's status is
// cut down to the projects the repository could be: several MB to a few bytes.
func (s *services) fetch(ctx context.Context, q ask, repo string) ([]byte, error) {
	w, err := allow(q)
	if err != nil {
		return nil, err
	}
	if w.target == targetBatch {
		return s.batched(ctx, w)
	}
	body, err := s.get(ctx, w)
	if err == nil && w.host == hostFuzzing {
		return fuzzed(body, repo)
	}
	return body, err
}

// get answers from memory or asks; who wants the same waits for the same.
func (s *services) get(ctx context.Context, w wish) ([]byte, error) {
	key := w.key()
	if body, ok := s.remembered(key, w.keep); ok {
		return body, nil
	}
	s.mu.Lock()
	c := s.calls[key]
	if c == nil {
		if until := s.tired[w.host]; s.now().Before(until) {
			s.mu.Unlock()
			return nil, fmt.Errorf("%w: it failed a moment ago and is left alone until %s", errService, until.UTC().Format(time.TimeOnly))
		}
		c = &call{done: make(chan struct{})}
		s.calls[key] = c
		// It ends within two time-outs, and others wait for it too: the one who
		// asked first may not call it off.
		go s.run(context.WithoutCancel(ctx), key, w, c)
	}
	s.mu.Unlock()
	select {
	case <-c.done:
		return c.body, c.err
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", errService, context.Cause(ctx))
	}
}

func (s *services) run(ctx context.Context, key string, w wish, c *call) {
	defer close(c.done)
	if c.body, c.err = s.once(ctx, w); c.err != nil && !errors.Is(c.err, errFinal) {
		select {
		case <-time.After(s.cfg.Pause):
		case <-ctx.Done():
		}
		c.body, c.err = s.once(ctx, w)
	}
	switch {
	case c.err != nil:
	case w.host == hostFuzzing:
		c.body, c.err = fuzzProjects(c.body)
	case w.target == targetBatch:
		// In the form that is put together of parts: results are kept by what was told.
		var results []json.RawMessage
		results, c.err = resultsOf(c.body)
		c.body = joined("results", results)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.calls, key)
	if errors.Is(c.err, errFinal) {
		return // of this request alone
	}
	if c.err != nil {
		s.tired[w.host] = s.now().Add(s.cfg.Rest)
		return
	}
	s.remember(key, remembrance{At: s.now().UTC(), Body: c.body})
}

// errFinal is an answer that a second try would not change.
var errFinal = fmt.Errorf("%w that can be used", errService)

// once makes one request.
func (s *services) once(ctx context.Context, w wish) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.cfg.Timeout, fmt.Errorf("%w within %s", errService, s.cfg.Timeout))
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, w.method, s.address(w), bytes.NewReader(w.body))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errFinal, err)
	}
	r.Header.Set("User-Agent", s.cfg.Agent)
	if len(w.body) > 0 {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := s.client.Do(r)
	if err != nil {
		return nil, cmp.Or(context.Cause(ctx), fmt.Errorf("%w: %w", errService, err))
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		err := fmt.Errorf("%w but %d", errService, res.StatusCode)
		if res.StatusCode < 500 && res.StatusCode != http.StatusTooManyRequests {
			err = fmt.Errorf("%w: %w", errFinal, err)
		}
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, s.cfg.Size+1))
	switch {
	case err != nil:
		return nil, cmp.Or(context.Cause(ctx), fmt.Errorf("%w: %w", errService, err))
	case int64(len(body)) > s.cfg.Size:
		return nil, fmt.Errorf("%w: %w: more than %d bytes", errFinal, health.ErrLimit, s.cfg.Size)
	}
	if err := w.valid(body); err != nil {
		return nil, fmt.Errorf("%w: %w", errFinal, err)
	}
	return body, nil
}

// address is where a wish is sent.
func (s *services) address(w wish) string {
	base := map[string]string{hostOSV: s.cfg.OSV, hostBadges: s.cfg.BestPractices, hostFuzzing: s.cfg.OSSFuzz}[w.host]
	return strings.TrimSuffix(cmp.Or(base, "https://"+w.host), "/") + w.target
}

// begins accepts JSON whose first byte is the given one.
func begins(first byte) func([]byte) error {
	return func(body []byte) error {
		if b := bytes.TrimSpace(body); len(b) == 0 || b[0] != first || !json.Valid(b) {
			return errors.New("the answer is not what it always was")
		}
		return nil
	}
}

// batch accepts an answer of OSV with a result for each query.
func batch(query []byte) func([]byte) error {
	return func(body []byte) error {
		var q struct{ Queries []json.RawMessage }
		var a struct{ Results []json.RawMessage }
		if json.Unmarshal(query, &q) != nil || json.Unmarshal(body, &a) != nil || len(q.Queries) != len(a.Results) {
			return errors.New("the answer is not one to the questions")
		}
		return nil
	}
}
