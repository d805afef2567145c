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

// slow is how long a query may run before another try is of no use: the host
// gives up on one after 10 s, and would again.
const slow = 8 * time.Second

// verdict is what an attempt came to.
type verdict struct {
	resp    *http.Response
	err     error
	again   bool
	refused bool          // again, and not for the host's trouble
	wait    time.Duration // before it, at least
}

// judge tells the gate what the answer says and decides whether to keep it.
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
		// Reading it belongs to the attempt: a slot is held until it is there.
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

// failed judges an attempt without an answer.
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

// broke counts a fault of the host.
func (c *call) broke(a *attempt, note func(time.Time)) {
	g := c.gate
	g.settle(a.lease, func(now time.Time) {
		if note != nil {
			note(now)
		}
		if g.breaker(c.kind).fail(now) {
			g.log.Warn("github: host in trouble, not asked for a while", "host", c.req.URL.Host)
		}
	})
}

// trouble judges a 5xx. After the last try it is the client's to see.
func (c *call) trouble(a *attempt, resp *http.Response, now time.Time, learn func(time.Time)) verdict {
	if c.kind == graphQL && time.Since(a.start) >= slow {
		// The query was too much, which says nothing of the host.
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

// unasked judges a "not modified" nobody asked for: the request is sent once
// more, in words that leave no cache a reason for it.
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

// repeatable: asking twice does no harm. The API's queries are POSTs.
func (c *call) repeatable() bool {
	return c.req.Method == http.MethodGet || c.req.Method == http.MethodHead || c.kind == graphQL
}

// limit is which of the host's limits an answer tells of.
type limit int

const (
	none limit = iota
	primary
	secondary
)

// head is as much of an answer as is read to find a limit in it.
const head = 8 << 10

// limitOf tells which limit a 403, a 429 or a GraphQL answer is about. Without
// headers that say so its text is read, and put back.
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
		return none // an answer with data in it
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

// onlyErrors reports whether a GraphQL answer holds errors and no data.
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

// limited tells the gate of a limit.
func (c *call) limited(a *attempt, resp *http.Response, l limit, learn func(time.Time)) {
	g, b := c.gate, a.lease.budget
	g.settle(a.lease, func(now time.Time) {
		learn(now)
		// The host is there and knows the token, whatever it says.
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
		g.log.Warn("github: rate limit met", "owner", b.owner, "resource", c.kind.resource(), "secondary", l == secondary, "status", resp.StatusCode)
	})
}
