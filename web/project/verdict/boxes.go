package verdict

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// Boxes are the four assessments and what they come to.
type Boxes struct {
	Status      string
	StatusLines []string
	H, V, R     ui.Figure
	S, C        ui.Figure
	HBand       string
	SBand       string
	CNote       string
	HLine       string
	SLine       string
	SSays       string // what SLine states, as in ui.Finding
	StatusID    string
	CLine       string
	Risk        ui.Figure
	RiskBand    ui.Rungs
	RiskKnown   bool
	Sum         ui.Finding
	AtMost      string
}

func axisFigure(a health.AxisScore, median *float64, size string) ui.Figure {
	if !a.Known || a.Thin {
		return ui.FigureOf(a.Axis.Name(), nil, median, chart.Points, size)
	}
	i := a.Interval
	return ui.FigureOf(a.Axis.Name(), &i, median, chart.Points, size)
}

// BoxesOf returns the assessments of a project.
func BoxesOf(sub query.Project) Boxes {
	sc, o := sub.Score, sub.Summary
	b := Boxes{
		StatusID: string(sc.Status.Word), Status: explain.Sentence(explain.StatusText(sc.Status)), StatusLines: []string{sc.Status.Reason},
		H: axisFigure(sc.H, nil, "wide"), V: axisFigure(sc.V, o.MedV, "wide"), R: axisFigure(sc.R, o.MedR, "wide"),
		S: axisFigure(sc.S, o.MedS, "wide"), C: axisFigure(sc.C, nil, "wide"),
		RiskKnown: sc.RiskKnown, AtMost: explain.Whole(sc.RiskUpper),
	}
	if last := sub.Figures.Inputs.Field(field.LastHumanCommit); last.Known() {
		b.StatusLines = append(b.StatusLines, "Last human commit "+explain.DayOf(last.Text)+".")
	}
	if score.HealthWorded(sub.Model, sub.Figures.Inputs, sc) {
		b.HBand = explain.BandName(sc.H.Band, sc.H.Unsure)
	}
	b.HLine = "Evidence: " + explain.Seen(sc.V.Coverage) + " of vitality, " + explain.Seen(sc.R.Coverage) + " of resilience."
	seen, all, na := explain.Inputs(sc.S)
	b.SSays = fmt.Sprintf("known:%d/%d", seen, all)
	b.SLine = fmt.Sprintf("%d of %d checks known.", seen, all)
	if na > 0 {
		b.SLine += fmt.Sprintf(" %d not applicable.", na)
	}
	if sc.S.Assumed > 0 {
		b.SLine += " " + explain.Percent(sc.S.Assumed) + " of posture is assumed."
		b.SSays += " assumed:" + explain.Percent(sc.S.Assumed)
	}
	if sc.S.Known && !sc.S.Thin {
		if sc.Evidence == health.EvidenceFull { // a word over a few checks would say too much
			b.SBand = explain.BandName(sc.S.Band, sc.S.Unsure)
		}
		b.SLine += evidenceWords(sub)
		b.SSays += evidenceSays(sub)
	}
	known, of, not := explain.Inputs(sc.C)
	b.CNote = fmt.Sprintf("%d of %d inputs", known, of-not) // those that apply
	if b.CLine = explain.DaysIn(explain.Sentence(sub.Project.Why)); sub.List != nil && b.CLine == "" {
		b.CLine = "The list gives no reason."
	}
	if sc.RiskKnown {
		risk := sc.Risk
		b.Risk = ui.FigureOf("risk", &risk, o.MedRisk, chart.Risk, "wide")
		b.Risk.Number = explain.Decimal(risk.Value) // as in the parts below, which add up to it
		b.RiskBand = ui.RiskRungs(sub.Model, sc.RiskBand, sc.RiskUnsure)
	}
	b.Sum = sumFinding(sub)
	return b
}

// evidenceWords says what posture rests on, and of which day that is.
func evidenceWords(sub query.Project) string {
	text, sc := "", sub.Score
	if b := sub.Figures.Basis; sc.PostureFrom == field.SourcePublished && b != nil {
		text = " From the published result of " + explain.Day(b.Used.ObservedAt) + ", not from our own scan."
		if sc.Evidence == health.EvidenceProvisional {
			text += " Provisional: less than half is known."
		}
		return text
	}
	if sc.Evidence == health.EvidenceProvisional {
		text = " Provisional: known from git only."
	}
	return text
}

// evidenceSays is what evidenceWords states.
func evidenceSays(sub query.Project) string {
	says := ""
	if b := sub.Figures.Basis; sub.Score.PostureFrom == field.SourcePublished && b != nil {
		says = " published:" + explain.ISO(b.Used.ObservedAt)
	}
	if sub.Score.Evidence == health.EvidenceProvisional {
		says += " provisional"
	}
	return says
}

// partialFinding says which ranks a project without a position could have, and what it lacks.
func partialFinding(sub query.Project, r ranking.Row) ui.Finding {
	texts := make([]string, len(r.Partial))
	for i, why := range r.Partial {
		texts[i] = why.Text
	}
	f := ui.Finding{
		Says:  fmt.Sprintf("partial range:%d/%d of:%d", r.RankLo, r.RankHi, sub.Summary.Ranked),
		Claim: "No position: too little is known.",
		Rest:  explain.PossibleRanks(r.RankLo, r.RankHi, r.RankIfBad, r.RankIfGood, sub.Summary.Ranked) + " " + explain.Sentence(strings.Join(texts, "; ")) + ".",
	}
	if r.MainReason != "" {
		f.Rest += " " + explain.Sentence(r.MainReason) + "."
	}
	return f
}

// sumFinding says the rank, or why there is none.
func sumFinding(sub query.Project) ui.Finding {
	r, o := sub.Figures.Ranked, sub.Summary
	if r != nil && r.Rank > 0 && sub.Score.Rankable {
		f := ui.Finding{
			Says:  fmt.Sprintf("rank:%d/%d range:%d/%d", r.Rank, o.Ranked, r.RankLo, r.RankHi),
			Claim: fmt.Sprintf("Rank %s of %s.", explain.Thousands(r.Rank), explain.Thousands(o.Ranked)),
			Rest:  fmt.Sprintf("Between %d and %d with 90%% probability, when weights and missing data vary.", r.RankLo, r.RankHi),
		}
		if r.MainReason != "" {
			f.Rest += " " + explain.Sentence(r.MainReason) + "."
		}
		return f
	}
	if r != nil && r.State() == health.RankPartial && sub.Score.Rankable {
		return partialFinding(sub, *r)
	}
	var texts []string
	says := "not-rankable"
	for _, why := range sub.Score.Reasons {
		says += " " + why.Code
		texts = append(texts, why.Text)
	}
	if len(texts) == 0 {
		return ui.Finding{Says: "not-ranked-yet", Claim: "Not ranked yet.", Rest: "The next published run will rank it."}
	}
	return ui.Finding{Says: says, Claim: unrankedClaim(sub.Score), Rest: explain.Sentence(strings.Join(texts, "; ")) + ". Unranked does not mean low risk: its risk is at most " + explain.Whole(sub.Score.RiskUpper) + "."}
}

// unrankedClaim says in one sentence that there is no rank. The reasons follow it.
func unrankedClaim(sc health.Score) string {
	switch sc.Reasons[len(sc.Reasons)-1].Code {
	case score.TooOld:
		return "Not ranked, because the data is too old."
	case score.CannotTell:
		return "No rank: it may be finished or abandoned."
	case "archived_with_successor":
		return "Not ranked, because a live successor replaces it."
	}
	return "Not ranked, because too little is known."
}
