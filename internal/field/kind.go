package field

// Kind is how the value of a field is to be read.
type Kind string

// The kinds of value. Number, Count and Bool live in Input.Value (Bool as 0 or
// 1); Date (YYYY-MM-DD, UTC), Text and List (a JSON array) in Input.Text.
const (
	Number Kind = "number"
	Count  Kind = "count"
	Bool   Kind = "bool"
	Date   Kind = "date"
	Text   Kind = "text"
	List   Kind = "list"
)
