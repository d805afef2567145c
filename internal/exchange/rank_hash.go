package exchange

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"hash"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// RankHash hashes the figures of a ranking: its rows by name (ranking.SortName), as
// RankCSV writes them, with the head and without the columns after "problem", which say
// which model, run and copy the rows are of, what the model assumes, and depend on the reader's weights;
// then come columns that were added later: licence, funding and checks. So the same figures have the
// same hash in every run and version, and who has the CSV can compute it; N is Unhashed:
//
//	curl -s 'HOST/projects.csv?sort=name&as_of=run-R' | sed -E 's/(,[^,]*){N}$//' | sha256sum
//
// None of these columns ever holds a comma or a line break.
type RankHash struct {
	sum     hash.Hash
	csv     *csv.Writer
	columns []Column
	cells   []string
}

// NewRankHash returns the hash of no rows.
func NewRankHash() *RankHash {
	h := &RankHash{sum: sha256.New(), columns: Columns()}
	h.csv = csv.NewWriter(h.sum)
	h.columns = h.columns[:len(h.columns)-Unhashed()]
	for _, c := range h.columns {
		h.cells = append(h.cells, c.Name)
	}
	_ = h.csv.Write(h.cells) // a hash takes every byte
	return h
}

// Unhashed returns how many columns at the end of the CSV are not part of the hash.
func Unhashed() int {
	all := Columns()
	return len(all) - 1 - slices.IndexFunc(all, func(c Column) bool { return c.Name == "problem" })
}

// Add takes the next row by name.
func (h *RankHash) Add(r ranking.Row) {
	none := &RankCSV{}
	for i, c := range h.columns {
		h.cells[i] = c.cell(none, r)
	}
	_ = h.csv.Write(h.cells) // as above
}

// Sum returns the SHA-256 of the rows so far, as 64 hexadecimal digits.
func (h *RankHash) Sum() string {
	h.csv.Flush()
	return hex.EncodeToString(h.sum.Sum(nil))
}
