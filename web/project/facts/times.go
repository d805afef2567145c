package facts

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Times are the advisories with their patched releases, and the newest releases with what affects
// them, each behind the figure that counts them.
type Times struct {
	Fixes, Releases []timeLine
	// FixesNote says how many there are and of how many both days are known; ReleasesNote of what the
	// releases are.
	FixesNote, ReleasesNote string
}

// timeLine is one line: a link, what is said of it, further links, and the rest.
type timeLine struct {
	ID   string
	Link ui.Link
	Says string
	More []ui.Link
	Rest string
}

// TimesOf is pure.
func TimesOf(ins health.Inputs) Times {
	var t Times
	fixes, dated := figures.Fixes(ins), 0
	for _, f := range fixes {
		if f.State == figures.FixReleased {
			dated++
		}
		t.Fixes = append(t.Fixes, fixLine(f))
	}
	t.FixesNote = fmt.Sprintf("%s. Both days are known for %d of the %d below.", explain.Sentence(ins.Field(field.AdvisoryFixes).Reason), dated, len(fixes))
	for _, r := range figures.RecentReleases(ins) {
		t.Releases = append(t.Releases, releaseLine(r))
	}
	t.ReleasesNote = explain.Sentence(ins.Field(field.ReleasesAffected).Reason) + ", without pre-releases, newest first."
	return t
}

func advisoryLink(id string) ui.Link {
	return ui.Link{Label: id, Href: "https://osv.dev/vulnerability/" + id}
}

func fixLine(f figures.Fix) timeLine {
	l := timeLine{ID: f.ID, Link: advisoryLink(f.ID), Says: "published " + explain.DayOf(f.Published)}
	switch f.State {
	case figures.FixReleased:
		l.Says += ", fixed by"
		name := f.Version
		if name == "" {
			name = "a release"
		}
		l.More = []ui.Link{{Label: name, Href: f.ReleaseURL()}}
		l.Rest = "of " + explain.DayOf(f.Released)
		if days, known := f.Days(); f.Released < f.Published {
			l.Rest += ", before it was published"
		} else if known {
			l.Rest += ": " + explain.Of(days, "day", "days")
		}
	case figures.FixOpen:
		l.Says += ", no release fixes it"
	case figures.FixUndated:
		l.Says += ", fixed; the day of the release is unknown"
	default:
		l.Says += "; its record does not say whether a release fixes it"
	}
	return l
}

func releaseLine(r figures.Release) timeLine {
	l := timeLine{ID: r.Version, Link: ui.Link{Label: r.Version, Href: r.URL()}, Says: "of " + explain.DayOf(r.Day) + ": no known advisory"}
	if len(r.IDs) == 0 {
		return l
	}
	l.Says = "of " + explain.DayOf(r.Day) + ": affected by"
	for _, id := range r.IDs {
		l.More = append(l.More, advisoryLink(id))
	}
	return l
}
