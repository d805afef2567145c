package fetch

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Question is one request to one host.
type Question struct {
	// Host is one of Config.Hosts.
	Host string
	// Path is escaped and begins with a slash; it may contain a query.
	Path string
	// Body, if set, is posted as JSON.
	Body []byte
	// Accept is the requested media type; default application/json.
	Accept string
	// Keep is how long an answer is served from the cache; 0 means never.
	Keep time.Duration
	// Stale is the maximum age of an older answer that is returned if the host is not available; 0
	// means none is.
	Stale time.Duration
	// Size is the maximum size of an answer in bytes; default 8 MiB.
	Size int64
	// Reduce returns the part of an answer that is kept and returned, so that names and bulk are
	// dropped early. An error means that the answer is not usable: it is not kept, and the question
	// fails; see ErrQuestion. nil keeps everything.
	Reduce func(body []byte) ([]byte, error)
	// Form names the output of Reduce, with a version: "npm 1". Answers of another form are not
	// found in the cache.
	Form string
	// Always means that an answer must exist, so 404 and 410 are failures and not ErrNone.
	Always bool
	// Once means that it is sent once, and a failure does not count against the host, because the
	// caller has an alternative.
	Once bool
}

// Answer is the response of a host.
type Answer struct {
	// Body is the output of Reduce; empty with ErrNone.
	Body []byte
	// Asked is when the host sent or confirmed it.
	Asked time.Time
	// Late is why the host could not be asked again, if an older answer is returned instead
	// (Question.Stale); nil otherwise.
	Late error
}

// call is a question in progress, shared by all callers that wait for its answer.
type call struct {
	done   chan struct{}
	answer Answer
	err    error
}

// Ask returns the answer to a question, from the cache if it is recent enough. Concurrent callers
// of the same question share one answer. The error is ErrNone (with Answer.Asked set), the error of
// ctx, or an *Error if the host could not be asked or its answer not used. Cost: one request, up to
// Host.Tries if they fail, none within Keep; cost.MeterOf(ctx) counts them.
func (c *Client) Ask(ctx context.Context, q Question) (Answer, error) {
	h := c.hosts[q.Host]
	if h == nil {
		return Answer{}, &Error{q.Host, errors.New("it is not asked")}
	}
	old, known := c.load(q)
	if known && c.rests(q, old) {
		return old.answer()
	}
	a, err := c.shared(ctx, h, q, old)
	if err == nil || errors.Is(err, ErrNone) || ctx.Err() != nil {
		return a, err
	}
	if age := c.cfg.Now().Sub(old.Asked); known && age >= 0 && age < q.Stale {
		a, none := old.answer()
		a.Late = err
		return a, none
	}
	return Answer{}, err
}

// shared sends the question, or waits for a caller that already did.
func (c *Client) shared(ctx context.Context, h *host, q Question, old kept) (Answer, error) {
	key := q.key()
	c.mu.Lock()
	w := c.calls[key]
	if w == nil {
		w = &call{done: make(chan struct{})}
		c.calls[key] = w
		// It ends within two deadlines and the wait for its turn. Others wait for it too, so the
		// first caller must not be able to cancel it.
		go func() {
			defer close(w.done)
			w.answer, w.err = c.run(context.WithoutCancel(ctx), h, q, old)
			c.mu.Lock()
			delete(c.calls, key)
			c.mu.Unlock()
		}()
	}
	c.mu.Unlock()
	select {
	case <-w.done:
		return w.answer, w.err
	case <-ctx.Done():
		return Answer{}, context.Cause(ctx)
	}
}

// run sends the question unless the host is paused, and records the result.
func (c *Client) run(ctx context.Context, h *host, q Question, old kept) (Answer, error) {
	if until := h.rest(); until.After(c.cfg.Now()) {
		return Answer{}, &Error{q.Host, &RestError{until}}
	}
	k, err := c.tries(ctx, h, q, old)
	if err != nil {
		if !faultOf(err).alone && !q.Once {
			h.failed(c.cfg.Now())
		}
		return Answer{}, &Error{q.Host, err}
	}
	h.answered()
	c.save(q, k)
	return k.answer()
}

