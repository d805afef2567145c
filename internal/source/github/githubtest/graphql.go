package githubtest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

//go:embed schema.graphql
var schemaText string

// sdl is the schema, parsed once, at the first query.
var sdl = sync.OnceValue(func() *ast.Schema {
	return gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphql", Input: schemaText})
})

// result is the answer to a query until it is encoded, so that faults can remove single aliases.
type result struct {
	data   *fields // nil: the query did not run
	errors []queryError
}

// queryError is an error in the form of GitHub's GraphQL.
type queryError struct {
	Type       string              `json:"type,omitempty"`
	Path       []any               `json:"path,omitempty"`
	Extensions map[string]any      `json:"extensions,omitempty"`
	Locations  []gqlerror.Location `json:"locations,omitempty"`
	Message    string              `json:"message"`
}

func (q *result) write(a *answer) {
	o := &fields{}
	if q.data != nil {
		o.add("data", q.data)
	}
	if len(q.errors) > 0 {
		o.add("errors", q.errors)
	}
	a.json(http.StatusOK, o)
}

// graphql answers POST /graphql.
func graphql(s *Server, r *http.Request, a *answer) {
	if !a.caller.known {
		w := *a.window
		w.limit, w.used = 0, 0
		a.window = &w
		a.problem(http.StatusUnauthorized, "This endpoint requires you to be authenticated.", docsGraphQL)
		return
	}
	var in struct {
		Query     *string        `json:"query"`
		Variables map[string]any `json:"variables"`
		Operation string         `json:"operationName"`
	}
	d := json.NewDecoder(r.Body)
	d.UseNumber()
	if err := d.Decode(&in); err != nil {
		if r.ContentLength <= 0 || err.Error() == "EOF" {
			s.counts.add(func(c *Counts) { c.EmptyBodies++ })
		}
		a.problem(http.StatusBadRequest, "Problems parsing JSON", docsGraphQL)
		return
	}
	if in.Query == nil {
		a.problem(http.StatusBadRequest, "A query attribute must be specified and must be a string.", docsGraphQL)
		return
	}
	x := &execution{server: s, world: s.world, answer: a, repositories: map[string]bool{}}
	if errs := x.prepare(*in.Query, in.Operation, in.Variables); len(errs) > 0 {
		a.query = &result{errors: errs}
		return
	}
	if !x.dry {
		w, ok := s.limits.charge(a.caller, "graphql", x.cost)
		a.window = &w
		if !ok {
			a.refused = true
			a.query = &result{errors: []queryError{{Type: "RATE_LIMITED", Message: a.caller.exceeded()}}}
			return
		}
		a.points = x.cost
	}
	data, _ := x.object("Query", nil, x.operation.SelectionSet, nil).(*fields)
	for name := range x.repositories {
		a.repositories = append(a.repositories, name)
	}
	a.query = &result{data: data, errors: x.errors}
}

// prepare parses and validates the query and computes its cost.
func (x *execution) prepare(query, operation string, variables map[string]any) []queryError {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, 200_000)
	if err != nil {
		return []queryError{{Message: "Parse error: " + strings.TrimPrefix(err.Error(), "input:")}}
	}
	if errs := validator.ValidateWithRules(sdl(), doc, rules.NewDefaultRules()); len(errs) > 0 {
		out := make([]queryError, len(errs))
		for i, e := range errs {
			out[i] = inGitHubsWords(e)
		}
		return out
	}
	x.operation = doc.Operations.ForName(operation)
	if x.operation == nil {
		return []queryError{{Message: "An operation name is required"}}
	}
	if x.variables, err = validator.VariableValues(sdl(), x.operation, variables); err != nil {
		return []queryError{{Message: "Variable of the query: " + err.Error(), Extensions: map[string]any{"code": "invalidVariable"}}}
	}
	x.dry = x.dryRun()
	return x.price()
}

// inGitHubsWords converts a validation error to the message of GitHub's server, for the faults that
// clients encounter.
func inGitHubsWords(e *gqlerror.Error) queryError {
	out := queryError{Message: e.Message, Locations: e.Locations, Extensions: map[string]any{}}
	quoted := strings.Split(e.Message, `"`)
	word := func(i int) string {
		if i < len(quoted) {
			return quoted[i]
		}
		return ""
	}
	switch e.Rule {
	case "FieldsOnCorrectType":
		out.Message = fmt.Sprintf("Field '%s' doesn't exist on type '%s'", word(1), word(3))
		out.Extensions["code"], out.Extensions["typeName"], out.Extensions["fieldName"] = "undefinedField", word(3), word(1)
	case "KnownArgumentNames":
		_, field, _ := strings.Cut(word(3), ".")
		out.Message = fmt.Sprintf("Field '%s' doesn't accept argument '%s'", field, word(1))
		out.Extensions["code"], out.Extensions["argumentName"] = "argumentNotAccepted", word(1)
	case "ProvidedRequiredArguments":
		out.Message = fmt.Sprintf("Field '%s' is missing required arguments: %s", word(1), word(3))
		out.Extensions["code"] = "missingRequiredArguments"
	case "NoUnusedVariables":
		out.Message = fmt.Sprintf("Variable %s is declared by anonymous query but not used", word(1))
		out.Extensions["code"], out.Extensions["variableName"] = "variableNotUsed", strings.TrimPrefix(word(1), "$")
	case "NoUndefinedVariables":
		out.Message = fmt.Sprintf("Variable %s is used by anonymous query but not declared", word(1))
		out.Extensions["code"], out.Extensions["variableName"] = "variableNotDefined", strings.TrimPrefix(word(1), "$")
	default:
		out.Extensions["code"] = e.Rule
	}
	return out
}
