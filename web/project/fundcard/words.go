package fundcard

import (
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
)

// Euros returns a sum of whole euros: "€60,000".
func Euros(n float64) string { return "€" + explain.Thousands(int(n+.5)) }

// sum returns an amount as a source gives it: "50,000 USD"; empty if it gives none.
func sum(amount float64, currency string) string {
	if amount <= 0 {
		return ""
	}
	text := explain.Thousands(int(amount))
	if cents := strconv.FormatFloat(amount-float64(int(amount)), 'f', 2, 64); cents != "0.00" {
		text += strings.TrimPrefix(cents, "0")
	}
	return text + "\u00a0" + currency
}

// day returns a date that may be a month or a year: "19 Oct 2022", "Apr 2023", "2023".
func day(s string) string {
	if t, err := time.Parse("2006-01", s); err == nil {
		return t.Format("Jan\u00a02006")
	}
	return explain.DayOf(s)
}

// period returns when a grant ran, as far as its source says.
func period(g funding.Grant) string {
	switch {
	case g.Start == "" && g.End == "":
		return ""
	case g.End == "":
		return day(g.Start) + ", end not stated"
	case g.Start == "":
		return "to " + day(g.End)
	case g.Start == g.End:
		return day(g.Start)
	}
	return day(g.Start) + " – " + day(g.End)
}

// GrantText is a grant in one line: funder, programme, amount and time.
func GrantText(g funding.Grant) string {
	var out []string
	for _, text := range []string{g.Funder, g.Programme, sum(g.Amount, g.Currency), period(g)} {
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
