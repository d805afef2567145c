package curated

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// ScenarioPrefix precedes the name of a shipped scenario where a file is also possible:
// "scenario:equal". The name of a user's overlay must not begin with it.
const ScenarioPrefix = "scenario:"

// Scenario is a named overlay that ships with the product.
type Scenario struct {
	ID string
	// Model is the shipped one with the scenario merged.
	Model model.Model
	root  node
}

// Shipped returns the shipped model, whichever is in use.
func (s *Set) Shipped() model.Model { return s.shipped }

// Scenario returns the scenario with the id, and false if there is none.
func (s *Set) Scenario(id string) (Scenario, bool) {
	for _, sc := range s.Scenarios {
		if sc.ID == id {
			return sc, true
		}
	}
	return Scenario{}, false
}

// Overlay reads an overlay and returns the shipped model merged with it. Rows are merged by id;
// curves and conditions are replaced. If no number differs, the result is the shipped model, with a
// nil Overlay and the same hash. The error is Problems with everything that is wrong; the model is
// then empty.
func (s *Set) Overlay(name string, b []byte) (model.Model, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return model.Model{}, d.problems.err()
	}
	below := s.base
	if n := root.ownFields(overlayFields)["scenario"]; n.given() {
		if sc, ok := s.Scenario(n.quietly().word()); ok {
			below = sc.root
		}
	}
	d.problems = nil // check reports them again
	return s.merge(root, below, "")
}

// merge merges an overlay over the node below. The ids of shipped scenarios have a prefix.
func (s *Set) merge(root, below node, prefix string) (model.Model, error) {
	o := s.check(root)
	root.under = &below
	m, err := readModel(root, s.shipped.Prior)
	d := root.doc
	if len(d.problems) > 0 {
		d.problems = distinct(d.problems) // two readers have reported them
		return model.Model{}, d.problems.err()
	}
	if err != nil {
		return model.Model{}, err
	}
	o.ID, o.Shipped, o.Notes = prefix+o.ID, s.shipped.SHA256, append(d.notes, s.certain(m)...)
	if m.SHA256 != s.shipped.SHA256 {
		o.Changes = changes(s.shipped, m)
		m.Overlay = &o
		explainChanges(&m)
	}
	return m, nil
}

// certain returns notes about gates that lost the uncertainty of their terms, because it came from
// an input that is off.
func (s *Set) certain(m model.Model) []string {
	var out []string
	for _, a := range model.InputAxes {
		for _, r := range s.shipped.Axes[a] {
			if _, on := m.Rule(a, r.ID); on || r.SD == 0 {
				continue
			}
			for _, g := range m.Gates {
				if slices.ContainsFunc(g.All, func(t model.Term) bool { return t.Field == r.Field && t.SD == 0 }) {
					out = append(out, fmt.Sprintf("%s is off, so gate %s takes %s as certain; its condition may have an sd of its own", r.ID, g.ID, r.Field))
				}
			}
		}
	}
	return out
}

