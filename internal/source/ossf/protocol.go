package ossf

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

// treeFD is the file descriptor for the contents of the tree, ownerFD for those of the owner's
// repository of defaults, after the child asked for them.
const (
	treeFD  = 3
	ownerFD = 4
)

// file is one file of a spooled tree: the position of its content in the spool.
type file struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
	At   int64  `json:"at"`
	// Kept is how many of its first bytes are in the spool.
	Kept int64 `json:"kept"`
}

// job is the parent's request to the child, one line of JSON on its input.
type job struct {
	Repo   string   `json:"repo"` // host/owner/name
	Commit string   `json:"commit"`
	Checks []string `json:"checks"`
	Files  []file   `json:"files"`
	// Evidence limits the evidence lines of one check.
	Evidence int `json:"evidence"`
	// Records are the host's data beside the files; nil means that there is no host and no answers.
	Records *forge.Records `json:"records,omitempty"`
}

// message is a message of the child, one line of JSON: the start of a check, an ask, a result, and
// finally the end.
type message struct {
	Start string       `json:"start,omitempty"`
	Ask   *ask         `json:"ask,omitempty"`
	Check *check.Check `json:"check,omitempty"`
	End   bool         `json:"end,omitempty"`
	// Memory is the maximum resident memory, sent with End, because the child may exit before the
	// parent can read it.
	Memory int64 `json:"memory,omitempty"`
}

// The kinds of asks.
const (
	askRuns    = "runs"    // successful runs of the workflow file Arg
	askCommits = "commits" // whether the account Arg ever committed
	askOwner   = "owner"   // the owner's repository of defaults
	askFetch   = "fetch"   // the response of an external service at the address Arg
)

// ask is a check's request for data that is neither in the tree nor in the records.
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
	// Error is in plain words why there is no answer. Missing means that the item does not exist,
	// which is an answer.
	Error   string              `json:"error,omitempty"`
	Missing bool                `json:"missing,omitempty"`
	Runs    []forge.WorkflowRun `json:"runs,omitempty"`
	Found   bool                `json:"found,omitempty"`
	// Tree and Files describe the contents at ownerFD.
	Tree  string `json:"tree,omitempty"`
	Files []file `json:"files,omitempty"`
	Body  []byte `json:"body,omitempty"`
}

// Limits limit one scan. The zero value of a field means the default.
type Limits struct {
	// File is how many bytes of one file the checks may read. A check that needs more of a larger
	// file is unknown. Default 4 MiB.
	File int64
	// Read is the maximum size of a file that is read at all, if the tree is not a tree.Walker.
	// Default 64 MiB.
	Read int64
	// Tree is the maximum stored size of one tree, in bytes. Default 3 GiB.
	Tree int64
	// Files is the maximum number of files of one tree. Default 400,000.
	Files int
	// Evidence is the maximum number of evidence lines of one check. Default 200.
	Evidence int
	// Check and Scan are wall-clock times. Default 2 and 8 minutes.
	Check, Scan time.Duration
	// Memory is the maximum resident memory of the child, in bytes. Default 1 GiB.
	Memory int64
	// Output is the maximum output of the child, in bytes. Default 16 MiB.
	Output int64
	// Asks is the maximum number of asks of one child, Answers the maximum total bytes of the
	// answers, Ask the maximum duration of one. Default 2000, 64 MiB and 30 seconds.
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
