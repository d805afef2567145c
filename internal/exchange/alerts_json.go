package exchange

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// AlertJSON is a fact that needs a human to look at. It is in no score.
type AlertJSON struct {
	ID    string `json:"id"` // A1 to A7; the method page says what each looks at
	Label string `json:"label"`
	Text  string `json:"text"`
	// Since is when it was first so, YYYY-MM-DD; left out when that is not known.
	Since  string     `json:"since,omitempty"`
	Fields []field.ID `json:"fields"`
	URL    string     `json:"url,omitempty"`
	// Operators marks those that public pages do not show by default.
	Operators bool `json:"operators,omitempty"`
}

// AlertDocuments returns the documents of the alerts, in their order; never nil.
func AlertDocuments(all []alert.Alert) []AlertJSON {
	out := make([]AlertJSON, 0, len(all))
	for _, a := range all {
		d := AlertJSON{ID: a.ID, Label: a.Label, Text: a.Text, Fields: append([]field.ID{}, a.Fields...), URL: a.URL, Operators: a.Operators}
		if !a.Since.IsZero() {
			d.Since = a.Since.UTC().Format(time.DateOnly)
		}
		out = append(out, d)
	}
	return out
}
