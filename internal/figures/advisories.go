package figures

import (
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// FixState is whether an advisory has a patched release.
type FixState string

// The states.
const (
	FixReleased FixState = "released" // on a known day
	FixUndated  FixState = "undated"  // there is a fix, and the day of its release is unknown
	FixOpen     FixState = "open"     // no release fixes it
	FixUnclear  FixState = "unclear"  // its record does not say
)

// Fix is a published advisory with the first release that fixed it.
type Fix struct {
	ID        string
	Published string // YYYY-MM-DD
	State     FixState
	// Released is the day of the release, YYYY-MM-DD, Version its name, and Package what it is of, as
	// deps.dev names it: "npm/lodash". Version and Package may be empty.
	Released, Version, Package string
}

// none is written for a part of a text that is empty.
const none = "-"

func orNone(s string) string {
	if s == "" || strings.ContainsAny(s, " \t\n") {
		return none
	}
	return s
}

// String returns the fix as inputs hold it; Fixes reads it.
func (f Fix) String() string {
	text := f.ID + " " + f.Published + " " + string(f.State)
	if f.State != FixReleased {
		return text
	}
	return text + " " + f.Released + " " + orNone(f.Version) + " " + orNone(f.Package)
}

// Days are the whole days from the publication to the release, 0 if the release was first; false if
// there is none with a known day.
func (f Fix) Days() (int, bool) {
	from, err := time.Parse(time.DateOnly, f.Published)
	to, wrong := time.Parse(time.DateOnly, f.Released)
	if f.State != FixReleased || err != nil || wrong != nil {
		return 0, false
	}
	return max(0, int(to.Sub(from).Hours()/24)), true
}

// ReleaseURL is the page of the release at deps.dev; empty if it is not known.
func (f Fix) ReleaseURL() string { return releasePage(f.Package, f.Version) }

func releasePage(pkg, version string) string {
	system, name, ok := strings.Cut(pkg, "/")
	if !ok || name == "" || version == "" {
		return ""
	}
	return "https://deps.dev/" + url.PathEscape(system) + "/" + url.PathEscape(name) + "/" + url.PathEscape(version)
}

// Fixes returns the fixes in the inputs, the newest advisory first. What has another form is left out.
func Fixes(ins health.Inputs) []Fix {
	var out []Fix
	for _, text := range ins.Field(field.AdvisoryFixes).Strings() {
		p := strings.Split(text, " ")
		switch {
		case len(p) == 3 && FixState(p[2]) != FixReleased:
			out = append(out, Fix{ID: p[0], Published: p[1], State: FixState(p[2])})
		case len(p) == 6 && FixState(p[2]) == FixReleased:
			out = append(out, Fix{p[0], p[1], FixReleased, p[3], some(p[4]), some(p[5])})
		}
	}
	return out
}

func some(s string) string {
	if s == none {
		return ""
	}
	return s
}

// Release is a release with the advisories that affect it.
type Release struct {
	Version string
	Day     string // YYYY-MM-DD
	Package string // as in Fix; may be empty
	IDs     []string
}

// String returns the release as inputs hold it; Releases reads it.
func (r Release) String() string {
	return r.Version + " " + r.Day + " " + orNone(r.Package) + " " + orNone(strings.Join(r.IDs, ","))
}

// URL is the page of the release at deps.dev; empty if it is not known.
func (r Release) URL() string { return releasePage(r.Package, r.Version) }

// RecentReleases returns the releases in the inputs, the newest first. What has another form is left
// out.
func RecentReleases(ins health.Inputs) []Release {
	var out []Release
	for _, text := range ins.Field(field.ReleasesAffected).Strings() {
		p := strings.Split(text, " ")
		if len(p) != 4 {
			continue
		}
		r := Release{Version: p[0], Day: p[1], Package: some(p[2])}
		if ids := some(p[3]); ids != "" {
			r.IDs = strings.Split(ids, ",")
		}
		out = append(out, r)
	}
	return out
}
