package githubtest

import (
	"net/http"
	"strings"
	"time"
)

// Budget is the budget of a token. Tokens of one owner share one budget, as at GitHub: the budget
// belongs to the user or installation, not to the token.
type Budget struct {
	Owner string
	// Core and GraphQL are requests and points per hour, Search requests per minute; zero means
	// 5,000, 5,000 and 30.
	Core, GraphQL, Search int
	// Revoked tokens are refused with 401.
	Revoked bool
	// Expires, if not zero, is the time from which the token is refused.
	Expires time.Time
	// App marks the token of an installation, which has no user.
	App bool
	// Admin tokens have admin rights in every repository: they see branch protection.
	Admin bool
	// Refused are the GraphQL fields hidden from the token, as "Commit.checkSuites": "Resource not
	// accessible by integration".
	Refused []string
}

// caller is the client, as far as limits are concerned.
type caller struct {
	key    string // of the budget: "owner NAME" or "address IP"
	budget Budget
	known  bool // with a valid token
}

// authenticate returns the caller; bad is true for a token that is refused.
func (s *Server) authenticate(r *http.Request) (c caller, bad bool) {
	secret, given := token(r)
	if !given {
		host, _, _ := strings.Cut(r.RemoteAddr, ":")
		return caller{key: "address " + host, budget: Budget{Owner: "", Core: s.cfg.anonymous(), Search: 10}}, false
	}
	b, ok := s.cfg.Tokens[secret]
	if !ok {
		b, ok = s.apps.issued(secret)
	}
	if !ok || b.Revoked || !b.Expires.IsZero() && !s.now().Before(b.Expires) {
		return caller{}, true
	}
	return caller{key: "owner " + b.Owner, budget: b, known: true}, false
}

// token returns the token in the Authorization header, in each of the forms that GitHub accepts.
func token(r *http.Request) (secret string, given bool) {
	h := r.Header.Get("Authorization")
	if h == "" {
		return "", false
	}
	scheme, rest, _ := strings.Cut(h, " ")
	switch strings.ToLower(scheme) {
	case "bearer", "token":
		return strings.TrimSpace(rest), true
	case "basic":
		if _, password, ok := r.BasicAuth(); ok {
			return password, true
		}
	}
	return "", true
}

func (c Config) anonymous() int {
	if c.Anonymous != 0 {
		return c.Anonymous
	}
	return 60
}

// of returns the size of the budget of a resource.
func (b Budget) of(resource string) int {
	size, usual := b.Core, 5000
	switch resource {
	case "graphql":
		size = b.GraphQL
	case "search":
		size, usual = b.Search, 30
	}
	if size == 0 {
		return usual
	}
	return size
}
