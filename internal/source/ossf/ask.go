package ossf

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// maxAsked limits the body of a check's request, in bytes.
const maxAsked = 8 << 20

// parent is the child's end of the two pipes. It is safe for concurrent use: osv-scanner sends 25
// asks at once, and goroutines left by a check may still ask while the next one runs.
type parent struct {
	mu      sync.Mutex
	out     *json.Encoder
	last    int
	waiting map[int]chan answer
	// failed is why the first ask of the running check had no answer; closed is closed with it.
	failed string
	closed chan struct{}
}

func newParent(out io.Writer) *parent {
	return &parent{out: json.NewEncoder(out), waiting: map[int]chan answer{}, closed: make(chan struct{})}
}

func (p *parent) say(m message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.Encode(m)
}

// begin marks the start of a check, whose failures count from now on.
func (p *parent) begin(name string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failed, p.closed = "", make(chan struct{})
	return p.out.Encode(message{Start: name})
}

// failure returns why an ask of the running check had no answer, or "" if all were answered.
func (p *parent) failure() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}

// failing returns a channel that is closed once an ask of the running check has no answer.
func (p *parent) failing() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// listen passes answers to their waiting callers, until the pipe ends.
func (p *parent) listen(in *bufio.Reader) error {
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return err
		}
		var a answer
		if err := json.Unmarshal(line, &a); err != nil {
			return fmt.Errorf("read an answer: %w", err)
		}
		p.mu.Lock()
		c := p.waiting[a.ID]
		delete(p.waiting, a.ID)
		p.mu.Unlock()
		if c != nil {
			c <- a // its buffer has space for one
		}
	}
}

// errUnanswered means that an ask has no answer.
var errUnanswered = errors.New("no answer")

// ask waits for the parent's answer. It returns an error wrapping health.ErrNotFound if the
// requested item does not exist, and errUnanswered if there is no answer.
func (p *parent) ask(ctx context.Context, q ask) (answer, error) {
	c := make(chan answer, 1)
	p.mu.Lock()
	p.last++
	q.ID = p.last
	p.waiting[q.ID] = c
	err := p.out.Encode(message{Ask: &q})
	p.mu.Unlock()
	if err != nil {
		return answer{}, err
	}
	select {
	case a := <-c:
		switch {
		case a.Error != "":
			p.fail(a.Error)
			return answer{}, fmt.Errorf("%w: %s", errUnanswered, a.Error)
		case a.Missing:
			return answer{}, health.ErrNotFound
		}
		return a, nil
	case <-ctx.Done():
		return answer{}, context.Cause(ctx)
	}
}

func (p *parent) fail(why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed == "" {
		p.failed = why
		close(p.closed)
	}
}

// RoundTrip lets the parent fetch, because the child has no network. It makes parent the transport
// of every client that Scorecard takes from net/http.
func (p *parent) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(io.LimitReader(r.Body, maxAsked+1))
		if err = errors.Join(err, r.Body.Close()); err != nil {
			return nil, err
		}
		if len(body) > maxAsked {
			return nil, fmt.Errorf("%w: the request to %s has more than %d bytes", source.ErrLimit, r.URL.Host, maxAsked)
		}
	}
	a, err := p.ask(r.Context(), ask{Kind: askFetch, Method: r.Method, Arg: r.URL.String(), Body: body})
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(a.Body)),
		Body: io.NopCloser(bytes.NewReader(a.Body)), Request: r,
	}, nil
}
