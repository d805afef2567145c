package ossf

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

// treeFD is the descriptor on which the child finds the contents of the tree,
// ownerFD those of the owner's repository of defaults, once it asked for them.
const (
	treeFD  = 3
	ownerFD = 4
)

// file is one file of a spooled tree: where its content stands in the spool.
type file struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
	At   int64  `json:"at"`
	// Kept is how many of its first bytes are in the spool.
	Kept int64 `json:"kept"`
}

// job is what the parent asks of the child, one line of JSON on its input.
type job struct {
	Repo   string   `json:"repo"` // host/owner/name
	Commit string   `json:"commit"`
	Checks []string `json:"checks"`
	Files  []file   `json:"files"`
	// Evidence bounds the evidence lines kept of one check.
	Evidence int `json:"evidence"`
	// Records are what the host knows beside the files; nil: there is no host
	// and nobody answers.
	Records *forge.Records `json:"records,omitempty"`
}

// message is what the child says, one line of JSON each: that a check starts,
// what it asks for, what came of it, and at last that the child is done.
type message struct {
	Start string       `json:"start,omitempty"`
	Ask   *ask         `json:"ask,omitempty"`
	Check *check.Check `json:"check,omitempty"`
	End   bool         `json:"end,omitempty"`
	// Memory is the most that was resident, told with End: the child may be gone
	// before anybody can look.
	Memory int64 `json:"memory,omitempty"`
}

// The kinds of asks.
const (
	askRuns    = "runs"    // successful runs of the workflow file Arg
	askCommits = "commits" // whether the account Arg ever committed
	askOwner   = "owner"   // the owner's repository of defaults
	askFetch   = "fetch"   // the answer of an outside service at the address Arg
)

// ask is something a check wants that is neither in the tree nor in the records.
type ask struct {
	ID     int    `json:"id"`
	Kind   string `json:"kind"`
	Arg    string `json:"arg,omitempty"`
	Method string `json:"method,omitempty"`
	Body   []byte `json:"body,omitempty"`
}

// answer is one line of JSON on the child's input for each ask.
type answer struct {
	ID int `json:"id"`
	// Error says in plain words why there is no answer, Missing that there is
	// no such thing, which is one.
	Error   string              `json:"error,omitempty"`
	Missing bool                `json:"missing,omitempty"`
	Runs    []forge.WorkflowRun `json:"runs,omitempty"`
	Found   bool                `json:"found,omitempty"`
	// Tree and Files describe what stands at ownerFD.
	Tree  string `json:"tree,omitempty"`
	Files []file `json:"files,omitempty"`
	Body  []byte `json:"body,omitempty"`
}

// Limits bound one scan. The zero value of a field means the default.
type Limits struct {
	// File is how many bytes of one file the checks may read; a check that
	// needs more of a larger file is unknown. Default 4 MiB.
	File int64
	// Read is the largest file of which anything is read where the tree is not
	// a tree.Walker. Default 64 MiB.
	Read int64
	// Tree is the most that is kept of one tree, in bytes. Default 3 GiB.
	Tree int64
	// Files is the most files of one tree. Default 400,000.
	Files int
	// Evidence is the most evidence lines kept of one check. Default 200.
	Evidence int
	// Check and Scan are wall-clock times. Default 2 and 8 minutes.
	Check, Scan time.Duration
	// Memory is the resident memory of the child, in bytes. Default 1 GiB.
	Memory int64
	// Output is how much the child may write, in bytes. Default 16 MiB.
	Output int64
	// Asks is how many questions one child may ask, Answers how many bytes it
	// gets told in all, Ask how long one of them may take. Default 2000, 64 MiB
	// and 30 seconds.
	Asks    int
	Answers int64
	Ask     time.Duration
}

func (l Limits) withDefaults() Limits {
	def(&l.File, 4<<20)
	def(&l.Read, 64<<20)
	def(&l.Tree, 3<<30)
	def(&l.Files, 400_000)
	def(&l.Evidence, 200)
	def(&l.Check, 2*time.Minute)
	def(&l.Scan, 8*time.Minute)
	def(&l.Memory, 1<<30)
	def(&l.Output, 16<<20)
	def(&l.Asks, 2000)
	def(&l.Answers, 64<<20)
	def(&l.Ask, 30*time.Second)
	return l
}

func def[T int | int64 | time.Duration](v *T, d T) {
	if *v == 0 {
		*v = d
	}
}
