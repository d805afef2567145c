package model

// Orders is a ranked list under two models, on the same figures. It is computed once and dated: what
// a change of the model did to the order of the list.
type Orders struct {
	List string `json:"list"`
	// Figures is the day of the bundle of figures (YYYY-MM-DD), Bundle its hash.
	Figures string `json:"figures"`
	Bundle  string `json:"bundle_sha256"`
	// Before and After are the two models.
	Before OrdersSide `json:"before"`
	After  OrdersSide `json:"after"`
	// Why are sentences that say what changed in the model.
	Why []string `json:"why"`
	// Projects are those that either model ranks, in the order of After and then of Before.
	Projects []OrdersRow `json:"projects"`
}

// OrdersSide is one of the two models.
type OrdersSide struct {
	Model    string `json:"model"` // "riskhealth 2.0.0"
	ModelSHA string `json:"model_sha256"`
	Ranked   int    `json:"ranked"`
}

// OrdersRow is one project under both models.
type OrdersRow struct {
	Slug   string      `json:"slug"`
	Name   string      `json:"name"`
	Before OrdersPlace `json:"before"`
	After  OrdersPlace `json:"after"`
	// Cause and Why say what moved it, as package upgrade does; empty if it moved by five places or
	// fewer. Steps are the ranks on the way if more than one cause moved it.
	Cause string       `json:"cause,omitempty"`
	Why   string       `json:"why,omitempty"`
	Steps []OrdersStep `json:"steps,omitempty"`
}

// FarPlaces is the number of places that a project may move without being named.
const FarPlaces = 5

// Far reports whether the project moves by more than FarPlaces, or gains or loses a position.
func (r OrdersRow) Far() bool {
	from, to := r.Before.Rank, r.After.Rank
	return (from == 0) != (to == 0) || max(from-to, to-from) > FarPlaces
}

// OrdersStep is what one cause did to a rank; 0 means not ranked.
type OrdersStep struct {
	Cause string `json:"cause"`
	From  int    `json:"from"`
	To    int    `json:"to"`
}

// OrdersPlace is a project under one model.
type OrdersPlace struct {
	// Rank is 0 if the model gives the project no position. State is then how it takes part in the
	// ranking, as health.RankState, and Why the reason.
	Rank  int    `json:"rank,omitempty"`
	State string `json:"state,omitempty"`
	Why   string `json:"why,omitempty"`
	// Criticality is C, 0 to 100, to a tenth; nil if nothing of it was observed.
	Criticality *float64 `json:"criticality"`
}
