package githubtest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// answer is the response before faults change it.
type answer struct {
	caller   caller
	endpoint string
	resource string // "core", "graphql" or "search"
	// repositories are the requested ones, by the names in the request.
	repositories []string
	status       int
	header       http.Header
	body         []byte
	window       *window // for the x-ratelimit headers; nil: none
	points       int
	refused      bool
	archive      bool // the body is compressed already
	faulty       bool
	// query is the result of a GraphQL query, until it is encoded to body.
	query *result
}

// problem is the JSON of an error.
type problem struct {
	Message       string `json:"message"`
	Block         any    `json:"block,omitempty"`
	URL           string `json:"url,omitempty"`
	Documentation string `json:"documentation_url,omitempty"`
	Status        string `json:"status,omitempty"`
}

// The documentation addresses in GitHub's errors.
const (
	docsREST      = "https://docs.github.com/rest"
	docsGraphQL   = "https://docs.github.com/graphql/guides/forming-calls-with-graphql#authenticating-with-graphql"
	docsPrimary   = "https://docs.github.com/rest/overview/resources-in-the-rest-api#rate-limiting"
	docsSecondary = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"
	docsRedirect  = "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects"
)

func (a *answer) json(status int, v any) {
	raw, err := json.Marshal(v)
	if err != nil { // v is ours: a bug in this program
		panic(fmt.Sprintf("fake GitHub: %v", err))
	}
	a.status, a.body = status, raw
	a.header.Set("Content-Type", "application/json; charset=utf-8")
}

func (a *answer) problem(status int, message, docs string) {
	a.json(status, problem{Message: message, Documentation: docs, Status: strconv.Itoa(status)})
}

func (a *answer) notFound() { a.problem(http.StatusNotFound, "Not Found", docsREST) }

// primary refuses requests over the hourly budget.
func (a *answer) primary() {
	a.refused = true
	if a.caller.known {
		a.problem(http.StatusForbidden, a.caller.exceeded(), docsPrimary)
		return
	}
	a.problem(http.StatusForbidden, "API rate limit exceeded for "+strings.TrimPrefix(a.caller.key, "address ")+
		". (But here's the good news: Authenticated requests get a higher rate limit. Check out the documentation for more details.)", docsPrimary)
}

// exceeded returns GitHub's message for an exhausted budget.
func (c caller) exceeded() string {
	who := "user"
	if c.budget.App {
		who = "installation"
	}
	return fmt.Sprintf("API rate limit exceeded for %s ID %d.", who, numberOf("account", c.budget.Owner))
}

// secondary refuses requests that come too fast.
func (a *answer) secondary() {
	a.refused = true
	a.header.Set("Retry-After", "60")
	a.problem(http.StatusForbidden, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", docsSecondary)
}

// finish sets the headers of every API response.
func (a *answer) finish(now time.Time) {
	h := a.header
	h.Set("Server", "github.com")
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	h.Set("X-GitHub-Media-Type", "github.v3; format=json")
	h.Set("X-GitHub-Request-Id", strings.ToUpper(etag(a.body)[:8]))
	h.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP")
	if a.window != nil {
		h.Set("X-RateLimit-Limit", strconv.Itoa(a.window.limit))
		h.Set("X-RateLimit-Remaining", strconv.Itoa(a.window.remaining()))
		h.Set("X-RateLimit-Used", strconv.Itoa(a.window.used))
		h.Set("X-RateLimit-Reset", strconv.FormatInt(a.window.reset.Unix(), 10))
		h.Set("X-RateLimit-Resource", a.resource)
	}
}

func etag(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// tag sets the ETag of a successful REST response, and turns it into "304 Not Modified" if the
// request has that ETag.
func (a *answer) tag(r *http.Request) {
	if a.status != http.StatusOK || r.Method != http.MethodGet || a.resource == "" {
		return
	}
	if a.header.Get("ETag") == "" {
		a.header.Set("ETag", `W/"`+etag(a.body)+`"`)
	}
	a.header.Set("Cache-Control", "private, max-age=60, s-maxage=60")
	if !a.caller.known {
		a.header.Set("Cache-Control", "public, max-age=60, s-maxage=60")
	}
	if known(r, a.header) {
		a.status, a.body = http.StatusNotModified, nil
		a.header.Del("Content-Type")
	}
}

// known reports whether a conditional request has the response already. If both conditions are
// present, the entity tag decides (RFC 9110, 13.2.2).
func known(r *http.Request, h http.Header) bool {
	if match := r.Header.Get("If-None-Match"); match != "" {
		weak := func(s string) string { return strings.TrimPrefix(strings.TrimSpace(s), "W/") }
		for m := range strings.SplitSeq(match, ",") {
			if weak(m) == weak(h.Get("ETag")) || strings.TrimSpace(m) == "*" {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	changed, err2 := http.ParseTime(h.Get("Last-Modified"))
	return err == nil && err2 == nil && !changed.After(since)
}
