package transport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

var errUnasked = fmt.Errorf("%w: not modified since an answer that is not ours", source.ErrUnavailable)

// slow is the duration of a query above which a retry is of no use: the host stops after 10 s, and
// would do so again.
const slow = 8 * time.Second

// verdict is the result of an attempt.
type verdict struct {
	resp    *http.Response
	err     error
	again   bool
	refused bool          // retry, and not because of a failure of the host
	wait    time.Duration // minimum wait before the retry
}

// judge passes the result to the gate and decides whether to keep it.
func (c *call) judge(a *attempt, resp *http.Response, err error) verdict {
	g := c.gate
	if err != nil {
		return c.failed(a, err)
	}
	now := g.now()
	r, date := readHeadroom(resp.Header), fetch.DateOf(resp.Header)
	learn := func(now time.Time) {
		if a.lease.window != nil {
			a.lease.budget.learn(c.kind.resource(), r, now, date)
		}
	}
	switch s := resp.StatusCode; {
	case s == http.StatusUnauthorized && a.lease.token != nil:
		g.refused(a.lease, a.token)
		return verdict{again: true, refused: true}
	case s == http.StatusForbidden, s == http.StatusTooManyRequests, s == http.StatusOK && c.kind == graphQL:
		if limit := limitOf(resp, c.kind, r); limit != none {
			c.limited(a, resp, limit, learn)
			return verdict{again: true, refused: true}
		}
	case s >= 500 && s != http.StatusNotImplemented:
		return c.trouble(a, resp, now, learn)
	case s == http.StatusNotModified && a.known == nil && c.req.Header.Get("If-None-Match") == "" && c.req.Header.Get("If-Modified-Since") == "":
		return c.unasked(a, learn)
	}
	if resp.StatusCode == http.StatusNotModified && a.known != nil {
		fetch.Discard(resp)
		a.known.answer(resp)
	} else {
		// Reading is part of the attempt: the slot is occupied until the body is complete.
		c.etags.save(a.key, resp)
	}
	g.settle(a.lease, func(now time.Time) {
		learn(now)
		a.lease.budget.succeed()
		g.breaker(c.kind).succeed()
		if t := a.lease.token; t != nil {
			t.proven, t.refusals, t.faults, t.err = true, 0, 0, nil
		}
	})
	return verdict{resp: resp}
}

// failed judges an attempt without a response.
func (c *call) failed(a *attempt, err error) verdict {
	if cause := c.req.Context().Err(); cause != nil {
		c.gate.settle(a.lease, nil)
		return verdict{err: cause}
	}
	c.broke(a, nil)
	if c.kind == graphQL && time.Since(a.start) >= slow || !c.repeatable() || c.last() {
		return verdict{err: unavailable(c.req, err)}
	}
	return verdict{again: true}
}

// broke counts a failure of the host.
func (c *call) broke(a *attempt, note func(time.Time)) {
	g := c.gate
	g.settle(a.lease, func(now time.Time) {
		if note != nil {
			note(now)
		}
		if g.breaker(c.kind).fail(now) {
			g.log.Warn("github: host keeps failing, requests are paused", "host", c.req.URL.Host)
		}
	})
}

// trouble judges a 5xx. After the last try the client gets it.
func (c *call) trouble(a *attempt, resp *http.Response, now time.Time, learn func(time.Time)) verdict {
	if c.kind == graphQL && time.Since(a.start) >= slow {
		// The query was too large, which does not concern the host.
		c.gate.settle(a.lease, learn)
		return verdict{resp: resp}
	}
	wait, said := retryAfter(resp.Header, now, c.limits.Wait)
	longest := 16 * c.limits.Backoff
	c.broke(a, func(now time.Time) {
		learn(now)
		if said && wait > longest {
			b := c.gate.breaker(c.kind)
			b.hold.set(now, wait)
			b.opened = max(b.opened, 1)
		}
	})
	if !c.repeatable() || c.last() {
		return verdict{resp: resp}
	}
	return verdict{again: true, wait: min(wait, longest)}
}

// unasked judges an unexpected "not modified": the request is sent once more, in a form that no
// cache can answer so.
func (c *call) unasked(a *attempt, learn func(time.Time)) verdict {
	c.gate.settle(a.lease, learn)
	if c.plain {
		return verdict{err: unavailable(c.req, errUnasked)}
	}
	c.plain = true
	return verdict{again: true, refused: true}
}

// last counts a try and reports whether it was the last.
func (c *call) last() bool {
	c.tries++
	return c.tries >= c.limits.Tries
}

// repeatable reports whether the request can be repeated without harm. The API's queries are POSTs.
func (c *call) repeatable() bool {
	return c.req.Method == http.MethodGet || c.req.Method == http.MethodHead || c.kind == graphQL
}

// limit is the kind of rate limit that a response reports.
type limit int

const (
	none limit = iota
	primary
	secondary
)

// head is how much of a response is read to detect a limit.
const head = 8 << 10

// limitOf returns the limit that a 403, a 429 or a GraphQL response reports. Without the headers it
// reads the text, and puts it back.
// https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#rate-limit-errors
func limitOf(resp *http.Response, k kind, r headroom) limit {
	refusal := resp.StatusCode != http.StatusOK
	switch {
	case refusal && resp.Header.Get("Retry-After") != "":
		return secondary
	case refusal && r.remaining == 0:
		return primary
	case resp.StatusCode == http.StatusTooManyRequests:
		return secondary
	}
	start := make([]byte, head)
	n, err := io.ReadFull(resp.Body, start)
	start = start[:n]
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	resp.Body = resume(start, err, resp.Body)
	if !refusal && (err != io.EOF || !onlyErrors(start)) {
		return none // a response with data
	}
	text := bytes.ToLower(start)
	switch {
	case bytes.Contains(text, []byte("secondary rate limit")), bytes.Contains(text, []byte("abuse detection")):
		return secondary
	case k == graphQL && bytes.Contains(text, []byte(`"rate_limited"`)), bytes.Contains(text, []byte("api rate limit exceeded")):
		return primary
	}
	return none
}

// onlyErrors reports whether a GraphQL response contains errors and no data.
func onlyErrors(answer []byte) bool {
	var a struct {
		Data   json.RawMessage   `json:"data"`
		Errors []json.RawMessage `json:"errors"`
	}
	if json.Unmarshal(answer, &a) != nil || len(a.Errors) == 0 && len(a.Data) > 0 {
		return false
	}
	return len(a.Data) == 0 || string(a.Data) == "null"
}

// limited passes a limit to the gate.
func (c *call) limited(a *attempt, resp *http.Response, l limit, learn func(time.Time)) {
	g, b := c.gate, a.lease.budget
	g.settle(a.lease, func(now time.Time) {
		learn(now)
		// The host works and knows the token, whatever it returned.
		g.breaker(c.kind).succeed()
		if t := a.lease.token; t != nil {
			t.proven = true
		}
		if l == primary {
			b.exhausted(c.kind.resource(), readHeadroom(resp.Header), now, fetch.DateOf(resp.Header))
		} else {
			d, said := retryAfter(resp.Header, now, c.limits.Wait)
			b.strike(a.lease.era, d, said, now)
		}
		g.log.Warn("github: rate limit reached", "owner", b.owner, "resource", c.kind.resource(), "secondary", l == secondary, "status", resp.StatusCode)
	})
}
