package upgrade

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Report says what this program's model, list and bundle do to a published ranking.
type Report struct {
	List string
	// Run is what was published last; zero if nothing was. Then there are no notes.
	Run health.Run
	// Published is the run that the upgrade published; zero if it published none.
	Published health.Run
	// Of each pair, the first is what the run was published with, and the second is this program's.
	Models    [2]Model
	Revisions [2]string // of the list
	Bundles   [2]Bundle
	// Taken counts the projects of which bundled figures take the place of stored ones.
	Taken int
	Notes Notes
}

// Model identifies a model.
type Model struct {
	Name   string // empty if the model is not available
	SHA256 string
}

// Bundle identifies bundled figures. It is zero if there are none, or none were used.
type Bundle struct {
	Made time.Time
	// SHA256 is empty if it is not stored.
	SHA256 string
}

// Changes reports whether the model, the list or any figure is another.
func (r Report) Changes() bool {
	return r.Run.ID == 0 || r.Models[0].SHA256 != r.Models[1].SHA256 || r.Revisions[0] != r.Revisions[1] || r.Taken > 0
}
