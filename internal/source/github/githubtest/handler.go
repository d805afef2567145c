package githubtest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"time"
)

// maxBody is the maximum size of a request body.
const maxBody = 1 << 20

// endpoint answers one method and path.
type endpoint struct {
	pattern  string // for http.ServeMux, and for counting
	resource string // the budget; empty: none, and no headers of limits
	cost     int    // in the units of the budget
	answer   func(s *Server, r *http.Request, a *answer)
}

// Handler returns the handler of the server, for callers that listen themselves.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, e := range endpoints {
		mux.Handle(e.pattern, s.serve(e))
	}
	mux.Handle("/", s.serve(endpoint{resource: "core", cost: 1, answer: func(_ *Server, _ *http.Request, a *answer) { a.notFound() }}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The addresses of an Enterprise server.
		path := strings.TrimPrefix(r.URL.Path, "/api/v3")
		if path == "/api/graphql" {
			path = "/graphql"
		}
		if path != r.URL.Path && path != "" {
			r.URL.Path, r.URL.RawPath = path, ""
		}
		mux.ServeHTTP(w, r)
	})
}

// serve adds the common steps to an endpoint: authentication, limits, latency, counting, ETags,
// faults.
func (s *Server) serve(e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.counts.enter()()
		a := &answer{endpoint: e.pattern, resource: e.resource, header: http.Header{}}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			return // the client has gone, or sends what none of our clients does
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		leave, admitted := s.admit(e, r, a)
		defer leave()
		if !s.wait(r, s.cfg.Latency) {
			a.status = statusGone
			s.counts.answered(a)
			return
		}
		if admitted {
			s.mu.RLock()
			e.answer(s, r, a)
			s.mu.RUnlock()
		}
		r.Body = io.NopCloser(bytes.NewReader(body)) // a fault may read it too
		f := s.faults.pick(r, a)
		if a.query != nil {
			f.inQuery(a.query)
			a.query.write(a)
		}
		if f != nil && f.FrozenETag && a.status == http.StatusOK {
			s.faults.freeze(r, a)
		}
		a.tag(r)
		if a.status == http.StatusNotModified && a.caller.known {
			w := s.limits.refund(a.caller, e.resource, e.cost)
			a.window = &w
		}
		a.finish(s.now())
		f.inAnswer(a)
		s.send(w, r, a, f)
	})
}

// statusGone is the counted status of a request that the client cancelled.
const statusGone = 499

// admit checks the caller and the limits. If the request is not admitted, its response is set
// already. An admitted caller must call leave.
func (s *Server) admit(e endpoint, r *http.Request, a *answer) (leave func(), ok bool) {
	leave = func() {}
	var bad bool
	if a.caller, bad = s.authenticate(r); bad && e.resource != "" && e.pattern != appToken {
		a.window = &window{limit: 60, reset: s.now().Add(time.Hour)}
		a.problem(http.StatusUnauthorized, "Bad credentials", docsREST)
		return leave, false
	}
	if r.UserAgent() == "" {
		a.problem(http.StatusForbidden, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.", docsREST)
		return leave, false
	}
	if e.resource == "" {
		return leave, true
	}
	kind, points := "rest", 1
	if e.resource == "graphql" {
		kind = "graphql"
	} else if r.Method != http.MethodGet && r.Method != http.MethodHead {
		points = writePoints
	}
	leave, calm := s.limits.enter(a.caller, kind, points)
	cost := e.cost
	if !calm {
		cost = 0
	}
	w, within := s.limits.charge(a.caller, e.resource, cost)
	a.window = &w
	switch {
	case !calm:
		a.secondary()
	case !within:
		a.primary()
	default:
		return leave, true
	}
	return leave, false
}

// wait sleeps for d; false if the client has gone or the server stops.
func (s *Server) wait(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
	case <-s.closed:
	}
	return false
}
