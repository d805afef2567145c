package git

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/google/licensecheck"
)

// restricting are texts that are put before a licence and take rights away.
const restricting = "CommonsClause"

// family is a group of licences with a common phrase, which occurs in each of their texts. A scan
// for all licences needs seconds to prepare, one for a family at most two tenths of one.
type family struct {
	phrases []string // one must occur, in lower case and with single spaces
	ids     []string // "X*": every licence of the classifier with this start
	scanner func() *licensecheck.Scanner
}

func newFamily(phrases, ids string) family {
	f := family{phrases: strings.Split(phrases, "|"), ids: strings.Fields(ids)}
	f.scanner = sync.OnceValue(f.build)
	return f
}

// families are the licences of the classifier that it identifies rightly over the texts of SPDX.
// Left out are those that it takes for one another, e.g. the variants of HPND.
var families = sync.OnceValue(func() []family {
	return []family{
		newFamily("permission is hereby granted", "MIT MIT-0 MIT-CMU MIT-advertising MIT-enna MIT-feh MITNFA X11 NCSA JSON BSL-1.0 ICU Unicode-DFS-2015 Unicode-DFS-2016 SGI-B-2.0 curl ISC 0BSD PostgreSQL"),
		newFamily("redistribution", "BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-2-Clause-Views BSD-3-Clause BSD-3-Clause-* BSD-4-Clause-UC BSD-Source-Code Apache-1.0 Apache-1.1 "+
			"OpenSSL PHP-3.0 PHP-3.01 ZPL-2.0 ZPL-2.1 NCSA Sleepycat TMate bzip2-1.0.6 bzip2-1.0.5"),
		newFamily("advertising materials", "BSD-4-Clause"), // among the others it makes them ten times as slow to prepare
		newFamily("permission to use", "ISC 0BSD curl PostgreSQL TCL libtiff NTP MIT-CMU SMLNJ"),
		newFamily("apache license|educational community license", "Apache-2.0 ECL-2.0"),
		newFamily("gnu", "GPL-* LGPL-* AGPL-*"),
		newFamily("independent modules", classpathID),
		newFamily("mozilla public|netscape public", "MPL-* NPL-*"),
		newFamily("eclipse public|common public", "EPL-* CPL-1.0"),
		newFamily("common development and distribution", "CDDL-*"),
		newFamily("server side public", "SSPL-1.0"),
		newFamily("european union public", "EUPL-*"),
		newFamily("cecill", "CECILL-2.0 CECILL-2.1 CECILL-B CECILL-C"),
		newFamily("creative commons|cc0", "CC0-1.0 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC-BY-NC-* CC-BY-ND-*"),
		newFamily("commons clause", restricting),
		newFamily("unencumbered", "Unlicense"),
		newFamily("as-is|altered source", "Zlib Libpng libpng-2.0 zlib-acknowledgement"),
		newFamily("artistic license", "Artistic-*"),
		newFamily("python", "Python-2.0 PSF-2.0"),
		newFamily("academic free license", "AFL-*"),
		newFamily("open font license", "OFL-1.1"),
		newFamily("open software license", "OSL-*"),
		newFamily("microsoft public license|microsoft reciprocal license|ms-pl", "MS-PL MS-RL"),
		newFamily("mulan", "MulanPSL-*"),
		newFamily("universal permissive", "UPL-1.0"),
		newFamily("imagemagick", "ImageMagick"),
		newFamily("what the fuck you want", "WTFPL"),
		newFamily("blue oak", "BlueOak-1.0.0"),
		newFamily("vim", "Vim"),
		newFamily("verbatim copies of the source form", "Ruby"),
		newFamily("openldap", "OLDAP-2.8"),
	}
})

// build prepares the scanner of a family: up to 0.2 seconds.
func (f family) build() *licensecheck.Scanner {
	var chosen []licensecheck.License
	for _, l := range licensecheck.BuiltinLicenses() {
		if l.LRE != "" && slices.ContainsFunc(f.ids, func(id string) bool {
			start, open := strings.CutSuffix(id, "*")
			return l.ID == id || open && strings.HasPrefix(l.ID, start)
		}) {
			chosen = append(chosen, corrected(l))
		}
	}
	if slices.Contains(f.ids, classpathID) {
		chosen = append(chosen, classpath)
	}
	s, err := licensecheck.NewScanner(chosen)
	if err != nil {
		panic("git: the patterns of a licence classifier: " + err.Error()) // constant; a test builds each
	}
	return s
}

// overlooked reports whether a text in lower case is another licence than the classifier says: it
// lets words pass that make a difference.
func overlooked(id, flat string) bool {
	switch id {
	case "BSD-2-Clause":
		return strings.Contains(flat, "export provision") // BSD-2-Clause-Darwin
	case "MIT-CMU":
		return strings.Contains(flat, "copyright notice: (bsd like)") // the first part of Net-SNMP
	case "OpenSSL":
		return !strings.Contains(flat, "ssleay license") // OpenSSL-standalone
	}
	return false
}

// printed are the licence texts in a file, in its order and apart from one another.
type printed []licensecheck.Match

// scanLicences finds the licence texts in a file; flat is its text in lower case, with single
// spaces.
func scanLicences(text, flat string) printed {
	var all printed
	for _, f := range families() {
		if !slices.ContainsFunc(f.phrases, func(p string) bool { return strings.Contains(flat, p) }) {
			continue
		}
		for _, m := range f.scanner().Scan([]byte(text)).Match {
			if !m.IsURL && !overlooked(m.ID, flat) { // an address is only a mention
				all = append(all, m)
			}
		}
	}
	// Of texts that overlap, the longer one is meant.
	slices.SortStableFunc(all, func(a, b licensecheck.Match) int { return (b.End - b.Start) - (a.End - a.Start) })
	var kept printed
	for _, m := range all {
		if kept.admit(&m) {
			kept = append(kept, m)
		}
	}
	slices.SortFunc(kept, func(a, b licensecheck.Match) int { return a.Start - b.Start })
	return kept
}

