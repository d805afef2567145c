package explain_test

import (
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

func TestWords_figures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, want string }{
		{explain.Whole(53.5), "54"},
		{explain.Whole(53.48), "53"}, // rounded once
		{explain.Whole(99.5), "99"},  // 100 is only what is not below it
		{explain.Range(99.7, 100), "(99–100)"},
		{explain.Whole(-0.2), "0"},
		{explain.Whole(-3), "−3"},
		{explain.Decimal(-0.04), "0.0"},
		{explain.Decimal(-1.25), "−1.3"},
		{explain.Range(46.2, 62.9), "(46–63)"},
		{explain.Percent(0.926), "93%"},
		{explain.Percent(2.0 / 37589), "<1%"},
		{explain.Percent(3.0 / 3425), "<1%"},
		{explain.Percent(.005), "1%"},
		{explain.Percent(0), "0%"},
		{explain.Percent(.9999), "99%"},
		{explain.DaysIn("archived on 2022-10-19, not 2022-10-190."), "archived on 19\u00a0Oct\u00a02022, not 2022-10-190."},
		{explain.Seen(0.118), "11%"},
		{explain.Seen(0.29), "29%"},
		{explain.Seen(0.2499), "24%"},
		{explain.Seen(1), "100%"},
		{explain.Seen(0), "0%"},
		{explain.Thousands(1234), "1,234"},
		{explain.Thousands(12345), "12,345"},
		{explain.Thousands(-1234567), "−1,234,567"},
		{explain.Number(7), "seven"},
		{explain.Number(0), "no"},
		{explain.Number(48), "48"},
		{explain.Sentence("one regular"), "One regular"},
		{explain.Sentence("ärger"), "ärger"},
		{explain.Sentence(""), ""},
		{explain.Of(1, "commit", "commits"), "1\u00a0commit"},
		{explain.DayOf("2026-08-22"), "22\u00a0Aug\u00a02026"},
		{explain.DayOf("soon"), "soon"},
		{explain.Day(time.Time{}), ""},
		{explain.BandName(model.Band{Letter: "C", Word: "Fair"}, true), "fair\u00a0±"},
		{explain.BandName(model.Band{}, true), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestStatusName_isOfItsOwn(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, w := range health.StatusWords {
		name := explain.StatusName(w)
		if name == "" || strings.Contains(name, "_") || names[name] {
			t.Errorf("%s is named %q", w, name)
		}
		names[name] = true
	}
}

func TestOrdinal_endsAsItIsSpoken(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{
		0: "0th", 1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 10: "10th", 11: "11th", 12: "12th", 13: "13th", 20: "20th",
		21: "21st", 22: "22nd", 23: "23rd", 92: "92nd", 100: "100th", 101: "101st", 111: "111th", 112: "112th", 113: "113th", 122: "122nd",
	} {
		if got := explain.Ordinal(n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestAge_countsWholeDays(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for days, want := range map[int]string{1: "1", 92: "92", 36525: "36525"} {
		if got := explain.Age(now.AddDate(0, 0, -days), now); testkit.Unsaid(got, want) != nil {
			t.Errorf("%d days: got %q", days, got)
		}
	}
	today := explain.Age(now, now)
	if today == "" || strings.Contains(today, "0") || explain.Age(now.Add(time.Hour), now) != today || explain.Age(now.AddDate(0, 0, -1), now) == today {
		t.Errorf("of today: got %q", today)
	}
	d := ui.Dateline{From: now.AddDate(0, 0, -300), To: now.AddDate(0, 0, -92), Now: now}
	if got := d.Ages(); testkit.Unsaid(strings.ReplaceAll(got, "–", " "), "92", "300") != nil {
		t.Errorf("a span: got %q", got)
	}
}

func TestSafeURL_onlyTheWebIsALink(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]bool{
		"https://curl.se/": true, "http://example.org": true, " https://a.b ": true, "HTTPS://a.b": true,
		"javascript:alert(1)": false, "data:text/html,x": false, "//evil.example": false, "/p/x": false, "https:evil": false,
		"https://user:pw@a.b": false, "": false, "vbscript:x": false, "ht\ntps://a.b": false, "https://": false,
	} {
		u, ok := explain.SafeURL(raw)
		if ok != want {
			t.Errorf("%q: got %q, %v", raw, u, ok)
		}
		if ok && !strings.HasPrefix(u, "http") {
			t.Errorf("%q became %q", raw, u)
		}
	}
}

func TestPossibleRanks(t *testing.T) {
	t.Parallel()
	want := "Beside the 1,050 with a position its rank would be 8–1,048 with 90% probability. With bad results of the unseen checks it would be 16, with good ones 1,048."
	if got := explain.PossibleRanks(8, 1048, 16, 1048, 1050); got != want {
		t.Errorf("got %q", got)
	}
}
