package fundcard

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/web/page"
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
func first(texts []string, most int, between string) string {
	if more := len(texts) - most; more > 0 {
		return strings.Join(texts[:most], between) + " and " + explain.Thousands(more) + " more"
	}
	return strings.Join(texts, between)
}

// planWords is a plan in words: "Gold sponsor: $25,000 a year".
func planWords(p funding.Plan) string {
	sum := "any amount"
	if p.Amount > 0 {
		sum = explain.Money(p.Amount, p.Currency)
	}
	often := map[string]string{"one-time": " once", "weekly": " a week", "fortnightly": " every two weeks", "monthly": " a month", "yearly": " a year"}[p.Frequency]
	text := page.Cut(p.Name) + ": " + sum + often
	if !p.Active {
		text += " (not offered now)"
	}
	return text
}
