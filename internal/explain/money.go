package explain

import (
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Money returns a sum of a currency (ISO 4217) with its cents, if it has any: "€60,000", "$10,000.50",
// "CHF 5,000".
func Money(amount float64, currency string) string {
	mark, known := map[string]string{"EUR": "€", "USD": "$", "GBP": "£"}[currency]
	if !known && currency != "" {
		mark = currency + nbsp
	}
	amount = stats.Round(amount, 2)
	text := Thousands(int(amount))
	if cents := strconv.FormatFloat(amount-float64(int(amount)), 'f', 2, 64); cents != "0.00" {
		text += strings.TrimPrefix(cents, "0")
	}
	return mark + text
}

// MoneyRange returns the limits of a grant: "€5,000 to €50,000", "at most $5,000". A limit of 0 is not
// stated; empty: neither is.
func MoneyRange(least, most float64, currency string) string {
	switch {
	case least > 0 && least == most:
		return Money(least, currency)
	case least > 0 && most > 0:
		return Money(least, currency) + " to " + Money(most, currency)
	case least > 0:
		return "at least " + Money(least, currency)
	case most > 0:
		return "at most " + Money(most, currency)
	}
	return ""
}

// Period returns when a grant ran, from dates that may be a month or a year: "Jan 2026 – Jun 2026". What
// is empty is not stated; if both are, so is the result.
func Period(start, end string) string {
	switch {
	case start == "" && end == "":
		return ""
	case end == "":
		return "from " + monthOf(start) + ", end not stated"
	case start == "":
		return "to " + monthOf(end)
	case start == end:
		return monthOf(start)
	}
	return monthOf(start) + " – " + monthOf(end)
}

// monthOf returns a date that may be a month or a year: "19 Oct 2022", "Apr 2023", "2023".
func monthOf(s string) string {
	if t, err := time.Parse("2006-01", s); err == nil {
		return t.Format("Jan" + nbsp + "2006")
	}
	return DayOf(s)
}
