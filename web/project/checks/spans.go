package checks

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

// span is a piece of a text: plain, code, or a link.
type span struct {
	Text, URL string
	Code      bool
}

// spans reads the little markdown that advice is written in: `code` and
// [text](address). Anything else, and a link that is not http(s), is text.
func spans(md string) []span {
	var out []span
	plain := func(s string) {
		if n := len(out) - 1; n >= 0 && out[n].URL == "" && !out[n].Code {
			out[n].Text += s
		} else if s != "" {
			out = append(out, span{Text: s})
		}
	}
	for md != "" {
		i := strings.IndexAny(md, "`[")
		if i < 0 {
			plain(md)
			break
		}
		plain(md[:i])
		piece, rest, ok := marked(md[i:])
		if !ok {
			plain(md[i : i+1])
			md = md[i+1:]
			continue
		}
		out = append(out, piece)
		md = rest
	}
	return out
}

// marked reads a piece that begins with a mark, and what follows it.
func marked(md string) (piece span, rest string, ok bool) {
	if md[0] == '`' {
		code, rest, found := strings.Cut(md[1:], "`")
		return span{Text: code, Code: true}, rest, found && code != ""
	}
	text, after, found := strings.Cut(md[1:], "](")
	if !found || text == "" || strings.ContainsAny(text, "[]\n") {
		return span{}, "", false
	}
	address, rest, found := strings.Cut(after, ")")
	u, safe := explain.SafeURL(address)
	return span{Text: text, URL: u}, rest, found && safe
}
