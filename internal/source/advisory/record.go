package advisory

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// raw is a record as served by OSV, without unused parts: texts, references and the names of
// finders are dropped.
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
	// Of the texts only what they say of a dispute is kept.
	Summary marked `json:"summary,omitzero"`
	Details marked `json:"details,omitzero"`
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

// custom is the used part of a registry's own additions.
type custom struct {
	// Ranges are Go's, for modules whose versions Go's tools cannot order: Ranges of the entry then
	// contain everything, and these are the affected versions.
	Ranges []rawRange `json:"custom_ranges,omitempty"`
}

// UnmarshalJSON decodes the known fields and ignores any other form.
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

// specific is the used part of each database's own additions.
type specific struct {
	Severity string `json:"severity,omitempty"`
	// Disputed is true if the maintainers say that it is no vulnerability.
	Disputed bool `json:"isDisputed,omitempty"`
	// Rejected is true if the id was taken back.
	Rejected bool `json:"isRejected,omitempty"`
	// LastKnown is GitHub's end of a range that has none itself.
	LastKnown string `json:"last_known_affected_version_range,omitempty"`
}

// UnmarshalJSON decodes the known fields and ignores any other form.
func (s *specific) UnmarshalJSON(b []byte) error {
	var all map[string]json.RawMessage
	*s = specific{}
	if json.Unmarshal(b, &all) != nil {
		return nil
	}
	for name, into := range map[string]any{"severity": &s.Severity, "isDisputed": &s.Disputed, "isRejected": &s.Rejected, "last_known_affected_version_range": &s.LastKnown} {
		if v, ok := all[name]; ok && json.Unmarshal(v, into) != nil {
			continue // unknown kind: treat as absent
		}
	}
	for _, name := range []string{"disputed", "tags", "cve_tags", "cveTags"} {
		s.Disputed = s.Disputed || string(all[name]) == "true" || tagged(all[name], "disputed")
	}
	for _, name := range []string{"status", "state", "cve_state", "vulnStatus", "nvd_status"} {
		s.Rejected = s.Rejected || tagged(all[name], "rejected")
		s.Disputed = s.Disputed || tagged(all[name], "disputed")
	}
	return nil
}

// Limits of one record.
const (
	mostID       = 100
	mostAliases  = 100
	mostAffected = 5000
	mostVersions = 2000 // kept from one record
)

// readRecord decodes one record. The error says what is unusable.
func readRecord(b []byte) (raw, error) {
	var r raw
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&r); err != nil {
		return raw{}, fmt.Errorf("advisory: %w", err)
	}
	if !plausible(r.Published) {
		// Go's own files lack the day; if it is unknown, the last change is its upper bound.
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

// goodID reports whether an id is safe in an address and on a page.
func goodID(id string) bool {
	return id != "" && len(id) <= mostID && id[0] != '.' && !strings.ContainsFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("-._:", r)
	})
}

// ending is how the affected range ends, according to the record.
type ending int

// The endings, best first.
const (
	fixed   ending = iota // names a release, or a commit, with the fix
	ended                 // names the last affected version, but not the first fixed one
	unclear               // nothing that we can read
	open                  // everything since then is affected
)

// record is the stored data of an advisory about one subject.
type record struct {
	ID        string    `json:"id"`
	Aliases   []string  `json:"aliases,omitempty"`
	Modified  time.Time `json:"modified"`
	Published time.Time `json:"published"`
	Withdrawn bool      `json:"withdrawn,omitempty"`
	Disputed  bool      `json:"disputed,omitempty"`
	Severity  severity  `json:"severity,omitempty"`
	// About is false if nothing in it concerns the subject.
	About  bool   `json:"about,omitempty"`
	Ending ending `json:"ending,omitempty"`
	// Fixed, Last and Versions are the versions it names: fixed, last affected, affected. Commits
	// are not stored; Versions only if the ending needs them.
	Fixed    []string `json:"fixed,omitempty"`
	Last     []string `json:"last,omitempty"`
	Versions []string `json:"versions,omitempty"`
	// Broken means that it could not be read, or is listed but not served.
	Broken bool `json:"broken,omitempty"`

	// Under is the listed day of modification when it was read. Tries is how many times the served
	// version was older.
	Under string `json:"under,omitempty"`
	Tries int    `json:"tries,omitempty"`
	// Patched is set once a release after the last affected one was seen. Released is the day of
	// the first of Fixed, ReleasedAs its name, and Sought that it was looked up.
	Patched    bool   `json:"patched,omitempty"`
	Released   string `json:"released,omitempty"`
	ReleasedAs string `json:"released_as,omitempty"`
	Sought     bool   `json:"sought,omitempty"`
}

// reduce returns the data of a record about a subject.
func reduce(r raw, s subject) record {
	out := record{
		ID: r.ID, Modified: r.Modified.UTC(), Published: r.Published.UTC(),
		Withdrawn: r.Withdrawn != nil || r.Specific.Rejected || r.Details.Rejected || r.Summary.Rejected,
		Disputed:  r.Specific.Disputed || r.Details.Disputed || r.Summary.Disputed,
		Severity:  severityOf(r.Specific.Severity),
	}
	worded := out.Severity != unrated // a human rating has priority over a computed one
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

// about reports whether an entry concerns the subject. An entry of a distribution concerns its
// package, even if it also names a repository.
func (a rawAffected) about(s subject) bool {
	if !s.repository() {
		return s.samePackage(a.Package.Ecosystem, a.Package.Name)
	}
	if eco, _, _ := strings.Cut(a.Package.Ecosystem, ":"); eco != "" && !upstream[eco] {
		return false
	}
	return slices.ContainsFunc(a.Ranges, func(r rawRange) bool { return r.Type == repositories && s.sameRepository(r.Repo) })
}

// upstream are the ecosystems whose records describe the projects themselves.
var upstream = map[string]bool{
	"npm": true, "PyPI": true, "Maven": true, "Go": true, "crates.io": true, "RubyGems": true, "NuGet": true, "Packagist": true, "Hex": true,
	"Pub": true, "Hackage": true, "CRAN": true, "Bioconductor": true, "SwiftURL": true, "Linux": true, "GHC": true, "ConanCenter": true,
	"Julia": true, "opam": true, "GitHub Actions": true, "VSCode": true,
}

// ending returns how an entry ends and adds the versions that it names to out. Ranges of versions
// are more precise about releases than those of commits, and have priority.
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
	case len(a.Versions) > 0: // only these
		return ended
	}
	return unclear
}

// ending returns how a range ends. For versions each start needs its own end, in any order; commits
// of several branches may share one.
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

// lastKnown parses "<= 1.4.2" or "< 2.0.0" beside a range without an end; open if there is none.
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
