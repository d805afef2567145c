package compare

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// item is one row: the same thing of every column.
type item struct {
	Group, ID, Label, Unit string
	// Href leads to how it is measured; empty: no link.
	Href  string
	Kind  kind
	Cells []cell
	Mark  mark
}

// kind is how two values of an item are compared.
type kind int

const (
	interval kind = iota // they differ when their ranges have nothing in common
	score                // of a check: any other score
	count                // a factor of two, and ranges without anything in common
	day                  // more than a year apart
	word                 // another word
	age                  // more than a month apart
	among                // places among peers: only those of one group can be compared
)

// cell is one value.
type cell struct {
	State health.State
	Value *float64 // nil for what is text or unknown
	Text  string   // as it is printed
	Day   string   // of what is a date, YYYY-MM-DD
	// Lo and Hi are the range it may lie in; nil: none is known.
	Lo, Hi *float64
	// Seen is the share that was observed, 0 to 1; nil: not an axis.
	Seen *float64
	// Sub is a second line, Reason why there is no value, Brief the same in a few words where the page of
	// the project has the whole reason.
	Sub, Reason, Brief string
	Href               string // where it comes from
	Status             health.StatusWord
	Bar                *chart.Interval
	Months             []int
}

// The groups of rows, in their order.
const (
	groupScores = "Assessments"
	groupPeople = "People and activity"
	groupChecks = "Checks"
	groupMoney  = "Licence and funding"
	groupFresh  = "Instruments and age"
)

// axes are the figures of a score in their order.
var axes = []struct {
	axis  model.Axis
	label string
}{{model.Health, "Health"}, {model.Vitality, "Vitality"}, {model.Resilience, "Resilience"}, {model.Posture, "Posture"}, {model.Criticality, "Criticality"}}

// itemsOf is pure: everything that is compared, in the order of the page.
func itemsOf(cs []column) []item {
	var out []item
	add := func(it item, of func(c column) cell) {
		for _, c := range cs {
			it.Cells = append(it.Cells, of(c))
		}
		out = append(out, it)
	}
	add(item{Group: groupScores, ID: "status", Label: "Status", Href: "/method/glossary", Kind: word}, statusCell)
	for _, a := range axes {
		add(item{Group: groupScores, ID: string(a.axis), Label: a.label, Unit: "0 to 100", Href: "/method", Kind: interval}, func(c column) cell { return axisCell(c, a.axis) })
	}
	add(item{Group: groupScores, ID: "risk", Label: "Risk", Unit: "0 to 100", Href: "/method", Kind: interval}, riskCell)
	add(item{Group: groupScores, ID: "rank", Label: "Rank", Unit: "from 1", Href: "/method", Kind: interval}, rankCell)
	add(item{Group: groupScores, ID: "peers", Label: "Health among peers", Unit: "percentile", Href: "/method/glossary", Kind: among}, peerCell)
	for _, id := range []field.ID{field.Regulars12m, field.ContributorAbsenceFactor, field.HumanCommits12m, field.LastRelease} {
		k := count
		if id == field.LastRelease {
			k = day
		}
		add(fieldItem(groupPeople, id, k), func(c column) cell { return fieldCell(c, id) })
	}
	for _, id := range checksOf(cs) {
		add(item{Group: groupChecks, ID: id, Label: id, Unit: "of 10", Href: page.Checks + "#" + id, Kind: score}, func(c column) cell { return checkCell(c, id) })
	}
	for _, id := range []field.ID{field.Licence, field.FundingChannels} {
		add(fieldItem(groupMoney, id, word), func(c column) cell { return fieldCell(c, id) })
	}
	add(item{Group: groupFresh, ID: "as_of", Label: "Figures as of", Unit: "day", Kind: age}, ageCell)
	add(item{Group: groupFresh, ID: "instrument", Label: "Checks by", Href: page.Checks + "#instruments", Kind: word}, instrumentCell)
	return out
}

