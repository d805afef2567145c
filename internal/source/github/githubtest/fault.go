package githubtest

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault changes responses. The first fault that matches a request and is due applies; the rest of
// the list is ignored. All given conditions must hold.
type Fault struct {
	// Where: the endpoint as counted, a repository by the name in the request, the owner of the
	// token, or any other condition.
	Endpoint   string
	Repository string
	Owner      string
	Match      func(*http.Request) bool

	// When: after Skip matching requests, every n-th or with a probability (drawn from Seed), at
	// most Times times; zero means always.
	Skip, Every, Times int
	Rate               float64
	Seed               uint64

	// The replacement of the response. Without a Body an error status has GitHub's JSON for it.
	// Headers replace those of the response; an empty value removes the header.
	Status int
	Header map[string]string
	Body   []byte
	// Mangle changes the body, after all other changes.
	Mangle func([]byte) []byte
	// Errors fails the named aliases of a query, or all of them if Aliases is empty: null in the
	// data, and an error with this type.
	Errors  string
	Message string
	Aliases []string
	// NoData keeps only the errors of a query.
	NoData bool

	// How it is sent: after a Delay, or never (Hang); cut off after Cut bytes although the full
	// length was announced, or shortened to Shorten bytes without any sign; at BytesPerSecond; with
	// Pad bytes of leading white space; or the connection is dropped before the first byte
	// (Dropped).
	Delay          time.Duration
	Hang           bool
	Cut, Shorten   int
	BytesPerSecond int
	Pad            int64
	Drop           bool

	// Faults of the cache: NotModified always returns 304; FrozenETag keeps the first ETag of each
	// address for ever.
	NotModified bool
	FrozenETag  bool
}

// armed is a fault with its state.
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

// Fail adds a fault; lift removes it.
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

// pick returns the fault for this request, or nil if there is none.
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
