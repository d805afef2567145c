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
}

// OrdersPlace is a project under one model.
type OrdersPlace struct {
	// Rank is 0 if the model does not rank the project. Why is then the reason.
	Rank int    `json:"rank,omitempty"`
	Why  string `json:"why,omitempty"`
	// Criticality is C, 0 to 100, to a tenth; nil if nothing of it was observed.
	Criticality *float64 `json:"criticality"`
}
