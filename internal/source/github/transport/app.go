package transport

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/golang-jwt/jwt/v4"
	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// AppConfig configures InstallationToken.
type AppConfig struct {
	// API is the REST root, as in Config.
	API *url.URL
	// App and Installation are the ids that GitHub shows for them.
	App, Installation int64
	// Key is the App's private key as PEM: PKCS #1, as issued by GitHub, or PKCS #8.
	Key Secret
	// Base sends requests; nil means fetch.NewBase with the API's address allowed.
	Base http.RoundTripper
	// Now is the clock; nil means time.Now.
	Now       func() time.Time
	UserAgent string
}

const (
	renewBefore   = 5 * time.Minute
	longestToken  = time.Hour
	appTries      = 3
	appPause      = 500 * time.Millisecond
	tokenDeadline = 30 * time.Second
)

// InstallationToken returns the tokens of a GitHub App's installation. Each is valid for an hour
// and renewed five minutes before its end, or after the host refused it, once for all callers that
// wait. The error wraps ErrConfig and never contains the key.
//
// Cost: one request an hour, counted on the meter of the first caller that needed it.
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app
func InstallationToken(c AppConfig) (TokenSource, error) {
	if c.API == nil || c.API.Host == "" || !fetch.Private(c.API) {
		return nil, fmt.Errorf("%w: App %d: the API's address is not https", ErrConfig, c.App)
	}
	if c.App <= 0 || c.Installation <= 0 {
		return nil, fmt.Errorf("%w: App %d, installation %d: both are numbers above 0", ErrConfig, c.App, c.Installation)
	}
	key, err := parseKey([]byte(c.Key.text()))
	if err != nil {
		return nil, fmt.Errorf("%w: App %d: %w", ErrConfig, c.App, err)
	}
	if c.Base == nil {
		c.Base = fetch.NewBase(fetch.BaseConfig{Guard: fetch.NewGuard(nil, c.API.String())})
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	s := &installation{config: c, turn: make(chan struct{}, 1)}
	s.config.Key = Secret{}
	if s.give, err = s.giver(key); err != nil {
		return nil, fmt.Errorf("%w: App %d: %w", ErrConfig, c.App, err)
	}
	return s, nil
}

// parseKey parses an RSA key. Its errors contain nothing of the text.
func parseKey(text []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("the key is not PEM: it begins with -----BEGIN RSA PRIVATE KEY-----")
	}
	if block.Headers["Proc-Type"] != "" || block.Type == "ENCRYPTED PRIVATE KEY" {
		return nil, errors.New("the key is encrypted: give it without a passphrase")
	}
	switch block.Type {
	case "RSA PRIVATE KEY":
		if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
			return key, nil
		}
	case "PRIVATE KEY":
		if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			if r, ok := key.(*rsa.PrivateKey); ok {
				return r, nil
			}
			return nil, errors.New("the key is not RSA")
		}
	default:
		return nil, errors.New("the PEM holds no private key")
	}
	return nil, errors.New("the key is damaged")
}

// installation renews tokens. Only the holder of the turn may read and write the other fields.
type installation struct {
	config AppConfig
	// give requests a token from the host. It is a closure so that nothing can print the key.
	give func(ctx context.Context) (given, error)

	turn  chan struct{}
	token Secret
	// since and until are when it was issued and when it expires, by our clock.
	since, until time.Time
	skew         time.Duration // host's clock minus ours
}

// Token implements TokenSource.
func (s *installation) Token(ctx context.Context) (string, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	now := s.config.Now()
	left := s.until.Sub(now)
	if now.Before(s.since) {
		left = 0 // the clock was set back
	}
	if left > renewBefore {
		return s.token.text(), nil
	}
	if err := s.fetch(ctx); err != nil {
		if left > 0 && ctx.Err() == nil {
			// The present token works for some minutes; another request tries again.
			return s.token.text(), nil
		}
		return "", err
	}
	return s.token.text(), nil
}

// renew does not wait: if another caller has the turn, a new token is being fetched.
func (s *installation) renew(refused string) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	default:
		return
	}
	if s.token.text() == refused {
		s.until = time.Time{}
	}
}

// fetch gets a token, and tolerates an error or two of the host and a wrong clock.
func (s *installation) fetch(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, tokenDeadline)
	defer cancel()
	for try := 1; ; try++ {
		resp, err := s.ask(ctx)
		if err == nil {
			return nil
		}
		if try == appTries || resp != nil && resp.StatusCode < 500 && !s.corrected(resp) {
			return err
		}
		if err := sleep(ctx, appPause); err != nil {
			return err
		}
	}
}

// corrected adopts the host's clock if the difference exceeds the tolerance of a JWT; false if that
// was not the cause.
func (s *installation) corrected(resp *http.Response) bool {
	date := fetch.DateOf(resp.Header)
	if resp.StatusCode != http.StatusUnauthorized || date.IsZero() {
		return false
	}
	skew := date.Sub(s.config.Now())
	if off := skew - s.skew; off.Abs() < 30*time.Second {
		return false
	}
	s.skew = skew
	return true
}

// given is the result of a request: a token, and its response, nil if there was none.
type given struct {
	token  string
	until  time.Time
	answer *http.Response
}

