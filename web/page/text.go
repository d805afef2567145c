package page

import (
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
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(raw, "")))
}

// TooLong reports whether a text has more than LongestText letters; it counts letters, not bytes.
func TooLong(text string) bool { return utf8.RuneCountInString(text) > LongestText }
