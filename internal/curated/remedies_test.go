package curated

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/scorecards"
)

func shippedRemedies(t testing.TB) (string, *Set) {
	t.Helper()
	b, err := os.ReadFile("../../scorecards/remedies.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return string(b), set
}

func TestRemedies_shipped(t *testing.T) {
	t.Parallel()
	_, set := shippedRemedies(t)
	c := set.Ground.Catalogue
	if c.Version == "" || c.Date == "" || len(c.SHA256) != 64 {
		t.Errorf("the catalogue is version %q of %q, %q", c.Version, c.Date, c.SHA256)
	}
	if r := c.Need; r.Resilience != .6 || r.Vitality != .4 || len(r.Paid) != len(funding.States) || r.Unknown != [2]float64{0, .9} {
		t.Errorf("need is computed with %+v", r)
	}
	for _, e := range remedy.Envelopes {
		n := 0
		for _, m := range c.Measures {
			if m.Envelope == e {
				n++
			}
			for _, s := range m.Sets {
				posture := false
				for _, r := range set.Model.Axes["S"] {
					posture = posture || r.ID == s.Input
				}
				if posture != (m.Envelope == remedy.Hygiene) {
					t.Errorf("%s is paid as %s and improves %s", m.ID, m.Envelope, s.Input)
				}
			}
		}
		if n < 4 {
			t.Errorf("%d remedies of %s", n, e)
		}
	}
	if m, ok := c.ByID("second-maintainer"); !ok || m.Cost != 60000 || m.Chance != .5 || m.Lasts != .6 || len(m.Sets) != 4 || m.Sets[0].Steps != 1 || m.Sets[2].To != 50 {
		t.Errorf("second-maintainer is %+v", m)
	}
}

// A planning cost changes no score, so it must not change the model's name.
func TestRemedies_areNoPartOfTheModel(t *testing.T) {
	t.Parallel()
	text, _ := shippedRemedies(t)
	model, err := fs.ReadFile(scorecards.Files(), "model.yaml")
	if err != nil {
		t.Fatal(err)
	}
	load := func(remedies string) *Set {
		set, err := load(fstest.MapFS{"model.yaml": {Data: model}, "remedies.yaml": {Data: []byte(remedies)}})
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	a, b := load(text), load(strings.Replace(text, "cost: 60000", "cost: 61000", 1))
	if a.Model.SHA256 != b.Model.SHA256 || a.Ground.Catalogue.SHA256 == b.Ground.Catalogue.SHA256 {
		t.Errorf("models %s, %s; catalogues %s, %s", a.Model.SHA256, b.Model.SHA256, a.Ground.Catalogue.SHA256, b.Ground.Catalogue.SHA256)
	}
}

func TestReadRemedies_problems(t *testing.T) {
	t.Parallel()
	text, set := shippedRemedies(t)
	for name, tc := range map[string]struct{ old, new, want string }{
		"id twice":     {"id: fuzzing", "id: security-audit", "twice remedies[10].id | security-audit"},
		"no input":     {"input: R2,", "input: R9,", "not_allowed sets[0].input | R9"},
		"criticality":  {"input: R2,", "input: C1,", "not_allowed sets[0].input | C1"},
		"no gate":      {"releases: [G2]", "releases: [G7]", "not_allowed releases[0] | G7"},
		"no envelope":  {"envelope: hygiene", "envelope: both", "not_allowed remedies[6].envelope | both | people | hygiene"},
		"both":         {"{input: R2, steps: 1}", "{input: R2, steps: 1, to: 50}", "conflict sets[0]"},
		"neither":      {"{input: R2, steps: 1}", "{input: R2}", "conflict sets[0]"},
		"free":         {"cost: 60000", "cost: 0", "out_of_range remedies[0].cost | 0 | 1"},
		"certain":      {"chance: 0.5", "chance: 1.5", "out_of_range remedies[0].chance | 1.5 | 1"},
		"no doubt":     {"factor: 2", "factor: 0.5", "out_of_range remedies[0].factor | 0.5 | 1"},
		"does nothing": {"    sets: [{input: Security-Policy, to: 100}]\n", "", "missing remedies[11]:"},
		"axis needed":  {"{field: regulars_12m, op: \">=\", value: 1}", "{axis: C, op: \">=\", value: 1}", "not_allowed needs[0].axis"},
		"no whole":     {"vitality: 0.4", "vitality: 0.5", "out_of_range need | 1.1"},
		"no state":     {", stated_unfunded: 0", "", "missing need.paid.stated_unfunded"},
		"upside down":  {"{lo: 0,", "{lo: 1,", "out_of_range need.unknown.hi"},
		"no kind":      {"kind: release", "kind: rumour", "not_allowed remedies[2].kind | rumour"},
		"no reason":    {"    why: \"A few days of a person who has done it before.\"\n", "", "missing remedies[6].why"},
	} {
		changed := strings.Replace(text, tc.old, tc.new, 1)
		c, err := ReadRemedies("remedies.yaml", []byte(changed), set.Model)
		var p Problems
		if !errors.As(err, &p) || !Tells(err, tc.want) || c.Measures != nil || p[0].Line < 20 {
			t.Errorf("%s: got %v, want %q with a line", name, err, tc.want)
		}
	}
	many := text
	for i := range remedy.MostOfEnvelope {
		many += "  - {id: more-" + string(rune('a'+i)) + ", label: More, envelope: people, about: More., releases: [G1], cost: 1, factor: 1, chance: 1, lasts: 1, why: More., ref: none}\n"
	}
	if _, err := ReadRemedies("remedies.yaml", []byte(many), set.Model); !Tells(err, "wrong_count remedies") {
		t.Errorf("too many: %v", err)
	}
}

func FuzzReadRemedies(f *testing.F) {
	text, set := shippedRemedies(f)
	f.Add([]byte(text))
	f.Add([]byte("remedies:\n  - {id: a, sets: [{input: R2}]}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ReadRemedies("r.yaml", b, set.Model)
		var p Problems
		if err == nil && c.SHA256 == "" || err != nil && !errors.As(err, &p) {
			t.Errorf("%+v, %v", c, err)
		}
	})
}
