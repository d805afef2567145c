// Package cli prints what commands found: tables, explanations, changes, progress
// and documents. It takes values and writers; it must not know a database, a
// network or how values were come by.
package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Streams are where a command writes.
type Streams struct{ Out, Err io.Writer }

// PrintJSON writes a document, indented, with the characters a terminal would
// obey escaped (JSON does so by itself).
func PrintJSON(w io.Writer, doc any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(doc)
}

// Plain returns text from outside without the characters a terminal obeys.
func Plain(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		switch {
		case r == '\u00a0': // keeps a figure and its unit together on pages
			r = ' '
		case !unicode.IsPrint(r):
			r = '\uFFFD'
		}
		out = append(out, r)
	}
	return string(out)
}

// printNotShipped says by which model figures are when it is not the shipped one.
func printNotShipped(w io.Writer, m model.Model) error {
	if m.Overlay == nil {
		return nil
	}
	_, err := fmt.Fprintf(w, "scored with %s (%.12s), not with the shipped model; see the differences with \"plumbline model show\"\n", m.Name(), m.SHA256)
	return err
}

// printShown says of which run what follows is, if not of what is published.
func printShown(w io.Writer, s explain.Shown) {
	for _, line := range s.Lines() {
		fmt.Fprintln(w, Plain(line))
	}
}

// Plural returns "1 file is", "2 files are".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// OneLine returns the text of an error on one line, without secrets.
func OneLine(err error) string {
	return strings.Join(strings.Fields(Redact(err.Error())), " ")
}

// PrintWithout says what a command goes on without, a line each.
func PrintWithout(w io.Writer, problems []error) {
	for _, err := range problems {
		fmt.Fprintf(w, "plumbline: without %s\n", Redact(err.Error()))
	}
}

var (
	userinfo  = regexp.MustCompile(`([a-zA-Z][a-zA-Z0-9+.-]*://)[^/\s@]+@`)
	passwords = regexp.MustCompile(`(?i)((?:pass(?:word)?|sslpassword)=)[^&\s]+`)
)

// Redact removes user and password from addresses, so that a database or proxy
// password never reaches a terminal or a log.
func Redact(s string) string {
	return passwords.ReplaceAllString(userinfo.ReplaceAllString(s, "${1}…@"), "${1}…")
}
