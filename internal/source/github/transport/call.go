package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// call is one request of a client, including all its attempts.
type call struct {
	*Transport
	req   *http.Request
	kind  kind
	key   string                        // of the preferred budget
	body  func() (io.ReadCloser, error) // returns another copy of it; nil: none
	size  int64                         // of the body, as Request.ContentLength
	plain bool                          // no ETag is sent
	tries int                           // that met failures of the host
	calm  calm
}

// attempt is one attempt of a call.
type attempt struct {
	lease *lease
	token string  // sent with it
	key   string  // key in the ETag store
	known *stored // answer whose ETag was sent
	start time.Time
}

// RoundTrip sends a request to the API or for an archive and counts it on the meter of its context.
// It returns an error wrapping ErrForeign for any other address, a *source.LaterError if no request
// may be sent before an instant, a *RefusedError if no credential works, one wrapping
// source.ErrUnavailable for a host that does not answer, and that of the context if it ended. It
// returns responses 4xx and 5xx of the API as they are, except for archives. A response has no
// headers for rate limits; use Budgets.
//
// Cost: one request; none while a limit applies; up to Limits.Tries if the host fails; and one more
// for each token or budget that it refuses.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	c := &call{Transport: t, req: req, kind: t.site.kind(req.URL), calm: calm{left: t.limits.Patience, pauses: mostPauses}}
	if req.Body != nil && req.GetBody != nil {
		// Copies of it are sent, and the contract of RoundTrip is to close it.
		_ = req.Body.Close()
	}
	err := c.prepare()
	if err != nil {
		return nil, err
	}
	resp, err := c.run()
	if err != nil {
		return nil, err
	}
	// Not the request that was sent, because it contains the token.
	resp.Request = req
	hideRate(resp.Header)
	if c.kind == archive || c.kind == link {
		return t.guard(req, resp)
	}
	resp.Body = &answer{ReadCloser: resp.Body, left: t.limits.Answer}
	return resp, nil
}

func (c *call) prepare() error {
	if c.kind == foreign {
		closeBody(c.req)
		return fmt.Errorf("%w: %s", ErrForeign, c.req.URL.Host)
	}
	if (c.kind == archive || c.kind == link) && c.req.Method != http.MethodGet {
		closeBody(c.req)
		return fmt.Errorf("%w: %s of an archive", ErrForeign, c.req.Method)
	}
	if c.req.Method == http.MethodGet && c.etags.cache != nil {
		c.key = c.req.URL.Path
	}
	if c.req.Body == nil || c.req.Body == http.NoBody {
		return nil
	}
	if c.body, c.size = c.req.GetBody, c.req.ContentLength; c.body != nil {
		return nil
	}
	content, err := io.ReadAll(io.LimitReader(c.req.Body, c.limits.Body+1))
	closeBody(c.req)
	if err != nil {
		return fmt.Errorf("body of the request: %w", err)
	}
	if int64(len(content)) > c.limits.Body {
		return fmt.Errorf("%w: body of the request over %d bytes", source.ErrLimit, c.limits.Body)
	}
	c.size = int64(len(content))
	c.body = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
	return nil
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		// Nothing was sent, so nothing can be lost.
		_ = req.Body.Close()
	}
}

// run makes attempts until there is a response to return.
func (c *call) run() (*http.Response, error) {
	// Each refusal excludes a token or begins a hold, so they end. The limit is for a host that
	// misbehaves.
	refusals, most := 0, 4+4*c.budgets
	var last verdict
	// Each attempt has its own request with its token; this one has the context.
	all := (&http.Request{Method: c.req.Method, URL: c.req.URL, Header: http.Header{}}).WithContext(c.req.Context())
	return fetch.Retry{
		Try: func(*http.Request) (*http.Response, error) {
			if last = c.once(); last.refused {
				refusals++
			}
			if refusals > most {
				last = verdict{err: fmt.Errorf("%w: refused %d times", source.ErrUnavailable, refusals)}
			}
			return last.resp, last.err
		},
		Again: func(*http.Response, error) (bool, time.Duration) {
			if !last.again || last.refused {
				return last.again, 0
			}
			return true, max(c.backoff(), last.wait)
		},
	}.Do(all)
}

// errAgain represents a response that is not kept.
var errAgain = errors.New("it is sent again")

