package funding_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// manifestOf is a funding.json with these plans; ko is a channel of it.
func manifestOf(plans ...string) string {
	return `{"entity": {"type": "group", "name": "Example", "email": "x@example.org"}, "projects": [],
		"funding": {"channels": [{"guid": "ko", "type": "payment-provider", "address": "https://example.org"}, {"guid": "odd", "type": "barter"}],
		"plans": [` + strings.Join(plans, ",") + `]}}`
}

func TestManifest_readsPlans(t *testing.T) {
	t.Parallel()
	plans, wrong, err := funding.Manifest([]byte("\ufeff" + manifestOf(
		`{"guid": "a", "status": "active", "name": " Gold \n sponsor ", "amount": 25000, "currency": "USD", "frequency": "yearly", "channels": ["ko"]}`,
		`{"guid": "b", "status": "inactive", "name": "Any", "amount": 0, "currency": "EUR", "frequency": "one-time", "channels": ["ko"]}`,
		`{"guid": "c", "status": "active", "name": "Coffee", "amount": 2.5, "currency": "EUR", "frequency": "monthly", "channels": ["ko"]}`,
	)))
	want := []string{"active 25000 USD yearly Gold sponsor", "inactive 0 EUR one-time Any", "active 2.5 EUR monthly Coffee"}
	var got []string
	for _, p := range plans {
		got = append(got, p.String())
		if again, ok := funding.ParsePlan(p.String()); !ok || again != p {
			t.Errorf("%q reads back as %+v", p, again)
		}
	}
	if err != nil || !slices.Equal(got, want) || !slices.Equal(wrong, []string{"channels[1].type"}) {
		t.Errorf("got %q, wrong %q, %v", got, wrong, err)
	}
}

func TestManifest_namesWhatIsWrongAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	const good = `{"status": "active", "name": "Good", "amount": 1, "currency": "EUR", "frequency": "yearly", "channels": ["ko"]}`
	for edit, want := range map[string]string{
		`"amount": 1 → "amount": -1`:            "amount",
		`"amount": 1 → "amount": 1e12`:          "amount",
		`"amount": 1 → "amount": "many"`:        "amount",
		`"amount": 1, → `:                       "amount",
		`"EUR" → "euro"`:                        "currency",
		`"yearly" → "daily"`:                    "frequency",
		`"active" → "maybe"`:                    "status",
		`"Good" → " "`:                          "name",
		`["ko"] → ["bank"]`:                     "channels",
		`["ko"] → ["odd"]`:                      "channels",
		`["ko"] → []`:                           "channels",
		fmt.Sprintf(`%s → [1]`, good):           "form",
		fmt.Sprintf(`%s → "a plan"`, good):      "form",
		`"channels": ["ko"] → "channels": "ko"`: "channels",
	} {
		from, to, _ := strings.Cut(edit, " → ")
		bad := strings.Replace(good, from, to, 1)
		plans, wrong, err := funding.Manifest([]byte(strings.Replace(manifestOf(bad, good), `, {"guid": "odd", "type": "barter"}`, "", 1)))
		if err != nil || len(plans) != 1 || plans[0].Name != "Good" || !slices.Equal(wrong, []string{"plans[0]." + want}) {
			t.Errorf("%s: %v, wrong %q, %v", edit, plans, wrong, err)
		}
	}
}

func TestManifest_refusesWhatIsNone(t *testing.T) {
	t.Parallel()
	many := strings.Repeat(`{},`, 50) + `{}`
	for name, tc := range map[string]struct {
		text string
		want error
	}{
		"no JSON":    {"version: 1", source.ErrUnavailable},
		"empty":      {"", source.ErrUnavailable},
		"a list":     {"[]", source.ErrUnavailable},
		"others'":    {`{"funding": {"type": "opencollective"}}`, source.ErrUnavailable}, // as in package.json
		"an address": {`{"entity": {}, "funding": "https://example.org"}`, source.ErrUnavailable},
		"large":      {manifestOf() + strings.Repeat(" ", 128<<10), source.ErrLimit},
		"many":       {manifestOf(many), source.ErrLimit},
	} {
		if plans, _, err := funding.Manifest([]byte(tc.text)); !errors.Is(err, tc.want) || plans != nil {
			t.Errorf("%s: %v, %v", name, plans, err)
		}
	}
	for _, text := range []string{"", "active 1 EUR yearly", "active x EUR yearly N", "on 1 EUR yearly N", "active 1 euro yearly N", "active 1 EUR daily N", "https://example.org"} {
		if p, ok := funding.ParsePlan(text); ok {
			t.Errorf("%q is read as %+v", text, p)
		}
	}
}
