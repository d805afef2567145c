// Package table draws every table of the site. What a row holds is made by the
// page; this package knows heads, cells and what becomes of them where there is no
// room for columns.
package table

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"
)

// Table is a table with a caption. It reads one way on every screen: the cell that
// names the row is its header.
type Table struct {
	// Caption says what the table holds; it is for those who hear the page, unless
	// Shown. Code is what can be typed, after the caption.
	Caption string
	Shown   bool
	Code    string
	// Layout says what becomes of the rows where there is no room for columns.
	Layout Layout
	Heads  []Head
	// Header is the column that names the row, from 0.
	Header int
	Rows   []Row
	// Foot is a last row of sums; nil: none.
	Foot []Cell
}

// Layout is how rows look where there is no room for columns, and how cells stand
// in their rows.
type Layout string

// The layouts. Ranks stand before the name; Names have the whole line; Columns stay
// side by side as far as they fit; a Side table is never as wide as a screen; Compared columns are as
// wide as each other.
const (
	Ranks    Layout = "tbl stack"
	Names    Layout = "tbl stack stack--p"
	Columns  Layout = "tbl stack stack--f"
	Topped   Layout = "tbl stack stack--f tbl--top"
	Plumbed  Layout = "tbl stack plumbed"
	Measured Layout = "tbl stack stack--p plumbed"
	Plain    Layout = "tbl stack stack--p grid"
	Side     Layout = "tbl"
	Compared Layout = "tbl stack stack--p grid cmp"
)

// Head is the head of a column.
type Head struct {
	Label string
	// Content stands in the place of the label; nil: the label.
	Content templ.Component
	// Href orders the rows by the column; Sort says which way they are ordered by it:
	// "ascending", "descending" or empty.
	Href, Sort string
	// Class is that of the head, Cells that of the cells below it.
	Class, Cells string
	// Short is the label of a cell where it has a line of its own; empty: none.
	Short string
}

// Row is one row, or the line above a group of rows.
type Row struct {
	ID    string // to link to the row; may be empty
	Key   string // the id of what the row is about, for programs; may be empty
	Class string
	Cells []Cell
	// Group is the name of the rows that follow, Note what is said of them; Tier is
	// whether they are a tier of a ranking. A row with a group has no cells.
	Group, Note string
	Tier        bool
}

// Cell is one cell: text with a second line in small type, or what a page draws.
type Cell struct {
	Text, Sub string
	// Href is an address within the site; empty: no link.
	Href    string
	Mono    bool
	Unknown bool
	// Content stands in the place of the text; nil: the text.
	Content templ.Component
	// Says is what the text states, as in ui.Finding; may be empty.
	Says string
	// Class is added to that of the column.
	Class string
}

// Grid returns a table of texts. numbers are the columns of numbers, from 0.
func Grid(caption string, heads []string, numbers ...int) Table {
	t := Table{Caption: caption, Layout: Plain}
	for i, label := range heads {
		h := Head{Label: label}
		switch {
		case slices.Contains(numbers, i):
			h = h.With("num", "num is-row").As(label)
		case i > 0: // the first names the row
			h = h.With("", "is-row").As(label)
		}
		t.Heads = append(t.Heads, h)
	}
	return t
}

// Add adds a row of cells.
func (t *Table) Add(cells ...Cell) { t.Rows = append(t.Rows, Row{Cells: cells}) }

// Sort returns the head of a column rows can be ordered by; way is "ascending",
// "descending", or empty when they are not.
func Sort(label, href, way string) Head {
	switch way {
	case "ascending":
		label += " ↑"
	case "descending":
		label += " ↓"
	}
	return Head{Label: label, Href: href, Sort: way}
}

// With returns the head with the class of its own and that of its cells.
func (h Head) With(class, cells string) Head {
	h.Class, h.Cells = class, cells
	return h
}

// As returns the head with the label its cells have where each has its own line.
func (h Head) As(short string) Head {
	h.Short = short
	return h
}

func (t Table) head(i int) Head {
	if i < len(t.Heads) {
		return t.Heads[i]
	}
	return Head{}
}

func (t Table) width() string { return strconv.Itoa(len(t.Heads)) }

// class of a cell; an empty one has no place where rows become blocks.
func (t Table) class(i int, c Cell) string {
	class := join(t.head(i).Cells, c.Class)
	if c.Content == nil && c.Text == "" && i != t.Header {
		class = join(class, "is-off")
	}
	return class
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// text returns the cell as a component.
func (c Cell) text() templ.Component {
	if c.Content != nil {
		return c.Content
	}
	return cellText(c)
}
