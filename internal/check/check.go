package check

import "time"

// State is the outcome of one Scorecard check in one scan. Only a scored check has a score; the
// others are never 0.
type State string

// The states of a check.
const (
	// Scored means that the check produced a score.
	Scored State = "scored"
	// NotVisible means that nothing was found in this tree. That proves nothing, because it may be
	// elsewhere.
	NotVisible State = "not_visible"
	// Inconclusive means that the check ran and found nothing to score.
	Inconclusive State = "inconclusive"
	// Errored means that the check did not finish.
	Errored State = "errored"
	// NotRun means that the scan lacked data that the check needs.
	NotRun State = "not_run"
)

// Check is the result of one Scorecard check, with its evidence.
type Check struct {
	// Name is Scorecard's name of the check and the id of its catalogue field.
	Name  string `json:"name"`
	State State  `json:"state"`
	// Score is 0 to 10, high is better; −1 unless State is Scored.
	Score  int    `json:"score"`
	Reason string `json:"reason"`
	// Error is the cause of Errored in technical words, for the operator.
	Error string `json:"error,omitempty"`
	// Details are sorted: warnings first, then by path, line and text.
	Details []Detail `json:"details,omitempty"`
	// Annotations are the maintainers' published remarks on the result, from their own repository.
	// They change no score.
	Annotations []string `json:"annotations,omitempty"`
	// Omitted counts the evidence lines left out to bound the size.
	Omitted int `json:"omitted,omitempty"`
	// Risk is Scorecard's word for its weight: Critical, High, Medium, Low.
	Risk string `json:"risk,omitempty"`
	// Omitted counts the evidence lines that were left out to limit the size.
	Doc string `json:"doc,omitempty"`
	// Remedy is Scorecard's advice if the score is not 10; markdown.
	Remedy []string      `json:"remedy,omitempty"`
	Took   time.Duration `json:"took_ns,omitempty"`
	// Late is why this is not of the instant of its snapshot. With a score it is the last result,
	// of the instant ObservedAt and the commit Commit, which are empty otherwise.
	Late       Late      `json:"late,omitzero"`
	ObservedAt time.Time `json:"observed_at,omitzero"`
	Commit     string    `json:"commit,omitempty"`
}

// Detail is one line of evidence. All of it is untrusted text.
type Detail struct {
	// Type is "warn" or "info".
	Type string `json:"type"`
	Text string `json:"text"`
	// Path is a file of the tree; empty if the line refers to no file.
	Path string `json:"path,omitempty"`
	// Line and EndLine count from 1; 0 if there is none.
	Line    int    `json:"line,omitempty"`
	EndLine int    `json:"end_line,omitempty"`
	Remedy  string `json:"remedy,omitempty"`
}

// Doc is the documentation of one Scorecard check, as its authors wrote it.
type Doc struct {
	Name string
	// Risk is Critical, High, Medium or Low.
	Risk  string
	Short string
	// Description and each step of Remediation are markdown.
	Description string
	Remediation []string
	// URL is the same text at the version in use.
	URL string
}
