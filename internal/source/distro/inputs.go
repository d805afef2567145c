package distro

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/distro/archive"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// measured are the fields that say how much needs the project. They do not apply where the list
// says that Debian shows it badly.
var measured = []field.ID{field.DebianRunShare, field.DebianBuildShare, field.DebianBase}

// counted are the fields behind them.
var counted = []field.ID{
	field.DebianRunDependents, field.DebianBuildDependents, field.DebianSources,
	field.DebianArchive, field.DebianRunQuantiles, field.DebianBuildQuantiles,
}

// unmapped returns the inputs of a project whose sources the list does not name.
func unmapped(p health.Project) []health.Input {
	missing := health.Missing("", "the list does not say which source packages of Debian are its own", nil)
	switch {
	case p.Debian != nil:
		missing = health.NotApplies("", cmp.Or(p.Debian.None, p.Debian.NotApplicable))
	case p.Unlisted:
		missing.Reason = "the repository is on no list, which would name its source packages in Debian"
	}
	return all(missing, measured, counted)
}

// all returns the input for each of the fields.
func all(in health.Input, ids ...[]field.ID) []health.Input {
	var out []health.Input
	for _, id := range slices.Concat(ids...) {
		in.Field = id
		out = append(out, in)
	}
	return out
}

// inputs returns the figures of a project whose sources the list names.
func (st *state) inputs(p health.Project) []health.Input {
	u := st.Union(p.Debian.Sources...)
	if len(u.Sources) == 0 {
		return all(health.Missing("", fmt.Sprintf("Debian %s has no source package %s", st.name(), strings.Join(p.Debian.Sources, ", ")), nil), measured, counted)
	}
	from := fmt.Sprintf("%s; Debian %s of %s", names(u.Sources), st.name(), st.Date.Format("2 Jan 2006"))
	out := []health.Input{
		health.Obs(field.DebianRunShare, share(u.Run, u.Of)),
		health.Obs(field.DebianBuildShare, share(u.Build, u.Of)),
		health.ObsText(field.DebianBase, string(u.Base)),
		health.Obs(field.DebianRunDependents, float64(u.Run)),
		health.Obs(field.DebianBuildDependents, float64(u.Build)),
		health.Obs(field.DebianSources, float64(u.Of)),
		health.ObsText(field.DebianArchive, st.identity()),
		health.ObsList(field.DebianRunQuantiles, points(st.runQuants)),
		health.ObsList(field.DebianBuildQuantiles, points(st.buildQuant)),
	}
	for i := range out {
		out[i].Reason = from
		if p.Debian.NotApplicable != "" && slices.Contains(measured, out[i].Field) {
			out[i] = health.NotApplies(out[i].Field, p.Debian.NotApplicable)
		}
	}
	return out
}

// names returns the sources in a few words.
func names(sources []string) string {
	const shown = 4
	if len(sources) <= shown {
		return strings.Join(sources, ", ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(sources[:shown], ", "), stats.Thousands(len(sources)-shown))
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// identity names the archive, so that others can repeat the counts.
func (st *state) identity() string {
	return fmt.Sprintf("%s main, %s; %s; %s; %s", st.Suite, st.Date.Format(time.DateOnly), st.packages, st.sources, st.Signed)
}

// points returns quantiles as [percent, count].
func points(all []archive.Quantile) [][2]float64 {
	out := make([][2]float64, len(all))
	for i, q := range all {
		out[i] = [2]float64{q.Percent, float64(q.Count)}
	}
	return out
}

// snapshot returns the inputs as one snapshot.
func (s *Source) snapshot(p health.Project, at time.Time, inputs []health.Input) health.Snapshot {
	version := fmt.Sprintf("%s (%s main %s)", instrument, s.cfg.Suite, s.cfg.Arch)
	link := ""
	if p.Debian != nil && len(p.Debian.Sources) > 0 && !strings.Contains(p.Debian.Sources[0], "N") {
		link = "https://tracker.debian.org/pkg/" + p.Debian.Sources[0]
	}
	for i := range inputs {
		in := &inputs[i]
		in.Source, in.Version, in.ObservedAt, in.SourceURL = field.SourceDistro, version, at, link
	}
	slices.SortFunc(inputs, func(a, b health.Input) int { return cmp.Compare(a.Field, b.Field) })
	return health.Snapshot{
		Project: p.Slug, Source: field.SourceDistro, Version: version, Origin: health.OriginLive, ObservedAt: at, SourceURL: link, Inputs: inputs,
	}
}
