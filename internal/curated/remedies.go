package curated

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
)

// mostEuros is the greatest cost of a remedy.
const mostEuros = 1e9

func (l *loading) remedies() error {
	b, err := fs.ReadFile(l.set.files, "remedies.yaml")
	if err == nil {
		l.set.Ground.Catalogue, err = ReadRemedies("remedies.yaml", b, l.set.Model)
	}
	return l.keep("remedies", optional(err))
}

// ReadRemedies reads the catalogue of remedies, in the order of the file. Its inputs and gates are
// those of the model. The error is Problems with everything that is wrong.
func ReadRemedies(name string, b []byte, m model.Model) (remedy.Catalogue, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return remedy.Catalogue{}, d.problems.err()
	}
	f := root.fields("catalogue", "need", "remedies")
	head := f["catalogue"].required().fields("version", "date")
	sum := sha256.Sum256(b)
	out := remedy.Catalogue{
		Version: head["version"].required().word(), Date: date(head["date"].required(), false), SHA256: hex.EncodeToString(sum[:]),
		Need: needRule(f["need"].required()),
	}
	r := remedyReader{model: m, once: listReader{first: map[thing]place{}}, of: map[remedy.Envelope]int{}}
	for _, n := range f["remedies"].required().list() {
		out.Measures = append(out.Measures, r.measure(n))
	}
	if err := d.problems.err(); err != nil {
		return remedy.Catalogue{}, err
	}
	return out, nil
}

// needRule reads what need is computed with.
func needRule(n node) remedy.NeedRule {
	f := n.fields("resilience", "vitality", "paid", "donations_full", "unknown")
	r := remedy.NeedRule{
		Resilience: f["resilience"].required().number(0, 1), Vitality: f["vitality"].required().number(0, 1),
		DonationsFull: f["donations_full"].required().number(1, mostEuros), Paid: map[funding.State]float64{},
	}
	if sum := r.Resilience + r.Vitality; n.given() && math.Abs(sum-1) > 1e-9 {
		n.bad(OutOfRange, "resilience and vitality sum to %g, not 1", sum)
	}
	var names []string
	for _, s := range funding.States {
		names = append(names, string(s))
	}
	shares := f["paid"].required().fields(names...)
	for _, s := range funding.States {
		r.Paid[s] = shares[string(s)].required().number(0, 1)
	}
	u := f["unknown"].required().fields("lo", "hi")
	r.Unknown = [2]float64{u["lo"].required().number(0, 1), u["hi"].required().number(0, 1)}
	if u["hi"].given() && r.Unknown[0] > r.Unknown[1] {
		u["hi"].bad(OutOfRange, "below lo")
	}
	return r
}

type remedyReader struct {
	model model.Model
	once  listReader
	of    map[remedy.Envelope]int
}

func (r remedyReader) measure(n node) remedy.Measure {
	f := n.fields("id", "label", "envelope", "kind", "about", "sets", "releases", "needs", "ended", "cost", "factor", "chance", "lasts", "unscored", "why", "ref")
	m := remedy.Measure{
		ID: slug(f["id"].required()), Label: f["label"].required().text(), About: f["about"].required().text(),
		Envelope: choice(f["envelope"].required(), remedy.Envelopes...), Kind: choice(f["kind"].required(), remedy.Kinds...), Ended: f["ended"].yes(),
		Releases: unique(f["releases"], "gate", r.gate), Needs: terms(f["needs"], false),
		Cost: f["cost"].required().whole(1, mostEuros), Factor: f["factor"].required().number(1, 10),
		Chance: f["chance"].required().number(.01, 1), Lasts: f["lasts"].required().number(.01, 1),
		Unscored: f["unscored"].text(), Why: f["why"].required().text(), Ref: f["ref"].required().text(),
	}
	r.once.once(f["id"], "remedy", m.ID)
	for _, n := range f["sets"].list() {
		m.Sets = append(m.Sets, r.effect(n))
	}
	if len(m.Sets)+len(m.Releases) == 0 {
		n.bad(Missing, "it changes nothing: give sets or releases")
	}
	if r.of[m.Envelope]++; r.of[m.Envelope] == remedy.MostOfEnvelope+1 {
		n.bad(WrongCount, "more than %d remedies of the envelope %s", remedy.MostOfEnvelope, m.Envelope)
	}
	return m
}

// gate reads the id of a gate of the model.
func (r remedyReader) gate(n node) string {
	id := n.word()
	if !slices.ContainsFunc(r.model.Gates, func(g model.GateRule) bool { return g.ID == id }) {
		n.bad(NotAllowed, "%q is not a gate of the model", id)
	}
	return id
}

func (r remedyReader) effect(n node) remedy.Effect {
	f := n.fields("input", "to", "steps")
	e := remedy.Effect{Input: f["input"].required().word()}
	if _, ok := remedy.RuleOf(r.model, e.Input); f["input"].given() && !ok {
		f["input"].bad(NotAllowed, "%q is not an input of vitality, resilience or posture", e.Input)
	}
	if f["to"].given() == f["steps"].given() {
		n.bad(Conflict, "give either to or steps")
		return e
	}
	if f["to"].given() {
		e.To = f["to"].number(1, mostPoints)
	} else {
		e.Steps = f["steps"].whole(1, 10)
	}
	return e
}
