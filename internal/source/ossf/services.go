package ossf

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Services are the external services that three checks query, the only ones that a scan contacts
// beside the host. The zero value of a field means the default.
type Services struct {
	// OSV, BestPractices and OSSFuzz replace the addresses of the services, without a path: a
	// mirror, or a fake.
	OSV, BestPractices, OSSFuzz string
	// Transport sends the requests; nil means our own transport, with the proxy of the environment.
	Transport http.RoundTripper
	// Agent is the User-Agent. Default "plumbline".
	Agent string
	// Timeout limits one request, Pause is the time before its second try. Default 10 seconds and
	// half a second.
	Timeout, Pause time.Duration
	// Size is the maximum size of one response, in bytes. Default 32 MiB.
	Size int64
}

// errService means that a service is not available.
var errService = errors.New("it gave no answer")

// The hosts, as in Scorecard v4.13.1.
const (
	hostOSV     = "api.osv.dev"
	hostBadges  = "www.bestpractices.dev"
	hostFuzzing = "oss-fuzz-build-logs.storage.googleapis.com"
)

// perSecond is the maximum request rate for each service. None states a limit; a scan queries OSV
// for up to 25 vulnerabilities at once.
const perSecond = 50

// services queries for the checks, and caches, because many projects get the same answers. It is
// safe for concurrent use.
type services struct {
	cfg    Services
	client *fetch.Client
	now    func() time.Time
	log    *slog.Logger
	shelf  *shelf
	// queries are shared by concurrent scans.
	queries *batch.Collector[[]json.RawMessage, told]

	mu     sync.Mutex
	single memory // by single query to OSV
}

