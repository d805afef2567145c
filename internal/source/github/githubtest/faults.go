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

// The known faults of GitHub, as values to start from: set where and when, and call Fail.

// BadToken is the response to a revoked token.
func BadToken() Fault {
	return Fault{Status: http.StatusUnauthorized, Body: []byte(`{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}`)}
}

// PrimaryLimit is an exhausted hourly budget until reset.
func PrimaryLimit(reset time.Time) Fault {
	return Fault{
		Status: http.StatusForbidden,
		Body:   []byte(`{"message":"API rate limit exceeded for user ID 1.","documentation_url":"` + docsPrimary + `","status":"403"}`),
		Header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": strconv.FormatInt(reset.Unix(), 10)},
	}
}

// LastOfBudget is a successful response that reports nothing left until reset.
func LastOfBudget(reset time.Time) Fault {
	return Fault{Header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": strconv.FormatInt(reset.Unix(), 10)}}
}

// SecondaryLimit is the response to requests that come too fast. status is 403 or 429, retryAfter
// the literal header ("60", an HTTP date, "-1", "1000000000"); empty means no header.
func SecondaryLimit(status int, retryAfter string) Fault {
	return Fault{
		Status: status, Header: map[string]string{"Retry-After": retryAfter},
		Body: []byte(`{"documentation_url":"` + docsSecondary + `","message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again.","status":"` + strconv.Itoa(status) + `"}`),
	}
}

// QueryLimited is the primary limit as reported by GraphQL: 200 with an error.
func QueryLimited(reset time.Time) Fault {
	return Fault{
		Errors: "RATE_LIMITED", Message: "API rate limit exceeded for user ID 1.", NoData: true,
		Header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": strconv.FormatInt(reset.Unix(), 10)},
	}
}

// Broken is a server error (500, 502, 503, 504), as JSON.
func Broken(status int) Fault { return Fault{Status: status} }

// HTML is a page instead of JSON, as sent by GitHub's front end when the back end fails
// ("unicorn"), with any status.
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

// Partial fails aliases of a query, all if none are named: NOT_FOUND, FORBIDDEN,
// RESOURCE_LIMITS_EXCEEDED, … and returns data for the others.
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

// MoreThan matches queries for more than n repositories, for faults of batches that are too large.
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

// Malformed removes the last bracket, so that the JSON is incomplete.
func Malformed() Fault {
	return Fault{Mangle: func(b []byte) []byte { return bytes.TrimRight(b, "}]") }}
}

// Mistyped changes the type of every value in the JSON.
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

// Twice repeats every key of the JSON, the second time with null.
func Twice() Fault {
	return Fault{Mangle: func(b []byte) []byte {
		var v map[string]json.RawMessage
		if json.Unmarshal(b, &v) != nil {
			return b
		}
		tail := ""
		for key := range v {
			name, _ := json.Marshal(key) // a string can always be encoded
			tail += "," + string(name) + ":null"
		}
		return append(bytes.TrimSuffix(b, []byte("}")), tail+"}"...)
	}}
}

var numberValue = regexp.MustCompile(`([:,\[])-?\d+(?:\.\d+)?([,}\]])`)

// Numbers replaces every digit run that is a value by a number that no type can represent: "1e999"
// or "NaN".
func Numbers(number string) Fault {
	return Fault{Mangle: func(b []byte) []byte { return numberValue.ReplaceAll(b, []byte("${1}"+number+"${2}")) }}
}

// BadUTF8 adds invalid UTF-8 bytes to every string that is a value.
func BadUTF8() Fault {
	return Fault{Mangle: func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(`":"`), []byte("\":\"\xff\xfe\xed\xa0\x80")) }}
}
