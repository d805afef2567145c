package health

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/cost"
)

// Origin is how a snapshot was made, which determines how its age counts.
type Origin string

// The origins. The age of a live snapshot is measured against now. The others are scored as of
// their own instant and shown with their age.
const (
	OriginLive   Origin = "live"
	OriginMirror Origin = "mirror"
	OriginBundle Origin = "bundle"
	OriginAsOf   Origin = "as_of"
	// OriginFile is a result file that a user supplied.
	OriginFile Origin = "file"
	// OriginRescore is a run that queried no source, after a change of the model or list.
	OriginRescore Origin = "rescore"
	// OriginSynthetic is a generated figure for measurements, not an observation.
	OriginSynthetic Origin = "synthetic"
)

// Snapshot is what one source observed for one project at one instant. Immutable.
type Snapshot struct {
	Project string // slug
	Source  string
	Version string // of the instrument
	Origin  Origin
	// ObservedAt is the instant that the figures describe: the fetch, the date of a mirror, or the
	// requested as-of.
	ObservedAt time.Time
	Commit     string
	SourceURL  string
	// Inputs are sorted by field, each field once.
	Inputs []Input
	// Checks are the results of SourceScorecard and SourcePublished, sorted by name; nil for other
	// sources. Those of SourcePublished may include checks that are not in the catalogue.
	Checks []check.Check
	// People are identified by an HMAC with the key of this installation; never exported.
	People []Person
}

// PeopleMonths is how long people are stored after the snapshot that contained them.
const PeopleMonths = 36

// Person is one contributor of the last twelve months, without identity.
type Person struct {
	Key          string // HMAC-SHA-256 with the installation's key, hex, 16 bytes
	Commits      int
	Months       int // separate months with a commit
	Integrations int // commits of changes written by others
}

// Outcome is the final result of one project in one run.
type Outcome string

// The outcomes. Carried means that the source failed and the last figures remain, with their age.
// Failed means that no earlier figures exist.
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
	Finished time.Time // zero while it is running
	Total    int
	Observed int
	Carried  int
	Failed   int
	AsOf     time.Time // zero unless requested
	// Scope names the chosen projects in a stable text of at most 500 bytes; empty means the
	// complete list.
	Scope     string
	Published bool
	// Cost is the cost of its answers so far.
	Cost cost.Cost
}

// Attempt is the result of one project in one run.
type Attempt struct {
	Run     int64
	Project string
	Outcome Outcome
	// Reason is for readers, Error for the operator. With OutcomeObserved they name the sources
	// that failed; empty if all succeeded.
	Reason, Error string
	At            time.Time
	Took          time.Duration
	// Next is when the project is next due on the list of the run; zero leaves the stored time
	// unchanged. It is stored with the answer and not read back.
	Next time.Time
	// Failing means that Next is the end of a pause of our own, because a host keeps failing, and not
	// of a limit of a host. It is not stored.
	Failing bool
	// Cost is the cost of the answer. It is added to the cost of the run and not read back.
	Cost cost.Cost
}
