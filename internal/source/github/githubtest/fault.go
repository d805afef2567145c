package githubtest

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault changes answers. The first fault that matches a request and is due
// decides; the rest of the list is not asked. All conditions given must hold.
type Fault struct {
	// Where: the endpoint as counted, a repository the request asks for by the
	// name it used, the owner of the token, or anything else.
	Endpoint   string
	Repository string
	Owner      string
	Match      func(*http.Request) bool

	// When: after Skip matching requests, every n-th or with a probability
	// (drawn from Seed), at most Times times; zero: always.
	Skip, Every, Times int
	Rate               float64
	Seed               uint64

	// What is answered in place of the answer. Without a Body an error status
	// has GitHub's JSON for it. Headers replace those of the answer; an empty
	// value takes the header away.
	Status int
	Header map[string]string
	Body   []byte
	// Mangle changes the body, whatever it is by now.
	Mangle func([]byte) []byte
	// Errors fail the named aliases of a query, or all of them when Aliases is
	// empty: null in the data, and an error with this type.
	Errors  string
	Message string
	Aliases []string
	// NoData leaves only the errors of a query.
	NoData bool

	// How it is sent: after a Delay, or never (Hang); cut off after Cut bytes
	// though the length of all was announced, or Shorten to so many bytes with
	// nothing to tell; so many BytesPerSecond; with Pad bytes of white space in
	// front; or the connection Dropped before a byte.
	Delay          time.Duration
	Hang           bool
	Cut, Shorten   int
	BytesPerSecond int
	Pad            int64
	Drop           bool

	// Lies of the cache: NotModified says 304 whatever was asked, FrozenETag
	// keeps the first ETag of each address for ever.
	NotModified bool
	FrozenETag  bool
}

// armed is a fault with its memory.
type armed struct {
	Fault
	rnd          *rand.Rand
	seen, served int
}

type faults struct {
	mu    sync.Mutex
	armed []*armed
	tags  map[string]string // the first ETag of an address
}

// Fail adds a fault; lift takes it away again.
func (s *Server) Fail(f Fault) (lift func()) {
	a := &armed{Fault: f, rnd: rand.New(rand.NewPCG(f.Seed, 1))}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.armed = append(s.faults.armed, a)
	return func() {
		s.faults.mu.Lock()
		defer s.faults.mu.Unlock()
		s.faults.armed = slices.DeleteFunc(s.faults.armed, func(b *armed) bool { return a == b })
	}
}

// pick returns the fault for this request; nil when there is none.
func (f *faults) pick(r *http.Request, a *answer) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, x := range f.armed {
		if x.matches(r, a) && x.due() {
			a.faulty = true
			return &x.Fault
		}
	}
	return nil
}

func (x *armed) matches(r *http.Request, a *answer) bool {
	return (x.Endpoint == "" || x.Endpoint == a.endpoint) &&
		(x.Repository == "" || slices.ContainsFunc(a.repositories, func(n string) bool { return strings.EqualFold(n, x.Repository) })) &&
		(x.Owner == "" || x.Owner == a.caller.budget.Owner) &&
		(x.Match == nil || x.Match(r))
}

func (x *armed) due() bool {
	x.seen++
	switch {
	case x.seen <= x.Skip,
		x.Times > 0 && x.served >= x.Times,
		x.Every > 1 && (x.seen-x.Skip)%x.Every != 0,
		x.Rate > 0 && x.rnd.Float64() >= x.Rate:
		return false
	}
	x.served++
	return true
}

// inQuery fails aliases of a query.
func (f *Fault) inQuery(q *result) {
	if f == nil || q == nil || f.Errors == "" {
		return
	}
	message := or(f.Message, "Something went wrong while executing your query.")
	if q.data != nil {
		for i, alias := range q.data.keys {
			if alias == "rateLimit" || len(f.Aliases) > 0 && !slices.Contains(f.Aliases, alias) {
				continue
			}
			q.data.values[i] = nil
			q.errors = append(q.errors, queryError{Type: f.Errors, Path: []any{alias}, Message: message})
		}
	}
	if f.NoData {
		q.data, q.errors = nil, []queryError{{Type: f.Errors, Message: message}}
	}
}

// inAnswer replaces status, body and headers.
func (f *Fault) inAnswer(a *answer) {
	if f == nil {
		return
	}
	if f.NotModified {
		a.status, a.body = http.StatusNotModified, nil
	}
	if f.Status != 0 {
		a.status = f.Status
		if f.Status >= 300 && f.Body == nil {
			a.problem(f.Status, http.StatusText(f.Status), docsREST)
		}
		a.header.Del("ETag")
	}
	if f.Body != nil {
		a.body = slices.Clone(f.Body)
	}
	if f.Mangle != nil {
		a.body = f.Mangle(slices.Clone(a.body))
	}
	if f.Shorten > 0 {
		a.body = a.body[:min(f.Shorten, len(a.body))]
	}
	for name, value := range f.Header {
		if a.header.Del(name); value != "" {
			a.header.Set(name, value)
		}
	}
}

// freeze keeps the first ETag of an address.
func (f *faults) freeze(r *http.Request, a *answer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.tags == nil {
		f.tags = map[string]string{}
	}
	tag, ok := f.tags[r.URL.String()]
	if !ok {
		tag = `W/"` + etag(a.body) + `"`
		f.tags[r.URL.String()] = tag
	}
	a.header.Set("ETag", tag)
}
