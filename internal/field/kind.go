package field

// Kind is the type of the value of a field.
type Kind string

// The kinds of value. Number, Count and Bool are stored in Input.Value (Bool as 0 or 1); Date
// (YYYY-MM-DD, UTC), Text and List (a JSON array) in Input.Text.
const (
	Number Kind = "number"
	Count  Kind = "count"
	Bool   Kind = "bool"
	Date   Kind = "date"
	Text   Kind = "text"
	List   Kind = "list"
)
