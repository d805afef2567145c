package advisory

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// standing is whether an advisory is patched.
type standing int

// The standings, best first.
const (
	patched standing = iota
	unsettled
	unpatched
)

// released is the newest known release of a subject, and the days of those that were looked up;
// zero if unknown.
type released struct {
	Version string            `json:"version,omitempty"`
	Day     time.Time         `json:"day,omitzero"`
	Days    map[string]string `json:"days,omitempty"` // ISO date by version
}

// evidence is what is known about one subject.
type evidence struct {
	subject subject
	records []record
	newest  released
}

// advisory is one vulnerability, possibly with several records.
type advisory struct {
	ID        string // of the record that decides, which has its own page
	CVEs      []string
	Aliases   []string  // its other ids, of CVE first; some may be of no record
	Published time.Time // of the first record; zero if none could be read
	Severity  severity
	Standing  standing
	Why       string    // if unsettled
	Released  time.Time // of the first patched release; zero: unknown
	// Release is the name of that release, and Package what it is of, as deps.dev names it; empty if
	// unknown.
	Release, Package string
	Disputed         bool
	broken           bool
}

// voice is one record with its subject.
type voice struct {
	record
	of *evidence
}

// merge combines records that name each other to one advisory. The result is sorted by day of
// publication, then id.
func merge(all []evidence) []advisory {
	var voices []voice
	for i := range all {
		for _, r := range all[i].records {
			if r.Broken || r.About && !r.Withdrawn {
				voices = append(voices, voice{r, &all[i]})
			}
		}
	}
	var out []advisory
	for _, group := range grouped(voices) {
		out = append(out, judge(group))
	}
	slices.SortFunc(out, func(a, b advisory) int {
		return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
	})
	return out
}

// grouped groups records that share an id, directly or through others.
func grouped(voices []voice) [][]voice {
	parent := map[string]string{}
	root := func(id string) string {
		for up := parent[id]; up != ""; up = parent[id] {
			if top := parent[up]; top != "" {
				parent[id] = top // shortens the path for the next lookup
			}
			id = up
		}
		return id
	}
	for _, v := range voices {
		for _, a := range v.Aliases {
			if x, y := root(v.ID), root(a); x != y {
				parent[max(x, y)] = min(x, y)
			}
		}
	}
	at := map[string]int{}
	var out [][]voice
	for _, v := range voices {
		r := root(v.ID)
		i, known := at[r]
		if !known {
			i = len(out)
			at[r], out = i, append(out, nil)
		}
		out[i] = append(out[i], v)
	}
	return out
}

// judge combines records to one advisory. Records for a registry's package have priority over those
// for commits. Among several records for one package, the one that names the patched release
// decides, because records are more often updated late than wrong about a release.
func judge(group []voice) advisory {
	tier := slices.DeleteFunc(slices.Clone(group), func(v voice) bool { return v.of.subject.repository() })
	if len(tier) == 0 || !slices.ContainsFunc(tier, func(v voice) bool { return !v.Broken }) {
		tier = group
	}
	out := advisory{broken: true}
	for _, v := range group {
		out.CVEs = append(out.CVEs, cves(v.record)...)
		out.Aliases = append(out.Aliases, v.Aliases...)
		if v.Broken {
			continue
		}
		out.broken, out.Disputed = false, out.Disputed || v.Disputed
		if out.Published.IsZero() || v.Published.Before(out.Published) {
			out.Published = v.Published
		}
	}
	slices.Sort(out.CVEs)
	out.CVEs = slices.Compact(out.CVEs)
	out.Aliases = cvesFirst(out.Aliases)
	out.Severity = mostSevere(tier)
	if out.Severity == unrated {
		out.Severity = mostSevere(group)
	}
	for _, same := range bySubject(tier) {
		s, why, day := stand(same)
		name := releaseOn(same, day)
		if s >= out.Standing || out.ID == "" {
			out.Standing, out.Why, out.ID = s, why, cmp.Or(named(same), out.ID)
		}
		if !day.IsZero() && (out.Released.IsZero() || day.Before(out.Released)) {
			out.Released, out.Release, out.Package = day, name, ""
			if name != "" {
				out.Package = same[0].of.subject.atDepsDev()
			}
		}
	}
	return out
}

