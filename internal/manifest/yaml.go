package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// yamlFile writes a YAML file line by line, because blanks are comments at their place. Values are
// written as JSON, which is YAML; comments hold only texts of this package.
type yamlFile struct {
	File
	out    strings.Builder
	path   []string
	indent int
	first  bool // the next line begins an item of a list
}

// line writes one line at the present depth.
func (y *yamlFile) line(text string) {
	prefix := strings.Repeat(" ", y.indent)
	if y.first {
		prefix, y.first = prefix[:y.indent-2]+"- ", false
	}
	y.out.WriteString(prefix + text + "\n")
}

func (y *yamlFile) field(key string) string {
	return strings.Join(append(y.path[:len(y.path):len(y.path)], key), ".")
}

// in writes a mapping.
func (y *yamlFile) in(key string, body func()) {
	y.line(key + ":")
	y.below(key, 2, body)
}

func (y *yamlFile) below(name string, deeper int, body func()) {
	y.path, y.indent = append(y.path, name), y.indent+deeper
	body()
	y.path, y.indent = y.path[:len(y.path)-1], y.indent-deeper
}

// items writes a list of n mappings, each of which begins with a value.
func (y *yamlFile) items(key string, n int, body func(i int)) {
	y.line(key + ":")
	for i := range n {
		y.first = true
		y.below(key+"["+strconv.Itoa(i)+"]", 4, func() { body(i) })
	}
}

// text writes a text of others. It is unknown: nothing is written.
func (y *yamlFile) text(key string, f fact) bool {
	if f.known() {
		y.line(key + ": " + quoted(f.value))
		y.fill(y.field(key), f.value, f.Origin)
	}
	return f.known()
}

// truth writes true or false.
func (y *yamlFile) truth(key string, f fact) bool {
	if f.known() {
		y.line(key + ": " + f.value)
		y.fill(y.field(key), f.value, f.Origin)
	}
	return f.known()
}

// ask writes a blank as comments: what to write, and the lines to take the comment from.
func (y *yamlFile) ask(key, write, hint string, shape ...string) {
	y.line(fmt.Sprintf("# %s: %s: %s", FillIn, key, write))
	for _, s := range shape {
		y.line("# " + s)
	}
	y.blank(y.field(key), write, hint)
}

// quoted returns a text as a string of JSON.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil { // a string never fails
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}
