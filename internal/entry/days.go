package entry

import (
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Days returns the date of each value that the editors of the list set for a project, by field:
// YYYY-MM-DD, or YYYY if only the year is known. Stores date all values of a list by when the file
// was read, not by when the editors looked; the entry itself is more precise. A field is left out
// if the entry has no date, or if its value differs from the inputs, e.g. beside figures of an
// earlier revision. Pure; no cost.
func Days(c health.List, p health.Project, ins health.Inputs) map[field.ID]string {
	days := map[field.ID]string{field.ExpertLists: newestList(c, p)}
	if e := p.Exposure; e != nil {
		days[field.ExposurePoints], days["toolchain"] = e.Reviewed, e.Reviewed
	}
	if s := p.Substitution; s != nil {
		days[field.Substitutability] = s.Reviewed
	}
	if b := p.BaseImage; b != nil {
		days[field.BaseImage] = b.Reviewed
	}
	if e := p.EndOfLife; e != nil {
		days["archived"], days["successor"] = e.Since, e.Since
	}
	if f, ok := c.Fuzzed[p.Slug]; ok {
		days[field.OSSFuzzSince] = f.Date
	}
	if s, ok := c.Support[p.Slug]; ok {
		days[field.ReleaseLines] = s.Date
	}
	for id, name := range inCollection {
		days[id] = c.Ports[p.Slug][name].Date
	}
	if d, ok := bestDownloads(c, p); ok {
		days[field.DownloadsPercentile] = d.Date
	}
	out := map[field.ID]string{}
	for _, now := range Inputs(c, p) {
		held := ins.Field(now.Field)
		if day := days[now.Field]; day != "" && held.Known() && held.Source == field.SourceList && held.Value == now.Value && held.Text == now.Text {
			out[now.Field] = day
		}
	}
	return out
}

// newestList returns the date of the newest expert list that names the project and counts.
func newestList(c health.List, p health.Project) string {
	newest := ""
	for _, id := range p.ExpertLists {
		if slices.Contains(c.CopiedFrom, id) {
			continue
		}
		newest = max(newest, c.Sources[id].Date)
	}
	return newest
}