func distinct(ps Problems) Problems {
	seen := map[Problem]bool{}
	var out Problems
	for _, p := range ps {
		if !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	return out
}

// The fields of an overlay. The field of an input and the reading of an instrument's answer cannot
// be changed. They are fixed when figures are observed, so such a model could not be applied to
// stored figures.
var (
	overlayFields = []string{"overlay", "scenario", "risk", "axes", "gates", "status", "bands", "draws", "tiers", "ageing", "confidence", "evidence"}
	inputFields   = []string{"id", "weight", "sd", "ttl_days", "curve", "off", "why", "ref"}
	gateFields    = []string{"id", "floor", "kev_floor", "all", "off", "why", "ref"}
	bandFields    = []string{"word", "from"}
)

// check notes what is valid in a model but not in an overlay.
func (s *Set) check(root node) model.Overlay {
	f := root.ownFields(overlayFields)
	head := f["overlay"].required().fields("id", "why", "label")
	o := model.Overlay{ID: slug(head["id"].required()), Why: head["why"].required().text(), Label: head["label"].text()}
	if n := f["scenario"]; n.given() {
		if _, ok := s.Scenario(n.word()); !ok {
			n.bad(NotAllowed, "%q is not a scenario; there are: %s", n.word(), strings.Join(s.scenarioIDs(), ", "))
		}
	}
	axes := f["axes"].ownFields([]string{"V", "R", "S", "C"})
	for _, a := range model.InputAxes {
		var ids []string
		for _, r := range s.shipped.Axes[a] {
			ids = append(ids, r.ID)
		}
		rows(axes[string(a)], "id", "input of "+a.Name(), ids, inputFields)
	}
	var ids []string
	for _, g := range s.shipped.Gates {
		ids = append(ids, g.ID)
	}
	rows(f["gates"], "id", "gate", ids, gateFields)
	for scale, n := range f["bands"].ownFields([]string{"H", "S", "C", "risk"}) {
		var words []string
		for _, b := range s.shipped.Bands[scale] {
			words = append(words, b.Word)
		}
		rows(n, "word", "band of "+scale, words, bandFields)
	}
	return o
}

// rows notes rows that name nothing in the model, or the same row twice.
func rows(n node, key, what string, known, allowed []string) {
	r := listReader{first: map[thing]place{}}
	for _, n := range n.ownList() {
		f := n.ownFields(allowed)
		id := f[key].required().word()
		if id != "" && !slices.Contains(known, id) {
			f[key].bad(NotAllowed, "%q is not %s; there are: %s", id, article(what), strings.Join(known, ", "))
			continue
		}
		r.once(f[key], what, id)
		if f["off"].yes() {
			for _, name := range allowed {
				if name != key && name != "off" && name != "why" && f[name].given() {
					f[name].bad(Conflict, "%s is off; it has no %s", id, name)
				}
			}
		}
	}
}

func article(what string) string {
	if strings.HasPrefix(what, "input") {
		return "an " + what
	}
	return "a " + what
}

func (s *Set) scenarioIDs() []string {
	var ids []string
	for _, sc := range s.Scenarios {
		ids = append(ids, sc.ID)
	}
	return ids
}

// readScenarios reads the scenarios of the product: a list of overlays.
func (s *Set) readScenarios(name string, b []byte) ([]Scenario, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return nil, d.problems.err()
	}
	var out []Scenario
	once := listReader{first: map[thing]place{}}
	for _, n := range root.fields("scenarios")["scenarios"].required().list() {
		n.path = "" // the paths of an overlay start at its own root
		head := n.ownFields(overlayFields)["overlay"].quietly().fields("id", "why", "label")
		sc := Scenario{ID: head["id"].word()}
		once.once(n, "scenario", sc.ID)
		part := &document{name: name}
		n.doc = part
		m, err := s.merge(n, s.base, ScenarioPrefix)
		if err != nil {
			d.problems = append(d.problems, part.problems...)
			continue
		}
		if m.Overlay == nil {
			n.bad(NoChange, "it changes no number")
			d.problems = append(d.problems, part.problems...)
			continue
		}
		n.under = &s.base
		sc.Model, sc.root = m, n
		out = append(out, sc)
	}
	return out, d.problems.err()
}

// explainChanges puts the change made by the overlay before the reason of every rule, because the
// shipped reason applies to the shipped number.
func explainChanges(m *model.Model) {
	note := func(prefix, why string) string {
		var said []string
		for _, c := range m.Overlay.Changes {
			if rest, ok := strings.CutPrefix(c.Path, prefix+"."); ok {
				said = append(said, fmt.Sprintf("%s %s, shipped %s", strings.ReplaceAll(rest, "_", " "), c.To, c.From))
			}
		}
		if len(said) == 0 {
			return why
		}
		return "Set by overlay " + m.Overlay.ID + ": " + strings.Join(said, "; ") + ". " + why
	}
	for a, rules := range m.Axes {
		for i := range rules {
			rules[i].Why = note("axes."+string(a)+"."+rules[i].ID, rules[i].Why)
		}
	}
	for i := range m.Gates {
		m.Gates[i].Why = note("gates."+m.Gates[i].ID, m.Gates[i].Why)
	}
	m.Risk.Why = note("risk", m.Risk.Why)
}
