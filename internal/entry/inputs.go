package entry

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Inputs returns the inputs that the editors of a list set for a project: their judgements (C4 to
// C6, end of life) and what cannot apply to it (mirrors, trackers and reviews elsewhere, registries
// without a counter). Each field occurs once, sorted by field. A judgement that was not made is
// unknown, never 0. Pure; no cost.
func Inputs(c health.List, p health.Project) []health.Input {
	out := []health.Input{expertLists(c, p)}
	out = append(out, rubrics(p)...)
	out = append(out, endOfLife(p)...)
	out = append(out, notApplicable(p)...)
	out = append(out, unnamed(p)...)
	out = append(out, downloads(c, p)...)
	out = append(out, ossFuzz(c, p)...)
	out = append(out, releaseLines(c, p)...)
	out = append(out, ports(c, p)...)
	added := parseDay(p.Added)
	seen := map[field.ID]bool{}
	kept := out[:0]
	for _, in := range out {
		if seen[in.Field] { // the first reason applies
			continue
		}
		seen[in.Field] = true
		in.Source, in.Version = field.SourceList, c.Revision
		if in.ObservedAt.IsZero() {
			in.ObservedAt = added
		}
		kept = append(kept, in)
	}
	slices.SortFunc(kept, func(a, b health.Input) int { return cmp.Compare(a.Field, b.Field) })
	return kept
}

// expertLists counts the independent lists; lists of one group count once. A list that the entry was
// copied from does not count.
func expertLists(c health.List, p health.Project) health.Input {
	groups := map[string]bool{}
	link, copied := "", ""
	for _, id := range p.ExpertLists {
		e, ok := c.Sources[id]
		if !ok {
			continue
		}
		if slices.Contains(c.CopiedFrom, id) {
			copied = e.Title
			continue
		}
		group := e.Group
		if group == "" {
			group = e.ID
		}
		groups[group] = true
		if link == "" {
			link = e.URL
		}
	}
	if len(groups) == 0 && copied != "" {
		return health.Missing(field.ExpertLists, "on no expert list but the one that this list was copied from, which would be evidence for itself: "+copied, nil)
	}
	if len(groups) == 0 {
		return health.Missing(field.ExpertLists, "not on any expert list we have, which does not count against it", nil)
	}
	in := health.Obs(field.ExpertLists, float64(len(groups)))
	in.SourceURL = link
	return in
}

// rubrics returns the judgements of exposure and substitutability.
func rubrics(p health.Project) []health.Input {
	const unjudged = "not reviewed by the list's editors yet"
	exposure, toolchain := health.Missing(field.ExposurePoints, unjudged, nil), health.Missing(field.Toolchain, unjudged, nil)
	if e := p.Exposure; e != nil {
		exposure, toolchain = health.Obs(field.ExposurePoints, float64(e.Points())), health.ObsBool(field.Toolchain, e.Toolchain)
		exposure.ObservedAt = parseDay(e.Reviewed)
		toolchain.ObservedAt = exposure.ObservedAt
	}
	substitution := health.Missing(field.Substitutability, unjudged, nil)
	if s := p.Substitution; s != nil {
		substitution = health.Obs(field.Substitutability, float64(s.Value))
		substitution.ObservedAt = parseDay(s.Reviewed)
	}
	return []health.Input{exposure, toolchain, substitution, baseImage(p)}
}

func baseImage(p health.Project) health.Input {
	b := p.BaseImage
	if b == nil {
		return health.Missing(field.BaseImage, "not checked by the list's editors", nil)
	}
	in := health.ObsBool(field.BaseImage, true)
	in.Reason, in.SourceURL, in.ObservedAt = "in the default image of "+b.In, b.URL, parseDay(b.Reviewed)
	return in
}

// endOfLife returns what the maintainers declared. Absence from the list does not prove that they
// declared nothing, so without an entry both inputs are unknown.
func endOfLife(p health.Project) []health.Input {
	e := p.EndOfLife
	if e == nil {
		const ask = "the list declares no end of life; only the host shows whether the repository is archived"
		return []health.Input{health.Missing(field.Archived, ask, nil), health.Missing(field.Successor, ask, nil)}
	}
	archived, successor := health.ObsBool(field.Archived, true), health.ObsBool(field.Successor, e.Successor != "")
	archived.SourceURL, archived.ObservedAt = e.URL, parseDay(e.Since)
	successor.SourceURL, successor.ObservedAt = e.URL, archived.ObservedAt
	return []health.Input{archived, successor}
}

// downloads returns the highest percentile of the project's packages. If the list has none, it
// returns no input: a registry may still have one.
func downloads(c health.List, p health.Project) []health.Input {
	best, found := bestDownloads(c, p)
	if !found {
		return nil
	}
	in := health.Obs(field.DownloadsPercentile, best.Value)
	in.Reason, in.SourceURL, in.ObservedAt = "among the "+best.Of, best.URL, parseDay(best.Date)
	return []health.Input{in}
}

// ossFuzz returns since when OSS-Fuzz tests the project. Without a table it returns no input.
func ossFuzz(c health.List, p health.Project) []health.Input {
	switch f, ok := c.Fuzzed[p.Slug]; {
	case ok:
		in := health.ObsText(field.OSSFuzzSince, f.Since)
		in.Reason, in.SourceURL, in.ObservedAt = "project "+f.Project+" of OSS-Fuzz, read on "+f.Date, f.URL, parseDay(f.Date)
		return []health.Input{in}
	case c.Fuzzed != nil:
		return []health.Input{health.Missing(field.OSSFuzzSince, "no project of OSS-Fuzz names its repository", nil)}
	}
	return nil
}

// inCollection are the fields of the dependents in collections of libraries.
var inCollection = map[field.ID]string{field.VcpkgDependents: "vcpkg", field.ConanDependents: "conan"}

// ports returns the dependents of the project's library in collections that have it.
func ports(c health.List, p health.Project) []health.Input {
	var out []health.Input
	for id, name := range inCollection {
		if port, ok := c.Ports[p.Slug][name]; ok {
			in := health.Obs(id, float64(port.Dependents))
			in.Reason, in.SourceURL, in.ObservedAt = fmt.Sprintf("%s of %s in %s, read on %s", port.Name, stats.Thousands(port.Of), name, port.Date), port.URL, parseDay(port.Date)
			out = append(out, in)
		}
	}
	return out
}

// bestDownloads returns the highest percentile in the list among the project's packages: a project
// is one unit, however many packages it publishes.
func bestDownloads(c health.List, p health.Project) (best health.Percentile, found bool) {
	for _, id := range p.Packages {
		if d, ok := c.Downloads[id]; ok && (!found || d.Value > best.Value) {
			best, found = d, true
		}
	}
	return best, found
}

// memoryUnsafe are the languages in which a bug in a parser can corrupt memory.
var memoryUnsafe = []string{"assembly", "c", "c++", "fortran", "objective-c", "zig"}

// notApplicable returns the inputs that have no meaning for the project.
func notApplicable(p health.Project) []health.Input {
	var out []health.Input
	na := func(reason string, fields ...field.ID) {
		for _, f := range fields {
			out = append(out, health.NotApplies(f, reason))
		}
	}
	if r, ok := p.PrimaryRepository(); ok && r.Mirror {
		na("the repository is a mirror; issues and changes are handled elsewhere (from the list entry)", field.FirstResponseDaysP50, field.ChangeRequestClosure, field.Integrators12m)
	}
	// If changes are reviewed where the repository is, only the issues are elsewhere. What the host
	// shows of the changes replaces this; until it is asked, there is nothing to wait for.
	if p.Tracker != "" {
		na("issues are handled at "+p.Tracker+" (from the list entry)", field.FirstResponseDaysP50, field.ChangeRequestClosure)
	}
	switch p.Review {
	case "mailing_list":
		na("changes are reviewed on a mailing list (from the list entry)", field.CodeReview)
	case "gerrit":
		na("changes are reviewed in Gerrit (from the list entry)", field.CodeReview)
	}
	if p.Rolling {
		na("the project makes no releases (from the list entry)", field.ReleaseFlowMonths)
	}
	switch uncounted, ok := uncountedType(p); {
	case len(p.Packages) == 0 && !p.Unlisted:
		na(publishesNone, field.DependentsPercentile, field.DownloadsPercentile)
	case ok:
		na("the "+uncounted+" registry counts no downloads", field.DownloadsPercentile)
	}
	if e := p.Exposure; e != nil && !e.UntrustedInput && p.Language != "" && !slices.Contains(memoryUnsafe, strings.ToLower(p.Language)) {
		na("written in "+p.Language+" and reads no untrusted input (from the list entry)", "Fuzzing")
	}
	return out
}

// uncountedType returns the type of the packages if all are in registries that count no downloads.
func uncountedType(p health.Project) (kind string, ok bool) {
	for _, id := range p.Packages {
		u, err := purl.Parse(id)
		switch {
		case err != nil || !u.Published():
			continue
		case u.Type != "golang" && u.Type != "maven" && u.Type != "swift":
			return "", false
		case kind == "":
			kind = u.Type
		}
	}
	return kind, kind != ""
}

// Why package figures are not known if no package of a registry is named.
const (
	// NoPackageNamed means that the packages were not looked up.
	NoPackageNamed = "the list names no package"
	// NoRegistryNamed means that only packages of distributions or addresses of source are named.
	NoRegistryNamed = "the list names no package of a registry that projects publish in"
	// publishesNone is what a listed entry without packages declares.
	publishesNone = "the project publishes no package in a registry"
)

// NoPackages returns the figure of a project of which no package in a registry is named. It is not
// applicable only if the list's entry declares that the project publishes none, by naming none.
func NoPackages(p health.Project) health.Input {
	switch {
	case len(p.Packages) > 0:
		return health.Missing("", NoRegistryNamed, nil)
	case p.Unlisted:
		return health.Missing("", NoPackageNamed, nil)
	}
	return health.NotApplies("", publishesNone)
}

// unnamed returns the package inputs, as unknown, of a project of which no package in a registry
// is named.
func unnamed(p health.Project) []health.Input {
	for _, id := range p.Packages {
		if u, err := purl.Parse(id); err == nil && u.Published() {
			return nil
		}
	}
	none := NoPackages(p)
	if none.State == health.NotApplicable {
		return nil // told as such
	}
	return []health.Input{health.Missing(field.DependentsPercentile, none.Reason, nil), health.Missing(field.DownloadsPercentile, none.Reason, nil)}
}

// parseDay parses YYYY-MM-DD. It returns the zero time for anything else.
func parseDay(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}
	}
	return t
}
