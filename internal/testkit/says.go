package testkit

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	grouped    = regexp.MustCompile(`(\d)[,\x{00a0}\x{202f}](\d{3})`)
	percentage = regexp.MustCompile(`(\d)[ \x{00a0}\x{202f}]%`)
	spelled    = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve")
	numerals   = regexp.MustCompile(`(?i)\b(` + strings.Join(spelled, "|") + `)\b`)
)

// Unsaid returns the values that a text for people does not contain, each as a separate word:
// numbers, dates, names, flags. Tests compare values this way, so that a sentence can be rewritten
// freely. "Two", "12 345" and "93 %" are read as 2, 12345 and 93%; the order of the values does not
// matter.
func Unsaid(text string, values ...string) []string {
	text = plainFigures(text)
	var unsaid []string
	for _, v := range values {
		if !holds(text, plainFigures(v)) {
			unsaid = append(unsaid, v)
		}
	}
	return unsaid
}

func plainFigures(text string) string {
	for grouped.MatchString(text) {
		text = grouped.ReplaceAllString(text, "$1$2")
	}
	text = percentage.ReplaceAllString(text, "$1%")
	text = strings.ReplaceAll(text, "\u00a0", " ")
	return numerals.ReplaceAllStringFunc(text, func(word string) string {
		for n, s := range spelled {
			if strings.EqualFold(s, word) {
				return strconv.Itoa(n)
			}
		}
		return word
	})
}

// holds reports whether the text contains the value between characters that do not belong to words
// or numbers.
func holds(text, value string) bool {
	ok, err := regexp.MatchString(`(^|[^\pL\d.])`+regexp.QuoteMeta(value)+`($|[^\pL\d.]|\.($|\D))`, text)
	return err == nil && ok
}
