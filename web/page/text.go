package page

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LongestText is how many letters a text in an address may have.
const LongestText = 200

// TextLimit says how long a text in an address may be.
var TextLimit = fmt.Sprintf("at most %d letters", LongestText)

// Text returns a text of an address without what no name holds: space around it, broken letters,
// control characters, and those that would turn the sentence around it.
func Text(raw string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || turns(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(raw, "")))
}

// Unturned returns a page or feed without the characters that set the direction of the text after
// them. Data can hold them, and one would show the rest of a line in another order than it has.
// Letters that are written from right to left need none.
func Unturned(body []byte) []byte {
	if !bytes.ContainsFunc(body, turns) {
		return body
	}
	return bytes.Map(func(r rune) rune {
		if turns(r) {
			return -1
		}
		return r
	}, body)
}

// turns reports whether a character sets the direction of the text after it.
func turns(r rune) bool { return r > unicode.MaxLatin1 && unicode.Is(unicode.Bidi_Control, r) }

// TooLong reports whether a text has more than LongestText letters; it counts letters, not bytes.
func TooLong(text string) bool { return utf8.RuneCountInString(text) > LongestText }