// newServices sends no requests. store, crowd and log may be nil. The error names the address that
// is not allowed.
func newServices(cfg Services, store source.Cache, now func() time.Time, crowd *batch.Crowd, log *slog.Logger) (*services, error) {
	def(&cfg.Timeout, 10*time.Second)
	def(&cfg.Size, 32<<20)
	if cfg.Transport == nil {
		cfg.Transport = fetch.NewBase(fetch.BaseConfig{
			Proxy: http.ProxyFromEnvironment, Guard: fetch.NewGuard(nil, cfg.OSV, cfg.BestPractices, cfg.OSSFuzz),
			TLS: cfg.Timeout, Header: cfg.Timeout,
		})
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &services{cfg: cfg, now: now, log: log, shelf: &shelf{store: store}}
	hosts := map[string]fetch.Host{}
	for name, address := range map[string]string{hostOSV: cfg.OSV, hostBadges: cfg.BestPractices, hostFuzzing: cfg.OSSFuzz} {
		// A scan waits for it, so the host is paused after one question that fails twice.
		hosts[name] = fetch.Host{URL: address, PerSecond: perSecond, Faults: 1}
	}
	var err error
	s.client, err = fetch.New(fetch.Config{
		Hosts: hosts, Transport: cfg.Transport, Cache: s.shelf, Now: now, Agent: cfg.Agent, Deadline: cfg.Timeout, Pause: cfg.Pause,
	})
	if err != nil {
		return nil, fmt.Errorf("services of Scorecard's checks: %w", err)
	}
	s.queries = s.together(crowd)
	return s, nil
}

// batchAge is how long an answer of OSV is cached: vulnerabilities can become known at any time.
const batchAge = time.Hour

// allow returns the question if it is one that Scorecard's three clients send; all others are
// refused.
func (s *services) allow(q ask) (fetch.Question, error) {
	u, err := url.Parse(q.Arg)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Fragment != "" {
		return fetch.Question{}, errors.New("not an address that is asked")
	}
	w := s.question(u.Host, u.RequestURI(), begins('['))
	get := q.Method == http.MethodGet && len(q.Body) == 0
	switch {
	case u.Host == hostOSV && q.Method == http.MethodPost && w.Path == targetBatch:
		return s.batch(q.Body), nil
	case u.Host == hostOSV && get && strings.HasPrefix(u.Path, "/v1/vulns/") && u.RawQuery == "":
		w.Reduce = begins('{')
	case u.Host == hostBadges && get && u.Path == "/projects.json":
	case u.Host == hostFuzzing && get && w.Path == "/status.json":
		w.Reduce = fuzzProjects
	default:
		return fetch.Question{}, fmt.Errorf("%s %s%s is not asked", q.Method, u.Host, u.Path)
	}
	return w, nil
}

// question returns one whose answer is cached for a day.
func (s *services) question(host, path string, reduce func([]byte) ([]byte, error)) fetch.Question {
	return fetch.Question{Host: host, Path: path, Keep: 24 * time.Hour, Size: s.cfg.Size, Always: true, Form: "scorecard 1", Reduce: reduce}
}

// service returns the name of the service at an address.
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

// fetch returns the answer of a service for a repository. A service may know a renamed repository by
// its former name only, if that is not empty: then what is said of that name is said of the
// repository, for at most one more request. OSS-Fuzz's status is reduced to the projects that may
// match the repository: from several MB to a few bytes.
func (s *services) fetch(ctx context.Context, q ask, repo, former string) ([]byte, error) {
	w, err := s.allow(q)
	if err != nil {
		return nil, err
	}
	if w.Path == targetBatch {
		return s.batched(ctx, w)
	}
	a, err := s.get(ctx, w)
	if err == nil && w.Host == hostFuzzing {
		return fuzzed(a.Body, repo, former)
	}
	if err == nil && w.Host == hostBadges && former != "" && emptyList(a.Body) {
		q.Arg = strings.Replace(q.Arg, repo, former, 1)
		if w, err = s.allow(q); err == nil {
			a, err = s.get(ctx, w)
		}
	}
	return a.Body, err
}

// emptyList reports whether a JSON list has no elements.
func emptyList(body []byte) bool {
	var list []json.RawMessage
	return json.Unmarshal(body, &list) == nil && len(list) == 0
}

// get queries a service. These requests are not part of the cost at the project's host, so they do
// not count on the meter of the scan.
func (s *services) get(ctx context.Context, q fetch.Question) (fetch.Answer, error) {
	a, err := s.client.Ask(cost.WithMeter(ctx, new(cost.Meter)), q)
	if err != nil {
		return a, said(err)
	}
	return a, nil
}

// errFinal is an answer that a second try would not change.
var errFinal = fmt.Errorf("%w that can be used", errService)

// unusable is an unusable answer that does not count against the service for other checks.
type unusable struct{ error }

func (unusable) Is(target error) bool { return target == fetch.ErrQuestion }
func (u unusable) Unwrap() error      { return u.error }

// useless returns why an answer cannot be used.
func useless(err error) error { return unusable{fmt.Errorf("%w: %w", errFinal, err)} }

// said explains in our words why a service gave no answer, as the reason of a check.
func said(err error) error {
	var (
		from   *fetch.Error
		answer unusable
		status *fetch.StatusError
		slow   *fetch.SlowError
		rest   *fetch.RestError
	)
	switch {
	case !errors.As(err, &from): // the scan has ended
		return fmt.Errorf("%w: %w", errService, err)
	case errors.As(err, &answer):
		return answer.error
	case errors.As(err, &slow):
		return fmt.Errorf("%w within %s", errService, slow.After)
	case errors.As(err, &rest):
		return fmt.Errorf("%w: it failed a moment ago and is left alone until %s", errService, rest.Until.UTC().Format(time.TimeOnly))
	case errors.Is(err, source.ErrLimit):
		return fmt.Errorf("%w: %w", errFinal, from.Err)
	case !errors.As(err, &status):
		return fmt.Errorf("%w: %w", errService, from.Err)
	}
	err = fmt.Errorf("%w but %d", errService, status.Code)
	if status.Code < http.StatusInternalServerError && status.Code != http.StatusTooManyRequests {
		err = fmt.Errorf("%w: %w", errFinal, err)
	}
	return err
}

// begins accepts JSON whose first byte is the given one.
func begins(first byte) func([]byte) ([]byte, error) {
	return func(body []byte) ([]byte, error) {
		if b := bytes.TrimSpace(body); len(b) == 0 || b[0] != first || !json.Valid(b) {
			return nil, useless(errors.New("the answer is not what it always was"))
		}
		return body, nil
	}
}
