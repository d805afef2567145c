package model

// PriorCheck is how right the table of expected scores is, measured once and dated on repositories
// whose owners have no part in it. Scores, biases and widths are points of 100.
type PriorCheck struct {
	// Made is the day of the measurement, Crawl that of the published results (YYYY-MM-DD).
	Made  string `json:"made"`
	Crawl string `json:"crawl"`
	// Seed decides with the owner which half a repository is in.
	Seed  string    `json:"seed"`
	Table PriorHalf `json:"table"`
	Test  PriorHalf `json:"test"`
	// Shared is the part that the unseen checks of one project have in common, 0 to 1, chosen on
	// the table's half. TableCoverage is the share that 90% intervals held there.
	Shared        float64 `json:"shared"`
	TableCoverage float64 `json:"table_coverage"`
	// Posture is posture as a whole, in several ways.
	Posture []PriorMeasure `json:"posture"`
	// Gaps are by reason, over all checks; Checks by reason and check.
	Gaps   []PriorMeasure `json:"gaps"`
	Checks []PriorMeasure `json:"checks"`
	// Splits are other splits of the same repositories.
	Splits []PriorSplits `json:"splits"`
	// Scale compares our Scorecard and that of the crawl on the same files.
	Scale []PriorScale `json:"scale"`
	// NotTested are checks that the crawl lacks or scored otherwise.
	NotTested []string `json:"not_tested"`
	// Notes are sentences that say what the measurement cannot tell.
	Notes []string `json:"notes"`
}

// PriorHalf is one half of the repositories whose files were scanned.
type PriorHalf struct {
	Repositories int `json:"repositories"`
	Owners       int `json:"owners"`
	NoWorkflows  int `json:"no_workflows"`
}

// PriorMeasure is how far what was assumed is from what was published.
type PriorMeasure struct {
	// ID is the reason for the gap, or the way in which posture was computed.
	ID    string `json:"id"`
	Check string `json:"check,omitempty"`
	N     int    `json:"n"`
	// Seen is the mean share of the weight that files alone showed.
	Seen float64 `json:"seen,omitempty"`
	// Truth is the mean of the published results.
	Truth float64 `json:"truth"`
	// Bias is the mean of assumed minus published, Low to High its 95% interval over owners.
	Bias float64 `json:"bias"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// Coverage is the share of repositories whose published value is in the 90% interval, and Width
	// the mean width of that; nil if nothing was drawn.
	Coverage *float64 `json:"coverage,omitempty"`
	Width    *float64 `json:"width,omitempty"`
}

// PriorSplits are the results of N other splits by owner: the mean bias and how far single ones are
// from it, the mean coverage and width.
type PriorSplits struct {
	ID       string  `json:"id"`
	N        int     `json:"n"`
	Bias     float64 `json:"bias"`
	SD       float64 `json:"sd"`
	Coverage float64 `json:"coverage"`
	Width    float64 `json:"width"`
}

// PriorScale is the mean score of a check, 0 to 10, by two versions of Scorecard on the same files.
type PriorScale struct {
	Check     string  `json:"check"`
	N         int     `json:"n"`
	Ours      float64 `json:"ours"`
	Published float64 `json:"published"`
}
