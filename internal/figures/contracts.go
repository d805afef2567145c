package figures

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Recorder takes what a run observes.
type Recorder interface {
	// StartRun begins a run, or returns the unfinished one with the same list,
	// origin, as-of and scope, so that a killed collection goes on where it was.
	// ErrOlder when it is of a past instant and newer figures are stored.
	StartRun(ctx context.Context, r health.Run, projects []string) (health.Run, error)
	// Pending returns the projects of the run without an answer, in list order.
	Pending(ctx context.Context, run int64) ([]string, error)
	// Record stores the snapshots and the answer of one project in one
	// transaction. A second answer for the same run and project is ignored.
	// OutcomeFailed is stored as OutcomeCarried when an earlier run observed
	// the repository, so that its figures stay. An attempt without an outcome
	// stores the snapshots alone (a rescore run has no answers).
	Record(ctx context.Context, a health.Attempt, snaps []health.Snapshot) error
	// RecordAll is Record for many projects in one transaction: all or none.
	RecordAll(ctx context.Context, answers []health.Answer) error
	// Publish finishes the run and shows the rows as its list's ranking.
	Publish(ctx context.Context, run int64, rows []ranking.Row) error
}

// Reader answers pages and commands. Every method costs one read whatever the
// number of inputs.
type Reader interface {
	// Rank returns one page of the ranking of the newest run, or of the one the query
	// names; ErrBadQuery for a bad cursor, ErrNotKept when it is not stored.
	Rank(ctx context.Context, q ranking.Query) (ranking.Page, error)
	// Project returns the newest figures of a project, ErrNotFound when the
	// slug is not known.
	Project(ctx context.Context, slug string) (Project, error)
	// LastRun returns the newest published run of a list, ErrNotFound when none.
	LastRun(ctx context.Context, list string) (health.Run, error)
}
