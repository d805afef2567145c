package compare

import (
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// pickerView is the form that adds and removes projects.
type pickerView struct {
	Chosen []chip
	Day    string // of the view, kept by the form
	Full   bool
	Most   int
	// Suggested adds one project each; SuggestedAre says why these.
	Suggested    []ui.Link
	SuggestedAre string
}

// chip is a chosen project; Without is the address of the page without it.
type chip struct{ Slug, Name, Without string }

// suggestedShown is how many suggestions a page has.
const suggestedShown = 6

// picker is pure but for the address of the request.
func (m maker) picker(a ask, cs []column) pickerView {
	v := pickerView{Day: m.Day, Full: len(a.Projects) >= page.MostCompared, Most: page.MostCompared}
	for _, p := range a.Projects {
		c := chip{Slug: p.Text, Name: p.Text, Without: m.without(a, p.Text)}
		if e, ok := m.Query.Entry(p.Slug); ok {
			c.Name = e.Project.Name
		}
		v.Chosen = append(v.Chosen, c)
	}
	if !v.Full {
		v.Suggested, v.SuggestedAre = m.suggest(a)
	}
	return v
}

// suggest returns projects to add: declared peers of the first chosen one, then its category.
func (m maker) suggest(a ask) ([]ui.Link, string) {
	known := a.known()
	if len(known) == 0 {
		return nil, ""
	}
	first, ok := m.Query.Entry(known[0])
	if !ok {
		return nil, ""
	}
	var out []ui.Link
	label := ""
	add := func(why string, fits func(health.Project) bool) {
		for _, p := range first.List.Projects {
			link := ui.Link{Label: p.Name, Href: m.of(append(a.texts(), p.Slug)...)}
			if len(out) == suggestedShown || slices.Contains(a.texts(), p.Slug) || slices.Contains(out, link) || !fits(p) {
				continue
			}
			if out = append(out, link); label == "" {
				label = why
			}
		}
	}
	if peers := first.Project.Peers; peers != "" {
		add("Peers of "+first.Project.Name, func(p health.Project) bool { return p.Peers == peers })
	}
	if category := first.Project.Category; category != "" {
		add("Same category as "+first.Project.Name, func(p health.Project) bool { return p.Category == category })
	}
	return out, label
}

// pickView is the page before there are two projects.
type pickView struct {
	Finding ui.Finding
	Picker  pickerView
	Gone    []gone
	// Groups are declared groups of peers, each a comparison.
	Groups []ui.Link
	Lists  []listChoice
	// Slug and Name are of the one chosen project, for its two dates; empty: none.
	Slug, Name string
	Page, Past string
	From, To   string // days to begin with
}

// listChoice is one list to compare with itself.
type listChoice struct {
	Slug, Title string
	Current     bool
}

// pick answers with the form and suggestions; an address that names only what is unknown, with that.
func (m maker) pick(a ask) error {
	known := a.known()
	if len(known) == 0 && len(a.Projects) == 1 {
		return &page.Missing{Text: a.Projects[0].Text, Near: a.Projects[0].Near}
	}
	if m.format() != "" {
		bad := m.bad(paramProject, "", fmt.Sprintf("two to %s, or one project or one list with from and to", explain.Of(page.MostCompared, "project", "projects")))
		bad.Reason = "too-few"
		return bad
	}
	if m.Known() {
		return nil
	}
	v := pickView{Picker: m.picker(a, nil), To: explain.ISO(m.Now), Groups: m.groups()}
	v.Finding = ui.Finding{Claim: fmt.Sprintf("Choose two to %s projects.", explain.Number(page.MostCompared)), Rest: "The page shows them side by side, with what differs and whether the figures can be compared.", Says: fmt.Sprintf("chosen:%d", len(known))}
	for _, p := range a.Projects {
		if p.Slug == "" {
			v.Gone = append(v.Gone, m.unknown(a, p))
		}
	}
	if len(known) == 1 {
		e, _ := m.Query.Entry(known[0])
		v.Slug, v.Name, v.Page = known[0], e.Project.Name, m.On("/p/"+known[0])
		v.Finding.Claim = "Choose at least one more project."
		if m.Query.HasQuarters(v.Slug) {
			v.Past = page.Past(v.Slug, "")
		}
	}
	first, _, err := m.FirstRun(m.Context())
	if err != nil {
		return err
	}
	v.From = m.start(first)
	for _, l := range m.Query.Lists() {
		v.Lists = append(v.Lists, listChoice{Slug: l.Slug, Title: l.Title, Current: m.List != nil && m.List.Slug == l.Slug})
	}
	p := m.Frame("Compare", "Projects side by side, one project at two dates, or a list at two dates.", address)
	p.Notices = page.Ignored(a.Ignored)
	return m.Show(pickPage(p, v))
}

// groups are the declared groups of peers of the list with at least two projects, each a comparison
// of its first members.
func (m maker) groups() []ui.Link {
	if m.List == nil {
		return nil
	}
	members := map[string][]string{}
	var order []string
	for _, p := range m.List.Projects {
		if p.Peers == "" {
			continue
		}
		if members[p.Peers] == nil {
			order = append(order, p.Peers)
		}
		members[p.Peers] = append(members[p.Peers], p.Slug)
	}
	slices.Sort(order)
	var out []ui.Link
	for _, g := range order {
		if slugs := members[g]; len(slugs) > 1 {
			out = append(out, ui.Link{Label: g, Href: m.of(slugs[:min(len(slugs), 4)]...)})
		}
	}
	return out[:min(len(out), 12)]
}

// entryOf returns the list entry of the one project that an address names.
func (m maker) entryOf(a ask) (query.Entry, bool) { return m.Query.Entry(a.Projects[0].Slug) }
