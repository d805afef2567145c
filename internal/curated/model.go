package curated

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// limits apply to every number of the model.
const (
	mostPoints = 100
	mostDays   = 36500
	mostDraws  = 100000
)

// ReadModel reads the model, which scores with the table of expected scores. The error is Problems
// with everything that is wrong; the model is then empty. Its SHA256 depends on every number, id and
// label, those of the table included, but not on comments, layout, reasons or references.
func ReadModel(name string, b []byte, prior model.Prior) (model.Model, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return model.Model{}, d.problems.err()
	}
	return readModel(root, prior)
}

// readModel reads a model, or an overlay over one. Problems are noted in the document of root.
func readModel(root node, prior model.Prior) (model.Model, error) {
	d := root.doc
	f := root.fields("model", "risk", "axes", "gates", "status", "scorecard", "bands", "draws", "tiers", "peers", "ageing", "confidence", "evidence")
	id := f["model"].required().fields("id", "version")
	m := model.Model{
		ID: slug(id["id"].required()), Version: id["version"].required().word(),
		Risk: riskRule(f["risk"].required()), Axes: axes(f["axes"].required()),
		Status: statusRule(f["status"].required()), Scorecard: scorecardRule(f["scorecard"].required()),
		Bands: bands(f["bands"].required()), Draws: drawRule(f["draws"].required()),
	}
	m.Gates = gates(f["gates"].required())
	t := f["tiers"].required().fields("gap", "overlap")
	m.Tiers = model.TierRule{Gap: t["gap"].required().number(0, mostPoints), Overlap: t["overlap"].required().number(0, 1)}
	m.Peers = peerRule(f["peers"].required())
	a := f["ageing"].required().fields("carry_days", "archive_days", "rank_months", "behind_months", "freshness_tau")
	m.Ageing = model.AgeRule{CarryDays: a["carry_days"].required().whole(1, mostDays), ArchiveDays: archiveDays(a["archive_days"]), BehindMonths: behindMonths(a["behind_months"]), RankMonths: a["rank_months"].required().whole(1, 1200), FreshnessTau: a["freshness_tau"].required().number(1, mostDays)}
	c := f["confidence"].required().fields("high", "medium", "young_months")
	m.Confidence = model.ConfidenceRule{High: c["high"].required().number(0, 1), Medium: c["medium"].required().number(0, 1), YoungMonths: c["young_months"].required().whole(0, 1200)}
	if m.Confidence.Medium > m.Confidence.High {
		f["confidence"].bad(OutOfOrder, "medium is above high")
	}
	m.Evidence.FullPosture = f["evidence"].required().fields("full_posture")["full_posture"].required().number(0, 1)
	if err := d.problems.err(); err != nil {
		return model.Model{}, err
	}
	m.Prior = prior
	m.SHA256 = canonical(m)
	return m, nil
}

// archiveDays reads a limit that earlier models do not have.
func archiveDays(n node) int {
	if !n.given() {
		return 0
	}
	return n.whole(1, mostDays)
}

// behindMonths returns 0 where a model does not state them: then the age beside others does not
// count.
func behindMonths(n node) int {
	if !n.given() {
		return 0
	}
	return n.whole(1, 1200)
}

// canonical returns the hash of everything that the scores depend on.
func canonical(m model.Model) string {
	sum := sha256.Sum256(m.Canonical())
	return hex.EncodeToString(sum[:])
}

func riskRule(n node) model.RiskRule {
	f := n.fields("omega", "min_coverage", "full_coverage", "missing_spread", "z", "why", "ref")
	r := model.RiskRule{
		Omega:         byAxis(f["omega"].required(), model.Vitality, model.Resilience, model.Posture),
		MinCoverage:   byAxis(f["min_coverage"].required(), model.InputAxes...),
		MissingSpread: f["missing_spread"].required().number(0, mostPoints),
		Z:             f["z"].required().number(0, 10),
		Why:           f["why"].required().text(), Reference: f["ref"].required().text(),
	}
	wholeOmega(f["omega"], r.Omega)
	if n := f["full_coverage"]; n.given() {
		r.FullCoverage = byAxis(n, model.Criticality, model.Posture)
		if r.FullCoverage[model.Criticality] < r.MinCoverage[model.Criticality] {
			n.bad(OutOfOrder, "C is below the least coverage of C")
		}
	}
	return r
}

// wholeOmega requires that the shares of the axes sum to 1. In an overlay it scales them: users who
// change one share seldom want to compute the others.
func wholeOmega(n node, omega map[model.Axis]float64) {
	sum := 0.0
	for _, a := range model.InputAxes {
		sum += omega[a]
	}
	switch {
	case !n.given() || math.Abs(sum-1) <= 1e-9:
	case n.under == nil:
		n.bad(OutOfOrder, "V, R and S sum to %.6g; they must sum to 1", sum)
	case sum <= 0:
		n.bad(OutOfOrder, "V, R and S sum to 0; at least one must be above")
	default:
		for a := range omega {
			omega[a] = math.Round(omega[a]/sum*1e12) / 1e12 // as printed, .28 instead of .27999999999999997
		}
		n.doc.notes = append(n.doc.notes, fmt.Sprintf("the shares of the axes summed to %.4g and were divided by it: V %.4g, R %.4g, S %.4g",
			sum, omega[model.Vitality], omega[model.Resilience], omega[model.Posture]))
	}
}

