package curated

import "strings"

// The reader of the model also reads overlays: the values of an overlay are merged over those of
// the model one by one. Every range and rule of the model thus applies to overlays too and is
// defined once.

// rowKey returns the field that identifies a row of the list at the path. It returns "" for lists
// that are replaced completely: parts of curves and conditions have no meaning.
func rowKey(path string) string {
	switch {
	case strings.Contains(path, "["):
	case strings.HasPrefix(path, "axes."), path == "gates":
		return "id"
	case strings.HasPrefix(path, "bands."):
		return "word"
	}
	return ""
}

// checked reports whether the field names at the path are checked before an overlay is merged: at
// its root and in rows that have a key.
func checked(path string) bool {
	list, row := strings.CutSuffix(path, "]")
	if !row {
		return path == ""
	}
	return rowKey(list[:strings.LastIndexByte(list, '[')]) != ""
}

// over returns a field of an overlay merged over the one below it.
func (n node) over(f, below node) node {
	switch {
	case f.ast == nil:
		return n.pin(below)
	case f.given() && below.given():
		f.under = &below
	}
	return f
}

// pin returns a value that the overlay did not change. If it is wrong now, the overlay is the
// cause, so problems are reported at the overlay's line.
func (n node) pin(below node) node {
	below.doc, below.line, below.pinned = n.doc, n.line, true
	return below
}

// mergedList returns the rows below in their order. Rows that the overlay names are merged; rows
// that it turns off are left out.
func (n node) mergedList() []node {
	key := rowKey(n.path)
	own := map[string]node{}
	for _, row := range n.ownList() {
		own[row.wordOf(key)] = row
	}
	var out []node
	for _, below := range n.under.list() {
		row, ok := own[below.wordOf(key)]
		switch {
		case !ok:
			out = append(out, n.pin(below))
		case !row.off():
			row.under = &below
			out = append(out, row)
		}
	}
	return out
}

// wordOf returns the text of a field of a row, or "" if there is none. It notes no problems,
// because the row is read again.
func (n node) wordOf(field string) string {
	for e := range n.quietly().entries() {
		if e.name == field {
			return e.value.word()
		}
	}
	if n.under != nil {
		return n.under.wordOf(field)
	}
	return ""
}

// off reports whether the row turns off what it names.
func (n node) off() bool {
	for e := range n.quietly().entries() {
		if e.name == "off" {
			return e.value.yes()
		}
	}
	return false
}

// quietly returns the value with a document whose problems are discarded.
func (n node) quietly() node {
	n.doc = &document{name: n.doc.name}
	return n
}
