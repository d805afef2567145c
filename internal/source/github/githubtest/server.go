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

// DemoToken is the token that a server accepts if Config names none.
const DemoToken = "demo"

// Config configures a Server. The zero value serves the stories of testdata/github, accepts
// DemoToken and refuses no requests.
type Config struct {
	// Stories contains *.yaml files, one repository each; nil means testdata/github, unless World
	// is set.
	Stories fs.FS
	// World is served beside or instead of Stories, e.g. that of Generate.
	World *World
	// Now is the clock for ages, quotas and the Date header; nil means time.Now. Times of the
	// stories are relative to its first reading.
	Now func() time.Time
	// Latency is the delay before every response.
	Latency time.Duration
	// Tokens are the valid tokens; nil means DemoToken, of the owner "example-demo".
	Tokens map[string]Budget
	// Apps are the GitHub Apps that may request installation tokens.
	Apps []App
	// Enforce refuses requests over a limit, as GitHub does. Without it budgets are counted and
	// reported, and start again when exhausted.
	Enforce bool
	// Anonymous is the number of requests per hour without a token, by address; zero means 60.
	Anonymous int
	// Gzip compresses responses for clients that accept it, as GitHub does.
	Gzip bool
	// Addr is the address to listen on; empty means a free port of 127.0.0.1.
	Addr string
	// Site is the base address of pages; empty means https://github.com.
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

	mu    sync.RWMutex // guards world: responses read, Edit writes
	world *World

	limits *limits
	counts *counter
	faults *faults
	apps   *apps
}

// New starts a server, which the caller must close. The error names the file and line of an invalid
// story, or the address that cannot be opened.
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
			panic(fmt.Sprintf("fake GitHub: %v", err)) // the listener is ours: a bug in this program
		}
	}()
	return s, nil
}

// load combines the stories and the given world.
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

// URL returns the root of the REST API, without a trailing slash. GraphQL is at URL/graphql. As on
// an Enterprise server, both are also under URL/api: /api/v3/… and /api/graphql.
func (s *Server) URL() string { return s.url }

// Close stops the server and every hanging request.
func (s *Server) Close() {
	s.once.Do(func() {
		close(s.closed)
		// No work of a fake needs to finish, and a listener that is closed already is fine.
		_ = s.http.Close()
		<-s.done
	})
}

// Edit changes the world between two responses. Values kept by fn must not be used after it
// returned.
func (s *Server) Edit(fn func(*World)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(s.world)
}

// TB is the part of testing.TB that Start needs.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Start is New for a test: it fails the test if the server cannot start, and closes the server at
// the end of the test.
func Start(t TB, c Config) *Server {
	t.Helper()
	s, err := New(c)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(s.Close)
	return s
}
