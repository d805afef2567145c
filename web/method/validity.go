package method

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// validitySections show how criticality and some facts compare with what is known independently;
// none if it was not computed.
func (s maker) validitySections() []section {
	v := s.rules.Results.Validity
	if v == nil {
		return nil
	}
	return []section{s.dependenceSection(*v), expertSection(*v), factSection(*v), s.tieSection(*v)}
}

// dependenceSection compares criticality with dependents.
func (s maker) dependenceSection(v model.Validity) section {
	g := table.Grid("Rank correlation of criticality with dependents in Debian", []string{"Criticality", "Projects", "With run share", "With build share"}, 1, 2, 3)
	for _, r := range v.Dependence {
		if r.With != "run" {
			continue
		}
		build := "–"
		for _, b := range v.Dependence {
			if b.Set == r.Set && b.Of == r.Of && b.With == "build" {
				build = rhoWords(b)
			}
		}
		g.Rows = append(g.Rows, table.Row{Key: r.Set + "-" + r.Of, Cells: []table.Cell{
			{Text: s.criticalityKind(v, r.Of), Sub: setWords(r.Set)}, {Text: number(float64(r.N))}, {Text: rhoWords(r)}, {Text: build},
		}})
	}
	p := table.Grid("Rank correlation of criticality with dependents in collections for C and C++", []string{"Criticality", "Projects", "Correlation"}, 1, 2)
	for _, r := range v.Ports {
		p.Rows = append(p.Rows, table.Row{Key: r.Set + "-" + r.Of, Cells: []table.Cell{{Text: s.criticalityKind(v, r.Of), Sub: setWords(r.Set)}, {Text: number(float64(r.N))}, {Text: rhoWords(r)}}})
	}
	sec := section{
		ID: "validity", Head: "Criticality and measured dependence", Tables: []table.Table{g, p},
		Text: []string{
			"Dependents in Debian are an input of criticality, so the rows “now” agree in part by construction. The rows without that input show what the other inputs say.",
			fmt.Sprintf("Computed from the figures bundled on %s with %s, SHA-256 %.12s….%s", explain.DayOf(v.Figures), v.Model, v.ModelSHA, s.validityOf(v)),
		},
		Points: []string{
			fmt.Sprintf("Values are Spearman’s rank correlation, from −1 to 1, with 95%% intervals of %s bootstrap draws of projects (seed %d).", explain.Thousands(v.Draws), v.Seed),
			"The projects were fixed on " + explain.DayOf(fixedOn) + ", before the model had this input: " + mapped(v) + " mapped to Debian’s source packages. vcpkg and Conan Center are never an input.",
		},
	}
	for _, x := range v.Pairs {
		sec.Points = append(sec.Points, fmt.Sprintf("People ordered pairs of projects of one kind before the model existed. Of %d pairs criticality agrees with %d, %d are equal, and %d disagree.", x.Agree+x.Equal+x.Disagree+x.Unknown, x.Agree, x.Equal, x.Disagree))
	}
	if v.Gate != nil {
		sec.Points = append(sec.Points, gateWords(*v.Gate))
	}
	return sec
}

// validityOf says whether the figures are of the model in use.
func (s maker) validityOf(v model.Validity) string {
	if v.ModelSHA == s.Model.SHA256 {
		return " It is the current model."
	}
	return " It is not the current model."
}

// fixedOn is the day on which the projects were fixed, with the criticality of that day, and
// fixedModel the version of the model then. Both are history: later versions of the model do not
// change them.
const (
	fixedOn    = "2026-12-01"
	fixedModel = "1.3.0"
)

// mapped says how many projects were compared.
func mapped(v model.Validity) string {
	for _, r := range v.Dependence {
		if r.Set == "all" {
			return explain.Thousands(r.N) + " that were"
		}
	}
	return "those that were"
}

// formerModel names the version before the model of a comparison.
func (s maker) formerModel(v model.Validity) string {
	all := s.rules.Results.Releases
	for i, r := range all {
		if strings.HasSuffix(v.Model, " "+r.Version) && i+1 < len(all) {
			return "Model " + all[i+1].Version
		}
	}
	return "The model before"
}

func (s maker) criticalityKind(v model.Validity, of string) string {
	switch of {
	case "before":
		return "On " + explain.DayOf(fixedOn) + ", model " + fixedModel
	case "former_model":
		return s.formerModel(v) + ", today’s list"
	case "now":
		return "Now"
	case "without_measure":
		return "Now, without dependents in Debian"
	case "judged":
		return "Now, only expert lists, exposure and replacement effort"
	}
	return of
}

func setWords(set string) string {
	switch set {
	case "libraries":
		return "libraries, tools and base packages"
	case "measured":
		return "projects to which the input applies"
	case "all":
		return "all that Debian packages"
	case "vcpkg":
		return "vcpkg"
	case "conan":
		return "Conan Center"
	}
	return set
}

func rhoWords(r model.ValidityRank) string {
	return fmt.Sprintf("%s (%s to %s)", hundredths(r.Rho), hundredths(r.Lo), hundredths(r.Hi))
}

