package curated

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// mostMinutes is the greatest number of minutes of a step: some months of work.
const mostMinutes = 50_000

func (l *loading) steps() error {
	const name = "steps.yaml"
	b, err := fs.ReadFile(l.set.files, name)
	if err == nil {
		l.set.Steps, err = ReadSteps(name, b, l.set.Model)
	}
	return l.keep(name, optional(err))
}

// ReadSteps reads what maintainers can do about each finding, in the order of the file. Every input of
// vitality, resilience and posture of the model has a guide, whose last way has no conditions and
// leads to all points or to nothing. The error is Problems with everything that is wrong.
func ReadSteps(name string, b []byte, m model.Model) (fixplan.Catalogue, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return fixplan.Catalogue{}, d.problems.err()
	}
	f := root.fields("catalogue", "publish", "steps")
	head := f["catalogue"].required().fields("version", "date")
	sum := sha256.Sum256(b)
	out := fixplan.Catalogue{
		Version: head["version"].required().word(), Date: date(head["date"].required(), false),
		SHA256: hex.EncodeToString(sum[:]), Publish: publish(f["publish"].required()),
	}
	r := stepReader{model: m, once: listReader{first: map[thing]place{}}}
	for _, n := range f["steps"].required().list() {
		out.Guides = append(out.Guides, r.guide(n))
	}
	for _, rule := range r.inputs() {
		if _, ok := out.Guide(rule.Field); !ok {
			f["steps"].bad(Missing, "nothing says what to do about %s", string(rule.Field))
		}
	}
	if err := d.problems.err(); err != nil {
		return fixplan.Catalogue{}, err
	}
	return out, nil
}

func publish(n node) fixplan.Publish {
	f := n.fields("minutes", "steps", "why")
	return fixplan.Publish{
		Minutes: minutes(f["minutes"].required(), 1), Steps: texts(f["steps"].required()), Why: f["why"].required().text(),
	}
}

type stepReader struct {
	model model.Model
	once  listReader
}

// inputs returns the rules of the model that a guide is needed for.
func (r stepReader) inputs() []model.InputRule {
	return slices.Concat(r.model.Axes[model.Vitality], r.model.Axes[model.Resilience], r.model.Axes[model.Posture])
}

func (r stepReader) guide(n node) fixplan.Guide {
	f := n.fields("id", "where", "admin", "host", "ended", "findings", "then", "shows", "again", "ways")
	g := fixplan.Guide{
		ID: r.id(f["id"].required()), Where: markdown(f["where"]), Admin: f["admin"].yes(),
		GitHub: choice(f["host"], "github") != "", Ended: f["ended"].yes(), Then: texts(f["then"]), Again: markdown(f["again"]),
	}
	r.once.once(f["id"], "guide", string(g.ID))
	for _, n := range f["findings"].list() {
		g.Findings = append(g.Findings, findingOf(n))
	}
	for _, n := range f["shows"].list() {
		g.Shows = append(g.Shows, evidenceID(n))
	}
	works := false
	for _, n := range f["ways"].required().list() {
		w := r.way(n)
		g.Ways = append(g.Ways, w)
		works = works || w.Nothing == ""
	}
	if works {
		f["where"].required()
		f["again"].required()
	}
	if len(g.Ways) == 0 {
		f["ways"].bad(WrongCount, "at least one way is needed")
		return g
	}
	r.last(f["ways"], g)
	return g
}

// last notes a guide that leaves some project without an answer.
func (r stepReader) last(n node, g fixplan.Guide) {
	w := g.Ways[len(g.Ways)-1]
	if len(w.When) > 0 {
		n.bad(Missing, "the last way must have no conditions")
	}
	for _, rule := range r.inputs() {
		if rule.Field == g.ID && w.Nothing == "" && score.Curve(rule.Curve, w.Reach) < mostPoints {
			n.bad(Missing, "the last way must lead to all points, or say why there is nothing to do")
		}
	}
}

