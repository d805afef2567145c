package entry

import (
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Days returns of when each thing is that the list's editors judged of a
// project, by field: YYYY-MM-DD, or YYYY where no more is known. Stores date all
// values of a list by its reading, which is when the entry was read and not when
// anybody looked; the entry itself knows better. A field is left out where the
// entry gives no day, or gives another value than the inputs hold, as beside
// figures of a former revision. Pure; no cost.
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
	if d, ok := bestDownloads(c, p); ok {
		days[field.DownloadsPercentile] = d.Date
	}
	out := map[field.ID]string{}
	for _, now := range Inputs(c, p) {
		held := ins.Field(now.Field)
		if day := days[now.Field]; day != "" && held.Known() && held.Source == field.SourceList && held.Value == now.Value {
			out[now.Field] = day
		}
	}
	return out
}

// newestList returns the date of the newest expert list the project stands on.
func newestList(c health.List, p health.Project) string {
	newest := ""
	for _, id := range p.ExpertLists {
		newest = max(newest, c.Sources[id].Date)
	}
	return newest
}
