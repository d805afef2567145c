package web

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// boxes are the four assessments and what they come to.
type boxes struct {
	Status      string
	StatusLines []string
	H, V, R     ui.Figure
	S, C        ui.Figure
	HBand       string
	SBand       string
	CNote       string
	HLine       string
	SLine       string
	CLine       string
	Risk        ui.Figure
	RiskBand    ui.Rungs
	RiskKnown   bool
	Sum         ui.Finding
	AtMost      string
}

func axisFigure(a health.AxisScore, median *float64, size string) ui.Figure {
	if !a.Known {
		return ui.FigureOf(a.Axis.Name(), nil, median, chart.Points, size)
	}
	i := a.Interval
	return ui.FigureOf(a.Axis.Name(), &i, median, chart.Points, size)
}

func (s *maker) boxes(sub query.Project) boxes {
	sc, o := sub.Score, sub.Summary
	b := boxes{
		Status: explain.Sentence(explain.StatusName(sc.Status.Word)), StatusLines: []string{sc.Status.Reason},
		H: axisFigure(sc.H, nil, "wide"), V: axisFigure(sc.V, o.MedV, "wide"), R: axisFigure(sc.R, o.MedR, "wide"),
		S: axisFigure(sc.S, o.MedS, "wide"), C: axisFigure(sc.C, nil, "wide"),
		RiskKnown: sc.RiskKnown, AtMost: explain.Whole(sc.RiskUpper),
	}
	if last := sub.Figures.Inputs.Field("last_human_commit"); last.Known() {
		b.StatusLines = append(b.StatusLines, "Last human commit "+explain.DayOf(last.Text)+".")
	}
	if sc.H.Known {
		b.HBand = explain.BandName(sc.H.Band, sc.H.Unsure)
	}
	b.HLine = "Seen: " + explain.Seen(sc.V.Coverage) + " of vitality, " + explain.Seen(sc.R.Coverage) + " of resilience."
	seen, all, na := checksSeen(sc.S)
	b.SLine = fmt.Sprintf("%d of %d checks known.", seen, all)
	if na > 0 {
		b.SLine += fmt.Sprintf(" %d not applicable.", na)
	}
	if sc.S.Known {
		b.SBand = explain.BandName(sc.S.Band, sc.S.Unsure)
		b.SLine += evidenceWords(sub)
	}
	known, of, _ := checksSeen(sc.C)
	b.CNote = fmt.Sprintf("%d of %d inputs", known, of)
	b.CLine = explain.Sentence(sub.Project.Why)
	if sc.RiskKnown {
		risk := sc.Risk
		b.Risk = ui.FigureOf("risk", &risk, o.MedRisk, chart.Risk, "wide")
		b.RiskBand = ui.RiskRungs(s.Model, sc.RiskBand, sc.RiskUnsure)
	}
	b.Sum = sumFinding(sub)
	return b
}

// evidenceWords says what posture rests on, and of which day that is.
func evidenceWords(sub query.Project) string {
	text, sc := "", sub.Score
	if b := sub.Figures.Basis; sc.PostureFrom == health.SourcePublished && b != nil {
		text = " From a published result of " + explain.Day(b.Used.ObservedAt) + ", not from our own scan."
		if sc.Evidence == health.EvidenceProvisional {
			text += " Provisional: less than half was seen."
		}
		return text
	}
	if sc.Evidence == health.EvidenceProvisional {
		text = " Provisional: from git alone."
	}
	return text
}

func checksSeen(a health.AxisScore) (seen, all, na int) {
	for _, in := range a.Inputs {
		switch in.Input.State {
		case health.Observed:
			seen++
		case health.NotApplicable:
			na++
		}
	}
	return seen, len(a.Inputs), na
}

