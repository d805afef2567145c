package explain

import "testing"

func TestMoney_andPeriods(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		Money(60000, "EUR"): "€60,000", Money(50000.5, "USD"): "$50,000.50", Money(5000, "CHF"): "CHF\u00a05,000", Money(0, "EUR"): "€0",
		MoneyRange(5000, 50000, "EUR"): "€5,000 to €50,000", MoneyRange(0, 5000, "USD"): "at most $5,000", MoneyRange(1, 1, "GBP"): "£1",
		MoneyRange(50000, 0, "EUR"): "at least €50,000", MoneyRange(0, 0, ""): "",
		Period("2026-01", "2026-06"): "Jan\u00a02026 – Jun\u00a02026", Period("2025", ""): "from 2025, end not stated", Period("", ""): "",
		Period("", "2023-04-01"): "to 1\u00a0Apr\u00a02023", Period("2023", "2023"): "2023",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
