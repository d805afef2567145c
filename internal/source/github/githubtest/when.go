package githubtest

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// A time of a story is relative to the start of the server ("-40d", "-2y6mo", "+3h", "now") or an
// instant of RFC 3339. Units: y and mo by the calendar, w, d of 24 hours, h, m, s.
var relative = regexp.MustCompile(`^([+-])((?:\d+(?:\.\d+)?(?:mo|y|w|d|h|m|s))+)$`)

var relativePart = regexp.MustCompile(`(\d+(?:\.\d+)?)(mo|y|w|d|h|m|s)`)

var unitLength = map[string]time.Duration{
	"w": 7 * 24 * time.Hour, "d": 24 * time.Hour, "h": time.Hour, "m": time.Minute, "s": time.Second,
}

// when returns the instant for a time of a story.
func when(s string, start time.Time) (time.Time, error) {
	if s == "now" {
		return start, nil
	}
	m := relative.FindStringSubmatch(s)
	if m == nil {
		at, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			return time.Time{}, fmt.Errorf("time %q: want -40d, -2y6mo, +3h, now or RFC 3339", s)
		}
		return at.UTC(), nil
	}
	sign := 1
	if m[1] == "-" {
		sign = -1
	}
	at := start
	for _, p := range relativePart.FindAllStringSubmatch(m[2], -1) {
		n, err := strconv.ParseFloat(p[1], 64)
		if err != nil {
			return time.Time{}, fmt.Errorf("time %q: %w", s, err)
		}
		switch whole := int(n); {
		case p[2] == "y" && n == float64(whole):
			at = at.AddDate(sign*whole, 0, 0)
		case p[2] == "mo" && n == float64(whole):
			at = at.AddDate(0, sign*whole, 0)
		case p[2] == "y" || p[2] == "mo":
			return time.Time{}, fmt.Errorf("time %q: years and months are whole numbers", s)
		default:
			at = at.Add(time.Duration(float64(sign) * n * float64(unitLength[p[2]])))
		}
	}
	return at, nil
}

// length returns a duration written as 3d or 1.5h, without a sign.
func length(s string, start time.Time) (time.Duration, error) {
	at, err := when("+"+s, start)
	if err != nil {
		return 0, fmt.Errorf("length %q: want 3d, 12h or the like", s)
	}
	return at.Sub(start), nil
}