// sumFinding says the rank, or why there is none.
func sumFinding(sub query.Project) ui.Finding {
	r, o := sub.Figures.Ranked, sub.Summary
	if r != nil && r.Rank > 0 && sub.Score.Rankable {
		f := ui.Finding{
			Claim: fmt.Sprintf("Rank %s of %s.", explain.Thousands(r.Rank), explain.Thousands(o.Ranked)),
			Rest:  fmt.Sprintf("When weights and what we do not know are varied, it lies between %d and %d nine times out of ten.", r.RankLo, r.RankHi),
		}
		if r.MainReason != "" {
			f.Rest += " " + explain.Sentence(r.MainReason) + "."
		}
		return f
	}
	var texts []string
	for _, why := range sub.Score.Reasons {
		texts = append(texts, why.Text)
	}
	if len(texts) == 0 {
		return ui.Finding{Claim: "Not ranked yet.", Rest: "The next published run ranks it."}
	}
	return ui.Finding{Claim: "Not rankable yet.", Rest: explain.Sentence(strings.Join(texts, "; ")) + ". That is not a low rank: at worst its risk is " + explain.Whole(sub.Score.RiskUpper) + "."}
}

// unknown is one thing that is not known, why, and what would settle it.
type unknown struct{ Title, Reason, Settle string }

// unknowns gathers what is not known by why and by what would settle it, in
// the order of the axes.
func unknowns(sc health.Score) []unknown {
	type key struct{ reason, settle string }
	var order []key
	names := map[key][]string{}
	for _, a := range []health.Axis{health.Vitality, health.Resilience, health.Criticality, health.Posture} {
		for _, in := range sc.Axis(a).Inputs {
			if in.Input.State != health.Unknown {
				continue
			}
			f, _ := health.FieldByID(in.Field)
			k, name := key{in.Input.Reason, settleSource(f.Source)}, explain.Label(in, f)
			if f.Source == health.SourceGitHub && in.Input.Source == f.Source && !strings.HasPrefix(in.Input.Reason, "needs ") {
				k.settle = "Its host was asked, and shows no more."
			}
			if f.Source == health.SourceGit && strings.HasPrefix(in.Input.Reason, "its only copy at hand is of ") {
				k.settle = "A newer copy would settle it."
			}
			if f.Source == health.SourceRegistry {
				k.settle = settleRegistry(in.Input.Reason)
			}
			if a == health.Posture {
				k.reason, k.settle = settleCheck(in.Input.Reason)
				if explain.Reason(in.Input) != in.Input.Reason {
					k.reason = explain.Reason(in.Input)
				}
				name = in.ID
			}
			if names[k] == nil {
				order = append(order, k)
			}
			names[k] = append(names[k], name)
		}
	}
	var out []unknown
	for _, k := range order {
		out = append(out, unknown{gathered(names[k], k.settle), explain.Sentence(k.reason) + ".", k.settle})
	}
	return out
}

// gathered names a few, or counts many.
func gathered(names []string, settle string) string {
	switch {
	case len(names) <= 5:
		return strings.Join(names, ", ")
	case settle == settleSource(health.SourceScorecard):
		return explain.Sentence(explain.Number(len(names))) + " posture checks"
	default:
		return fmt.Sprintf("%s and %s more", strings.Join(names[:3], ", "), explain.Number(len(names)-3))
	}
}

// settleCheck says why a check is unknown, for all that lack the same, and
// what would settle it.
func settleCheck(reason string) (why, settle string) {
	if what, ok := needs(reason); ok {
		return "needs " + what + ": it is not in git", "Collecting from " + what + " would settle it."
	}
	if strings.HasPrefix(reason, "not visible in this tree") {
		return reason, "Asking the host, or knowing where else it is kept, would settle it."
	}
	return reason, settleSource(health.SourceScorecard)
}

// needs reads what a check needs from its reason: "GitHub".
func needs(reason string) (string, bool) {
	what, _, ok := strings.Cut(reason, ":")
	what, found := strings.CutPrefix(what, "needs ")
	return what, ok && found && what != "" && len(what) < 34
}

