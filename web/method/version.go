package method

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// version is one version of the shipped model beside the one before it.
type version struct {
	model.Release
	// Before is the version that it replaced; nil for the oldest. InUse says that this site ranks
	// with it now.
	Before *model.Release
	InUse  bool
	// Changed are the differences from Before; nil if one of the two models is missing.
	Changed []model.Difference
}

// versionOf returns a version by its number, and false if there is none.
func (s maker) versionOf(number string) (version, bool) {
	all := s.rules.Results.Releases
	i := slices.IndexFunc(all, func(r model.Release) bool { return r.Version == number })
	if i < 0 {
		return version{}, false
	}
	v := version{Release: all[i]}
	v.InUse = v.Model != nil && v.Model.SHA256 == s.Model.SHA256
	if i+1 < len(all) {
		v.Before = &all[i+1]
		if v.Model != nil && v.Before.Model != nil {
			v.Changed = append([]model.Difference{}, model.Differences(*v.Before.Model, *v.Model)...)
		}
	}
	return v, true
}

// versionLinks link the pages of all versions but one.
func (s maker) versionLinks(but string) []ui.Link {
	var out []ui.Link
	for _, r := range s.rules.Results.Releases {
		if r.Version != but {
			out = append(out, ui.Link{Label: "Model " + r.Version + ", since " + explain.DayOf(r.Date), Href: page.ModelHref(r.Version)})
		}
	}
	return out
}

// showVersion answers with a version of the model as it was, and its differences from the one before.
// The address with .json has the same for programs.
func (s maker) showVersion(name string) error {
	number, isJSON := strings.CutSuffix(name, ".json")
	v, ok := s.versionOf(number)
	if !ok {
		return &page.Elsewhere{
			Text:  "This program knows no model " + page.Cut(strings.ToValidUTF8(number, "")) + ".",
			Links: append(s.versionLinks(""), ui.Link{Label: "How the figures are computed", Href: sheets[0].path}),
		}
	}
	if s.Known("version", s.Model.SHA256, v.Version, v.Date) {
		return nil
	}
	if isJSON {
		return s.Document(documentOf(v))
	}
	out := methodView{Title: "Model " + v.Version, Finding: v.finding(), Pages: pagesOf(""), Sections: []section{s.versionIdentity(v)}}
	if v.Changed != nil {
		out.Sections = append(out.Sections, v.changesSection())
	}
	if v.Model != nil {
		out.Sections = append(out.Sections, s.under(*v.Model).modelSections()...)
	}
	p := s.Frame(out.Title, out.Finding.Claim, sheets[0].path)
	p.Notices = page.Ignored(page.Others(s.Values()))
	p.Formats = []ui.Link{{Label: "JSON", Href: page.ModelHref(v.Version) + ".json"}}
	return s.Show(methodPage(p, out))
}

// under returns a maker of pages about another model than the one in use.
func (s maker) under(m model.Model) maker {
	view, r := *s.View, *s.Request
	view.Model = m
	r.View = &view
	return maker{&r, s.rules}
}

// modelSections are the sections that a model decides alone, without what was measured of it.
func (s maker) modelSections() []section {
	out := []section{s.riskSection(), s.unknownSection()}
	for _, a := range []model.Axis{model.Criticality, model.Vitality, model.Resilience, model.Posture} {
		out = append(out, s.axisSection(a))
	}
	return append(out, s.gateSection(), s.statusSection(), s.bandSection(), s.drawSection(), s.ageSection())
}

// finding says how much the version changed.
func (v version) finding() ui.Finding {
	switch {
	case v.Model == nil:
		return ui.Finding{Says: "version no-copy", Claim: "This program has no copy of model " + v.Version + ".", Rest: "Its numbers are in the program of that version."}
	case v.Before == nil:
		return ui.Finding{Says: "version oldest", Claim: "Model " + v.Version + " is the oldest version that this program knows.", Rest: "There is nothing to compare it with."}
	case v.Before.Model == nil:
		return ui.Finding{Says: "version no-copy-before", Claim: "This program has no copy of model " + v.Before.Version + ".", Rest: "So the numbers that changed cannot be shown."}
	}
	n := v.count()
	return ui.Finding{
		Says: fmt.Sprintf("version changed:%d added:%d removed:%d", n["changed"], n["added"], n["removed"]),
		Claim: fmt.Sprintf("Model %s changes %s of model %s, adds %s and removes %s.", v.Version, explain.Of(n["changed"], "number", "numbers"),
			v.Before.Version, cmp.Or(zero(n["added"]), "none"), cmp.Or(zero(n["removed"]), "none")),
		Rest: "Everything that the scores depend on is below.",
	}
}

// zero returns a number in print; empty for none.
func zero(n int) string {
	if n == 0 {
		return ""
	}
	return explain.Thousands(n)
}

// count counts the differences by kind.
func (v version) count() map[string]int {
	n := map[string]int{}
	for _, d := range v.Changed {
		n[d.Kind()]++
	}
	return n
}

// versionIdentity says since when the version ranks, and what it is beside the others.
func (s maker) versionIdentity(v version) section {
	sec := section{ID: "identity", Head: "Version", Terms: []ui.Fact{{Name: "In use since", Text: explain.DayOf(v.Date), State: health.Observed}}}
	if v.Model != nil {
		sec.Terms = append(sec.Terms, ui.Fact{Name: "SHA-256", Text: v.Model.SHA256, State: health.Observed, Mono: true, Note: "hash of its canonical form, shown with every score"})
	}
	switch {
	case v.InUse:
		sec.Text = []string{"This site ranks with it now."}
	case s.Model.Overlay != nil && v.Model != nil && s.Model.Overlay.Shipped == v.Model.SHA256:
		sec.Text = []string{"This site changes numbers of it by an overlay."}
	default:
		sec.Text = []string{"This site ranks with " + s.Model.Name() + " now. Rankings that were published with this version keep it."}
	}
	sec.Links = append([]ui.Link{{Label: "Who this version moved, and why", Href: page.ModelChanges + v.Version}}, s.versionLinks(v.Version)...)
	sec.Links = append(sec.Links, ui.Link{Label: "The method in use now", Href: sheets[0].path})
	return sec
}
