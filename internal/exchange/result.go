package exchange

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Result is one published result of OpenSSF Scorecard (JSON version 2, as written by versions 4 and
// 5).
type Result struct {
	Repository repository.ID
	// Commit is the scanned commit in lower-case hexadecimal; empty if the result names none.
	Commit string
	// Date is the day or instant of the result, UTC. DayOnly means that no time of day was given;
	// Date is then the beginning of the day.
	Date    time.Time
	DayOnly bool
	// Version and VersionCommit are Scorecard's.
	Version, VersionCommit string
	// Score is the published total, 0 to 10; −1 means none.
	Score float64
	// Checks are the checks of the result, sorted by name, each once; they include unknown ones.
	Checks []check.Check
	// File and Line are where the result began.
	File string
	Line int
}

// weeklyOmits are the checks that OpenSSF's weekly scan leaves out to save requests
// (cron/config/config.yaml, blacklisted-checks).
var weeklyOmits = []field.ID{field.CITests, "Contributors", field.DependencyUpdateTool}

// Weekly reports whether the result has the form of OpenSSF's weekly scan: no time of day, or none
// of the checks that this scan leaves out. A result does not name its publisher.
func (r Result) Weekly() bool {
	if r.DayOnly {
		return true
	}
	for _, c := range r.Checks {
		for _, name := range weeklyOmits {
			if c.Name == string(name) {
				return false
			}
		}
	}
	return len(r.Checks) >= 10 // fewer means selected checks
}

// Instrument returns version and publisher: "scorecard v5.3.0, published by OpenSSF's weekly scan".
func (r Result) Instrument() string {
	version := r.Version
	if version == "" || version == "unknown" || version == "(devel)" {
		version = "of an unnamed version"
		if r.VersionCommit != "" {
			version = "at commit " + r.VersionCommit[:12]
		}
	}
	by := "another run than OpenSSF's weekly scan"
	if r.Weekly() {
		by = "OpenSSF's weekly scan"
	}
	return "scorecard " + version + ", published by " + by
}

// Snapshot returns the result as a snapshot of the source of published results. Its checks are not
// inputs: the instrument for posture is chosen when figures are judged.
func (r Result) Snapshot(slug string, origin health.Origin) health.Snapshot {
	sn := health.Snapshot{
		Project: slug, Source: field.SourcePublished, Version: r.Instrument(), Origin: origin,
		ObservedAt: r.Date, Commit: r.Commit, SourceURL: viewer(r.Repository), Checks: r.Checks,
	}
	scored := 0
	for _, c := range r.Checks {
		if c.State == check.Scored {
			scored++
		}
	}
	checks := health.Obs(field.PublishedChecks, float64(len(r.Checks)))
	checks.Reason = fmt.Sprintf("%d with a score", scored)
	total := health.Missing(field.PublishedScore, "the published result has no total", nil)
	if r.Score >= 0 {
		total = health.Obs(field.PublishedScore, r.Score)
	}
	sn.Inputs = []health.Input{checks, total}
	for i := range sn.Inputs {
		in := &sn.Inputs[i]
		in.Source, in.SourceURL, in.Version, in.Commit, in.ObservedAt = sn.Source, sn.SourceURL, sn.Version, sn.Commit, sn.ObservedAt
	}
	return sn
}

// viewer returns a page that shows the newest published result, which need not be this one.
func viewer(id repository.ID) string {
	return "https://scorecard.dev/viewer/?uri=" + id.String()
}

// NotPublished returns the snapshot of a project without a published result, with the reason in
// plain words.
func NotPublished(slug, reason string, at time.Time) health.Snapshot {
	in := health.Missing(field.PublishedScore, strings.TrimSuffix(reason, "."), nil)
	in.Source, in.ObservedAt = field.SourcePublished, at
	return health.Snapshot{
		Project: slug, Source: field.SourcePublished, Version: "none published", Origin: health.OriginLive,
		ObservedAt: at, Inputs: []health.Input{in},
	}
}
