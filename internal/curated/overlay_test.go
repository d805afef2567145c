package curated

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
	"pgregory.net/rapid"
)

func rules(t testing.TB) *Set {
	t.Helper()
	s, err := LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// laid returns the shipped model with the text laid over, under a head of its own.
func laid(t testing.TB, s *Set, text string) model.Model {
	t.Helper()
	m, err := s.Overlay("mine.yaml", []byte("overlay: {id: mine, why: To see.}\n"+text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return m
}

func TestOverlay_changesWhatItNames(t *testing.T) {
	t.Parallel()
	s := rules(t)
	for name, tc := range map[string]struct {
		text string
		want [][3]string
	}{
		"weight":     {"axes: {V: [{id: V5, weight: 1}]}", [][3]string{{"axes.V.V5.weight", "16", "1"}}},
		"two":        {"axes: {R: [{id: R3, sd: 1}, {id: R1, ttl_days: 9}]}", [][3]string{{"axes.R.R1.ttl_days", "7", "9"}, {"axes.R.R3.sd", "12", "1"}}},
		"curve":      {"axes: {R: [{id: R5, curve: [[0, 0], [3, 100]]}]}", [][3]string{{"axes.R.R5.curve", "[[0, 0], [1, 40], [2, 75], [3, 100]]", "[[0, 0], [3, 100]]"}}},
		"off":        {"axes: {C: [{id: C2, off: true}]}", [][3]string{{"axes.C.C2", "weight 8", "off"}}},
		"not off":    {"axes: {C: [{id: C2, off: false, weight: 9}]}", [][3]string{{"axes.C.C2.weight", "8", "9"}}},
		"gate off":   {"gates: [{id: G4, off: true}]", [][3]string{{"gates.G4", "floor 60", "off"}}},
		"floor":      {"gates: [{id: G3, floor: 0}]", [][3]string{{"gates.G3.floor", "55", "0"}}},
		"kev":        {"gates: [{id: G1, kev_floor: 80}]", [][3]string{{"gates.G1.kev_floor", "none", "80"}}},
		"no kev":     {"gates: [{id: G2, kev_floor: null}]", [][3]string{{"gates.G2.kev_floor", "90", "none"}}},
		"terms":      {"gates: [{id: G2, all: [{field: advisory_unpatched_days, op: \">\", value: 60}]}]", [][3]string{{"gates.G2.all", `[{field: advisory_unpatched_days, op: ">", value: 30, sd: 5}]`, `[{field: advisory_unpatched_days, op: ">", value: 60}]`}}},
		"omega":      {"risk: {omega: {V: 0.2, R: 0.45}}", [][3]string{{"risk.omega.V", "0.3", "0.2"}, {"risk.omega.R", "0.35", "0.45"}}},
		"coverage":   {"risk: {min_coverage: {S: 0}}", [][3]string{{"risk.min_coverage.S", "0.5", "0"}}},
		"band":       {"bands: {risk: [{word: Very high, from: 50}]}", [][3]string{{"bands.risk.Very high.from", "45", "50"}}},
		"status":     {"status: {active_months: 4}", [][3]string{{"status.active_months", "3", "4"}}},
		"tiers":      {"tiers: {gap: 5}", [][3]string{{"tiers.gap", "8", "5"}}},
		"draws":      {"draws: {draws: 100}", [][3]string{{"draws.draws", "500", "100"}}},
		"ageing":     {"ageing: {rank_months: 12}", [][3]string{{"ageing.rank_months", "24", "12"}}},
		"confidence": {"confidence: {high: 0.9}", [][3]string{{"confidence.high", "0.8", "0.9"}}},
		"evidence":   {"evidence: {full_posture: 0.6}", [][3]string{{"evidence.full_posture", "0.5", "0.6"}}},
		"posture":    {"axes: {S: [{id: License, weight: 2}]}", [][3]string{{"axes.S.License.weight", "1", "2"}}},
		"scenario":   {"scenario: insider\nrisk: {z: 2}", [][3]string{{"risk.omega.V", "0.3", "0.2"}, {"risk.omega.R", "0.35", "0.6"}, {"risk.omega.S", "0.35", "0.2"}, {"risk.z", "1.64", "2"}}},
	} {
		m := laid(t, s, tc.text)
		if m.Overlay == nil || !slices.Equal(triples(m.Overlay.Changes), tc.want) {
			t.Errorf("%s: %+v, want %v", name, m.Overlay, tc.want)
			continue
		}
		if m.SHA256 == s.Model.SHA256 || m.Overlay.Shipped != s.Model.SHA256 || m.Name() != "riskhealth 2.0.0 + mine" {
			t.Errorf("%s: %s has hash %s", name, m.Name(), m.SHA256)
		}
	}
	if again := rules(t); again.Model.SHA256 != s.Shipped().SHA256 {
		t.Error("the shipped model was changed")
	}
}

// triples are the changes as path, from and to.
func triples(changes []model.Change) [][3]string {
	var out [][3]string
	for _, c := range changes {
		out = append(out, [3]string{c.Path, c.From, c.To})
	}
	return out
}

func TestOverlay_saysWhyANumberIsNotTheShippedOne(t *testing.T) {
	t.Parallel()
	m := laid(t, rules(t), "axes: {V: [{id: V5, weight: 1, why: We answer by mail.}]}")
	r, _ := m.Rule(model.Vitality, "V5")
	if testkit.Unsaid(r.Why, "mine", "1", "16", "We answer by mail") != nil {
		t.Errorf("the reason is %q", r.Why)
	}
}

func TestOverlay_omegaIsMadeToSumToOne(t *testing.T) {
	t.Parallel()
	m := laid(t, rules(t), "risk: {omega: {R: 0.85}}")
	if o := m.Risk.Omega; math.Abs(o["V"]-.2) > 1e-12 || math.Abs(o["R"]-.85/1.5) > 1e-11 || math.Abs(o["V"]+o["R"]+o["S"]-1) > 1e-11 {
		t.Errorf("shares %v", o)
	}
	if len(m.Overlay.Notes) != 1 || testkit.Unsaid(m.Overlay.Notes[0], "1.5", "0.2", "0.5667", "0.2333") != nil {
		t.Errorf("notes %q", m.Overlay.Notes)
	}
}

func TestOverlay_tellsOfAGateThatLostItsDoubt(t *testing.T) {
	t.Parallel()
	s := rules(t)
	const off = "axes: {R: [{id: R2, off: true}], V: [{id: V4, off: true}]}"
	if o := laid(t, s, off).Overlay; len(o.Notes) != 1 || testkit.Unsaid(o.Notes[0], "R2", "G3", "regulars_12m") != nil {
		t.Errorf("notes %q", o.Notes)
	}
	for _, text := range []string{off + "\ngates: [{id: G3, off: true}]", off + "\ngates: [{id: G3, all: [{field: regulars_12m, op: '<=', value: 1, sd: 1}]}]"} {
		if o := laid(t, s, text).Overlay; len(o.Notes) != 0 {
			t.Errorf("%s: notes %q", text, o.Notes)
		}
	}
}

// What changes no number is the shipped model, by its hash and its name.
func TestOverlay_withoutADifferenceIsTheShippedModel(t *testing.T) {
	t.Parallel()
	s := rules(t)
	for _, text := range []string{"", "axes: {V: [{id: V5, weight: 16}]}", "axes: {V: [{id: V5, why: Because.}]}", "risk: {omega: {V: 0.3}}\ngates: []", "bands: {H: [{word: sound, from: 60.0}]}"} {
		if m := laid(t, s, text); m.SHA256 != s.Model.SHA256 || m.Overlay != nil || m.Name() != "riskhealth 2.0.0" {
			t.Errorf("%q is %s %s", text, m.Name(), m.SHA256)
		}
	}
}

func TestOverlay_tellsProblems(t *testing.T) {
	t.Parallel()
	s := rules(t)
	const head = "overlay: {id: mine, why: To see.}\n"
	for name, tc := range map[string]struct{ text, want string }{
		"no head":        {"risk: {z: 2}", "missing mine.yaml:1: overlay"},
		"no why":         {"overlay: {id: mine}", "missing mine.yaml:1: overlay.why"},
		"bad id":         {"overlay: {id: 'scenario:x', why: y}", "malformed mine.yaml:1: overlay.id:"},
		"unknown part":   {head + "stars: 1", "unknown_field mine.yaml:2: stars"},
		"unknown id":     {head + "axes:\n  V:\n    - {id: V9, weight: 1}", "not_allowed mine.yaml:4: axes.V[0].id | V9 | V1 | V2"},
		"wrong axis":     {head + "axes: {V: [{id: R1, weight: 1}]}", "not_allowed axes.V[0].id | R1"},
		"no id":          {head + "axes: {V: [{weight: 1}]}", "missing axes.V[0].id"},
		"twice":          {head + "axes:\n  V:\n    - {id: V1, weight: 1}\n    - {id: V1, sd: 1}", "twice mine.yaml:5: axes.V[1].id | V1"},
		"unknown field":  {head + "axes: {V: [{id: V1, wieght: 1}]}", "unknown_field mine.yaml:2: axes.V[0].wieght"},
		"fixed field":    {head + "axes: {V: [{id: V1, field: regulars_12m}]}", "unknown_field axes.V[0].field | id | weight"},
		"deep field":     {head + "risk:\n  omega:\n    H: 1", "unknown_field mine.yaml:4: risk.omega.H | V | R | S"},
		"zero":           {head + "axes: {V: [{id: V1, weight: 0}]}", "out_of_order axes.V[0].weight | 0"},
		"range":          {head + "axes:\n  V:\n    - id: V1\n      sd: 200", "out_of_range mine.yaml:5: axes.V[0].sd | 200 | 0 | 100"},
		"nothing":        {head + "axes: {V: [{id: V1, weight: null}]}", "missing axes.V[0].weight"},
		"curve":          {head + "axes: {V: [{id: V1, curve: [[1, 0], [1, 2]]}]}", "out_of_order axes.V[0].curve[1] | 1"},
		"empty axis":     {head + "axes:\n  R: [{id: R1, off: true}, {id: R2, off: true}, {id: R3, off: true}, {id: R4, off: true}, {id: R5, off: true}]", "wrong_count mine.yaml:3: axes.R"},
		"off and weight": {head + "axes: {V: [{id: V1, off: true, weight: 3}]}", "conflict axes.V[0].weight"},
		"off what":       {head + "axes: {V: [{id: V1, off: 1}]}", "wrong_kind axes.V[0].off"},
		"unknown gate":   {head + "gates: [{id: G9, floor: 1}]", "not_allowed gates[0].id | G9 | G1 | G2 | G3 | G4"},
		"kev":            {head + "gates:\n  - id: G2\n    floor: 95", "out_of_order mine.yaml:3: gates[1].kev_floor | 90 | 95"},
		"terms":          {head + "gates: [{id: G2, all: [{field: stars, op: '>', value: 1}]}]", "not_allowed gates[0].all[0].field | stars"},
		"no terms":       {head + "gates: [{id: G2, all: []}]", "wrong_count gates[0].all"},
		"omega":          {head + "risk: {omega: {V: 0, R: 0, S: 0}}", "out_of_order risk.omega | 0"},
		"omega range":    {head + "risk: {omega: {V: 2}}", "out_of_range risk.omega.V | 2 | 0 | 1"},
		"unknown band":   {head + "bands: {risk: [{word: Huge, from: 1}]}", "not_allowed bands.risk[0].word | Huge | Very high"},
		"bands order":    {head + "bands:\n  risk:\n    - {word: Very high, from: 25}", "out_of_order mine.yaml:3: bands.risk[1].from | 30 | 25"},
		"bands end":      {head + "bands: {risk: [{word: Low, from: 2}]}", "out_of_order bands.risk | 0"},
		"confidence":     {head + "confidence: {high: 0.4}", "out_of_order mine.yaml:2: confidence"},
		"model":          {head + "model: {id: other, version: '1'}", "unknown_field model"},
		"instrument":     {head + "scorecard: {count_fully: []}", "unknown_field scorecard"},
		"scenario":       {head + "scenario: nosuch", "not_allowed mine.yaml:2: scenario | nosuch | equal | insider | ci"},
		"kind":           {head + "axes: 3", "wrong_kind axes"},
		"empty":          {"", "unreadable"},
	} {
		m, err := s.Overlay("mine.yaml", []byte(tc.text))
		var p Problems
		if !Tells(err, tc.want) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
			continue
		}
		seen := map[Problem]bool{}
		for _, x := range p {
			if seen[x] || x.File != "mine.yaml" || x.Line < 1 {
				t.Errorf("%s: problem %v stands twice or is of another file", name, x)
			}
			seen[x] = true
		}
		if m.ID != "" || m.Axes != nil {
			t.Errorf("%s: part of the model was loaded", name)
		}
	}
}

func TestOverlay_tellsEveryProblemAtOnce(t *testing.T) {
	t.Parallel()
	_, err := rules(t).Overlay("mine.yaml", []byte("overlay: {id: mine}\naxes:\n  V:\n    - {id: V9}\n    - {id: V1, sd: -1}\ngates:\n  - {id: G1, floor: 101}\nstars: 3\n"))
	var p Problems
	if !errors.As(err, &p) || len(p) != 5 {
		t.Errorf("problems:\n%v", err)
	}
}

func TestScenarios_areWhatTheySay(t *testing.T) {
	t.Parallel()
	s := rules(t)
	equal, ok := s.Scenario("equal")
	if !ok || equal.Model.Name() != "riskhealth 2.0.0 + scenario:equal" || equal.Model.Overlay.Label == "" || equal.Model.Overlay.Why == "" {
		t.Fatalf("%+v", equal)
	}
	for a, rules := range equal.Model.Axes {
		if len(rules) != len(s.Model.Axes[a]) {
			t.Errorf("%s has %d inputs", a.Name(), len(rules))
		}
		for _, r := range rules {
			if r.Weight != rules[0].Weight {
				t.Errorf("%s has weight %g among %g", r.ID, r.Weight, rules[0].Weight)
			}
		}
	}
	if o := equal.Model.Risk.Omega; o["V"] != o["R"] || o["R"] != o["S"] {
		t.Errorf("shares %v", o)
	}
	for id, axis := range map[string]model.Axis{"insider": model.Resilience, "ci": model.Posture} {
		sc, ok := s.Scenario(id)
		if !ok || sc.Model.Risk.Omega[axis] != .6 || len(sc.Model.Overlay.Changes) != 3 || len(sc.Model.Overlay.Notes) != 0 {
			t.Errorf("%s: %+v", id, sc.Model.Overlay)
		}
	}
}

// The order of rows in an overlay is no part of the model.
func TestOverlay_orderOfRowsDoesNotMatter(t *testing.T) {
	t.Parallel()
	s := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		var rows []string
		for _, r := range s.Model.Axes[model.Vitality] {
			rows = append(rows, fmt.Sprintf("{id: %s, weight: %d, sd: %d}", r.ID, rapid.IntRange(1, 50).Draw(t, r.ID), rapid.IntRange(0, 20).Draw(t, "sd")))
		}
		one := "overlay: {id: a, why: b}\naxes: {V: [" + strings.Join(rows, ", ") + "]}"
		g := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		g.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		two := "axes: {V: [" + strings.Join(rows, ", ") + "]}\noverlay: {id: b, why: c}"
		x, err := s.Overlay("a", []byte(one))
		y, err2 := s.Overlay("b", []byte(two))
		if err != nil || err2 != nil || x.SHA256 != y.SHA256 {
			t.Errorf("%v, %v: %s and %s", err, err2, x.SHA256, y.SHA256)
		}
	})
}

