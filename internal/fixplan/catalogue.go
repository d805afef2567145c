package fixplan

import (
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Assumption is what every page and text with minutes says about them.
const Assumption = "Minutes are planning assumptions, not measurements."

// Catalogue is what can be done about each finding, in the order of the file. Text in `backquotes` is
// code; the rest has no character with a meaning in Markdown.
type Catalogue struct {
	Version string
	Date    string // YYYY-MM-DD, when the assumptions were written down
	// SHA256 is the hash of the file.
	SHA256  string
	Publish Publish
	Guides  []Guide
}

// Publish is how results that only the host shows become public.
type Publish struct {
	Minutes Range
	Steps   []string
	Why     string
}

// Guide is what can be done about one check of Scorecard or one input of the model.
type Guide struct {
	// ID is a field of the catalogue of fields, or one of the checks that only Scorecard counts.
	ID field.ID
	// Where is the file or the setting. It is empty if there is never anything to do.
	Where string
	// Admin means that only an administrator can do it.
	Admin bool
	// GitHub means that it is only for a project that works on GitHub.
	GitHub bool
	// Ended means that it is only for a project that has ended. The others are only for one that has
	// not.
	Ended    bool
	Findings []Finding
	// Then are steps that follow in any case.
	Then []string
	// Shows are fields whose values are evidence.
	Shows []field.ID
	// Again is when a change shows.
	Again string
	// Ways has at least one. The last has no conditions, and leads to the best value or to nothing.
	Ways []Way
}

// Finding is what to do about a line of evidence that begins with the text Find, or whose path ends
// with Path. Exactly one of them is set.
type Finding struct {
	Find, Path string
	// At is the value from which it counts; 0 means always.
	At float64
	// Whole means that the file is the place, not the line.
	Whole bool
	// Free means that the line costs no points.
	Free bool
	Do   string
}

// Way is one way to a better value.
type Way struct {
	// When must all be observed to hold.
	When []model.Term
	// Nothing is why there is nothing to do; then all that follows is zero.
	Nothing string
	// Reach is the value that it leads to.
	Reach float64
	// With are other inputs that it changes, too, if they are known.
	With    []Change
	Minutes Range
	Each    Each
	Steps   []string
	// Why is the reason for the minutes.
	Why string
}

// Change is an input with its new value.
type Change struct {
	Field field.ID
	Value float64
}

// Range is a range of minutes.
type Range struct{ From, To int }

// plus returns the range for n and at most most items more, of so many minutes each.
func (r Range) plus(n, most int, each Range) Range {
	return Range{r.From + n*each.From, r.To + most*each.To}
}

// middle is the middle of the range, at least 1.
func (r Range) middle() float64 { return max(1, float64(r.From+r.To)/2) }

// Each is so many minutes more for every place in the evidence; with Of, for every item that this
// field counts and the field Less does not.
type Each struct {
	Range
	Of, Less field.ID
}

// Guide returns the guide with the id, and false if there is none.
func (c Catalogue) Guide(id field.ID) (Guide, bool) {
	for _, g := range c.Guides {
		if g.ID == id {
			return g, true
		}
	}
	return Guide{}, false
}
