package draft

import "strings"

// URLs adds a row for each line of a text: an address, a package URL or host/path. Blank lines and
// what follows # are left out.
func (m *Maker) URLs(text string) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if s := content(line); s != "" {
			m.add(row{line: n, address: s})
		}
	}
}

// content returns what a line says, without a remark and without the mark of a list in prose.
func content(line string) string {
	s := strings.TrimSpace(line)
	if strings.HasPrefix(s, "#") {
		return ""
	}
	for _, mark := range []string{" #", "\t#"} {
		s, _, _ = strings.Cut(s, mark)
	}
	for _, bullet := range []string{"- ", "* "} {
		s = strings.TrimPrefix(s, bullet)
	}
	return strings.TrimSpace(s)
}
