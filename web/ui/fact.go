package ui

import (
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
	Mono       bool
}

// FactOf returns an input as a fact; the name is the field's own when it is empty.
func FactOf(ins health.Inputs, id field.ID, name, note string) Fact {
	f, _ := field.ByID(id)
	in := ins.Field(id)
	out := Fact{ID: string(id), Name: name, State: in.State, Note: note, URL: in.SourceURL}
	if name == "" {
		out.Name = f.Label
	}
	if out.Text = explain.ValueIn(ins, f, in); !in.Known() {
		out.Text = explain.Sentence(in.Reason)
	}
	return out
}
