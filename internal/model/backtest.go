package model

// Backtest is a measurement of how well health predicted which projects would go silent. Health
// comes from git alone, from local copies of their histories. It contains only aggregates and names
// no project.
type Backtest struct {
	// Made is the day it was computed (YYYY-MM-DD), Plumbline the version that computed it.
	Made      string `json:"made"`
	Plumbline string `json:"plumbline"`
	// Model is the id and version of the model, ModelSHA its hash.
	Model    string `json:"model"`
	ModelSHA string `json:"model_sha256"`
	// Lists are the lists that contain projects of the panel.
	Lists []BacktestList `json:"lists"`
	// Only is the list to which the panel was restricted; empty means every copy found.
	Only string `json:"only_list,omitempty"`
	// FirstYear and LastYear are the range of the instants: each 1 July, inclusive.
	FirstYear int `json:"first_year"`
	LastYear  int `json:"last_year"`
	// OldestCopy and NewestCopy are the days on which the copies were made (YYYY-MM-DD).
	OldestCopy string `json:"oldest_copy"`
	NewestCopy string `json:"newest_copy"`

	// ProjectYears is the number of cases scored, from Projects projects. Events is how many of
	// them silence followed, in EventProjects projects. BaseRate is Events / ProjectYears.
	ProjectYears  int     `json:"project_years"`
	Projects      int     `json:"projects"`
	Events        int     `json:"events"`
	EventProjects int     `json:"event_projects"`
	BaseRate      float64 `json:"base_rate"`

	// Draws and Seed are the parameters of the bootstrap over projects.
	Draws int    `json:"draws"`
	Seed  uint64 `json:"seed"`
	// Rankers are in a fixed order, health first.
	Rankers []BacktestRanker `json:"rankers"`
	// Bands are the bands of the model, highest first.
	Bands []BacktestBand `json:"bands"`
	Brier BacktestBrier  `json:"brier"`
	// LeftOut is what was considered and not scored, by kind and reason.
	LeftOut []BacktestGap `json:"left_out"`
}

// BacktestList is a list with the number of panel projects on it.
type BacktestList struct {
	Slug     string `json:"slug"`
	Revision string `json:"revision"`
	Projects int    `json:"projects"`
}

// BacktestRanker is one way to order project-years, highest risk of silence first.
type BacktestRanker struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	// ProjectYears is the number of cases with a known figure. The row leaves out the others.
	ProjectYears int `json:"project_years"`
	// AUC is the probability that a year followed by silence is ordered before one that is not;
	// ties count half. Lo and Hi are its 95% interval.
	AUC float64 `json:"auc"`
	Lo  float64 `json:"auc_lo"`
	Hi  float64 `json:"auc_hi"`
	// Precision is the share of silence in the worst tenth. Lift is that share divided by the base
	// rate of the row. Ties at the cut count in proportion.
	Precision float64 `json:"precision_tenth"`
	Lift      float64 `json:"lift"`
}

// BacktestBand is the number of project-years of a band that silence followed.
type BacktestBand struct {
	Letter string  `json:"letter"`
	From   float64 `json:"from"`
	Silent int     `json:"silent"`
	Of     int     `json:"of"`
}

// BacktestBrier is the mean squared error of a probability of silence; 0 is perfect. It compares
// the rate of the band among the other projects with the rate of all other projects, which ignores
// health.
type BacktestBrier struct {
	Bands    float64 `json:"bands"`
	BaseRate float64 `json:"base_rate"`
}

// BacktestGap is what was left out, how many times, and why.
type BacktestGap struct {
	What  string `json:"what"` // "project-years" or "repositories"
	Count int    `json:"count"`
	Why   string `json:"why"`
}
