package githubtest

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Standin returns a RoundTripper for clients that know only GitHub's own addresses: it sends their
// requests to this server, with the token, except to archives. Any other host is an error.
func (s *Server) Standin(token string) http.RoundTripper {
	here, err := url.Parse(s.url)
	if err != nil { // the listener's own address: a bug in this program
		panic(fmt.Sprintf("fake GitHub: %v", err))
	}
	return &standin{here, token, &http.Transport{MaxIdleConnsPerHost: 8, IdleConnTimeout: 10 * time.Second}}
}

type standin struct {
	here  *url.URL
	token string
	// base is separate, because a client under test may have replaced the default one by this
	// stand-in.
	base http.RoundTripper
}

func (t *standin) RoundTrip(req *http.Request) (*http.Response, error) {
	out := req.Clone(req.Context())
	switch req.URL.Host {
	case t.here.Host, "api.github.com":
	case "codeload.github.com":
		out.URL.Path = codeload + req.URL.Path
	default:
		return nil, fmt.Errorf("fake GitHub: a request to %s", req.URL.Host)
	}
	out.URL.Scheme, out.URL.Host, out.Host = t.here.Scheme, t.here.Host, ""
	out.Header.Del("Authorization")
	if t.token != "" && !strings.HasPrefix(out.URL.Path, codeload+"/") {
		out.Header.Set("Authorization", "Bearer "+t.token)
	}
	return t.base.RoundTrip(out)
}
