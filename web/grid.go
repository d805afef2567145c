package web

import "slices"

// grid is a plain table: the first cell of a row is its header.
type grid struct {
	Caption string
	Heads   []string
	// Num are the columns of numbers, from 0.
	Num  []int
	Rows []gridRow
	// Foot is a last row of sums; nil: none.
	Foot []cell
}

type gridRow struct {
	ID    string // to link to the row; may be empty
	Cells []cell
}

// cell is text with a second line in small type.
type cell struct {
	Text, Sub string
	// Href is an address within the site; empty: no link.
	Href    string
	Mono    bool
	Unknown bool
}

// class of a cell; an empty one has no place where rows become blocks.
func (g grid) class(i int, c cell) string {
	if c.Text == "" {
		return "is-off"
	}
	if slices.Contains(g.Num, i) {
		return "num is-row"
	}
	return "is-row"
}

func (g grid) headClass(i int) string {
	if slices.Contains(g.Num, i) {
		return "num"
	}
	return ""
}

// head is the name of a column, for where rows become blocks.
func (g grid) head(i int) string {
	if i < len(g.Heads) {
		return g.Heads[i]
	}
	return ""
}
