package curated

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// modelLine is a line of a model in YAML. Path and value are empty if the line has nothing that an
// overlay can change.
type modelLine struct{ text, path, value string }

// WriteModel writes the model as YAML that ReadModel accepts, with a remark after every number that
// differs from the shipped one.
func (s *Set) WriteModel(w io.Writer, m model.Model) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# %s\n# SHA-256 %s\n", m.Name(), m.SHA256)
	remark := map[string]string{}
	if o := m.Overlay; o == nil {
		fmt.Fprintln(out, "# Every number is the shipped one.")
	} else {
		fmt.Fprintf(out, "# Overlay %s: %s\n# Numbers without a remark are shipped, with %s.\n", o.ID, oneLine(o.Why), o.Shipped)
		for _, n := range o.Notes {
			fmt.Fprintf(out, "# Note: %s.\n", n)
		}
		for _, c := range o.Changes {
			if c.To == "off" {
				fmt.Fprintf(out, "# Off: %s (shipped %s).\n", c.Path, c.From)
			}
			remark[c.Path] = fmt.Sprintf(" # overlay %s; shipped %s", o.ID, c.From)
		}
	}
	for _, l := range modelLines(m) {
		said := ""
		if l.path != "" {
			said = remark[l.path]
		}
		fmt.Fprintf(out, "%s%s%s\n", l.text, l.value, said)
	}
	return out.Flush()
}

// oneLine returns a text for a remark: on one line, without terminal control characters.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || unicode.IsSpace(r) {
			return r
		}
		return '\uFFFD'
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// changes returns the numbers of m that differ from the shipped model, in the order of the model.
func changes(shipped, m model.Model) []model.Change {
	now := map[string]string{}
	for _, l := range modelLines(m) {
		now[l.path] = l.value
	}
	var out []model.Change
	was := map[string]bool{}
	off := ""
	for _, l := range modelLines(shipped) {
		if l.path == "" {
			continue
		}
		was[l.path] = true
		to, ok := now[l.path]
		part := l.path[:strings.LastIndexByte(l.path, '.')]
		switch {
		case ok && to != l.value:
			out = append(out, model.Change{Path: l.path, From: l.value, To: to})
		case ok || part == off:
		case strings.HasSuffix(l.path, ".weight"), strings.HasSuffix(l.path, ".floor"):
			off = part
			out = append(out, model.Change{Path: part, From: strings.TrimPrefix(l.path, part+".") + " " + l.value, To: "off"})
		default:
			out = append(out, model.Change{Path: l.path, From: l.value, To: "none"})
		}
	}
	for _, l := range modelLines(m) {
		if l.path != "" && !was[l.path] {
			out = append(out, model.Change{Path: l.path, From: "none", To: l.value})
		}
	}
	return out
}

// modelWriter collects the lines of a model.
type modelWriter struct{ lines []modelLine }

func (w *modelWriter) text(format string, args ...any) {
	w.lines = append(w.lines, modelLine{text: fmt.Sprintf(format, args...)})
}

// value writes "key: value" at the path. The path is as deep as it has parts.
func (w *modelWriter) value(indent int, path, key, value string) {
	w.lines = append(w.lines, modelLine{text: strings.Repeat(" ", indent) + key + ": ", path: path + "." + key, value: value})
}

func (w *modelWriter) number(indent int, path, key string, v float64) {
	w.value(indent, path, key, decimal(v))
}

// pair is a number with its name.
type pair struct {
	key string
	v   float64
}

// group writes a part of the model that contains only numbers.
func (w *modelWriter) group(name string, pairs ...pair) {
	w.text("%s:", name)
	for _, p := range pairs {
		w.number(2, name, p.key, p.v)
	}
}

