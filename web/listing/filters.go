package listing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// filterNames are the filters in canonical order with their words.
var filterNames = []struct{ param, legend string }{
	{"status", "Status"},
	{"risk", "Risk band"},
	{"health", "Health band"},
	{"evidence", "Evidence"},
	{"lang", "Language"},
	{"owner", "Owner"},
	{"host", "Host"},
	{"tag", "Tag"},
	{"licence", "Licence"},
	{"fail", "Check failing"},
	{"unknown", "Check unknown"},
	{"pass", "Check passing"},
}

func (l *Listing) parseFilter(param string, values []string, bad refusal) error {
	allowed := l.allowed(param)
	for _, raw := range values {
		raw = strings.ToValidUTF8(raw, "")
		if raw == "" || slices.Contains(l.Filters[param], raw) {
			continue
		}
		if allowed != nil && !slices.Contains(allowed, raw) {
			return bad(param, page.Cut(raw), allowed...)
		}
		if page.TooLong(raw) || len(l.Filters[param]) == mostValues {
			return bad(param, page.Cut(raw)).Limited(fmt.Sprintf("at most %d values of %d letters", mostValues, page.LongestText))
		}
		l.Filters[param] = append(l.Filters[param], raw)
	}
	return nil
}

// allowed returns the values of a filter with a fixed set, nil for the others.
func (l *Listing) allowed(param string) []string {
	var out []string
	switch param {
	case "status":
		for _, w := range health.StatusWords {
			out = append(out, string(w))
		}
	case "evidence":
		out = []string{string(health.EvidenceFull), string(health.EvidenceProvisional), string(health.EvidenceNone)}
	case "risk", "health":
		for _, b := range l.bands(param) {
			out = append(out, bandToken(b))
		}
	case "fail", "unknown", "pass":
		for _, id := range field.Checks() {
			out = append(out, string(id))
		}
	}
	return out
}

func (l *Listing) bands(param string) []model.Band {
	if param == "risk" {
		return l.req.Model.Bands["risk"]
	}
	return l.req.Model.Bands["H"]
}

// words are the bands that a filter selects, by their words.
func (l *Listing) words(param string) []string {
	var out []string
	for _, b := range l.bands(param) {
		if slices.Contains(l.Filters[param], bandToken(b)) {
			out = append(out, b.Word)
		}
	}
	return out
}

// bandToken is a band's word as it is in an address: "very-high".
func bandToken(b model.Band) string {
	return strings.ReplaceAll(strings.ToLower(b.Word), " ", "-")
}

// valueName is a filter's value for people.
func (l *Listing) valueName(param, value string) string {
	switch param {
	case "status":
		return explain.StatusName(health.StatusWord(value))
	case "evidence":
		if value == string(health.EvidenceNone) {
			return "too little"
		}
	case "risk", "health":
		for _, b := range l.bands(param) {
			if bandToken(b) == value {
				return explain.BandName(b, false)
			}
		}
	}
	return value
}

// Narrowing is one thing that narrows the rows, and the listing without it.
type Narrowing struct {
	Param, Label string
	Without      Listing
}

// Narrowings are what narrows the rows beside the path, in canonical order.
func (l Listing) Narrowings() []Narrowing {
	var out []Narrowing
	l.After = ""
	if l.Text != "" {
		w := l
		w.Text = ""
		out = append(out, Narrowing{"q", "search: " + l.Text, w})
	}
	for _, f := range filterNames {
		if l.Fixed[f.param] != "" {
			continue
		}
		for _, value := range l.Filters[f.param] {
			out = append(out, Narrowing{f.param, explain.LowerFirst(f.legend) + ": " + l.valueName(f.param, value), l.without(f.param, value)})
		}
	}
	if l.Regulars != "" {
		w := l
		w.Regulars = ""
		label := "at most " + l.Regulars + " regular contributors"
		if l.Regulars == "1" {
			label = "at most one regular contributor"
		}
		out = append(out, Narrowing{"regulars", label, w})
	}
	if l.Ranked != "" {
		w := l
		w.Ranked = ""
		out = append(out, Narrowing{"ranked", rankedLabel(l.Ranked), w})
	}
	return out
}

// Beside counts what is near a listing that matches nothing.
type Beside struct {
	// Without are the rows if one narrowing were gone, by narrowing.
	Without []int
	// Unknown are the rows of which a check is unknown that was asked to fail, by value of fail.
	Unknown []int
}

// Beside counts what is near the listing, for a page on which nothing matches. Cost: one read for
// each narrowing, and one more for each check that was asked to fail.
func (l Listing) Beside(anyRanked bool) (Beside, error) {
	var out Beside
	matched := func(near Listing) (int, error) {
		q := near.Query(anyRanked)
		q.Limit, q.After = 1, ""
		p, err := l.req.Rank(l.req.Context(), q)
		if err != nil {
			return 0, fmt.Errorf("rows of %s near %s: %w", q.List, l.Href(), err)
		}
		return p.Matched, nil
	}
	for _, c := range l.Narrowings() {
		n, err := matched(c.Without)
		if err != nil {
			return out, err
		}
		out.Without = append(out.Without, n)
	}
	for _, check := range l.Filters["fail"] {
		n, err := matched(l.unknown(check))
		if err != nil {
			return out, err
		}
		out.Unknown = append(out.Unknown, n)
	}
	return out, nil
}

// unknown returns the listing of the projects of which a check is unknown in place of failing.
func (l Listing) unknown(check string) Listing {
	return l.without("fail", check).With("unknown", check)
}

// without returns the listing without one value of a filter.
func (l Listing) without(param, value string) Listing {
	filters := map[string][]string{}
	for k, vs := range l.Filters {
		if k != param {
			filters[k] = vs
		} else if left := slices.DeleteFunc(slices.Clone(vs), func(v string) bool { return v == value }); len(left) > 0 {
			filters[k] = left
		}
	}
	l.Filters = filters
	return l
}

// With returns the first page of the listing with one more value of a filter.
func (l Listing) With(param, value string) Listing {
	l = l.without(param, value)
	l.Filters[param] = append(slices.Clone(l.Filters[param]), value)
	l.After = ""
	return l
}

func rankedLabel(value string) string {
	switch value {
	case WithPosition:
		return "with a position only"
	case "no":
		return "not ranked only"
	}
	return "ranked only"
}
