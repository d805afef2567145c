package registry

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// figure is one field of one package: known, not applicable to its registry, or missing with a
// reason. failed means that the request failed.
type figure struct {
	health.Input
	failed bool
}

// inputs joins the packages of one project, which is one unit. For an unlisted repository, the
// packages were not looked up.
func (s *Source) inputs(p health.Project, all []learned) []health.Input {
	none := entry.NoPackages(p)
	more := func(a, b health.Input) bool { return a.Value > b.Value }
	fewer := func(a, b health.Input) bool { return a.Value < b.Value }
	later := func(a, b health.Input) bool { return a.Text > b.Text }
	return []health.Input{
		join("dependents", none, all, dependents, more),
		join(field.DependentsPercentile, none, all, s.percentile(model.MeasureDependents, dependents), more),
		join(field.Downloads30d, none, all, downloads, more),
		join(field.DownloadsPercentile, none, all, s.percentile(model.MeasureDownloads, downloads), more),
		join("publishers", none, all, publishers, fewer),
		join(field.RegistryRelease, none, all, s.released, later),
		marked(none, all),
	}
}

// marked lists the packages that their registries mark as deprecated or archived. A package whose mark
// is not known leaves the list unknown: it could be the one.
func marked(none health.Input, all []learned) health.Input {
	const id = field.RegistryMarks
	if len(all) == 0 {
		none.Field = id
		return none
	}
	out := health.ObsList(id, []string{})
	found := []string{}
	for _, l := range all {
		var f figure
		switch {
		case l.unasked != "":
			f = l.notAsked()
		case l.system == "":
			f = never(fmt.Sprintf("deps.dev does not know %s packages", l.kind))
		case l.versions.Marked == nil && l.versions.answered() && !l.versions.none:
			f = never("deps.dev was asked before marks were kept")
		case l.versions.Marked == nil:
			f = silent(l.versions, "deps.dev", l.name)
		default:
			if m := *l.versions.Marked; m != "" {
				found = append(found, l.kind+"/"+l.name+" "+m)
			}
			f = known(0, l.versions, "deps.dev", l.depsDevLink(), "of "+l.name+", from deps.dev")
		}
		f.Field = id
		if !f.Known() {
			return f.Input
		}
		out.Reason, out.SourceURL, out.ObservedAt, out.Late = f.Reason, f.SourceURL, f.ObservedAt, f.Late
	}
	out.Text = health.ObsList(id, found).Text
	return out
}

// join chooses the figure of one package for the project. If the request for one package failed,
// that one could be the deciding one, so the field is unknown. A figure that a registry never has
// leaves the choice to the others.
func join(id field.ID, none health.Input, all []learned, of func(learned) figure, better func(a, b health.Input) bool) health.Input {
	best := figure{Input: none}
	best.Field = id
	for i, l := range all {
		f := of(l)
		f.Field = id
		switch {
		case best.failed:
		case i == 0, f.failed, rank(f) > rank(best), rank(f) == rank(best) && f.Known() && better(f.Input, best.Input):
			best = f
		}
	}
	return best.Input
}

// rank orders figures by how much they tell.
func rank(f figure) int {
	switch f.State {
	case health.Observed:
		return 2
	case health.Unknown:
		return 1
	default:
		return 0
	}
}

func known(value float64, r reply, whom, link, note string) figure {
	in := health.Obs("", value)
	in.Reason, in.SourceURL, in.ObservedAt, in.Late = note, link, r.asked, r.lateAt(whom)
	return figure{Input: in}
}

func never(reason string) figure { return figure{Input: health.Missing("", reason, nil)} }

// notAsked is the figure of a package in a registry that is none of ours. It is unknown: that
// nobody asked says nothing about the package.
func (p pkg) notAsked() figure {
	return never(fmt.Sprintf("Plumbline does not ask %s, where %s is", p.unasked, p.name))
}

// silent returns a figure for a request without a usable answer. What the registry says of the
// package is told apart from a fault of the registry.
func silent(r reply, whom, what string) figure {
	why := whom + " does not show it"
	switch withheld := new(fetch.StatusError); {
	case errors.As(r.err, &withheld) && withheld.Code == http.StatusUnavailableForLegalReasons:
		return never(whom + " withholds " + what + " for legal reasons")
	case r.err != nil:
		return figure{Input: health.Unasked("", whom, fetch.Why(r.err), r.err), failed: true}
	case r.none:
		why = whom + " has no package " + what
	case r.Gone != "":
		why = whom + " says that " + what + " " + r.Gone
	}
	in := health.Missing("", why, nil)
	in.ObservedAt = r.asked
	return figure{Input: in}
}