// giver returns a function that requests tokens with the App's key. The library signs, sends and
// reads, with a new instance for each request: it uses only the machine's clock, and its waiting
// callers cannot be cancelled.
func (s *installation) giver(key *rsa.PrivateKey) (func(context.Context) (given, error), error) {
	way := &appWay{base: s.config.Base, api: s.config.API, userAgent: s.config.UserAgent}
	signer := &appSigner{
		RSASigner: ghinstallation.NewRSASigner(jwt.SigningMethodRS256, key),
		now:       func() time.Time { return s.config.Now().Add(s.skew) },
	}
	app, err := ghinstallation.NewAppsTransportWithOptions(way, s.config.App, ghinstallation.WithSigner(signer))
	if err != nil {
		return nil, err
	}
	app.BaseURL = root(s.config.API).String()
	return func(ctx context.Context) (given, error) {
		way.answer = nil
		once := ghinstallation.NewFromAppsTransport(app, s.config.Installation)
		token, err := once.Token(ctx)
		if way.answer != nil {
			fetch.Discard(way.answer) // the library does not close a refusal
		}
		if err != nil {
			return given{answer: way.answer}, err
		}
		until, _, err := once.Expiry()
		return given{token, until, way.answer}, err
	}, nil
}

// appSigner sets the times of the App's own credential. It is valid for nine minutes instead of the
// library's one and a half, and starts a minute early because clocks differ.
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
type appSigner struct {
	*ghinstallation.RSASigner
	now func() time.Time
}

// Sign implements ghinstallation.Signer.
func (s *appSigner) Sign(claims jwt.Claims) (string, error) {
	if c, ok := claims.(*jwt.RegisteredClaims); ok {
		now := s.now().Truncate(time.Second)
		c.IssuedAt = jwt.NewNumericDate(now.Add(-time.Minute))
		c.ExpiresAt = jwt.NewNumericDate(now.Add(9 * time.Minute))
	}
	return s.RSASigner.Sign(claims)
}

// ask sends one request. The response is nil if there was none.
func (s *installation) ask(ctx context.Context) (*http.Response, error) {
	now := s.config.Now()
	g, err := s.give(ctx)
	if err != nil {
		return g.answer, s.said(ctx, g.answer, err)
	}
	if err := checkToken(g.token); err != nil {
		return g.answer, fmt.Errorf("github App %d: %w: the host gave no token", s.config.App, source.ErrUnavailable)
	}
	life := g.until.Sub(now.Add(s.skew))
	if life <= renewBefore || life > longestToken {
		life = longestToken // one of the clocks is wrong; a refusal will show it
	}
	s.token, s.since, s.until = NewSecret(g.token), now, now.Add(life)
	return g.answer, nil
}

// said explains the host's response in our own words.
func (s *installation) said(ctx context.Context, answer *http.Response, err error) error {
	who := fmt.Sprintf("github App %d, installation %d", s.config.App, s.config.Installation)
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", who, ctx.Err())
	}
	if answer == nil {
		// The error of our transport, without the library's text around it.
		if refused := (*ghinstallation.HTTPError)(nil); errors.As(err, &refused) && refused.RootCause != nil {
			err = refused.RootCause
		}
		return fmt.Errorf("%s: %w: no token: %w", who, source.ErrUnavailable, err)
	}
	if answer.StatusCode < 300 {
		// Not the decoder's text: it quotes its input, which contains the token.
		return fmt.Errorf("%s: %w: an answer that makes no sense", who, source.ErrUnavailable)
	}
	hint := ""
	switch answer.StatusCode {
	case http.StatusUnauthorized:
		hint = ": the key is not this App's, or the clock is wrong"
	case http.StatusForbidden:
		hint = ": the installation is suspended or may not ask"
	case http.StatusNotFound:
		hint = ": the App has no such installation"
	}
	if d, ok := retryAfter(answer.Header, s.config.Now(), time.Hour); ok {
		return &source.LaterError{At: s.config.Now().Add(d).UTC(), Err: fmt.Errorf("%s: %w", who, errLimited)}
	}
	return fmt.Errorf("%s: %w: status %d%s", who, source.ErrUnavailable, answer.StatusCode, hint)
}

// appWay is the transport for the App's credential: only to the API.
type appWay struct {
	base      http.RoundTripper
	api       *url.URL
	userAgent string
	answer    *http.Response // the last one
}

// RoundTrip sends a request that the library made and signed.
func (w *appWay) RoundTrip(req *http.Request) (*http.Response, error) {
	if !fetch.SameOrigin(req.URL, w.api) {
		closeBody(req)
		return nil, fmt.Errorf("%w: %s", ErrForeign, req.URL.Host)
	}
	out := req.Clone(req.Context())
	out.Host = ""
	out.Header.Set("User-Agent", w.userAgent)
	cost.MeterOf(req.Context()).Add(cost.Cost{Requests: 1})
	resp, err := w.base.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	resp.Request = nil // it contains the credential
	resp.Body = &answer{ReadCloser: resp.Body, left: 1 << 20}
	w.answer = resp
	return resp, nil
}
