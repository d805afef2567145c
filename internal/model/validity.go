package model

// Validity is how criticality and some facts compare with what is known independently of the model.
// It is computed from the bundled figures and dated by them.
type Validity struct {
	List string `json:"list"`
	// Figures is the day of the bundle of figures (YYYY-MM-DD), Bundle its hash.
	Figures string `json:"figures"`
	Bundle  string `json:"bundle_sha256"`
	// Model is the id and version of the model, ModelSHA its hash.
	Model    string `json:"model"`
	ModelSHA string `json:"model_sha256"`
	// Draws and Seed are the parameters of the bootstrap over projects.
	Draws int    `json:"draws"`
	Seed  uint64 `json:"seed"`

	Dependence []ValidityRank  `json:"dependence"`
	Ports      []ValidityRank  `json:"ports"`
	Experts    []ValidityList  `json:"experts"`
	Ties       []ValidityTie   `json:"ties"`
	Facts      []ValidityFact  `json:"facts"`
	Pairs      []ValidityPairs `json:"pairs"`
	Gate       *ValidityGate   `json:"gate,omitempty"`
}

// ValidityRank is a rank correlation (Spearman) of a criticality with a count of dependents.
type ValidityRank struct {
	// Set is the set of projects: "libraries", "measured", "all", "vcpkg" or "conan".
	Set string `json:"set"`
	// Of is the criticality: "before", "former_model", "now", "without_measure" or "judged".
	Of string `json:"of"`
	// With is what it is compared with: "run", "build", "vcpkg" or "conan".
	With string `json:"with"`
	N    int    `json:"n"`
	// Rho is −1 to 1. Lo and Hi are its 95% interval.
	Rho float64 `json:"rho"`
	Lo  float64 `json:"rho_lo"`
	Hi  float64 `json:"rho_hi"`
	// Above is the share of the draws above .32, the value before the model had a measured input.
	Above float64 `json:"above"`
}

// ValidityList is how the members of an expert list compare with the other projects under a
// criticality that does not know the list.
type ValidityList struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Members int    `json:"members"`
	Others  int    `json:"others"`
	// Copied is true if entries were copied from the list, so that it never counts.
	Copied bool `json:"copied,omitempty"`
	// AUC is the probability that a member has the greater criticality; ties count half. Lo and Hi
	// are its 95% interval. All are 0 when there are too few on one side.
	AUC float64 `json:"auc"`
	Lo  float64 `json:"auc_lo"`
	Hi  float64 `json:"auc_hi"`
}

// ValidityTie is a group of projects with equal criticality.
type ValidityTie struct {
	Criticality float64  `json:"criticality"` // to a tenth
	Projects    []string `json:"projects"`
	// Inputs are the observed inputs of criticality that most of the projects share, with the same
	// points; Same is how many do. For the others, different inputs give the same value.
	Inputs []string `json:"inputs"`
	Same   int      `json:"same"`
}

// ValidityFact is how often a fact agrees with two people who read the repositories.
type ValidityFact struct {
	ID string `json:"id"`
	// Agree of Of projects agree. Unknown more have no such fact here.
	Agree   int `json:"agree"`
	Of      int `json:"of"`
	Unknown int `json:"unknown"`
	// Lo and Hi are the 95% interval (Wilson) of the share, 0 to 1.
	Lo float64 `json:"lo"`
	Hi float64 `json:"hi"`
	// Differ are the slugs of the others.
	Differ []string `json:"differ,omitempty"`
}

// ValidityPairs is how criticality agrees with pairs that people ordered before it was computed.
type ValidityPairs struct {
	Set      string `json:"set"` // "open"
	Agree    int    `json:"agree"`
	Equal    int    `json:"equal"`
	Disagree int    `json:"disagree"`
	Unknown  int    `json:"unknown"`
}

// ValidityGate is whether a gate would have applied to a project on days of the past, with the
// criticality of the bundled figures.
type ValidityGate struct {
	Gate string `json:"gate"`
	Slug string `json:"slug"`
	// Criticality is that of the project, to a tenth; Needs is what the gate needs.
	Criticality float64       `json:"criticality"`
	Needs       float64       `json:"needs"`
	Days        []ValidityDay `json:"days"`
}

// ValidityDay is one day of the past, with what the history showed then.
type ValidityDay struct {
	Day         string `json:"day"`
	Regulars    int    `json:"regulars"`
	Integrators int    `json:"integrators"`
	Applies     bool   `json:"applies"`
}