func modelLines(m model.Model) []modelLine {
	w := &modelWriter{}
	w.text("model: {id: %s, version: %s}", m.ID, strconv.Quote(m.Version))
	w.risk(m.Risk)
	w.text("axes:")
	for _, a := range model.InputAxes {
		w.text("  %s:", a)
		for _, r := range m.Axes[a] {
			w.input("axes."+string(a)+"."+r.ID, r)
		}
	}
	w.gates(m.Gates)
	st := m.Status
	w.group("status", pair{"active_months", float64(st.ActiveMonths)}, pair{"release_months", float64(st.ReleaseMonths)},
		pair{"unresponsive_items", float64(st.UnresponsiveItems)}, pair{"dormant_months", float64(st.DormantMonths)},
		pair{"min_age_days", float64(st.MinAgeDays)}, pair{"trend_min_age_months", float64(st.TrendMinAgeMonths)},
		pair{"trend_min_previous", st.TrendMinPrevious}, pair{"finished_answer_rate", st.FinishedAnswerRate}, pair{"finished_stretch", st.FinishedStretch})
	w.scorecard(m.Scorecard)
	w.bands(m.Bands)
	d := m.Draws
	w.group("draws", pair{"draws", float64(d.Draws)}, pair{"dirichlet_k", d.DirichletK}, pair{"weight_sigma", d.WeightSigma}, pair{"tail", d.Tail}, pair{"top", float64(d.Top)}, pair{"shared", d.Shared})
	w.group("tiers", pair{"gap", m.Tiers.Gap}, pair{"overlap", m.Tiers.Overlap})
	w.peers(m.Peers)
	ageing := []pair{{"carry_days", float64(m.Ageing.CarryDays)}, {"rank_months", float64(m.Ageing.RankMonths)}, {"freshness_tau", m.Ageing.FreshnessTau}}
	if m.Ageing.ArchiveDays > 0 {
		ageing = slices.Insert(ageing, 1, pair{"archive_days", float64(m.Ageing.ArchiveDays)})
	}
	if m.Ageing.BehindMonths > 0 {
		ageing = append(ageing, pair{"behind_months", float64(m.Ageing.BehindMonths)})
	}
	w.group("ageing", ageing...)
	w.group("confidence", pair{"high", m.Confidence.High}, pair{"medium", m.Confidence.Medium}, pair{"young_months", float64(m.Confidence.YoungMonths)})
	w.group("evidence", pair{"full_posture", m.Evidence.FullPosture})
	return w.lines
}

func (w *modelWriter) risk(r model.RiskRule) {
	w.text("risk:")
	w.text("  omega:")
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
		w.number(4, "risk.omega", string(a), r.Omega[a])
	}
	w.text("  min_coverage:")
	for _, a := range []model.Axis{model.Criticality, model.Vitality, model.Resilience, model.Posture} {
		w.number(4, "risk.min_coverage", string(a), r.MinCoverage[a])
	}
	if r.FullCoverage != nil {
		w.text("  full_coverage:")
		for _, a := range []model.Axis{model.Criticality, model.Posture} {
			w.number(4, "risk.full_coverage", string(a), r.FullCoverage[a])
		}
	}
	w.number(2, "risk", "missing_spread", r.MissingSpread)
	w.number(2, "risk", "z", r.Z)
	w.why("  ", r.Why, r.Reference)
}

func (w *modelWriter) why(indent, why, ref string) {
	w.text("%swhy: %s", indent, strconv.Quote(why))
	w.text("%sref: %s", indent, strconv.Quote(ref))
}

