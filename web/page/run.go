package page

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// RunJSON is how a document about a list begins: the run that its figures are of, and what they were
// made from.
type RunJSON struct {
	List     string `json:"list"`
	Revision string `json:"revision"`
	Run      int64  `json:"run"`
	// Published is the instant of the run, null before the first; the figures of each project have
	// days of their own.
	Published *time.Time `json:"published"`
	Model     string     `json:"model_sha256"`
	// Data is the hash of the figures, as citations have it; null before the first run, and where it
	// is unknown.
	Data *string `json:"data_sha256"`
}

// RunJSON returns the head of a document about the list of the request. Cost: the summary of the run,
// which is kept.
func (r *Request) RunJSON() (RunJSON, error) {
	o, err := r.Summary(r.Context())
	return r.RunOf(r.List, r.Run, o.DataSHA), err
}

// RunOf returns the head of a document about a run of a list with the hash of its figures; without a
// list it names none.
func (r *Request) RunOf(l *health.List, run health.Run, data string) RunJSON {
	h := RunJSON{Revision: run.Revision, Run: run.ID, Model: r.Model.SHA256}
	if l != nil {
		h.List = l.Slug
	}
	if !run.Finished.IsZero() {
		at := run.Finished.UTC()
		h.Published = &at
	}
	if data != "" {
		h.Data = &data
	}
	return h
}
