package decided_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestDecision_saysHowFarThePlaceDepends(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast().Project("few", nil).Project("many", nil).Project("dark", nil)
	b.Measured("few", 1, 11, 200, health.Missing(field.Integrators12m, "the clone is shallow", nil)).Posture("few", 5)
	b.Measured("many", 9, 11, 200).Posture("many", 6)
	h := b.Failed("dark", "the repository could not be reached or read").Site()
	for slug, says := range map[string]string{"few": "Rank 1 of 2: among the first 20.", "many": "Rank 2 of 2: among the first 20.", "dark": "Its risk is unknown"} {
		sec := pagetest.Page(t, h, "/p/"+slug+"/funding", 200).Find("section[aria-labelledby=decision]")
		if got := strings.ReplaceAll(pagetest.Words(sec), "\u00a0", " "); !strings.Contains(got, says) {
			t.Errorf("%s does not say %q: %s", slug, says, got)
		}
		if n := sec.Find("tr[data-row=criticality-half], tr[data-row=criticality-double], tr[data-row=no-expert-lists]").Length(); n != 3 {
			t.Errorf("%s has %d of three variants", slug, n)
		}
		var d struct {
			Decision struct {
				Rank    *int `json:"rank"`
				Unknown []struct {
					Reason string `json:"reason"`
					Bad    int    `json:"rank_if_bad"`
					Good   int    `json:"rank_if_good"`
				} `json:"unknown_facts"`
			} `json:"decision"`
		}
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/"+slug+"/funding.json"))), &d); err != nil {
			t.Fatal(err)
		}
		if (d.Decision.Rank == nil) != (slug == "dark") {
			t.Errorf("%s: rank %v", slug, d.Decision.Rank)
		}
		shallow := false
		for _, o := range d.Decision.Unknown {
			shallow = shallow || o.Reason == "the clone is shallow"
			if o.Bad > o.Good {
				t.Errorf("%s: %+v", slug, o)
			}
		}
		if shallow != (slug == "few") {
			t.Errorf("%s: an unknown fact of a shallow clone: %v", slug, shallow)
		}
	}
}