func (w *modelWriter) input(path string, r model.InputRule) {
	w.text("    - id: %s", strconv.Quote(r.ID))
	w.text("      field: %s", r.Field)
	if r.Label != "" {
		w.text("      label: %s", strconv.Quote(r.Label))
	}
	if r.Group != "" {
		w.text("      group: %s", strconv.Quote(r.Group))
	}
	w.number(6, path, "weight", r.Weight)
	w.number(6, path, "sd", r.SD)
	w.number(6, path, "ttl_days", float64(r.TTL))
	points := make([]string, len(r.Curve))
	for i, p := range r.Curve {
		points[i] = "[" + decimal(p.X) + ", " + decimal(p.Y) + "]"
	}
	w.value(6, path, "curve", "["+strings.Join(points, ", ")+"]")
	if len(r.NoneWhen) > 0 {
		unless := ""
		if r.NoneUnless != "" {
			unless = ", unless: " + string(r.NoneUnless)
		}
		w.text("      none: {score: %s, all: %s%s}", decimal(r.NoneScore), conditions(r.NoneWhen), unless)
	}
	w.other(r)
	w.why("      ", r.Why, r.Ref)
}

// other writes the other readings of an input and its floors.
func (w *modelWriter) other(r model.InputRule) {
	if len(r.Readings) > 0 {
		w.text("      readings:")
	}
	for _, x := range r.Readings {
		w.text("        - {field: %s, factor: %s}", x.Field, decimal(x.Factor))
	}
	if len(r.Floors) > 0 {
		w.text("      floors:")
	}
	for _, x := range r.Floors {
		w.text("        - {field: %s, is: %s, score: %s}", x.Field, strconv.Quote(x.Text), decimal(x.Score))
	}
}

func (w *modelWriter) gates(gates []model.GateRule) {
	if len(gates) == 0 {
		w.text("gates: []")
		return
	}
	w.text("gates:")
	for _, g := range gates {
		path := "gates." + g.ID
		w.text("  - id: %s", strconv.Quote(g.ID))
		w.text("    label: %s", strconv.Quote(g.Label))
		w.number(4, path, "floor", g.Floor)
		if g.KEVFloor > 0 {
			w.number(4, path, "kev_floor", g.KEVFloor)
		}
		w.value(4, path, "all", conditions(g.All))
		w.why("    ", g.Why, g.Ref)
	}
}

func (w *modelWriter) scorecard(r model.ScorecardRule) {
	w.text("scorecard:")
	w.text("  count_fully: [%s]", strings.Join(r.CountFully, ", "))
	w.text("  count_above_zero: [%s]", strings.Join(r.CountAboveZero, ", "))
	w.text("  inconclusive:")
	var checks []string
	for c := range r.Inconclusive {
		checks = append(checks, c)
	}
	slices.Sort(checks)
	for _, c := range checks {
		w.text("    %s: %s", c, r.Inconclusive[c])
	}
	if len(r.OpenLicences) > 0 {
		w.text("  open_licences: [%s]", strings.Join(r.OpenLicences, ", "))
	}
}

func (w *modelWriter) bands(bands map[string][]model.Band) {
	w.text("bands:")
	for _, scale := range []string{"H", "S", "C", "risk"} {
		w.text("  %s:", scale)
		for _, b := range bands[scale] {
			w.text("    - word: %s", strconv.Quote(b.Word))
			if b.Letter != "" {
				w.text("      letter: %s", strconv.Quote(b.Letter))
			}
			w.number(6, "bands."+scale+"."+b.Word, "from", b.From)
		}
	}
}

func (w *modelWriter) peers(r model.PeerRule) {
	w.text("peers:")
	w.number(2, "peers", "least", float64(r.Least))
	from := make([]string, len(r.Regulars))
	for i, n := range r.Regulars {
		from[i] = strconv.Itoa(n)
	}
	w.value(2, "peers", "regulars", "["+strings.Join(from, ", ")+"]")
}

// conditions writes the terms of a gate on one line.
func conditions(terms []model.Term) string {
	out := make([]string, len(terms))
	for i, t := range terms {
		what, name := "field", string(t.Field)
		if t.Axis != "" {
			what, name = "axis", string(t.Axis)
		}
		out[i] = fmt.Sprintf("{%s: %s, op: %q, value: %s", what, name, t.Op, decimal(t.Value))
		if t.SD > 0 {
			out[i] += ", sd: " + decimal(t.SD)
		}
		out[i] += "}"
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