// id reads a field that a guide may be about: an input of an axis, a condition of a gate, or a check
// that only Scorecard counts.
func (r stepReader) id(n node) field.ID {
	id := field.ID(n.word())
	gate := slices.ContainsFunc(r.model.Gates, func(g model.GateRule) bool {
		return slices.ContainsFunc(g.All, func(t model.Term) bool { return t.Field == id && id != "" })
	})
	input := slices.ContainsFunc(r.inputs(), func(rule model.InputRule) bool { return rule.Field == id })
	if n.given() && !gate && !input && id != fixplan.Maintained && id != fixplan.Contributors {
		n.bad(NotAllowed, "%q is not an input of vitality, resilience or posture, nor a condition of a gate", string(id))
	}
	return id
}

func findingOf(n node) fixplan.Finding {
	f := n.fields("find", "path", "at", "whole", "costs", "do")
	out := fixplan.Finding{
		Find: f["find"].text(), Path: f["path"].text(), At: f["at"].number(0, 10), Whole: f["whole"].yes(),
		Free: choice(f["costs"], "nothing") != "", Do: markdown(f["do"]),
	}
	if f["find"].given() == f["path"].given() {
		n.bad(Conflict, "give either find or path")
	}
	if f["costs"].given() == f["do"].given() {
		n.bad(Conflict, "give either do, or costs: nothing")
	}
	return out
}

func (r stepReader) way(n node) fixplan.Way {
	f := n.fields("when", "nothing", "reach", "with", "minutes", "each", "steps", "why")
	w := fixplan.Way{When: terms(f["when"], false), Nothing: markdown(f["nothing"])}
	if f["nothing"].given() {
		for _, name := range []string{"reach", "with", "minutes", "each", "steps", "why"} {
			if f[name].given() {
				f[name].bad(Conflict, "there is nothing to do")
			}
		}
		return w
	}
	w.Reach = f["reach"].required().number(0, 1e9)
	w.Minutes, w.Steps, w.Why = minutes(f["minutes"].required(), 1), texts(f["steps"].required()), f["why"].required().text()
	if f["each"].given() {
		w.Each = each(f["each"])
	}
	for _, n := range f["with"].list() {
		c := n.fields("field", "value")
		w.With = append(w.With, fixplan.Change{Field: fieldID(c["field"].required()), Value: c["value"].required().number(-1e9, 1e9)})
	}
	return w
}

// minutes reads a range of minutes.
func minutes(n node, least int) fixplan.Range {
	return span(n, n.fields("from", "to"), least)
}

func span(n node, f map[string]node, least int) fixplan.Range {
	r := fixplan.Range{From: f["from"].required().whole(least, mostMinutes), To: f["to"].required().whole(least, mostMinutes)}
	if r.From > r.To {
		n.bad(OutOfRange, "from is above to")
	}
	return r
}

func each(n node) fixplan.Each {
	f := n.fields("from", "to", "of", "less")
	e := fixplan.Each{Range: span(n, f, 0)}
	if f["of"].given() {
		e.Of = evidenceID(f["of"])
	}
	if f["less"].given() {
		e.Less = evidenceID(f["less"])
		f["of"].required()
	}
	return e
}

// evidenceID reads the id of a field to show or to count by; it may be one that is never scored.
func evidenceID(n node) field.ID {
	id := field.ID(n.word())
	if _, ok := field.ByID(id); n.given() && !ok {
		n.bad(NotAllowed, "%q is not a field of the catalogue", string(id))
	}
	return id
}

func texts(n node) []string {
	var out []string
	for _, n := range n.list() {
		out = append(out, markdown(n))
	}
	return out
}

// markup is the characters that Markdown gives a meaning, and those that name people and issues.
const markup = "*_~[]<>|\\#@"

// markdown reads a text in which `backquotes` mark code and nothing else has a meaning: it goes into
// pages and into issues as it is.
func markdown(n node) string {
	s := n.text()
	for i, part := range strings.Split(s, "`") {
		switch {
		case i%2 == 0 && strings.ContainsAny(part, markup):
			n.bad(Malformed, "one of %s outside of `code`", markup)
		case strings.ContainsAny(part, "\r\n"):
			n.bad(Malformed, "more than one line")
		}
	}
	if strings.Count(s, "`")%2 == 1 || strings.Contains(s, "``") {
		n.bad(Malformed, "a backquote without its other")
	}
	return s
}
