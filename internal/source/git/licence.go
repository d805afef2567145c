package git

import (
	"regexp"
	"slices"
	"strings"
)

// What we say of a licence when there is no expression for it.
const (
	otherLicence    = "other"   // a text that we do not know, or a known one with more in it
	severalLicences = "several" // more than one, and the files do not say how they belong together
)

// reading is what a licence file says.
type reading struct {
	licence string   // an SPDX expression, "other" or "several"
	names   []string // SPDX ids that a short statement names without their texts
	refers  string   // the file that the text only refers to, in lower case: "see copying"
}

// titles identify texts for which the classifier has no pattern, by their first line.
var titles = []struct{ start, id string }{
	{"business source license 1.1", "BUSL-1.1"},
	{"elastic license 2.0", "Elastic-2.0"},
	{"functional source license, version 1.1, alv2 future license", "FSL-1.1-ALv2"},
	{"functional source license, version 1.1, mit future license", "FSL-1.1-MIT"},
	{"functional source license, version 1.1, apache 2.0 future license", "FSL-1.1-ALv2"},
}

const (
	maxStatement = 150 // words of a statement that names licences
	maxBefore    = 40  // words of introduction before a text, or a tenth of the text
	maxAfter     = 8   // words beside the text, e.g. a name or a mark of the end
)

var (
	marks   = regexp.MustCompile(`[\s*#;|"'` + "`" + `_=]+`)
	spdxTag = regexp.MustCompile(`(?im)^\W{0,8}SPDX-License-Identifier:[ \t]*([A-Za-z0-9.+-]+(?: (?:OR|AND|WITH) [A-Za-z0-9.+-]+)*)`)
	choice  = regexp.MustCompile(`\b(?:either|dual(?:ly)?|at your (?:option|choice)|your choice|choose|any one of|one of|licen[cs]e[sd]? under any of)\b`)
)

// recognise reads a licence text. It never returns the id of a text that only occurs in another
// one: what is beside a known text must be short, or the text is "other".
func recognise(text []byte) reading {
	s := strings.ToValidUTF8(strings.TrimPrefix(string(text), "\ufeff"), "?")
	flat := strings.TrimSpace(marks.ReplaceAllString(strings.ToLower(s), " "))
	for _, t := range titles {
		if strings.HasPrefix(flat, t.start) {
			return reading{licence: t.id}
		}
	}
	found := scanLicences(s, flat)
	rest := restOf(s, found)
	ids := combined(found.ids(), flat)
	switch {
	case len(ids) == 0:
		return statement(s, flat)
	case slices.ContainsFunc(ids, func(id string) bool { return strings.HasPrefix(id, restricting) }):
		return reading{licence: otherLicence}
	case len(ids) == 1 && rest.allowed(found, ids[0]):
		return reading{licence: ids[0]}
	case len(ids) == 1:
		return reading{licence: otherLicence}
	case rest.words() <= maxStatement && choice.MatchString(strings.ToLower(rest.before)):
		return reading{licence: strings.Join(ids, " OR ")}
	}
	return reading{licence: severalLicences}
}

// pointer is a text that only says where the licence is.
var pointer = regexp.MustCompile(`^(?:please )?(?:see|read|refer to)(?: the)?(?: files?| licen[cs]e in)? ([a-z][\w.-]*[a-z0-9])(?: file)?(?: for (?:the )?(?:licen[cs]e|licensing|details|terms|conditions|more|information|copying| )*)?\.?$`)

// statement reads a text in which no licence is printed.
func statement(text, flat string) reading {
	if countWords(text) > maxStatement {
		return reading{licence: otherLicence} // a long text has its own terms, whatever it names
	}
	if tags := spdxTag.FindAllStringSubmatch(text, 2); len(tags) == 1 {
		return reading{licence: tags[0][1]}
	} else if len(tags) > 1 {
		return reading{licence: severalLicences}
	}
	if m := pointer.FindStringSubmatch(flat); m != nil {
		return reading{licence: otherLicence, refers: m[1]}
	}
	ids, unknown := mentioned(flat)
	switch {
	case len(ids) > 1 && !unknown && choice.MatchString(flat):
		return reading{licence: strings.Join(ids, " OR "), names: ids}
	case len(ids) > 1:
		return reading{licence: severalLicences, names: ids}
	case unknown:
		return reading{licence: otherLicence}
	}
	return reading{licence: otherLicence, names: ids}
}

