package curated

import "strings"

// An overlay is read by the reader of the model itself: its values are laid over
// those of the model, value by value, so that every range and every rule the
// model must keep is asked of an overlay, too, and is written down once.

// rowKey returns the field that names a row of the list at the path, and "" for
// lists that are replaced as a whole: curves and conditions mean nothing in part.
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

// checked reports whether the names of fields at the path are looked through
// before an overlay is laid over: at its root and in rows that have a key.
func checked(path string) bool {
	list, row := strings.CutSuffix(path, "]")
	if !row {
		return path == ""
	}
	return rowKey(list[:strings.LastIndexByte(list, '[')]) != ""
}

// over returns a field of an overlay laid over the one below it.
func (n node) over(f, below node) node {
	switch {
	case f.ast == nil:
		return n.pin(below)
	case f.given() && below.given():
		f.under = &below
	}
	return f
}

// pin returns what the overlay left as it was. If it is wrong now, the overlay
// made it so: it is told of by the overlay's line.
func (n node) pin(below node) node {
	below.doc, below.line, below.pinned = n.doc, n.line, true
	return below
}

// mergedList returns the rows below in their order, those the overlay names
// laid over, those it turns off left out.
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

// wordOf returns the text of a field of a row, and "" where there is none. It
// notes nothing: the row is read again.
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

// quietly returns the value with a document whose problems nobody reads.
func (n node) quietly() node {
	n.doc = &document{name: n.doc.name}
	return n
}
