package model

import "strings"

// Overlay says what of a model is not as it is shipped. It is no part of the
// model's hash: two overlays that lead to the same numbers are one model.
type Overlay struct {
	ID, Why string
	Label   string // a short name for people; may be empty
	// Shipped is the SHA256 of the model it was laid over.
	Shipped string
	// Changes are in the order of the model; never empty.
	Changes []Change
	// Notes say what was worked out from the overlay and does not stand in it.
	Notes []string
}

// Change is one number of the model that an overlay replaced. From or To
// is "none" where there is no number, and To is "off" for what was left out.
type Change struct {
	Path     string // "axes.V.V1.weight"
	From, To string
}

// Name returns the model as people call it: "riskhealth 1.1.0", and with an
// overlay "riskhealth 1.1.0 + my-weights".
func (m Model) Name() string {
	name := strings.TrimSpace(m.ID + " " + m.Version)
	if m.Overlay != nil {
		name += " + " + m.Overlay.ID
	}
	return name
}
