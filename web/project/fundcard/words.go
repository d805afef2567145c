package fundcard

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
)

// sum returns an amount as a source gives it; empty if it gives none.
func sum(amount float64, currency string) string {
	if amount <= 0 {
		return ""
	}
	return explain.Money(amount, currency)
}

// GrantText is a grant in one line: funder, programme, amount and time.
func GrantText(g funding.Grant) string {
	var out []string
	for _, text := range []string{g.Funder, g.Programme, sum(g.Amount, g.Currency), explain.Period(g.Start, g.End)} {
		if text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, ", ")
}

// minus returns points that are taken away: "−5.6".
func minus(points float64) string { return explain.Decimal(-points) }

// first returns the first so many texts, and how many there are more.
func first(texts []string, most int) string {
	if more := len(texts) - most; more > 0 {
		return strings.Join(texts[:most], ", ") + " and " + explain.Thousands(more) + " more"
	}
	return strings.Join(texts, ", ")
}
