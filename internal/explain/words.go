package explain

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// nbsp keeps a figure and its unit on one line.
const nbsp = "\u00a0"

// Whole returns a figure without decimals, with a real minus sign: "54".
func Whole(v float64) string { return signed(strconv.FormatFloat(stats.Points(v), 'f', 0, 64)) }

// Decimal returns a figure with one decimal: "4.2".
func Decimal(v float64) string { return signed(strconv.FormatFloat(stats.Round(v, 1), 'f', 1, 64)) }

func signed(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		if strings.Trim(rest, "0.") == "" {
			return rest
		}
		return "−" + rest
	}
	return s
}

// Range returns "(46–63)".
func Range(lo, hi float64) string { return "(" + Whole(lo) + "–" + Whole(hi) + ")" }

// Percent returns a ratio of 0 to 1 as "93%"; "100%" only of all, "0%" only of none. A ratio that would
// round to 0 is "<1%".
func Percent(ratio float64) string {
	if ratio > 0 && stats.Round(100*ratio, 0) == 0 {
		return "<1%"
	}
	return Whole(stats.Percent(ratio)) + "%"
}

// OtherTotals says why ranks under other weights are out of another number of projects.
const OtherTotals = "Weights decide how much of the evidence counts as seen, so the number of ranked projects differs."

// isoDate matches a day in a text that a list wrote.
var isoDate = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// DaysIn returns a text with its ISO days in the form of pages: "archived on 19 Oct 2022".
func DaysIn(text string) string { return isoDate.ReplaceAllStringFunc(text, DayOf) }

// Seen returns a coverage of 0 to 1 as "92%", rounded down as in every reason
// that mentions it.
func Seen(coverage float64) string { return strconv.Itoa(health.SeenPercent(coverage)) + "%" }

// Thousands returns a count in groups of three: "12,345".
func Thousands(n int) string { return stats.Thousands(n) }

// Shorten cuts a text to so many letters, the sign of the cut included.
func Shorten(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

// Day returns an instant as "22 Aug 2026"; empty for the zero instant.
func Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2" + nbsp + "Jan" + nbsp + "2006")
}

// Minute returns an instant as "22 Nov 2026 15:04 UTC"; "never" for the zero instant.
func Minute(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return Day(t) + t.UTC().Format(nbsp+"15:04") + nbsp + "UTC"
}

// DayOf returns a date of the form YYYY-MM-DD as Day does; other text as it is.
func DayOf(s string) string {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return Day(t)
	}
	return s
}

// ISO returns the value of a time element.
func ISO(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Age returns how old an instant is: "92 days old", "today".
func Age(at, now time.Time) string {
	switch n := health.AgeDays(at, now); n {
	case 0:
		return "less than a day old"
	case 1:
		return "1" + nbsp + "day old"
	default:
		return Thousands(n) + nbsp + "days old"
	}
}

var small = [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

// FarPlaces says from where on a move of a project is named: "more than five places".
func FarPlaces() string {
	return "more than " + Number(model.FarPlaces) + " " + Plural(model.FarPlaces, "place", "places")
}

// Number returns a count in running text: words to ten, figures above.
func Number(n int) string {
	if n >= 0 && n < len(small) {
		return small[n]
	}
	return Thousands(n)
}

// Sentence returns text with its first letter as a capital.
func Sentence(s string) string {
	if s == "" {
		return s
	}
	r, size := rune(s[0]), 1
	if r >= 0x80 {
		return s
	}
	return strings.ToUpper(string(r)) + s[size:]
}

// Ordinal returns a whole number from 0 as a place: "1st", "12th", "92nd".
func Ordinal(n int) string {
	end := "th"
	if tens := n % 100; tens < 11 || tens > 13 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return Thousands(n) + end
}

// Plural returns the word for a count: one or many.
func Plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Of returns "3 commits", "1 commit".
func Of(n int, one, many string) string { return Thousands(n) + nbsp + Plural(n, one, many) }

// StatusName returns a maintenance status for people.
func StatusName(w health.StatusWord) string {
	switch w {
	case health.StatusEndOfLife:
		return "declared end of life"
	case "":
		return string(health.StatusUnknown)
	default:
		return string(w)
	}
}

// StatusText returns a maintenance status with the day from which it is unknown: "unknown since
// 19 Feb 2025".
func StatusText(s health.Status) string {
	text := StatusName(s.Word)
	if s.Since != "" {
		text += " since " + DayOf(s.Since)
	}
	return text
}

// SafeURL returns an absolute http or https address and whether it is one.
// Anything else is hostile or broken and is shown as text.
func SafeURL(raw string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "", false
	}
	return u.String(), true
}

// BandName returns a band of health or posture in words: "fair ±". Bands have letters
// in the model; pages show none, because a letter reads like a school grade.
func BandName(b model.Band, unsure bool) string {
	text := LowerFirst(b.Word)
	if unsure && text != "" {
		text += nbsp + "±"
	}
	return text
}

// LowerFirst returns text with its first letter small, where that is A to Z.
func LowerFirst(s string) string {
	if s != "" && s[0] >= 'A' && s[0] <= 'Z' {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}

// NoneFound is the text of a list that was read from the files of a repository and is empty, which is
// not unknown. It says nothing about other places.
const NoneFound = "none in its files"

// Channels returns the platforms where money can be sent: NoneFound if none is named, and "" if it
// is unknown (nil).
func Channels(named []string) string {
	if named != nil && len(named) == 0 {
		return NoneFound
	}
	return strings.Join(named, ", ")
}

// PossibleRanks says which ranks a project without a position could have among the others, and how the
// unseen checks alone move it. The range is wider: weights and what else is missing vary, too.
func PossibleRanks(lo, hi, ifBad, ifGood, of int) string {
	return fmt.Sprintf("Beside the %s with a position its rank would be %s with 90%% probability. %s.", Thousands(of), Places(lo, hi), Sentence(IfUnseen(ifBad, ifGood)))
}

// IfUnseen says the ranks with bad and with good results of the checks that were not seen.
func IfUnseen(ifBad, ifGood int) string {
	return fmt.Sprintf("with bad results of the unseen checks it would be %s, with good ones %s", Thousands(ifBad), Thousands(ifGood))
}
