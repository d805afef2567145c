package fetch

import (
	"context"
	"io"
	"math"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Retry sends a request until its answer is kept. It decides nothing: Again does.
type Retry struct {
	// Try makes one attempt and returns what came of it. The request has a copy of
	// the body that may be read.
	Try func(*http.Request) (*http.Response, error)
	// Again reports after each attempt whether there is another, and after which
	// wait. A response that is not kept is drained and closed.
	Again func(resp *http.Response, err error) (again bool, wait time.Duration)
}

// Do returns what the last attempt came to, as Try returned it, or the error of
// the request's context when it ended during a wait. It reads the request's body
// into memory. Cost: what Try costs, once an attempt.
func (r Retry) Do(req *http.Request) (*http.Response, error) {
	tried, err := retryablehttp.FromRequest(req)
	if err != nil {
		return nil, err
	}
	var wait time.Duration
	client := retryablehttp.Client{
		HTTPClient: &http.Client{Transport: attempt(r.Try), CheckRedirect: useLast},
		// By itself the library sleeps for as long as a Retry-After says, tries five
		// times, and gives up with an error that hides the answer. All three are
		// ours to decide.
		RetryMax: math.MaxInt,
		CheckRetry: func(_ context.Context, resp *http.Response, err error) (bool, error) {
			var again bool
			again, wait = r.Again(resp, bare(err))
			return again, nil
		},
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return wait },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	resp, err := client.Do(tried)
	return resp, bare(err)
}

// attempt is a transport under the library's client. It has no other method: the
// library closes the idle connections of one that lets it, which all others use,
// whenever it gives up.
type attempt func(*http.Request) (*http.Response, error)

func (a attempt) RoundTrip(req *http.Request) (*http.Response, error) { return a(req) }

// useLast leaves redirects to whoever asked.
func useLast(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// bare takes off what http.Client puts around an error of Try.
func bare(err error) error {
	if u, ok := err.(*url.Error); ok { // the outermost alone is the client's
		return u.Err
	}
	return err
}

// Discard reads the little that is left of an answer nobody wants, at most
// 64 KiB, so that the connection can be used again, and closes it. nil is none.
func Discard(resp *http.Response) {
	if resp == nil {
		return
	}
	// The answer is of no use: neither are its errors.
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
	_ = resp.Body.Close()
}
