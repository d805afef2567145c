package model_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

func shipped(t *testing.T) model.Model {
	t.Helper()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	return set.Model
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	a, b := shipped(t), copied(t, shipped(t))
	if d := model.Differences(a, b); len(d) != 0 {
		t.Fatalf("a model differs from itself: %+v", d)
	}
	b.Version = "9.0.0"
	b.Axes[model.Vitality][0].Weight = 99
	b.Axes[model.Vitality][0].Why = "Because."
	b.Axes[model.Vitality][1].Curve = []model.Point{{X: 0, Y: 1.5}, {X: 2, Y: 100}}
	gone := a.Axes[model.Resilience][0]
	b.Axes[model.Resilience] = b.Axes[model.Resilience][1:]
	b.Gates[0].Floor = 12
	b.Scorecard.OpenLicences = append(b.Scorecard.OpenLicences, "New-1.0")
	b.Risk.MissingSpread = 0
	got := map[string]model.Difference{}
	for _, d := range model.Differences(a, b) {
		got[d.Path] = d
	}
	for path, want := range map[string]string{
		"axes.V.V1.weight":                  "changed",
		"axes.V.V2.curve":                   "changed",
		"axes.R." + gone.ID + ".weight":     "removed",
		"gates." + b.Gates[0].ID + ".floor": "changed",
		"scorecard.open_licences.New-1.0":   "added",
		"risk.missing_spread":               "changed",
	} {
		if d, ok := got[path]; !ok || d.Kind() != want {
			t.Errorf("%s: %+v, want it %s; got %v", path, d, want, got)
		}
	}
	if d := got["axes.V.V1.weight"]; d.To != "99" || d.Why != "Because." {
		t.Errorf("%+v", d)
	}
	if d := got["axes.V.V2.curve"]; d.To != "0 → 1.5, 2 → 100" {
		t.Errorf("%+v", d)
	}
	if d := got["axes.R."+gone.ID+".weight"]; d.Why != gone.Why || d.Why == "" {
		t.Errorf("the reason of what was removed: %+v", d)
	}
	for path := range got {
		if !strings.HasPrefix(path, "axes.R."+gone.ID+".") && !strings.Contains("axes.V.V1.weight axes.V.V2.curve risk.missing_spread scorecard.open_licences.New-1.0 gates."+b.Gates[0].ID+".floor", path) {
			t.Errorf("%s did not change", path)
		}
	}
}

// Whatever number of the canonical form changes is a difference: the hash then differs, too.
func TestDifferences_missNoNumber(t *testing.T) {
	t.Parallel()
	a := shipped(t)
	var doc any
	if err := json.Unmarshal(a.Canonical(), &doc); err != nil {
		t.Fatal(err)
	}
	n := 0
	var visit func(path string, v any, set func(any))
	visit = func(path string, v any, set func(any)) {
		switch x := v.(type) {
		case map[string]any:
			for k, e := range x {
				visit(path+"."+k, e, func(to any) { x[k] = to })
			}
		case []any:
			for i, e := range x {
				visit(fmt.Sprint(path, "[", i, "]"), e, func(to any) { x[i] = to })
			}
		case float64:
			if n++; n%3 != 0 { // a third is as good, and three times as fast
				return
			}
			set(x + 1)
			text, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			set(x)
			var b model.Model
			if err := json.Unmarshal(text, &b); err != nil {
				t.Fatal(err)
			}
			if d := model.Differences(a, b); len(d) != 1 {
				t.Errorf("%s: %d differences %+v", path, len(d), d)
			}
		}
	}
	visit("", doc, nil)
	if n < 400 {
		t.Errorf("%d numbers were changed", n)
	}
	t.Logf("%d numbers", n)
}

func copied(t *testing.T, m model.Model) model.Model {
	t.Helper()
	var out model.Model
	if err := json.Unmarshal(m.Canonical(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}
