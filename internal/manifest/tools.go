package manifest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// tool is a program for security with its type, which is a word of Security Insights.
type tool struct {
	fact
	kind string
}

// tools lists the programs that were seen. How they are run is not known, and the schema wants it.
func (k known) tools(y *yamlFile) {
	var all []tool
	for _, t := range k.analysers() {
		all = append(all, tool{t, "SAST"})
	}
	for _, t := range k.fuzzers() {
		all = append(all, tool{t, "fuzzing"})
	}
	for _, t := range k.updateTools() {
		all = append(all, tool{t, "SCA"})
	}
	if len(all) == 0 {
		return
	}
	y.items("tools", len(all), func(i int) {
		y.text("name", all[i].fact)
		y.text("type", fact{value: all[i].kind, Origin: all[i].Origin})
		y.ask("integration", "fill in all of the three parts below, or delete the tool", "",
			"rulesets:", `  - "default"`, "integration:", "  adhoc: true or false", "  ci: true or false", "  release: true or false", "results: {}")
	})
}

// seen are the names in the evidence of a check, each once; as returns "" for what is no name.
func (k known) seen(id field.ID, as func(string) string) []fact {
	c, from := k.result(id)
	var out []fact
	for _, d := range c.Details {
		n := as(d.Text)
		if d.Type == "warn" || n == "" || slices.ContainsFunc(out, func(f fact) bool { return f.value == n }) {
			continue
		}
		f := fact{value: n, Origin: from}
		if isPath(d.Path) {
			f.Note = d.Path
		}
		out = append(out, f)
	}
	return out
}

var (
	analyser = regexp.MustCompile(`^SAST tool (?:detected|installed): ([A-Za-z][A-Za-z0-9 ._-]{0,39})$`)
	fuzzer   = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]{0,39}) integration found$`)
)

func (k known) analysers() []fact {
	return k.seen(field.SAST, func(text string) string {
		if m := analyser.FindStringSubmatch(text); m != nil {
			return m[1]
		}
		return ""
	})
}

// fuzzerNames are the names of programs by those that Scorecard uses
// (clients and checks/raw/fuzzing.go of Scorecard v4.13.1).
var fuzzerNames = map[string]string{
	"OSSFuzz": ossFuzz, "CLibFuzzer": "libFuzzer", "CppLibFuzzer": "libFuzzer", "RustCargoFuzz": "cargo-fuzz",
	"SwiftLibFuzzer": "libFuzzer", "GoBuiltInFuzzer": "Go fuzzing", "PythonAtherisFuzzer": "Atheris", "JavaJazzerFuzzer": "Jazzer",
}

const ossFuzz = "OSS-Fuzz"

func (k known) fuzzers() []fact {
	var out []fact
	if since := k.input(field.OSSFuzzSince); since.Known() {
		f := fact{value: ossFuzz, Origin: origin(since)}
		f.Note = "since " + since.Text
		out = append(out, f)
	}
	for _, f := range k.seen(field.Fuzzing, func(text string) string {
		m := fuzzer.FindStringSubmatch(text)
		if m == nil {
			return ""
		}
		if n := fuzzerNames[m[1]]; n != "" {
			return n
		}
		return m[1]
	}) {
		if !slices.ContainsFunc(out, func(o fact) bool { return o.value == f.value }) {
			out = append(out, f)
		}
	}
	return out
}

// updaters are the values of the git input.
var updaters = []string{"Dependabot", "Renovate"}

func (k known) updateTools() []fact {
	in := k.input(field.UpdateTool)
	var out []fact
	for n := range strings.SplitSeq(in.Text, ", ") {
		if in.Known() && slices.Contains(updaters, n) {
			out = append(out, fact{value: n, Origin: origin(in)})
		}
	}
	return out
}