func statusCell(c column) cell {
	st := c.P.Score.Status
	out := cell{State: health.Observed, Text: explain.StatusText(st), Status: st.Word, Sub: st.Reason, Href: c.Page}
	if st.Word == health.StatusUnknown || st.Word == "" {
		out.State, out.Reason, out.Sub = health.Unknown, st.Reason, ""
	}
	return out
}

func axisCell(c column, a model.Axis) cell {
	x := c.P.Score.Axis(a)
	seen := x.Coverage
	out := cell{State: health.Unknown, Seen: &seen, Href: c.Page, Bar: &chart.Interval{Name: a.Name(), Scale: chart.Points, Size: "wide"}}
	switch {
	case !x.Known:
		out.Reason = "nothing was observed"
	case x.Thin:
		out.Reason = "too little is known: " + seenWords(x)
	default:
		out.set(x.Interval, explain.Whole(x.Value))
		out.Sub = explain.Whole(x.Lo) + "–" + explain.Whole(x.Hi) + " · " + seenWords(x)
		out.Bar.Median = medianOf(c, a)
	}
	return out
}

// seenWords is how much of an axis was seen: "38% seen, 62% assumed".
func seenWords(x health.AxisScore) string {
	text := explain.Seen(x.Coverage) + " seen"
	if x.Assumed > 0 {
		text += ", " + explain.Percent(x.Assumed) + " assumed"
	}
	return text
}

// set makes the cell a known number with its range.
func (c *cell) set(i health.Interval, text string) {
	c.State, c.Value, c.Lo, c.Hi, c.Text = health.Observed, &i.Value, &i.Lo, &i.Hi, text
	if c.Bar != nil {
		c.Bar.Known, c.Bar.Value, c.Bar.Lo, c.Bar.Hi = true, i.Value, i.Lo, i.Hi
	}
}

// medianOf is the middle of the list; nil when none is known.
func medianOf(c column, a model.Axis) *float64 {
	switch a {
	case model.Vitality:
		return c.P.Summary.MedV
	case model.Resilience:
		return c.P.Summary.MedR
	case model.Posture:
		return c.P.Summary.MedS
	}
	return nil
}

func riskCell(c column) cell {
	sc := c.P.Score
	out := cell{State: health.Unknown, Href: c.Page + "#parts", Bar: &chart.Interval{Name: "risk", Scale: chart.Risk, Size: "wide", Hot: true}}
	if !sc.RiskKnown {
		out.Reason, out.Sub = reasons(sc.Reasons), "at most "+explain.Whole(sc.RiskUpper)
		return out
	}
	out.set(sc.Risk, explain.Decimal(sc.Risk.Value))
	out.Bar.Median = c.P.Summary.MedRisk
	seen := min(sc.V.Coverage, sc.R.Coverage, sc.S.Coverage, sc.C.Coverage)
	out.Seen = &seen
	out.Sub = explain.Whole(sc.Risk.Lo) + "–" + explain.Whole(sc.Risk.Hi) + " · least seen axis " + explain.Seen(seen)
	if len(sc.Partial) > 0 {
		out.Sub += " · no position"
	} else {
		out.Sub += " · " + explain.BandName(sc.RiskBand, sc.RiskUnsure)
	}
	return out
}

func rankCell(c column) cell {
	r, of := c.P.Figures.Ranked, explain.Thousands(c.P.Summary.Ranked)
	out := cell{State: health.Unknown, Href: page.Within(c.View, "/projects")}
	bounds := func(lo, hi int) {
		a, b := float64(lo), float64(hi)
		out.Lo, out.Hi = &a, &b
	}
	switch {
	case r == nil:
		out.Reason = "not ranked yet; the next published run will rank it"
	case r.Rank > 0 && c.P.Score.Rankable:
		v := float64(r.Rank)
		out.State, out.Value, out.Text = health.Observed, &v, explain.Thousands(r.Rank)+" of "+of
		out.Sub = explain.Places(r.RankLo, r.RankHi) + " with 90% probability"
		bounds(r.RankLo, r.RankHi)
	case r.State() == health.RankPartial && c.P.Score.Rankable:
		out.Reason, out.Sub = reasons(r.Partial), "could be "+explain.Places(r.RankLo, r.RankHi)+" among the "+of+" that have a position"
		bounds(r.RankLo, r.RankHi)
	default:
		out.Reason = reasons(c.P.Score.Reasons)
		if out.Reason == "" {
			out.Reason = reasons(r.Reasons)
		}
	}
	return out
}

