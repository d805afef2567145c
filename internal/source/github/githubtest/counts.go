package githubtest

import (
	"maps"
	"strings"
	"sync"
)

// Counts is what was asked since the start or the last Reset.
type Counts struct {
	Total int
	// Endpoint is by method and path as documented: "GET /repos/{owner}/{repo}",
	// "POST /graphql"; "other" for what there is not.
	Endpoint map[string]int
	// Repository is by the lower-case owner/name asked for, whatever it is
	// called now; a query that asks for eighty counts for each of them.
	Repository map[string]int
	// Owner is by whose token was used; "" without one.
	Owner map[string]int
	// Status is by HTTP status, as sent.
	Status map[int]int
	// Points are those charged for GraphQL; OwnerPoints by owner.
	Points      int
	OwnerPoints map[string]int
	// NotModified are answers 304, Refused those over a limit, Faulty those a
	// Fault changed.
	NotModified, Refused, Faulty int
	// EmptyBodies are queries that came without their body.
	EmptyBodies int
	// TokensAstray are requests that carried a token to where none belongs: the
	// host of archives.
	TokensAstray int
	// Peak is the largest number of requests at a time.
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

// answered counts a request when its answer is ready to be sent.
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

// Requests returns what was asked since the start or the last Reset. A request
// is counted before the first byte of its answer is sent.
func (s *Server) Requests() Counts {
	s.counts.mu.Lock()
	defer s.counts.mu.Unlock()
	c := s.counts.c
	c.Endpoint, c.Repository, c.Owner = maps.Clone(c.Endpoint), maps.Clone(c.Repository), maps.Clone(c.Owner)
	c.Status, c.OwnerPoints = maps.Clone(c.Status), maps.Clone(c.OwnerPoints)
	return c
}

// Reset begins the counts anew. Budgets stay as they are.
func (s *Server) Reset() { s.counts.add(func(*Counts) { s.counts.reset() }) }
