package advisory

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// raw is a record as OSV serves it, without what is not used: texts, references
// and the names of those who found it go no further.
//
//	https://ossf.github.io/osv-schema/
type raw struct {
	ID        string        `json:"id"`
	Aliases   []string      `json:"aliases,omitempty"`
	Modified  time.Time     `json:"modified"`
	Published time.Time     `json:"published"`
	Withdrawn *time.Time    `json:"withdrawn,omitempty"`
	Severity  []rawSeverity `json:"severity,omitempty"`
	Affected  []rawAffected `json:"affected,omitempty"`
	Specific  specific      `json:"database_specific,omitzero"`
	// Details is whether the text begins by saying that it is disputed.
	Details marked `json:"details,omitzero"`
}

// marked is all that is used of a text: whether it begins with the mark that the
// CVE program put before descriptions of what maintainers dispute.
type marked bool

// UnmarshalJSON reads a text, or what was made of one.
func (m *marked) UnmarshalJSON(b []byte) error {
	var text string
	*m = string(b) == "true"
	if json.Unmarshal(b, &text) == nil {
		*m = marked(strings.HasPrefix(strings.TrimSpace(text), "** DISPUTED **"))
	}
	return nil
}

type rawSeverity struct {
	Type  string `json:"type"`
	Score string `json:"score"`
}

type rawAffected struct {
	Package struct {
		Ecosystem string `json:"ecosystem"`
		Name      string `json:"name"`
	} `json:"package,omitzero"`
	Severity []rawSeverity `json:"severity,omitempty"`
	Ranges   []rawRange    `json:"ranges,omitempty"`
	Versions []string      `json:"versions,omitempty"`
	Specific specific      `json:"database_specific,omitzero"`
	Registry custom        `json:"ecosystem_specific,omitzero"`
}

// custom is what we use of what is added in a registry's own form.
type custom struct {
	// Ranges are Go's, for modules whose versions Go's tools cannot order: Ranges of
	// the entry then say that everything is affected, and these what really is.
	Ranges []rawRange `json:"custom_ranges,omitempty"`
}

// UnmarshalJSON reads what it knows and passes over any other form.
func (c *custom) UnmarshalJSON(b []byte) error {
	var all struct {
		Ranges []rawRange `json:"custom_ranges"`
	}
	*c = custom{}
	if json.Unmarshal(b, &all) == nil {
		c.Ranges = all.Ranges
	}
	return nil
}

type rawRange struct {
	Type   string     `json:"type"` // GIT, SEMVER, ECOSYSTEM
	Repo   string     `json:"repo,omitempty"`
	Events []rawEvent `json:"events"`
}

type rawEvent struct {
	Introduced   string `json:"introduced,omitempty"`
	Fixed        string `json:"fixed,omitempty"`
	LastAffected string `json:"last_affected,omitempty"`
	Limit        string `json:"limit,omitempty"`
}

// specific is what we use of what each database adds in its own form.
type specific struct {
	Severity string `json:"severity,omitempty"`
	// Disputed: the maintainers say that it is no vulnerability.
	Disputed bool `json:"isDisputed,omitempty"`
	// LastKnown is GitHub's: where a range ends, when it does not say so itself.
	LastKnown string `json:"last_known_affected_version_range,omitempty"`
}

// UnmarshalJSON reads what it knows and passes over any other form.
func (s *specific) UnmarshalJSON(b []byte) error {
	var all map[string]json.RawMessage
	*s = specific{}
	if json.Unmarshal(b, &all) != nil {
		return nil
	}
	for name, into := range map[string]any{"severity": &s.Severity, "isDisputed": &s.Disputed, "last_known_affected_version_range": &s.LastKnown} {
		if v, ok := all[name]; ok && json.Unmarshal(v, into) != nil {
			continue // of another kind than we know: as if it were not there
		}
	}
	return nil
}

