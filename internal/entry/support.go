package entry

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// The ends of a release line that are no days.
const (
	lineEnded = "ended"
	lineOpen  = "open"
)

// releaseLines returns the release lines as one input, in the form of health.Support.
func releaseLines(c health.List, p health.Project) []health.Input {
	s, ok := c.Support[p.Slug]
	if !ok {
		return nil
	}
	b, err := json.Marshal(s.Lines)
	if err != nil {
		return nil
	}
	in := health.ObsText(field.ReleaseLines, string(b))
	in.Reason, in.SourceURL, in.ObservedAt = "product "+s.Product+" of endoflife.date, read on "+s.Date, s.URL, parseDay(s.Date)
	return []health.Input{in}
}

// Support is which release lines of a project are supported on one day.
type Support struct {
	// Lines are the supported lines, the newest first.
	Lines []string
	// Next is the line whose support ends next, and NextEnd its last day, YYYY-MM-DD; both are empty
	// if no end is announced.
	Next, NextEnd string
	// LastEnd is the last day on which any line was supported, YYYY-MM-DD; empty if some line is
	// supported, or if no one wrote the day down.
	LastEnd string
}

// SupportOn reads the release lines of an input on a day; false if there are none. Lines whose first
// release was later are left out. No supported line is a fact about releases, not a declaration by
// the maintainers: it never changes the status. Pure; no cost.
func SupportOn(in health.Input, day time.Time) (Support, bool) {
	var out Support
	today := day.UTC().Format(time.DateOnly)
	began, undated := false, false
	for _, text := range in.Strings() {
		parts := strings.Split(text, " ")
		n := len(parts) - 1
		if n < 2 || parts[n-1] > today && parts[n-1] != "-" {
			continue
		}
		began = true
		line, end := strings.Join(parts[:n-1], " "), parts[n]
		switch {
		case end == lineEnded:
			undated = true
		case end == lineOpen:
			out.Lines = append(out.Lines, line)
		case end < today:
			out.LastEnd = max(out.LastEnd, end)
		default:
			out.Lines = append(out.Lines, line)
			if out.NextEnd == "" || end < out.NextEnd {
				out.Next, out.NextEnd = line, end
			}
		}
	}
	if len(out.Lines) > 0 || undated {
		out.LastEnd = ""
	}
	return out, began && in.Known()
}
