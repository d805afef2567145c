package exchange

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// AlertJSON is a fact that a person should look at. It changes no score.
type AlertJSON struct {
	ID    string `json:"id"` // A1 to A7; the method page describes what each detects
	Label string `json:"label"`
	Text  string `json:"text"`
	// Since is when it was first true, YYYY-MM-DD; left out if unknown.
	Since  string     `json:"since,omitempty"`
	Fields []field.ID `json:"fields"`
	URL    string     `json:"url,omitempty"`
	// Operators marks alerts that public pages do not show by default.
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