// byAxis reads a number from 0 to 1 for each of the axes.
func byAxis(n node, allowed ...model.Axis) map[model.Axis]float64 {
	names := make([]string, len(allowed))
	for i, a := range allowed {
		names[i] = string(a)
	}
	out := map[model.Axis]float64{}
	for name, f := range n.fields(names...) {
		out[model.Axis(name)] = f.required().number(0, 1)
	}
	return out
}

func axes(n node) map[model.Axis][]model.InputRule {
	f := n.fields("V", "R", "S", "C")
	out := map[model.Axis][]model.InputRule{}
	r := listReader{first: map[thing]place{}}
	for _, a := range model.InputAxes {
		rows := f[string(a)].required()
		for _, n := range rows.list() {
			out[a] = append(out[a], inputRule(n, &r))
		}
		if rows.given() && len(out[a]) == 0 {
			rows.bad(WrongCount, "an axis needs at least one input")
		}
	}
	return out
}

func inputRule(n node, once *listReader) model.InputRule {
	f := n.fields("id", "field", "label", "group", "weight", "sd", "ttl_days", "curve", "readings", "floors", "none", "why", "ref")
	r := model.InputRule{
		ID: f["id"].required().word(), Field: fieldID(f["field"].required()),
		Label: f["label"].text(), Group: f["group"].text(),
		Weight: f["weight"].required().number(0, 1000), SD: f["sd"].required().number(0, mostPoints),
		TTL: f["ttl_days"].required().whole(1, mostDays), Curve: curve(f["curve"].required()),
		Why: f["why"].required().text(), Ref: f["ref"].required().text(),
	}
	if f["weight"].given() && r.Weight <= 0 {
		f["weight"].bad(OutOfOrder, "a weight is above 0")
	}
	once.once(f["id"], "input", r.ID)
	once.once(f["field"], "field", string(r.Field))
	if f["none"].given() {
		g := f["none"].fields("score", "all", "unless")
		r.NoneScore = g["score"].required().number(0, mostPoints)
		r.NoneWhen = terms(g["all"].required(), false)
		r.NoneUnless = fieldID(g["unless"])
	}
	r.Readings, r.Floors = readings(f["readings"], once), floors(f["floors"])
	return r
}

// readings reads the other measures of an input. A field counts once in a model.
func readings(n node, once *listReader) []model.Reading {
	var out []model.Reading
	for _, n := range n.list() {
		f := n.fields("field", "factor")
		x := model.Reading{Field: fieldID(f["field"].required()), Factor: f["factor"].required().number(0, 1)}
		if f["factor"].given() && x.Factor <= 0 {
			f["factor"].bad(OutOfOrder, "a factor is above 0")
		}
		once.once(f["field"], "field", string(x.Field))
		out = append(out, x)
	}
	return out
}

// floors reads the facts that give an input at least a score.
func floors(n node) []model.Floor {
	var out []model.Floor
	for _, n := range n.list() {
		f := n.fields("field", "is", "score")
		x := model.Floor{Field: fieldID(f["field"].required()), Text: f["is"].required().word(), Score: f["score"].required().number(0, mostPoints)}
		if row, ok := field.ByID(x.Field); ok && row.Kind != field.Text {
			f["field"].bad(NotAllowed, "%q is no text", x.Field)
		}
		out = append(out, x)
	}
	return out
}

// fieldID reads the id of a catalogue field.
func fieldID(n node) field.ID {
	id := field.ID(n.word())
	switch f, ok := field.ByID(id); {
	case !n.given():
	case !ok:
		n.bad(NotAllowed, "%q is not a field of the catalogue", id)
	case f.Unscored:
		n.bad(NotAllowed, "%q is shown and never scored", id)
	}
	return id
}

// curve reads the points [x, y] of a curve, with x rising and y from 0 to 100.
func curve(n node) []model.Point {
	var out []model.Point
	for _, n := range n.list() {
		xy := n.list()
		if len(xy) != 2 {
			n.bad(Malformed, "a point is [x, y]")
			continue
		}
		p := model.Point{X: xy[0].required().number(-1e9, 1e9), Y: xy[1].required().number(0, mostPoints)}
		if len(out) > 0 && p.X <= out[len(out)-1].X {
			n.bad(OutOfOrder, "x is %g after %g; it must rise", p.X, out[len(out)-1].X)
		}
		out = append(out, p)
	}
	if n.given() && len(out) == 0 {
		n.bad(WrongCount, "a curve needs at least one point")
	}
	return out
}
