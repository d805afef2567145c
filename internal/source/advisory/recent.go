package advisory

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
)

const (
	// mostReleases is how many of the newest releases are checked, mostFixes how many advisories are
	// listed, and mostNamed how many are named for one release.
	mostReleases = 10
	mostFixes    = 20
	mostNamed    = 10
	// checkedFor is how long the answer for the releases of a package is not asked again if its
	// advisories are the same.
	checkedFor = 7 * day
)

// plainRelease matches the names of releases that are shown.
var plainRelease = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+:~!-]{0,80}$`)

// checked are the newest releases of a package with what affects them.
type checked struct {
	On       time.Time     `json:"on"`
	Under    string        `json:"under"` // of the list of advisories that they were checked with
	Releases []heldRelease `json:"releases,omitempty"`
}

// heldRelease is a release with the ids of the records that affect it, as OSV gives them.
type heldRelease struct {
	Version string   `json:"version"`
	Day     string   `json:"day"`
	IDs     []string `json:"ids,omitempty"`
}

// recent is what is known of the newest releases of the first package of a project.
type recent struct {
	// why is why nothing is known; empty if something is.
	why string
	// err is set, with the service that did not answer, if it could not be asked.
	err      error
	whom     string
	of       subject
	clean    bool // there is no advisory for the package
	releases []heldRelease
}

// firstPackage returns the package whose releases are checked, or why none is.
func firstPackage(p health.Project) (subject, string) {
	for _, text := range p.Packages {
		s, ok := packageOf(text)
		if !ok {
			continue
		}
		if s.atDepsDev() == "" {
			return subject{}, "the days of releases in " + s.Ecosystem + " are not read"
		}
		return s, ""
	}
	return subject{}, "releases are read from package registries, and the list names no package of one that is read"
}

// recent returns what affects the newest releases of a package, and stores the answer. Cost: nothing
// within a week in which its advisories do not change, otherwise at most two requests.
func (s *Source) recent(ctx context.Context, name subject, m *memory) recent {
	out := recent{of: name}
	if !slices.ContainsFunc(m.Records, func(r record) bool { return r.Broken || r.About && !r.Withdrawn && !r.Disputed }) {
		out.clean = true
		return out
	}
	under, now := fingerprint(m.Listed), s.cfg.Now().UTC()
	if age := now.Sub(m.Checked.On); m.Checked.Under == under && age >= 0 && age < checkedFor {
		return out.with(m.Checked.Releases)
	}
	known, err := s.releases(ctx, name)
	if err != nil {
		out.err, out.whom = err, "deps.dev"
		return out
	}
	releases := newest(name, known.Days)
	if len(releases) > 0 {
		if err := s.affected(ctx, name, releases); err != nil {
			out.err, out.whom = err, "OSV"
			return out
		}
	}
	m.Checked = checked{now, under, releases}
	s.save(name, *m)
	return out.with(releases)
}

func (r recent) with(releases []heldRelease) recent {
	if r.releases = releases; len(releases) == 0 {
		r.why = "deps.dev knows no release of " + r.of.Name
	}
	return r
}

// fingerprint identifies a list of records with their days of modification.
func fingerprint(listed map[string]string) string {
	h := sha256.New()
	for _, id := range slices.Sorted(maps.Keys(listed)) {
		fmt.Fprintf(h, "%s %s\n", id, listed[id])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// newest returns the newest releases without pre-releases, the newest first.
func newest(name subject, days map[string]string) []heldRelease {
	kind, _ := name.registry()
	var out []heldRelease
	for version, on := range days {
		if purl.Stable(kind, version) && plainRelease.MatchString(version) {
			out = append(out, heldRelease{Version: version, Day: on})
		}
	}
	slices.SortFunc(out, func(a, b heldRelease) int {
		return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(b.Version, a.Version))
	})
	return out[:min(len(out), mostReleases)]
}

// affected asks OSV which records affect each release.
func (s *Source) affected(ctx context.Context, name subject, releases []heldRelease) error {
	var queries []query
	for _, r := range releases {
		q := queryOf(name, "")
		q.Version = r.Version
		queries = append(queries, q)
	}
	results, err := s.batch(ctx, queries)
	if err != nil {
		return err
	}
	for i, r := range results {
		for _, v := range r.Vulns {
			if !strings.HasPrefix(v.ID, "MAL-") && !strings.HasPrefix(v.ID, "OSV-") {
				releases[i].IDs = append(releases[i].IDs, v.ID)
			}
		}
	}
	return nil
}

// releasesAffected returns the newest releases with the advisories that affect each.
func (p picture) releasesAffected() health.Input {
	const id = field.ReleasesAffected
	r := p.recent
	switch {
	case r.why != "":
		return health.Missing(id, r.why, nil)
	case r.err != nil:
		return health.Unasked(id, r.whom, fetch.Why(r.err), r.err)
	case r.clean:
		in := health.ObsList(id, []string{})
		in.Reason = "there is no advisory for " + r.of.Name
		return in
	}
	named := p.named()
	texts := []string{}
	for _, one := range r.releases {
		out := figures.Release{Version: one.Version, Day: one.Day, Package: r.of.atDepsDev()}
		for _, record := range one.IDs {
			name, known := named[record]
			if !known {
				name = record
			}
			if name != "" && !slices.Contains(out.IDs, name) && len(out.IDs) < mostNamed {
				out.IDs = append(out.IDs, name)
			}
		}
		texts = append(texts, out.String())
	}
	in := health.ObsList(id, texts)
	in.Reason = count(len(texts), "release", "releases") + " of " + r.of.Name
	return in
}

// named returns the id to show for each record; empty for one that does not count.
func (p picture) named() map[string]string {
	out := map[string]string{}
	for _, a := range p.advisories {
		show := a.ID
		if a.Disputed {
			show = ""
		}
		for _, id := range append([]string{a.ID}, a.Aliases...) {
			out[id] = show
		}
	}
	return out
}

// fixes returns the advisories of five years, each with its patched release.
func (p picture) fixes() health.Input {
	since := p.at.AddDate(-5, 0, 0)
	var texts []string
	all, unread := 0, 0
	for a := range p.counted {
		if a.broken || a.Published.Before(since) {
			unread += bit(a.broken)
			continue
		}
		all++
		texts = append(texts, a.fix().String())
	}
	slices.Reverse(texts) // newest first
	if all == 0 && unread > 0 {
		return health.Missing(field.AdvisoryFixes, count(unread, "advisory", "advisories")+" could not be read", nil)
	}
	in := health.ObsList(field.AdvisoryFixes, append([]string{}, texts[:min(len(texts), mostFixes)]...))
	in.Reason = count(all, "advisory", "advisories") + " in five years"
	if all > mostFixes {
		in.Reason += fmt.Sprintf(", of which the newest %d are listed", mostFixes)
	}
	if unread > 0 {
		in.Reason += fmt.Sprintf("; %d could not be read", unread)
	}
	return in
}

func (a advisory) fix() figures.Fix {
	f := figures.Fix{ID: a.ID, Published: a.Published.Format(time.DateOnly), State: figures.FixUnclear}
	switch {
	case a.Standing == unpatched:
		f.State = figures.FixOpen
	case a.Standing == patched && a.Released.IsZero():
		f.State = figures.FixUndated
	case a.Standing == patched:
		f.State, f.Released, f.Version = figures.FixReleased, a.Released.Format(time.DateOnly), a.Release
		f.Package = a.Package
	}
	return f
}
