package health

import (
	"context"
	"io"
	"time"
)

// Source observes one project. A source that cannot answer returns an error
// wrapping ErrUnavailable, ErrEmpty, ErrPartialTree or ErrLimit; it never
// invents a value. What it can answer in part it answers, with the rest
// as unknown inputs.
type Source interface {
	// Name is the source's id, e.g. SourceGit.
	Name() string
	Observe(ctx context.Context, p Project, asOf time.Time) (Snapshot, error)
}

// Batcher is a Source that learns about many projects in one request.
type Batcher interface {
	Source
	// Prefetch learns what is cheap to learn of many projects at once and keeps
	// it for their Observe, which works without it too. It returns at once for
	// those it knows already. A project that could not be learnt of is no error:
	// its Observe says why. The error is a LaterError or ctx's.
	Prefetch(ctx context.Context, projects []Project) error
}

// Planner is a Source that tells before a run what it will ask.
type Planner interface {
	Source
	// Plan estimates the cost of observing the projects now. It asks nobody.
	Plan(ctx context.Context, projects []Project) (Plan, error)
}

// Cache keeps bytes by key. Losing entries costs time or requests and nothing
// else, so it has no errors to report. It is safe for concurrent use.
type Cache interface {
	// Load returns what was saved under the key; false when there is nothing.
	Load(key string) ([]byte, bool)
	// Save keeps the value, at most 500 bytes of key, in place of any other.
	Save(key string, value []byte)
}

// Ledger keeps which repository stands behind each address.
type Ledger interface {
	// Identity returns what is known of the repository a list names, by its
	// RepositoryID.Key; ErrNotFound when it was never asked for.
	Identity(ctx context.Context, repository string) (Identity, error)
	SaveIdentity(ctx context.Context, id Identity) error
}

// File is one regular file of a tree.
type File struct {
	Path string
	OID  string
	// Size is −1 when the content is not at hand and its size is not known.
	Size       int64
	Executable bool
}

// Tree is the content of one commit. Symbolic links and submodules are left
// out. A tree is whole or it is an error: no method returns part of one.
type Tree interface {
	Commit() string
	// Hash is the id of the tree object: equal hashes, equal contents.
	Hash() string
	// Files lists the regular files, sorted by path.
	Files() []File
	// ReadFile returns the content of a file; an error wrapping ErrPartialTree
	// when it cannot be had, ErrLimit when it is larger than limit bytes.
	ReadFile(ctx context.Context, path string, limit int64) ([]byte, error)
	// Fetch makes sure the contents of the given files are at hand, in one
	// request; nil means all. It returns ErrPartialTree when some cannot be had.
	Fetch(ctx context.Context, files []File) error
	io.Closer
}

// Answer is what one project said in one run.
type Answer struct {
	Attempt   Attempt
	Snapshots []Snapshot
}

// Walker is a Tree that reads all its files in one go. Whoever needs most of a
// tree asks for it before falling back to ReadFile.
type Walker interface {
	// Walk calls fn for each of Files, in that order, with its size known and a
	// reader of its content, valid during the call and not read to the end by
	// every fn. It returns fn's error, or one wrapping ErrPartialTree when a
	// content cannot be had.
	Walk(ctx context.Context, fn func(f File, content io.Reader) error) error
}

// Recorder takes what a run observes.
type Recorder interface {
	// StartRun begins a run, or returns the unfinished one with the same list,
	// origin, as-of and scope, so that a killed collection goes on where it was.
	// ErrOlder when it is of a past instant and newer figures are stored.
	StartRun(ctx context.Context, r Run, projects []string) (Run, error)
	// Pending returns the projects of the run without an answer, in list order.
	Pending(ctx context.Context, run int64) ([]string, error)
	// Record stores the snapshots and the answer of one project in one
	// transaction. A second answer for the same run and project is ignored.
	// OutcomeFailed is stored as OutcomeCarried when an earlier run observed
	// the repository, so that its figures stay. An attempt without an outcome
	// stores the snapshots alone (a rescore run has no answers).
	Record(ctx context.Context, a Attempt, snaps []Snapshot) error
	// RecordAll is Record for many projects in one transaction: all or none.
	RecordAll(ctx context.Context, answers []Answer) error
	// Publish finishes the run and shows the rows as its list's ranking.
	Publish(ctx context.Context, run int64, rows []Ranked) error
}

// Reader answers pages and commands. Every method costs one read whatever the
// number of inputs.
type Reader interface {
	// Rank returns one page of the ranking of the newest run, or of the one the query
	// names; ErrBadQuery for a bad cursor, ErrNotKept when it is not stored.
	Rank(ctx context.Context, q Query) (Page, error)
	// Project returns the newest figures of a project, ErrNotFound when the
	// slug is not known.
	Project(ctx context.Context, slug string) (ProjectFigures, error)
	// LastRun returns the newest published run of a list, ErrNotFound when none.
	LastRun(ctx context.Context, list string) (Run, error)
}

// ProjectFigures is what the store knows of one project.
type ProjectFigures struct {
	Project string
	Inputs  Inputs
	// Snapshots are the newest of each source, without their inputs. Checks of
	// two sources stay apart: each snapshot has its own.
	Snapshots []Snapshot
	// Basis is what posture is taken from; nil until the figures are Judged.
	Basis *PostureBasis
	// Last is the newest answer; zero when never collected.
	Last Attempt
	// LastGood is the instant of the newest successful observation of our own.
	LastGood time.Time
	// Ranked is the row of the published ranking; nil when not in one.
	Ranked *Ranked
	// Identity is what the host's own id tells of the repository; nil when its
	// host was never asked.
	Identity *Identity
	// Earlier are the values of AlertHistory before the present ones, newest first.
	Earlier []Held
}

// Mark is what tells whether anything that is known of a project may have changed:
// while two are equal, it is not.
type Mark struct {
	// Revision counts what was recorded of it. Attempt is the run of its newest answer,
	// Run the one whose ranking it stands in; 0: none.
	Revision, Attempt, Run int64
	// Checked is when its host was last asked where it is; zero: never.
	Checked time.Time
}

// At returns the instant the figures describe, the end of their windows: the
// newest observation of the repository. Zero when it was never observed.
func (f ProjectFigures) At() time.Time {
	for _, s := range f.Snapshots {
		if s.Source == SourceGit {
			return s.ObservedAt
		}
	}
	return time.Time{}
}
