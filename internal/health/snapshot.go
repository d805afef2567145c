package health

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/cost"
)

// Origin says how a snapshot came to be, and so how its age is treated.
type Origin string

// The origins. A live snapshot ages against now; the others are scored as of
// their own instant and shown with their age.
const (
	OriginLive   Origin = "live"
	OriginMirror Origin = "mirror"
	OriginBundle Origin = "bundle"
	OriginAsOf   Origin = "as_of"
	// OriginFile is a result file somebody gave.
	OriginFile Origin = "file"
	// OriginRescore is a run that asked no source: the model or list changed.
	OriginRescore Origin = "rescore"
	// OriginSynthetic is a figure nobody observed: it was made up to measure with.
	OriginSynthetic Origin = "synthetic"
)

// Snapshot is what one source said about one project at one instant. Immutable.
type Snapshot struct {
	Project string // slug
	Source  string
	Version string // of the instrument
	Origin  Origin
	// ObservedAt is the instant the figures describe: the fetch, a mirror's
	// date, or the as-of asked for.
	ObservedAt time.Time
	Commit     string
	SourceURL  string
	// Inputs are sorted by field, each field once.
	Inputs []Input
	// Checks are the results of SourceScorecard and SourcePublished, sorted by
	// name; nil for other sources. Those of SourcePublished may be ones the
	// catalogue does not hold.
	Checks []check.Check
	// People are keyed by an HMAC of this installation; never exported.
	People []Person
}

// Person is one contributor of twelve months without an identity.
type Person struct {
	Key          string // HMAC-SHA-256 under the installation's key, hex, 16 bytes
	Commits      int
	Months       int // separate months with a commit
	Integrations int // others' changes committed
}

// Outcome is the terminal answer of one project in one run.
type Outcome string

// The outcomes. Carried means the source failed and the last figures stay,
// with their age; failed that there are none to stay.
const (
	OutcomeObserved Outcome = "observed"
	OutcomeCarried  Outcome = "carried"
	OutcomeFailed   Outcome = "failed"
)

// Run is one pass over a list.
type Run struct {
	ID       int64
	List     string
	Revision string
	ModelSHA string
	Version  string // of Plumbline
	Origin   Origin
	Started  time.Time
	Finished time.Time // zero while it goes on
	Total    int
	Observed int
	Carried  int
	Failed   int
	AsOf     time.Time // zero unless asked for
	// Scope names the chosen projects in a stable text of at most 500 bytes;
	// empty is the whole list.
	Scope     string
	Published bool
	// Cost is what its answers cost so far.
	Cost cost.Cost
}

// Attempt is the answer of one project in one run.
type Attempt struct {
	Run     int64
	Project string
	Outcome Outcome
	// Reason is for readers, Error for the operator. With OutcomeObserved they
	// say which source could not answer; empty when all did.
	Reason, Error string
	At            time.Time
	Took          time.Duration
	// Next is when the project is due again on the run's list; zero leaves that
	// as it is. It is stored with the answer and not read back.
	Next time.Time
	// Cost is what the answer cost; it is added to the run's and not read back.
	Cost cost.Cost
}
