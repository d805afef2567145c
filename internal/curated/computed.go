package curated

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// computed is a JSON file that a tool of this project wrote, with its problems.
type computed struct {
	name     string
	problems Problems
}

// decode reads the file into v, and reports whether it has the form of v.
func (c *computed) decode(content []byte, v any) bool {
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		return true
	}
	line := 1
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		line += bytes.Count(content[:min(syntax.Offset, int64(len(content)))], []byte("\n"))
	}
	c.problems = Problems{{File: c.name, Line: line, Rule: Unreadable, Message: err.Error()}}
	return false
}

// wrong notes a problem of a field.
func (c *computed) wrong(field string, rule Rule, format string, args ...any) {
	c.problems = append(c.problems, Problem{File: c.name, Line: 1, Field: field, Rule: rule, Message: fmt.Sprintf(format, args...)})
}

// day notes a problem if the text of a field is no date.
func (c *computed) day(field, text string) {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		c.wrong(field, Malformed, "%q is no date", text)
	}
}
