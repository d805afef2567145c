package registry

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
)

// facts are the stored part of an answer: counts and days, without any names of people.
type facts struct {
	// Default is the version that is installed if none is specified.
	Default string `json:"default,omitempty"`
	// Released is the day of publication of the newest version that is not a pre-release.
	Released   string `json:"released,omitempty"`
	Dependents *int64 `json:"dependents,omitempty"`
	Downloads  *int64 `json:"downloads,omitempty"` // in 30 days
	Publishers *int64 `json:"publishers,omitempty"`
	// Teams is true if teams are among the publishers; their number of members is unknown.
	Teams bool `json:"teams,omitempty"`
	// Families are the families of distributions that carry the project at Repology. Modules are
	// its packages in language registries at Repology: "pypi:requests".
	Families []string `json:"families,omitempty"`
	Modules  []string `json:"modules,omitempty"`
	// Gone is what the registry says of a package that nobody can install any more: "was unpublished
	// on 2024-01-05". It is an answer, and no fault of the registry.
	Gone string `json:"gone,omitempty"`
	// Marked is whether the package is marked as deprecated or archived, by the words of package
	// declared; "" for neither. nil: an answer from before this was kept, or of another kind.
	Marked *string `json:"marked,omitempty"`
}

func (f facts) encode() ([]byte, error) { return json.Marshal(f) }

// readFacts decodes the output of encode.
func readFacts(b []byte) (facts, error) {
	var f facts
	err := json.Unmarshal(b, &f)
	return f, err
}

// errShape means that an answer has an unexpected form.
var errShape = errors.New("the answer has an unknown form")

// read decodes an answer.
func read(body []byte, into any) error {
	if err := json.Unmarshal(body, into); err != nil {
		// The cause may quote a value, which may be a name.
		return errShape
	}
	return nil
}

// count accepts a count that is present, not negative, and an integer.
func count(n *float64) (*int64, error) {
	if n == nil || !(*n >= 0 && *n < 1<<53) || *n != math.Trunc(*n) {
		return nil, errShape
	}
	whole := int64(*n)
	return &whole, nil
}