func dependents(l learned) figure {
	switch {
	case l.unasked != "":
		return l.notAsked()
	case !l.dependent:
		return never(fmt.Sprintf("deps.dev does not count dependents of %s packages", l.kind))
	case l.dependents.Dependents == nil:
		return silent(l.dependents, "deps.dev", l.name)
	}
	return known(float64(*l.dependents.Dependents), l.dependents, "deps.dev", l.depsDevLink(),
		fmt.Sprintf("of %s %s, from deps.dev; users of other versions are not counted", l.name, l.versions.Default))
}

func downloads(l learned) figure {
	switch {
	case l.unasked != "":
		return l.notAsked()
	case l.uncounted:
		return figure{Input: health.NotApplies("", fmt.Sprintf("the %s registry counts no downloads", l.kind))}
	case l.registry.downloads == nil:
		return never(l.noDownloads)
	case l.downloads.Downloads == nil:
		return silent(l.downloads, l.counter(), l.name)
	}
	note := "of " + l.name + " in 30 days, from " + l.counter()
	if l.kind == "cargo" {
		note = "of " + l.name + ", by " + l.counter() + ": a third of the 90-day downloads"
	}
	return known(float64(*l.downloads.Downloads), l.downloads, l.counter(), l.link(), note)
}

// counter returns the service that counts downloads.
func (l learned) counter() string {
	if l.kind == "pypi" {
		return "PyPI Stats"
	}
	return l.words
}

func publishers(l learned) figure {
	switch {
	case l.unasked != "":
		return l.notAsked()
	case l.registry.publishers == nil:
		return never(l.noPublishers)
	case l.publishers.Publishers == nil:
		return silent(l.publishers, l.words, l.name)
	case l.publishers.Teams:
		in := health.Missing("", "a team can publish, and its size is not public", nil)
		in.ObservedAt = l.publishers.asked
		return figure{Input: in}
	case *l.publishers.Publishers == 0:
		in := health.Missing("", l.words+" names nobody who can publish "+l.name, nil) // somebody can
		in.ObservedAt = l.publishers.asked
		return figure{Input: in}
	}
	return known(float64(*l.publishers.Publishers), l.publishers, l.words, l.link(), "of "+l.name+", by "+l.words)
}

// released returns the newest release in any answer about the package.
func (s *Source) released(l learned) figure {
	if l.unasked != "" {
		return l.notAsked()
	}
	for _, r := range []reply{l.publishers, l.downloads, l.versions} {
		if r.Gone != "" { // a release that nobody can install is none
			return silent(reply{facts: facts{Gone: r.Gone}, asked: r.asked}, l.teller(r), l.name)
		}
	}
	best, told, from := reply{}, "", ""
	for i, r := range []reply{l.versions, l.publishers, l.downloads} {
		if r.Released > best.Released && r.Released <= s.cfg.Now().UTC().Add(24*time.Hour).Format(time.DateOnly) {
			best, from = r, []string{"deps.dev", l.words, l.counter()}[i]
		}
	}
	if told = best.Released; told == "" {
		if l.system == "" {
			return silent(l.downloads, l.words, l.name)
		}
		return silent(l.versions, "deps.dev", l.name)
	}
	in := health.ObsText("", told)
	in.Reason, in.SourceURL, in.ObservedAt, in.Late = "of "+l.name, l.link(), best.asked, best.lateAt(from)
	return figure{Input: in}
}

// teller returns the service that gave an answer.
func (l learned) teller(r reply) string {
	if r.Gone == l.versions.Gone {
		return "deps.dev"
	}
	return l.words
}

// percentile looks up a count in the reference table of its ecosystem. Other comparisons are
// misleading: among our own projects a very popular one would rank low.
func (s *Source) percentile(measure string, of func(learned) figure) func(learned) figure {
	return func(l learned) figure {
		f := of(l)
		table, ok := model.ReferenceOf(s.cfg.References, l.kind, measure)
		switch {
		case f.State == health.NotApplicable:
			return f
		case l.unasked != "":
			return f
		case !ok:
			return never(fmt.Sprintf("no dated reference table of %s %s is available", l.kind, measure))
		case !f.Known():
			return f
		}
		value, ok := table.Percentile(f.Value)
		if !ok {
			in := health.Missing("", fmt.Sprintf("fewer than the reference table covers (%s)", table.Of), nil)
			in.ObservedAt = f.ObservedAt
			return figure{Input: in}
		}
		f.Value, f.Reason = value, fmt.Sprintf("%s, among the %s", l.name, table.Of)
		return f
	}
}