// cvesFirst sorts ids, each once, with those of the CVE program first.
func cvesFirst(ids []string) []string {
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(bit(!strings.HasPrefix(a, "CVE-"))-bit(!strings.HasPrefix(b, "CVE-")), strings.Compare(a, b))
	})
	return slices.Compact(ids)
}

func cves(r record) []string {
	var out []string
	for _, id := range append(slices.Clone(r.Aliases), r.ID) {
		if strings.HasPrefix(id, "CVE-") {
			out = append(out, id)
		}
	}
	return out
}

func mostSevere(voices []voice) severity {
	out := unrated
	for _, v := range voices {
		out = max(out, v.Severity)
	}
	return out
}

// bySubject groups voices by their subject. The names of one repository are one subject.
func bySubject(voices []voice) [][]voice {
	at := map[subject]int{}
	var out [][]voice
	for _, v := range voices {
		k := v.of.subject
		if k.repository() {
			k.Name = ""
		}
		i, known := at[k]
		if !known {
			i = len(out)
			at[k], out = i, append(out, nil)
		}
		out[i] = append(out[i], v)
	}
	return out
}

// named returns the id to show: GitHub's if there is one, otherwise the first.
func named(voices []voice) string {
	best := ""
	for _, v := range voices {
		switch g := strings.HasPrefix(v.ID, "GHSA-"); {
		case best == "", g && !strings.HasPrefix(best, "GHSA-"), g == strings.HasPrefix(best, "GHSA-") && v.ID < best:
			best = v.ID
		}
	}
	return best
}

// releaseOn returns the name of the patched release of a day; empty if it is unknown.
func releaseOn(voices []voice, day time.Time) string {
	for _, v := range voices {
		if v.record.Released == day.Format(time.DateOnly) && plainRelease.MatchString(v.ReleasedAs) {
			return v.ReleasedAs
		}
	}
	return ""
}

// stand returns the standing of an advisory for one subject, from all its records.
func stand(voices []voice) (s standing, why string, day time.Time) {
	s = -1
	for _, v := range voices {
		at, reason := v.stand()
		if d, err := time.Parse(time.DateOnly, v.record.Released); err == nil && (day.IsZero() || d.Before(day)) {
			day = d
		}
		switch {
		case at == patched && !v.Broken:
			s, why = patched, ""
		case s != patched && at > s:
			s, why = at, reason
		}
	}
	if s != patched {
		day = time.Time{}
	}
	return s, why, day
}

// stand returns the standing according to one record. If the record names only the last affected
// release, the newest release decides: it is affected, or came after.
func (v voice) stand() (standing, string) {
	switch {
	case v.Broken:
		return unsettled, "its record could not be read"
	case v.Ending == fixed || v.Patched:
		return patched, ""
	case v.Ending == open:
		return unpatched, ""
	case v.Ending == unclear:
		return unsettled, "it does not name the affected releases"
	}
	return v.record.after(v.of.newest)
}

func (r record) after(newest released) (standing, string) {
	const unknown = "it names the last affected release, and later releases are unknown"
	if newest.Version == "" && newest.Day.IsZero() {
		return unsettled, unknown
	}
	same := func(v string) bool { return plainVersion(v) == plainVersion(newest.Version) }
	if newest.Version != "" && (slices.ContainsFunc(r.Last, same) || slices.ContainsFunc(r.Versions, same)) {
		return unpatched, ""
	}
	if newest.Version != "" && len(r.Versions) > 0 {
		return patched, ""
	}
	since := r.Published
	for _, last := range r.Last {
		if d, err := time.Parse(time.DateOnly, newest.day(last)); err == nil {
			since = d
		}
	}
	if newest.Day.After(since) {
		return patched, ""
	}
	return unsettled, unknown
}

// day returns the ISO date of a release, or "" if unknown.
func (n released) day(version string) string {
	if d, ok := n.Days[version]; ok {
		return d
	}
	return n.Days[plainVersion(version)]
}

func plainVersion(v string) string { return strings.TrimPrefix(strings.TrimSpace(v), "v") }