// newest returns the later of two instants, if they are plausible dates.
func newest(a time.Time, text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || t.Year() < 1990 || t.Year() > 2200 || !t.After(a) {
		return a
	}
	return t
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// depsDevPackage decodes GetPackage: the default version and the day of the newest that is not a
// pre-release. If no version is marked as default, it is the newest. Versions that were taken back
// (retracted, yanked, deprecated) count only if there are no others.
func depsDevPackage(kind string, body []byte) (facts, error) {
	var doc struct {
		Versions []depsDevVersion `json:"versions"`
		// Status is PyPI's word about the project.
		Status json.RawMessage `json:"projectStatus"`
	}
	if err := read(body, &doc); err != nil {
		return facts{}, err
	}
	if doc.Versions == nil {
		return facts{}, fmt.Errorf("%w: no version is the default", errShape)
	}
	mark, err := declared.ReadDepsDev(body)
	if err != nil {
		return facts{}, errShape
	}
	f := chosen(kind, doc.Versions, func(v depsDevVersion) bool { return !v.Deprecated })
	if f.Released == "" {
		f = chosen(kind, doc.Versions, func(depsDevVersion) bool { return true })
	}
	f.Marked = &mark.State
	switch {
	case len(doc.Versions) == 0:
		f.Gone = "has no version"
	case len(doc.Status) < 1000 && strings.Contains(strings.ToLower(string(doc.Status)), "quarantined"):
		f.Gone = "is quarantined by PyPI"
	case f.Default == "" && slices.ContainsFunc(doc.Versions, depsDevVersion.named):
		f.Gone = "has only pre-releases"
	case f.Default == "" || len(f.Default) > 200:
		return facts{}, fmt.Errorf("%w: no version is the default", errShape)
	}
	return f, nil
}

// depsDevVersion is one version of a package.
type depsDevVersion struct {
	VersionKey  struct{ Version string } `json:"versionKey"`
	PublishedAt string                   `json:"publishedAt"`
	IsDefault   bool                     `json:"isDefault"`
	Deprecated  bool                     `json:"isDeprecated"`
}

func (v depsDevVersion) named() bool { return v.VersionKey.Version != "" }

// chosen returns the default version, and the newest release among those that count.
func chosen(kind string, versions []depsDevVersion, counts func(depsDevVersion) bool) facts {
	var f facts
	var at time.Time
	last := ""
	for _, v := range versions {
		name := v.VersionKey.Version
		if v.IsDefault {
			f.Default = name
		}
		if purl.Stable(kind, name) && counts(v) {
			if t := newest(at, v.PublishedAt); t.After(at) {
				at, last = t, name
			}
		}
	}
	f.Default, f.Released = cmp.Or(f.Default, last), day(at)
	return f
}

// depsDevDependents decodes GetDependents.
func depsDevDependents(body []byte) (facts, error) {
	var doc struct {
		Count *float64 `json:"dependentCount"`
	}
	if err := read(body, &doc); err != nil {
		return facts{}, err
	}
	n, err := count(doc.Count)
	return facts{Dependents: n}, err
}

// npmDownloads decodes the point "last-month", which is the last 30 days.
func npmDownloads(body []byte) (facts, error) {
	var doc struct {
		Downloads *float64 `json:"downloads"`
	}
	if err := read(body, &doc); err != nil {
		return facts{}, err
	}
	n, err := count(doc.Downloads)
	return facts{Downloads: n}, err
}

// npmPackage counts the people who can publish a package and dates its newest release. Unpublished
// versions are among the times but not among the versions. Of a package that was taken back, the
// document has neither versions nor people.
func npmPackage(body []byte) (facts, error) {
	var doc struct {
		Maintainers []json.RawMessage          `json:"maintainers"`
		Versions    map[string]struct{}        `json:"versions"`
		Time        map[string]json.RawMessage `json:"time"`
	}
	if err := read(body, &doc); err != nil {
		return facts{}, err
	}
	if why, gone := npmGone(doc.Versions, doc.Time["unpublished"]); gone {
		return facts{Gone: why}, nil
	}
	if doc.Maintainers == nil {
		return facts{}, errShape
	}
	n := int64(len(doc.Maintainers))
	var at time.Time
	for version := range doc.Versions {
		var text string
		if purl.Stable("npm", version) && json.Unmarshal(doc.Time[version], &text) == nil {
			at = newest(at, text)
		}
	}
	return facts{Publishers: &n, Released: day(at)}, nil
}

// npmGone returns what the document says of a package that nobody can install. npm itself publishes
// versions ending in "-security" in place of what it removed.
func npmGone(versions map[string]struct{}, unpublished json.RawMessage) (string, bool) {
	if len(versions) == 0 && len(unpublished) > 0 {
		var u struct{ Time string }
		if json.Unmarshal(unpublished, &u) == nil {
			if on := day(newest(time.Time{}, u.Time)); on != "" {
				return "was unpublished on " + on, true
			}
		}
		return "was unpublished", true
	}
	for version := range versions {
		if !strings.HasSuffix(version, "-security") && !strings.Contains(version, "-security.") {
			return "", false
		}
	}
	return "was removed by npm for security, which keeps the name", len(versions) > 0
}

// pypiDownloads decodes the last 30 days, without mirrors.
func pypiDownloads(body []byte) (facts, error) {
	var doc struct {
		Data struct {
			Month *float64 `json:"last_month"`
		} `json:"data"`
	}
	if err := read(body, &doc); err != nil {
		return facts{}, err
	}
	n, err := count(doc.Data.Month)
	return facts{Downloads: n}, err
}

// crateDownloads decodes the downloads of 90 days and returns a third of them. It also tells whether
// any version is left: a yanked one is kept for those that have it and chosen by nobody else.
func crateDownloads(body []byte) (facts, error) {
	var doc struct {
		Crate struct {
			Recent *float64 `json:"recent_downloads"`
		} `json:"crate"`
		Versions []struct {
			Yanked bool `json:"yanked"`
		} `json:"versions"`
	}
	if err := read(body, &doc); err != nil {
		return facts{}, err
	}
	n, err := count(doc.Crate.Recent)
	if err != nil {
		return facts{}, err
	}
	*n /= 3
	f := facts{Downloads: n}
	for i, v := range doc.Versions {
		if !v.Yanked {
			break
		}
		if i == len(doc.Versions)-1 {
			f.Gone = "has only yanked versions"
		}
	}
	return f, nil
}

// crateOwners counts the users, and reports whether teams are among the owners.
func crateOwners(body []byte) (facts, error) {
	var doc struct {
		Users []struct{ Kind string } `json:"users"`
	}
	if err := read(body, &doc); err != nil {
		return facts{}, err
	}
	if doc.Users == nil {
		return facts{}, errShape
	}
	var f facts
	n := int64(0)
	for _, u := range doc.Users {
		switch u.Kind {
		case "user":
			n++
		case "team":
			f.Teams = true
		default:
			return facts{}, errShape
		}
	}
	f.Publishers = &n
	return f, nil
}

func gemOwners(body []byte) (facts, error) {
	var owners []json.RawMessage
	if err := read(body, &owners); err != nil {
		return facts{}, err
	}
	if owners == nil {
		return facts{}, errShape
	}
	n := int64(len(owners))
	return facts{Publishers: &n}, nil
}

// packagist decodes the downloads of a month and dates the newest release.
func packagist(body []byte) (facts, error) {
	var doc struct {
		Package struct {
			Downloads struct {
				Monthly *float64 `json:"monthly"`
			} `json:"downloads"`
			Versions map[string]struct{ Time string } `json:"versions"`
		} `json:"package"`
	}
	if err := read(body, &doc); err != nil {
		return facts{}, err
	}
	n, err := count(doc.Package.Downloads.Monthly)
	var at time.Time
	for version, v := range doc.Package.Versions {
		if purl.Stable("composer", version) {
			at = newest(at, v.Time)
		}
	}
	return facts{Downloads: n, Released: day(at)}, err
}
