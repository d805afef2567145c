package explain

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Subject is a project with its figures and what the model makes of them.
type Subject struct {
	Project health.Project
	List    health.List
	Figures figures.Project // judged
	Score   health.Score
	// Alerts are what is worth a look, those for operators among them: whoever runs
	// the command is one.
	Alerts []alert.Alert
	Shown  Shown
	// ToDo is what to do about the checks that lack points, in the words of the catalogue of steps.
	ToDo map[field.ID]ToDo
}

// ToDo is what the maintainers can do about one check. Its texts have code in `backquotes`.
type ToDo struct {
	Steps []string
	// Nothing is why there is nothing to do; then there are no steps.
	Nothing string
}

// Status is how a list is looked after. Of a list without a run only the list is
// known.
type Status struct {
	List health.List
	Runs []health.Run // newest first
	// Ages are those of the figures of the projects that have any, in days, sorted.
	Ages []int
	// Why counts the projects by the reason the last attempt gave.
	Why map[string]int
	// Elsewhere are the repositories that are not where a list says.
	Elsewhere []forge.Identity
	// Next is when the next project is due; zero: none is.
	Next time.Time
}
