package figures

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Recorder stores what a run observes.
type Recorder interface {
	// StartRun begins a run, or returns the unfinished run with the same list, origin, as-of and
	// scope, so that an interrupted collection resumes. It returns ErrOlder if the run has a past
	// as-of and newer figures are stored.
	StartRun(ctx context.Context, r health.Run, projects []string) (health.Run, error)
	// Pending returns the projects of the run without an answer, in list order.
	Pending(ctx context.Context, run int64) ([]string, error)
	// Record stores the snapshots and the answer of one project in one transaction. It ignores a
	// second answer for the same run and project. It stores OutcomeFailed as OutcomeCarried if an
	// earlier run observed the repository, so that its figures remain. For an attempt without an
	// outcome it stores only the snapshots (a rescore run has no answers).
	Record(ctx context.Context, a health.Attempt, snaps []health.Snapshot) error
	// RecordAll is Record for many projects in one transaction: all or none.
	RecordAll(ctx context.Context, answers []health.Answer) error
	// Publish finishes the run and makes the rows the ranking of its list.
	Publish(ctx context.Context, run int64, rows []ranking.Row) error
}

// Reader serves pages and commands. Every method costs one read, whatever the number of inputs.
type Reader interface {
	// Rank returns one page of the ranking of the newest run, or of the run named in the query. It
	// returns ErrBadQuery for a bad cursor and ErrNotKept if the ranking is not stored.
	Rank(ctx context.Context, q ranking.Query) (ranking.Page, error)
	// Project returns the newest figures of a project, or ErrNotFound if the slug is unknown.
	Project(ctx context.Context, slug string) (Project, error)
	// LastRun returns the newest published run of a list, or ErrNotFound if there is none.
	LastRun(ctx context.Context, list string) (health.Run, error)
}
