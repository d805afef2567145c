package explain

import (
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Days is from the oldest to the newest of the instants figures describe; zero when
// there are none.
type Days struct{ From, To time.Time }

// Add widens the days by an instant; the zero time is none.
func (d *Days) Add(at time.Time) {
	switch {
	case at.IsZero():
	case d.To.IsZero():
		d.From = at
		d.To = at
	case at.Before(d.From):
		d.From = at
	case at.After(d.To):
		d.To = at
	}
}

// FiguresOf says which day the figures of a run describe, which may be long before
// it was published: "figures as of 2025-03-01"; empty when nothing is known of it.
// A run of a past day has that day, whatever it did not measure anew.
func FiguresOf(r health.Run, days Days) string {
	if !r.AsOf.IsZero() {
		days = Days{r.AsOf, r.AsOf}
	}
	from := days.From.UTC().Format(time.DateOnly)
	to := days.To.UTC().Format(time.DateOnly)
	switch {
	case days.To.IsZero():
		return ""
	case from == to:
		return "figures as of " + to
	}
	return "figures from " + from + " to " + to
}

// RunName returns "run 4 (figures as of 2026-08-20, published 2026-08-22)".
func RunName(r health.Run, days Days) string {
	text := "published " + r.Finished.UTC().Format(time.DateOnly)
	if figures := FiguresOf(r, days); figures != "" {
		text = figures + ", " + text
	}
	return fmt.Sprintf("run %d (%s)", r.ID, text)
}

// Shown says which figures of a list a reader is shown: those of now, or those of
// a day.
type Shown struct {
	// Model judges them.
	Model model.Model
	// Now is what ages are told against: of a day, that run's.
	Now time.Time
	Run health.Run // zero: of now
	// Days are those its figures describe; of now they are in the rows.
	Days Days
	// Assumed says what has to be taken for granted of a day; empty: nothing.
	Assumed string
	// Published is the run whose ranking stays the list's while another model, or
	// another revision of the list, judges for this reader alone; zero: none does.
	Published health.Run
}

// Lines says of which run what follows is, and when it is not what is published;
// nothing of what is published now.
func (s Shown) Lines() []string {
	var out []string
	if p := s.Published; p.ID > 0 {
		out = append(out, fmt.Sprintf("scored with %s (%.12s) for this command only; run %d, scored with %.12s, stays published",
			s.Model.Name(), s.Model.SHA256, p.ID, p.ModelSHA))
	}
	if s.Run.ID == 0 {
		return out
	}
	out = append(out, fmt.Sprintf("as of %s. List entries are today's.", RunName(s.Run, s.Days)))
	if s.Assumed != "" {
		out = append(out, s.Assumed)
	}
	return out
}

// Place says which ranking ranks are of.
func (s Shown) Place() string {
	switch {
	case s.Run.ID > 0:
		return "in that run"
	case s.Published.ID > 0:
		return "with this model"
	}
	return "as last published"
}
