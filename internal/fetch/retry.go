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

// Retry sends a request until a response is accepted. Again makes all decisions.
type Retry struct {
	// Try makes one attempt and returns its result. The request has a copy of the body that may be
	// read.
	Try func(*http.Request) (*http.Response, error)
	// Again reports after each attempt whether there is another one, and after which wait. A
	// response that is not used is drained and closed.
	Again func(resp *http.Response, err error) (again bool, wait time.Duration)
}

// Do returns the result of the last attempt, as Try returned it, or the error of the request's
// context if it ended during a wait. It reads the request's body into memory. Cost: that of Try,
// for each attempt.
func (r Retry) Do(req *http.Request) (*http.Response, error) {
	tried, err := retryablehttp.FromRequest(req)
	if err != nil {
		return nil, err
	}
	var wait time.Duration
	client := retryablehttp.Client{
		HTTPClient: &http.Client{Transport: attempt(r.Try), CheckRedirect: useLast},
		// By default the library sleeps for as long as Retry-After requests, tries five times, and
		// returns an error that hides the response. We decide all three.
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

// attempt is a transport under the library's client. It has no other method: if it could close idle
// connections, the library would close those of all users whenever it gives up.
type attempt func(*http.Request) (*http.Response, error)

func (a attempt) RoundTrip(req *http.Request) (*http.Response, error) { return a(req) }

// useLast leaves redirects to the caller.
func useLast(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// bare removes the error that http.Client wraps around an error of Try.
func bare(err error) error {
	if u, ok := err.(*url.Error); ok { // only the outermost belongs to the client
		return u.Err
	}
	return err
}

// Discard reads the rest of an unused response, at most 64 KiB, so that the connection can be
// reused, and closes it. It accepts nil.
func Discard(resp *http.Response) {
	if resp == nil {
		return
	}
	// The response is not used, so its errors do not matter.
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
	_ = resp.Body.Close()
}