func TestWriteModel_isReadAgain(t *testing.T) {
	t.Parallel()
	s := rules(t)
	for name, m := range map[string]model.Model{
		"shipped": s.Model, "equal": s.Scenarios[0].Model,
		"mine": laid(t, s, "axes: {V: [{id: V4, off: true}, {id: V1, weight: 3}]}\ngates: [{id: G1, off: true}, {id: G2, kev_floor: null}, {id: G3, off: true}, {id: G4, off: true}]"),
		"none": laid(t, s, "gates: [{id: G1, off: true}, {id: G2, off: true}, {id: G3, off: true}, {id: G4, off: true}]"),
	} {
		var text strings.Builder
		if err := s.WriteModel(&text, m); err != nil {
			t.Fatal(err)
		}
		again, err := ReadModel("shown.yaml", []byte(text.String()), s.Model.Prior)
		if err != nil || again.SHA256 != m.SHA256 {
			t.Errorf("%s: %v, hash %s, want %s", name, err, again.SHA256, m.SHA256)
		}
		if name == "mine" {
			for _, want := range []string{"weight: 3 # overlay mine; shipped 10", "# Off: axes.V.V4 (shipped weight 6).", "sd: 5\n"} {
				if !strings.Contains(text.String(), want) {
					t.Errorf("the model lacks %q:\n%s", want, text.String())
				}
			}
		}
	}
}

