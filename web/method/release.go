package method

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// releasesSection links what each version of the model changed; none if no version is known.
func (s maker) releasesSection() []section {
	if len(s.rules.Results.Releases) == 0 {
		return nil
	}
	return []section{{
		ID: "releases", Head: "What each version of the model changed",
		Text:  []string{"Each version has a page with all its numbers and what changed in them, and one that names every project that it moves by " + explain.FarPlaces() + ". Published rankings keep the model that they were made with."},
		Links: append(s.versionLinks(""), s.releaseLinks()...),
	}}
}

func (s maker) releaseLinks() []ui.Link {
	var out []ui.Link
	for _, r := range s.rules.Results.Releases {
		out = append(out, ui.Link{Label: "Who model " + r.Version + " moved, " + explain.DayOf(r.Date), Href: page.ModelChanges + r.Version})
	}
	return out
}

// showRelease answers with what a version of the model changed.
func (s maker) showRelease(version string) error {
	i := slices.IndexFunc(s.rules.Results.Releases, func(r model.Release) bool { return r.Version == version })
	if i < 0 {
		return &page.Elsewhere{
			Text:  "This program knows no model " + page.Cut(strings.ToValidUTF8(version, "")) + ".",
			Links: append(s.releaseLinks(), ui.Link{Label: "How the figures are computed", Href: sheets[0].path}),
		}
	}
	r := s.rules.Results.Releases[i]
	today := s.Now.UTC().Format("2006-01-02")
	if s.Known("release", version, today) {
		return nil
	}
	v := methodView{Title: "What model " + r.Version + " changed", Pages: pagesOf("")}
	if o := r.Orders; o == nil {
		v.Finding = ui.Finding{Says: "release", Claim: "This program has no order from before model " + r.Version + ".", Rest: "There is nothing to compare it with."}
		v.Sections = []section{s.identity(r)}
	} else {
		v.Finding = releaseFinding(*o)
		v.Sections = []section{
			{ID: "rules", Head: "What changed in the model", Points: o.Why, Links: []ui.Link{{Label: "Every number that changed", Href: page.ModelHref(r.Version) + "#changes"}}}, movesSection(*o), s.ordersSection(r), yourFigures(), s.identity(r),
		}
	}
	p := s.Frame(v.Title, v.Finding.Claim, sheets[0].path)
	p.Notices = page.Ignored(page.Others(s.Values()))
	return s.Show(methodPage(p, v))
}

// releaseFinding says how many projects the version moves.
func releaseFinding(o model.Orders) ui.Finding {
	moved, in, out := 0, 0, 0
	for _, r := range o.Projects {
		switch {
		case r.Before.Rank == 0:
			in++
		case r.After.Rank == 0:
			out++
		case r.Far():
			moved++
		}
	}
	return ui.Finding{
		Says: fmt.Sprintf("release moved:%d in:%d out:%d", moved, in, out),
		Claim: fmt.Sprintf("%s by %s; %d %s a position and %d %s one.",
			explain.Of(moved, "project moves", "projects move"), explain.FarPlaces(), in, explain.Plural(in, "gains", "gain"), out, explain.Plural(out, "loses", "lose")),
		Rest: "Both orders use the same figures, so only the model differs.",
	}
}

// movesSection names every project that moves far, with the cause.
func movesSection(o model.Orders) section {
	g := table.Grid("Projects that move by "+explain.FarPlaces(), []string{"Project", "Rank before", "Rank now", "Cause", "Why"}, 1, 2)
	for _, r := range o.Projects {
		if !r.Far() {
			continue
		}
		why := table.Cell{Text: explain.Sentence(r.Why)}
		why.Sub = stepWords(r.Steps)
		g.Rows = append(g.Rows, table.Row{Key: r.Slug, Cells: []table.Cell{
			{Text: r.Name}, {Text: rankWords(r.Before.Rank)}, {Text: rankWords(r.After.Rank)}, {Text: r.Cause}, why,
		}})
	}
	return section{
		ID: "moves", Head: "Who moves, and why", Tables: []table.Table{g},
		Text: []string{
			"“Rule” is a changed rule or weight of the model. “Assumption” is what the model expects of checks that were not seen, and how much must be seen. “–” means without a position. If both move a project, its ranks on the way are below the reason.",
			"The ranking is computed with the old model, then with the new rules, then with the new assumptions, too. What a project moves in a step belongs to that cause. “+” raises risk.",
			"For each move we recompute the rank with only that project’s own risk changed. The rest of the move comes from the others. Where the rest is larger, it is named first.",
		},
	}
}

