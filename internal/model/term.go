package model

import (
	"math"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// Term is one condition of a gate. Exactly one of Field and Axis is set. A term over an unobserved
// input cannot be judged. The gate then does not apply, and pages show it as not judged unless
// another term is known to fail.
type Term struct {
	Field field.ID
	Axis  Axis
	Op    string // "<=", ">=", ">", "<", "=="
	Value float64
	// SD is the standard deviation of the field in its own unit, for the draws. 0 means the
	// deviation of the axis rule over the same field, or none.
	SD float64
}

// Rounding absorbs floating-point errors where a figure meets a limit: .1 + .2 must count as .3.
const Rounding = 1e-9

// Holds reports whether the value meets the term, up to floating-point error: the value of an axis
// is a sum.
func (t Term) Holds(v float64) bool {
	switch d := v - t.Value; t.Op {
	case "<=":
		return d <= Rounding
	case "<":
		return d < -Rounding
	case ">=":
		return d >= -Rounding
	case ">":
		return d > Rounding
	case "==":
		return math.Abs(d) <= Rounding
	}
	return false
}

// Words returns the condition as it follows the name of its subject: "at least 2".
func (t Term) Words() string {
	limit := strconv.FormatFloat(t.Value, 'f', -1, 64)
	switch t.Op {
	case "<=":
		return "at most " + limit
	case "<":
		return "below " + limit
	case ">=":
		return "at least " + limit
	case ">":
		return "above " + limit
	}
	return limit
}