// mentions find the names of licences in a statement, in lower case and with single spaces.
var mentions = []struct {
	id   string
	name *regexp.Regexp
}{
	{"AGPL-3.0", regexp.MustCompile(`(?:gnu )?affero general public licen[cs]e,? ?(?:version |v)? ?3(?:\.0)?|\bagpl-?v?3(?:\.0)?`)},
	{"LGPL-3.0", regexp.MustCompile(`(?:gnu )?lesser general public licen[cs]e,? ?(?:version |v)? ?3(?:\.0)?|\blgpl-?v?3(?:\.0)?`)},
	{"LGPL-2.1", regexp.MustCompile(`(?:gnu )?lesser general public licen[cs]e,? ?(?:version |v)? ?2\.1|\blgpl-?v?2\.1`)},
	{"GPL-3.0", regexp.MustCompile(`(?:gnu )?general public licen[cs]e,? ?(?:version |v)? ?3(?:\.0)?|\bgpl-?v?3(?:\.0)?`)},
	{"GPL-2.0", regexp.MustCompile(`(?:gnu )?general public licen[cs]e,? ?(?:version |v)? ?2(?:\.0)?|\bgpl-?v?2(?:\.0)?`)},
	{"SSPL-1.0", regexp.MustCompile(`server side public licen[cs]e,? ?(?:version |v)? ?1(?:\.0)?|\bsspl-?v?1(?:\.0)?`)},
	{"MPL-2.0", regexp.MustCompile(`mozilla public licen[cs]e,? ?(?:version |v\.? ?)? ?2(?:\.0)?|\bmpl[ -]?v?2(?:\.0)?`)},
	{"EPL-2.0", regexp.MustCompile(`eclipse public licen[cs]e,? ?(?:-|version|v\.?)* ?2(?:\.0)?|\bepl[ -]?v?2(?:\.0)?`)},
	{"Apache-2.0", regexp.MustCompile(`\bapache(?: software)?(?: licen[cs]e)?,?[ -]?(?:version |v)? ?2(?:\.0)?(?: licen[cs]e)?`)},
	{"Elastic-2.0", regexp.MustCompile(`elastic licen[cs]e,? ?(?:version |v)? ?2(?:\.0)?`)},
	{"BSD-2-Clause", regexp.MustCompile(`\bbsd[ -]2[ -]clause(?: licen[cs]e)?|2[ -]clause bsd(?: licen[cs]e)?`)},
	{"BSD-3-Clause", regexp.MustCompile(`\bbsd[ -]3[ -]clause(?: licen[cs]e)?|3[ -]clause bsd(?: licen[cs]e)?`)},
	{"Unlicense", regexp.MustCompile(`\bunlicense\b`)},
	{"MIT", regexp.MustCompile(`\bmit(?: licen[cs]e)?\b`)},
}

var (
	fileName     = regexp.MustCompile(`\b(?:licen[cs]e|unlicense|copying)[-._][\w.-]+|\S+[-._/]licen[cs]e\b`)
	namedLicence = regexp.MustCompile(`(?:public|available|commercial|proprietary|bsd|artistic|zlib|boost|creative commons|isc) licen[cs]e|\b(?:[al]?gpl|bsd|mpl|epl|cddl|cc0|cc-by|wtfpl|proprietary|commercial)\b|\([a-z]{2,6}v?\d`)
)

// mentioned returns the ids of the licences that a statement names, and whether it names others.
func mentioned(flat string) (ids []string, unknown bool) {
	type hit struct {
		id string
		at int
	}
	var hits []hit
	rest := fileName.ReplaceAllStringFunc(flat, func(name string) string { return strings.Repeat(" ", len(name)) })
	for _, m := range mentions {
		places := m.name.FindAllStringIndex(rest, -1)
		if len(places) > 0 {
			hits = append(hits, hit{m.id, places[0][0]})
		}
		rest = m.name.ReplaceAllStringFunc(rest, func(name string) string { return strings.Repeat(" ", len(name)) })
	}
	slices.SortFunc(hits, func(a, b hit) int { return a.at - b.at })
	for _, h := range hits {
		ids = append(ids, h.id)
	}
	return ids, namedLicence.MatchString(rest)
}