// The bounds of one record.
const (
	mostID       = 100
	mostAliases  = 100
	mostAffected = 5000
	mostVersions = 2000 // kept of one record
)

// readRecord decodes one record. The error says what cannot be used.
func readRecord(b []byte) (raw, error) {
	var r raw
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&r); err != nil {
		return raw{}, fmt.Errorf("advisory: %w", err)
	}
	if !plausible(r.Published) {
		// Go's own files lack the day; of one that is not known the last change is
		// the latest it can have been.
		r.Published = r.Modified
	}
	return r, r.check()
}

func (r raw) check() error {
	switch {
	case !goodID(r.ID):
		return fmt.Errorf("advisory: %.40q is no id", r.ID)
	case len(r.Affected) > mostAffected:
		return fmt.Errorf("advisory %s: %d packages", r.ID, len(r.Affected))
	case !plausible(r.Published):
		return fmt.Errorf("advisory %s: without the day of its publication", r.ID)
	case !r.Modified.IsZero() && !plausible(r.Modified) || r.Withdrawn != nil && !plausible(*r.Withdrawn):
		return fmt.Errorf("advisory %s: of a day that cannot be", r.ID)
	}
	return nil
}

func plausible(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 2200 }

// goodID reports whether an id can stand in an address and on a page.
func goodID(id string) bool {
	return id != "" && len(id) <= mostID && id[0] != '.' && !strings.ContainsFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("-._:", r)
	})
}

// ending is how what is affected ends, by the record's own word.
type ending int

// The endings, the better first.
const (
	fixed   ending = iota // a release, or a commit, without it is named
	ended                 // the last one affected is named, and not the first that is not
	unclear               // it says nothing we can read
	open                  // everything since is affected
)

// record is what is kept of an advisory about one subject.
type record struct {
	ID        string    `json:"id"`
	Aliases   []string  `json:"aliases,omitempty"`
	Modified  time.Time `json:"modified"`
	Published time.Time `json:"published"`
	Withdrawn bool      `json:"withdrawn,omitempty"`
	Disputed  bool      `json:"disputed,omitempty"`
	Severity  severity  `json:"severity,omitempty"`
	// About is false when nothing in it is about the subject.
	About  bool   `json:"about,omitempty"`
	Ending ending `json:"ending,omitempty"`
	// Fixed, Last and Versions are those it names: without it, last with it, with
	// it. Commits are not kept; Versions only where the ending needs them.
	Fixed    []string `json:"fixed,omitempty"`
	Last     []string `json:"last,omitempty"`
	Versions []string `json:"versions,omitempty"`
	// Broken says that it could not be read, or is listed and not there.
	Broken bool `json:"broken,omitempty"`

	// Under is the day of modification it was listed under when it was read, and
	// Tries how often what was served was older than that.
	Under string `json:"under,omitempty"`
	Tries int    `json:"tries,omitempty"`
	// Patched is set once a later release than the last affected one was seen,
	// Released is the day of the first of Fixed, Sought that it was looked for.
	Patched  bool   `json:"patched,omitempty"`
	Released string `json:"released,omitempty"`
	Sought   bool   `json:"sought,omitempty"`
}

// reduce returns what a record says of a subject.
func reduce(r raw, s subject) record {
	out := record{
		ID: r.ID, Modified: r.Modified.UTC(), Published: r.Published.UTC(), Withdrawn: r.Withdrawn != nil,
		Disputed: r.Specific.Disputed || bool(r.Details), Severity: severityOf(r.Specific.Severity),
	}
	worded := out.Severity != unrated // a person's word goes before arithmetic
	if !worded {
		out.Severity = scored(r.Severity)
	}
	for _, a := range r.Aliases[:min(mostAliases, len(r.Aliases))] {
		if goodID(a) {
			out.Aliases = append(out.Aliases, a)
		}
	}
	for _, a := range r.Affected {
		if !a.about(s) {
			continue
		}
		out.About = true
		end := a.ending(s, &out)
		out.Ending = max(out.Ending, end)
		if !worded {
			out.Severity = max(out.Severity, scored(a.Severity), severityOf(a.Specific.Severity))
		}
	}
	for _, list := range []*[]string{&out.Fixed, &out.Last, &out.Versions} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	if out.Ending != ended || len(out.Versions) > mostVersions {
		out.Versions = nil
	}
	return out
}