// maxLead is how far, in bytes, the classifier moves the start of a text towards a line of copyright
// above it; it may do so into the end of another text.
const maxLead = 500

// admit reports whether a text is apart from those found so far, after an overlap by a lead is taken
// away.
func (p printed) admit(m *licensecheck.Match) bool {
	for i := range p {
		k := &p[i]
		switch {
		case m.Start >= k.End || k.Start >= m.End:
		case m.Start > k.Start && m.End > k.End && k.End-m.Start < maxLead:
			m.Start = k.End
		case k.Start > m.Start && k.End > m.End && m.End-k.Start < maxLead:
			k.Start = m.End
		default:
			return false
		}
	}
	return true
}

// ids returns the licences in a file, each once. A notice that the text of a GNU licence recommends
// at its end is no licence of its own, while one before the text says which versions are meant; and
// the LGPL 3 prints the GPL, to which it adds.
func (p printed) ids() []string {
	var ids []string
	for _, m := range p {
		if !slices.Contains(ids, m.ID) {
			ids = append(ids, m.ID)
		}
	}
	base := func(id string) string { return strings.TrimSuffix(strings.TrimSuffix(id, "-or-later"), "-only") }
	var kept []string
	for i, id := range ids {
		same := func(other string) bool { return base(other) == base(id) }
		if strings.Contains(id, "GPL-") && slices.ContainsFunc(ids[:i], same) {
			continue
		}
		if base(id) == "GPL-3.0" && slices.Contains(ids, "LGPL-3.0") {
			continue
		}
		kept = append(kept, id)
	}
	return kept
}

// copies reports whether the texts are copies of one licence. Those of GNU print parts of themselves
// at their end.
func (p printed) copies() bool {
	return !slices.ContainsFunc(p, func(m licensecheck.Match) bool { return m.ID != p[0].ID || strings.Contains(m.ID, "GPL-") })
}

// beside is the text of a file that belongs to none of the licence texts.
type beside struct {
	before, after string
	between       []string // what lies between copies of one text; else it belongs to after
}

// restOf returns what is beside the licence texts, without lines about copyright and without what
// the licences of GNU and Creative Commons say about themselves at their end.
func restOf(text string, found printed) beside {
	if len(found) == 0 {
		return beside{after: text}
	}
	var after strings.Builder
	at := found[0].Start
	var between []string
	copies := found.copies()
	for _, m := range found {
		part := text[at:max(at, m.Start)]
		if copies {
			between = append(between, withoutHolders(part))
		} else {
			after.WriteString(part)
		}
		at = max(at, m.End)
	}
	after.WriteString(text[at:])
	rest := beside{before: withoutHolders(text[:found[0].Start]), between: between, after: after.String()}
	switch {
	case strings.Contains(found[0].ID, "GPL-"):
		rest.after = advice.ReplaceAllString(rest.after, "")
	case strings.HasPrefix(found[0].ID, "CC-"):
		rest.after = aboutCC.ReplaceAllString(rest.after, "")
	}
	rest.after = withoutHolders(rest.after)
	return rest
}

var (
	// advice is how the GNU licences end, in several editions.
	advice = regexp.MustCompile(`(?is)How to Apply These Terms to Your New (?:Programs|Libraries).*(?:this License\.|applying these terms|That's all there is to it!?|why-not-lgpl\.html>?\.?)`)
	// aboutCC says who wrote the licences of Creative Commons, and that this is no part of them.
	aboutCC = regexp.MustCompile(`(?is)Creative Commons is not a party to its public licenses.*does not form part of the public licenses\.\s*Creative Commons may be contacted at \S+`)
	holders = regexp.MustCompile(`(?i)copyright|\(c\)|©|all rights reserved|\S@\S|<https?://`)
)

// withoutHolders leaves out the lines that name holders of rights.
func withoutHolders(text string) string {
	var kept strings.Builder
	for line := range strings.Lines(text) {
		if !holders.MatchString(line) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

func countWords(text string) int {
	return len(wordShape.FindAllStringIndex(text, -1))
}

var wordShape = regexp.MustCompile(`\pL[\pL\pN.'’-]*`)

func (b beside) words() int {
	return countWords(b.before) + countWords(strings.Join(b.between, " ")) + countWords(b.after)
}

// terms are words that take rights away, or give others.
var terms = regexp.MustCompile(`(?i)commons clause|following (?:condition|restriction|exception)|(?:additional|further|special) (?:term|condition|restriction|exception|permission)|` +
	`non-?commercial|(?:may|must|shall|can) ?not\b|not permitted|prohibited|\bexcept (?:that|for|where)|enterprise|proprietary`)

// allowed reports whether what is beside the texts of one licence is too short to change it, and has
// no terms.
func (b beside) allowed(found printed, id string) bool {
	if b.ofWhole(id) {
		return true
	}
	before, after := reserved.ReplaceAllString(b.before, ""), withoutParts(b.after, id)
	for _, part := range b.between {
		if countWords(part) > maxBefore || terms.MatchString(part) {
			return false
		}
	}
	if terms.MatchString(before) || terms.MatchString(after) {
		return false
	}
	size := 0
	for i, m := range found {
		if i == 0 || len(b.between) == 0 {
			size += (m.End - m.Start) / 6 // bytes of a word
		}
	}
	return countWords(before) <= max(maxBefore, size/10) && countWords(after) <= maxAfter
}
