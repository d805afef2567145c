package whatif_test

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site has three projects: few lacks people, loose lacks practices, even is between them.
func site(t *testing.T) http.Handler {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := pagetest.New(t).WithPast().Project("few", nil).Project("loose", nil).Project("even", nil).Project("dark", nil)
	for _, sc := range set.Scenarios {
		m := sc.Model
		m.Draws.Draws = 50
		b.Weightings = append(b.Weightings, score.Scenario{ID: sc.ID, Label: m.Overlay.Label, Model: m})
	}
	b.Measured("few", 1, 11, 200).Posture("few", 9)
	b.Measured("loose", 9, 11, 200).Posture("loose", 0)
	b.Measured("even", 3, 11, 200).Posture("even", 5)
	return b.Failed("dark", "the repository could not be reached or read").Site()
}

type document struct {
	Weights map[string]float64 `json:"weights"`
	Rows    []struct {
		Slug      string   `json:"slug"`
		Rank      *int     `json:"rank"`
		Published *int     `json:"rank_as_published"`
		Risk      *float64 `json:"risk"`
		RiskWas   *float64 `json:"risk_as_published"`
	} `json:"rows"`
}

func read(t *testing.T, h http.Handler, query string) document {
	t.Helper()
	var d document
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/whatif.json"+query))), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWhatif_weightsDecideTheOrder(t *testing.T) {
	t.Parallel()
	h := site(t)
	for query, first := range map[string]string{
		"?vitality=0&resilience=100&posture=0": "few",
		"?vitality=0&resilience=0&posture=100": "loose",
		"?scenario=insider":                    "few",
		"?scenario=ci":                         "loose",
	} {
		d := read(t, h, query)
		if d.Rows[0].Slug != first || d.Rows[0].Rank == nil || *d.Rows[0].Rank != 1 {
			t.Errorf("%s: %s is first", query, d.Rows[0].Slug)
		}
		sum := 0.0
		for _, w := range d.Weights {
			sum += w
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s: weights are %v", query, d.Weights)
		}
		for _, r := range d.Rows {
			if (r.Slug == "dark") != (r.Risk == nil) || (r.Slug == "dark") != (r.Published == nil) {
				t.Errorf("%s: %+v", query, r)
			}
		}
	}
}

// With the weights of the model every rank and every risk is the published one.
func TestWhatif_theModelsOwnWeightsChangeNothing(t *testing.T) {
	t.Parallel()
	h := site(t)
	for _, query := range []string{"", "?vitality=30&resilience=35&posture=35", "?vitality=60&resilience=70&posture=70"} {
		for _, r := range read(t, h, query).Rows {
			if r.Rank != nil && (*r.Rank != *r.Published || math.Abs(*r.Risk-*r.RiskWas) > 1e-9) {
				t.Errorf("%s: %s has rank %d and risk %g, published %d and %g", query, r.Slug, *r.Rank, *r.Risk, *r.Published, *r.RiskWas)
			}
		}
		if says := pagetest.Says(pagetest.Page(t, h, "/whatif"+query, 200).Find("main .finding")); !slices.Contains(says, "moved:0/4") {
			t.Errorf("%s: the finding says %q", query, says)
		}
	}
}

func TestWhatif_badValuesNameWhatIsAllowed(t *testing.T) {
	t.Parallel()
	h := site(t)
	for query, says := range map[string]string{
		"?vitality=0&resilience=0&posture=0": "at least one weight above 0",
		"?vitality=-1":                       "0 to 100",
		"?posture=101":                       "0 to 100",
		"?resilience=much":                   "0 to 100",
		"?scenario=zzz":                      "insider",
		"?per=7":                             "25",
	} {
		for _, path := range []string{"/whatif", "/whatif.json", "/whatif.csv"} {
			if got := pagetest.Words(pagetest.Page(t, h, path+query, http.StatusBadRequest).Find("main")); !strings.Contains(got, says) {
				t.Errorf("%s%s does not say %q: %s", path, query, says, got)
			}
		}
	}
}
