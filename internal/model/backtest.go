package model

// Backtest is how well health, as far as git alone shows it, told which
// projects would go silent, measured on local copies of their histories.
// Aggregates only: it names no project.
type Backtest struct {
	// Made is the day it was computed (YYYY-MM-DD), Plumbline the version that did.
	Made      string `json:"made"`
	Plumbline string `json:"plumbline"`
	// Model is the id and version of the model, ModelSHA its hash.
	Model    string `json:"model"`
	ModelSHA string `json:"model_sha256"`
	// Lists are the lists projects of the panel stand on.
	Lists []BacktestList `json:"lists"`
	// Only is the list the panel was restricted to; empty: every copy found.
	Only string `json:"only_list,omitempty"`
	// FirstYear and LastYear bound the instants: each 1 July, inclusive.
	FirstYear int `json:"first_year"`
	LastYear  int `json:"last_year"`
	// OldestCopy and NewestCopy are the days the copies were made (YYYY-MM-DD).
	OldestCopy string `json:"oldest_copy"`
	NewestCopy string `json:"newest_copy"`

	// ProjectYears of Projects were judged; Events of them, in EventProjects,
	// were followed by silence. BaseRate is Events / ProjectYears.
	ProjectYears  int     `json:"project_years"`
	Projects      int     `json:"projects"`
	Events        int     `json:"events"`
	EventProjects int     `json:"event_projects"`
	BaseRate      float64 `json:"base_rate"`

	// Draws and Seed are those of the bootstrap over projects.
	Draws int    `json:"draws"`
	Seed  uint64 `json:"seed"`
	// Rankers are in a fixed order, health first.
	Rankers []BacktestRanker `json:"rankers"`
	// Bands are those of the model, highest first.
	Bands []BacktestBand `json:"bands"`
	Brier BacktestBrier  `json:"brier"`
	// LeftOut is what was looked at and not judged, by kind and reason.
	LeftOut []BacktestGap `json:"left_out"`
}

// BacktestList is a list and how many projects of the panel stand on it.
type BacktestList struct {
	Slug     string `json:"slug"`
	Revision string `json:"revision"`
	Projects int    `json:"projects"`
}

// BacktestRanker is one way to order project-years, the most endangered first.
type BacktestRanker struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	// ProjectYears is how many the figure is known of; the others are left out
	// of its row.
	ProjectYears int `json:"project_years"`
	// AUC is the chance that a year followed by silence comes before one that
	// is not, ties half; Lo and Hi its 95 % range.
	AUC float64 `json:"auc"`
	Lo  float64 `json:"auc_lo"`
	Hi  float64 `json:"auc_hi"`
	// Precision is the share of silence in the worst tenth, Lift that share
	// divided by the base rate of the row. Ties at the edge count in proportion.
	Precision float64 `json:"precision_tenth"`
	Lift      float64 `json:"lift"`
}

// BacktestBand is how many project-years of a band were followed by silence.
type BacktestBand struct {
	Letter string  `json:"letter"`
	From   float64 `json:"from"`
	Silent int     `json:"silent"`
	Of     int     `json:"of"`
}

// BacktestBrier is the mean squared error of a probability of silence, 0 is
// perfect: of the rate of the band among the other projects, and of the rate of
// the other projects altogether, which knows nothing of health.
type BacktestBrier struct {
	Bands    float64 `json:"bands"`
	BaseRate float64 `json:"base_rate"`
}

// BacktestGap is what was left out, how often, and why.
type BacktestGap struct {
	What  string `json:"what"` // "project-years" or "repositories"
	Count int    `json:"count"`
	Why   string `json:"why"`
}