func FuzzOverlay(f *testing.F) {
	f.Add([]byte("overlay: {id: mine, why: To see.}\naxes: {V: [{id: V5, weight: 1}, {id: V4, off: true}]}"))
	f.Add([]byte("overlay: {id: mine, why: x}\nscenario: equal\nrisk: {omega: {V: 1}}\ngates: [{id: G2, kev_floor: null}]\nbands: {H: [{word: sound, from: 50}]}"))
	f.Add([]byte("overlay: {id: mine, why: \"x\\e[2Jy\\u2028z\"}\naxes: {V: [{id: V1, weight: 3, why: \"a\\e'\\\"b\"}]}\ndraws: {dirichlet_k: 123456.75}"))
	s := rules(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := s.Overlay("mine.yaml", b)
		if err != nil {
			return
		}
		for a, rules := range m.Axes {
			if len(rules) == 0 {
				t.Errorf("%s has no input", a.Name())
			}
		}
		if sum := m.Risk.Omega["V"] + m.Risk.Omega["R"] + m.Risk.Omega["S"]; math.Abs(sum-1) > 1e-6 {
			t.Errorf("shares sum to %g", sum)
		}
		if (m.Overlay == nil) != (m.SHA256 == s.Shipped().SHA256) || m.Overlay != nil && len(m.Overlay.Changes) == 0 {
			t.Errorf("the hash is %s, the overlay %+v", m.SHA256, m.Overlay)
		}
		var text strings.Builder
		if err := s.WriteModel(&text, m); err != nil {
			t.Fatal(err)
		}
		if again, err := ReadModel("shown.yaml", []byte(text.String()), s.Model.Prior); err != nil || again.SHA256 != m.SHA256 {
			t.Errorf("printed and read again: %v, hash %s, want %s\n%s", err, again.SHA256, m.SHA256, text.String())
		}
		if i := strings.IndexFunc(text.String(), func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("%q is printed", text.String()[i:i+4])
		}
		if s.base.doc.problems != nil {
			t.Error("the shipped model was told of as wrong")
		}
	})
}
