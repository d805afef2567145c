package model

import "strings"

// Overlay describes how a model differs from the shipped one. The hash of the model does not cover
// it: two overlays that produce the same numbers are one model.
type Overlay struct {
	ID, Why string
	Label   string // a short name for people; may be empty
	// Shipped is the SHA256 of the model that was changed.
	Shipped string
	// Changes are in the order of the model and never empty.
	Changes []Change
	// Notes describe changes that were derived from the overlay and are not written in it.
	Notes []string
}

// Change is one number of the model that an overlay replaced. From or To is "none" if there is no
// number; To is "off" for a removed one.
type Change struct {
	Path     string // "axes.V.V1.weight"
	From, To string
}

// Name returns the name of the model for people: "riskhealth 1.1.0", and with an overlay
// "riskhealth 1.1.0 + my-weights".
func (m Model) Name() string {
	name := strings.TrimSpace(m.ID + " " + m.Version)
	if m.Overlay != nil {
		name += " + " + m.Overlay.ID
	}
	return name
}