// about reports whether an entry is about the subject. An entry of a
// distribution is about its package, whatever repository it names beside it.
func (a rawAffected) about(s subject) bool {
	if !s.repository() {
		return s.samePackage(a.Package.Ecosystem, a.Package.Name)
	}
	if eco, _, _ := strings.Cut(a.Package.Ecosystem, ":"); eco != "" && !upstream[eco] {
		return false
	}
	return slices.ContainsFunc(a.Ranges, func(r rawRange) bool { return r.Type == repositories && s.sameRepository(r.Repo) })
}

// upstream are the ecosystems whose records are about projects themselves.
var upstream = map[string]bool{
	"npm": true, "PyPI": true, "Maven": true, "Go": true, "crates.io": true, "RubyGems": true, "NuGet": true, "Packagist": true, "Hex": true,
	"Pub": true, "Hackage": true, "CRAN": true, "Bioconductor": true, "SwiftURL": true, "Linux": true, "GHC": true, "ConanCenter": true,
	"Julia": true, "opam": true, "GitHub Actions": true, "VSCode": true,
}

// ending returns how an entry ends and adds the versions it names to out. Ranges
// of versions say more of releases than those of commits, and go before them.
func (a rawAffected) ending(s subject, out *record) ending {
	worst, versions, any := fixed, false, false
	ranges := a.Ranges
	if len(a.Registry.Ranges) > 0 {
		ranges = a.Registry.Ranges
	}
	for _, r := range ranges {
		versions = versions || r.Type != repositories && len(r.Events) > 0
	}
	for _, r := range ranges {
		if (r.Type == repositories) == versions || r.Type == repositories && s.repository() && !s.sameRepository(r.Repo) {
			continue
		}
		any = true
		end := r.ending(out)
		if end == open {
			end = lastKnown(a.Specific.LastKnown, out)
		}
		worst = max(worst, end)
	}
	out.Versions = append(out.Versions, a.Versions...)
	switch {
	case any:
		return worst
	case len(a.Versions) > 0: // these and no others
		return ended
	}
	return unclear
}

// ending returns how a range ends. Of versions each beginning needs its end, in
// whatever order they stand; commits of several branches may share one.
func (r rawRange) ending(out *record) ending {
	var begun, ends, without int
	for _, e := range r.Events {
		switch {
		case e.Introduced != "":
			begun++
		case e.Fixed != "":
			ends, without = ends+1, without+1
			if r.Type != repositories {
				out.Fixed = append(out.Fixed, e.Fixed)
			}
		case e.LastAffected != "":
			ends++
			if r.Type != repositories {
				out.Last = append(out.Last, e.LastAffected)
			}
		case e.Limit != "":
			ends++
		}
	}
	switch {
	case begun == 0 && ends == 0:
		return unclear
	case r.Type == repositories && without > 0, without > 0 && without == ends && ends >= begun:
		return fixed
	case r.Type == repositories && ends > 0, ends >= begun:
		return ended
	}
	return open
}

// lastKnown reads "<= 1.4.2" or "< 2.0.0", which stands beside a range without
// an end; open when there is none.
func lastKnown(text string, out *record) ending {
	if v, ok := strings.CutPrefix(text, "<="); ok && strings.TrimSpace(v) != "" {
		out.Last = append(out.Last, strings.TrimSpace(v))
		return ended
	}
	if v, ok := strings.CutPrefix(text, "<"); ok && strings.TrimSpace(v) != "" {
		out.Fixed = append(out.Fixed, strings.TrimSpace(v))
		return fixed
	}
	return open
}
