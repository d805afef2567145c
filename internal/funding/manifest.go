package funding

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// NoPlan is the reason of an empty list of plans if there is a funding.json.
const NoPlan = "funding.json asks for nothing"

// Plan is money that a project asks for in its funding.json.
type Plan struct {
	Name string
	// Active is false for a plan that is not offered now.
	Active bool
	// Amount is in Currency for each Frequency; 0: any amount.
	Amount    float64
	Currency  string // ISO 4217, such as EUR
	Frequency string // of frequencies
}

// The words of funding.json. https://fundingjson.org/schema/v1.1.0.json
var (
	frequencies = []string{"one-time", "weekly", "fortnightly", "monthly", "yearly", "other"}
	statuses    = []string{"active", "inactive"}
	kinds       = []string{"bank", "payment-provider", "cheque", "cash", "other"}
)

// The bounds of funding.json: bytes, plans and the greatest amount. The portal of the format takes
// ten plans and amounts to 10⁹.
const (
	mostManifest = 128 << 10
	mostPlans    = 50
	mostAmount   = 1e9
	mostName     = 250
)

// ManifestPath matches the places of a funding.json that speaks for its own repository.
var ManifestPath = regexp.MustCompile(`^(?:\.github/|docs/)?(?:\.well-known/)?funding\.json$`)

// PointerPath matches the places of the list of addresses of manifests that are kept elsewhere.
var PointerPath = regexp.MustCompile(`^(?:\.github/|docs/)?\.well-known/funding-manifest-urls$`)

// manifest is what is read of the file. Names, mail addresses, telephone numbers and account numbers
// are not.
type manifest struct {
	Entity  json.RawMessage `json:"entity"`
	Funding *struct {
		Channels []struct {
			GUID string `json:"guid"`
			Type string `json:"type"`
		} `json:"channels"`
		Plans []json.RawMessage `json:"plans"`
	} `json:"funding"`
}

// plan is a plan as the file has it.
type plan struct {
	Status    string   `json:"status"`
	Name      string   `json:"name"`
	Amount    *float64 `json:"amount"`
	Currency  string   `json:"currency"`
	Frequency string   `json:"frequency"`
	Channels  []string `json:"channels"`
}

// Manifest reads the format itself, because its library, go-funding-json 0.6.0, refuses files that the
// schema 1.1 allows (findings/funding-json-wants-a-version.sh).
//
// It returns the plans of a funding.json, versions 1.0 and 1.1, in the order of the file, and
// what is wrong with those that it leaves out, each by its place. It returns ErrUnavailable if the
// text is no such file, and ErrLimit if it is too large.
func Manifest(text []byte) (plans []Plan, wrong []string, err error) {
	if len(text) > mostManifest {
		return nil, nil, fmt.Errorf("funding.json: more than %d bytes: %w", mostManifest, source.ErrLimit)
	}
	var m manifest
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &m); err != nil {
		return nil, nil, fmt.Errorf("funding.json: %s: %w", firstLine(err.Error()), source.ErrUnavailable)
	}
	if m.Entity == nil || m.Funding == nil {
		return nil, nil, fmt.Errorf("funding.json: entity or funding is missing: %w", source.ErrUnavailable)
	}
	if n := len(m.Funding.Plans); n > mostPlans {
		return nil, nil, fmt.Errorf("funding.json: %d plans, at most %d are read: %w", n, mostPlans, source.ErrLimit)
	}
	channels := map[string]bool{}
	for i, c := range m.Funding.Channels {
		if !slices.Contains(kinds, c.Type) {
			wrong = append(wrong, fmt.Sprintf("channels[%d].type", i))
			continue
		}
		channels[c.GUID] = true
	}
	for i, raw := range m.Funding.Plans {
		p, bad := planOf(raw, channels)
		if bad != "" {
			wrong = append(wrong, fmt.Sprintf("plans[%d].%s", i, bad))
			continue
		}
		plans = append(plans, p)
	}
	return plans, wrong, nil
}

var currency = regexp.MustCompile(`^[A-Z]{3}$`)

// planOf returns a plan, or the name of what is wrong with it.
func planOf(raw json.RawMessage, channels map[string]bool) (Plan, string) {
	var p plan
	if err := json.Unmarshal(raw, &p); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) && kind.Field != "" {
			return Plan{}, kind.Field
		}
		return Plan{}, "form"
	}
	name := strings.Join(strings.Fields(p.Name), " ")
	switch {
	case name == "" || len(p.Name) > mostName:
		return Plan{}, "name"
	case !slices.Contains(statuses, p.Status):
		return Plan{}, "status"
	case p.Amount == nil || *p.Amount < 0 || *p.Amount > mostAmount:
		return Plan{}, "amount"
	case !currency.MatchString(p.Currency):
		return Plan{}, "currency"
	case !slices.Contains(frequencies, p.Frequency):
		return Plan{}, "frequency"
	case len(p.Channels) == 0 || slices.ContainsFunc(p.Channels, func(id string) bool { return !channels[id] }):
		return Plan{}, "channels"
	}
	return Plan{Name: foreign.Clip(name), Active: p.Status == "active", Amount: *p.Amount, Currency: p.Currency, Frequency: p.Frequency}, ""
}

// String returns the plan as inputs hold it; ParsePlan reads it.
func (p Plan) String() string {
	state := "active"
	if !p.Active {
		state = "inactive"
	}
	return strings.Join([]string{state, strconv.FormatFloat(p.Amount, 'f', -1, 64), p.Currency, p.Frequency, p.Name}, " ")
}

// ParsePlan reads what String wrote; false: it is something else.
func ParsePlan(text string) (Plan, bool) {
	parts := strings.SplitN(text, " ", 5)
	if len(parts) != 5 || !slices.Contains(statuses, parts[0]) || !currency.MatchString(parts[2]) || !slices.Contains(frequencies, parts[3]) {
		return Plan{}, false
	}
	amount, err := strconv.ParseFloat(parts[1], 64)
	if err != nil {
		return Plan{}, false
	}
	return Plan{Name: parts[4], Active: parts[0] == "active", Amount: amount, Currency: parts[2], Frequency: parts[3]}, true
}
