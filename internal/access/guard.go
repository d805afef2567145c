package access

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// CookieName is the name of the cookie of a session. The prefix makes browsers refuse one that is
// not Secure, or is for another path or host.
const CookieName = "__Host-plumbline"

// Off is the sentence of a page that needs writing where it is off.
const Off = "Nothing can be saved on this site. The operator can switch it on: start it with --admin-password-file FILE or --trusted-header NAME."

// The errors of LogIn.
var (
	// ErrWrong is a password that is not the right one.
	ErrWrong = errors.New("the password is not right")
	// ErrPlain is a log-in over a connection that others can read.
	ErrPlain = errors.New("a password must not be sent over plain http; use https, or a browser on the host of the site")
)

// WaitError is a log-in that is not looked at, because there were too many wrong passwords or there
// are too many log-ins at once.
type WaitError struct {
	// For is how long to wait: at least a second.
	For time.Duration
}

// Error says how long to wait.
func (e *WaitError) Error() string {
	return fmt.Sprintf("too many log-ins; wait for %s", e.For)
}

// Options are what an operator chooses.
type Options struct {
	// PasswordFile has the hash of the password; empty: no one logs in.
	PasswordFile string
	// TrustedHeader is the header with which a reverse proxy names the person; empty: none does.
	TrustedHeader string
	// TrustedProxies are the networks of reverse proxies.
	TrustedProxies []string
	// Addr is the address that the site listens on, Host the host that readers know it by; empty: none
	// was given.
	Addr, Host string
}

// Guard knows who may write. Nil lets no one write.
type Guard struct {
	hash     *Hash
	proxies  proxies
	sessions sessions
	throttle throttle
	// hashing has one place: each hash takes up to 256 MiB.
	hashing chan struct{}
	now     func() time.Time
}

// New returns the guard of a site. Without a password and a header it lets no one write. Its errors
// name the flag.
func New(o Options, now func() time.Time) (*Guard, error) {
	networks, err := parseNetworks(o.TrustedProxies)
	if err != nil {
		return nil, fmt.Errorf("--trusted-proxy: %w", err)
	}
	if networks != nil && o.PasswordFile == "" && o.TrustedHeader == "" {
		return nil, errors.New("--trusted-proxy needs --admin-password-file or --trusted-header")
	}
	g := &Guard{proxies: proxies{networks: networks, host: o.Host}, hashing: make(chan struct{}, 1), now: now}
	if o.TrustedHeader != "" {
		if err := checkHeader(o.TrustedHeader); err != nil {
			return nil, fmt.Errorf("--trusted-header: %w", err)
		}
		if networks == nil && !listensHere(o.Addr) {
			return nil, fmt.Errorf("--trusted-header: --addr %s can be reached from other hosts, so anyone could send the header; listen on 127.0.0.1, or name the network of the proxy with --trusted-proxy", o.Addr)
		}
		g.proxies.header = o.TrustedHeader
	}
	if o.PasswordFile != "" {
		h, err := ReadHash(o.PasswordFile)
		if err != nil {
			return nil, fmt.Errorf("--admin-password-file: %w", err)
		}
		g.hash = &h
	}
	return g, nil
}

// On reports whether there is a way to be known, so that someone may write.
func (g *Guard) On() bool { return g != nil && (g.hash != nil || g.proxies.header != "") }

// HasPassword reports whether a person can log in with a password.
func (g *Guard) HasPassword() bool { return g != nil && g.hash != nil }

// MayWrite reports whether the person of a request may write: a proxy has named them, or they have
// an open session.
func (g *Guard) MayWrite(r *http.Request) bool {
	return g != nil && (g.proxies.names(r) || g.LoggedIn(r))
}

// Private reports whether no one between the reader and the site can read the request, so that a
// password may be asked for.
func (g *Guard) Private(r *http.Request) bool { return g != nil && g.proxies.private(r) }

// LoggedIn reports whether the request has an open session.
func (g *Guard) LoggedIn(r *http.Request) bool {
	token := tokenOf(r)
	return g.HasPassword() && token != "" && g.sessions.use(token, g.now())
}

// LogIn opens a session for the right password and returns its cookie. It returns ErrPlain,
// a *WaitError or ErrWrong; a right password during a wait is not accepted.
func (g *Guard) LogIn(r *http.Request, password string) (*http.Cookie, error) {
	if !g.HasPassword() {
		return nil, ErrWrong
	}
	if !g.Private(r) {
		return nil, ErrPlain
	}
	client := g.proxies.client(r)
	if wait := g.throttle.wait(client, g.now()); wait > 0 {
		return nil, waitError(wait)
	}
	select {
	case g.hashing <- struct{}{}:
		defer func() { <-g.hashing }()
	case <-time.After(hashWait):
		return nil, waitError(0)
	case <-r.Context().Done(): // the person has gone
		return nil, waitError(0)
	}
	// Others may have failed while this one waited.
	if wait := g.throttle.wait(client, g.now()); wait > 0 {
		return nil, waitError(wait)
	}
	if !g.hash.Matches(password) {
		g.throttle.miss(client, g.now())
		return nil, ErrWrong
	}
	g.throttle.hit(client, g.now())
	g.sessions.end(tokenOf(r)) // a log-in ends the session before it
	return cookie(g.sessions.begin(g.now()), int(HardEnd.Seconds())), nil
}

// hashWait is how long a log-in waits for others.
const hashWait = 5 * time.Second

func waitError(wait time.Duration) error {
	return &WaitError{For: max(time.Second, wait.Truncate(time.Second)+time.Second)}
}

// LogOut ends the session of a request and returns the cookie that removes its cookie.
func (g *Guard) LogOut(r *http.Request) *http.Cookie {
	if g != nil {
		g.sessions.end(tokenOf(r))
	}
	return cookie("", -1)
}

func cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: CookieName, Value: value, Path: "/", MaxAge: maxAge,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
}

func tokenOf(r *http.Request) string {
	c, err := r.Cookie(CookieName)
	if err != nil {
		return ""
	}
	return c.Value
}
