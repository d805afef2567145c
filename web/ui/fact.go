package ui

import (
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Fact is one line of plain facts. Unknown ones carry the reason as text.
type Fact struct {
	ID         string // of the input or of the line; empty prints nothing
	Name, Text string
	State      health.State
	Note       string
	URL        string
	// Value is the number of a known input, unformatted; empty for what is text.
	Value string
	// Says is what the note states, as in Finding: "unscored".
	Says string
	Mono bool
	// Anchor makes the line a target of links: #ID.
	Anchor bool
}

// Known returns a fact that is known: what a document says of itself.
func Known(name, text string) Fact { return Fact{Name: name, Text: text, State: health.Observed} }

// FactOf returns an input as a fact; the name is the field's own when it is empty.
func FactOf(ins health.Inputs, id field.ID, name, note string) Fact {
	f, _ := field.ByID(id)
	in := ins.Field(id)
	out := Fact{ID: string(id), Name: name, State: in.State, Note: note, URL: in.SourceURL}
	if in.Known() && in.Text == "" {
		out.Value = strconv.FormatFloat(in.Value, 'g', -1, 64)
	}
	if name == "" {
		out.Name = f.Label
	}
	if out.Text = explain.ValueIn(ins, f, in); !in.Known() {
		out.Text = explain.Sentence(in.Reason)
	}
	out.Note = explain.DaysIn(explain.Dated(in, note))
	return out
}
