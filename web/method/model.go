package method

import (
	"math"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

func (s maker) versionSection() section {
	sec := section{
		ID: "version", Head: "Model version",
		Terms: []ui.Fact{
			{Name: "Model", Text: s.Model.Name(), State: health.Observed},
			{Name: "SHA-256", Text: s.Model.SHA256, State: health.Observed, Mono: true, Note: "hash of its canonical form, shown with every score"},
		},
		Text: []string{"Any changed number makes a different model with a different hash. Scores of different models are not compared."},
	}
	for _, l := range s.Query.Lists() {
		sec.Terms = append(sec.Terms, ui.Fact{Name: "List " + l.Slug, Text: "revision " + l.Revision, State: health.Observed, Note: explain.Of(len(l.Projects), "project", "projects") + ", " + explain.Of(len(l.Excluded), "exclusion", "exclusions") + " with reasons"})
	}
	if s.Version != "" {
		sec.Terms = append(sec.Terms, ui.Fact{Name: "Plumbline", Text: s.Version, State: health.Observed})
	}
	return sec
}

// overlaySection shows every number that is not the shipped one; none when all are.
func (s maker) overlaySection() []section {
	o := s.Model.Overlay
	if o == nil {
		return nil
	}
	g := table.Grid("What the overlay changes", []string{"Number", "Shipped", "Here"})
	for _, c := range o.Changes {
		g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{{Text: c.Path, Mono: true}, {Text: c.From}, {Text: c.To}}})
	}
	sec := section{
		ID: "overlay", Head: "Differences from the shipped model", Tables: []table.Table{g},
		Text: []string{
			"This site applies the overlay " + o.ID + " to the shipped model, SHA-256 " + o.Shipped + ". Its stated reason: " + explain.Sentence(o.Why),
			"Measurements of the shipped model, such as the share of inactive projects, do not apply to this one.",
		},
	}
	for _, n := range o.Notes {
		sec.Points = append(sec.Points, explain.Sentence(n)+".")
	}
	return []section{sec}
}

func (s maker) scenarioSection() section {
	g := table.Grid("Scenarios", []string{"Scenario", "Who would choose it", "What it changes"})
	for _, o := range s.Scenarios() {
		g.Rows = append(g.Rows, table.Row{Key: o.ID, Cells: []table.Cell{{Text: o.Label, Sub: o.ID}, {Text: o.Why}, {Text: changesWords(o.Changes)}}})
	}
	if len(g.Rows) == 0 {
		return section{ID: "scenarios", Head: "Other weights", Text: []string{"This site has none."}}
	}
	return section{
		ID: "scenarios", Head: "Other weights", Tables: []table.Table{g},
		Text: []string{"Our weights are a choice. A project that keeps its place under all of these does not depend on that choice. You can use each of them, or your own weights, instead of the shipped model. “plumbline model diff shipped scenario:equal” shows what would change."},
	}
}

// changesWords says what an overlay changes: shares and limits one by one, the
// numbers of inputs and gates by how many they are.
func changesWords(changes []model.Change) string {
	const most = 8
	var said, paths []string
	n := map[string]int{}
	for _, c := range changes {
		kind := c.Path[strings.LastIndexByte(c.Path, '.')+1:]
		if rest, ok := strings.CutPrefix(c.Path, "risk."); ok || len(changes) <= most {
			if !ok {
				rest = c.Path
			}
			said = append(said, strings.NewReplacer("omega.", "share of ", "min_coverage.", "least coverage of ").Replace(rest)+" "+brief(c.From)+" → "+brief(c.To))
			continue
		}
		if n[kind]++; n[kind] == 1 {
			paths = append(paths, kind)
		}
	}
	for _, kind := range paths {
		said = append(said, explain.Of(n[kind], kind, kind+"s")+" of inputs")
	}
	return strings.Join(said, "; ")
}

// brief is a number of the model for a sentence: a third is .333 there.
func brief(text string) string {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	return number(math.Round(v*1000) / 1000)
}