func stepWords(steps []model.OrdersStep) string {
	var all []string
	for _, st := range steps {
		all = append(all, st.Cause+" "+rankWords(st.From)+" → "+rankWords(st.To))
	}
	return strings.Join(all, ", ")
}

// ordersSection puts the order before beside the one after, for as long as that is promised.
func (s maker) ordersSection(r model.Release) section {
	o := *r.Orders
	sec := section{ID: "orders", Head: "Both orders, side by side"}
	if until := r.Until(); !s.Now.Before(until.AddDate(0, 0, 1)) {
		sec.Text = []string{"Both orders were side by side here until " + explain.Day(until) + ". The file scorecards/orders.json of that version holds them."}
		return sec
	}
	g := table.Grid("Ranks and criticality under both models", []string{"Project", "Rank before", "Rank now", "C before", "C now"}, 1, 2, 3, 4)
	for _, r := range o.Projects {
		name := table.Cell{Text: r.Name}
		switch {
		case r.After.Rank == 0:
			name.Sub = stateWords(r.After) + " now: " + r.After.Why
		case r.Before.Rank == 0:
			name.Sub = stateWords(r.Before) + " before: " + r.Before.Why
		}
		g.Rows = append(g.Rows, table.Row{Key: r.Slug, Cells: []table.Cell{
			name, {Text: rankWords(r.Before.Rank)}, {Text: rankWords(r.After.Rank)}, {Text: criticalityWords(r.Before)}, {Text: criticalityWords(r.After)},
		}})
	}
	sec.Tables, sec.Folded = []table.Table{g}, explain.Of(len(o.Projects), "project", "projects")+" under both models"
	sec.Text = []string{
		"This table is here for twelve months, until " + explain.Day(r.Until()) + ".",
		fmt.Sprintf("List %s, figures bundled on %s: %s ranks %d projects, %s ranked %d. “–” means without a position.",
			o.List, explain.DayOf(o.Figures), o.After.Model, o.After.Ranked, o.Before.Model, o.Before.Ranked),
	}
	return sec
}

// yourFigures says how an operator sees the same before it takes effect.
func yourFigures() section {
	return section{
		ID: "yours", Head: "On your own figures",
		Text: []string{"These orders use the bundled figures. Before you upgrade an installation, this command prints the same for its database and writes nothing. The published rankings of the past stay as they are."},
		Code: []string{"plumbline upgrade --dry-run"},
	}
}

// identity says which model the version is.
func (s maker) identity(r model.Release) section {
	sec := section{ID: "identity", Head: "Versions and hashes", Text: []string{fmt.Sprintf("Model %s ranks since %s.", r.Version, explain.DayOf(r.Date))}, Links: s.releaseLinks()}
	o := r.Orders
	for _, other := range s.rules.Results.Releases {
		if other.Orders != nil && strings.HasSuffix(other.Orders.Before.Model, " "+r.Version) {
			sec.Text = append(sec.Text, fmt.Sprintf("SHA-256: %.12s…. Model %s replaced it.", other.Orders.Before.ModelSHA, other.Version))
		}
	}
	if o == nil {
		return sec
	}
	use := "It is not the model in use here."
	if o.After.ModelSHA == s.Model.SHA256 {
		use = "It is the model in use here."
	}
	sec.Text = append(sec.Text, fmt.Sprintf("SHA-256 of the models: before %.12s…, now %.12s…. %s", o.Before.ModelSHA, o.After.ModelSHA, use))
	return sec
}

// stateWords says how a project without a position takes part in the ranking.
func stateWords(p model.OrdersPlace) string {
	switch health.RankState(p.State) {
	case health.RankPartial:
		return "partial"
	case health.RankCannotTell:
		return "cannot be distinguished from finished"
	}
	return "not ranked"
}

func rankWords(rank int) string {
	if rank == 0 {
		return "–"
	}
	return explain.Thousands(rank)
}

func criticalityWords(p model.OrdersPlace) string {
	if p.Criticality == nil {
		return "–"
	}
	return explain.Decimal(*p.Criticality)
}
