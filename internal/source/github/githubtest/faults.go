package githubtest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The faults of GitHub that are known, as values to start from: set where and
// when, and Fail.

// BadToken is what a revoked token meets.
func BadToken() Fault {
	return Fault{Status: http.StatusUnauthorized, Body: []byte(`{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}`)}
}

// PrimaryLimit is an hour's budget used up until reset.
func PrimaryLimit(reset time.Time) Fault {
	return Fault{
		Status: http.StatusForbidden,
		Body:   []byte(`{"message":"API rate limit exceeded for user ID 1.","documentation_url":"` + docsPrimary + `","status":"403"}`),
		Header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": strconv.FormatInt(reset.Unix(), 10)},
	}
}

// LastOfBudget is a good answer that says nothing is left until reset.
func LastOfBudget(reset time.Time) Fault {
	return Fault{Header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": strconv.FormatInt(reset.Unix(), 10)}}
}

// SecondaryLimit is asked too fast: status is 403 or 429, retryAfter the header
// as it stands ("60", an HTTP date, "-1", "1000000000"); empty: no header.
func SecondaryLimit(status int, retryAfter string) Fault {
	return Fault{
		Status: status, Header: map[string]string{"Retry-After": retryAfter},
		Body: []byte(`{"documentation_url":"` + docsSecondary + `","message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again.","status":"` + strconv.Itoa(status) + `"}`),
	}
}

// QueryLimited is the primary limit as GraphQL tells it: 200 with an error.
func QueryLimited(reset time.Time) Fault {
	return Fault{
		Errors: "RATE_LIMITED", Message: "API rate limit exceeded for user ID 1.", NoData: true,
		Header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": strconv.FormatInt(reset.Unix(), 10)},
	}
}

// Broken is a server error (500, 502, 503, 504), as JSON.
func Broken(status int) Fault { return Fault{Status: status} }

// HTML is a page in place of JSON, as GitHub's front sends when what is behind
// it fails ("unicorn"), with any status.
func HTML(status int) Fault {
	return Fault{
		Status: status, Header: map[string]string{"Content-Type": "text/html; charset=utf-8"},
		Body: []byte("<!DOCTYPE html>\n<html><head><title>Unicorn! &middot; GitHub</title></head><body><p>We had issues producing the response to your request.</p></body></html>\n"),
	}
}

// Moved redirects to another address, of this host or another.
func Moved(to string) Fault {
	return Fault{Status: http.StatusMovedPermanently, Header: map[string]string{"Location": to}}
}

// Partial fails aliases of a query, all when none are named: NOT_FOUND,
// FORBIDDEN, RESOURCE_LIMITS_EXCEEDED, … and data for the others.
func Partial(kind string, aliases ...string) Fault {
	return Fault{Errors: kind, Aliases: aliases, Endpoint: "POST /graphql"}
}

// TooMuch is a query that took too long: 200, an error, no data.
func TooMuch() Fault {
	return Fault{
		Errors: "RESOURCE_LIMITS_EXCEEDED", NoData: true, Endpoint: "POST /graphql",
		Message: "Resource limits for this query exceeded.",
	}
}

// MoreThan matches queries that ask for more than n repositories, for faults of
// batches that are too large.
func MoreThan(n int) func(*http.Request) bool {
	return func(r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/graphql") {
			return false
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return false
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		return len(asksFor.FindAll(body, -1)) > n
	}
}

var asksFor = regexp.MustCompile(`\b(?:repository|node)\s*\(`)

// Malformed cuts the last bracket off, so that the JSON does not end.
func Malformed() Fault {
	return Fault{Mangle: func(b []byte) []byte { return bytes.TrimRight(b, "}]") }}
}

// Mistyped gives every value of the JSON another type than it should have.
func Mistyped() Fault {
	return Fault{Mangle: func(b []byte) []byte {
		var v any
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if d.Decode(&v) != nil {
			return b
		}
		out, err := json.Marshal(otherType(v, true))
		if err != nil {
			return b
		}
		return out
	}}
}

// otherType keeps objects and lists, so that the wrong values are deep inside.
func otherType(v any, top bool) any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 && !top {
			return []any{}
		}
		for key, x := range v {
			v[key] = otherType(x, false)
		}
		return v
	case []any:
		if len(v) == 0 {
			return "none"
		}
		for i := range v {
			v[i] = otherType(v[i], false)
		}
		return v
	case string:
		return len(v)
	case json.Number:
		return "n" + v.String()
	case bool:
		return map[string]any{"is": v}
	}
	return v
}

// Nulls makes every value of the JSON null.
func Nulls() Fault {
	return Fault{Mangle: func(b []byte) []byte {
		var v map[string]any
		if json.Unmarshal(b, &v) != nil {
			return []byte("null")
		}
		for key := range v {
			v[key] = nil
		}
		out, err := json.Marshal(v)
		if err != nil {
			return b
		}
		return out
	}}
}

// Deep is a JSON of lists in lists.
func Deep(levels int) Fault {
	return Fault{Mangle: func([]byte) []byte {
		return []byte(`{"data":` + strings.Repeat("[", levels) + strings.Repeat("]", levels) + "}")
	}}
}

// Twice has every key of the JSON two times, the second time with null.
func Twice() Fault {
	return Fault{Mangle: func(b []byte) []byte {
		var v map[string]json.RawMessage
		if json.Unmarshal(b, &v) != nil {
			return b
		}
		tail := ""
		for key := range v {
			name, _ := json.Marshal(key) // a string always can
			tail += "," + string(name) + ":null"
		}
		return append(bytes.TrimSuffix(b, []byte("}")), tail+"}"...)
	}}
}

var numberValue = regexp.MustCompile(`([:,\[])-?\d+(?:\.\d+)?([,}\]])`)

// Numbers puts a number no type holds in the place of every digit run that is a
// value: "1e999" or "NaN".
func Numbers(number string) Fault {
	return Fault{Mangle: func(b []byte) []byte { return numberValue.ReplaceAll(b, []byte("${1}"+number+"${2}")) }}
}

// BadUTF8 puts bytes that are no text into every string that is a value.
func BadUTF8() Fault {
	return Fault{Mangle: func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(`":"`), []byte("\":\"\xff\xfe\xed\xa0\x80")) }}
}