// settleRegistry says what would make known what registries and Repology tell.
func settleRegistry(reason string) string {
	switch {
	case strings.HasPrefix(reason, "no dated reference table"), strings.HasPrefix(reason, "fewer than the reference table"):
		return "A dated table of that ecosystem would settle it; an operator can give one."
	case strings.Contains(reason, "at Repology"):
		return "Its name at Repology, in the list, would settle it."
	case strings.HasSuffix(reason, "could not be asked"), reason == "not collected yet":
		return settleSource(health.SourceRegistry)
	}
	return "Registries were asked, and tell no more."
}

// settleSource says what would make a field of a source known.
func settleSource(src string) string {
	switch src {
	case health.SourceGitHub:
		return "Asking its host would settle it."
	case health.SourceScorecard:
		return "Running the Scorecard checks would settle it."
	case health.SourceRegistry:
		return "Collecting from package registries and distributions would settle it."
	case health.SourceAdvisory:
		return "Asking the databases of advisories would settle it."
	case health.SourceList:
		return "A review of the list entry would settle it."
	default:
		return "Reading the whole history again would settle it."
	}
}

// parts is where the points come from: of risk when it is known, else of the
// weakness of the halves that are.
func (s *maker) parts(sub query.Project) (head, note string, fig chart.Figure) {
	sc := sub.Score
	w := chart.Waterfall{ID: "wf", Unit: "Points"}
	var cs []health.Contribution
	if sc.RiskKnown {
		head = "Where the " + explain.Whole(sc.Risk.Value) + " points come from"
		note = "Printed parts add up to " + explain.Decimal(sc.Risk.Value)
		w.Title, w.TotalName, w.Total, cs = "Where the risk of "+explain.Decimal(sc.Risk.Value)+" comes from", "Risk", sc.Risk.Value, sc.Contributions
	} else {
		head = "Where vitality and resilience lose points"
		note = fmt.Sprintf("Parts of weakness, of at most %s", explain.Whole(100*(s.Model.Risk.Omega[health.Vitality]+s.Model.Risk.Omega[health.Resilience])))
		w.Title, w.TotalName = "Points of weakness by input", "Known weakness"
		w.Caption = "Risk is not known, so these are not points of risk. Each input gives its share of its axis, times what it lacks to 100."
		for _, a := range []health.Axis{health.Vitality, health.Resilience} {
			cs = append(cs, s.Model.Weakness(sc.Axis(a))...)
		}
		for _, c := range cs {
			w.Total += c.Points
		}
	}
	w.Parts = s.waterParts(score.Rounded(cs))
	w.Desc = largestPart(w)
	return head, note, w.Figure()
}

// waterParts are the contributions as parts, posture by its groups: sixteen
// rows of checks stand in their own table.
func (s *maker) waterParts(cs []health.Contribution) []chart.Part {
	var out []chart.Part
	for _, c := range cs {
		p := chart.Part{Group: explain.Sentence(c.Axis.Name()), Name: c.Label, Value: c.Points}
		if c.Gate {
			p.Group = "Gate"
		}
		if c.Axis == health.Posture && !c.Gate {
			if rule, ok := s.Model.Rule(c.Axis, c.Input); ok && rule.Group != "" {
				p.Name = explain.Sentence(rule.Group)
			}
			if n := len(out) - 1; n >= 0 && out[n].Group == p.Group && out[n].Name == p.Name {
				out[n].Value += p.Value
				continue
			}
		}
		out = append(out, p)
	}
	return out
}

func largestPart(w chart.Waterfall) string {
	if len(w.Parts) == 0 {
		return "Nothing is known."
	}
	top := slices.MaxFunc(w.Parts, func(a, b chart.Part) int {
		switch {
		case a.Value < b.Value:
			return -1
		case a.Value > b.Value:
			return 1
		}
		return 0
	})
	return fmt.Sprintf("The largest part is “%s” with %s of %s points.", top.Name, explain.Decimal(top.Value), explain.Decimal(w.Total))
}
