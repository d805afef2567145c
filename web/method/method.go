package method

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// methodView is one page of the method, made from the catalogue, the model and the
// lists in use: what they hold is not said a second time here.
type methodView struct {
	Title    string
	Finding  ui.Finding
	Pages    []ui.NavItem // of the family
	Worked   bool         // the page has the worked example
	Example  *exampleView // nil while nothing is ranked
	Sections []section
}

// section is one part of a page.
type section struct {
	ID, Head, Note string
	Says           string // what the section states, as in ui.Finding; may be empty
	Text           []string
	Code           []string // formulas, a line each
	Points         []string
	Tables         []table.Table
	Terms          []ui.Fact
	Links          []ui.Link
	Folded         string // label of what is folded away; empty: open
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
		ID: "risk", Head: "Risk is criticality × weakness",
		Text: []string{
			"Each axis is a number from 0 to 100. Vitality (V) and resilience (R) are the two halves of health (H). S is posture and C is criticality. High is good, except that high criticality means critical.",
			"Risk is high where a failure would matter and protection is weak. It measures exposure; it is not a forecast.",
		},
		Code: []string{
			"axis     x = Σ weight × points ÷ Σ weight, over observed inputs",
			"health   H = ½ V + ½ R",
			"weakness L = " + strings.Join(terms, " + "),
			"risk       = C ÷ 100 × max(L, floor of the highest gate that applies)",
		},
		Points: []string{
			"The points of risk of one input are C ÷ 100 × share of its axis in L × weight ÷ weight that counts × (100 − points). They add up to the risk exactly, also as printed.",
			"Why these shares: " + r.Why + " (" + r.Reference + ")",
			"Ties share a rank. Pages then order by criticality, highest possible risk and name.",
		},
	}
}

func (s maker) unknownSection() section {
	m := s.Model
	var least, full []string
	for _, a := range []model.Axis{model.Criticality, model.Vitality, model.Resilience, model.Posture} {
		least = append(least, a.Name()+" "+explain.Percent(m.Risk.MinCoverage[a]))
		if x, ok := m.Risk.FullCoverage[a]; ok {
			full = append(full, a.Name()+" "+explain.Percent(x))
		}
	}
	return section{
		ID: "unknown", Head: "Unknown is not zero",
		Text: []string{"Every input has one of three states. Observed: it has a value, a source and a date. Unknown: it has a reason, lowers coverage and widens the interval. An unseen check of posture counts as is expected of such checks. Not applicable: it has no meaning for this project, so it affects neither."},
		Code: []string{
			"coverage   = observed weight ÷ weight of what applies; assumed: the same for assumed weight",
			"half width = " + number(m.Risk.MissingSpread) + " × (1 − coverage − assumed) + " + number(m.Risk.Z) + " × √ Σ (weight ÷ weight that counts × sd)²",
			"range      = Σ (weight ÷ weight that counts × points between the value and its least or greatest value)",
			"interval   = x ± (half width + range), within 0 and 100; health: ½ √ (half V² + half R²)",
			"freshness  = weighted mean of exp(−max(0, age − days fresh) ÷ " + number(m.Ageing.FreshnessTau) + " days)",
			"confidence = coverage × freshness",
		},
		Points: []string{
			"A range is known for counts of people whose identities are uncertain, and for a licence that no file names. It moves no point.",
			"Assumption: missing inputs differ from the observed ones by at most " + number(m.Risk.MissingSpread) + " points.",
			"A project is in the order of risk when at least this share of the evidence is observed or, for posture, assumed: " + strings.Join(least, ", ") + ". Otherwise it is listed with the reason, ordered by its highest possible risk.",
			partialWords(full),
			"Confidence is high from " + number(m.Confidence.High) + ", medium from " + number(m.Confidence.Medium) + ", otherwise low. It is at most medium for a history shorter than " + explain.Of(m.Confidence.YoungMonths, "month", "months") + ".",
			"Evidence is full when at least " + explain.Percent(m.Evidence.FullPosture) + " of posture is known, otherwise provisional. From git alone it is nearly always provisional.",
		},
	}
}

// partialWords says which projects have no position.
func partialWords(full []string) string {
	if len(full) == 0 {
		return "Every project in that order has a position."
	}
	return "It has a position when at least this share is observed: " + strings.Join(full, ", ") + ". Otherwise it is listed at its point without a position, and the range shows which ranks it could have. It does not change the rank of other projects. If too little of posture was seen, no number for posture is shown."
}

func (s maker) ageSection() section {
	a := s.Model.Ageing
	return section{ID: "ageing", Head: "Every figure has a date", Points: []string{
		"Time windows end at the instant that the figures describe. Every page says how many days old the figures are.",
		fmt.Sprintf("An input more than %s older than the other figures is unknown.%s", explain.Of(a.CarryDays, "day", "days"), archiveWords(a)),
		rankedAges(a),
		fmt.Sprintf("The status of figures older than %s is unknown since their day, unless the maintainers declared the end. Projects with a history shorter than %s are not ranked either.", explain.Of(a.RankMonths, "month", "months"), explain.Of(s.Model.Status.MinAgeDays, "day", "days")),
		"When a source fails, the last figures remain, with their age and the reason. When one service fails, each value that needs it remains, with its own day.",
		fmt.Sprintf("Such a value counts for %s. What a project’s own unreadable files hide counts without that limit.", explain.Of(a.CarryDays, "day", "days")),
	}}
}

// rankedAges says up to which age figures are ranked.
func rankedAges(a model.AgeRule) string {
	text := fmt.Sprintf("Figures read from a project’s own address are ranked up to an age of %s, unless the project has ended. Older ones are only shown.", explain.Of(a.RankMonths, "month", "months"))
	if a.BehindMonths > 0 {
		text += fmt.Sprintf(" So are figures over %s older than the median of the list’s measured projects. A bundle that ages keeps its order.", explain.Of(a.BehindMonths, "month", "months"))
	}
	return text
}

// archiveWords says how long the archive of a distribution counts, if longer.
func archiveWords(a model.AgeRule) string {
	days := a.Carry(field.SourceDistro)
	if days == a.CarryDays {
		return ""
	}
	return fmt.Sprintf(" The archive of a distribution has the date of its last point release, and counts for %s.", explain.Of(days, "day", "days"))
}

// windowOf keeps the zero time out of pages.
func windowOf(t time.Time) string {
	if t.IsZero() {
		return "no date"
	}
	return explain.Day(t)
}
