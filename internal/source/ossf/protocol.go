package ossf

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// treeFD is the descriptor on which the child finds the contents of the tree.
const treeFD = 3

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
}

// message is what the child says, one line of JSON each: that a check starts,
// what came of it, and at last that it is done.
type message struct {
	Start string        `json:"start,omitempty"`
	Check *health.Check `json:"check,omitempty"`
	End   bool          `json:"end,omitempty"`
	// Memory is the most that was resident, told with End: the child may be gone
	// before anybody can look.
	Memory int64 `json:"memory,omitempty"`
}

// Limits bound one scan. The zero value of a field means the default.
type Limits struct {
	// File is how many bytes of one file the checks may read; a check that
	// needs more of a larger file is unknown. Default 4 MiB.
	File int64
	// Read is the largest file of which anything is read where the tree is not
	// a health.Walker. Default 64 MiB.
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
	return l
}

func def[T int | int64 | time.Duration](v *T, d T) {
	if *v == 0 {
		*v = d
	}
}
