package githubtest

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"sync"
	"time"
)

// DemoToken is the token a server accepts when Config names none.
const DemoToken = "demo"

// Config says what a Server tells and how strict it is. The zero value tells
// the stories of testdata/github, accepts DemoToken and refuses nobody.
type Config struct {
	// Stories holds *.yaml files, one repository each; nil: testdata/github,
	// unless World is given.
	Stories fs.FS
	// World is what the server tells beside or in place of Stories, e.g. of Generate.
	World *World
	// Now is the clock of ages, quotas and the Date header; nil: time.Now.
	// Times of the stories are taken relative to its first reading.
	Now func() time.Time
	// Latency is waited for before every answer.
	Latency time.Duration
	// Tokens are the secrets there are; nil: DemoToken, of the owner "example-demo".
	Tokens map[string]Budget
	// Apps are the GitHub Apps that may ask for installation tokens.
	Apps []App
	// Enforce refuses what is over a limit, as GitHub does. Without it budgets
	// are counted and told, and begin anew when they are used up.
	Enforce bool
	// Anonymous is the number of requests an hour without a token, by address;
	// zero: 60.
	Anonymous int
	// Gzip compresses answers for whoever accepts it, as GitHub does.
	Gzip bool
	// Addr is what to listen on; empty: a free port of 127.0.0.1.
	Addr string
	// Site is where the addresses of pages point; empty: https://github.com.
	Site string
}

// Server is a running fake. Its methods are safe for concurrent use.
type Server struct {
	cfg      Config
	now      func() time.Time
	listener net.Listener
	http     *http.Server
	url      string
	closed   chan struct{}
	done     chan struct{}
	once     sync.Once

	mu    sync.RWMutex // guards world: answers read, Edit writes
	world *World

	limits *limits
	counts *counter
	faults *faults
	apps   *apps
}

// New starts a server. Whoever starts it closes it. The error names the file
// and line of a story that is wrong, or the address that cannot be opened.
func New(c Config) (*Server, error) {
	s := &Server{
		cfg: c, now: c.Now, closed: make(chan struct{}), done: make(chan struct{}),
		counts: newCounter(), faults: &faults{},
	}
	if s.now == nil {
		s.now = time.Now
	}
	if c.Tokens == nil {
		s.cfg.Tokens = map[string]Budget{DemoToken: {Owner: "example-demo"}}
	}
	if c.Site == "" {
		s.cfg.Site = "https://github.com"
	}
	s.apps = newApps(c.Apps)
	s.limits = newLimits(s.cfg, s.now)
	if err := s.load(c); err != nil {
		return nil, err
	}
	addr := c.Addr
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("fake GitHub: listen on %s: %w", addr, err)
	}
	s.listener, s.url = ln, "http://"+ln.Addr().String()
	s.http = &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(s.done)
		if err := s.http.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			panic(fmt.Sprintf("fake GitHub: %v", err)) // the listener is ours: a broken program
		}
	}()
	return s, nil
}

// load takes the stories and the given world together.
func (s *Server) load(c Config) error {
	start := s.now().UTC().Truncate(time.Second)
	s.world = c.World
	if s.world == nil {
		s.world = NewWorld()
	}
	s.world.begin(start, s.cfg.Site)
	var files []file
	var err error
	switch {
	case c.Stories != nil:
		files, err = read(c.Stories)
	case c.World == nil:
		files, err = ours()
	}
	if err != nil {
		return err
	}
	return s.world.tell(files, start)
}

// URL is the root of the REST API, without a slash at its end. GraphQL is at
// URL/graphql. As on an Enterprise server, both are also under URL/api:
// /api/v3/… and /api/graphql.
func (s *Server) URL() string { return s.url }

// Close ends the server and every request that hangs.
func (s *Server) Close() {
	s.once.Do(func() {
		close(s.closed)
		// Nothing of a fake is worth finishing; a listener that is closed
		// already is what was wanted.
		_ = s.http.Close()
		<-s.done
	})
}

// Edit changes the world between two answers. What fn keeps must not be used
// after it returned.
func (s *Server) Edit(fn func(*World)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(s.world)
}

// TB is what Start needs of a test.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Start is New for a test: it ends the test when the server cannot start, and
// closes the server at its end.
func Start(t TB, c Config) *Server {
	t.Helper()
	s, err := New(c)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(s.Close)
	return s
}
