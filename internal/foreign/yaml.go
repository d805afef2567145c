package foreign

import (
	"bytes"
	"cmp"
)

// YAML are limits on a YAML text. Zero fields have the default, which is far beyond any file that
// people write and keeps a parser below a second.
type YAML struct {
	// Size is in bytes. Default 1 MiB.
	Size int
	// Depth is how deep brackets, markers of items and indentation nest. Default 40.
	Depth int
	// Tokens are ends of lines and characters with a meaning in YAML, wherever they stand. Default
	// 200,000.
	Tokens int
	// Keys are the lines of one mapping that may hold a key: for each a parser looks at all before
	// it. Default 1,000.
	Keys int
	// Blank is how many bytes of white space follow each other. Default 2,000.
	Blank int
	// Documents are in one text. Aliases are references to an earlier value, which can double a text
	// each. Tags nest like brackets. Default 10, 20 and 1,000.
	Documents, Aliases, Tags int
}

func (l YAML) withDefaults() YAML {
	l.Size = cmp.Or(l.Size, 1<<20)
	l.Depth = cmp.Or(l.Depth, 40)
	l.Tokens = cmp.Or(l.Tokens, 200_000)
	l.Keys = cmp.Or(l.Keys, 1000)
	l.Blank = cmp.Or(l.Blank, 2000)
	l.Documents = cmp.Or(l.Documents, 10)
	l.Aliases = cmp.Or(l.Aliases, 20)
	l.Tags = cmp.Or(l.Tags, 1000)
	return l
}

// Check returns an *Excess if a text is beyond a limit. It looks at characters and does not parse:
// what stands in texts and comments counts, too. Cost: one pass.
func (l YAML) Check(text []byte) error {
	l = l.withDefaults()
	if len(text) > l.Size {
		return &Excess{1, "bytes", l.Size}
	}
	s := scan{limits: l, line: 1}
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && text[end] != '\n' && text[end] != '\r' {
			end++
		}
		if e := s.take(text[start:end]); e != nil {
			return e
		}
		start = end + 1
		// The two bytes of one end of a line.
		if end+1 < len(text) && text[end] == '\r' && text[end+1] == '\n' {
			start++
		}
		s.line++
	}
	return nil
}

// scan is the state of a check between two lines.
type scan struct {
	limits                                 YAML
	line                                   int
	tokens, flow, documents, aliases, tags int
	blank                                  int // bytes of white space up to here
	// open are the mappings around the line, outermost first.
	open []mapping
}

// mapping is one whose keys begin in a column.
type mapping struct{ column, keys int }

func (s *scan) over(what string, most int) error { return &Excess{s.line, what, most} }

// take checks one line.
func (s *scan) take(line []byte) error {
	if err := s.characters(line); err != nil {
		return err
	}
	if len(line) >= 3 && string(line[:3]) == "---" {
		if s.documents++; s.documents > s.limits.Documents {
			return s.over("documents", s.limits.Documents)
		}
	}
	return s.nesting(line)
}

// characters counts what a tokenizer may make a token of.
func (s *scan) characters(line []byte) error {
	s.tokens++
	s.blank++
	for i, c := range line {
		switch c {
		case ' ', '\t':
			if s.blank++; s.blank > s.limits.Blank {
				return s.over("bytes of white space in a row", s.limits.Blank)
			}
			continue
		case '[', '{':
			if s.flow++; s.flow > s.limits.Depth {
				return s.over("levels", s.limits.Depth)
			}
			s.tokens++
		case ']', '}':
			s.flow = max(s.flow-1, 0)
			s.tokens++
		case '*':
			if follows := i+1 < len(line) && line[i+1] != ' ' && line[i+1] != '*'; follows && (i == 0 || begins(line[i-1])) {
				s.aliases++
			}
			s.tokens++
		case '!':
			if i == 0 || begins(line[i-1]) {
				s.tags++
			}
			s.tokens++
		case ':', ',', '-', '?', '&', '|', '>', '#', '"', '\'', '%', '@', '`':
			s.tokens++
		}
		s.blank = 0
	}
	switch l := s.limits; {
	case s.tokens > l.Tokens:
		return s.over("marks and lines", l.Tokens)
	case s.aliases > l.Aliases:
		return s.over("aliases", l.Aliases)
	case s.tags > l.Tags:
		return s.over("tags", l.Tags)
	case s.blank > l.Blank:
		return s.over("bytes of white space in a row", l.Blank)
	}
	return nil
}

// begins reports whether a value can begin after this character.
func begins(c byte) bool {
	switch c {
	case ' ', '\t', '[', '{', ',', ':', '-':
		return true
	}
	return false
}

// emptyItem is what an item without a value costs a parser, in tokens.
const emptyItem = 10

// nesting finds the mapping of a line by its indentation.
func (s *scan) nesting(line []byte) error {
	column, markers, key := 0, 0, -1
	for ; column < len(line); column++ {
		c := line[column]
		if c == ' ' || c == '\t' {
			continue
		}
		if c != '-' && c != '?' || column+1 < len(line) && line[column+1] != ' ' && line[column+1] != '\t' {
			break
		}
		if markers++; markers > s.limits.Depth {
			return s.over("levels", s.limits.Depth)
		}
		if c == '?' && key < 0 {
			key = column
		}
		if key < 0 {
			s.leave(column + 1) // whatever an earlier item held
		}
	}
	if key < 0 {
		if column == len(line) {
			if s.tokens += emptyItem * markers; s.tokens > s.limits.Tokens {
				return s.over("marks and lines", s.limits.Tokens)
			}
			return nil
		}
		if line[column] == '#' {
			return nil
		}
		key = column
	}
	s.leave(key + 1)
	if n := len(s.open); n == 0 || s.open[n-1].column < key {
		if n >= s.limits.Depth {
			return s.over("levels", s.limits.Depth)
		}
		s.open = append(s.open, mapping{column: key})
	}
	if line[key] != '?' && bytes.IndexByte(line, ':') < 0 {
		return nil
	}
	in := &s.open[len(s.open)-1]
	if in.keys++; in.keys > s.limits.Keys {
		return s.over("keys of one mapping", s.limits.Keys)
	}
	return nil
}

// leave ends the mappings that begin in a column or later.
func (s *scan) leave(column int) {
	for n := len(s.open); n > 0 && s.open[n-1].column >= column; n-- {
		s.open = s.open[:n-1]
	}
}