func reasons(rs []health.Reason) string {
	var out []string
	for _, r := range rs {
		out = append(out, r.Text)
	}
	return strings.Join(out, "; ")
}

// peerCell is where the health of a project is among its peers.
func peerCell(c column) cell {
	out := cell{State: health.Unknown, Reason: "health is not known well enough", Href: c.Page}
	if r := c.P.Figures.Ranked; r != nil {
		for _, s := range r.Standings {
			if s.Axis == model.Health {
				v := s.Percentile()
				out.State, out.Value, out.Reason = health.Observed, &v, ""
				out.Text, out.Sub = s.Place(), "of "+s.Among()
			}
		}
	}
	return out
}

func fieldItem(group string, id field.ID, k kind) item {
	f, _ := field.ByID(id)
	return item{Group: group, ID: string(id), Label: f.Label, Unit: f.Unit, Href: page.Method(id), Kind: k}
}

func fieldCell(c column, id field.ID) cell {
	ins := c.P.Figures.Inputs
	f, _ := field.ByID(id)
	in := ins.Field(id)
	out := cell{State: in.State, Text: explain.ValueIn(ins, f, in), Sub: explain.Dated(in, ""), Href: c.Page + "#inputs", Reason: explain.Reason(in)}
	switch {
	case in.State == "":
		out.State = health.Unknown
	case in.State != health.Observed:
	case f.Kind == field.Count || f.Kind == field.Number:
		v, lo, hi := in.Value, in.Value, in.Value
		if in.Uncertain() {
			lo, hi = in.Low, in.High
		}
		out.Value, out.Lo, out.Hi, out.Reason = &v, &lo, &hi, ""
	default:
		if out.Reason = ""; out.Text == "" {
			out.Text = explain.NoneFound
		}
		if f.Kind == field.Date {
			out.Day = in.Text
		}
	}
	if r := c.P.Figures.Ranked; id == field.HumanCommits12m && r != nil && in.Known() {
		out.Months = r.Months
	}
	return out
}

// notRead says why a project has no figures of a repository. It may have been read before, or have a
// reconstructed past.
func notRead(c column) string {
	if why := strings.TrimSuffix(c.P.Figures.Last.Reason, "."); why != "" {
		return "no current figures, because " + explain.LowerFirst(why)
	}
	return "not read yet"
}

// ageCell is the day that the figures describe.
func ageCell(c column) cell {
	at := c.P.Figures.At()
	if at.IsZero() {
		return cell{State: health.Unknown, Reason: notRead(c), Href: c.Page + "#provenance"}
	}
	days := float64(health.AgeDays(at, c.View.Now))
	return cell{State: health.Observed, Value: &days, Text: explain.Day(at), Day: explain.ISO(at), Sub: explain.Age(at, c.View.Now), Href: c.Page + "#provenance"}
}

// instrumentCell says what looked at the checks.
func instrumentCell(c column) cell {
	i := instrumentOf(c)
	if i == "" {
		return cell{State: health.Unknown, Reason: "no check was run", Href: c.Page + "#instruments"}
	}
	out := cell{State: health.Observed, Text: i, Href: c.Page + "#instruments"}
	if b := c.P.Figures.Basis; b != nil {
		out.Sub = "of " + explain.Day(b.Used.ObservedAt)
	}
	return out
}
