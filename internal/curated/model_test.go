package curated

import (
	"crypto/sha256"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
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
	m, err := ReadModel("model.yaml", []byte(modelFile(t)), model.Prior{})
	if err != nil {
		t.Fatal(err)
	}
	for a, want := range map[model.Axis]float64{model.Vitality: 60, model.Resilience: 44, model.Posture: 100, model.Criticality: 100} {
		sum := 0.
		for _, r := range m.Axes[a] {
			if r.Field != field.DebianRunShare { // it replaces dependents and downloads of a registry
				sum += r.Weight
			}
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
	m, err := ReadModel("model.yaml", []byte(modelFile(t)), model.Prior{})
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
	base, err := ReadModel("m", []byte(text), model.Prior{})
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		old, new string
		same     bool
	}{
		"comment":      {"# The model:", "# A model:", true},
		"layout":       {"  omega: {V: 0.30, R: 0.35, S: 0.35}", "  omega:\n    S: 0.35\n    R: 0.35\n    V: 0.3", true},
		"reason":       {"why: The best public evidence", "why: Public evidence", true},
		"weight":       {"weight: 16", "weight: 17", false},
		"curve":        {"[11, 100]", "[11, 99]", false},
		"floor":        {"floor: 55", "floor: 56", false},
		"draws":        {"draws: 500", "draws: 501", false},
		"band":         {"from: 45", "from: 46", false},
		"version":      {`version: "2.0.0"`, `version: "1.1.1"`, false},
		"status":       {"active_months: 3", "active_months: 4", false},
		"none":         {"none: {score: 0", "none: {score: 1", false},
		"inconclusive": {"Packaging: unknown", "Packaging: not_applicable", false},
		"reading":      {"factor: 0.6}", "factor: 0.5}", false},
		"floor of one": {"is: required, score: 90", "is: required, score: 80", false},
		"unless":       {", unless: debian_run_share", "", false},
		"archive":      {"archive_days: 180", "archive_days: 90", false},
		"licence":      {"X11, XFree86-1.1", "XFree86-1.1", false},
	} {
		changed := strings.Replace(text, tc.old, tc.new, 1)
		if changed == text {
			t.Errorf("%s: nothing was changed", name)
			continue
		}
		m, err := ReadModel("m", []byte(changed), model.Prior{})
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
		"omega":            {"V: 0.30", "V: 0.31", "out_of_order risk.omega | 1.01"},
		"omega of H":       {"omega: {V: 0.30", "omega: {H: 0, V: 0.30", "unknown_field risk.omega.H | V | R | S"},
		"coverage":         {"min_coverage: {C: 0.25", "min_coverage: {C: 1.5", "out_of_range risk.min_coverage.C | 1.5 | 0 | 1"},
		"weight zero":      {"weight: 16", "weight: 0", "out_of_order axes.V[4].weight | 0"},
		"weight negative":  {"weight: 16", "weight: -1", "out_of_range weight | -1 | 0"},
		"weight missing":   {"      weight: 16\n", "", "missing axes.V[4].weight"},
		"reason missing":   {"      why: The best public evidence of how many people control the project.\n", "", "missing axes.R[2].why"},
		"full coverage":    {"full_coverage: {C: 0.5", "full_coverage: {C: 0.1", "out_of_order risk.full_coverage"},
		"unknown field":    {"field: regulars_12m\n", "field: stars\n", "not_allowed axes.R[1].field | stars"},
		"no such field":    {"field: regulars_12m\n", "field: mood\n", "not_allowed axes.R[1].field | mood"},
		"id twice":         {"id: V2", "id: V1", "twice axes.V[1].id | V1"},
		"field twice":      {"field: months_since_human_act", "field: active_months_12m", "twice axes.V[1].field | active_months_12m"},
		"curve falls":      {"[1, 25], [3, 50]", "[3, 25], [3, 50]", "out_of_order axes.V[0].curve[2] | 3"},
		"curve too high":   {"[11, 100]", "[11, 101]", "out_of_range curve[4][1] | 101 | 0 | 100"},
		"curve point":      {"[11, 100]", "[11]", "malformed axes.V[0].curve[4]"},
		"curve empty":      {"curve: [[1, 100], [12, 70], [24, 30], [36, 0]]", "curve: []", "wrong_count axes.V[2].curve"},
		"operator":         {`op: ">"`, `op: "!="`, "not_allowed gates[1].all[0].op | !="},
		"gate field":       {"{field: archived,", "{field: stars,", "not_allowed gates[0].all[0].field | stars"},
		"gate axis":        {"{axis: C,", "{axis: X,", "not_allowed gates[2].all[2].axis | X"},
		"gate both":        {"{axis: C,", "{axis: C, field: archived,", "conflict gates[2].all[2]"},
		"gate twice":       {"id: G2", "id: G1", "twice gates[1].id | G1"},
		"kev below floor":  {"kev_floor: 90", "kev_floor: 10", "out_of_order gates[1].kev_floor | 10 | 75"},
		"check unknown":    {"count_fully: [Binary-Artifacts", "count_fully: [Binaries", "not_allowed scorecard.count_fully[0] | Binaries"},
		"check in both":    {"count_above_zero: [", "count_above_zero: [License, ", "twice scorecard.count_above_zero[0] | License"},
		"inconclusive":     {"CI-Tests: not_applicable", "CI-Tests: zero", "not_allowed scorecard.inconclusive.CI-Tests | zero"},
		"inconclusive key": {"CI-Tests: not_applicable", "Maintained: unknown", "not_allowed scorecard.inconclusive.Maintained | Maintained"},
		"bands order":      {"from: 45", "from: 25", "out_of_order bands.risk[1].from | 30 | 25"},
		"bands end":        {"{word: Low, from: 0}", "{word: Low, from: 1}", "out_of_order bands.risk | 0"},
		"unknown part":     {"tiers:", "stars: 1\ntiers:", "unknown_field stars"},
		"draws":            {"draws: 500", "draws: 0", "out_of_range draws.draws | 0 | 1"},
		"confidence":       {"medium: 0.5", "medium: 0.9", "out_of_order confidence"},
		"part missing":     {"tiers: {gap: 8, overlap: 0.5}", "", "missing tiers"},
	} {
		changed := strings.Replace(text, tc.old, tc.new, 1)
		if changed == text {
			t.Errorf("%s: nothing was changed", name)
			continue
		}
		m, err := ReadModel("model.yaml", []byte(changed), model.Prior{})
		if !Tells(err, tc.want) {
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
		m, err := ReadModel("m", b, model.Prior{})
		if err == nil && (len(m.SHA256) != 64 || len(m.Axes) != 4) {
			t.Errorf("half a model was accepted: %+v", m)
		}
	})
}
