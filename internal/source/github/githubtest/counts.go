package githubtest

import (
	"maps"
	"strings"
	"sync"
)

// Counts is the number of requests since the start or the last Reset.
type Counts struct {
	Total int
	// Endpoint counts by method and path as documented: "GET /repos/{owner}/{repo}", "POST
	// /graphql"; "other" for unknown ones.
	Endpoint map[string]int
	// Repository counts by the requested owner/name in lower case, whatever its present name is; a
	// query for eighty repositories counts for each of them.
	Repository map[string]int
	// Owner counts by the owner of the token; "" without one.
	Owner map[string]int
	// Status counts by HTTP status, as sent.
	Status map[int]int
	// Points are the GraphQL points charged; OwnerPoints by owner.
	Points      int
	OwnerPoints map[string]int
	// NotModified counts responses 304, Refused those over a limit, Faulty those changed by a
	// Fault.
	NotModified, Refused, Faulty int
	// EmptyBodies counts queries without a body.
	EmptyBodies int
	// TokensAstray counts requests that sent a token to the host of archives, where none belongs.
	TokensAstray int
	// Peak is the maximum number of concurrent requests.
	Peak int
}

// counter collects Counts.
type counter struct {
	mu      sync.Mutex
	c       Counts
	running int
}

func newCounter() *counter {
	c := &counter{}
	c.reset()
	return c
}

func (c *counter) reset() {
	c.c = Counts{
		Endpoint: map[string]int{}, Repository: map[string]int{}, Owner: map[string]int{},
		Status: map[int]int{}, OwnerPoints: map[string]int{},
	}
}

func (c *counter) add(fn func(*Counts)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fn(&c.c)
}

func (c *counter) enter() (leave func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running++
	c.c.Peak = max(c.c.Peak, c.running)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.running--
	}
}

// answered counts a request when its response is ready to be sent.
func (c *counter) answered(a *answer) {
	c.add(func(n *Counts) {
		n.Total++
		n.Endpoint[or(a.endpoint, "other")]++
		seen := map[string]bool{}
		for _, r := range a.repositories {
			if r = strings.ToLower(r); !seen[r] {
				n.Repository[r]++
				seen[r] = true
			}
		}
		n.Owner[a.caller.budget.Owner]++
		n.Status[a.status]++
		n.Points += a.points
		if a.points > 0 {
			n.OwnerPoints[a.caller.budget.Owner] += a.points
		}
		if a.status == 304 {
			n.NotModified++
		}
		if a.refused {
			n.Refused++
		}
		if a.faulty {
			n.Faulty++
		}
	})
}

// Requests returns the counts since the start or the last Reset. A request is counted before the
// first byte of its response is sent.
func (s *Server) Requests() Counts {
	s.counts.mu.Lock()
	defer s.counts.mu.Unlock()
	c := s.counts.c
	c.Endpoint, c.Repository, c.Owner = maps.Clone(c.Endpoint), maps.Clone(c.Repository), maps.Clone(c.Owner)
	c.Status, c.OwnerPoints = maps.Clone(c.Status), maps.Clone(c.OwnerPoints)
	return c
}

// Reset resets the counts. Budgets do not change.
func (s *Server) Reset() { s.counts.add(func(*Counts) { s.counts.reset() }) }