// hundredths prints two decimals with the sign of the page.
func hundredths(v float64) string {
	return strings.Replace(strconv.FormatFloat(stats.Round(v, 2), 'f', 2, 64), "-", "−", 1)
}

// gateWords says what a gate would have said of a project in the past.
func gateWords(g model.ValidityGate) string {
	text := fmt.Sprintf("The model cannot tell a helper from an attacker. Gate %s needs criticality %s, and %s has %s.", g.Gate, number(g.Needs), g.Slug, explain.Decimal(g.Criticality))
	for _, d := range g.Days {
		verdict := "does not apply"
		if d.Applies {
			verdict = "applies"
		}
		text += fmt.Sprintf(" On %s it had %s and %s: the gate %s.", explain.DayOf(d.Day),
			explain.Of(d.Regulars, "regular contributor", "regular contributors"), explain.Of(d.Integrators, "integrator", "integrators"), verdict)
	}
	return text
}

// expertSection compares the members of each expert list with other projects.
func expertSection(v model.Validity) section {
	g := table.Grid("Members of each list under a criticality that ignores the list", []string{"List", "Members", "Others", "AUC"}, 1, 2, 3)
	for _, l := range v.Experts {
		name := table.Cell{Text: l.Title}
		if l.Copied {
			name.Sub = "entries were copied from it, so it never counts"
		}
		auc := "too few to judge"
		if l.Hi > 0 {
			auc = fmt.Sprintf("%s (%s–%s)", hundredths(l.AUC), hundredths(l.Lo), hundredths(l.Hi))
		}
		g.Rows = append(g.Rows, table.Row{Key: "list-" + l.ID, Cells: []table.Cell{name, {Text: number(float64(l.Members))}, {Text: number(float64(l.Others))}, {Text: auc}}})
	}
	return section{
		ID: "experts", Head: "Criticality and expert lists", Tables: []table.Table{g},
		Text: []string{"Does criticality agree with an expert list that it does not know? AUC is the probability that a member has the higher criticality; 0.5 is chance. With fewer than 20 members or others, there are too few to judge."},
	}
}

// factSection compares facts with two readers of the repositories.
func factSection(v model.Validity) section {
	read := 0
	for _, f := range v.Facts {
		read = max(read, f.Of+f.Unknown)
	}
	g := table.Grid(fmt.Sprintf("Agreement with two people who read %d repositories", read), []string{"Fact", "Agree", "95% interval", "Not known here"}, 1, 2, 3)
	for _, f := range v.Facts {
		g.Rows = append(g.Rows, table.Row{Key: "fact-" + f.ID, Cells: []table.Cell{
			{Text: factWords(f.ID)},
			{Text: fmt.Sprintf("%d of %d", f.Agree, f.Of)},
			{Text: explain.Whole(100*f.Lo) + "–" + explain.Percent(f.Hi)},
			{Text: number(float64(f.Unknown))},
		}})
	}
	return section{
		ID: "facts", Head: "Facts that people checked", Tables: []table.Table{g},
		Text: []string{"Two people judged " + explain.Of(read, "project", "projects") + " from their repositories alone, ten of each of four kinds, drawn by a fixed seed. They saw neither each other’s answers nor ours. Readers who follow the same instructions err alike, so this bounds care, not truth."},
	}
}

func factWords(id string) string {
	switch id {
	case "regulars":
		return "Regular contributors, within the readers’ own doubt"
	case "regulars_exact":
		return "Regular contributors, the same number"
	case "release":
		return "Day of the last release"
	case "ended":
		return "Ended or not"
	case "policy":
		return "Security policy file"
	case "updates":
		return "Tool that updates dependencies"
	}
	return id
}

// tieSection lists the groups of equal criticality.
func (s maker) tieSection(v model.Validity) section {
	g := table.Grid("Projects with equal criticality", []string{"Criticality", "Projects", "Reason"}, 0)
	n := 0
	for _, t := range v.Ties {
		n += len(t.Projects)
		reason := "different inputs give the same value"
		if t.Same > 1 {
			reason = "the same points, and nothing else is known: " + s.inputNames(t.Inputs)
		}
		if t.Same > 1 && t.Same < len(t.Projects) {
			reason = fmt.Sprintf("%d of %d have ", t.Same, len(t.Projects)) + reason
		}
		g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{
			{Text: explain.Decimal(t.Criticality)}, {Text: number(float64(len(t.Projects))), Sub: strings.Join(t.Projects, ", ")}, {Text: reason},
		}})
	}
	return section{
		ID: "ties", Head: "Projects with equal criticality", Tables: []table.Table{g},
		Folded: explain.Of(len(v.Ties), "group", "groups") + " of equal criticality",
		Text:   []string{fmt.Sprintf("%s share their criticality with another project. Their order within a group has no meaning.", explain.Of(n, "project", "projects"))},
	}
}

// inputNames names inputs of criticality by their ids.
func (s maker) inputNames(ids []string) string {
	var names []string
	for _, id := range ids {
		r, ok := s.Model.Rule(model.Criticality, id)
		name := r.Label
		if f, known := field.ByID(r.Field); ok && known && name == "" {
			name = f.Label
		}
		if name == "" {
			name = id
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
