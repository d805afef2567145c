package method

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// methodView is how every figure is made, from the catalogue, the model and
// the lists that are in use: what they hold is not said a second time here.
type methodView struct {
	Title    string
	Finding  ui.Finding
	Other    ui.Link      // to the other of the two pages
	Worked   bool         // the page has the worked example
	Example  *exampleView // nil while nothing is ranked
	Sections []section
}

// section is one part of the method page.
type section struct {
	ID, Head, Note string
	Says           string // what the section states, as in ui.Finding; may be empty
	Text           []string
	Code           []string // formulas, a line each
	Points         []string
	Tables         []table.Table
	Terms          []ui.Fact
	Folded         string // label of what is folded away; empty: open
}

func (s maker) method() error {
	if s.Known() {
		return nil
	}
	over, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	example, err := s.example()
	if err != nil {
		return err
	}
	p := s.Frame("Method", "Every definition, weight, rule and limit behind the figures, with a worked example.", "/method")
	p.Dateline = s.Dateline(s.List, s.Run, over.From, over.To)
	v := s.methodView()
	v.Example = example
	return s.Show(methodPage(p, v))
}

// data is the second half of the method: what is read, before anything is
// judged. Together the two would be past the size of a page.
func (s maker) data() error {
	if s.Known("method data") {
		return nil
	}
	p := s.Frame("Data", "What is read, where from, and who counts as a program.", "/method")
	return s.Show(methodPage(p, methodView{
		Title: "What is read, and where from",
		Finding: ui.Finding{
			Claim: "Counts and facts, each with its definition and its source.",
			Rest:  "They have no weight of their own. What is made of them, and with which weights, stands under method.",
		},
		Other:    ui.Link{Label: "How the figures are made", Href: "/method"},
		Sections: []section{s.readSection(), s.plainSection(), s.listSection(), naSection(), s.botSection(), s.agentSection(), csvSection()},
	}))
}

// methodView is pure.
func (s maker) methodView() methodView {
	v := methodView{Title: "How the figures are made", Other: ui.Link{Label: "What is read, and where from", Href: page.Data}, Worked: true, Finding: ui.Finding{
		Claim: "Three figures, never one: how critical a project is, how well it is looked after, and how it guards its work.",
		Rest:  "Everything below is read from the model and the catalogue this program computes with, so it cannot differ from them.",
	}}
	v.Sections = append(v.Sections, s.riskSection())
	v.Sections = append(v.Sections, s.overlaySection()...)
	v.Sections = append(v.Sections, s.unknownSection())
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture, model.Criticality} {
		v.Sections = append(v.Sections, s.axisSection(a))
	}
	v.Sections = append(v.Sections, s.fromGitSection(), s.instrumentSection(), s.gateSection(), s.alertSection(), s.statusSection(), s.bandSection(), s.drawSection(), s.peerSection(), s.scenarioSection(), s.ageSection(),
		s.limitSection(), validationSection(), s.backtestSection(), scorecardSection(), glossarySection(), s.versionSection())
	return v
}

// number prints a number of the model as it stands there.
func number(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), "-", "−", 1)
}

func (s maker) riskSection() section {
	r := s.Model.Risk
	var terms []string
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
		terms = append(terms, number(r.Omega[a])+" × (100 − "+string(a)+")")
	}
	return section{
		ID: "risk", Head: "Risk is criticality times weakness",
		Text: []string{
			"Each axis is a number from 0 to 100: vitality V and resilience R are the halves of health H, S is posture, C is criticality. High is good; for criticality high is critical.",
			"Risk orders the list by where a failure would matter and is not guarded against. It speaks of exposure. It is not a forecast.",
		},
		Code: []string{
			"axis     x = Σ weight × points ÷ Σ weight, over what was observed",
			"health   H = ½ V + ½ R",
			"weakness L = " + strings.Join(terms, " + "),
			"risk       = C ÷ 100 × max(L, floor of the highest gate that holds)",
		},
		Points: []string{
			"Part of one input in the risk: C ÷ 100 × share of its axis in L × weight ÷ observed weight × (100 − points). The parts add up to the risk exactly; printed parts are rounded so that they add up to the printed risk.",
			"Why these shares: " + r.Why + " (" + r.Reference + ")",
			"Ties share a rank; higher criticality, then the higher upper bound, then the name decide the order on the page.",
		},
	}
}

func (s maker) unknownSection() section {
	m := s.Model
	var least []string
	for _, a := range []model.Axis{model.Criticality, model.Vitality, model.Resilience, model.Posture} {
		least = append(least, a.Name()+" "+explain.Percent(m.Risk.MinCoverage[a]))
	}
	return section{
		ID: "unknown", Head: "Unknown is not zero",
		Text: []string{"Every input is in one of three states. Observed: it has a value, a source and a date. Unknown: it has a reason; it leaves the figure, lowers coverage and widens the interval. Not applicable: somebody or a rule says it has no meaning for this project; it leaves figure and coverage."},
		Code: []string{
			"coverage   = observed weight ÷ (observed + unknown weight)",
			"half width = " + number(m.Risk.MissingSpread) + " × (1 − coverage) + " + number(m.Risk.Z) + " × √ Σ (weight ÷ observed weight × sd)²",
			"interval   = x ± half width, within 0 and 100; health: ½ √ (half V² + half R²)",
			"freshness  = weighted mean of exp(−max(0, age − days fresh) ÷ " + number(m.Ageing.FreshnessTau) + " days)",
			"confidence = coverage × freshness",
		},
		Points: []string{
			"What was not seen may differ from what was seen by up to " + number(m.Risk.MissingSpread) + " points. That is an assumption.",
			"A project is ranked when at least this share of its evidence was seen: " + strings.Join(least, ", ") + ". Below it is listed with the reason, ordered by how high its risk could be: C at its highest × weakness at its highest.",
			"Confidence is high from " + number(m.Confidence.High) + ", medium from " + number(m.Confidence.Medium) + ", else low; never high for a history younger than " + explain.Of(m.Confidence.YoungMonths, "month", "months") + ".",
			"Evidence is full when " + explain.Percent(m.Evidence.FullPosture) + " of posture was seen, whoever saw it, else provisional: so it is from git alone.",
		},
	}
}

func (s maker) ageSection() section {
	a := s.Model.Ageing
	return section{ID: "ageing", Head: "Figures carry their date", Points: []string{
		"Windows end at the instant the figures describe, and a stored snapshot is scored as of that instant: every page says how many days old it is.",
		fmt.Sprintf("An input more than %s older than the other figures is unknown.", explain.Of(a.CarryDays, "day", "days")),
		fmt.Sprintf("Figures older than %s are shown, not ranked. A history shorter than %s is not ranked either.", explain.Of(a.RankMonths, "month", "months"), explain.Of(s.Model.Status.MinAgeDays, "day", "days")),
		"A source that fails leaves the last figures standing, with their age and the reason.",
	}}
}

// windowOf keeps the zero time out of pages.
func windowOf(t time.Time) string {
	if t.IsZero() {
		return "no date"
	}
	return explain.Day(t)
}