// once makes one attempt, in its turn.
func (c *call) once() verdict {
	ctx := c.req.Context()
	for {
		l, err := c.gate.admit(ctx, c.kind, c.key)
		if c.calm.wait(ctx, err, c.gate.now) {
			continue
		}
		if err != nil {
			return verdict{err: err}
		}
		a := &attempt{lease: l, start: time.Now()}
		resp, err := c.send(ctx, a)
		if errors.Is(err, errNoToken) {
			continue
		}
		v := c.judge(a, resp, err)
		if v.again {
			fetch.Discard(resp)
			v.resp, v.err = nil, errAgain
		}
		return v
	}
}

// errNoToken means that the source of tokens failed, which the gate has recorded.
var errNoToken = errors.New("no token")

// send sends one request.
func (c *call) send(ctx context.Context, a *attempt) (*http.Response, error) {
	out := c.req.Clone(ctx)
	// A client's credentials and Host header are not sent.
	out.URL.User, out.Host = nil, ""
	for _, name := range []string{"Authorization", "Proxy-Authorization", "Cookie"} {
		out.Header.Del(name)
	}
	out.Header.Set("User-Agent", c.userAgent)
	if err := c.authorise(ctx, a, out); err != nil {
		return nil, err
	}
	if !c.plain {
		a.key = c.etags.key(c.req, c.kind, a.lease.budget.visibility())
		if a.known = c.etags.load(a.key); a.known != nil {
			out.Header.Set("If-None-Match", a.known.ETag)
		}
	}
	out.GetBody = c.body
	out.Body = nil
	if c.body != nil {
		body, err := c.body()
		if err != nil {
			return nil, fmt.Errorf("body of the request: %w", err)
		}
		out.Body, out.ContentLength = body, c.size
	}
	meter := cost.MeterOf(ctx)
	meter.Add(cost.Cost{Requests: 1})
	resp, err := c.base.RoundTrip(out)
	if err == nil && resp.StatusCode == http.StatusNotModified {
		meter.Add(cost.Cost{Unchanged: 1})
	}
	return resp, err
}

// authorise adds the token, only for the API.
func (c *call) authorise(ctx context.Context, a *attempt, out *http.Request) error {
	if a.lease.token == nil || c.kind == archive || !fetch.SameOrigin(out.URL, c.site.api) {
		return nil
	}
	token, err := a.lease.token.source.Token(ctx)
	if err == nil {
		err = checkToken(token)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		c.gate.faulty(a.lease, err)
		return errNoToken
	}
	a.token = token
	out.Header.Set("Authorization", "Bearer "+token)
	return nil
}

// mostPauses limits how often one request waits out a rate limit.
const mostPauses = 3

// calm is what is left of a request's patience with rate limits.
type calm struct {
	left   time.Duration
	pauses int
}

// wait waits until the rate limit in the error ends and reports whether it did: not for other
// errors, for a limit that ends too late, or if the context ended.
func (c *calm) wait(ctx context.Context, err error, now func() time.Time) bool {
	var later *source.LaterError
	if !errors.As(err, &later) || !errors.Is(err, errLimited) || c.pauses == 0 {
		return false
	}
	d := max(later.At.Sub(now()), 0)
	end, limited := ctx.Deadline()
	if d > c.left || limited && time.Until(end) <= d {
		return false
	}
	c.left -= d
	c.pauses--
	return sleep(ctx, d) == nil
}

// backoff returns the wait before the next try, a random part of a time that doubles.
func (c *call) backoff() time.Duration {
	d := c.limits.Backoff << min(c.tries-1, 4)
	return d/2 + rand.N(d/2+1)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// unavailable wraps a network error.
func unavailable(req *http.Request, err error) error {
	switch timeout := net.Error(nil); {
	case errors.Is(err, source.ErrUnavailable):
	case errors.As(err, &timeout) && timeout.Timeout():
		err = fmt.Errorf("%w: %w", fetch.ErrTimeout, err)
	default:
		err = fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	return fmt.Errorf("%s %s%s: %w", req.Method, req.URL.Host, req.URL.EscapedPath(), err)
}

// answer limits the size of a response of the API, which clients read to the end.
type answer struct {
	io.ReadCloser
	left int64
}

func (a *answer) Read(p []byte) (int, error) {
	if a.left < 0 {
		return 0, fmt.Errorf("%w: an answer of the API is too large", source.ErrLimit)
	}
	if int64(len(p)) > a.left+1 {
		p = p[:a.left+1]
	}
	n, err := a.ReadCloser.Read(p)
	a.left -= int64(n)
	if a.left < 0 {
		return n - 1, fmt.Errorf("%w: an answer of the API is too large", source.ErrLimit)
	}
	if err != nil && err != io.EOF && !errors.Is(err, source.ErrUnavailable) {
		err = fmt.Errorf("%w: an answer broke off: %w", source.ErrUnavailable, err)
	}
	return n, err
}
