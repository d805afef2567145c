package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// ValidateREST fails the test for every problem of a response under GitHub's published description:
// a status or body that is not described, a property that is missing, of another type, or unknown.
// path is as documented ("/repos/{owner}/{repo}") or as requested ("/repos/a/b").
//
// Not every status that GitHub returns is described: 401, 451, 5xx and the limits must match its
// basic error, and may contain more.
func ValidateREST(t testing.TB, method, path string, status int, body []byte) {
	t.Helper()
	for _, err := range restErrors(OpenAPI(t), method, path, status, body) {
		t.Errorf("%s %s, %d: %v", method, path, status, err)
	}
}

func restErrors(d *openapi3.T, method, path string, status int, body []byte) []error {
	item := find(d, path)
	if item == nil {
		return []error{errors.New("no such path in GitHub's description; is it in .ci/github/paths.txt?")}
	}
	op := item.GetOperation(method)
	if op == nil {
		return []error{errors.New("no such method")}
	}
	s, described, err := schemaOf(d, op, status)
	if err != nil {
		return []error{err}
	}
	if s == nil {
		if len(body) > 0 {
			return []error{fmt.Errorf("a body of %d bytes where there is none", len(body))}
		}
		return nil
	}
	var v any
	dec := json.NewDecoder(bytes.NewReader(body))
	if err := dec.Decode(&v); err != nil {
		return []error{fmt.Errorf("body: %w", err)}
	}
	var out []error
	if err := s.VisitJSON(v, openapi3.MultiErrors()); err != nil {
		out = append(out, short(err)...)
	}
	if !described {
		return out
	}
	return append(out, unknown(s, v)...)
}

// find returns the path, by its template or by a template that matches: the one with the most equal
// words.
func find(d *openapi3.T, path string) *openapi3.PathItem {
	if item := d.Paths.Value(path); item != nil {
		return item
	}
	var best *openapi3.PathItem
	most := -1
	words := strings.Split(path, "/")
	for template, item := range d.Paths.Map() {
		parts := strings.Split(template, "/")
		if len(parts) != len(words) {
			continue
		}
		same := 0
		for i := range parts {
			if parts[i] == words[i] {
				same++
			} else if !strings.HasPrefix(parts[i], "{") {
				same = -1
				break
			}
		}
		if same > most {
			most, best = same, item
		}
	}
	return best
}

// schemaOf returns the schema of a response, nil for one without a body, and whether GitHub
// describes this very status.
func schemaOf(d *openapi3.T, op *openapi3.Operation, status int) (s *openapi3.Schema, described bool, err error) {
	res := op.Responses.Status(status)
	if res == nil {
		if status < 400 {
			return nil, false, errors.New("a status GitHub does not describe")
		}
		return d.Components.Schemas["basic-error"].Value, false, nil
	}
	content := res.Value.Content.Get("application/json")
	if content == nil || content.Schema == nil {
		return nil, true, nil
	}
	return content.Schema.Value, true, nil
}

// short removes the schemas from the messages.
func short(err error) []error {
	var all openapi3.MultiError
	if !errors.As(err, &all) {
		all = openapi3.MultiError{err}
	}
	var out []error
	for _, e := range all {
		first, _, _ := strings.Cut(e.Error(), "\nSchema:")
		out = append(out, errors.New(first))
	}
	return out
}

// unknown returns an error for each undescribed property of the response or of its list items.
func unknown(s *openapi3.Schema, v any) []error {
	switch v := v.(type) {
	case []any:
		if s.Items == nil {
			return nil
		}
		var out []error
		for i := range v {
			out = append(out, unknown(s.Items.Value, v[i])...)
		}
		return out
	case map[string]any:
		known := map[string]bool{}
		if properties(s, known); len(known) == 0 {
			return nil
		}
		var out []error
		for name := range v {
			if !known[name] {
				out = append(out, fmt.Errorf("property %q is not in GitHub's description", name))
			}
		}
		return out
	}
	return nil
}

func properties(s *openapi3.Schema, into map[string]bool) {
	for name := range s.Properties {
		into[name] = true
	}
	for _, parts := range []openapi3.SchemaRefs{s.AllOf, s.AnyOf, s.OneOf} {
		for _, p := range parts {
			properties(p.Value, into)
		}
	}
}
