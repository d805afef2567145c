// Package foreign bounds text that others wrote before a parser sees it, and clips it before it is
// quoted. A parser's cost can grow with the square of some kinds of text, so a limit on its size
// alone is none on its cost.
package foreign

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Excess is the limit that a text exceeds.
type Excess struct {
	Line int // from 1
	// What is beyond the limit, such as "levels".
	What string
	Most int
}

// Error names the line, the limit and its number.
func (e *Excess) Error() string {
	return fmt.Sprintf("line %d: more than %d %s", e.Line, e.Most, e.What)
}

// quoted is the maximum number of bytes of a value in a message.
const quoted = 200

// Clip returns a text to quote in a message: at most about 200 bytes, valid UTF-8.
func Clip(s string) string {
	if len(s) <= quoted {
		return s
	}
	end := quoted
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.ToValidUTF8(s[:end], "\ufffd") + "…"
}

// mostLine is how many bytes of a text Plain looks at.
const mostLine = 2000

// Line returns a text as Plain does, clipped.
func Line(s string) string { return Clip(Plain(s)) }

// Plain returns a text in one line, without control characters and without those that change the
// direction of what follows.
func Plain(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), mostLine)], "\uFFFD")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
