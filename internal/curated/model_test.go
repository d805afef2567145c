package curated

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

func modelFile(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("../../scorecards/model.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestReadModel_shippedNumbers(t *testing.T) {
	t.Parallel()
	m, err := ReadModel("model.yaml", []byte(modelFile(t)))
	if err != nil {
		t.Fatal(err)
	}
	for a, want := range map[model.Axis]float64{model.Vitality: 60, model.Resilience: 44, model.Posture: 100, model.Criticality: 100} {
		sum := 0.
		for _, r := range m.Axes[a] {
			sum += r.Weight
			if r.Why == "" || r.Ref == "" {
				t.Errorf("%s has no reason or reference", r.ID)
			}
		}
		if sum != want {
			t.Errorf("weights of %s sum to %g, want %g", a.Name(), sum, want)
		}
	}
	var fully, above float64
	for _, c := range m.Scorecard.CountFully {
		r, _ := m.Rule(model.Posture, c)
		fully += r.Weight
	}
	for _, c := range m.Scorecard.CountAboveZero {
		r, _ := m.Rule(model.Posture, c)
		above += r.Weight
	}
	if fully != 33 || above != 18 {
		t.Errorf("from git alone %g count fully and %g above zero, want 33 and 18", fully, above)
	}
	if m.Band("risk", 45).Word != "Very high" || m.Band("H", 59.9).Letter != "C" || m.Band("risk", 9.99).Word != "Low" {
		t.Errorf("bands %+v", m.Bands)
	}
	if m.Risk.Omega[model.Vitality] != .3 || m.Draws.Draws != 500 || m.Tiers.Gap != 8 || m.Ageing.RankMonths != 24 || math.Abs(m.Risk.Z-1.64) > 1e-9 {
		t.Errorf("model %+v", m)
	}
}

func TestReadCanonical_judgesAsTheModel(t *testing.T) {
	t.Parallel()
	m, err := ReadModel("model.yaml", []byte(modelFile(t)))
	if err != nil {
		t.Fatal(err)
	}
	form := m.Canonical()
	got, err := model.ReadCanonical(m.SHA256, form)
	if err != nil || got.SHA256 != m.SHA256 || string(got.Canonical()) != string(form) || got.Risk.Omega[model.Vitality] != m.Risk.Omega[model.Vitality] {
		t.Errorf("reads back %.12s, error %v", got.SHA256, err)
	}
	if _, err := model.ReadCanonical(m.SHA256, append(form, ' ')); err == nil {
		t.Error("a form with another hash was read")
	}
	newer := []byte(`{"ID":"riskhealth","Moon":1}`)
	if _, err := model.ReadCanonical(fmt.Sprintf("%x", sha256.Sum256(newer)), newer); err == nil {
		t.Error("a model of a program that knows more was read as if it were ours")
	}
}

func TestReadModel_hashOfWhatCounts(t *testing.T) {
	t.Parallel()
	text := modelFile(t)
	base, err := ReadModel("m", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		old, new string
		same     bool
	}{
		"comment":      {"# The model:", "# A model:", true},
		"layout":       {"  omega: {V: 0.30, R: 0.35, S: 0.35}", "  omega:\n    S: 0.35\n    R: 0.35\n    V: 0.3", true},
		"reason":       {"why: The closest public sign", "why: A public sign", true},
		"weight":       {"weight: 16", "weight: 17", false},
		"curve":        {"[9, 100]", "[9, 99]", false},
		"floor":        {"floor: 55", "floor: 56", false},
		"draws":        {"draws: 500", "draws: 501", false},
		"band":         {"from: 45", "from: 46", false},
		"version":      {`version: "1.2.0"`, `version: "1.1.1"`, false},
		"status":       {"active_months: 3", "active_months: 4", false},
		"none":         {"none: {score: 0", "none: {score: 1", false},
		"inconclusive": {"Packaging: unknown", "Packaging: not_applicable", false},
	} {
		changed := strings.Replace(text, tc.old, tc.new, 1)
		if changed == text {
			t.Errorf("%s: nothing was changed", name)
			continue
		}
		m, err := ReadModel("m", []byte(changed))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if (m.SHA256 == base.SHA256) != tc.same {
			t.Errorf("%s: hash the same is %v, want %v", name, m.SHA256 == base.SHA256, tc.same)
		}
	}
}

func TestReadModel_tellsProblems(t *testing.T) {
	t.Parallel()
	text := modelFile(t)
	for name, tc := range map[string]struct{ old, new, want string }{
		"omega":            {"V: 0.30", "V: 0.31", "risk.omega: V, R and S sum to 1.01"},
		"omega of H":       {"omega: {V: 0.30", "omega: {H: 0, V: 0.30", "risk.omega.H: unknown field; allowed: V, R, S"},
		"coverage":         {"min_coverage: {C: 0.5", "min_coverage: {C: 1.5", "risk.min_coverage.C: 1.5 is not a number from 0 to 1"},
		"weight zero":      {"weight: 16", "weight: 0", "a weight is above 0"},
		"weight negative":  {"weight: 16", "weight: -1", "weight: -1 is not a number from 0"},
		"weight missing":   {"      weight: 16\n", "", "axes.V[4].weight: missing"},
		"reason missing":   {"      why: The closest public sign of who holds the keys.\n", "", "axes.R[2].why: missing"},
		"unknown field":    {"field: regulars_12m\n", "field: stars\n", `axes.R[1].field: "stars" is shown and never scored`},
		"no such field":    {"field: regulars_12m\n", "field: mood\n", `axes.R[1].field: "mood" is not a field of the catalogue`},
		"id twice":         {"id: V2", "id: V1", "axes.V[1].id: input V1 stands twice"},
		"field twice":      {"field: months_since_human_act", "field: active_months_12m", "field active_months_12m stands twice"},
		"curve falls":      {"[1, 25], [3, 50]", "[3, 25], [3, 50]", "axes.V[0].curve[2]: x is 3 after 3; it must rise"},
		"curve too high":   {"[9, 100]", "[9, 101]", "curve[4][1]: 101 is not a number from 0 to 100"},
		"curve point":      {"[9, 100]", "[9]", "a point is [x, y]"},
		"curve empty":      {"curve: [[6, 100], [12, 70], [24, 30], [36, 0]]", "curve: []", "a curve needs at least one point"},
		"operator":         {`op: ">"`, `op: "!="`, `gates[1].all[0].op: "!=" is not allowed`},
		"gate field":       {"{field: archived,", "{field: stars,", `gates[0].all[0].field: "stars" is shown and never scored`},
		"gate axis":        {"{axis: C,", "{axis: X,", `gates[2].all[2].axis: "X" is not allowed`},
		"gate both":        {"{axis: C,", "{axis: C, field: archived,", "give either a field or an axis"},
		"gate twice":       {"id: G2", "id: G1", "gate G1 stands twice"},
		"kev below floor":  {"kev_floor: 90", "kev_floor: 10", "10 is below the floor 75"},
		"check unknown":    {"count_fully: [Binary-Artifacts", "count_fully: [Binaries", `scorecard.count_fully[0]: "Binaries" is not a check`},
		"check in both":    {"count_above_zero: [", "count_above_zero: [License, ", "License stands in count_fully too"},
		"inconclusive":     {"CI-Tests: not_applicable", "CI-Tests: zero", `scorecard.inconclusive.CI-Tests: "zero" is not allowed`},
		"inconclusive key": {"CI-Tests: not_applicable", "Maintained: unknown", `"Maintained" is not a check`},
		"bands order":      {"from: 45", "from: 25", "bands.risk[1].from: 30 after 25; bands go from high to low"},
		"bands end":        {"{word: Low, from: 0}", "{word: Low, from: 1}", "bands.risk: the last band must start at 0"},
		"unknown part":     {"tiers:", "stars: 1\ntiers:", "stars: unknown field"},
		"draws":            {"draws: 500", "draws: 0", "draws.draws: 0 is not a number from 1"},
		"confidence":       {"medium: 0.5", "medium: 0.9", "confidence: medium is above high"},
		"part missing":     {"tiers: {gap: 8, overlap: 0.5}", "", "tiers: missing"},
	} {
		changed := strings.Replace(text, tc.old, tc.new, 1)
		if changed == text {
			t.Errorf("%s: nothing was changed", name)
			continue
		}
		m, err := ReadModel("model.yaml", []byte(changed))
		var p Problems
		if !errors.As(err, &p) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
		if m.ID != "" || m.Axes != nil {
			t.Errorf("%s: part of the model was loaded", name)
		}
	}
}

func FuzzReadModel(f *testing.F) {
	f.Add([]byte(modelFile(f)))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadModel("m", b)
		if err == nil && (len(m.SHA256) != 64 || len(m.Axes) != 4) {
			t.Errorf("half a model was accepted: %+v", m)
		}
	})
}
