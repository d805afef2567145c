package model

import "time"

// Release is one version of the shipped model.
type Release struct {
	Version string
	// Date is the day from which the program ranked with it (YYYY-MM-DD).
	Date string
	// File holds the model, among the curated files; empty for the shipped one.
	File string
	// Model is the model itself; nil if this program has no copy of it.
	Model *Model
	// Orders is the bundled list under the version before and this one; nil if they were not compared.
	Orders *Orders
}

// sideBySide is how many years both orders are shown.
const sideBySide = 1

// Until returns the last day on which the orders before and after the version are shown side by
// side; the zero time if its date is unknown.
func (r Release) Until() time.Time {
	day, err := time.Parse(time.DateOnly, r.Date)
	if err != nil {
		return time.Time{}
	}
	return day.AddDate(sideBySide, 0, 0)
}