// tries sends the question, and sends it again if the first try failed and the host may have
// recovered.
func (c *Client) tries(ctx context.Context, h *host, q Question, old kept) (kept, error) {
	req, err := c.request(ctx, h, q, old)
	if err != nil {
		return kept{}, alone(err)
	}
	var k kept
	left := h.tries
	if q.Once {
		left = 1
	}
	_, err = Retry{
		Try: func(req *http.Request) (*http.Response, error) {
			var err error
			if k, err = c.once(ctx, h, q, old, req); err != nil {
				return nil, err
			}
			return &http.Response{StatusCode: k.Status, Body: http.NoBody}, nil // k has the response
		},
		Again: func(_ *http.Response, err error) (bool, time.Duration) {
			left--
			return err != nil && left > 0 && !faultOf(err).final, c.cfg.Pause
		},
	}.Do(req)
	return k, err
}

// once sends one request, which may confirm the old answer.
func (c *Client) once(ctx context.Context, h *host, q Question, old kept, req *http.Request) (kept, error) {
	if err := h.turn(ctx); err != nil {
		return kept{}, alone(err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.cfg.Deadline, final(&SlowError{c.cfg.Deadline}))
	defer cancel()
	cost.MeterOf(ctx).Add(cost.Cost{Requests: 1})
	res, err := c.http.Do(req.WithContext(ctx))
	switch {
	case errors.Is(err, ErrInternal):
		return kept{}, final(err)
	case err != nil:
		return kept{}, cmp.Or(context.Cause(ctx), err)
	}
	defer Discard(res)
	now := c.cfg.Now().UTC()
	switch res.StatusCode {
	case http.StatusOK:
		return c.read(ctx, q, res, now)
	case http.StatusNotModified:
		if old.Status != http.StatusOK || old.ETag == "" {
			return kept{}, final(errors.New("it confirms an answer that was not asked about"))
		}
		cost.MeterOf(ctx).Add(cost.Cost{Unchanged: 1})
		old.Asked = now
		return old, nil
	case http.StatusNotFound, http.StatusGone:
		if !q.Always {
			return kept{Asked: now, Status: http.StatusNotFound}, nil
		}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		h.pauseUntil(until(now, res.Header))
	}
	return kept{}, refused(res)
}

func (c *Client) request(ctx context.Context, h *host, q Question, old kept) (*http.Request, error) {
	target, err := h.target(q.Path)
	if err != nil {
		return nil, err
	}
	method, body := http.MethodGet, io.Reader(nil)
	if q.Body != nil {
		method, body = http.MethodPost, bytes.NewReader(q.Body)
	}
	req, err := http.NewRequestWithContext(ctx, method, target, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", cmp.Or(q.Accept, "application/json"))
	req.Header.Set("User-Agent", c.cfg.Agent)
	if q.Body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if old.Status == http.StatusOK && old.ETag != "" {
		req.Header.Set("If-None-Match", old.ETag)
	}
	return req, nil
}

// read returns the part of an answer that is kept.
func (c *Client) read(ctx context.Context, q Question, res *http.Response, now time.Time) (kept, error) {
	size := cmp.Or(q.Size, 8<<20)
	body, err := io.ReadAll(io.LimitReader(res.Body, size+1))
	switch {
	case err != nil:
		return kept{}, cmp.Or(context.Cause(ctx), err)
	case int64(len(body)) > size:
		return kept{}, alone(fmt.Errorf("%w: its answer is larger than %d bytes", source.ErrLimit, size))
	}
	if q.Reduce != nil {
		if body, err = q.Reduce(body); err != nil {
			err = fmt.Errorf("%w: %w", errUsable, err)
			if errors.Is(err, ErrQuestion) {
				return kept{}, alone(err)
			}
			return kept{}, final(err)
		}
	}
	k := kept{Asked: now, Status: http.StatusOK, ETag: res.Header.Get("ETag"), Body: body}
	if len(k.ETag) > 200 {
		k.ETag = ""
	}
	return k, nil
}
