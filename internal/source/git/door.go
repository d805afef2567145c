package git

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// door is how git leaves this machine. Git resolves names and follows redirects by itself, so it is
// told the addresses that the guard allows, and follows no redirect.
//
// What is left: git before 2.37 does not know http.curloptResolve and resolves the name again, after
// the guard judged it; and a proxy of the operator resolves the name itself.
type door struct {
	guard *fetch.Guard
	proxy func(*url.URL) (*url.URL, error)
}

// config returns the configuration of a call to an address.
func (d door) config(ctx context.Context, address string) ([]string, error) {
	// With this, alternates on other hosts are not followed either.
	out := []string{"http.followRedirects=false"}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return out, nil // a local folder, which only tests allow
	}
	found, err := d.guard.Resolve(ctx, u, d.proxy)
	if err != nil || len(found) == 0 {
		return out, err
	}
	var at []string
	for _, addr := range found {
		if addr.Is6() {
			at = append(at, "["+addr.String()+"]")
		} else {
			at = append(at, addr.String())
		}
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return append(out, "http.curloptResolve="+u.Hostname()+":"+port+":"+strings.Join(at, ",")), nil
}

// redirected is how git says that it did not follow a redirect.
var redirected = regexp.MustCompile(`returned error: 30[12378]\b|unable to update url base from redirection`)

// ask runs git against the remote. If the host says that the repository moved within it, as after a
// rename, git is asked again with the new address, which the clone then keeps. next returns the call
// for the present address. Cost: after a redirect two requests more.
func (c *clone) ask(ctx context.Context, next func() call) ([]byte, error) {
	out, err := c.once(ctx, next())
	var f *failure
	if !errors.As(err, &f) || !redirected.MatchString(f.said) {
		return out, err
	}
	if c.url, err = c.door.moved(ctx, c.url); err != nil {
		return nil, err
	}
	return c.once(ctx, next())
}

func (c *clone) once(ctx context.Context, one call) ([]byte, error) {
	config, err := c.door.config(ctx, c.url)
	if err != nil {
		return nil, err
	}
	one.config = append(one.config, config...)
	one.network = true
	return c.run.output(ctx, one)
}

const (
	refsPath = "/info/refs"
	// maxRedirects bounds how often a repository moves within its host.
	maxRedirects = 3
)

// moved returns where the host says that a repository is. It returns ErrUnavailable if that is on
// another host: whoever keeps the list decides whether it is the same project.
func (d door) moved(ctx context.Context, address string) (string, error) {
	base := fetch.NewBase(fetch.BaseConfig{Guard: d.guard, Total: time.Minute, Proxy: func(r *http.Request) (*url.URL, error) {
		if d.proxy == nil {
			return nil, nil
		}
		return d.proxy(r.URL)
	}})
	if idle, ok := base.(interface{ CloseIdleConnections() }); ok {
		defer idle.CloseIdleConnections()
	}
	client := http.Client{Transport: base, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		switch {
		case !fetch.SameOrigin(req.URL, via[0].URL):
			return fmt.Errorf("%w: it moved to another host (%.200s): name that address in the list", source.ErrUnavailable, req.URL.Redacted())
		case len(via) > maxRedirects:
			return fmt.Errorf("%w: more than %d redirects", source.ErrUnavailable, maxRedirects)
		}
		return nil
	}}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+refsPath+"?service=git-upload-pack", nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("User-Agent", "git/plumbline")
	res, err := client.Do(req)
	if err != nil {
		return "", fmt.Errorf("%w: %w", source.ErrUnavailable, errors.Unwrap(err))
	}
	defer fetch.Discard(res)
	at := *res.Request.URL
	path, ok := strings.CutSuffix(at.Path, refsPath)
	if !ok || res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%w: it moved to an address that is no repository (status %d)", source.ErrUnavailable, res.StatusCode)
	}
	at.Path, at.RawPath, at.RawQuery, at.Fragment, at.User = path, "", "", "", nil
	return at.String(), nil
}
